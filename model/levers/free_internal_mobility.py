"""Freedom to live anywhere in a host country: people without papers and claimants may move to where work is.

The model holds crowding and work by host country, not by place: moving towards better places is felt as less
crowding and faster integration in the country as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.conditions import Conditions
from model.levers import _hosts as hosts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings


class FreeInternalMobility(Lever):
    lever_id = "free_internal_mobility"
    family = "integrate"
    title_en = "Freedom to live anywhere in the host country"
    title_es = "Libertad de residencia dentro del país de acogida"
    description_en = (
        "No rule ties migrants or asylum seekers to one place: they may move inside the host country to where "
        "work is. It costs nothing."
    )
    description_es = (
        "Ninguna regla ata a migrantes o solicitantes de asilo a un lugar: pueden trasladarse dentro del país de "
        "acogida adonde hay trabajo. No cuesta nada."
    )
    mechanism = "x = 1 while in force; crowding felt in the host x (1 - .21 x), integration x (1 + .05 x)"
    expected_direction = "integration up"
    evidence = ("E9",)
    unit = "month in force"
    who = "nobody"
    hosts_needed = True
    settings = common_settings(
        quantity=1, unit="share of the country opened", unit_cost=0, quantity_high=1,
        cost_source="catalogue: none", source="Hemispheric approach 2022: on or off by host country", grade="J",
    ) + (
        LeverSetting("crowding_cut", 0.21, 0.0, 0.6, "share",
                     "less crowding felt: those who moved in a year at .02 a month", "judgement", "J"),
        LeverSetting("integration_gain", 0.05, 0.0, 0.5, "ratio", "faster integration nearer to work",
                     "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        raise NotUsed("says nothing about where migrants may live")

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Less crowding and faster integration in the hosts while in force."""
        x, there = hosts.kept_intensity(self, t, row, conditions), list(row.hosts)
        conditions.crowding_multiplier[there] *= 1.0 - self.value(row, "crowding_cut") * x
        conditions.integration_multiplier[there] *= 1.0 + self.value(row, "integration_gain") * x[:, None]


LEVER = FreeInternalMobility()
