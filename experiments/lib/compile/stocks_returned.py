"""stocks_returned.csv: people who came back in the 24 months before January 2014, by origin country and
way.

removal: from the USA (fiscal years 2012 and 2013); mexico: returned by Mexico; own: came back on their
own account (two fifths of the return flow 2010-2015 estimated by Abel and Cohen, less the removals it
contains).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import NORTH, origin_countries, read

COLUMNS = ["origin_iso3", "kind", "persons", "source", "grade"]
YEARS = ("2012", "2013")
# Returns from Mexico before the monthly series begins: the Guatemalan register gives 45,114 in 2014 and
# 75,045 in 2015; 2012 and 2013 are taken at the level of 2014, other nationalities at their ratio of 2015.
MEXICO_YEARS = 2
# Least share of the estimated flow: many removals were of people caught at the border, not of residents.
OWN_FLOOR = 0.5


def removals(raw: Path) -> pd.Series:
    """Removals from the USA in fiscal years 2012 and 2013 by nationality."""
    table = read(raw, "flows/returns.csv")
    table = table[(table.series == "dhs_yearbook_removals_corgis") & table.period.isin(YEARS)]
    return table.groupby("to_iso3")["count"].sum()


def from_mexico(raw: Path) -> pd.Series:
    """Returns by Mexico in two years by nationality."""
    table = read(raw, "flows/returns.csv")
    first_year = table[(table.series == "mex_upm_expulsions_monthly") & table.period.str.startswith("2015")]
    counted = first_year.groupby("to_iso3")["count"].sum()
    guatemala = table[(table.series == "igm_gtm_annual") & (table.from_iso3 == "MEX")]
    register = guatemala.set_index("period")["count"]
    ratio = register["2014"] / register["2015"]
    return (counted * ratio * MEXICO_YEARS).reindex(list(NORTH)).round()


def own_return(raw: Path, removed: pd.Series) -> pd.Series:
    """Return flow 2010-2015 x 2/5 less removals, by country of birth; at least half of the flow."""
    flows = read(raw, "flows/bilateral_flows_5yr.csv")
    flows = flows[(flows.period == "2010-2015") & (flows.flow_type == "return")]
    back = flows.groupby("destination_iso3")["count"].sum() * 2 / 5
    own = back - removed.reindex(back.index).fillna(0)
    return own.clip(lower=OWN_FLOOR * back)


def rows(values: pd.Series, kind: str, source: str, grade: str, countries: list[str]) -> pd.DataFrame:
    """Whole persons of the countries of the world, in their order; zero rows left out."""
    values = values.reindex(countries).fillna(0).round().astype(int)
    table = pd.DataFrame({"origin_iso3": values.index, "kind": kind, "persons": values.to_numpy()})
    table["source"], table["grade"] = source, grade
    return table[table.persons > 0]


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Persons by origin and kind (events taken as persons)."""
    countries = origin_countries(raw)
    removed = removals(raw)
    parts = [
        rows(removed, "removal", "DHS Yearbook, removals of fiscal years 2012 and 2013", "A", countries),
        rows(
            from_mexico(raw), "mexico", "UPM 2015 x Guatemalan register 2014/2015, two years", "C", countries
        ),
        rows(
            own_return(raw, removed),
            "own",
            "Abel and Cohen return flow 2010-2015 x 2/5 less removals",
            "C",
            countries,
        ),
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]
