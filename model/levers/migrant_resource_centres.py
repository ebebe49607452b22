"""Migration resource centres and mobile units: truthful information and referral for people who plan to leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft


class MigrantResourceCentres(Lever):
    lever_id = "migrant_resource_centres"
    family = "protect"
    title_en = "Migration resource centres"
    title_es = "Centros de recursos para migrantes"
    description_en = (
        "Centres and mobile units that tell people who plan to leave, or came back, about risks and lawful ways, "
        "and refer them to visas, asylum and services."
    )
    description_es = (
        "Centros y unidades móviles que informan de riesgos y vías regulares a quienes planean irse o han vuelto, "
        "y los remiten a visas, asilo y servicios."
    )
    mechanism = (
        "cov = visitors, fading, over people with plans; they know the risk that others met, apply for lawful "
        "ways x 1.5, suffer harm x .95 on the way; referral at reception + .3 cov"
    )
    expected_direction = "applications to lawful ways up; harm down"
    evidence = ("A2", "D12", "G9")
    unit = "person"
    accumulates = True
    settings = common_settings(
        quantity=3200, unit="person", unit_cost=60, half_life=4, quantity_high=200_000,
        cost_source="judgement", source="Collaborative strategy 2022: 32 000 in ten months", grade="M",
    ) + (
        LeverSetting("plan_share", 0.03, 0.005, 0.1, "share",
                     "residents with plans to leave, whom centres may reach", "A2", "M"),
        LeverSetting("apply_gain", 0.5, 0.0, 2.0, "ratio",
                     "more applications to lawful ways at full coverage", "judgement", "J"),
        LeverSetting("harm_cut", 0.05, 0.0, 0.3, "share",
                     "less harm on the way at full coverage", "judgement", "J"),
        LeverSetting("referral_gain", 0.3, 0.0, 0.6, "share",
                     "added to the share referred at reception at full coverage", "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        return [drafted]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Visitors are split by residents."""
        return facts.population(world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Inform and refer those covered, then book the visitors of the month."""
        world = context.world
        planning = cover.residents(world) * self.value(row, "plan_share")
        covered, reached = cover.reach_people(
            self, t, row, conditions, lambda step: cover.units_by_origin(self, step, row, conditions, world), planning
        )
        self.book(t, row, float(reached.sum()), conditions)
        if not covered.any():
            return
        nation = cover.mean_by_country(world, covered)
        conditions.risk_truth[:] = cover.join_shares(conditions.risk_truth, nation)
        conditions.apply_multiplier *= 1.0 + self.value(row, "apply_gain") * covered
        conditions.harm_party *= 1.0 - self.value(row, "harm_cut") * nation[:, None]
        conditions.referral += self.value(row, "referral_gain") * covered


LEVER = MigrantResourceCentres()
