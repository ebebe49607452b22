"""The measured effect of each lever alone, from docs/data/lever_effects.csv.

`python -m experiments.lever_table publish=true` writes that file.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

from experiments.lib.compare import levers

TABLE = Path(__file__).resolve().parents[3] / "docs" / "data" / "lever_effects.csv"
OUTCOMES = (("arrivals", "irregular arrivals"), ("deaths", "deaths on the way"), ("abused", "persons abused"),
            ("remigration", "departures of returned people"))
DIRECTIONS = {"agrees": "as expected", "noise": "inside the noise", "against": "against",
              "nothing_expected": "nothing clear expected"}


@cache
def rows() -> dict[str, dict[str, str]]:
    """Rows by lever; empty where the table has not been published."""
    if not TABLE.is_file():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["lever"]: row for row in csv.DictReader(file)}


def chance() -> str:
    """How many of the effects told below would look clear by luck alone, and how many do."""
    looked, luck, clear = levers.chance(rows().values())
    return (f"**Read measured effects with care.** {len(rows())} levers times {len(OUTCOMES)} outcomes are {looked} "
            f"intervals of 90 %: about {luck} of them would miss zero by luck alone, and {clear} do by "
            f"{levers.FEW:.0f} simulated households or more. A single clear effect of a small programme is more likely "
            "luck than effect; a comparison with more seeds (`python -m experiments.lever_table levers=[...] "
            "seeds=20`) tells.") if looked else ""


def measured(lever: str) -> list[str]:
    """A paragraph on the measured effect of a lever, or nothing."""
    row = rows().get(lever)
    if row is None:
        return []
    parts = "; ".join(f"{words} {_change(row, key)}" for key, words in OUTCOMES)
    cost, others = (_short(float(row[name]) / 1e6) for name in ("cost_usd", "other_costs_usd"))
    verdict = f"{DIRECTIONS[row['direction']]}{' (' + row['by_outcome'] + ')' if row['by_outcome'] else ''}"
    regime = levers.regime(lever, row["world"])
    force = f"`{regime}` in force; " if regime else ""
    return [f"*Measured alone* ({force}{row['world']}, {row['first']} to {row['last']}, {row['seeds']} paired "
            f"seeds{_drawn(row)}, scale {row['scale']}, against history without this lever; 90 % interval of the "
            f"mean): {parts}. It costs {cost} million US$; what other policies cost changes by {others}. "
            f"Catalogue: {row['catalogue']}: {verdict}."]


def _drawn(row: dict[str, str]) -> str:
    name = row.get("ensemble", "none")
    return " at the settings of the table" if name == "none" else f", each with a draw of the calibration `{name}`"


def _change(row: dict[str, str], key: str) -> str:
    value, low, high = (float(row[name] or "nan") for name in (key, f"{key}_low90", f"{key}_high90"))
    if key == "deaths" and value == low == high == 0:
        return "not told (none of the simulated deaths changed)"
    if low <= 0 <= high or not math.isfinite(low):
        return f"inside the noise ({_short(low)} to {_short(high)})"
    if not levers.clear(row, key):
        return f"too few simulated cases to tell ({_short(low)} to {_short(high)})"
    share = float(row[f"{key}_relative"] or "nan")
    return f"{_short(value)} ({100 * share:+.1f} %; {_short(low)} to {_short(high)})"


def _short(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    if abs(value) < 1000:
        return f"{value:+.3g}"
    return f"{round(value, 2 - math.floor(math.log10(abs(value)))):+,.0f}"
