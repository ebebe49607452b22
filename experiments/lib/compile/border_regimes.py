"""Named regimes: outcome shares by nationality and kind that a plan can switch to.

Five regimes are means of observed months; the later ones are judged from the text of the rules, because their
months lie after the last observation.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile import outcomes
from experiments.lib.compile.outcome_kinds import GROUPS, KINDS
from experiments.lib.compile.target_tools import MONTHS
from model.checks import InputError

COLUMNS = ["regime", "origin_iso3", "kind", *outcomes.OUTCOMES, "source", "grade"]
JUDGED = Path(__file__).parent / "judged" / "border_regimes.csv"
OBSERVED = {  # regime: first month, last month, months of return-to-wait kept
    "title_8_2014": ("2013-10", "2016-12", True),
    "title_8_2019": ("2018-10", "2019-06", False),
    "mpp": ("2019-07", "2020-02", True),
    "title_42": ("2020-04", "2020-10", True),
    "title_42_no_families": ("2021-03", "2022-09", True),
}
INHERITS = {"title_42_extended": "title_42_no_families"}  # nationalities the judged rows do not name


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Table border_regimes.csv: regimes x 10 groups x 3 kinds, five shares of 4 decimals that sum to 1."""
    cells = outcomes.counts(raw)
    observed = pd.concat([_observed(cells, regime) for regime in OBSERVED], ignore_index=True)
    table = pd.concat([observed, _judged(observed)], ignore_index=True)
    order = {origin: position for position, origin in enumerate(GROUPS)}
    regimes = {regime: position for position, regime in enumerate(dict.fromkeys(table["regime"]))}
    keys = [table["regime"].map(regimes), table["origin_iso3"].map(order), table["kind"].map(KINDS.index)]
    return table.iloc[np.lexsort(keys[::-1])][COLUMNS].reset_index(drop=True)


def _observed(cells: dict[tuple[str, str], np.ndarray], regime: str) -> pd.DataFrame:
    first, last, waiting = OBSERVED[regime]
    months = [month for month in MONTHS if first <= month <= last]
    source = f"mean of observed months {first} to {last} (border_outcomes)"
    if not waiting:
        source += ", return to wait spread over the rest"
    rows = []
    for origin in GROUPS:
        total = sum((cells[month, origin] for month in months), np.zeros((3, 5)))
        total = total + outcomes.PRIOR_PERSONS * outcomes.default(months[len(months) // 2], origin)
        if not waiting:
            total[:, outcomes.OUTCOMES.index("waiting")] = 0.0
        shares = total / total.sum(axis=1, keepdims=True)
        rows += [
            [regime, origin, kind, *outcomes.rounded(shares[k]), source, "B"] for k, kind in enumerate(KINDS)
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _judged(observed: pd.DataFrame) -> pd.DataFrame:
    table = pd.read_csv(JUDGED)
    bad = (table[list(outcomes.OUTCOMES)].sum(axis=1) - 1).abs() > 1e-9
    if bad.any():
        raise InputError(
            f"{JUDGED.name}, row {int(bad.to_numpy().argmax()) + 2}: the five shares must sum to 1."
        )
    named = table.assign(origin_iso3=table["origins_iso3"].str.split(";")).explode("origin_iso3")
    named = named.assign(grade="C")[COLUMNS]
    return pd.concat(
        [named, *[_inherited(observed, named, regime) for regime in INHERITS]], ignore_index=True
    )


def _inherited(observed: pd.DataFrame, named: pd.DataFrame, regime: str) -> pd.DataFrame:
    base = observed[observed["regime"] == INHERITS[regime]]
    present = set(named.loc[named["regime"] == regime, "origin_iso3"])
    return base[~base["origin_iso3"].isin(present)].assign(regime=regime, grade="C")
