"""Read one row of policy_timeline.csv into a LeverRow: dates to steps, lists to indices, quantity a month."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Any

import numpy as np

from model.levers._rows import LeverRow, NotUsed


def draft(lever_id: str, entry: Mapping[str, Any], world: Any, **changes: Any) -> LeverRow:
    """LeverRow of a timeline entry. Raises NotUsed if it lies outside the world or names nobody in it."""
    start, end = int(entry["start_month"]), int(entry["end_month"])
    if end < 0 or start >= world.months:
        raise NotUsed("outside the months of this world")
    nationalities = nations(entry["target_iso3"], world)
    hosts = hosts_of(entry, world)
    values: dict[str, Any] = {
        "lever_id": lever_id,
        "key": str(entry["policy_id"]),
        "kind": "timeline",
        "start": start,
        "end": min(end, world.months - 1),
        "origins": mask(world, nationalities),
        "quantity": per_month(entry),
        "unit": str(entry["unit"]),
        "nationalities": nationalities,
        "hosts": hosts,
        "setting": str(entry["setting"]),
        "payers": ((world.countries[hosts[0] if hosts else world.hub], 1.0),),
        "title": str(entry["instrument"]),
        "source": str(entry["source"]),
        "grade": str(entry["grade"]),
        "note": str(entry["notes"]),
        "first_share": month_share(str(entry["start_date"]), first=True),
        "last_share": month_share(str(entry["end_date"]), first=False),
    }
    return LeverRow(**(values | changes))


def nations(text: object, world: Any) -> tuple[int, ...]:
    """Country indices of a list `AAA;BBB`; empty for ALL. Raises NotUsed if none is in the world."""
    codes = [code.strip() for code in str(text).split(";") if code.strip()]
    if "ALL" in codes or not codes:
        return ()
    known = tuple(world.country_index[code] for code in codes if code in world.country_index)
    if not known:
        raise NotUsed("no nationality of this world is meant")
    return known


def hosts_of(entry: Mapping[str, Any], world: Any) -> tuple[int, ...]:
    """Country indices of the jurisdiction; empty for ALL."""
    return nations(entry["jurisdiction_iso3"], world)


def mask(world: Any, nationalities: tuple[int, ...], places: tuple[int, ...] = ()) -> np.ndarray:
    """bool[O]: origin places of the run that belong to the nationalities (or are among the places)."""
    if places:
        return np.isin(world.origins, places)
    if not nationalities:
        return np.ones(len(world.origins), bool)
    return np.isin(world.origin_country, nationalities)


def per_month(entry: Mapping[str, Any]) -> float:
    """Quantity a month: years over 12, totals over the months of the row; nan without a number."""
    quantity = float(entry["quantity"])
    per = str(entry["per"])
    if np.isnan(quantity) or per == "month":
        return quantity
    if per == "year":
        return quantity / 12.0
    if not str(entry["end_date"]):
        return float("nan")
    return quantity / months_in_force(entry)


def months_in_force(entry: Mapping[str, Any]) -> float:
    """Length of a dated row in months, with its first and last month counted by days."""
    between = int(entry["end_month"]) - int(entry["start_month"])
    first = month_share(str(entry["start_date"]), first=True)
    last = month_share(str(entry["end_date"]), first=False)
    return max(1.0 / 31.0, first + last - 1.0 if between == 0 else between - 1 + first + last)


def month_share(date: str, first: bool) -> float:
    """Share of the month from a first day on, or up to a last day; 1 for an open date."""
    if not date:
        return 1.0
    year, month, day = (int(part) for part in date.split("-"))
    days = calendar.monthrange(year, month)[1]
    return (days - day + 1) / days if first else day / days


def whole_quantity(entry: Mapping[str, Any]) -> float:
    """The number as it stands in the table (a stock, a share, an amount)."""
    return float(entry["quantity"])
