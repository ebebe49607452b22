"""docs/evidence.md: the rows of evidence that settings and levers name, from docs/evidence.csv."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from experiments.lib.pages.markdown import GRADES, page, table

TABLE = Path(__file__).resolve().parents[3] / "docs" / "evidence.csv"
ABOUT = (
    "What is known, in our own words and one line each: the figure, who published it and how far it can "
    "be trusted. Add or correct a row in `docs/evidence.csv` (rows that the workshop page shows also in "
    "Spanish). *Recalled* means from memory of the literature, not looked up again; *derived* means computed "
    "from other rows; *intention* means what people say, not what they do. Figures from press reports are "
    "marked as such. No row is a quotation."
)
GAPS = (
    "**Not found anywhere:** the effect of reintegration support on leaving again in the region; the "
    "effect of legal status on onward moves; how long displacement and journeys last; cost of one net "
    "job or one prevented homicide; the effect of action against smuggling on anything but counts of "
    "arrests. Where the model needs such a number it is a judgement (J) with a wide range, and the "
    "report says so."
)
LETTERS = {
    "A": "Wishes and plans", "B": "Household money", "C": "Drivers", "D": "Way and border",
    "E": "Life abroad", "F": "Seasonal work", "G": "Return", "H": "Internal displacement", "I": "Levers",
}
ROW = re.compile(r"^([A-I])\d*[a-d]?$")


@lru_cache
def rows() -> tuple[dict[str, str], ...]:
    """The rows of docs/evidence.csv."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def known_ids() -> frozenset[str]:
    """Ids of all evidence rows."""
    return frozenset(row["id"] for row in rows())


def evidence_page() -> str:
    """Text of docs/evidence.md."""
    parts = [ABOUT, GRADES, GAPS]
    for letter, title in LETTERS.items():
        chosen = [row for row in rows() if (match := ROW.match(row["id"])) and match[1] == letter]
        parts += [f"## {letter}. {title}", _table(chosen)]
    rest = [row for row in rows() if not ROW.match(row["id"])]
    parts += ["## Priors, patterns and other rows that settings name", _table(rest)]
    return page("Evidence", *parts)


def _table(chosen: list[dict[str, str]]) -> str:
    from experiments.lib.pages.settings import anchor

    return table(("id", "quantity", "value", "source", "grade", "used for"), (
        (f'<a id="{anchor(row["id"])}"></a>{row["id"]}', row["quantity"], row["value"], row["source"],
         row["grade"], row["used_for"]) for row in chosen))
