"""What the three levers of reintegration share: places of one kind of service for returned people.

The timeline counts people served, so its numbers are offered as they stand. Older rows give the money of a
whole programme of return; what its share for one kind of service buys at the unit cost is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers._coverage import paid_by_strategy
from model.levers._origin import LEAKAGE, counted
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft

EVERYWHERE = -1
"""Services are where people return to: the programme has no host of its own."""


def service_settings(*, quantity: float, unit_cost: float, money_share: float) -> tuple[LeverSetting, ...]:
    """Common settings plus the share of a programme's money that pays this kind of service."""
    return common_settings(
        quantity=quantity,
        unit="person",
        unit_cost=unit_cost,
        delivery=LEAKAGE,
        quantity_high=20_000,
        cost_source="judgement: 57.7 M programme split",
        source="Integrated responses: about 9 000 in two years over all services",
        grade="M",
    ) + (
        LeverSetting(
            "money_share",
            money_share,
            0.0,
            1.0,
            "share",
            "of the money of a whole return programme of the timeline that pays this kind of service",
            "timeline: persons of 2020-25 x unit cost over 57.7 M in 72 months, judgement",
            "J",
        ),
    )


class ServiceLever(Lever):
    """A kind of service after return; subclasses name channel, size and words."""

    family = "return"
    acts_on = "slots"
    unit = "person"
    who = "places"
    hosts_taken = False
    evidence: ClassVar[tuple[str, ...]] = ("G2", "G8", "G9", "G10")
    channel = ""

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = draft(self.lever_id, row, world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        if drafted.unit not in ("persons", "usd"):
            raise NotUsed(f"unit '{drafted.unit}' is no number of persons and no money")
        persons = drafted.quantity
        if drafted.unit == "usd":
            unit_cost = self.setting("unit_cost").default
            persons *= self.setting("money_share").default / unit_cost if unit_cost > 0 else 0.0
        paid = replace(drafted, payers=((str(world.countries[world.hub]), 1.0),)) if drafted.unit == "usd" else drafted
        return [paid_by_strategy(counted(replace(paid, quantity=persons)), world)]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Places go where people returned before the start, else by residents."""
        returns = facts.returns_month(world)
        meant = list(row.meant(len(returns)))
        return returns if returns[meant].sum() > 0 else super().weights(row, host, world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer the month's places by country of return."""
        self.offer_split(t, row, conditions, context, channel=self.channel, host=EVERYWHERE)
