"""From arrays [T, ...] to tidy frames, vectorised: one call per level that an indicator reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import COLUMNS

if TYPE_CHECKING:
    from model.world import World

ALL = "ALL"
TEXT = tuple(column for column in COLUMNS if column != "value")
LEVELS = ("place", "nationality", "group")
TOTALS = {"place": "", "nationality": ALL, "group": ""}
Axis = Mapping[str, Sequence[str]]


def tidy(history: History, values: np.ndarray, how: str, *axes: Axis, **constants: str) -> pd.DataFrame:
    """Frame of `values` [T, *axes]; each axis maps one or two columns to its labels.

    `how` joins steps of one month: sum (flows), last (stocks) or mean. Series that are zero throughout are
    dropped unless their labels are totals (so a missing series of a known indicator means zero); nan rows
    are dropped. `constants` fill the other columns.
    """
    joined = by_month(history, values, how)
    flat = joined.reshape(len(joined), -1)
    worth = np.any((flat != 0) & ~np.isnan(flat), axis=0) | _is_total(joined.shape[1:], axes).ravel()
    return _long(history, joined, worth, axes, constants)


def ratio(history: History, top: np.ndarray, bottom: np.ndarray, how: str, *axes: Axis,
          **constants: str) -> pd.DataFrame:
    """Frame of `top` / `bottom`, both [T, *axes] and joined by month before dividing; no row where 0/0.

    A ratio of zero is a finding and stays.
    """
    above, below = by_month(history, top, how), by_month(history, bottom, how)
    share = np.full(above.shape, np.nan)
    np.divide(above, below, out=share, where=below > 0)
    return defined(history, share, *axes, **constants)


def defined(history: History, values: np.ndarray, *axes: Axis, **constants: str) -> pd.DataFrame:
    """Frame of `values` [months, *axes] that keeps zeros; rows of nan are dropped."""
    seen = ~np.isnan(values.reshape(len(values), -1)).all(axis=0)
    return _long(history, values, seen, axes, constants)


def by_month(history: History, values: np.ndarray, how: str) -> np.ndarray:
    """Recorded steps joined to months: float64 [months, ...]."""
    kept = np.asarray(values[: history.recorded], np.float64)
    starts = month_starts(history)
    if len(starts) == len(kept):
        return kept
    if how == "last":
        return kept[np.append(starts[1:], len(kept)) - 1]
    summed = np.add.reduceat(kept, starts, axis=0)
    if how == "sum":
        return summed
    steps = np.diff(np.append(starts, len(kept)))
    return summed / steps.reshape(-1, *[1] * (kept.ndim - 1))


def month_starts(history: History) -> np.ndarray:
    """First recorded step of each month."""
    labels = np.array(history.labels[: history.recorded], dtype=str)
    return np.flatnonzero(np.append(True, labels[1:] != labels[:-1])) if len(labels) else np.zeros(0, int)


def _long(history: History, values: np.ndarray, worth: np.ndarray, axes: Sequence[Axis],
          constants: Mapping[str, str]) -> pd.DataFrame:
    """Frame of `values` [months, *axes]; `worth` (bool, one per series) says which series to keep."""
    flat = values.reshape(len(values), -1)
    shape = values.shape[1:]
    kept = np.flatnonzero(worth)
    months = [history.labels[start] for start in month_starts(history)]
    cells = flat[:, kept].T.ravel()
    real = ~np.isnan(cells)
    columns = {"year_month": _coded(np.tile(np.arange(len(months)), len(kept))[real], months)}
    series = _series_labels(np.unravel_index(kept, shape) if shape else (), axes)
    for column in LEVELS:
        constant = [constants.get(column, TOTALS[column])]
        labels, codes = series.get(column, (constant, np.zeros(len(kept), int)))
        columns[column] = _coded(np.repeat(codes, len(months))[real], labels)
    columns |= {column: _coded(np.zeros(real.sum(), int), [text]) for column, text in constants.items()
                if column not in LEVELS}
    return pd.DataFrame(columns | {"value": cells[real]})


def _is_total(shape: tuple[int, ...], axes: Sequence[Axis]) -> np.ndarray:
    """True for series whose every label is that of a total."""
    total = np.ones(shape, bool)
    for number, axis in enumerate(axes):
        line = np.ones(shape[number], bool)
        for column, labels in axis.items():
            line &= np.array([label == TOTALS.get(column) for label in labels], bool)
        total &= line.reshape([-1 if n == number else 1 for n in range(len(shape))])
    return total


def _series_labels(places: tuple[np.ndarray, ...],
                   axes: Sequence[Axis]) -> dict[str, tuple[Sequence[str], np.ndarray]]:
    return {column: (labels, codes) for axis, codes in zip(axes, places, strict=True)
            for column, labels in axis.items()}


def _coded(codes: np.ndarray, labels: Sequence[str]) -> pd.Categorical[str]:
    """Categorical whose categories are distinct even where labels repeat."""
    names = list(dict.fromkeys(labels))
    if len(names) != len(labels):
        position = {name: index for index, name in enumerate(names)}
        codes = np.array([position[label] for label in labels])[codes]
    return pd.Categorical.from_codes(codes, pd.Index(names))


def concat(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames below each other; text columns become categoricals over the labels that occur."""
    frames = [frame for frame in frames if len(frame)] or list(frames[:1])
    if not frames:
        return pd.DataFrame({column: pd.Series([], dtype=float if column == "value" else "category")
                             for column in COLUMNS})
    columns = {column: _merged([frame[column] for frame in frames])
               for column in TEXT if column in frames[0].columns}
    return pd.DataFrame(columns | {"value": np.concatenate([frame["value"].to_numpy() for frame in frames])})


