"""What became of the rows of a published file: how many were read, used and left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from experiments.lib.loaders.source import Sheet
from experiments.lib.words import say

MOST = 10
"""Names shown of each reason."""


@dataclass
class Tally:
    """Counts of rows; `left` and `aside` hold, by reason, how often each value was met.

    Rows that were left out count in `left`; what was not lost but needs saying (columns that are not read, people
    who count in totals only) is `aside`. Reasons are keys of the words: `left_<reason>`.
    """

    read: int = 0
    left: dict[str, Counter[str]] = field(default_factory=dict)
    aside: dict[str, Counter[str]] = field(default_factory=dict)

    def rows(self, sheet: Sheet) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(where it stands, cells) of every row that is not blank, counted as read."""
        for number, row in enumerate(sheet.rows):
            if any(cell.strip() for cell in row):
                self.read += 1
                yield sheet.at(number), row

    def leave(self, reason: str, name: str = "") -> None:
        """One row is left out."""
        self.left.setdefault(reason, Counter())[name.strip()] += 1

    def note(self, reason: str, name: str) -> None:
        """Something that needs saying and is no row left out."""
        self.aside.setdefault(reason, Counter())[name.strip()] += 1

    def lost(self) -> int:
        """Rows left out."""
        return sum(names.total() for names in self.left.values())

    def sentences(self, lang: str) -> list[str]:
        """How many rows were read and used, then one sentence a reason with the values met most often."""
        first = say("left_rows", lang, read=self.read, used=self.read - self.lost(), left=self.lost())
        return [first, *(_sentence(reason, names, lang) for kind in (self.left, self.aside)
                         for reason, names in kind.items())]


def _sentence(reason: str, names: Counter[str], lang: str) -> str:
    shown = [name or say("left_blank", lang) for name, _ in names.most_common(MOST)] if set(names) != {""} else []
    more = say("left_more", lang, count=len(names) - MOST) if len(names) > MOST else ""
    tail = f": {', '.join(shown)}{more}" if shown else ""
    return f"  {say(f'left_{reason}', lang)}, {names.total()}{tail}."
