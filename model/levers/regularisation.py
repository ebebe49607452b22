"""Permits for people already in a country: places among its irregular residents, by nationality.

Numbers of permits are offered as they stand. A stock of people *eligible* (temporary protection) offers what
it adds to the stock before it, times the uptake, over a few months. A stock of *holders* adds nobody: it is
the count that later rows subtract, and people who held the status at the start are in the lawful stock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers._timeline import whole_quantity
from model.levers.base import (
    Context,
    Lever,
    LeverRow,
    LeverSetting,
    NotUsed,
    Unused,
    checked_channel,
    common_settings,
    draft,
)

STOCKS = ("persons_stock", "persons_eligible")
PERMITS = ("permits", "permits_delivered", "visas", "cards", "registrations", "recognitions", "persons")
POSSIBLE = ("permits_possible", "applications", "visas_expected", "minors_with_permit", "persons_eligible")
"""Units that count people who may or might get a permit, not permits."""
UPPER_BOUND = "an upper bound"
"""Words in the notes of a number of people eligible or able to apply: uptake is lower."""
AS_COUNTED = {"delivery": 1.0}
"""Rows of the timeline count permits that arrived; of a plan's permits some are lost (a register finds people)."""
NO_NEWCOMERS = ("re-register", "wind-down", "renewals only")


class Regularisation(Lever):
    lever_id = "regularisation"
    family = "integrate"
    title_en = "Permits for people already in the country"
    title_es = "Permisos para personas que ya están en el país"
    description_en = "Lawful status for irregular residents of a host country, a number of permits a month."
    description_es = (
        "Estatus regular para residentes irregulares de un país de acogida, un número de permisos al mes."
    )
    mechanism = "lottery among irregular residents by host and nationality, up to .712 of the stock"
    acts_on = "slots"
    expected_direction = "onward movement x0.4 to x0.95, income up"
    evidence = ("E5", "E6", "E10")
    unit = "permit"
    hosts_needed = True
    channel = checked_channel("regularise")
    settings = common_settings(
        quantity=2_030_000 / 40,
        unit="permit",
        unit_cost=40,
        quantity_high=500_000,
        delivery=0.8,
        cost_source="judgement",
        source="Hemispheric approach 2022: permits in Colombia",
        grade="M",
    ) + (
        LeverSetting(
            "uptake",
            0.63,
            0.1,
            1.0,
            "share",
            "permits over people eligible or applying",
            "policy_timeline: 201 895 of 323 000",
            "L",
        ),
        LeverSetting(
            "spread",
            6,
            1,
            36,
            "months",
            "in which a new stock of eligible people takes it up",
            "judgement",
            "J",
        ),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = replace(draft(self.lever_id, row, world), values=AS_COUNTED)
        if np.isnan(float(row["quantity"])):
            raise NotUsed("number not known")
        if drafted.unit in STOCKS:
            return [replace(drafted, quantity=whole_quantity(row))]
        if drafted.unit not in PERMITS + POSSIBLE:
            raise NotUsed(f"unit '{drafted.unit}' is no number of permits")
        if np.isnan(drafted.quantity):
            raise NotUsed("a total without an end date cannot be spread over months")
        uptake = self.setting("uptake").default if is_upper_bound(drafted) else 1.0
        return [replace(drafted, quantity=drafted.quantity * uptake)]

    def arrange(self, rows: list[LeverRow], world: Any) -> tuple[list[LeverRow], list[Unused]]:
        """Turn stocks into what they add; the rest stays as it is."""
        kept = [row for row in rows if row.unit not in STOCKS]
        unused = []
        for row in (row for row in rows if row.unit in STOCKS):
            reason = self._why_no_places(row)
            new = (row.quantity - held_before(row, rows)) * self.setting("uptake").default
            if not reason and new <= 0:
                reason = "no more people than the stock before it"
            if reason:
                unused.append(Unused(row.key, self.lever_id, row.title, reason))
            else:
                kept.append(self._spread(row, new))
        return kept, unused

    def _why_no_places(self, row: LeverRow) -> str:
        if not is_upper_bound(row):
            return "counts people who hold the status already: what later rows subtract"
        if any(word in row.title for word in NO_NEWCOMERS):
            return "open to present holders only"
        return (
            "in force before the start of the world: its people are in the stocks at the start"
            if row.start < 0
            else ""
        )

    def _spread(self, row: LeverRow, new: float) -> LeverRow:
        months = int(self.setting("spread").default)
        end = min(row.end, row.start + months - 1)
        return replace(row, quantity=new / (end - row.start + 1), end=end, first_share=1.0, last_share=1.0)

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Permits for several nationalities are split by people living in the host at the start."""
        stock = facts.stock_abroad(world)[host]
        return stock if stock[list(row.meant(len(stock)))].sum() > 0 else super().weights(row, host, world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer the month's permits by nationality at each host."""
        for host in row.hosts:
            self.offer_split(
                t,
                row,
                conditions,
                context,
                channel=self.channel,
                host=host,
                units=self.monthly(row) / len(row.hosts),
            )


def is_upper_bound(row: LeverRow) -> bool:
    """True if the number counts people eligible or expected: fewer take it up."""
    return row.unit in POSSIBLE or UPPER_BOUND in row.note


def held_before(row: LeverRow, rows: list[LeverRow]) -> float:
    """Stock of the same host and nationalities that this row follows (designations in force together add)."""
    before = [
        other
        for other in rows
        if other.unit in STOCKS
        and other is not row
        and other.hosts == row.hosts
        and other.nationalities == row.nationalities
        and other.start < row.start
        and other.end <= row.start
    ]
    return max(before, key=lambda other: other.end).quantity if before else 0.0


LEVER = Regularisation()
