"""Programmes with places: offered, applied for, delivered; and what levers cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.conditions import CostRow
from model.history import History
from model.indicators.base import Indicator, repeated
from model.indicators.frames import ALL, concat, ratio, tidy

if TYPE_CHECKING:
    from model.world import World

Books = Mapping[str, np.ndarray]


def levels(books: Books, world: World, steps: int, only: str | None = None
           ) -> dict[tuple[str, str, str], np.ndarray]:
    """Amounts [steps] by (host or "", nationality or ALL, lever), each lever's total included.

    Keys are `lever/host/nationality[/row]`; a part that is no country counts for all.
    """
    out: dict[tuple[str, str, str], np.ndarray] = {}
    for key in sorted(books):
        lever, *parts = key.split("/")
        if only not in (None, lever):
            continue
        host, nation = (part if part in world.country_index else "" for part in (*parts, "", "")[:2])
        for level in {("", ALL, lever), ("", nation or ALL, lever), (host, nation or ALL, lever)}:
            out[level] = out.get(level, np.zeros(steps)) + np.asarray(books[key], np.float64)[:steps]
    return out


def by_level(title: str) -> Callable[[History, World], pd.DataFrame]:
    """Function of an indicator: one of the history's programme books by lever, host and nationality."""

    def function(history: History, world: World) -> pd.DataFrame:
        return _framed(history, levels(getattr(history, title), world, history.months))

    return function


def _framed(history: History, found: Mapping[tuple[str, str, str], np.ndarray]) -> pd.DataFrame:
    if not found:
        return concat([])
    keys = sorted(found)
    places, nations, groups = (list(part) for part in zip(*keys, strict=True))
    values = np.stack([found[key] for key in keys], axis=1)
    return tidy(history, values, "sum", {"place": places, "nationality": nations, "group": groups})


def uptake(history: History, world: World) -> pd.DataFrame:
    """Delivered over offered places by lever, host and nationality."""
    top = levels(history.delivered, world, history.months)
    bottom = levels(history.programme_places, world, history.months)
    keys = sorted(set(top) & set(bottom))
    if not keys:
        return concat([])
    places, nations, groups = (list(part) for part in zip(*keys, strict=True))
    return ratio(history, np.stack([top[key] for key in keys], axis=1),
                 np.stack([bottom[key] for key in keys], axis=1), "sum",
                 {"place": places, "nationality": nations, "group": groups})


def spent(name: Callable[[CostRow], str], total: bool) -> Callable[[History, World], pd.DataFrame]:
    """Function of an indicator: booked costs by a name taken from the row; group "" is the total."""

    def function(history: History, world: World) -> pd.DataFrame:
        return _booked(history, history.costs, name, lambda row: row.amount, total)

    return function


def _booked(history: History, rows: Sequence[CostRow], name: Callable[[CostRow], str],
            amount: Callable[[CostRow], float], total: bool) -> pd.DataFrame:
    groups = sorted({name(row) for row in rows})
    position = {group: index for index, group in enumerate(groups)}
    values = np.zeros((history.months, len(groups)))
    for row in rows:
        values[row.t, position[name(row)]] += amount(row)
    if total:
        values, groups = np.concatenate([values.sum(axis=1, keepdims=True), values], axis=1), ["", *groups]
    return tidy(history, values, "sum", {"group": groups})


def units(history: History, world: World) -> pd.DataFrame:
    """Delivered units by lever, in the unit of the lever."""
    frames = []
    for unit in sorted({row.unit for row in history.costs}):
        rows = [row for row in history.costs if row.unit == unit]
        frame = _booked(history, rows, lambda row: row.lever_id, lambda row: row.units, total=False)
        frame["unit"] = repeated(unit, len(frame))
        frames.append(frame)
    return concat(frames)


INDICATORS = [
    Indicator(
        name="programme_places", label_en="Programme places offered", label_es="Cupos de programas ofrecidos",
        unit="places", kind="flow", better="neither",
        description_en="New places of the month by programme (group), host and nationality.",
        description_es="Cupos nuevos del mes por programa (grupo), país de acogida y nacionalidad.",
        definition="History `programme_places`: weighted persons, visas in parties.",
        function=by_level("programme_places")),
    Indicator(
        name="programme_applied", label_en="Applications to programmes", label_es="Solicitudes a programas",
        unit="places", kind="flow", better="neither",
        description_en="Applications of the month by programme (group), host and nationality.",
        description_es="Solicitudes del mes por programa (grupo), país de acogida y nacionalidad.",
        definition="History `programme_applied`.", function=by_level("programme_applied")),
    Indicator(
        name="programme_delivered", label_en="Programme places used", label_es="Cupos de programas usados",
        unit="places", kind="flow", better="up",
        description_en="Places won in the lotteries by programme (group), host and nationality.",
        description_es="Cupos ganados en los sorteos por programa (grupo), país de acogida y nacionalidad.",
        definition="History `delivered`.", function=by_level("delivered")),
    Indicator(
        name="programme_uptake", label_en="Used share of programme places", unit="share", kind="rate",
        label_es="Proporción usada de los cupos", better="up",
        description_en="Places used over new places; above 1 when carried places are used.",
        description_es="Cupos usados entre cupos nuevos; más de 1 cuando se usan cupos acumulados.",
        definition="Ratio of sums.", function=uptake, ratio_of=("programme_delivered", "programme_places")),
    Indicator(
        name="cost_by_lever", label_en="Cost by lever", label_es="Costo por instrumento", unit="usd_2021",
        kind="flow", better="down", description_en="Booked cost of the month by lever (group), and in total.",
        description_es="Costo del mes por instrumento (grupo) y en total.",
        definition="Delivered units x unit cost, booked in the month delivered.",
        function=spent(lambda row: row.lever_id, total=True), by_nationality=False),
    Indicator(
        name="cost_by_payer", label_en="Cost by payer", label_es="Costo por pagador", unit="usd_2021",
        kind="flow", better="down", description_en="Booked cost of the month by payer (group), and in total.",
        description_es="Costo del mes por pagador (grupo) y en total.",
        definition="The same costs, split as the plan shares them.",
        function=spent(lambda row: row.payer, total=True), by_nationality=False),
    Indicator(
        name="cost_by_payer_and_lever", label_en="Cost by payer and lever", unit="usd_2021", kind="flow",
        label_es="Costo por pagador e instrumento", better="down",
        description_en="Booked cost of the month; group is payer/lever.",
        description_es="Costo del mes; el grupo es pagador/instrumento.",
        definition="The same costs by both.",
        function=spent(lambda row: f"{row.payer}/{row.lever_id}", total=False), by_nationality=False),
    Indicator(
        name="units_delivered", label_en="Units delivered by levers",
        label_es="Unidades entregadas por instrumento",
        unit="unit of the lever", kind="flow", better="neither",
        description_en="What levers delivered and booked, in the unit of each (group: lever).",
        description_es="Lo que cada instrumento entregó y registró, en su unidad (grupo: instrumento).",
        definition="Units of the booked costs; the unit column names the unit.", function=units,
        by_nationality=False),
]
