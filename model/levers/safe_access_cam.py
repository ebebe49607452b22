"""Family reunification, refugee admission and parole: lawful arrival straight from the country of origin.

Ceilings are not arrivals: a ceiling offers its fill share, less the programmes with numbers of their own that
it contains (the minors' programme, regional offices). Numbers of arrivals are offered as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers.base import (
    Context,
    Lever,
    LeverRow,
    LeverSetting,
    NotUsed,
    Unused,
    checked_channel,
    common_settings,
    draft,
    with_quantity,
)

STAY_MONTHS = 6.0
"""Months a person stays in a transfer arrangement that holds so many persons at a time (J)."""
AT_A_TIME = ("persons_at_a_time", "persons_stock")
PLACES = (
    "places",
    "arrivals",
    "refugee_arrivals",
    "parolees",
    "travel_authorisations",
    "children_cases",
    *AT_A_TIME,
)


class SafeAccess(Lever):
    lever_id = "safe_access_cam"
    family = "pathways"
    title_en = "Family and refugee admission from the country of origin"
    title_es = "Admisión familiar y de refugiados desde el país de origen"
    description_en = (
        "Lawful arrival for relatives and refugees: minors' programme, resettlement, parole processes."
    )
    description_es = (
        "Llegada regular para familiares y refugiados: programa de menores, reasentamiento, procesos "
        "de permiso humanitario (parole)."
    )
    mechanism = (
        "capped places from home straight to lawful residence; own application; six months of processing"
    )
    acts_on = "slots"
    expected_direction = "irregular crossings slightly down, more where places are many"
    evidence = ("I CAM", "F1")
    unit = "place"
    who = "places"
    channel = checked_channel("family")
    settings = common_settings(
        quantity=1023 / 12,
        unit="place",
        unit_cost=3000,
        quantity_high=50_000,
        cost_source="judgement",
        source="Collaborative strategy 2022: arrivals FY2022",
        grade="M",
    ) + (
        LeverSetting(
            "ceiling_fill",
            0.4,
            0.05,
            1.0,
            "share",
            "arrivals over a yearly refugee ceiling",
            "judgement",
            "J",
        ),
        LeverSetting(
            "processing",
            6,
            0,
            36,
            "months",
            "from the start of a plan row to the first arrivals",
            "judgement",
            "J",
        ),
    )

    def default_hosts(self, world: Any) -> tuple[int, ...]:
        return (world.hub,)

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = draft(self.lever_id, row, world)
        if drafted.unit not in PLACES:
            raise NotUsed(f"unit '{drafted.unit}' is no number of places")
        if not drafted.quantity > 0.0:
            raise NotUsed("gives no number of places above zero")
        drafted = replace(drafted, hosts=drafted.hosts[:1])
        if drafted.unit in AT_A_TIME:
            drafted = with_quantity(drafted, float(row["quantity"]) / STAY_MONTHS)
        return [drafted]

    def arrange(self, rows: list[LeverRow], world: Any) -> tuple[list[LeverRow], list[Unused]]:
        """Ceilings become fill x ceiling less the places of the refugee programmes inside (not parole)."""
        inside = [row for row in rows if not is_ceiling(row) and "parole" not in row.title.lower()]
        return [self._fill(row, inside) if is_ceiling(row) else row for row in rows], []

    def _fill(self, row: LeverRow, inside: list[LeverRow]) -> LeverRow:
        steps = range(row.start, row.end + 1)
        contained = sum(
            other.quantity
            for step in steps
            for other in inside
            if other.active(step) and other.hosts == row.hosts
        ) / len(steps)
        return with_quantity(row, max(0.0, self.setting("ceiling_fill").default * row.quantity - contained))

    def resolve(self, row: LeverRow, world: Any) -> LeverRow:
        """A plan row brings its first arrivals after the processing time."""
        return replace(row, lag=int(self.value(row, "processing")))

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Ceilings for everybody go where the host recognises refugees; named programmes by residents."""
        usual = super().weights(row, host, world)
        if row.nationalities or row.targets:
            return usual
        need = recognised_persons(world, host)
        return need if need.sum() > 0 else usual

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer the month's places by nationality."""
        for host in row.hosts:
            self.offer_split(
                t,
                row,
                conditions,
                context,
                channel=self.channel,
                host=host,
                units=self.monthly(row) / len(row.hosts),
            )


def is_ceiling(row: LeverRow) -> bool:
    """True for a yearly number of places for every nationality: an upper limit, not arrivals."""
    return row.unit == "places" and not row.nationalities


@lru_cache(maxsize=16)
def recognised_persons(world: Any, host: int) -> np.ndarray:
    """f8[C]: persons of a nationality recognised in the host, mean of the years of asylum.csv, else 0."""
    rows = world.tables["asylum"]
    rows = rows[(rows["country_iso3"] == world.countries[host]) & rows["origin_iso3"].isin(world.countries)]
    wide = rows.pivot_table(index=["origin_iso3", "year"], columns="series", values="value")
    persons = np.zeros(len(world.countries))
    if not {"decisions", "recognition_rate"} <= set(wide.columns):
        return persons
    mean = (wide["decisions"] * wide["recognition_rate"]).fillna(0.0).groupby("origin_iso3").mean()
    persons[[world.country_index[code] for code in mean.index]] = mean.to_numpy()
    return persons * facts.origin_countries(world)


LEVER = SafeAccess()
