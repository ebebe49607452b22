"""Prevention of gender-based violence and help for survivors, municipality by municipality."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._origin import LEAKAGE, OriginLever, people
from model.levers.base import Context, LeverRow, LeverSetting, common_settings


class RootGbv(OriginLever):
    lever_id = "root_gbv"
    title_en = "Prevention of gender-based violence"
    title_es = "Prevención de la violencia de género"
    description_en = "Prevention and services for survivors in municipalities; safer homes led by women."
    description_es = "Prevención y atención a sobrevivientes en municipios; hogares de jefatura femenina más seguros."
    mechanism = "victimisation of households led by women x (1 - .3 cov); cov = municipalities reached / all"
    expected_direction = "small"
    evidence = ("C2", "I violence")
    unit = "municipality"
    timeline_units = ("municipalities",)
    settings = common_settings(
        quantity=6 / 24, unit="municipality", unit_cost=500_000, half_life=12, delivery=LEAKAGE, quantity_high=100,
        cost_source="Root causes strategy 2023: 3 M US$ for 6 municipalities",
        source="Root causes strategy 2023: 6 in northern Honduras", grade="M",
    ) + (
        LeverSetting("residents", 35_000, 5_000, 500_000, "residents",
                     "of a municipality: Honduras has 298 for 10 million", "judgement", "J"),
        LeverSetting("safer", 0.3, 0.0, 0.8, "share", "less victimisation at full coverage", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return people(world) / self.value(row, "residents")

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        conditions.women_victim *= 1.0 - self.value(row, "safer") * share


LEVER = RootGbv()
