"""Who pays: a payer steps back from the programmes it pays for, and others may step in.

A row names the payer that steps back (`setting`, else the first `payer` of the row) and the share it still
pays. Named others in `payer` take over the rest, so that nothing is lost; without others the rest is not paid,
not delivered and not booked. A government steps back from what it pays abroad; `at_home: 1` adds what it pays
inside its own country. The lever books nothing itself: the programmes do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft
from model.plan_read import OTHER_PAYERS


class BurdenSharing(Lever):
    lever_id = "burden_sharing"
    family = "finance"
    title_en = "Sharing of responsibility: who pays"
    title_es = "Responsabilidad compartida: quién paga"
    description_en = (
        "A government or donor pays a smaller share of the programmes it funds from a date on. Either others take "
        "over the rest, or less is delivered: an aid cut."
    )
    description_es = (
        "Un gobierno o donante paga, desde una fecha, una parte menor de los programas que financia. O bien otros "
        "asumen el resto, o bien se entrega menos: un recorte de la ayuda."
    )
    mechanism = "share still paid by a payer; the rest moves to other payers or is not delivered; effects then fade"
    acts_on = "finance"
    expected_direction = "funding gap visible: less delivered and less paid"
    evidence = ("G2",)
    unit = "share of the programmes of a payer"
    stage = 0
    settings = common_settings(
        quantity=1, unit="all programmes of a payer", unit_cost=0, quantity_high=1,
        cost_source="booked by the programmes that are paid",
        source="Integrated responses: funding split, totals, end dates",
        grade="J",
    ) + (
        LeverSetting("share", 0.0, 0.0, 1.0, "share", "of its programmes that the payer still pays", "the plan", "J"),
        LeverSetting("at_home", 0, 0, 1, "flag", "1 = also what a government pays inside its own country",
                     "judgement", "J"),
    )

    def regimes(self, world: Any) -> tuple[str, ...]:
        """Payers that may step back."""
        return (*world.countries, *OTHER_PAYERS)

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """A change given as a share is a cut by the first jurisdiction; budgets and agreements cut nothing."""
        drafted = draft(self.lever_id, row, world)
        change = float(row["quantity"])
        if drafted.unit == "usd":
            raise NotUsed(
                "an amount moved elsewhere; the programmes it paid are dated in their own rows" if change < 0
                else "a budget, not a programme: what it pays for has rows and costs of its own"
            )
        if np.isnan(change) or drafted.unit != "share":
            raise NotUsed("an agreement: names no payer that pays less or more")
        still = min(1.0, max(0.0, 1.0 + change))
        return [replace(drafted, quantity=1.0, setting=drafted.payers[0][0], payers=(), values={"share": still})]

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Note for all levers of the step what a payer no longer pays, by country, and who pays it instead."""
        gone = (1.0 - self.value(row, "share")) * row.month_share(t) * row.strength_at(t) if row.active(t) else 0.0
        if gone <= 0.0:
            return
        others = {payer: share for payer, share in row.payers if payer != row.setting} if row.setting else {}
        for payer in (row.setting,) if row.setting else tuple(name for name, _ in row.payers):
            here = np.full(len(context.world.countries), min(1.0, gone))
            here *= np.isin(np.arange(len(here)), row.meant(len(here)))
            if self.value(row, "at_home") < 0.5 and payer in context.world.country_index:
                here[context.world.country_index[payer]] = 0.0
            (move if others else withdraw)(payer, here, others, conditions)


def withdraw(payer: str, gone: np.ndarray, others: Mapping[str, float], conditions: Conditions) -> None:
    """Less is paid: shares f8[C] multiply those of other rows."""
    funded = conditions.notes.setdefault("funded", {})
    funded[payer] = funded.get(payer, 1.0) * (1.0 - gone)


def move(payer: str, gone: np.ndarray, others: Mapping[str, float], conditions: Conditions) -> None:
    """Others pay instead, out of what earlier rows left with the payer."""
    moved = conditions.notes.setdefault("moved", {}).setdefault(payer, {})
    left = 1.0 - sum(moved.values())
    for other, share in others.items():
        moved[other] = moved.get(other, 0.0) + left * gone * share / sum(others.values())


LEVER = BurdenSharing()
