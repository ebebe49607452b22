"""What the three levers of seasonal work share: places of the channel `season_work`, in visas (parties)."""

from __future__ import annotations

from typing import Any

from model.conditions import Conditions
from model.levers.base import Context, Lever, LeverRow, LeverSetting, checked_channel, common_settings


def visa_settings(
    *, quantity: float, high: float, price: float, months: int, farm: int, source: str, grade: str
) -> tuple[LeverSetting, ...]:
    """Common settings plus price for the worker, length of the contract and who is eligible."""
    return common_settings(
        quantity=quantity,
        unit="visa",
        unit_cost=price,
        quantity_high=high,
        cost_source="judgement",
        source=source,
        grade=grade,
    ) + (
        LeverSetting(
            "price",
            price,
            0,
            10_000,
            "US$ of 2021",
            "recruitment, papers and travel paid by the worker",
            "judgement",
            "J",
        ),
        LeverSetting("months", months, 1, 12, "months", "length of a contract", "judgement", "M"),
        LeverSetting("farm_only", farm, 0, 1, "flag", "1 = only farm households may apply", "judgement", "J"),
    )


class VisaLever(Lever):
    """Seasonal visas: plan rows add places; subclasses say what the timeline offered."""

    family = "pathways"
    acts_on = "slots"
    unit = "visa"
    who = "places"
    evidence = ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "B2")
    channel = checked_channel("season_work")

    def default_hosts(self, world: Any) -> tuple[int, ...]:
        return (world.hub,)

    def details(self, row: LeverRow) -> dict[str, Any]:
        """Fields of the programme that follow from the settings."""
        return {
            "unit_is_party": True,
            "price": self.value(row, "price"),
            "months": int(self.value(row, "months")),
            "farm_only": self.value(row, "farm_only") >= 0.5,
        }

    def profile(self, t: int, row: LeverRow, world: Any) -> float:
        """Places of the month over the mean month of the row; 1 = evenly."""
        return 1.0

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer the month's places by nationality at each host."""
        units = self.monthly(row) / len(row.hosts) * self.profile(t, row, context.world)
        for host in row.hosts:
            self.offer_split(
                t, row, conditions, context, channel=self.channel, host=host, units=units, **self.details(row)
            )
