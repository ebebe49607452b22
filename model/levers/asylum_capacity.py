"""Asylum systems: more decisions a month, somewhat more recognition, more claims where capacity grows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft

LARGEST = 0.95
"""Recognition never exceeds this (J)."""


class AsylumCapacity(Lever):
    lever_id = "asylum_capacity"
    family = "protect"
    title_en = "Asylum capacity"
    title_es = "Capacidad de asilo"
    description_en = (
        "More asylum decisions a month in a country; shorter waits turn transit into protected stay."
    )
    description_es = (
        "Más decisiones de asilo al mes en un país; esperas más cortas convierten el tránsito en "
        "estancia protegida."
    )
    mechanism = "K += x; recognition += .05 cov; logit of claiming += .3 cov; cov = x / (K + x)"
    acts_on = "conditions"
    expected_direction = "onward transit down, protected stay up"
    evidence = ("D17", "E1", "E2")
    unit = "case"
    who = "nobody"
    hosts_needed = True
    settings = common_settings(
        quantity=131_000 / 12,
        unit="case",
        unit_cost=900,
        half_life=6,
        quantity_high=200_000,
        cost_source="judgement",
        source="Collaborative strategy 2022: applications in Mexico 2021",
        grade="M",
    ) + (
        LeverSetting(
            "recognition_gain",
            0.05,
            0.0,
            0.2,
            "probability",
            "added recognition at full coverage",
            "judgement",
            "J",
        ),
        LeverSetting(
            "claim_gain",
            0.3,
            0.0,
            1.0,
            "logit",
            "added to the logit of claiming at full coverage",
            "judgement",
            "J",
        ),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = draft(self.lever_id, row, world)
        if drafted.start <= world.history_end:
            raise NotUsed("in the decisions observed (asylum.csv), whose last year is held after history")
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        return [drafted]

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Decisions follow the cases paid for in the month; recognition and claims fade after the end."""
        cases = self.planned(t, row, conditions) / max(1, len(row.hosts))
        faded = self.level(t, row, conditions) * self.setting("quantity").default / max(1, len(row.hosts))
        if not faded:
            return
        for host in row.hosts:
            coverage = faded / (conditions.asylum_capacity[host] + faded)
            gain = self.value(row, "recognition_gain") * coverage
            conditions.recognition[host] = np.maximum(
                conditions.recognition[host], np.minimum(LARGEST, conditions.recognition[host] + gain)
            )
            conditions.claim_shift[host] += self.value(row, "claim_gain") * coverage
            conditions.asylum_capacity[host] += cases
            self.book(t, row, cases, conditions)


LEVER = AsylumCapacity()
