"""The lever: a policy instrument that shifts conditions or offers places, and books what it costs.

A new lever is one file in this folder with a subclass and `LEVER = Subclass()`; nothing else is edited.
Condition levers write arrays of `Conditions`; slot levers add `Programme`s and the engine draws winners.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from model.conditions import CHANNEL, Conditions, CostRow, Programme
from model.levers import _delivery as delivery
from model.levers import _world as facts
from model.levers._common import common_settings
from model.levers._rows import Context, LeverRow, LeverSetting, NotUsed, Unused
from model.levers._timeline import draft

FADED = 10
"""An exposure older than this many half-lives is taken as gone (below one part in a thousand)."""


class Lever:
    """Base of all levers. Class attributes describe it; the methods below are what a subclass may replace."""

    lever_id: ClassVar[str] = ""
    family: ClassVar[str] = ""
    title_en: ClassVar[str] = ""
    title_es: ClassVar[str] = ""
    description_en: ClassVar[str] = ""
    description_es: ClassVar[str] = ""
    mechanism: ClassVar[str] = ""
    acts_on: ClassVar[str] = "conditions"
    """conditions | slots | conditions+slots | finance"""
    expected_direction: ClassVar[str] = ""
    evidence: ClassVar[tuple[str, ...]] = ()
    unit: ClassVar[str] = "unit"
    settings: ClassVar[tuple[LeverSetting, ...]] = ()
    modes: ClassVar[tuple[str, ...]] = ("add", "scale", "replace")
    """How a plan row may meet the timeline; the first is the default."""
    who: ClassVar[str] = "countries"
    """Whom a row may name in `origins`: countries | places (also single origin places) | nobody."""
    hosts_needed: ClassVar[bool] = False
    """True if a row must have `hosts` (countries where it acts)."""
    hosts_taken: ClassVar[bool] = True
    """False for a lever that acts where people come from: `hosts` in a row would change nothing and is refused."""
    where_named: ClassVar[bool] = False
    """True if `where` may name single controls or border sectors."""
    stage: ClassVar[int] = 1
    """Levers of a lower stage act first (funding before delivery)."""
    accumulates: ClassVar[bool] = False
    """True: delivered units pile up in the exposure stock; False: the effect has the level of the month."""

    # ---- settings -------------------------------------------------------------------------------------
    def setting(self, name: str) -> LeverSetting:
        """The record of one setting by name."""
        return _by_name(self)[name]

    def value(self, row: LeverRow, name: str) -> float:
        """Value of a setting for a row: the row's own, else the default."""
        own = row.values.get(name)
        return float(self.setting(name).default if own is None else own)

    def regimes(self, world: Any) -> tuple[str, ...]:
        """Names allowed as `setting` in a plan row; empty = the lever has none."""
        return ()

    def default_hosts(self, world: Any) -> tuple[int, ...]:
        """Hosts of a plan row that names none."""
        return ()

    def default_payer(self, row: LeverRow, world: Any) -> str:
        """Who pays when nobody is named: the government of the first host, else of the hub."""
        return str(world.countries[row.hosts[0] if row.hosts else world.hub])

    # ---- rows -----------------------------------------------------------------------------------------
    def base_rows(self, world: Any) -> list[LeverRow]:
        """Rows that exist without any policy (standing institutions)."""
        return []

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """Resolved rows of one row of policy_timeline.csv. Raises NotUsed with the reason if none."""
        return [draft(self.lever_id, row, world)]

    def arrange(self, rows: list[LeverRow], world: Any) -> tuple[list[LeverRow], list[Unused]]:
        """Look at all timeline rows of the lever together (stocks in sequence, parts of a whole)."""
        return rows, []

    def resolve(self, row: LeverRow, world: Any) -> LeverRow:
        """Last word on a row of a plan after its keys are checked (a processing time, say)."""
        return row

    def precedence(self, row: LeverRow) -> tuple[int, ...]:
        """Order of timeline rows in a step; a later row may overwrite an earlier one."""
        return (row.start,)

    def last_step(self, row: LeverRow) -> int:
        """Last step in which the row may still act, its fading effect included."""
        return row.end + row.lag + int(np.ceil(FADED * self.value(row, "half_life")))

    # ---- what it does ---------------------------------------------------------------------------------
    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Shift `conditions` or offer places in step t. Called only for steps between start and last_step."""
        raise NotImplementedError

    def monthly(self, row: LeverRow) -> float:
        """Units a month at strength 1: the row's quantity, else that of the catalogue."""
        return self.value(row, "quantity") if np.isnan(row.quantity) else row.quantity

    def funded(self, row: LeverRow, conditions: Conditions, country: int = -1, t: int | None = None) -> float:
        """Share of the row's units that is paid for (see `_delivery.py`), in a country, in step t or now."""
        return delivery.funded(row, delivery.notes_of(t, conditions), country)

    def arriving(
        self, row: LeverRow, conditions: Conditions, country: int = -1, t: int | None = None
    ) -> float:
        """Share of the row's units that is paid for and arrives in a country; -1 = on average.

        Better delivery (`notes["delivery"]`) wins back what is lost, never more than is funded.
        """
        better = delivery.factor(self, row, delivery.notes_of(t, conditions), "delivery", country)
        return self.funded(row, conditions, country, t) * min(1.0, self.value(row, "delivery") * better)

    def lasting(
        self, row: LeverRow, conditions: Conditions, country: int = -1, t: int | None = None
    ) -> float:
        """Half-life of the effect in months."""
        longer = delivery.factor(self, row, delivery.notes_of(t, conditions), "half_life", country)
        return self.value(row, "half_life") * longer

    def planned(self, t: int, row: LeverRow, conditions: Conditions, country: int = -1) -> float:
        """Units delivered in step t: quantity x strength x share of the month x share that arrives.

        `country` takes the share that arrives there; the units are those of the whole row all the same.
        """
        if not row.active(t):
            return 0.0
        units = self.monthly(row) * row.strength_at(t) * row.month_share(t)
        return units * self.arriving(row, conditions, country, t)

    def level(self, t: int, row: LeverRow, conditions: Conditions, country: int = -1) -> float:
        """x of the step for levers with a level: delivered / catalogue quantity, fading after the end."""
        last = row.end + row.lag
        x = self.planned(min(t, last), row, conditions, country) / max(self.setting("quantity").default, 1e-12)
        half_life = self.lasting(row, conditions, country)
        if t <= last:
            return x
        return x * 2.0 ** (-(t - last) / half_life) if half_life > 0 else 0.0

    def exposure(self, t: int, row: LeverRow, conditions: Conditions, country: int = -1) -> float:
        """X of the step in units: X(t+1) = X(t) 2^(-1/H) + delivered(t), nothing before the start."""
        return delivery.stock(self, t, row, conditions, country, math.inf, "")[0]

    def covered(
        self, t: int, row: LeverRow, conditions: Conditions, target: float, country: int = -1, group: str = ""
    ) -> tuple[float, float]:
        """(share of `target` people exposed, units delivered this step): nobody is reached twice.

        `group` tells stocks of one row and country apart. Book the units delivered, not those planned.
        """
        exposed, units = delivery.stock(self, t, row, conditions, country, target, group or "covered")
        return self.coverage(exposed, target), units

    @staticmethod
    def coverage(exposure: float, target: float) -> float:
        """Share of the target population exposed, at most 1."""
        return min(1.0, exposure / target) if target > 0 else 0.0

    # ---- places ---------------------------------------------------------------------------------------
    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """f8[C]: how one quantity is split over nationalities; default square root of residents (J).

        A fixed split keeps a nationality's places the same when a run is restricted to some origins.
        """
        return np.sqrt(facts.population(world))

    def reach(self, t: int, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """f8[C]: share of each nationality's people in the run x strength, after what plan rows do to it."""
        return _reach(row, t, host, world) if row.limits else _fixed_reach(row, world)

    def split(self, t: int, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """f8[C]: share of the row's quantity for the people of each country in the run, in step t."""
        return _weight_shares(self, row, host, world) * self.reach(t, row, host, world)

    def offer(
        self,
        row: LeverRow,
        conditions: Conditions,
        context: Context,
        *,
        channel: str,
        host: int,
        country: int,
        places: float,
        **details: Any,
    ) -> None:
        """Add places for one nationality; rows of one lever, host and nationality share one programme."""
        if not places > 0.0:
            return
        key, eligible = _offered(row, host, country, context.world)
        offers = conditions.notes.setdefault("offers", {})
        if key not in offers:
            offers[key] = (
                Programme(
                    lever_id=self.lever_id,
                    row=row.index,
                    key=key,
                    channel=channel,
                    origins=eligible,
                    host=host,
                    **details,
                ),
                {},
            )
            conditions.programmes.append(offers[key][0])
        programme, parts = offers[key]
        programme.places += places
        parts[row.index] = parts.get(row.index, 0.0) + places

    def offer_all(
        self,
        row: LeverRow,
        conditions: Conditions,
        context: Context,
        channel: str,
        host: int,
        places: np.ndarray,
        **details: Any,
    ) -> None:
        """Offer f8[C] places by nationality at one host."""
        for country in np.flatnonzero(places).tolist():
            self.offer(
                row,
                conditions,
                context,
                channel=channel,
                host=host,
                country=country,
                places=float(places[country]),
                **details,
            )

    def offer_split(
        self,
        t: int,
        row: LeverRow,
        conditions: Conditions,
        context: Context,
        *,
        channel: str,
        host: int,
        units: float | None = None,
        **details: Any,
    ) -> None:
        """Offer the row's units of the month at one host, split over its nationalities."""
        if not row.active(t):
            return
        units = self.monthly(row) if units is None else units
        nations = range(len(context.world.countries))
        arriving = (
            self.arriving(row, conditions, host)
            if host >= 0
            else np.array([self.arriving(row, conditions, nation) for nation in nations])
        )
        places = units * (row.month_share(t) * arriving) * self.split(t, row, host, context.world)
        self.offer_all(row, conditions, context, channel, host, places, **details)

    def expect(
        self, row: LeverRow, conditions: Conditions, key: str, units: float = 0.0, share: float = 0.0
    ) -> None:
        """Leave the booking to the end of the step: the engine may report delivered units under `key`.

        `units` are planned (booked as planned if nothing is reported), or the row pays `share` of the report.
        """
        conditions.notes.setdefault("expected", {}).setdefault(key, []).append((row.index, units, share))

    # ---- costs ----------------------------------------------------------------------------------------
    def unit_price(self, row: LeverRow, fill: float = 0.0) -> float:
        """US$ of 2021 per unit when `fill` (0..1) of what is offered is delivered."""
        return self.value(row, "unit_cost") * (1.0 + self.value(row, "price_rise") * min(1.0, fill) ** 2)

    def book(self, t: int, row: LeverRow, units: float, conditions: Conditions, fill: float = 0.0) -> None:
        """Book delivered units x unit cost in the month delivered, shared among the row's payers."""
        if units <= 0.0:
            return
        price = self.unit_price(row, fill)
        if price <= 0.0:
            return
        conditions.costs.extend(
            CostRow(t, self.lever_id, row.index, payer, units * share, self.unit, units * share * price)
            for payer, share in delivery.paying(row, conditions.notes)
        )


def _reach(row: LeverRow, t: int, host: int, world: Any) -> np.ndarray:
    total = facts.covered(world, row.targets)
    here = facts.by_country(world, row.strength_by_origin(t, host))
    return np.divide(here, total, out=np.zeros_like(here), where=total > 0)


@lru_cache(maxsize=16384)
def _offered(row: LeverRow, host: int, country: int, world: Any) -> tuple[str, np.ndarray]:
    """Key of the programme of a row for one nationality at a host, and its origin places bool[O] (read-only)."""
    place = world.countries[host] if host >= 0 else "any"
    key = f"{row.lever_id}/{place}/{world.countries[country]}" + (f"/{row.key}" if row.targets else "")
    eligible = row.origins & (world.origin_country == country)
    eligible.flags.writeable = False
    return key, eligible


@lru_cache(maxsize=2048)
def _fixed_reach(row: LeverRow, world: Any) -> np.ndarray:
    return _reach(row, row.start, -1, world)


@lru_cache(maxsize=2048)
def _weight_shares(lever: Lever, row: LeverRow, host: int, world: Any) -> np.ndarray:
    weights = np.zeros(len(world.countries))
    meant = [c for c in row.meant(len(weights)) if c != host]
    coverage = facts.covered(world, row.targets)
    weights[meant] = lever.weights(row, host, world)[meant] * (coverage[meant] > 0)
    return weights / weights.sum() if weights.sum() > 0 else weights


@lru_cache(maxsize=256)
def _by_name(lever: Lever) -> dict[str, LeverSetting]:
    return {setting.name: setting for setting in lever.settings}


def checked_channel(channel: str) -> str:
    """The channel if it exists; a lever with a misspelt channel must not load."""
    if channel not in CHANNEL:
        raise ValueError(f"unknown channel {channel!r}; allowed are {', '.join(CHANNEL)}")
    return channel


def with_quantity(row: LeverRow, quantity: float, note: str = "") -> LeverRow:
    """Copy of a row with another quantity a month."""
    return replace(row, quantity=quantity, note=note or row.note)


__all__ = [
    "Context",
    "Lever",
    "LeverRow",
    "LeverSetting",
    "NotUsed",
    "Unused",
    "checked_channel",
    "common_settings",
    "draft",
    "with_quantity",
]
