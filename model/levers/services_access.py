"""Services for migrants: formal work, school, health care and banking for people with papers or a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.conditions import Conditions
from model.levers import _hosts as hosts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings

WITH_PAPERS = 1
"""Column of `Conditions.integration_multiplier` of people with papers or a claim."""


class ServicesAccess(Lever):
    lever_id = "services_access"
    family = "integrate"
    title_en = "Access to work, school, health care and banking"
    title_es = "Acceso a trabajo, escuela, salud y banca"
    description_en = (
        "Opens formal work, schooling, health care and banking in a host country to migrants who have papers or "
        "a claim."
    )
    description_es = (
        "Abre el trabajo formal, la escuela, la salud y la banca de un país de acogida a migrantes con papeles o "
        "con una solicitud en trámite."
    )
    mechanism = "x = share of them reached; integration of people with papers or a claim x (1 + .25 x)"
    expected_direction = "integration up, onward movement down"
    evidence = ("E5", "E10")
    unit = "person-year"
    who = "nobody"
    hosts_needed = True
    settings = common_settings(
        quantity=1, unit="share of those with papers or a claim", unit_cost=400, half_life=6, delivery=0.8,
        quantity_high=1, cost_source="judgement", source="Integrated responses: intensity 0 to 1 by host", grade="J",
    ) + (
        LeverSetting("integration_gain", 0.25, 0.0, 1.0, "ratio",
                     "faster integration when everybody with papers or a claim is reached", "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        raise NotUsed(
            "counts people moved inland, not the share of a country's migrants that services reach; the flows "
            "fitted contain it"
        )

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Faster integration in the hosts; a twelfth of a person-year a month for each person reached."""
        x = hosts.kept_intensity(self, t, row, conditions)
        conditions.integration_multiplier[list(row.hosts), WITH_PAPERS] *= 1.0 + self.value(row, "integration_gain") * x
        reached = hosts.intensity(self, t, row, conditions) * hosts.with_status(context, row.hosts)
        self.book(t, row, float(reached.sum()) / 12.0, conditions)


LEVER = ServicesAccess()
