"""Information campaigns: people reached think somewhat less of their chances and somewhat more of the risk.

The shift is made once, in the month in which people are reached; learning from trips then wears it off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft


class Messaging(Lever):
    lever_id = "messaging"
    family = "manage"
    title_en = "Information campaigns"
    title_es = "Campañas informativas"
    description_en = (
        "Radio, television and social networks tell people in places of origin about the risks of the way. Trials "
        "found changed intentions and hardly any change in departures."
    )
    description_es = (
        "Radio, televisión y redes sociales informan en los lugares de origen de los riesgos del camino. Los "
        "ensayos hallaron cambios de intención y casi ninguno en las partidas."
    )
    mechanism = "share of residents newly reached in a month: perceived success - .02, risk + .05, wearing off"
    expected_direction = "departures x .97 to x 1"
    evidence = ("I", "msg_behaviour_hr")
    unit = "person reached"
    accumulates = True
    settings = common_settings(
        quantity=1_600_000 / 7, unit="person reached", unit_cost=0.5, half_life=4, quantity_high=20_000_000,
        cost_source="judgement",
        source="Collaborative strategy 2022: 1.6 M viewers in Guatemala in seven months", grade="M",
    ) + (
        LeverSetting("success_cut", 0.02, 0.0, 0.2, "probability", "less perceived success of people reached",
                     "judgement", "J"),
        LeverSetting("risk_gain", 0.05, 0.0, 0.3, "probability", "more perceived risk of people reached",
                     "I: 5 to 20 % of intentions", "L"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        return [drafted]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """People reached are split by residents."""
        return facts.population(world)

    def last_step(self, row: LeverRow) -> int:
        """Nothing is shifted after the end: what was shifted wears off in the perceptions themselves."""
        return row.end + row.lag

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Shift perceptions about the hub by the share of residents newly reached."""
        world = context.world
        there = cover.residents(world)
        _, reached = cover.reach_people(
            self, t, row, conditions, lambda step: cover.units_by_origin(self, step, row, conditions, world), there
        )
        self.book(t, row, float(reached.sum()), conditions)
        share = np.divide(reached, there, out=np.zeros(len(there)), where=there > 0)
        nation = cover.mean_by_country(world, share)
        conditions.belief_shift[:, :, world.hub] -= self.value(row, "success_cut") * nation[:, None]
        conditions.risk_shift += self.value(row, "risk_gain") * nation[:, None]


LEVER = Messaging()
