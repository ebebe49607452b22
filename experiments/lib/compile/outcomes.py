"""What followed an encounter, by month, nationality and kind: five shares that sum to 1.

Monthly outcomes by nationality are published; by kind they are not. Expulsions by kind are counted, children
follow transfers to care, the rest is spread over adults and families so that both margins hold (iterative
proportional fitting), and transfers to detention are divided by the default shares of the model.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile import target_tools as tools
from experiments.lib.compile.outcome_kinds import COUNTED, GROUPS, KINDS, PARTLY, SPLIT, kinds

COLUMNS = [
    "year_month",
    "origin_iso3",
    "kind",
    "removed",
    "expelled",
    "released",
    "waiting",
    "repatriated",
    "source",
    "grade",
]
OUTCOMES = ("removed", "expelled", "released", "waiting", "repatriated")
PUBLISHED = {
    "t8_repatriations": "back",
    "t42_expulsions": "expelled",
    "migrant_protection_protocols": "waiting",
    "transfers_to_ice": "detained",
    "transfers_to_hhs": "care",
    "usbp_releases": "freed",
    "ofo_paroles": "freed",
}  # other_outcomes (0.2 - 2 %) are spread over the rest
ADULT_REMOVED = 0.70  # share of detained adults who are removed
# Later, removals of these nationalities were a small part of their transfers (from fiscal year, judged).
LATE_REMOVED = {
    "VEN": (2019, 0.05),
    "CUB": (2018, 0.10),
    "HTI": (2019, 0.20),
    "COL": (2019, 0.15),
    "ECU": (2019, 0.30),
    "OTHER": (2019, 0.15),
}
CHILD_RELEASED = 0.92
FAMILY_RELEASED = {
    2014: 0.62,
    2015: 0.62,
    2016: 0.62,
    2017: 0.60,
    2018: 0.72,
    2019: 0.95,
    2020: 0.75,
    2021: 0.95,
    2022: 0.95,
}
SEED = {"back": (1.0, 0.25), "freed": (0.25, 1.0), "detained": (1.0, 1.0)}  # adults, families
FLOWN_HOME = ("HTI", "COL")  # expelled by air to their own country; Mexico did not take them
ADULTS_ONLY_FROM = "2021-12"  # the second return-to-wait programme took adults
PRIOR_PERSONS = 30.0  # weight of the group's mean in small cells
POOLS = {"MEX": ("MEX",), "north": ("GTM", "HND", "SLV"), "far": ("VEN", "CUB", "HTI", "COL", "ECU", "OTHER")}
HOW_SOURCE = {
    COUNTED: (
        "DHS OHSS outcomes by nationality; kinds and expulsions counted (CBP); detained by default shares",
        "B",
    ),
    PARTLY: (
        "DHS OHSS outcomes by nationality; kinds counted for MEX GTM HND SLV and the rest together (CBP); "
        "detained by default shares",
        "C",
    ),
    SPLIT: (
        "DHS OHSS outcomes by nationality; kinds split from USBP totals; detained by default shares",
        "C",
    ),
}


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Table border_outcomes.csv: 108 months x 10 groups x 3 kinds, shares of 4 decimals."""
    return _rows(share_cube(counts(raw)))


def counts(raw: Path) -> dict[tuple[str, str], np.ndarray]:
    """Events by (month, origin): float64 array (3 kinds, 5 outcomes)."""
    met = published(raw)
    frame = kinds(raw, met["care"].unstack("origin"))
    voluntary = _voluntary_share(raw, met)
    people = frame.to_dict("index")
    events = met.to_dict("index")
    return {
        key: _cell(pd.Series(people[key]), pd.Series(events[key]), key[0], key[1], voluntary)
        for key in itertools.product(tools.MONTHS, GROUPS)
    }


