"""Campaigns against stigma towards returned people, in the places they come back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers._timeline import whole_quantity
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft


class StigmaCampaigns(Lever):
    lever_id = "stigma_campaigns"
    family = "return"
    title_en = "Campaigns against stigma towards returned people"
    title_es = "Campañas contra el estigma hacia personas retornadas"
    description_en = (
        "Neighbours, employers and officials meet returned people with less prejudice; their social ties recover "
        "faster."
    )
    description_es = (
        "Vecinos, empleadores y funcionarios reciben con menos prejuicio a las personas retornadas; sus lazos "
        "sociales se recuperan antes."
    )
    mechanism = "x = intensity 0 to 1 by place, fading in 9 months; stigma - .15 x, never below .05"
    expected_direction = "social score of returned people up"
    evidence = ("G9",)
    unit = "place-month"
    who = "places"
    settings = common_settings(
        quantity=1, unit="place-month per place", unit_cost=50_000 / 12, half_life=9, delivery=0.8, quantity_high=1,
        cost_source="judgement: 50 000 a year and place",
        source="Integrated responses: intensity 0 to 1 by place", grade="J",
    ) + (
        LeverSetting("stigma_cut", 0.15, 0.0, 0.3, "index", "less stigma at intensity 1", "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(float(row["quantity"])) or drafted.unit != "intensity":
            raise NotUsed("gives no intensity from 0 to 1")
        return [replace(drafted, quantity=whole_quantity(row), values={"delivery": 1.0})]

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Lower stigma at the row's places; book one place-month a place at full intensity."""
        world = context.world
        x = cover.kept_level(self, t, row, conditions, lambda step: self._intensity(step, row, conditions, world))
        conditions.stigma_shift -= self.value(row, "stigma_cut") * x
        self.book(t, row, float(self._intensity(t, row, conditions, world).sum()), conditions)

    def _intensity(self, step: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[O] by place, at most 1."""
        arrived = cover.arrived_by_country(self, step, row, conditions, world)[world.origin_country]
        return np.minimum(1.0, row.strength_by_origin(step) * self.monthly(row) * arrived)


LEVER = StigmaCampaigns()
