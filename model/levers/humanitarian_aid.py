"""Humanitarian aid: food and cash for people who cannot eat enough or were hit by a disaster, while it lasts.

The people in need of an origin place are a share of its residents. Aid reaches some of them; those stop being
counted as food insecure and have some money at hand, and fewer people flee a disaster. Whether money at hand
makes people leave or stay is disputed: switch `cash`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft


class HumanitarianAid(Lever):
    lever_id = "humanitarian_aid"
    family = "stabilise"
    title_en = "Humanitarian aid"
    title_es = "Ayuda humanitaria"
    description_en = (
        "Food, cash and relief for people who cannot eat enough or were hit by a disaster. It acts while people "
        "receive it and a few months after."
    )
    description_es = (
        "Alimentos, efectivo y socorro para personas que no comen lo suficiente o sufrieron un desastre. Actúa "
        "mientras la reciben y unos meses después."
    )
    mechanism = (
        "cov = people reached, fading, over people in need; food insecure x (1 - cov), US$ 80 at hand of those "
        "reached (or departures x .9, switch cash), displaced by disasters x (1 - .3 cov)"
    )
    expected_direction = "displacement by disasters down; departures up or down (money at hand)"
    evidence = ("A3", "I")
    unit = "person reached"
    who = "places"
    accumulates = True
    settings = common_settings(
        quantity=4_300_000 / 24, unit="person reached", unit_cost=137, half_life=3, quantity_high=5_000_000,
        cost_source="Collaborative strategy 2022: 588 M US$ for 4.3 M people",
        source="Collaborative strategy 2022: people targeted by the plans of 2021-22, in 24 months", grade="M",
    ) + (
        LeverSetting("needy_share", 0.25, 0.05, 0.6, "share",
                     "residents in need: food insecure or hit by a disaster", "B12, judgement", "J"),
        LeverSetting("cash_at_hand", 80.0, 0.0, 500.0, "US$ of 2021",
                     "at hand of a household while aid reaches it", "judgement", "J"),
        LeverSetting("disaster_relief", 0.3, 0.0, 0.8, "share",
                     "fewer displaced by a disaster at full coverage", "judgement", "J"),
        LeverSetting("paid_share", 0.29, 0.1, 1.0, "share",
                     "of a historical appeal that is known to be paid",
                     "Collaborative strategy 2022: 169 of 588 M US$", "M"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """An appeal for a number of persons, as far as it is known to be paid, by the hub that paid it."""
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(drafted.quantity):
            raise NotUsed("gives no number of persons, or one that another row contains")
        if drafted.unit != "persons":
            raise NotUsed(f"unit '{drafted.unit}' is no number of persons")
        return [replace(drafted, quantity=drafted.quantity * self.setting("paid_share").default)]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Persons are split by residents."""
        return facts.population(world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Relieve those covered, then book the people reached this month."""
        world = context.world
        needy = cover.residents(world) * self.value(row, "needy_share")
        covered, reached = cover.reach_people(
            self, t, row, conditions, lambda step: cover.units_by_origin(self, step, row, conditions, world), needy
        )
        self.book(t, row, float(reached.sum()), conditions)
        if covered.any():
            self._relieve(row, covered, conditions)

    def _relieve(self, row: LeverRow, covered: np.ndarray, conditions: Conditions) -> None:
        conditions.food_relief[:] = cover.join_shares(conditions.food_relief, covered)
        conditions.disaster_multiplier *= 1.0 - self.value(row, "disaster_relief") * covered
        at_hand = np.where(covered > 0, self.value(row, "cash_at_hand"), 0.0)
        conditions.aid_cash[:] = np.maximum(conditions.aid_cash, at_hand)


LEVER = HumanitarianAid()
