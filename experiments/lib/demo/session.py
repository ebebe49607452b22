"""What one browser shows: two plans, switches, language, view. It travels in the page's address and as a file."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from experiments.lib.demo.asked import Run, Wish, checked, checked_switches
from experiments.lib.demo.chart_curves import FIRST_SHOWN, SHOWN
from experiments.lib.demo.refused import Refused
from experiments.lib.demo.tour import STEPS

VERSION = 1
SPEEDS = (1, 2, 4)
MOST_MONTHS = 600
VIEWS = ("map", "compare", "lives", "unknown", "keep")
MOST_SEEDS = 12
LARGEST_BUDGET = 100_000.0
SPANISH = "/es"
LARGEST_FILE = 100_000
"""Bytes of a session file that the page will read."""


@dataclass
class Session:
    """Everything that a reload, a link or a file brings back."""

    lang: str = "en"
    plans: list[Wish] = field(default_factory=lambda: [Wish(), Wish("visas")])
    switches: tuple[tuple[str, str], ...] = ()
    seeds: int = 4
    side: int = 1
    """Which plan the sliders move and the map shows: 0 is A, 1 is B."""
    view: str = "map"
    projector: bool = False
    budget: float = 600.0
    """Millions of US$ of 2021 a year beyond plan A."""
    step: int = -1
    """Step of the guided tour; -1 outside it."""
    month: int = -1
    """Month of the map, counted from the first one shown; -1 before anybody has moved it."""
    speed: int = 2
    curves: tuple[str, ...] = FIRST_SHOWN

    def run(self, side: int, seed: int) -> Run:
        """The run of a side under a seed."""
        return Run(self.plans[side], self.switches, seed)

    def record(self) -> dict[str, Any]:
        """Plain values, for a file or an address."""
        plans = [{"base": wish.base, "amounts": dict(wish.amounts)} for wish in self.plans]
        return {"vaiven_session": VERSION, **asdict(self), "plans": plans, "switches": dict(self.switches),
                "curves": list(self.curves)}


def from_record(raw: Any) -> Session:
    """A session from plain values, those of an older page too. Raises InputError that says what is wrong."""
    if not isinstance(raw, Mapping) or raw.get("vaiven_session") != VERSION:
        raise Refused("refused_session")
    plans = raw.get("plans")
    if not isinstance(plans, list) or len(plans) != 2 or not all(isinstance(plan, Mapping) for plan in plans):
        raise Refused("refused_plans")
    raw = {"month": -1, "speed": 2, "curves": list(FIRST_SHOWN), **raw}
    switches = raw.get("switches", {})
    if not isinstance(switches, Mapping):
        raise Refused("refused_table", name="switches")
    return Session(
        lang=_one_of(raw, "lang", ("en", "es")), plans=[checked(plan) for plan in plans],
        switches=checked_switches(switches), seeds=int(_number(raw, "seeds", 1, MOST_SEEDS)),
        side=int(_number(raw, "side", 0, 1)), view=_one_of(raw, "view", VIEWS),
        projector=raw.get("projector") is True, budget=_number(raw, "budget", 0, LARGEST_BUDGET),
        step=int(_number(raw, "step", -1, len(STEPS) - 1)), month=int(_number(raw, "month", -1, MOST_MONTHS)),
        speed=int(_one_of(raw, "speed", SPEEDS)), curves=_curves(raw["curves"]))


def _curves(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or len(raw) != len(FIRST_SHOWN):
        raise Refused("refused_table", name="curves")
    return tuple(_one_of({"curves": key}, "curves", SHOWN) for key in raw)


def _one_of(raw: Mapping[str, Any], key: str, allowed: tuple[Any, ...]) -> str:
    if raw.get(key) not in allowed:
        raise Refused("refused_choice", name=key, value=repr(raw.get(key)), allowed=", ".join(map(str, allowed)))
    return str(raw[key])


def _number(raw: Mapping[str, Any], key: str, low: float, high: float) -> float:
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise Refused("refused_number", name=key, value=repr(value), low=f"{low:g}", high=f"{high:g}")
    return float(value)


def from_file(content: bytes) -> Session:
    """A session from an uploaded file. Raises InputError."""
    if len(content) > LARGEST_FILE:
        raise Refused("refused_large")
    try:
        return from_record(json.loads(content.decode("utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Refused("refused_file") from error


def to_text(session: Session) -> str:
    """A session as it stands in the page's address."""
    packed = zlib.compress(json.dumps(session.record(), separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_text(text: str) -> Session:
    """A session from the page's address. Raises InputError."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacked = zlib.decompressobj().decompress(packed, LARGEST_FILE)
        return from_record(json.loads(unpacked))
    except (binascii.Error, zlib.error, ValueError) as error:
        raise Refused("refused_link") from error


def address_of(session: Session) -> str:
    """Path and session of a page: each language has its own path, so the framework's own words follow."""
    return f"{SPANISH if session.lang == 'es' else '/'}?s={to_text(session)}"
