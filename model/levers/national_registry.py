"""A national register of migrants and returned people: programmes find the people they are for.

It acts first in a step: levers that look for such people (permits, services, reintegration) lose less of what
is funded where the register covers many. It changes no field of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers import _hosts as hosts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings

SERVED = (
    "regularisation", "services_access", "reintegration_economic", "reintegration_social", "reintegration_psychosocial"
)
"""Levers whose delivery a register raises."""


class NationalRegistry(Lever):
    lever_id = "national_registry"
    family = "integrate"
    title_en = "National register of migrants"
    title_es = "Registro nacional de personas migrantes"
    description_en = (
        "One register of migrants and returned people in a country, shared between offices: permits, services and "
        "reintegration find the people they are for and lose less on the way."
    )
    description_es = (
        "Un solo registro de personas migrantes y retornadas en un país, compartido entre oficinas: permisos, "
        "servicios y reintegración encuentran a sus destinatarios y pierden menos en el camino."
    )
    mechanism = "cov = share registered, fading in 24 months; delivery of permits, services, return x (1 + .2 cov)"
    expected_direction = "uptake up at equal budget"
    evidence = ("E6", "G9")
    unit = "person"
    who = "nobody"
    hosts_needed = True
    stage = 0
    accumulates = True
    settings = common_settings(
        quantity=1, unit="share of the people to register", unit_cost=5, half_life=24, quantity_high=1,
        cost_source="judgement", source="Integrated responses: intensity 0 to 1 by country", grade="J",
    ) + (
        LeverSetting("delivery_gain", 0.2, 0.0, 0.5, "ratio",
                     "more of what is funded arrives at full coverage", "judgement", "J"),
        LeverSetting("rollout", 12, 1, 60, "months", "in which everybody could be registered once",
                     "judgement; Colombia registered 442 462 people in two months of 2018", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        raise NotUsed("the permits that followed it are counted in the timeline as delivered: its effect is in them")

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Register people of the hosts; note by how much more arrives there."""
        people = hosts.migrants(context, row.hosts) + hosts.returned(context, row.hosts)
        pace = people / self.value(row, "rollout")
        wanted = people * min(1.0, self.monthly(row) * row.strength)
        covered, registered = cover.reach_people(
            self, t, row, conditions, lambda step: pace * hosts.intensity(self, step, row, conditions), wanted
        )
        self.book(t, row, float(registered.sum()), conditions)
        share = np.divide(covered * wanted, people, out=np.zeros(len(people)), where=people > 0)
        if share.any():
            self._note(row, share, conditions, context)

    def _note(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        notes = conditions.notes.setdefault("delivery", {})
        for lever_id in SERVED:
            gain = notes.setdefault(lever_id, np.ones(len(context.world.countries)))
            gain[list(row.hosts)] *= 1.0 + self.value(row, "delivery_gain") * share


LEVER = NationalRegistry()
