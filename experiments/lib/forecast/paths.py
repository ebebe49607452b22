"""Simulated monthly series on the world as known at a cut: run once, kept as a table that can be committed.

One row a month: columns cut, policies, year_month and one `<simulated indicator>:<nationality>` a series. The
paths behind replays of the shipped world lie in its folder (`replays/`), so that a forecast needs one new run;
`replays=fresh` runs them again.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib.forecast.assumed import Assumed
from experiments.lib.forecast.cutoff import as_known
from experiments.lib.forecast.series import SOURCES, shifted
from experiments.lib.pool import Progress, run_tasks
from experiments.lib.words import say
from model.checks import InputError
from model.plan import load_plan
from model.world import World

KEYS = ["cut", "policies", "year_month"]
SCALE = {"MEX": 1000, "COL": 1000, "GTM": 250, "HND": 250, "SLV": 250, "NIC": 100, "HTI": 200, "CUB": 250,
         "ECU": 400, "VEN": 400}
"""Finer where few people come, so that small series are not made of single households."""
KEPT = 12
"""Months before the cut that are kept beside those after it."""
SEEDS = (1, 2, 3, 4)
"""Each with its own luck and draw of settings; a path is their mean."""


def columns() -> list[str]:
    """Names of the series that are kept."""
    return [f"{source.simulated}:{nation}" for source in SOURCES.values() if source.simulated
            for nation in source.nationalities]


def simulate(world: World, cut: str, months: int, policies: str, seeds: Sequence[int], assumed: Assumed,
             lang: str = "en", plan: str = "baseline") -> pd.DataFrame:
    """Mean over seeds of every series, from `KEPT` months before the cut to `months` after it."""
    known = as_known(world, cut, policies)
    steps = known.month_of(cut) + 1 + months
    if steps > known.months:
        raise InputError(f"months = {months}: the world '{world.name}' ends in {world.label(world.months - 1)}.")
    resolved = load_plan(plan, known)
    tasks = [(known, resolved, assumed.at(world, cut, seed), seed, steps) for seed in seeds]
    found = run_tasks(tasks, _run, [float(steps)] * len(tasks), lang)
    total = sum(found[1:], start=found[0]) / len(seeds)
    kept = total[total.index > shifted(cut, -KEPT)].round(1)
    return kept.reset_index(names="year_month").assign(cut=cut, policies=policies)[[*KEYS, *columns()]]


def _run(task: tuple[Any, ...], progress: Progress) -> pd.DataFrame:
    from model.engine import Simulation

    known, plan, settings, seed, steps = task
    simulation = Simulation(known, plan, settings, seed=seed, scale=_scale(known), months=steps,
                            origins=_origins(known), edges=False)
    while simulation.t < simulation.steps:
        simulation.step()
        progress(simulation.t / simulation.steps)
    return _series(simulation.history, known, steps)


def _series(history: Any, known: World, steps: int) -> pd.DataFrame:
    from model.indicators import table

    found = table(history, known, sorted({name.split(":")[0] for name in columns()}))
    found = found[found["group"].astype(str) == ""]
    label = found["indicator"].astype(str) + ":" + found["nationality"].astype(str)
    wide = pd.DataFrame({"month": found["year_month"].astype(str), "series": label, "value": found["value"]})
    wide = wide.pivot_table(index="month", columns="series", values="value", aggfunc="sum")
    return wide.reindex(index=[known.label(t) for t in range(steps)], columns=columns()).fillna(0.0)


def _origins(world: World) -> list[str] | None:
    return list(SCALE) if set(SCALE) <= set(world.countries) else None


def _scale(world: World) -> Any:
    return SCALE if _origins(world) else world.default_scale


def read(*stores: Path) -> pd.DataFrame:
    """All rows of some stores; what an earlier store holds is not taken from a later one."""
    held = pd.DataFrame(columns=[*KEYS, *columns()])
    for store in stores:
        if store.is_file():
            more = pd.read_csv(store, dtype=dict.fromkeys(KEYS, str))
            known = set(zip(held["cut"], held["policies"], strict=True))
            fresh = [pair not in known for pair in zip(more["cut"], more["policies"], strict=True)]
            held = more[fresh] if held.empty else pd.concat([held, more[fresh]], ignore_index=True)
    return held


def collect(world: World, wanted: Sequence[tuple[str, int, str]], assumed: Assumed, store: Path,
            shipped: Path | None = None, lang: str = "en", seeds: Sequence[int] = SEEDS) -> pd.DataFrame:
    """Paths of every (cut, months, policies); those stored are not run again. The store grows at once."""
    for cut, months, policies in wanted:
        held = read(store, *([shipped] if shipped else []))
        mine = (held["cut"] == cut) & (held["policies"] == policies)
        if mine.any() and held.loc[mine, "year_month"].max() >= shifted(cut, months):
            continue
        print(say("forecast_path", lang, what=f"{cut} {policies}"), file=sys.stderr)
        fresh = simulate(world, cut, months, policies, seeds, assumed, lang)
        own = read(store)
        own = own[(own["cut"] != cut) | (own["policies"] != policies)]
        write(store, fresh if own.empty else pd.concat([own, fresh], ignore_index=True))
    return read(store, *([shipped] if shipped else []))


def write(store: Path, rows: pd.DataFrame) -> None:
    """Write a store, cuts in order; a stopped command leaves the old file or the new one, never half."""
    store.parent.mkdir(parents=True, exist_ok=True)
    part = store.with_suffix(".part")
    rows.sort_values(KEYS).to_csv(part, index=False, lineterminator="\n", float_format="%.10g")
    part.replace(store)


def matrix(paths: pd.DataFrame, cut: str, policies: str) -> pd.DataFrame:
    """One cut as a table: index months, columns series."""
    rows = paths[(paths["cut"] == cut) & (paths["policies"] == policies)].sort_values("year_month")
    return rows.set_index("year_month")[columns()].astype(float)


def smooth(values: np.ndarray, width: int = 3) -> np.ndarray:
    """Centred running mean along the first axis; the ends use what there is."""
    kernel = np.ones(width)
    whole = np.apply_along_axis(np.convolve, 0, values, kernel, mode="same")
    return whole / np.convolve(np.ones(len(values)), kernel, mode="same")[:, None]
