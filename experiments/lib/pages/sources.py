"""docs/sources.md: how many rows each table of each world has, and how they are graded."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import yaml

from experiments.lib.pages.markdown import page, table
from model.world import SCENARIOS, available

ABOUT = (
    "Every figure of a world stands in a table of its folder, with its source and a grade in the same "
    "row: A a count or official series, B derived, surveyed or interpolated, C judgement, recalled or "
    "disputed. Terms of use, what was left out and why are in `SOURCES.md` of each world. Figures of "
    "behaviour are in [evidence.md](evidence.md)."
)


def sources_page() -> str:
    """Text of docs/sources.md."""
    parts = [ABOUT]
    for name in available():
        folder = SCENARIOS / name
        header = yaml.safe_load((folder / "world.yaml").read_text(encoding="utf-8"))
        rows = [_row(path) for path in sorted(folder.glob("*.csv"))]
        parts += [f"## {header['title_en']}",
                  f"[SOURCES.md](../scenarios/{name}/SOURCES.md). {header['attribution']}",
                  table(("table", "rows", "A", "B", "C", "distinct sources"), rows)]
    return page("Sources", *parts)


def _row(path: Path) -> tuple[object, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    grades = Counter(row.get("grade") or "" for row in rows)
    shown = [grades[letter] or "–" for letter in "ABC"]
    sources = {row["source"] for row in rows if row.get("source")}
    return (f"`{path.name}`", len(rows), *shown, len(sources) or "–")
