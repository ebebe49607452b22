"""Labour-market programmes for migrants: places in training, search and hiring support where they live."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, checked_channel, common_settings

ONCE = 7
"""Mark of a household that had such a place: it may not have another."""


class ActiveLabourMarket(Lever):
    lever_id = "active_labour_market"
    family = "integrate"
    title_en = "Labour-market programmes for migrants"
    title_es = "Programas laborales para migrantes"
    description_en = "Places in training, job search and hiring support in a host country; the gain in work is small."
    description_es = (
        "Cupos de formación, búsqueda de empleo y apoyo a la contratación en un país de acogida; la mejora laboral "
        "es pequeña."
    )
    mechanism = "places a month among migrants of the host; integration of a winner + .02"
    acts_on = "slots"
    expected_direction = "integration up (small)"
    evidence = ("G12",)
    unit = "place"
    hosts_needed = True
    channel = checked_channel("labour_market")
    settings = common_settings(
        quantity=1000, unit="place", unit_cost=1200, quantity_high=100_000,
        cost_source="judgement", source="Hemispheric approach 2022: places a month set by the plan", grade="J",
    ) + (
        LeverSetting("score", 0.02, 0.0, 0.2, "points of 1", "added to the integration of a person with a place",
                     "G12: employment + 2 points", "M"),
        LeverSetting("apply_rate", 0.02, 0.001, 0.5, "per month", "rate at which migrants apply for a place",
                     "judgement", "J"),
    )

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Places are split by people living in the host at the start."""
        stock = facts.stock_abroad(world)[host]
        return stock if stock[list(row.meant(len(stock)))].sum() > 0 else super().weights(row, host, world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer the month's places by nationality at each host."""
        for host in row.hosts:
            self.offer_split(t, row, conditions, context, channel=self.channel, host=host,
                             units=self.monthly(row) / len(row.hosts), hazard=self.value(row, "apply_rate"), once=ONCE,
                             effects={"score": self.value(row, "score")})


LEVER = ActiveLabourMarket()
