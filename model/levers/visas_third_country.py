"""Seasonal work in countries other than the hub: own hosts, caps, wages, distances and overstay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.levers._visas import VisaLever, visa_settings
from model.levers.base import LeverRow, NotUsed, draft


class VisasThirdCountry(VisaLever):
    lever_id = "visas_third_country"
    title_en = "Seasonal work in third countries"
    title_es = "Trabajo temporal en terceros países"
    description_en = (
        "Seasonal farm work in Canada, Costa Rica, Spain, Mexico and elsewhere, about five months."
    )
    description_es = (
        "Trabajo agrícola temporal en Canadá, Costa Rica, España, México y otros, unos cinco meses."
    )
    mechanism = "places a month at the host; contract months; return at the end or overstay"
    expected_direction = "irregular crossings to the hub slightly down"
    hosts_needed = True
    settings = visa_settings(
        quantity=1500,
        high=50_000,
        price=500,
        months=5,
        farm=1,
        source="Collaborative strategy 2022: 18 000 requests",
        grade="L",
    )

    def default_hosts(self, world: Any) -> tuple[int, ...]:
        return ()

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = draft(self.lever_id, row, world)
        if np.isnan(drafted.quantity):
            raise NotUsed("size not known")
        return [drafted]


LEVER = VisasThirdCountry()
