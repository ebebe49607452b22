"""What an indicator is: a number over time and place, with its name, words, unit and definition."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History

if TYPE_CHECKING:
    from model.world import World

COLUMNS = ("year_month", "indicator", "place", "nationality", "group", "value", "unit")
KINDS = ("stock", "flow", "rate")
BETTER = ("up", "down", "neither")
WORDS = ("name", "label_en", "label_es", "unit", "description_en", "description_es", "definition")


@dataclass(frozen=True)
class Indicator:
    """One indicator, or a family of like ones whose name holds a `{placeholder}`.

    `function(history, world)` returns a tidy frame with the columns of `COLUMNS`; it may leave out
    `indicator` and `unit` where these are the record's own. Labels of totals: place "", nationality
    "ALL", group "". Levels overlap on purpose (a country, its places, a total): never add two levels.
    """

    name: str
    label_en: str
    label_es: str
    unit: str
    kind: str
    """stock: read at the end of the month; flow: sum of the month; rate: a ratio or an index."""
    better: str
    """Which way is good in itself: up, down or neither. Size of a flow is never good or bad."""
    description_en: str
    description_es: str
    definition: str
    """How it is computed from the run's books, and the observed series it may be held against."""
    function: Callable[[History, World], pd.DataFrame]
    ratio_of: tuple[str, str] | None = None
    """For rates that are ratios: the indicators to sum first and divide then over longer periods."""
    by_nationality: bool = True
    """False: rows are for all nationalities together, a nationality without a row is unknown, not zero."""
    reading_month: int = 12
    """For stocks: the month read for a calendar year (UN DESA stocks: 6)."""

    def __post_init__(self) -> None:
        for word in WORDS:
            if not getattr(self, word).strip():
                raise ValueError(f"indicator '{self.name}': '{word}' is empty")
        if self.kind not in KINDS or self.better not in BETTER:
            raise ValueError(f"indicator '{self.name}': kind is one of {KINDS}, better one of {BETTER}")

    def part(self, name: str) -> str | None:
        """What stands for the placeholder in `name`; "" for a plain name; None if the name is another's."""
        pattern = re.sub(r"\\{.*?\\}", "(.+)", re.escape(self.name))
        match = re.fullmatch(pattern, name)
        if match is None:
            return None
        return match.group(1) if match.groups() else ""

    def label(self, name: str | None = None, lang: str = "en") -> str:
        """Label in English or Spanish, the placeholder filled from the full `name`."""
        text = self.label_es if lang == "es" else self.label_en
        part = self.part(name) if name else None
        return re.sub(r"\{.*?\}", part, text) if part else text

    def frame(self, history: History, world: World) -> pd.DataFrame:
        """The tidy frame of one run with all columns of `COLUMNS`."""
        table = self.function(history, world)
        filled = {column: value for column, value in (("indicator", self.name), ("unit", self.unit))
                  if column not in table.columns}
        for column, value in filled.items():
            table[column] = repeated(value, len(table))
        return table[list(COLUMNS)]


def repeated(text: str, count: int) -> pd.Categorical[str]:
    """One text `count` times, as a column that takes little memory."""
    return pd.Categorical.from_codes(np.zeros(count, np.int8), pd.Index([text]))
