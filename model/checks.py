"""Messages that teach: what is wrong, where, what was seen, what is allowed, the nearest valid name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable


class InputError(Exception):
    """Bad input from a person. Commands print its text and exit with 2; they never show a traceback.

    Gaps that a missing suggestion leaves in the text are closed.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(re.sub(r"(?<=\S)  +", " ", text).rstrip())


def nearest(word: str, allowed: Iterable[str]) -> str:
    """`Did you mean 'x'?` for the closest valid name, or an empty string when nothing is close."""
    names = [str(name) for name in allowed]
    lowered = {name.lower(): name for name in reversed(names)}
    matches = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    found = lowered.get(str(word).lower()) or (matches[0] if matches else "")
    return f"Did you mean '{found}'?" if found else ""
