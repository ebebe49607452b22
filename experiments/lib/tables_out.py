"""The tables a run leaves besides its indicators: flows on routes, costs, programmes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.history import History
from model.world import World


def flows(history: History, world: World) -> pd.DataFrame:
    """Persons by year, irregular leg and nationality: year, from_place, to_place, nationality, persons."""
    kept = history.edges[: history.recorded]
    years = np.array([int(label[:4]) for label in history.labels[: history.recorded]])
    frames = []
    for year in np.unique(years):
        yearly = kept[years == year].sum(axis=0, dtype=np.int64)
        leg, nation = np.nonzero(yearly)
        rows = world.routes.iloc[history.edge_rows[leg]]
        frames.append(
            pd.DataFrame(
                {
                    "year": year,
                    "from_place": rows["from_place"].to_numpy(),
                    "to_place": rows["to_place"].to_numpy(),
                    "nationality": np.array(world.countries)[nation],
                    "persons": yearly[leg, nation],
                }
            )
        )
    table = (
        pd.concat(frames, ignore_index=True)
        if frames
        else pd.DataFrame(columns=["year", "from_place", "to_place", "nationality", "persons"])
    )
    keys = ["year", "from_place", "to_place", "nationality"]
    return table.groupby(keys, sort=True)["persons"].sum().reset_index()


def costs(history: History) -> pd.DataFrame:
    """What levers cost: year_month, lever_id, row, payer, units, unit, usd_2021."""
    names = ["year_month", "lever_id", "row", "payer", "units", "unit", "usd_2021"]
    records = [
        (
            history.labels[int(cost.t)] if int(cost.t) < len(history.labels) else "",
            cost.lever_id,
            cost.row,
            cost.payer,
            cost.units,
            cost.unit,
            cost.amount,
        )
        for cost in history.costs
    ]
    return pd.DataFrame(records, columns=names)


def programmes(history: History) -> pd.DataFrame:
    """Places of programmes by month: year_month, programme, places, applied, delivered (their own units)."""
    names = sorted({*history.programme_places, *history.programme_applied, *history.delivered})
    none = np.zeros(history.months)
    frames = [
        pd.DataFrame(
            {
                "year_month": history.labels[: history.recorded],
                "programme": name,
                "places": history.programme_places.get(name, none)[: history.recorded],
                "applied": history.programme_applied.get(name, none)[: history.recorded],
                "delivered": history.delivered.get(name, none)[: history.recorded],
            }
        )
        for name in names
    ]
    columns = ["year_month", "programme", "places", "applied", "delivered"]
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
    return table[(table[["places", "applied", "delivered"]] != 0).any(axis=1)].reset_index(drop=True)
