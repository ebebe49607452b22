"""Money through local organisations: more of what is paid for arrives, and effects outlast the funding longer.

It acts first in a step and changes no field of its own: levers of root causes and of return read its note.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._coverage import mean_by_country
from model.levers._origin import OriginLever, flat_price, people
from model.levers.base import Context, LeverRow, LeverSetting, common_settings

SERVED = ("root_causes", "return")
"""Families of levers whose delivery and staying power it raises."""


class LocalPartners(OriginLever):
    lever_id = "local_partners"
    title_en = "Funding through local organisations"
    title_es = "Financiamiento a través de organizaciones locales"
    description_en = "Local organisations run programmes of origin and return: less is lost, more of it lasts."
    description_es = "Organizaciones locales ejecutan programas de origen y retorno: se pierde menos y dura más."
    mechanism = "cov = US$ in effect / US$ for everybody; delivery x (1 + .15 cov), half-lives x (1 + .3 cov)"
    expected_direction = "effect per dollar up, slowly"
    evidence = ("C5", "G10")
    unit = "US$"
    who = "countries"
    stage = 0
    timeline_units = ("usd",)
    settings = flat_price(common_settings(
        quantity=5e6, unit="US$", unit_cost=1, half_life=24, quantity_high=1e9,
        cost_source="money", source="Root causes strategy 2023: 300 million in five years", grade="M",
    )) + (
        LeverSetting("per_person", 5, 0.5, 100, "US$ in effect per resident",
                     "full coverage: what the programme holds in effect in its three countries", "judgement", "J"),
        LeverSetting("delivery_gain", 0.15, 0.0, 0.5, "ratio", "more of what is paid for arrives at full coverage",
                     "judgement", "J"),
        LeverSetting("staying", 0.3, 0.0, 2.0, "ratio", "longer half-lives at full coverage", "judgement", "J"),
    )

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return people(world) * self.value(row, "per_person")

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        coverage = mean_by_country(context.world, share)
        for name, setting in (("delivery", "delivery_gain"), ("half_life", "staying")):
            noted = conditions.notes.setdefault(name, {})
            for family in SERVED:
                before = noted.get(family, np.ones(len(coverage)))
                noted[family] = before * (1.0 + self.value(row, setting) * coverage)


LEVER = LocalPartners()
