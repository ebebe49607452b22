"""Schools and vocational training for youth: more income after a while, and a wish to leave that may rise.

Vocational training is inside: of 465 000 youth reached 12 000 finished it and 2 400 found a job, which is what
the income gain of all of them comes to.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._origin import LEAKAGE, OriginLever, people
from model.levers.base import Context, LeverRow, LeverSetting, common_settings

SWITCH = "education"
FOR_GOOD = 600
"""Half-life in months of what does not fade."""


class RootEducation(OriginLever):
    lever_id = "root_education"
    title_en = "Education and vocational training"
    title_es = "Educación y formación vocacional"
    description_en = "Schooling and training for youth where many leave; it pays after about a year and a half."
    description_es = "Escuela y formación para jóvenes donde muchos se van; rinde tras un año y medio."
    mechanism = "after 18 months income x (1 + .03 cov), logit of the wish to leave + .05 cov (switch: - .05)"
    expected_direction = "small; ambiguous"
    evidence = ("G11", "G12")
    unit = "youth"
    timeline_units = ("youth",)
    settings = common_settings(
        quantity=465_000 / 24, unit="youth", unit_cost=150, half_life=FOR_GOOD, delivery=LEAKAGE, quantity_high=500_000,
        cost_source="judgement", source="Root causes strategy 2023: 465 000 in 24 months", grade="M",
    ) + (
        LeverSetting("youth", 0.3, 0.1, 0.5, "share", "of residents who are 10 to 24 years old", "judgement", "J"),
        LeverSetting("delay", 18, 0, 60, "months", "from school to work", "judgement", "J"),
        LeverSetting("gain", 0.03, 0.0, 0.2, "share", "income gained at full coverage", "G12", "J"),
        LeverSetting("wish", 0.05, 0.0, 0.5, "logit", "added to the wish to leave at full coverage", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return people(world) * self.value(row, "youth")

    def acting(self, t: int, row: LeverRow, stock: np.ndarray, conditions: Conditions, world: Any) -> np.ndarray:
        """Those who were reached long enough ago."""
        return self.in_effect(t, row, conditions, world, int(self.value(row, "delay")))[0]

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        sign = -1.0 if context.settings.switches.get(SWITCH) == "lower" else 1.0
        conditions.income_multiplier *= 1.0 + self.value(row, "gain") * share[:, None]
        conditions.wish_shift += sign * self.value(row, "wish") * share


LEVER = RootEducation()
