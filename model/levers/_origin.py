"""What the levers at home share: who is there to be reached in a place, and one way of reaching them.

Units are split over places by the people meant there, whether a run holds the place or not, so a run of some
origins keeps its numbers. `model/levers/_coverage.py` says what is delivered and how it fades.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers._coverage import arrived, covered_before, paid_by_strategy, reach_people
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, draft

ANYWHERE = -1
"""Places at home have no host."""


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

    def planned(self, t: int, row: LeverRow, conditions: Conditions) -> float:
        return self.monthly(row) * row.strength_at(t) * arrived(self, t, row, conditions)

    def by_place(self, t: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[O]: units planned in step t, split by the people meant."""
        units = self.monthly(row) * arrived(self, t, row, conditions)
        return units * _split(self, row, world) * row.strength_by_origin(t)

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        return np.bincount(world.place_country, self.target(row, world), minlength=len(world.countries))

    def covered(self, t: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[O]: units in effect at the start of step t."""
        return covered_before(self, t, row, conditions, lambda step: self.by_place(step, row, conditions, world),
                              self.target(row, world)[world.origins])

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Book what is delivered, never more than is left to cover, and let the share covered act."""
        world = context.world
        share, delivered = reach_people(
            self, t, row, conditions, lambda step: self.by_place(step, row, conditions, world),
            self.target(row, world)[world.origins])
        self.book(t, row, float(delivered.sum()), conditions)
        share = self.acting(t, row, share, conditions, world)
        if share.any():
            self.act(row, share, conditions, context)

    def acting(self, t: int, row: LeverRow, share: np.ndarray, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[O]: the share that acts in step t; a lever with a delay looks further back."""
        return share


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
