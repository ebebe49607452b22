"""The search for the frontier: every generation is a sweep over draws and paired seeds, through one store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec

import numpy as np

from experiments.lib.compare.outcomes import KEYS
from experiments.lib.discover.robust import HARM
from experiments.lib.optimise.portfolios import snapped
from experiments.lib.sweep.reading import COST
from experiments.lib.sweep.summary import ALL, Results
from model.checks import InputError

OBJECTIVES = ("cost", "arrivals", "harm", "reintegrated")
"""Cost, irregular arrivals, harm, sustained reintegration; the frontier has no order among them."""
BAD_SIDE = 0.75
"""Each objective is read at this quantile over draws, on its bad side: robust, not best on average."""
HUGE = 1e15
"""Stands for a portfolio whose runs failed: never chosen."""


def needs_pymoo() -> None:
    """InputError with the install command if pymoo is missing."""
    if not find_spec("pymoo"):
        raise InputError("optimise needs pymoo: pip install 'vaiven[decide]'")


@dataclass
class Scores:
    """Paired differences of one portfolio to the baseline, f8[draws] each (the mean over seeds)."""

    cost: np.ndarray
    arrivals: np.ndarray
    harm: np.ndarray
    reintegrated: np.ndarray
    parts: dict[str, float] = field(default_factory=dict)
    """Mean relative change of every harm."""

    def objectives(self) -> np.ndarray:
        """f8[4] to be made small: the bad side over draws; reintegration with its sign turned."""
        return np.array([np.quantile(part, BAD_SIDE) for part in
                         (self.cost, self.arrivals, self.harm, -self.reintegrated)])

    def means(self) -> dict[str, float]:
        """Mean differences over draws."""
        return {name: float(getattr(self, name).mean()) for name in OBJECTIVES}


def scores(results: Results, plan: str, baseline: str, harms: Sequence[str] = HARM) -> Scores | None:
    """Scores of a plan; None if a run of it failed. Harm: mean of the relative changes of the harms, equal weights."""
    rows, twins = results.pairs(plan, baseline)
    if not len(rows) or len(rows) < len(results.of_plan(baseline)):
        return None
    draws = results.draws[rows]
    change = _by_draw(results.window[rows] - results.window[twins], draws)
    base = _by_draw(results.window[twins], draws)
    harm = [_relative(change[:, KEYS.index(key)], base[:, KEYS.index(key)]) for key in harms]
    return Scores(change[:, ALL.index(COST)], change[:, KEYS.index("arrivals")], np.mean(harm, axis=0),
                  change[:, KEYS.index("reintegrated")],
                  {key: float(part.mean()) for key, part in zip(harms, harm, strict=True)})


def _by_draw(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    return np.stack([values[draws == draw].mean(axis=0) for draw in np.unique(draws)])


def _relative(change: np.ndarray, base: np.ndarray) -> np.ndarray:
    return np.divide(change, base, out=np.zeros_like(change), where=base > 0)


Evaluate = Callable[[Sequence[np.ndarray]], list[Scores | None]]


@dataclass
class Found:
    """Everything that was tried, by strengths, and which of it no other beats within the budget."""

    tried: dict[tuple[float, ...], Scores | None]
    budget: float

    def within(self) -> list[tuple[float, ...]]:
        """Portfolios whose cost stays in the budget, on the bad side of the draws."""
        return [one for one, scored in self.tried.items() if scored and scored.objectives()[0] <= self.budget]

    def frontier(self) -> list[tuple[float, ...]]:
        """Portfolios in the budget that no other one in it beats in all four objectives, cheapest first."""
        kept = self.within()
        table = np.array([_of(self.tried[one]) for one in kept])
        best = [one for n, one in enumerate(kept)
                if not ((table <= table[n]).all(axis=1) & (table < table[n]).any(axis=1)).any()]
        return sorted(best, key=lambda one: float(_of(self.tried[one])[0]))


def _of(scored: Scores | None) -> np.ndarray:
    return np.full(len(OBJECTIVES), HUGE) if scored is None else scored.objectives()


def search(count: int, evaluate: Evaluate, budget: float, population: int, generations: int, seed: int) -> Found:
    """NSGA-II over strengths 0 to 1 of `count` packages; the first generation holds nothing, and each package alone."""
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.evaluator import Evaluator
    from pymoo.core.problem import Problem
    from pymoo.problems.static import StaticProblem

    problem = Problem(n_var=count, n_obj=len(OBJECTIVES), n_ieq_constr=1, xl=np.zeros(count),
                      xu=np.ones(count))
    begin = np.concatenate([np.zeros((1, count)), np.eye(count)])
    more = np.random.default_rng(seed).random((max(0, population - len(begin)), count)) / 2
    algorithm = NSGA2(pop_size=max(population, len(begin)), sampling=np.concatenate([begin, more]))
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)
    found = Found({}, budget)
    while algorithm.has_next():
        asked = algorithm.ask()
        strengths = [tuple(row) for row in snapped(asked.get("X")).tolist()]
        new = [one for one in dict.fromkeys(strengths) if one not in found.tried]
        found.tried |= dict(zip(new, evaluate([np.array(one) for one in new]), strict=True))
        values = np.array([_of(found.tried[one]) for one in strengths])
        Evaluator().eval(StaticProblem(problem, F=values, G=values[:, :1] - budget), asked)
        algorithm.tell(infills=asked)
    return found
