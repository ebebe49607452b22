"""Fighting corruption, open government, civic space: slow, and small in what it changes about leaving."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._origin import LEAKAGE, OriginLever, per_million
from model.levers.base import Context, LeverRow, LeverSetting, common_settings


class RootGovernance(OriginLever):
    lever_id = "root_governance"
    title_en = "Governance and the fight against corruption"
    title_es = "Gobernanza y lucha contra la corrupción"
    description_en = "Trained officials, audits, civic space: public life slowly gets better and fewer wish to leave."
    description_es = "Funcionarios capacitados, auditorías, espacio cívico: la vida pública mejora despacio."
    mechanism = "governance index + .01 a year at x = 1; logit of the wish to leave - .05 per + .1 of the index"
    expected_direction = "small and slow"
    evidence = ("C5",)
    unit = "official"
    timeline_units = ("officials",)
    settings = common_settings(
        quantity=5000 / 24, unit="official", unit_cost=2000, half_life=60, delivery=LEAKAGE, quantity_high=10_000,
        cost_source="judgement", source="Root causes strategy 2023: 5 000 in 24 months", grade="M",
    ) + (
        LeverSetting("per_point", 75, 10, 1000, "officials per million residents",
                     "raise the index by .01: 2 500 a year among 33 million residents", "judgement", "J"),
        LeverSetting("largest", 0.1, 0.01, 0.5, "index", "largest gain that training can bring", "judgement", "J"),
        LeverSetting("wish", 0.5, 0.0, 2.0, "logit per unit of index", "taken off the wish to leave", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return per_million(row, self.value(row, "per_point") * self.value(row, "largest") / 0.01, world)

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        conditions.wish_shift -= self.value(row, "wish") * self.value(row, "largest") * share


LEVER = RootGovernance()
