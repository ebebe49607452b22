"""Child protection: municipal offices, officers and foster care for children who travel without their parents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers._timeline import whole_quantity
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft
from model.world_tables import OUTCOMES, PARTY_KINDS

ALONE = PARTY_KINDS.index("UC")
RETURNS = [OUTCOMES.index(name) for name in ("removed", "expelled", "repatriated")]
CARE = OUTCOMES.index("released")
"""Children alone who are released go to care."""


class ChildProtection(Lever):
    lever_id = "child_protection"
    family = "protect"
    title_en = "Child protection"
    title_es = "Protección de la niñez"
    description_en = (
        "Municipal offices, protection officers and foster care: fewer children leave alone, those who do meet "
        "less harm, and care takes the place of return."
    )
    description_es = (
        "Oficinas municipales, personal de protección y familias de acogida: menos niñas y niños parten solos, "
        "quienes parten sufren menos daños y el cuidado sustituye a la devolución."
    )
    mechanism = (
        "cov = offices over municipalities; children alone: departures x (1 - .15 cov), harm x (1 - .1 cov), "
        "returns from the border x (1 - .3 cov) in favour of care"
    )
    expected_direction = "harm to children alone down"
    evidence = ("C1", "D9")
    unit = "municipality-month"
    who = "countries"
    settings = common_settings(
        quantity=136, unit="municipality-month", unit_cost=20_000 / 12, half_life=12, quantity_high=20_000,
        cost_source="judgement: 20 000 a year",
        source="Collaborative strategy 2022: offices in 40 % of 340 municipalities of Guatemala", grade="M",
    ) + (
        LeverSetting("residents_per_municipality", 47_000, 5_000, 200_000, "persons",
                     "residents of a municipality, to know how many there are", "Guatemala: 16 M over 340; J elsewhere",
                     "J"),
        LeverSetting("departure_cut", 0.15, 0.0, 0.5, "share",
                     "fewer departures of children alone at full coverage", "judgement", "J"),
        LeverSetting("harm_cut", 0.1, 0.0, 0.5, "share",
                     "less harm to children alone on the way at full coverage", "judgement", "J"),
        LeverSetting("care", 0.3, 0.0, 1.0, "share",
                     "of returns of children alone replaced by care at full coverage", "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """The number of municipalities with an office holds in every month of the row."""
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(float(row["quantity"])):
            raise NotUsed("number not known")
        if drafted.unit != "municipalities":
            raise NotUsed(f"unit '{drafted.unit}' is no number of municipalities")
        return [replace(drafted, quantity=whole_quantity(row))]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Offices are split by residents."""
        return facts.population(world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Protect by the share of municipalities with an office; book the offices of the month."""
        world = context.world
        municipalities = cover.residents(world) / self.value(row, "residents_per_municipality")
        covered = cover.kept_level(
            self, t, row, conditions, lambda step: self._share(step, row, conditions, world, municipalities)
        )
        offices = cover.units_by_origin(self, t, row, conditions, world)
        self.book(t, row, float(np.minimum(offices, municipalities).sum()), conditions)
        if not covered.any():
            return
        nation = cover.mean_by_country(world, covered)
        conditions.attempt_multiplier[:, ALONE] *= 1.0 - self.value(row, "departure_cut") * covered
        conditions.harm_party[:, ALONE] *= 1.0 - self.value(row, "harm_cut") * nation
        place_in_care(conditions.outcome[:, ALONE], self.value(row, "care") * nation)

    def _share(
        self, step: int, row: LeverRow, conditions: Conditions, world: Any, municipalities: np.ndarray
    ) -> np.ndarray:
        """f8[O] municipalities with an office over all of them, by place."""
        offices = cover.units_by_origin(self, step, row, conditions, world)
        share = np.divide(offices, municipalities, out=np.zeros(len(offices)), where=municipalities > 0)
        return np.minimum(1.0, share)


def place_in_care(outcome: np.ndarray, share: np.ndarray) -> None:
    """Move a share f8[C] of the returns in outcome f8[C,5] to care."""
    moved = outcome[:, RETURNS] * share[:, None]
    outcome[:, RETURNS] -= moved
    outcome[:, CARE] += moved.sum(axis=1)


LEVER = ChildProtection()
