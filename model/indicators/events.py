"""Shared steps for indicators that count events of the books."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.frames import ALL, Axis, concat, nationalities, origin_axis, ratio, tidy
from model.ledger import EVENT, KIND_GROUPS, PLACE_EVENT

if TYPE_CHECKING:
    from model.world import World

Function = Callable[[History, "World"], pd.DataFrame]
Where = Callable[["World"], str]
EVERYONE = tuple(range(len(KIND_GROUPS)))
SINGLE_ADULT = (KIND_GROUPS.index("single_adult"),)
FAMILY_UNIT = (KIND_GROUPS.index("family_adult"), KIND_GROUPS.index("family_child"))
UNACCOMPANIED = (KIND_GROUPS.index("unaccompanied_child"),)
ADULTS = (KIND_GROUPS.index("single_adult"), KIND_GROUPS.index("family_adult"))
CHILDREN = (KIND_GROUPS.index("family_child"), KIND_GROUPS.index("unaccompanied_child"))


def nowhere(world: World) -> str:
    """Place label of indicators that belong to no place."""
    return ""


def counted(history: History, *names: str, kinds: tuple[int, ...] = EVERYONE) -> np.ndarray:
    """Sum of the named events over party kinds, "-name" taken out: float64 [T, O], persons."""
    total = np.zeros((history.months, history.events.shape[2]))
    for name in names:
        part = history.events[:, EVENT[name.removeprefix("-")]][..., list(kinds)].sum(axis=2,
        dtype=np.float64)
        total += -part if name.startswith("-") else part
    return total


def at_places(history: History, *names: str) -> np.ndarray:
    """Sum of the named events by place: float64 [T, P], persons."""
    return history.place_events[:, [PLACE_EVENT[name] for name in names]].sum(axis=1, dtype=np.float64)


def flow(*names: str, kinds: tuple[int, ...] = EVERYONE, factor: float = 1.0,
         where: Where = nowhere) -> Function:
    """Function of an indicator: named events by nationality, with ALL."""

    def function(history: History, world: World) -> pd.DataFrame:
        values, axis = nationalities(world, factor * counted(history, *names, kinds=kinds))
        return tidy(history, values, "sum", axis, place=where(world))

    return function


def flow_by_origin(*names: str) -> Function:
    """Function of an indicator: named events by nationality (with ALL) and by origin place."""

    def function(history: History, world: World) -> pd.DataFrame:
        persons = counted(history, *names)
        values, axis = nationalities(world, persons)
        return concat([tidy(history, values, "sum", axis), tidy(history, persons, "sum", origin_axis(world))])

    return function


def flow_by_kind(groups: dict[str, tuple[str, ...]], where: Where = nowhere) -> Function:
    """Function of an indicator: events by nationality and group; group "" is the sum of all groups."""

    def function(history: History, world: World) -> pd.DataFrame:
        parts = np.stack([counted(history, *names) for names in groups.values()], axis=2)
        return grouped(history, world, parts, list(groups), where(world))

    return function


def grouped(history: History, world: World, parts: np.ndarray, labels: list[str], place: str = "",
            how: str = "sum") -> pd.DataFrame:
    """Frame of parts [T, O, groups] by nationality and group, with both totals."""
    values, axis = nationalities(world, np.concatenate([parts.sum(axis=2, keepdims=True), parts], axis=2))
    return tidy(history, values, how, axis, {"group": ["", *labels]}, place=place)


def share(top: tuple[str, ...], bottom: tuple[str, ...], where: Where = nowhere) -> Function:
    """Function of an indicator: ratio of sums of events by nationality, with ALL."""

    def function(history: History, world: World) -> pd.DataFrame:
        above, axis = nationalities(world, counted(history, *top))
        below, _ = nationalities(world, counted(history, *bottom))
        return ratio(history, above, below, "sum", axis, place=where(world))

    return function


def country_axis(world: World, values: np.ndarray) -> tuple[np.ndarray, Axis]:
    """Values [T, C] by nationality with ALL first."""
    whole = np.concatenate([values.sum(axis=1, keepdims=True), values], axis=1)
    return whole, {"nationality": [ALL, *world.countries]}
