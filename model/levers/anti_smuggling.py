"""Prosecution of smuggling networks: trips with a guide cost more and are more dangerous, for a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft

SMALL = 0.1
"""Historical arrests above this share of the catalogue's programme would count twice (J)."""


class AntiSmuggling(Lever):
    lever_id = "anti_smuggling"
    family = "manage"
    title_en = "Prosecution of smuggling networks"
    title_es = "Persecución de redes de tráfico de migrantes"
    description_en = (
        "Arrests and trials of guides: prices rise, and the way becomes more dangerous for the people who still "
        "go. Both fade as others take their place."
    )
    description_es = (
        "Detenciones y juicios de guías: los precios suben y el camino se vuelve más peligroso para quienes siguen "
        "yendo. Ambos efectos se desvanecen cuando otros los reemplazan."
    )
    mechanism = "x = arrests a month over 325, fading in 6 months; price of a guide x (1 + .1 x), harm x (1 + .1 x)"
    expected_direction = "prices of guides up; departures down by less than 10 %"
    evidence = ("D5", "B1", "I")
    unit = "arrest"
    settings = common_settings(
        quantity=325, unit="arrest", unit_cost=20_000, half_life=6, quantity_high=5_000,
        cost_source="judgement", source="Collaborative strategy 2022: 7 800 arrests in 24 months", grade="M",
    ) + (
        LeverSetting("harm_gain", 0.1, 0.0, 0.5, "ratio", "more harm on the way at x = 1", "judgement", "J"),
        LeverSetting("most", 3.0, 0.5, 10.0, "ratio", "x beyond which prices and harm rise no more", "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """Small numbers are used. A programme of the catalogue's size is in the prices and flows of its years."""
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        if drafted.unit != "arrests":
            raise NotUsed(f"unit '{drafted.unit}' is no number of arrests")
        if drafted.quantity > SMALL * self.setting("quantity").default and drafted.start <= world.history_end:
            raise NotUsed("its arrests are in the prices and flows of those years, to which the model is fitted")
        return [drafted]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Arrests hit networks that serve all the nationalities of a row alike."""
        return np.ones(len(world.countries))

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Raise prices and harm of the row's nationalities; book the arrests."""
        world = context.world
        x = cover.kept_level(self, t, row, conditions, lambda step: self._level(step, row, conditions, world))
        conditions.fee_multiplier *= 1.0 + context.settings["kappa_s"] * x
        conditions.harm_party *= 1.0 + self.value(row, "harm_gain") * x[:, None]
        self.book(t, row, self._arrests(t, row, conditions, world), conditions)

    def _level(self, step: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[C] x by nationality: the whole number for each, since one network carries them all."""
        strength = cover.mean_by_country(world, row.strength_by_origin(step))
        arrested = self.monthly(row) * cover.arrived_by_country(self, step, row, conditions, world)
        return np.minimum(self.value(row, "most"), strength * arrested / self.setting("quantity").default)

    def _arrests(self, t: int, row: LeverRow, conditions: Conditions, world: Any) -> float:
        shares = cover.nation_shares(self, row, world) * cover.arrived_by_country(self, t, row, conditions, world)
        return self.monthly(row) * float(shares @ cover.mean_by_country(world, row.strength_by_origin(t)))


LEVER = AntiSmuggling()
