"""Services for victims: people abused on their way, or stranded, are found, counselled and helped with money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.base import (
    Context,
    Lever,
    LeverRow,
    LeverSetting,
    NotUsed,
    checked_channel,
    common_settings,
    draft,
)


class VictimServices(Lever):
    lever_id = "victim_services"
    family = "protect"
    title_en = "Services for victims of trafficking and violence"
    title_es = "Servicios para víctimas de trata y violencia"
    description_en = (
        "Shelter, counselling and money for people who were abused on the way or are stranded, with referral to "
        "other services."
    )
    description_es = (
        "Refugio, apoyo psicosocial y dinero para personas que sufrieron abusos en el camino o están varadas, con "
        "referencia a otros servicios."
    )
    mechanism = "places among victims back home and stranded people: psychosocial score + .08, US$ 500, referral"
    acts_on = "slots"
    expected_direction = "psychosocial score of returned people up"
    evidence = ("D12", "G9")
    unit = "person"
    channel = checked_channel("victim_service")
    settings = common_settings(
        quantity=30, unit="person", unit_cost=2500, quantity_high=20_000, cost_source="judgement",
        source="Collaborative strategy 2022: 740 victims in 24 months", grade="M",
    ) + (
        LeverSetting("score", 0.08, 0.0, 0.3, "points of 1",
                     "added to the psychosocial score of a victim served", "judgement", "J"),
        LeverSetting("cash", 500, 0, 3000, "US$ of 2021", "given to a victim served", "judgement", "J"),
        LeverSetting("found", 0.05, 0.005, 0.5, "per month",
                     "rate at which a victim is found and comes forward", "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """Served in the countries named: their own people, who came back."""
        drafted = cover.paid_by_strategy(draft(self.lever_id, row, world), world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known, or part of the row for the region")
        at_home = tuple(c for c in drafted.hosts if facts.origin_countries(world)[c])
        return [replace(drafted, nationalities=at_home, origins=np.isin(world.origin_country, at_home), hosts=())]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Places are split by people returned before the start; by residents where none are recorded."""
        returned = facts.returns_month(world)
        return returned if returned[list(row.meant(len(returned)))].sum() > 0 else super().weights(row, host, world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Offer the month's places by nationality, wherever its victims are."""
        effects = {"score": self.value(row, "score"), "cash": self.value(row, "cash")}
        self.offer_split(t, row, conditions, context, channel=self.channel, host=-1,
                         hazard=self.value(row, "found"), effects=effects)


LEVER = VictimServices()
