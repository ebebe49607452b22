"""Where and when capacity runs out: reception, asylum, reintegration services, host communities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History

if TYPE_CHECKING:
    from model.world import World

SYSTEMS = ("reception", "asylum", "reintegration", "host")
LONG_WAIT = 12.0
"""Months: an expected wait for an asylum decision beyond this is called an overflow (judgement)."""
CROWDED = 20.0
"""Newcomers of two years per 1 000 residents at which integration is halved (setting kappa_c)."""
IN_A_ROW = 3
"""Months in a row beyond capacity that make a breakpoint (judgement)."""


def load(history: History, world: World, first: int) -> np.ndarray:
    """f8[systems, T, C] load over capacity by month and country; nan where there is neither."""
    steps = slice(first, history.recorded)
    applied, places = history.programme_applied, history.programme_places
    parts = (
        _filled(applied, places, world, ("reception",), history.months),
        _known(history.wait_months / LONG_WAIT, history.pending),
        _filled(applied, places, world, ("reintegration",), history.months),
        _crowd(history, world) / CROWDED,
    )
    return np.stack([part[steps] for part in parts])


def _filled(
    applied: Mapping[str, np.ndarray], places: Mapping[str, np.ndarray], world: World, stems: Sequence[str],
    months: int,
) -> np.ndarray:
    """f8[T,C] applications over places of the programmes whose lever begins with one of `stems`."""
    wanted, offered = np.zeros((2, months, len(world.countries)))
    for books, total in ((applied, wanted), (places, offered)):
        for key, values in books.items():
            lever, host, *_ = [*key.split("/"), ""]
            if lever.startswith(tuple(stems)) and host in world.country_index:
                total[:, world.country_index[host]] += values
    return np.divide(wanted, offered, out=np.full_like(wanted, np.nan), where=offered > 0)


def _known(ratio: np.ndarray, stock: np.ndarray) -> np.ndarray:
    return np.where(stock > 0, ratio, np.nan)


def _crowd(history: History, world: World) -> np.ndarray:
    """f8[T,C] newcomers per 1 000 residents in the fullest place of each country."""
    crowd = np.zeros((history.months, len(world.countries)))
    for country in range(len(world.countries)):
        own = np.flatnonzero(world.place_country == country)
        if len(own):
            crowd[:, country] = history.crowd[:, own].max(axis=1)
    return np.where(crowd > 0, crowd, np.nan)


def breaks(ratio: np.ndarray) -> np.ndarray:
    """i8[...]: first of `IN_A_ROW` months beyond capacity along axis 0 of f8[T,...]; -1 if there is none."""
    beyond = np.nan_to_num(ratio) > 1.0
    run = np.logical_and.reduce([beyond[k : len(beyond) - IN_A_ROW + 1 + k] for k in range(IN_A_ROW)])
    if not len(run):
        return np.full(ratio.shape[1:], -1)
    return np.where(run.any(axis=0), run.argmax(axis=0), -1)


def table(
    loads: Sequence[Sequence[np.ndarray]], names: Sequence[str], labels: Sequence[str], world: World
) -> pd.DataFrame:
    """Breakpoints by plan, system and country: share of seeds that overflow, first month, months, peak.

    `loads[arm][seed]` is f8[systems, T, C]; `labels` name the months. Countries that never overflow in any
    plan are left out.
    """
    frames = [_of_arm(np.stack(seeds), name, labels, world) for seeds, name in zip(loads, names, strict=True)]
    whole = pd.concat(frames, ignore_index=True)
    ever = whole.groupby(["system", "country"])["overflows"].transform("max") > 0
    return whole[ever].reset_index(drop=True)


def _of_arm(seeds: np.ndarray, name: str, labels: Sequence[str], world: World) -> pd.DataFrame:
    rows = []
    for s, system in enumerate(SYSTEMS):
        first = np.stack([breaks(ratio) for ratio in seeds[:, s]])
        over = (np.nan_to_num(seeds[:, s]) > 1.0).sum(axis=1)
        peak = np.nan_to_num(seeds[:, s]).max(axis=1)
        for c, country in enumerate(world.countries):
            found = np.sort(first[:, c][first[:, c] >= 0])
            when = labels[int(found[len(found) // 2])] if len(found) else ""
            rows.append((name, system, country, len(found) / len(first), when, over[:, c].mean(),
                         peak[:, c].mean()))
    columns = ["plan", "system", "country", "overflows", "first_month", "months_over", "peak"]
    return pd.DataFrame(rows, columns=columns)