def _merged(parts: Sequence[pd.Series]) -> pd.Categorical[str]:
    vocabulary: dict[str, int] = {}
    codes: list[np.ndarray] = []
    for part in parts:
        own = part.cat if isinstance(part.dtype, pd.CategoricalDtype) else part.astype("category").cat
        used = own.codes.to_numpy()
        names = own.categories.tolist()
        lookup = np.zeros(len(names) + 1, np.int32)
        for code in np.flatnonzero(np.bincount(used, minlength=len(names))).tolist():
            lookup[code] = vocabulary.setdefault(str(names[code]), len(vocabulary))
        codes.append(lookup[used])
    order = sorted(vocabulary)
    rank = np.empty(len(order), np.int32)
    rank[[vocabulary[name] for name in order]] = np.arange(len(order))
    return pd.Categorical.from_codes(rank[np.concatenate(codes)], pd.Index(order))


def with_total(values: np.ndarray, labels: Sequence[str], axis: int, total: str = ALL
               ) -> tuple[np.ndarray, list[str]]:
    """`values` with the sum over `axis` put first, and the labels with the total's name put first."""
    whole = np.concatenate([values.sum(axis=axis, keepdims=True), values], axis=axis)
    return whole, [total, *labels]


def by_country(world: World, values: np.ndarray, axis: int = 1) -> np.ndarray:
    """Origins summed to their countries along `axis`: float64, the axis now has C entries."""
    member = np.zeros((len(world.origins), len(world.countries)))
    member[np.arange(len(world.origins)), world.origin_country] = 1.0
    summed = np.tensordot(np.asarray(values, np.float64), member, axes=(axis, 0))
    return np.moveaxis(summed, -1, axis)


def nationalities(world: World, values: np.ndarray, axis: int = 1) -> tuple[np.ndarray, Axis]:
    """Values by origin place -> by nationality with ALL first, and the axis for `tidy`."""
    whole, labels = with_total(by_country(world, values, axis), world.countries, axis)
    return whole, {"nationality": labels}


def places_of(world: World, values: np.ndarray, axis: int = 1) -> tuple[np.ndarray, Axis]:
    """Values by place -> by host country with the total "" first, and the axis for `tidy`."""
    member = np.zeros((len(world.place_ids), len(world.countries)))
    member[np.arange(len(world.place_ids)), world.place_country] = 1.0
    summed = np.moveaxis(np.tensordot(np.asarray(values, np.float64), member, axes=(axis, 0)), -1, axis)
    whole, labels = with_total(summed, world.countries, axis, "")
    return whole, {"place": labels}


def origin_axis(world: World) -> Axis:
    """Axis of origin places: each with its own nationality."""
    return {"place": [world.place_ids[p] for p in world.origins],
            "nationality": [world.countries[c] for c in world.origin_country]}
