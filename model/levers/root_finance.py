"""Finance for micro and small businesses: loans at formal rates for households where people leave.

The unit is the dollar lent. A loan is cash in hand and debt at once: it may pay for a business or for a trip.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._origin import ANYWHERE, LEAKAGE, OriginLever, flat_price, homes
from model.levers.base import Context, LeverRow, LeverSetting, checked_channel, common_settings

MARK = 1
"""A household gets such a loan once."""


class RootFinance(OriginLever):
    lever_id = "root_finance"
    title_en = "Finance for small businesses"
    title_es = "Financiamiento para pequeños negocios"
    description_en = "Loans at formal rates for households that run a business; cash in hand, and a debt."
    description_es = "Préstamos a tasas formales para hogares con un negocio; dinero en mano, y una deuda."
    mechanism = "lottery of loans: savings and debt + loan, formal credit from now on, income x1.05"
    acts_on = "slots"
    expected_direction = "ambiguous"
    evidence = ("B6", "C5")
    unit = "US$ lent"
    timeline_units = ("usd",)
    channel = checked_channel("livelihood")
    settings = flat_price(common_settings(
        quantity=179e6 / 24, unit="US$ lent", unit_cost=1, half_life=0, delivery=LEAKAGE, quantity_high=1e9,
        cost_source="money; losses on loans are not known",
        source="Root causes strategy 2023: 179 million in 24 months", grade="M",
    )) + (
        LeverSetting("loan", 3000, 200, 50_000, "US$ of 2021", "size of a loan", "judgement", "J"),
        LeverSetting("gain", 0.05, 0.0, 0.3, "share", "income that a loan adds to its household", "judgement", "J"),
        LeverSetting("apply", 0.005, 0.0005, 0.1, "share a month", "households that apply for a loan",
                     "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return homes(world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer as many loans as the month's money makes."""
        loan = self.value(row, "loan")
        self.offer_split(
            t, row, conditions, context, channel=self.channel, host=ANYWHERE, units=self.monthly(row) / loan,
            unit_is_party=True, needs_wish=False, once=MARK, hazard=self.value(row, "apply"),
            effects={"loan": loan, "formal": 1.0, "income_gain": self.value(row, "gain")},
        )

    def book(self, t: int, row: LeverRow, units: float, conditions: Conditions, fill: float = 0.0) -> None:
        """Loans are delivered, dollars are paid."""
        super().book(t, row, units * self.value(row, "loan"), conditions, fill)


LEVER = RootFinance()
