"""What the levers at home share: who is there to be reached in a place, and one way of reaching them.

Units are split over places by the people meant there, whether a run holds the place or not, so a run of some
origins keeps its numbers. Nobody is reached twice, and what is not delivered is not paid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers._coverage import paid_by_strategy
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, draft

ANYWHERE = -1
"""Places at home have no host."""
LEAKAGE = 0.8
"""Share of what is paid for at home that arrives (J): the rest is lost on the way or reaches the wrong people."""


@lru_cache(maxsize=4)
def people(world: Any) -> np.ndarray:
    """f8[P]: residents of every origin place of the world at its start, in the run or not."""
    return facts.population(world)[world.place_country] * facts.place_share(world)


@lru_cache(maxsize=4)
def homes(world: Any) -> np.ndarray:
    """f8[P]: households of every origin place."""
    return _origin_column(world, people(world) / 4.0, "household_size_mean", divide=True)


@lru_cache(maxsize=4)
def farms(world: Any) -> np.ndarray:
    """f8[P]: households of every origin place that live from farming."""
    return _origin_column(world, homes(world), "farm_share", divide=False)


def _origin_column(world: Any, usual: np.ndarray, column: str, divide: bool) -> np.ndarray:
    found, rows = usual.copy(), world.tables["origins"]
    for place, value in zip(rows["place_id"], rows[column].astype(float), strict=True):
        index = world.place_index[place]
        if value >= 0.0 and not (divide and value == 0.0):
            found[index] = people(world)[index] / value if divide else usual[index] * value
    return found


class OriginLever(Lever):
    """Reaches people in places of origin; subclasses say whom (`target`) and what follows (`act`)."""

    family = "root_causes"
    acts_on = "conditions"
    who = "places"
    hosts_taken = False
    timeline_units: ClassVar[tuple[str, ...]] = ()
    """Units of the timeline that count what the lever delivers."""

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = draft(self.lever_id, row, world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        if drafted.unit not in self.timeline_units:
            raise NotUsed(f"unit '{drafted.unit}' is not what this lever delivers ({self.unit})")
        return [paid_by_strategy(counted(drafted), world)]

    def target(self, row: LeverRow, world: Any) -> np.ndarray:
        """f8[P]: units that would reach everybody meant, by place of the world."""
        raise NotImplementedError

    def act(self, row: LeverRow, share: np.ndarray, conditions: Conditions, context: Context) -> None:
        """Shift conditions by the share covered, f8[O]."""
        raise NotImplementedError

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        return np.bincount(world.place_country, self.target(row, world), minlength=len(world.countries))

    def by_place(self, t: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[O]: units that arrive in step t, split by the people meant; less is lost where delivery is better."""
        if not row.active(t):
            return np.zeros(len(world.origins))
        units = self.monthly(row) * row.month_share(t) * _split(self, row, world) * row.strength_by_origin(t)
        return units * _by_country(self.arriving, t, row, conditions, world)

    def kept(self, t: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[O]: share of what is in effect that is left after step t."""
        half_life = _by_country(self.lasting, t, row, conditions, world)
        return np.where(half_life > 0, 2.0 ** (-1.0 / np.maximum(half_life, 1e-9)), 0.0)

    def in_effect(
        self, t: int, row: LeverRow, conditions: Conditions, world: Any, delay: int = 0
    ) -> tuple[np.ndarray, np.ndarray]:
        """(units in effect at the start of step t - delay, units delivered in it), f8[O] each.

        X(t+1) = X(t) kept + delivered; delivered = planned, or what is left to cover if that is less. The last
        step is remembered (`_delivery.py`), so what was delivered before a cut stays delivered.
        """
        known = conditions.notes.get("past", {}).get("stock", {})
        key = (self.lever_id, row.index, "places", delay)
        target = self.target(row, world)[world.origins]
        first, stock, delivered = row.start + row.lag, np.zeros(len(target)), np.zeros(len(target))
        if (t - 1, *key) in known:
            stock, delivered = known[(t - 1, *key)]
            first = max(first, t - delay)
        for step in range(first, t - delay + 1):
            stock = stock * self.kept(step - 1, row, conditions, world) + delivered
            left = target - stock * self.kept(step, row, conditions, world)
            delivered = np.minimum(self.by_place(step, row, conditions, world), np.maximum(0.0, left))
        known[(t, *key)] = (stock, delivered)
        return stock, delivered

    def share(self, units: np.ndarray, row: LeverRow, world: Any) -> np.ndarray:
        """f8[O]: units over those that would reach everybody meant."""
        target = self.target(row, world)[world.origins]
        return np.minimum(1.0, np.divide(units, target, out=np.zeros(len(target)), where=target > 0))

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Book what is delivered, never more than is left to cover, and let the share covered act."""
        stock, delivered = self.in_effect(t, row, conditions, context.world)
        self.book(t, row, float(delivered.sum()), conditions)
        share = self.share(self.acting(t, row, stock, conditions, context.world), row, context.world)
        if share.any():
            self.act(row, share, conditions, context)

    def acting(self, t: int, row: LeverRow, stock: np.ndarray, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[O]: the units that act in step t; a lever with a delay looks further back."""
        return stock


def _by_country(
    of: Callable[..., float], t: int, row: LeverRow, conditions: Conditions, world: Any
) -> np.ndarray:
    """f8[O]: a value of the row in step t in the country of each place that it is for."""
    values = np.zeros(len(world.countries))
    for country in _countries(row, world):
        values[country] = of(row, conditions, country, t)
    return values[world.origin_country]


@lru_cache(maxsize=1024)
def _countries(row: LeverRow, world: Any) -> tuple[int, ...]:
    """Country indices of the places that the row is for."""
    return tuple(np.unique(world.origin_country[row.origins]).tolist())


@lru_cache(maxsize=512)
def _split(lever: OriginLever, row: LeverRow, world: Any) -> np.ndarray:
    """f8[O]: part of the row's units for each place of the run; the places meant sum to 1 over the world."""
    target = lever.target(row, world)
    if row.targets:
        meant = np.isin(np.arange(len(target)), row.targets)
    else:
        meant = np.isin(world.place_country, row.meant(len(world.countries)))
    total = float((target * meant).sum())
    return (target * meant)[world.origins] / total if total > 0 else np.zeros(len(world.origins))


def counted(row: LeverRow) -> LeverRow:
    """A row of the timeline counts what arrived: nothing of it is lost on the way."""
    return replace(row, values={**row.values, "delivery": 1.0})


def per_million(row: LeverRow, value: float, world: Any) -> np.ndarray:
    """f8[P]: so many per million residents."""
    return people(world) * value / 1e6


def flat_price(settings: tuple[LeverSetting, ...]) -> tuple[LeverSetting, ...]:
    """Settings of a lever whose unit is money: a dollar does not get dearer."""
    return tuple(replace(s, default=0.0) if s.name == "price_rise" else s for s in settings)
