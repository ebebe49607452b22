"""routes.csv: directed edges with channel, opening dates, hazard and control group.

Sums of fares are not prices of a trip: fees of guides are in fees.csv.
"""

from __future__ import annotations

from pathlib import Path

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
JUDGED = Path(__file__).parent / "judged" / "routes.csv"
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


def judged_links() -> pd.DataFrame:
    """Links that the raw table lacks (judged/routes.csv, grade C): scheduled buses and flights anybody can look up.

    Without them a party in Mexico City has one way to most of the border, and no sector can stand in for another.
    """
    links = pd.read_csv(JUDGED).rename(columns={"days": "typical_days", "fare_usd": "typical_cost_usd"})
    links["control_group"] = links.control_group.fillna("")
    return links.assign(channel="irregular", open_from=None, control=(links.control_group != "").astype(int), one_way=1,
                        source="recalled", source_kind="recalled", grade="C")


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Edges between known places. days = moving time, fare_usd = transport only, dates or blank."""
    routes = read(raw, "drivers/routes.csv")
    known = set(tables["places"].place_id)
    kept = routes.from_place.isin(known) & routes.to_place.isin(known)
    routes = routes[kept].reset_index(drop=True)
    routes["control_group"] = control_group(routes)
    routes["notes"] = routes.notes.fillna("").str.replace(CONTROL, "", regex=True)
    routes["source"] = routes.source.map(plain_source)
    routes = with_judged_fares(pd.concat([routes, judged_links()], ignore_index=True))
    routes = routes.rename(columns={"typical_days": "days", "typical_cost_usd": "fare_usd"})
    return routes[COLUMNS]
