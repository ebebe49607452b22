"""Violence prevention: youth at risk, civilian police, safer neighbourhoods.

How much it helps is disputed (switch `violence_programme`): .65 of victimisation is left in treated areas, 1
in a critical reading of the same study, .49 in the most favourable estimate (`trial`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._origin import LEAKAGE, OriginLever, people
from model.levers.base import Context, LeverRow, LeverSetting, common_settings

SWITCH = "violence_programme"


class RootViolence(OriginLever):
    lever_id = "root_violence"
    title_en = "Violence prevention"
    title_es = "Prevención de la violencia"
    description_en = "Support for youth at risk and civilian police; less violence where people are reached."
    description_es = "Apoyo a jóvenes en riesgo y policía civil; menos violencia donde se llega."
    mechanism = "violence x (1 - (1 - m) cov); cov = youth reached / youth at risk; m by switch"
    expected_direction = "departures and displacement down with a lag"
    evidence = ("C1", "C2", "I violence")
    unit = "youth"
    timeline_units = ("youth",)
    settings = common_settings(
        quantity=180_000 / 24, unit="youth", unit_cost=400, half_life=12, delivery=LEAKAGE, quantity_high=200_000,
        cost_source="judgement", source="Root causes strategy 2023: 180 000 in 24 months", grade="M",
    ) + (
        LeverSetting("left", 0.65, 0.0, 1.0, "ratio", "violence left in treated areas",
                     "carsi_victim_mult (.49 to 1)", "M"),
        LeverSetting("left_best", 0.49, 0.0, 1.0, "ratio", "the same in the most favourable estimate",
                     "carsi_victim_mult", "M"),
        LeverSetting("at_risk", 0.1, 0.01, 0.4, "share", "of residents who are youth at risk", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return people(world) * self.value(row, "at_risk")

    def left(self, row: LeverRow, settings: Any) -> float:
        """Violence left in treated areas, by the reading chosen."""
        reading = settings.switches.get(SWITCH, "")
        return {"none": 1.0, "trial": self.value(row, "left_best")}.get(reading, self.value(row, "left"))

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        conditions.violence_multiplier *= 1.0 - (1.0 - self.left(row, context.settings)) * share


LEVER = RootViolence()
