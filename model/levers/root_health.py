"""Health and vaccination: crises of the pandemic kind pass sooner. While it runs; nothing is left afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._coverage import mean_by_country
from model.levers._origin import LEAKAGE, OriginLever, people
from model.levers.base import Context, LeverRow, LeverSetting, common_settings


class RootHealth(OriginLever):
    lever_id = "root_health"
    title_en = "Health and vaccination"
    title_es = "Salud y vacunación"
    description_en = "Vaccines and health support; a crisis at home fades sooner in the countries reached."
    description_es = "Vacunas y apoyo a la salud; una crisis en el país de origen se disipa antes."
    mechanism = "half-life of a crisis x (1 - .3 cov); cov = doses so far / doses for everybody, while it runs"
    expected_direction = "half-life of shocks down"
    evidence = ("C9", "P19")
    unit = "dose"
    who = "countries"
    timeline_units = ("doses",)
    settings = common_settings(
        quantity=17_000_000 / 20, unit="dose", unit_cost=7, half_life=0, delivery=LEAKAGE, quantity_high=20_000_000,
        cost_source="judgement", source="Root causes strategy 2023: 17 million doses in 20 months", grade="M",
    ) + (
        LeverSetting("doses", 2, 1, 4, "doses per resident", "that cover a person", "judgement", "J"),
        LeverSetting("shorter", 0.3, 0.0, 0.8, "share", "taken off the half-life at full coverage", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return people(world) * self.value(row, "doses")

    def kept(self, t: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """Doses add up inside a programme: a vaccination does not wear off there."""
        return np.ones(len(world.origins))

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Nothing acts after the end."""
        if row.active(t):
            super().apply(t, row, conditions, context)

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        conditions.crisis_half_life *= 1.0 - self.value(row, "shorter") * mean_by_country(context.world, share)


LEVER = RootHealth()
