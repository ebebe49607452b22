"""Health and vaccination: crises of the pandemic kind pass sooner. While it runs; nothing is left afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._coverage import breaks, mean_by_country
from model.levers._origin import OriginLever, people
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
        quantity=17_000_000 / 20, unit="dose", unit_cost=7, half_life=0, quantity_high=20_000_000,
        cost_source="levers.csv, judgement", source="levers.csv: 17 million doses in 20 months", grade="M",
    ) + (
        LeverSetting("doses", 2, 1, 4, "doses per resident", "that cover a person", "judgement", "J"),
        LeverSetting("shorter", 0.3, 0.0, 0.8, "share", "taken off the half-life at full coverage", "MODEL 9", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return people(world) * self.value(row, "doses")

    def covered(self, t: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """Doses given so far: a vaccination does not wear off inside the programme."""
        steps, doses = breaks(t, row, conditions), np.zeros(len(world.origins))
        for begin, end in zip(steps, steps[1:], strict=False):
            doses += (end - begin) * self.by_place(begin, row, conditions, world)
        return np.minimum(doses, self.target(row, world)[world.origins])

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Give the doses of the month as far as people are left; the share covered shortens crises."""
        if not row.active(t):
            return
        world, target = context.world, self.target(row, context.world)[context.world.origins]
        doses = self.covered(t, row, conditions, world)
        given = np.minimum(self.by_place(t, row, conditions, world), target - doses)
        self.book(t, row, float(given.sum()), conditions)
        share = np.divide(doses, target, out=np.zeros(len(target)), where=target > 0)
        conditions.crisis_half_life *= 1.0 - self.value(row, "shorter") * mean_by_country(world, share)


LEVER = RootHealth()