def published(raw: Path) -> pd.DataFrame:
    """Published outcomes in events: index (year_month, origin), columns back, expelled, waiting, ..."""
    name = "flows/swb_outcomes_monthly.csv"
    table = tools.numbers(
        tools.read(raw, name, ["year_month", "citizenship_iso3", "outcome", "count"]), "count", name
    )
    table = tools.in_window(table[table["outcome"].isin(PUBLISHED)])
    table = table.assign(column=table["outcome"].map(PUBLISHED), origin=table["citizenship_iso3"])
    wide = table.pivot_table(index=["year_month", "origin"], columns="column", values="count", aggfunc="sum")
    index = pd.MultiIndex.from_product([tools.MONTHS, GROUPS], names=["year_month", "origin"])
    return wide.reindex(index=index, columns=sorted(set(PUBLISHED.values()))).fillna(0.0)


def _voluntary_share(raw: Path, met: pd.DataFrame) -> pd.Series:
    """Share of Mexicans sent back under Title 8 without a removal order, three-month means by month."""
    name = "flows/returns.csv"
    table = tools.read(raw, name, ["period", "to_iso3", "count", "series"])
    table = tools.numbers(
        table[(table["series"] == "ohss_enf_returns") & (table["to_iso3"] == "MEX")], "count", name
    )
    without_order = table.set_index("period")["count"].reindex(tools.MONTHS)
    back = met["back"].xs("MEX", level="origin")
    ratio = without_order.rolling(3, center=True, min_periods=1).sum()
    return (ratio / back.rolling(3, center=True, min_periods=1).sum()).clip(0.05, 0.9)


def _fiscal(month: str) -> int:
    return int(month[:4]) + (int(month[5:]) >= 10)


def _adult_removed(origin: str, month: str) -> float:
    first, share = LATE_REMOVED.get(origin, (9999, 0.0))
    return share if _fiscal(month) >= first else ADULT_REMOVED


def _cell(frame: pd.Series, met: pd.Series, month: str, origin: str, voluntary: pd.Series) -> np.ndarray:
    """Events (3, 5) of one month and nationality."""
    people = frame[list(KINDS)].to_numpy(float).clip(min=0.0)
    cell = np.zeros((3, 5))
    expelled = np.minimum([float(frame[f"title42_{kind}"]) for kind in KINDS], people)  # none before 2020
    cell[:, 0 if origin in FLOWN_HOME else 1] = expelled
    left = people - expelled
    cell[2] += _children(left[2], float(met["care"]), origin == "MEX")
    cell[:2] += _adults_and_families(left[:2], met, month, origin)
    if origin == "MEX":  # contiguous country: part of those sent back carry no order
        cell[:2, 4] = cell[:2, 0] * voluntary[month]
        cell[:2, 0] -= cell[:2, 4]
    return cell


def _children(number: float, care: float, contiguous: bool) -> np.ndarray:
    """Events of children alone: to care (released); the rest home with an order, Mexicans repatriated."""
    freed = min(number, care) if contiguous else min(number, max(care, CHILD_RELEASED * number))
    home = number - freed
    return np.array([0.0, 0.0, freed, 0.0, home]) if contiguous else np.array([home, 0.0, freed, 0.0, 0.0])


def _adults_and_families(left: np.ndarray, met: pd.Series, month: str, origin: str) -> np.ndarray:
    """Events (2, 5) of adults and families: waiting first, then sent back, freed and detained."""
    cell = np.zeros((2, 5))
    total = float(met[["back", "freed", "detained", "waiting"]].sum())
    if left.sum() <= 0 or total <= 0:
        return cell
    scale = left.sum() / total
    cell[:, 3] = _waiting(left, float(met["waiting"]) * scale, month)
    rest = left - cell[:, 3]
    columns = np.array([float(met[name]) for name in SEED])
    fitted = _fit(rest, columns, _seed(origin))
    freed = _freed(rest, fitted, _adult_removed(origin, month), FAMILY_RELEASED[_fiscal(month)])
    cell[:, 2] += freed
    cell[:, 0] += rest - freed
    return cell


def _waiting(left: np.ndarray, number: float, month: str) -> np.ndarray:
    weights = np.array([left[0], 0.0]) if month >= ADULTS_ONLY_FROM else left
    share = weights / weights.sum() if weights.sum() > 0 else np.zeros(2)
    return np.minimum(number * share, 0.9 * left)


