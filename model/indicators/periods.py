"""Longer periods: fiscal years, calendar years, January to September. Only periods that a run covers fully.

Flows are summed, stocks read once (end of the period, or the indicator's reading month), rates that are
ratios are ratios of sums over the period; other rates are means of months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.indicators import find
from model.indicators.base import Indicator

KEY = ["year", "indicator", "place", "nationality", "group"]
COLUMNS = ["year", "year_type", *KEY[1:], "value", "unit"]


@dataclass(frozen=True)
class YearType:
    """A kind of year: its months (January is 1), how far its first months lie in the year before."""

    name: str
    months: tuple[int, ...]
    from_month: int

    def year_of(self, years: np.ndarray, months: np.ndarray) -> np.ndarray:
        """Year each month belongs to (fiscal year t: October t-1 to September t)."""
        return years + (months >= self.from_month)


NEVER = 13
YEAR_TYPES = {
    "fiscal_year": YearType("fiscal_year", tuple(range(1, 13)), 10),
    "calendar_year": YearType("calendar_year", tuple(range(1, 13)), NEVER),
    "calendar_year_jan_sep": YearType("calendar_year_jan_sep", tuple(range(1, 10)), NEVER),
}


def fiscal_year(table: pd.DataFrame) -> pd.DataFrame:
    """October to September by year of its end; columns as in `COLUMNS`."""
    return by_year(table, "fiscal_year")


def calendar_year(table: pd.DataFrame) -> pd.DataFrame:
    """January to December; same columns as `fiscal_year`."""
    return by_year(table, "calendar_year")


def calendar_year_jan_sep(table: pd.DataFrame) -> pd.DataFrame:
    """January to September; same columns as `fiscal_year`."""
    return by_year(table, "calendar_year_jan_sep")


def by_year(table: pd.DataFrame, year_type: str) -> pd.DataFrame:
    """All indicators of a run table by one type of year. Raises KeyError for an unknown type."""
    kind = YEAR_TYPES[year_type]
    placed = _in_years(table, kind)
    records = {str(name): find(str(name)) for name in placed["indicator"].unique()}
    whole = _plain([_grouped(_of_kind(placed, records, "flow"), "sum"),
                    _readings(_of_kind(placed, records, "stock"), records, kind)])
    rates = _of_kind(placed, records, "rate")
    direct = {name for name, record in records.items() if record.ratio_of is None}
    means = _grouped(rates[rates["indicator"].isin(direct)], "mean")
    everything = _plain([whole, _ratios(rates, records, whole), means])
    everything["year_type"] = year_type
    return everything[COLUMNS].sort_values(KEY, ignore_index=True)


def _in_years(table: pd.DataFrame, kind: YearType) -> pd.DataFrame:
    """Rows of the years that the run covers, with integer columns year and month.

    The run's months are the categories of year_month where it is categorical, else the months seen.
    """
    column = table["year_month"].astype("category")
    labels = [str(label) for label in column.cat.categories]
    years = np.array([int(label[:4]) for label in labels], int)
    months = np.array([int(label[5:7]) for label in labels], int)
    year = kind.year_of(years, months)
    inside = np.isin(months, kind.months)
    covered = [y for y in np.unique(year) if set(months[(year == y) & inside]) == set(kind.months)]
    wanted = inside & np.isin(year, covered)
    codes = column.cat.codes.to_numpy()
    rows = np.flatnonzero(wanted[codes]) if len(labels) else np.zeros(0, int)
    kept = table.iloc[rows].copy()
    for name in (*KEY[1:], "unit"):
        kept[name] = kept[name].astype("category")
    kept["year"], kept["month"] = year[codes[rows]], months[codes[rows]]
    return kept


def _of_kind(table: pd.DataFrame, records: dict[str, Indicator], kind: str) -> pd.DataFrame:
    wanted = [name for name, record in records.items() if record.kind == kind]
    return table[table["indicator"].isin(wanted)]


def _grouped(table: pd.DataFrame, how: str) -> pd.DataFrame:
    if table.empty:
        return table[[*KEY, "unit", "value"]]
    return table.groupby([*KEY, "unit"], observed=True, sort=False)["value"].agg(how).reset_index()


def _readings(table: pd.DataFrame, records: dict[str, Indicator], kind: YearType) -> pd.DataFrame:
    """Stocks in their reading month; those known in fewer months (a yearly pass) at their last one."""
    if table.empty:
        return table[[*KEY, "unit", "value"]]
    middle = {name for name, record in records.items() if record.reading_month != 12}
    at_middle = table["indicator"].isin(middle) & (kind.name == "calendar_year")
    rows = table[~at_middle | (table["month"] == 6)]
    order = np.argsort(rows["year_month"].astype(str).to_numpy(), kind="stable")
    return rows.iloc[order].drop_duplicates(KEY, keep="last")[[*KEY, "unit", "value"]]


def _ratios(rates: pd.DataFrame, records: dict[str, Indicator], whole: pd.DataFrame) -> pd.DataFrame:
    """Rates of the period as ratios of its sums (or readings)."""
    by_name = dict(list(whole.groupby("indicator")))
    none = whole.iloc[:0]
    parts = [none]
    for name, record in records.items():
        if record.kind == "rate" and record.ratio_of:
            top, bottom = (by_name.get(part, none) for part in record.ratio_of)
            parts.append(_divided(rates[rates["indicator"] == name], top, bottom))
    return _plain(parts)


def _divided(rows: pd.DataFrame, top: pd.DataFrame, bottom: pd.DataFrame) -> pd.DataFrame:
    """Ratio for the keys of `rows`; a missing numerator is zero, no row where the denominator is."""
    keys = _plain([rows.assign(value=0.0)[[*KEY, "unit", "value"]]]).drop_duplicates(KEY)
    by = [column for column in KEY if column != "indicator"]
    index = pd.MultiIndex.from_frame(keys[by])
    numerator = top.set_index(by)["value"].reindex(index).fillna(0.0).to_numpy()
    denominator = bottom.set_index(by)["value"].reindex(index).fillna(0.0).to_numpy()
    keys["value"] = np.divide(numerator, denominator, out=np.full(len(keys), np.nan), where=denominator > 0)
    return keys[keys["value"].notna()]


def _plain(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Parts below each other with plain text columns."""
    texts = [column for column in (*KEY, "unit") if column != "year"]
    return pd.concat([part.astype(dict.fromkeys(texts, str)) for part in parts], ignore_index=True)
