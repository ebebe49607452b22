"""Where and when capacity runs out: reception, asylum, reintegration services, host communities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.events import counted
from model.indicators.frames import by_country
from model.indicators.returns_received import FORCED

if TYPE_CHECKING:
    from model.world import World

SYSTEMS = ("reception", "asylum", "reintegration", "host")
LONG_WAIT = 12.0
"""Months: an expected wait for an asylum decision beyond this is called an overflow (judgement)."""
CROWDED = 20.0
"""Newcomers of two years per 1 000 residents at which integration is halved (setting kappa_c)."""
FEWEST = 100.0
"""Persons: a queue or a month of applications below this is no load (judgement)."""
CLEARLY = 1.1
"""A load this many times that of the control is called worse (judgement)."""
IN_A_ROW = 3
"""Months in a row beyond capacity that make a breakpoint (judgement)."""


def load(history: History, world: World, first: int) -> np.ndarray:
    """f8[systems, T, C] load over capacity by month and country; nan where there is neither.

    Of reception it is people returned by an authority over places: who waits there applies again every month
    and would be counted twice. A service of reintegration is asked for anew each time, so there applications count.
    """
    steps = slice(first, history.recorded)
    parts = (
        _over(by_country(world, counted(history, *FORCED)), _of_programmes(history, world, "places", "reception")),
        _known(history.wait_months / LONG_WAIT, history.pending),
        _over(*(_of_programmes(history, world, what, "reintegration") for what in ("applied", "places"))),
        _crowd(history, world) / CROWDED,
    )
    return np.stack([part[steps] for part in parts])


def _of_programmes(history: History, world: World, what: str, stem: str) -> np.ndarray:
    """f8[T,C] places or applications, by host, of the programmes whose lever begins with `stem`."""
    total = np.zeros((history.months, len(world.countries)))
    for key, values in getattr(history, f"programme_{what}").items():
        lever, _, where = key.partition("/")
        country = world.country_index.get(where.split("/")[0])
        if lever.startswith(stem) and country is not None:
            total[:, country] += values
    return total


def _over(wanted: np.ndarray, offered: np.ndarray) -> np.ndarray:
    return np.divide(wanted, offered, out=np.full_like(wanted, np.nan), where=(offered > 0) & (wanted >= FEWEST))


def _known(ratio: np.ndarray, stock: np.ndarray) -> np.ndarray:
    return np.where(stock >= FEWEST, ratio, np.nan)


def _crowd(history: History, world: World) -> np.ndarray:
    """f8[T,C] newcomers per 1 000 residents in the fullest place of each country."""
    crowd = np.zeros((history.months, len(world.countries)))
    for country in range(len(world.countries)):
        own = np.flatnonzero(world.place_country == country)
        if len(own):
            crowd[:, country] = history.crowd[:, own].max(axis=1)
    return np.where(crowd > 0, crowd, np.nan)


def breaks(beyond: np.ndarray) -> int:
    """First of `IN_A_ROW` months in a row of bool[T]; -1 if there is none."""
    if len(beyond) < IN_A_ROW:
        return -1
    run = np.logical_and.reduce([beyond[k : len(beyond) - IN_A_ROW + 1 + k] for k in range(IN_A_ROW)])
    return int(run.argmax()) if run.any() else -1


def table(
    loads: Sequence[Sequence[np.ndarray]], controls: Sequence[int], names: Sequence[str],
    labels: Sequence[str], world: World,
) -> pd.DataFrame:
    """Breakpoints by plan, system and country. `loads[arm][seed]` is f8[systems, T, C].

    overflows, first_month, months_over, peak: load above capacity. worse, worse_from, worse_months: above
    capacity and `CLEARLY` above the load of the control in the same month and seed. Countries that never
    overflow in any plan are left out.
    """
    stacked = [np.nan_to_num(np.stack(seeds)) for seeds in loads]
    frames = [_of_arm(own, stacked[control], labels, world).assign(plan=name)
              for own, control, name in zip(stacked, controls, names, strict=True)]
    whole = pd.concat(frames, ignore_index=True)
    ever = whole.groupby(["system", "country"])["overflows"].transform("max") > 0
    return whole[ever].reset_index(drop=True)[["plan", *whole.columns.drop("plan")]]


def _of_arm(own: np.ndarray, control: np.ndarray, labels: Sequence[str], world: World) -> pd.DataFrame:
    over, worse = own > 1.0, (own > 1.0) & (own > CLEARLY * control)
    rows = []
    for s, system in enumerate(SYSTEMS):
        for c, country in enumerate(world.countries):
            rows.append((system, country, *_when(over[:, s, :, c], labels), own[:, s, :, c].max(axis=1).mean(),
                         *_when(worse[:, s, :, c], labels)))
    return pd.DataFrame(rows, columns=["system", "country", "overflows", "first_month", "months_over", "peak",
                                       "worse", "worse_from", "worse_months"])


def _when(beyond: np.ndarray, labels: Sequence[str]) -> tuple[float, str, float]:
    """Share of seeds with a breakpoint, its median month, mean months beyond, of bool[seeds, T]."""
    first = np.array([breaks(months) for months in beyond])
    found = np.sort(first[first >= 0])
    when = labels[int(found[len(found) // 2])] if len(found) else ""
    return len(found) / len(first), when, float(beyond.sum(axis=1).mean())
