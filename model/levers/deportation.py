"""Removals from inside a country: named priorities scale the removal rate, numbers set a monthly volume.

Removals from the hub follow the border outcomes and the removal rate; a number of flights from there carries
the same people and is not added to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft

PROFILES = ("recent_entrants", "no_priorities", "narrow_priorities", "mass_removal")


def _profile(name: str, default: float, meaning: str, source: str, grade: str) -> LeverSetting:
    return LeverSetting(
        f"rate_{name}", default, 0.0, 20.0, "ratio", f"removal rate over the base: {meaning}", source, grade
    )


class Deportation(Lever):
    lever_id = "deportation"
    family = "manage"
    title_en = "Deportation from inside the country"
    title_es = "Deportación desde el interior del país"
    description_en = (
        "Removes residents without status: by priorities (rate against the base) or by a number of "
        "persons a month, by country of residence and nationality."
    )
    description_es = (
        "Expulsa a residentes sin estatus: por prioridades (tasa respecto de la base) o por un número "
        "de personas al mes, por país de residencia y nacionalidad."
    )
    mechanism = "removal_rate x (1 + strength (f - 1)) for priorities; else removal_quota += number"
    expected_direction = "returns up; departures again up with ties and debt"
    evidence = ("E3", "D3", "G4", "G6")
    unit = "removal"
    hosts_needed = True
    settings = common_settings(
        quantity=319_000 / 12,
        unit="removal",
        unit_cost=12_000,
        quantity_high=500_000,
        cost_source="judgement",
        source="MPI 2025: returns of 2024",
        grade="M",
    ) + (
        LeverSetting(
            "unit_cost_neighbour",
            500.0,
            0.0,
            12_000.0,
            "US$ of 2021 per removal",
            "unit cost of the numbers of the timeline outside the hub (short ways by land)",
            "judgement",
            "J",
        ),
        _profile(
            "recent_entrants", 1.0, "recent entrants and convicted persons first (USA 2014-16)", "E3", "L"
        ),
        _profile("no_priorities", 1.2, "everybody without status (USA 2017-20)", "timeline, judged", "L"),
        _profile("narrow_priorities", 0.5, "threats only (USA 2021-24)", "timeline, judged", "L"),
        _profile("mass_removal", 6.7, "0.04 a year instead of 0.006", "int_removal_2025", "L"),
    )

    def regimes(self, world: Any) -> tuple[str, ...]:
        """Names of the removal priorities."""
        return PROFILES

    def default_hosts(self, world: Any) -> tuple[int, ...]:
        return (world.hub,)

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """The first jurisdiction is the one that removes."""
        drafted = draft(self.lever_id, row, world)
        drafted = replace(drafted, hosts=drafted.hosts[:1])
        if drafted.setting in PROFILES:
            return [replace(drafted, quantity=np.nan)]
        if drafted.setting:
            raise NotUsed(f"setting '{drafted.setting}' is no removal priority ({', '.join(PROFILES)})")
        if np.isnan(float(row["quantity"])):
            raise NotUsed("gives no removal priority, no multiplier of the rate and no number of removals")
        if drafted.unit == "multiplier":
            return [replace(drafted, quantity=float(row["quantity"]))]
        if drafted.unit not in ("removals", "persons"):
            raise NotUsed(f"unit '{drafted.unit}' is no number of removals")
        if world.hub in drafted.hosts:
            raise NotUsed(
                "removals from the hub follow border outcomes and the removal rate; flights carry them"
            )
        return [replace(drafted, values={"unit_cost": self.setting("unit_cost_neighbour").default})]

    def resolve(self, row: LeverRow, world: Any) -> LeverRow:
        """A plan row without a number and without a profile removes the catalogue's number."""
        return row if row.setting else replace(row, quantity=self.monthly(row))

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """A number is split by people living in the host at the start."""
        stock = facts.stock_abroad(world)[host]
        return stock if stock[list(row.meant(len(stock)))].sum() > 0 else super().weights(row, host, world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Scale the rate (priorities) or set the monthly volume; costs follow what the engine delivers."""
        if not row.active(t):
            return
        for host in row.hosts:
            if row.setting or row.unit == "multiplier":
                self._scale_rate(t, row, host, conditions, context)
            else:
                self._set_volume(t, row, host, conditions, context)

    def _scale_rate(self, t: int, row: LeverRow, host: int, conditions: Conditions, context: Context) -> None:
        factor = self.value(row, f"rate_{row.setting}") if row.setting else row.quantity
        if factor == 1.0:
            return
        strength = _strength(row, t, host, context.world)
        for nation in np.flatnonzero(strength):
            change = 1.0 + row.month_share(t) * float(strength[nation]) * (factor - 1.0)
            conditions.removal_rate[host, nation] *= change
            if change > 1.0:
                self.expect(row, conditions, self._key(host, int(nation), context), share=1.0 - 1.0 / change)

    def _set_volume(self, t: int, row: LeverRow, host: int, conditions: Conditions, context: Context) -> None:
        units = row.quantity / len(row.hosts) * row.month_share(t) * self.arriving(row, conditions, host)
        volume = units * self.split(t, row, host, context.world)
        for nation in np.flatnonzero(volume):
            conditions.removal_quota[host, nation] += volume[nation]
            self.expect(row, conditions, self._key(host, int(nation), context), units=float(volume[nation]))

    def _key(self, host: int, nation: int, context: Context) -> str:
        return f"{self.lever_id}/{context.world.countries[host]}/{context.world.countries[nation]}"


def _strength(row: LeverRow, t: int, host: int, world: Any) -> np.ndarray:
    """f8[C]: the largest strength at any origin place of a nationality."""
    return _largest(row, t, host, world) if row.limits else _fixed_largest(row, world)


def _largest(row: LeverRow, t: int, host: int, world: Any) -> np.ndarray:
    strength = np.zeros(len(world.countries))
    np.maximum.at(strength, world.origin_country, row.strength_by_origin(t, host))
    return strength


@lru_cache(maxsize=256)
def _fixed_largest(row: LeverRow, world: Any) -> np.ndarray:
    return _largest(row, row.start, -1, world)


LEVER = Deportation()
