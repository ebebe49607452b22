"""Durable solutions for displaced people: help to go home, to settle where they are or to move on inside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.continuum import DISPLACED
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, NotUsed, common_settings, draft


class IdpSolutions(Lever):
    lever_id = "idp_solutions"
    family = "stabilise"
    title_en = "Solutions for internally displaced people"
    title_es = "Soluciones para personas desplazadas internas"
    description_en = (
        "Packages of housing, livelihood and legal help with which displaced people return home, settle where "
        "they are or move to another place in their country."
    )
    description_es = (
        "Paquetes de vivienda, medios de vida y ayuda legal con los que las personas desplazadas vuelven a su "
        "hogar, se asientan donde están o se trasladan a otro lugar de su país."
    )
    mechanism = (
        "share of displaced people helped, fading in 12 months; their exits home, on the spot and elsewhere x 3, "
        "across the border x .6"
    )
    expected_direction = "displaced people down; across the border from displacement down"
    evidence = ("H1", "H2", "H5", "H6")
    unit = "person"
    who = "places"
    accumulates = True
    settings = common_settings(
        quantity=360, unit="person", unit_cost=600, half_life=12, quantity_high=50_000,
        cost_source="judgement",
        source="Collaborative strategy 2022: 5 100 youth and 1 375 returned or displaced people in 18 months",
        grade="M",
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        if drafted.unit != "persons":
            raise NotUsed(f"unit '{drafted.unit}' is no number of persons")
        return [drafted]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Packages are split by displaced people at the start; by residents where none are recorded."""
        displaced = np.bincount(world.place_country, displaced_at_start(world), len(world.countries))
        return displaced if displaced[list(row.meant(len(displaced)))].sum() > 0 else facts.population(world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Help at most the displaced people there are."""
        world = context.world
        there = displaced_at_start(world)[world.origins] if context.stocks is None else context.stocks[:, DISPLACED]
        covered, reached = cover.reach_people(
            self, t, row, conditions,
            lambda step: cover.units_by_origin(self, step, row, conditions, world, displaced_or_residents(world)), there
        )
        self.book(t, row, float(reached.sum()), conditions)
        conditions.displaced_help[:] = cover.join_shares(conditions.displaced_help, covered)


@lru_cache(maxsize=4)
def displaced_at_start(world: Any) -> np.ndarray:
    """f8[P] displaced people by home place on the first day, as recorded."""
    rows = world.tables["stocks_displaced"]
    found = np.zeros(len(world.place_ids))
    for place, persons in zip(rows["place_id"], rows["persons"], strict=True):
        found[world.place_index[place]] += float(persons)
    return found


@lru_cache(maxsize=4)
def displaced_or_residents(world: Any) -> np.ndarray:
    """f8[P] by which packages are split inside a country: displaced people, or residents where none are recorded."""
    displaced = displaced_at_start(world)
    recorded = np.bincount(world.place_country, displaced, len(world.countries))[world.place_country]
    return np.where(recorded > 0, displaced, facts.place_share(world))


LEVER = IdpSolutions()