def _seed(origin: str) -> np.ndarray:
    seed = np.array([SEED[name] for name in SEED]).T
    if origin == "MEX":
        seed[1, 0] = 0.6  # Mexican families were sent back nearly as often as adults
    return seed


def _fit(rows: np.ndarray, columns: np.ndarray, seed: np.ndarray) -> np.ndarray:
    """Two-way table (adults, families) x (back, freed, detained) with both margins; 40 rounds are ample."""
    if columns.sum() <= 0:
        return np.column_stack([np.zeros(2), np.zeros(2), rows])
    columns = columns * rows.sum() / columns.sum()
    table = seed * np.maximum(rows, 1e-9)[:, None]
    for _ in range(40):
        table *= (columns / np.maximum(table.sum(axis=0), 1e-12))[None, :]
        table *= (rows / np.maximum(table.sum(axis=1), 1e-12))[:, None]
    return table


def _freed(rest: np.ndarray, fitted: np.ndarray, adult_removed: float, family_released: float) -> np.ndarray:
    """Released adults and families: freed at once, plus those freed from detention by the default shares."""
    back, freed, detained = fitted[:, 0], fitted[:, 1], fitted[:, 2]
    adults = freed[0] + (1 - adult_removed) * detained[0]
    wanted = family_released * (rest[1] - back[1])
    families = min(max(freed[1], wanted), freed[1] + detained[1])
    return np.array([adults, families])


def share_cube(cells: dict[tuple[str, str], np.ndarray]) -> dict[tuple[str, str], np.ndarray]:
    """Shares (3, 5) by (month, origin); small cells lean on the mean of their group in the same month."""
    pooled = {
        (month, pool): _pooled(cells, month, members)
        for month in tools.MONTHS
        for pool, members in POOLS.items()
    }
    home = {origin: pool for pool, members in POOLS.items() for origin in members}
    return {key: _lean(cell, pooled[key[0], home[key[1]]]) for key, cell in cells.items()}


def _pooled(cells: dict[tuple[str, str], np.ndarray], month: str, members: tuple[str, ...]) -> np.ndarray:
    taken = [origin for origin in members if not (origin == "CUB" and month < "2017-01")]  # paroled by rule
    return _lean(
        sum((cells[month, origin] for origin in taken), np.zeros((3, 5))), default(month, members[-1])
    )


def default(month: str, origin: str) -> np.ndarray:
    """Default shares (3, 5) of a month without counts."""
    family, adult = FAMILY_RELEASED[_fiscal(month)], _adult_removed(origin, month)
    return np.array(
        [
            [adult, 0, 1 - adult, 0, 0],
            [1 - family, 0, family, 0, 0],
            [1 - CHILD_RELEASED, 0, CHILD_RELEASED, 0, 0],
        ]
    )


def _lean(cell: np.ndarray, prior: np.ndarray) -> np.ndarray:
    return (cell + PRIOR_PERSONS * prior) / (cell.sum(axis=1, keepdims=True) + PRIOR_PERSONS)


def rounded(shares: np.ndarray) -> np.ndarray:
    """Shares of 4 decimals that sum to 1: the largest absorbs the rounding."""
    out = np.round(np.asarray(shares, float), 4)
    out[np.argmax(out)] += 1 - out.sum()
    return np.round(out, 4)


def _how(month: str) -> str:
    return COUNTED if month >= "2019-10" else PARTLY if month >= "2018-10" else SPLIT


def _rows(shares: dict[tuple[str, str], np.ndarray]) -> pd.DataFrame:
    rows = []
    for month in tools.MONTHS:
        source, grade = HOW_SOURCE[_how(month)]
        for origin in GROUPS:
            for position, kind in enumerate(KINDS):
                rows.append([month, origin, kind, *rounded(shares[month, origin][position]), source, grade])
    return pd.DataFrame(rows, columns=COLUMNS)
