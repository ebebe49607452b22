"""`python -m experiments.sensitivity key=value ...`: which settings matter, beside their evidence."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from experiments import sweep
from experiments.lib import cli, runfolder
from experiments.lib.calibration.ensemble import NONE
from experiments.lib.config import key, read
from experiments.lib.sensitivity import indices
from experiments.lib.sensitivity.page import write
from experiments.lib.sweep import design as designs
from experiments.lib.sweep import points as run_points
from experiments.lib.sweep import summary
from experiments.lib.sweep.asked import Asked, SweepConfig, asked_of
from experiments.lib.sweep.design import Design, Factor
from experiments.lib.sweep.store import Store
from experiments.lib.words import say
from model.checks import InputError, nearest


@dataclass
class SensitivityConfig(SweepConfig):
    """Keys of a sensitivity analysis, beside those of a sweep."""

    UNUSED: ClassVar[tuple[str, ...]] = (*SweepConfig.UNUSED, "sweep", "plans", "points", "ensemble")

    over: list[str] = key("list", "settings examined: all, calibrated, grades such as JL, or names")
    outcomes: list[str] = key("list", "outcomes looked at (docs: comparisons)")
    trajectories: int = key("whole", "Morris trajectories; runs: trajectories x (settings + 1)", 2, 10_000)
    keep: int = key("whole", "how many of the strongest settings get Sobol indices; 0 none", 0, 200)
    samples: int = key("whole", "Sobol base sample (a power of two); runs: samples x (keep + 2)", 4, 100_000)


@dataclass
class Screened:
    """Both stages: settings, tables, how well they have settled."""

    names: list[str]
    outcomes: list[str]
    morris: pd.DataFrame
    overlap: float
    sobol: pd.DataFrame | None
    kept: list[str]
    runs: int
    thin: list[str]
    """Outcomes of too few simulated persons: shown, but not used to rank settings."""

    @property
    def counted(self) -> list[str]:
        """Outcomes that rank settings: enough is simulated, and something moves them."""
        moved = self.morris.groupby("outcome")["mu_star"].max()
        return [outcome for outcome in self.outcomes if outcome not in self.thin and moved[outcome] > 0]


def main(arguments: list[str]) -> int:
    """Screen all settings, then the strongest ones in depth; tables, pictures and the research agenda."""
    began = time.perf_counter()
    indices.needs_salib()
    config = read(arguments, SensitivityConfig, "sensitivity")
    names, outcomes = chosen(config.over), checked_outcomes(config.outcomes)
    first = stage(config, names, indices.morris_sample(names, config.trajectories, config.seed), "morris")
    manifest = first.manifest("sensitivity", arguments) | {"results_code": first.base.code}
    with runfolder.guarded(runfolder.create(first.path.parent / "findings", manifest, anew=True)) as folder:
        screened = screen(config, arguments, first, names, outcomes)
        folder.write_table("morris", screened.morris)
        if screened.sobol is not None:
            folder.write_table("sobol", screened.sobol)
        write(folder, screened, first, config.lang)
        folder.finish()
    print(say("sensitivity_done", config.lang, seconds=time.perf_counter() - began, runs=screened.runs,
              path=folder.path / "report.html"))
    return 0


def chosen(words: Sequence[str]) -> list[str]:
    """Names of settings; words as in a design. Raises InputError."""
    known = designs.BY_NAME
    names = [name for word in words
             for name in ([word] if word in known else designs.named_settings(word, "over"))]
    return list(dict.fromkeys(names))


def checked_outcomes(names: Sequence[str]) -> list[str]:
    """The outcomes; InputError with the nearest name."""
    for name in names:
        if name not in summary.ALL:
            raise InputError(f"outcomes: unknown '{name}'. {nearest(name, summary.ALL)} "
                             f"Known: {', '.join(summary.ALL)}.")
    return list(names)


def stage(config: SensitivityConfig, names: Sequence[str], shares: np.ndarray, label: str) -> Asked:
    """A sweep of one stage, in a folder of its own beside that of the other stage."""
    factors = tuple(designs.prior(name) for name in names)
    title = {lang: say(f"sensitivity_{label}", lang) for lang in ("en", "es")}
    content = {"stage": label, "settings": list(names), "rows": len(shares), "seed": config.seed}
    made = Design(label, "draws", title, {"en": "", "es": ""}, factors, draws_of(factors, shares), content)
    out = config.out or str(_default_path(config, made))
    return asked_of(replace(config, out=f"{out}/{label}", ensemble=NONE), made)


def draws_of(factors: Sequence[Factor], shares: np.ndarray) -> tuple[designs.Draw, ...]:
    """Points of the settings' ranges at shares f8[rows, D]."""
    return tuple(designs.from_cube(factors, shares))


def _default_path(config: SensitivityConfig, made: Design) -> str:
    asked = asked_of(replace(config, out="unused", ensemble=NONE), replace(made, draws=({},)))
    return str(runfolder.default_path("sensitivity", f"{asked.job.world.name}-{config.plan}",
                                             {"settings": made.content["settings"], "months": asked.base.months,
                                              "scale": asked.base.scale, "start": asked.base.start,
                                              "trajectories": config.trajectories, "seed": config.seed}))


def screen(config: SensitivityConfig, arguments: list[str], first: Asked, names: list[str],
           outcomes: list[str]) -> Screened:
    """Run both stages through the store; what is stored is not made again."""
    shares = indices.morris_sample(names, config.trajectories, config.seed)
    values = swept(arguments, first, outcomes)
    thin = summary.thin(values, outcomes, first.base.scale)
    morris = indices.morris_table(names, shares, values, outcomes)
    morris.loc[morris["outcome"].isin(thin), "relative"] = 0.0
    same = indices.overlap(names, shares, values, outcomes, config.keep)
    kept, sobol, runs = indices.ranked(morris)[: config.keep], None, len(first.points)
    if kept:
        second = stage(config, kept, indices.sobol_sample(kept, config.samples, config.seed), "sobol")
        sobol = indices.sobol_table(kept, swept(arguments, second, outcomes), outcomes)
        runs += len(second.points)
    return Screened(names, outcomes, morris, same, sobol, kept, runs, thin)


def swept(arguments: list[str], asked: Asked, outcomes: Sequence[str]) -> np.ndarray:
    """f8[rows, K] outcomes of every row of a stage, the mean over its seeds; nan where a run failed."""
    sweep.run(arguments, asked, "sensitivity")
    results = summary.read(Store(asked.path), asked.points)
    columns = [summary.ALL.index(outcome) for outcome in outcomes]
    rows: dict[object, list[np.ndarray]] = {}
    for point, values in zip(results.points, results.window[:, columns], strict=True):
        rows.setdefault((point.values, point.switches), []).append(values)
    missing = [np.full(len(outcomes), np.nan)]
    return np.array([np.mean(rows.get(run_points.assumptions(asked.job.settings, draw), missing), axis=0)
                     for draw in asked.design.draws])


if __name__ == "__main__":
    sys.exit(cli.command(main, SensitivityConfig, "sensitivity", "sensitivity"))
