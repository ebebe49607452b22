"""routes.csv: directed edges with channel, opening dates, hazard and control group.

Sums of fares are not prices of a trip: fees of guides are in fees.csv.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.lib.compile.common import plain_source, read
from model.checks import InputError

COLUMNS = [
    "from_place",
    "to_place",
    "mode",
    "channel",
    "distance_km",
    "days",
    "hazard_class",
    "fare_usd",
    "open_from",
    "open_to",
    "open_to_nationalities",
    "control_group",
    "source",
    "grade",
    "notes",
]
JUDGED_FARES = {("cub-havana", "usa-bp-miami"): 9000, ("cub-havana", "mex-cancun"): 8000,
                ("cub-havana", "usa-bp-new-orleans"): 9000, ("pan-puerto-obaldia", "pan-panama-city"): 3000}
NORTHERN_BUSES = {"mex-tijuana": 2780, "mex-nogales": 2230, "mex-san-luis-rio-colorado": 2480}
VISITORS_TO_PANAMA = [("col-bogota", 780, "COL", None), ("ven-caracas", 1370, "VEN", "2017-09-30")]
CONTROL = r"^control group ([a-z-]+);?\s*;?\s*"


def control_group(routes: pd.DataFrame) -> pd.Series:
    """Name of the control group, empty for edges without control."""
    group = routes.notes.fillna("").str.extract(CONTROL)[0].fillna("")
    odd = routes[(group != "") != (routes.control == 1)]
    if len(odd):
        row = odd.iloc[0]
        raise InputError(
            f"drivers/routes.csv, row {odd.index[0] + 2}: control={row.control} but notes are '{row.notes}'; "
            "rows with control=1 begin their notes with 'control group <name>'."
        )
    return group


def with_judged_fares(routes: pd.DataFrame) -> pd.DataFrame:
    """Organised sea crossings at the prices press reports give, not at a passenger fare."""
    for (start, end), price in JUDGED_FARES.items():
        rows = (routes.from_place == start) & (routes.to_place == end) & (routes.control == 1)
        routes.loc[rows, "typical_cost_usd"] = price
        routes.loc[rows, "notes"] = routes.loc[rows, "notes"] + "; price judged, order of magnitude"
    return routes


def northern_buses() -> pd.DataFrame:
    """Long-distance buses from Mexico City to the north-west, missing in the raw table (grade C)."""
    rows: list[tuple[Any, ...]]
    rows = [("mex-mexico-city", end, "bus", "irregular", km, round(km / 350, 2), "medium", round(0.05 * km),
             None, None, None, 1, 1, "", "scheduled long-distance buses; distance by road, rounded", "recalled", "C",
             "mexico-north") for end, km in NORTHERN_BUSES.items()]
    rows += [(start, "pan-panama-city", "air", "irregular", km, round(km / 3000, 2), "low", round(0.1 * km + 60),
              None, until, nation, 0, 1, "visa-free visitors by air, so that nobody walks to Panama itself", "recalled",
              "recalled", "C", "") for start, km, nation, until in VISITORS_TO_PANAMA]
    return pd.DataFrame(rows, columns=[
        "from_place", "to_place", "mode", "channel", "distance_km", "typical_days", "hazard_class",
        "typical_cost_usd", "open_from", "open_to", "open_to_nationalities", "control", "one_way", "notes", "source",
        "source_kind", "grade", "control_group"])


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Edges between known places. days = moving time, fare_usd = transport only, dates or blank."""
    routes = read(raw, "drivers/routes.csv")
    known = set(tables["places"].place_id)
    kept = routes.from_place.isin(known) & routes.to_place.isin(known)
    routes = routes[kept].reset_index(drop=True)
    routes["control_group"] = control_group(routes)
    routes["notes"] = routes.notes.fillna("").str.replace(CONTROL, "", regex=True)
    routes["source"] = routes.source.map(plain_source)
    routes = with_judged_fares(pd.concat([routes, northern_buses()], ignore_index=True))
    routes = routes.rename(columns={"typical_days": "days", "typical_cost_usd": "fare_usd"})
    return routes[COLUMNS]
