"""Farming: better yields and harvests that withstand dry years."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._coverage import join_shares
from model.levers._origin import LEAKAGE, OriginLever, farms
from model.levers.base import Context, LeverRow, LeverSetting, common_settings

FARM = 1
"""Column of farm households in the income index."""


class RootAgriculture(OriginLever):
    lever_id = "root_agriculture"
    title_en = "Farm productivity and climate resilience"
    title_es = "Productividad agrícola y resiliencia climática"
    description_en = "Advice, seed, water and markets for small farms: more income, less loss in dry years."
    description_es = "Asesoría, semillas, agua y mercados para pequeñas fincas: más ingreso, menos pérdida por sequía."
    mechanism = "farm income x (1 + .10 cov); drought effect x (1 - .4 cov); cov = producers / farm households"
    expected_direction = "departures after drought down"
    evidence = ("C3", "P04")
    unit = "producer"
    timeline_units = ("producers",)
    settings = common_settings(
        quantity=100_000 / 24, unit="producer", unit_cost=1890, half_life=36, delivery=LEAKAGE, quantity_high=100_000,
        cost_source="Root causes strategy 2023: 189 M US$ for 100 000 producers",
        source="Root causes strategy 2023: 100 000 in 24 months", grade="M",
    ) + (
        LeverSetting("gain", 0.10, 0.0, 0.5, "share", "farm income gained at full coverage", "judgement", "J"),
        LeverSetting("shield", 0.4, 0.0, 0.9, "share", "drought effect taken away at full coverage", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return farms(world)

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        conditions.income_multiplier[:, FARM] *= 1.0 + self.value(row, "gain") * share
        conditions.drought_shield[:] = join_shares(conditions.drought_shield, self.value(row, "shield") * share)


LEVER = RootAgriculture()
