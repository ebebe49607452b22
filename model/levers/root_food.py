"""School meals and food for households that cannot be sure of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._coverage import join_shares
from model.levers._origin import LEAKAGE, OriginLever, people
from model.levers.base import Context, LeverRow, LeverSetting, common_settings


class RootFood(OriginLever):
    lever_id = "root_food"
    title_en = "School meals and food security"
    title_es = "Alimentación escolar y seguridad alimentaria"
    description_en = "School meals and food for households that cannot be sure of it; fewer plans to leave."
    description_es = "Alimentación escolar y alimentos para hogares con inseguridad alimentaria; menos planes de irse."
    mechanism = "share of food-insecure households relieved = people reached / people in such households"
    expected_direction = "plans to leave down, while reached"
    evidence = ("A3",)
    unit = "person"
    timeline_units = ("persons",)
    settings = common_settings(
        quantity=275_000 / 24, unit="person", unit_cost=407, half_life=6, delivery=LEAKAGE, quantity_high=500_000,
        cost_source="Root causes strategy 2023: 112 M US$ for 275 000 people",
        source="Root causes strategy 2023: 275 000 in 24 months", grade="M",
    ) + (
        LeverSetting("target_share", 0.2, 0.02, 1.0, "share",
                     "residents in food-insecure households with children", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return people(world) * self.value(row, "target_share")

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        conditions.food_relief[:] = join_shares(conditions.food_relief, share)


LEVER = RootFood()
