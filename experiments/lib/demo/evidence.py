"""How well a lever is known: the grades of the evidence it names, and of its cost."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, fields
from functools import cache

from model import PACKAGE
from model.levers import all_levers

ORDER = "HMLJ"
NOBODY = "-"
"""Source of a row that says that nothing was found."""

CITED_ES = {" and others": " y otros", "CBP figures quoted by": "cifras de CBP citadas por",
            "derived from encounters by kind and outcome": "derivado de encuentros por tipo y resultado",
            "household survey": "encuesta de hogares", "judgement": "juicio", "recalled": "de memoria", " and ": " y "}
"""Words around names in what is cited; names of works and authors stay."""


@dataclass(frozen=True)
class Source:
    """A row of the evidence table."""

    id: str
    quantity: str
    value: str
    source: str
    grade: str
    quantity_es: str
    value_es: str

    def words(self, lang: str) -> str:
        """The row in a line; sources keep their own language."""
        quantity, value = self._said(lang)
        return f"{self.id}: {quantity}: {value}" + (f" ({self.cited(lang)})" if self.source != NOBODY else "")

    def cited(self, lang: str) -> str:
        """Who says so; what was looked for in vain, where nobody does."""
        if self.source == NOBODY:
            return self._said(lang)[1]
        return self.source if lang == "en" else re.sub(r"|".join(CITED_ES), lambda word: CITED_ES[word[0]], self.source)

    def _said(self, lang: str) -> tuple[str, str]:
        spanish = lang == "es" and self.quantity_es
        return (self.quantity_es, self.value_es) if spanish else (self.quantity, self.value)


@dataclass(frozen=True)
class Known:
    """Grade of the weakest source of a lever's effect, of its cost, and the sources."""

    effect: str
    cost: str
    sources: tuple[Source, ...]


@cache
def _rows() -> dict[str, Source]:
    path = PACKAGE.parent / "docs" / "evidence.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Source(*(row[field.name] for field in fields(Source))) for row in csv.DictReader(file)}


def rows_of(named: str) -> list[Source]:
    """Rows that a text such as `C4, C4b` names."""
    return [_rows()[name.strip()] for name in named.split(",") if name.strip() in _rows()]


@cache
def known(lever_id: str) -> Known:
    """What is known of a lever. A lever that names no row of the table rests on judgement."""
    lever = all_levers()[lever_id]
    sources = tuple(_rows()[name] for name in lever.evidence if name in _rows())
    grades = [source.grade[:1] for source in sources if source.grade[:1] in ORDER]
    weakest = max(grades, key=ORDER.index, default="J")
    return Known(weakest, lever.setting("unit_cost").grade, sources)
