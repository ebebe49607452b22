"""Jobs and investment where people leave: places for households, and some demand for their neighbours.

Jobs are counted net. Of the jobs a programme claims, most would have existed anyway or take other jobs away
(displacement .6); those are neither offered nor paid. The unit is the additional job, at its own cost. A
household keeps its gain; the demand around the job fades once funding ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._origin import ANYWHERE, LEAKAGE, OriginLever, homes
from model.levers.base import Context, LeverRow, LeverSetting, checked_channel, common_settings

DISPLACED = 0.6
"""Share of claimed jobs that are not additional (judgement)."""
MARK = 0
"""A household wins such a job once."""
CLAIMED = 90_000
"""Jobs created or sustained in 24 months, gross (Root causes strategy 2023)."""


class RootJobs(OriginLever):
    lever_id = "root_jobs"
    title_en = "Jobs and investment in places of origin"
    title_es = "Empleo e inversión en lugares de origen"
    description_en = "Additional jobs where people leave: fewer may wish to leave, more may be able to."
    description_es = "Empleos adicionales donde la gente se va: menos querrán irse, más podrán hacerlo."
    mechanism = "lottery of additional jobs: income of winners x1.5; of the place x (1 + spill jobs / households)"
    acts_on = "slots+conditions"
    expected_direction = "net departures -5 to +5 % per +10 % income"
    evidence = ("C4", "C5", "G12", "P02")
    unit = "additional job"
    timeline_units = ("jobs",)
    channel = checked_channel("livelihood")
    settings = common_settings(
        quantity=CLAIMED * (1.0 - DISPLACED) / 24, unit="additional job", unit_cost=35_000, half_life=24,
        delivery=LEAKAGE, quantity_high=50_000, cost_source="G12: 17 000 to 60 000 per additional job",
        source="Root causes strategy 2023: 90 000 claimed in 24 months, .4 of them additional (J)", grade="L",
    ) + (
        LeverSetting("gain", 0.5, 0.0, 1.5, "share", "income that a job adds to its household", "judgement", "J"),
        LeverSetting("spill", 0.1, 0.0, 1.0, "share of mean household income",
                     "income that a job adds to the households around it", "judgement", "J"),
        LeverSetting("apply", 0.005, 0.0005, 0.1, "share a month", "households that apply for such a job",
                     "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """Claimed jobs are gross; the money behind them is pledged by firms."""
        found = super().from_timeline(row, world)
        return [replace(r, quantity=r.quantity * (1.0 - DISPLACED), payers=(("employers", 1.0),)) for r in found]

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        return homes(world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer the month's jobs; demand from the jobs so far lifts the income of their places."""
        self.offer_split(
            t, row, conditions, context, channel=self.channel, host=ANYWHERE, unit_is_party=True, needs_wish=False,
            once=MARK, hazard=self.value(row, "apply"), effects={"income_gain": self.value(row, "gain")},
        )
        jobs, _ = self.in_effect(t, row, conditions, context.world)
        share = self.share(jobs, row, context.world)
        if share.any():
            conditions.income_multiplier *= 1.0 + self.value(row, "spill") * share[:, None]


LEVER = RootJobs()
