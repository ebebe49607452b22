"""How well a lever is known: the grades of the evidence it names, and of its cost."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from model import PACKAGE
from model.levers import all_levers

ORDER = "HMLJ"


@dataclass(frozen=True)
class Known:
    """Grade of the weakest source of a lever's effect, of its cost, and the sources (text, grade)."""

    effect: str
    cost: str
    sources: tuple[tuple[str, str], ...]


@cache
def _rows() -> dict[str, tuple[str, str]]:
    path = PACKAGE.parent / "docs" / "evidence.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: (f"{row['id']}: {row['quantity']}: {row['value']} ({row['source']})", row["grade"])
                for row in csv.DictReader(file)}


@cache
def known(lever_id: str) -> Known:
    """What is known of a lever. A lever that names no row of the table rests on judgement."""
    lever = all_levers()[lever_id]
    sources = tuple(_rows()[name] for name in lever.evidence if name in _rows())
    grades = [grade[:1] for _, grade in sources if grade[:1] in ORDER]
    weakest = max(grades, key=ORDER.index, default="J")
    return Known(weakest, lever.setting("unit_cost").grade, sources)
