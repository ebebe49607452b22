"""Which model the figures of a page were measured with, where that is not the model beside it."""

from __future__ import annotations

import csv
from pathlib import Path

TABLE = Path(__file__).resolve().parents[3] / "docs" / "data" / "measured_with.csv"
"""page, commit, note: a row a page whose figures are older than the model; measuring again takes the row out."""


def older(page: str) -> list[str]:
    """A paragraph that says so, in English and Spanish; nothing for a page that is up to date."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["page"]: row for row in csv.DictReader(file)}
    if page not in rows:
        return []
    commit, note = rows[page]["commit"], rows[page]["note"]
    return [f"**Older figures.** They were measured with the model of commit {commit}, {note}.",
            f"**Cifras anteriores.** Se midieron con el modelo de la versión {commit}; falta medirlas de nuevo."]
