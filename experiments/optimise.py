"""`python -m experiments.optimise budget=<million US$ a year>`: the best portfolios and their frontier."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from experiments.lib import cli, files
from experiments.lib.config import key, read
from experiments.lib.discover.robust import counted_harms
from experiments.lib.optimise import search as searching
from experiments.lib.optimise.page import Told, tables, write
from experiments.lib.optimise.portfolios import Package, packages_of, written
from experiments.lib.optimise.search import Found, Scores
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep import design as designs
from experiments.lib.sweep import points as run_points
from experiments.lib.sweep import summary
from experiments.lib.sweep.asked import Asked, SweepConfig, asked_of
from experiments.lib.sweep.conduct import Order, conduct
from experiments.lib.sweep.engines import engine_of, where_of
from experiments.lib.sweep.store import Store, opened
from experiments.lib.words import say
from model.checks import InputError

MILLION = 1e6


@dataclass
class OptimiseConfig(SweepConfig):
    """Keys of a search, beside those of a sweep: `plans` are the packages, `plan` is the baseline."""

    UNUSED: ClassVar[tuple[str, ...]] = (*SweepConfig.UNUSED, "sweep")

    plans: list[str] = key("list", "plans to choose from: names in conf/plan/ or YAML files")
    budget: int = key("whole", "million US$ of 2021 a year, all payers, beyond the baseline", 1, 10**6)
    by: str = key("text", "what is funded or not: whole plans, or each lever of them", choices=("plan", "lever"))
    population: int = key("whole", "portfolios of a generation", 4, 1000)
    generations: int = key("whole", "generations", 1, 1000)


@dataclass
class Evaluator:
    """Runs portfolios under every draw and seed through the store."""

    asked: Asked
    packages: list[Package]
    store: Store
    folder: RunFolder
    order: Order
    points: dict[str, run_points.Point]
    harms: list[str] = field(default_factory=list)
    """Harms that are counted well enough at this scale; known after the first runs"""

    def __call__(self, strengths: Sequence[np.ndarray]) -> list[Scores | None]:
        """Scores of portfolios, in order."""
        sources = [written(self.store.path / "plans", self.packages, one.tolist()) for one in strengths]
        asked, seeds = self.asked, sorted({point.seed for point in self.asked.points})
        points = run_points.points_of(asked.job, asked.base, [asked.config.plan, *sources], asked.design.draws, seeds)
        self.points |= {point.key: point for point in points}
        conduct(self.store, self.folder, Order(asked.base, points, self.order.engine, self.order.workers,
                                               self.order.limit_s, self.order.lang, keep=True))
        results = summary.read(self.store, points)
        self.harms = self.harms or counted_harms(results, asked.baseline, asked.base.scale)
        return [searching.scores(results, Path(source).stem, asked.baseline, self.harms) for source in sources]


def main(arguments: list[str]) -> int:
    """Search, then write frontier, what is not funded and why, and the comparison with the documented plans."""
    began = time.perf_counter()
    searching.needs_pymoo()
    config = read(arguments, OptimiseConfig, "optimise")
    if not config.plans:
        raise InputError("plans: name the plans to choose from, e.g. plans=[integration,reintegration,visas].")
    packages = packages_of(config.plans, config.by)
    if not packages:
        raise InputError(f"plans = [{','.join(config.plans)}]: none of them has a lever of its own to fund.")
    asked = _asked(config)
    years = (asked.base.months - (asked.base.since - asked.job.whole.month_of(asked.base.start))) / 12.0
    with opened(asked.path, asked.manifest("optimise", arguments)) as (store, folder):
        evaluate = _evaluator(asked, packages, store, folder)
        found = searching.search(len(packages), evaluate, config.budget * MILLION * years, config.population,
                                 config.generations, config.seed)
        told = Told(asked, packages, found, _documented(evaluate, packages, found), years,
                    evaluate.harms)
        _leave(folder, evaluate, told)
    print(say("optimise_done", config.lang, seconds=time.perf_counter() - began, tried=len(found.tried),
              runs=len(evaluate.points), path=asked.path / "report.html"))
    return 0


def _asked(config: OptimiseConfig) -> Asked:
    """The draws of the search: `points` of a Latin hypercube over judged and weak settings; 1: the defaults."""
    count = config.points or 1
    content: dict[str, Any] = {"title_en": "Portfolio search", "title_es": "Búsqueda de carteras", "design": "once"}
    if count > 1:
        content |= {"design": "latin", "vary": {"settings": "JL"}, "points": count}
    baseline, plans = config.plan, config.plans
    config.plans = [baseline, *plans]
    asked = asked_of(config, designs.make(content, "optimise", count if count > 1 else None))
    config.plans = plans
    return asked


def _evaluator(asked: Asked, packages: list[Package], store: Store, folder: RunFolder) -> Evaluator:
    where = where_of(asked.config.on, asked.config.workers, asked.slurm)
    order = Order(asked.base, asked.points, engine_of(where), where.workers, asked.config.limit_s, asked.config.lang)
    return Evaluator(asked, packages, store, folder, order, {})


def _documented(evaluate: Evaluator, packages: list[Package], found: Found) -> dict[str, Scores | None]:
    """Scores of every documented plan whole: all of its packages at full strength."""
    plans = list(dict.fromkeys(package.plan for package in packages))
    whole = {plan: tuple(1.0 if package.plan == plan else 0.0 for package in packages) for plan in plans}
    new = [one for one in whole.values() if one not in found.tried]
    found.tried |= dict(zip(new, evaluate([np.array(one) for one in new]), strict=True)) if new else {}
    return {plan: found.tried[one] for plan, one in whole.items()}


def _leave(folder: RunFolder, evaluate: Evaluator, told: Told) -> None:
    points = list(evaluate.points.values())
    files.write_parquet(folder.path / "design.parquet", run_points.table(points))
    files.write_csv(folder.path / "design.csv", run_points.table(points))
    for name, table in tables(told).items():
        folder.write_table(name, table)
    write(folder, told, told.asked.config.lang)
    folder.finish()


if __name__ == "__main__":
    sys.exit(cli.command(main, OptimiseConfig, "optimise", "optimise"))
