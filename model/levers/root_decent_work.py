"""Labour inspection and decent work: somewhat better pay where most work is informal."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._origin import LEAKAGE, OriginLever, per_million
from model.levers.base import Context, LeverRow, LeverSetting, common_settings


class RootDecentWork(OriginLever):
    lever_id = "root_decent_work"
    title_en = "Labour inspection and decent work"
    title_es = "Inspección laboral y trabajo decente"
    description_en = "Trained labour inspectors and officials: a wage floor that is kept, fewer children at work."
    description_es = "Inspectores y funcionarios capacitados: un piso salarial que se cumple, menos trabajo infantil."
    mechanism = "income x (1 + .002 cov x informal share); cov = officials trained / officials needed"
    expected_direction = "very small"
    evidence = ("B11",)
    unit = "official"
    timeline_units = ("officials",)
    settings = common_settings(
        quantity=500 / 24, unit="official", unit_cost=3000, half_life=24, delivery=LEAKAGE, quantity_high=2_000,
        cost_source="judgement", source="Root causes strategy 2023: 500 in 24 months", grade="M",
    ) + (
        LeverSetting("gain", 0.002, 0.0, 0.02, "share", "income gained by informal workers at full coverage",
                     "judgement", "J"),
        LeverSetting("informal", 0.7, 0.2, 0.95, "share", "workers without a formal job", "B11, judgement", "J"),
        LeverSetting("needed", 50, 5, 500, "officials per million residents", "officials that cover a place",
                     "500 officials for Honduras, judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return per_million(row, self.value(row, "needed"), world)

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        gain = self.value(row, "gain") * self.value(row, "informal")
        conditions.income_multiplier *= 1.0 + gain * share[:, None]


LEVER = RootDecentWork()
