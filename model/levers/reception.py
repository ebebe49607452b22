"""Reception of returned people: how many a month the centres of a country can serve.

Every country with a reception place has standing capacity: `capacity_month` of places.csv where known, else a
judged share of the returns before the start. A historical programme supports partly the same people, so only
a share of its number comes on top; a plan row adds its whole number.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers._timeline import mask
from model.levers.base import (
    Context,
    Lever,
    LeverRow,
    LeverSetting,
    NotUsed,
    checked_channel,
    common_settings,
    draft,
    with_quantity,
)

SERVED_SHARE = 0.2
"""Standing capacity over the returns of the two years before the start, where no figure exists: 5 000 of about
17 000 returned a month in northern Central America were served while a programme helped (G2); before, fewer (J)."""
PER_MILLION = 5.0
"""Least standing capacity, persons a month per million residents (J)."""


@lru_cache(maxsize=4)
def standing_capacity(world: Any) -> np.ndarray:
    """f8[C]: persons a month served without any programme; 0 where the world has no reception place."""
    rows = world.places[world.places["role"] == "reception"]
    country = world.place_country[rows.index.to_numpy()]
    has = np.bincount(country, minlength=len(world.countries)) > 0
    known = np.bincount(country, rows["capacity_month"].fillna(0.0), minlength=len(has))
    judged = np.maximum(
        SERVED_SHARE * facts.returns_month(world), PER_MILLION * facts.population(world) / 1e6
    )
    return np.where(known > 0, known, judged * has)


class Reception(Lever):
    lever_id = "reception"
    family = "return"
    title_en = "Reception of returned people"
    title_es = "Recepción de personas retornadas"
    description_en = (
        "Food, health, first aid for the mind, identity papers and referral in the first days back."
    )
    description_es = (
        "Alimentos, salud, primeros auxilios psicológicos, documentos y referencia en los primeros días."
    )
    mechanism = "persons a month the centres serve; served people start with papers, higher scores, referral"
    acts_on = "slots"
    expected_direction = "harm and departures in the first month back down"
    evidence = ("G1", "G2")
    unit = "person"
    hosts_needed = True
    channel = checked_channel("reception")
    settings = common_settings(
        quantity=5000,
        unit="person",
        unit_cost=80,
        quantity_high=100_000,
        cost_source="57.7 M programme split, judgement",
        source="Integrated responses: 120 000 in two years",
        grade="M",
    ) + (
        LeverSetting(
            "on_top",
            0.1,
            0.0,
            1.0,
            "share",
            "share of a historical programme's number that adds to standing capacity",
            "judgement",
            "J",
        ),
    )

    def base_rows(self, world: Any) -> list[LeverRow]:
        """One row a country: its standing capacity, always in force."""
        return [
            LeverRow(
                lever_id=self.lever_id,
                key=f"base-{world.countries[c]}",
                kind="base",
                start=0,
                end=world.months - 1,
                origins=mask(world, (int(c),)),
                quantity=float(capacity),
                unit="persons",
                nationalities=(int(c),),
                hosts=(int(c),),
                payers=((world.countries[c], 1.0),),
                title="standing capacity of reception",
                source="places.csv capacity_month, else judged share of returns",
                grade="C",
            )
            for c, capacity in enumerate(standing_capacity(world))
            if capacity > 0 and c in world.origin_country
        ]

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = draft(self.lever_id, row, world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        return [with_quantity(drafted, drafted.quantity * self.setting("on_top").default)]

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Split the number over the countries of return by standing capacity, and offer it there."""
        if not row.active(t):
            return
        world = context.world
        units = self.monthly(row) * row.month_share(t)
        reach = self._strength(t, row, world)
        for host, share, people in _shares(row, world):
            if people > 0:
                self.offer(
                    row,
                    conditions,
                    context,
                    channel=self.channel,
                    host=host,
                    country=host,
                    places=units * self.arriving(row, conditions, host) * share * reach[host] / people,
                )

    def _strength(self, t: int, row: LeverRow, world: Any) -> np.ndarray:
        """f8[C]: strength x population share of the origin places of the row."""
        return _by_country(row, t, world) if row.limits else _fixed_strength(row, world)


def _by_country(row: LeverRow, t: int, world: Any) -> np.ndarray:
    return facts.by_country(world, row.strength_by_origin(t))


@lru_cache(maxsize=1024)
def _fixed_strength(row: LeverRow, world: Any) -> np.ndarray:
    return _by_country(row, row.start, world)


@lru_cache(maxsize=1024)
def _shares(row: LeverRow, world: Any) -> tuple[tuple[int, float, float], ...]:
    """(host, its share of the number by standing capacity, share of its people in the world's origin places)."""
    hosts, people = list(row.hosts), facts.covered(world, ())
    weight = standing_capacity(world)[hosts]
    weight = weight / weight.sum() if weight.sum() > 0 else np.full(len(hosts), 1.0 / len(hosts))
    return tuple((host, float(share), float(people[host])) for host, share in zip(hosts, weight, strict=True))


LEVER = Reception()
