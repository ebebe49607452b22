"""Adults, families and children alone among encounters, by month and nationality.

FY2020-2022 are counted (kind, nationality, authority), FY2019 for four nationalities and the rest together.
Before, the month's kind totals of the Border Patrol are split: children by transfers to care, families in
proportion to the shares by nationality of October 2015 - August 2016, both scaled to the totals.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile import target_tools as tools
from experiments.lib.compile.target_border import DEMOGRAPHICS, monthly_encounters

GROUPS = ("MEX", "GTM", "HND", "SLV", "VEN", "CUB", "HTI", "COL", "ECU", "OTHER")
KINDS = ("SA", "FU", "UC")
KIND_OF = {"single_adult": "SA", "family_unit": "FU", "uac": "UC"}
AMERICAS_OTHER = ("NIC", "BRA", "PER", "OTHER")  # OTHER of the world: not China, India, Russia and the like
TO_CARE = 0.95  # children alone of non-contiguous countries who reach care, used to infer their number
FAMILY_SHARE_JUDGED = {"VEN": 0.30, "CUB": 0.20, "HTI": 0.25, "COL": 0.25, "ECU": 0.12, "OTHER": 0.15}
COUNTED, PARTLY, SPLIT = "counted", "partly counted", "split"


def kinds(raw: Path, care: pd.DataFrame) -> pd.DataFrame:
    """Encounters and expulsions by kind: index (year_month, origin), columns SA, FU, UC, title42_SA ..., how.

    `care` holds transfers of children to care, index year_month, one column per group (events, float64).
    """
    table = monthly_encounters(raw)
    parts = [_split(table, raw, care), _fiscal_2019(table), _counted(table)]
    return pd.concat(parts).sort_index().fillna({f"title42_{kind}": 0.0 for kind in KINDS})


def _kind_table(rows: pd.DataFrame, prefix: str = "") -> pd.DataFrame:
    known = rows.assign(kind=rows["demographic"].map(DEMOGRAPHICS).map(KIND_OF))
    wide = known.pivot_table(index=["year_month", "origin"], columns="kind", values="value", aggfunc="sum")
    return wide.reindex(columns=list(KINDS)).fillna(0.0).add_prefix(prefix)


def _full(table: pd.DataFrame, months: list[str]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([months, GROUPS], names=["year_month", "origin"])
    return table.reindex(index).fillna(0.0)


def _months(first: int, last: int) -> list[str]:
    return [m for m in tools.MONTHS if first <= int(m[:4]) + (int(m[5:]) >= 10) <= last]


def _counted(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[(table["series"] == "cbp_swb") & (table["fiscal_year"] >= 2020)]
    other = rows["nationality"].isin(AMERICAS_OTHER)
    rows = rows.assign(origin=rows["nationality"].where(~other, "OTHER"))
    rows = rows[rows["origin"].isin(GROUPS)]
    expelled = _kind_table(rows[rows["authority"] == "title_42"], "title42_")
    both = _full(_kind_table(rows).join(expelled, how="left"), _months(2020, 2022))
    return both.assign(how=COUNTED)


def _fiscal_2019(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[table["series"] == "cbp_sbo_fy19"].rename(columns={"nationality": "origin"})
    counted = _kind_table(rows)
    months = _months(2019, 2019)
    rest = pd.DataFrame(counted.xs("OTHER", level="origin"))
    shares = rest.div(rest.sum(axis=1), axis=0)
    size = _by_group(table, "ohss_swb", months, component=None)
    out = _full(counted, months)
    for origin in ("VEN", "CUB", "HTI", "COL", "ECU"):
        out.loc[pd.IndexSlice[:, origin], list(KINDS)] = shares.mul(size[origin], axis=0).to_numpy()
    return out.assign(how=PARTLY)


def _by_group(table: pd.DataFrame, series: str, months: list[str], component: str | None) -> pd.DataFrame:
    rows = table[table["series"] == series]
    if component:
        rows = rows[rows["component"] == component]
    wide = rows.pivot_table(index="year_month", columns="nationality", values="value", aggfunc="sum")
    return wide.reindex(index=months, columns=list(GROUPS)).fillna(0.0)


def _split(table: pd.DataFrame, raw: Path, care: pd.DataFrame) -> pd.DataFrame:
    months = _months(2014, 2018)
    size = _by_group(table, "ohss_swb", months, None)
    patrol = _by_group(table, "ohss_swb", months, "USBP")
    rows = table[table["series"] == "ohss_usbp_family"].assign(origin=tools.TOTAL)
    totals = _kind_table(rows).xs(tools.TOTAL, level="origin").reindex(months)
    children = _children(care.reindex(months).fillna(0.0), totals["UC"], size)
    families = _families(raw, table, patrol, size - children, totals["FU"])
    frame = {"UC": children, "FU": families, "SA": size - children - families}
    out = pd.DataFrame({kind: part.stack() for kind, part in frame.items()})
    out.index.names = ["year_month", "origin"]
    return out[list(KINDS)].assign(how=SPLIT)


def _children(care: pd.DataFrame, total: pd.Series, size: pd.DataFrame) -> pd.DataFrame:
    """Children alone: transfers to care / TO_CARE; Mexican children are the rest of the published total."""
    children = (care / TO_CARE).clip(upper=0.5 * size)
    others = children.drop(columns="MEX").sum(axis=1)
    children["MEX"] = (total - others).clip(lower=0.02 * size["MEX"], upper=0.12 * size["MEX"])
    return children


def _families(
    raw: Path, table: pd.DataFrame, patrol: pd.DataFrame, rest: pd.DataFrame, total: pd.Series
) -> pd.DataFrame:
    """Family members: published share by nationality x people not children alone, scaled to the total."""
    share = pd.Series(_family_shares(raw, table))[list(GROUPS)]
    expected = (rest.clip(lower=0.0).clip(upper=patrol) * share).sum(axis=1)
    scale = (total / expected.replace(0.0, np.nan)).fillna(1.0)
    shares = pd.DataFrame(np.outer(scale, share), index=rest.index, columns=share.index).clip(upper=0.8)
    return shares * rest.clip(lower=0.0)


def _family_shares(raw: Path, table: pd.DataFrame) -> dict[str, float]:
    """Family share by nationality, October 2015 - August 2016 (page figures), judged where not published."""
    name = "flows/encounters_supplement.csv"
    rows = tools.numbers(
        tools.read(raw, name, ["period", "citizenship_iso3", "measure", "value"]), "value", name
    )
    rows = rows[(rows["period"] == "2015-10/2016-08") & (rows["measure"] == "family_unit")]
    families = rows.set_index("citizenship_iso3")["value"]
    months = [m for m in tools.MONTHS if "2015-10" <= m <= "2016-08"]
    met = _by_group(table, "ohss_swb", months, "USBP").sum()
    return {
        **FAMILY_SHARE_JUDGED,
        **{origin: float(families[origin] / met[origin]) for origin in families.index},
    }
