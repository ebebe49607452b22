"""What the page holds against each other: the same seeds and the same months of both plans."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.reading import ARRAYS, Months
from experiments.lib.demo.service import Result


def months(count: int, level: float = 1.0) -> Months:
    arrays = {name: np.full((count, 2), level) for name in ARRAYS}
    return Months(**arrays, arcs=[np.zeros((0, 4))] * count, costs=[{("USA", "reception"): level}] * count)


def side_by_side(pairs: list, a: list[Months], b: list[Months]) -> list[list[Months]]:
    known = SimpleNamespace(pairs=lambda: pairs, months=lambda side: (a, b)[side])
    return Visit.side_by_side(known)  # type: ignore[arg-type]


def test_before_a_pair_is_complete_only_months_that_both_have_count() -> None:
    first, second = side_by_side([], [months(90), months(90), months(90)], [months(12)])
    assert [len(run) for run in first] == [len(run) for run in second] == [12]
    assert len(first[0].costs) == len(first[0].arcs) == 12 and first[0].outcomes.shape == (12, 2)
    assert side_by_side([], [months(90)], []) == [[], []]


def test_then_only_complete_pairs_count() -> None:
    pairs = [(seed, Result(months(90, seed), complete=True), Result(months(90, -seed), complete=True))
             for seed in (1, 2)]
    first, second = side_by_side(pairs, [months(90)] * 4, [months(90), months(90), months(30)])
    assert [run.outcomes[0, 0] for run in first] == [1, 2] and [run.outcomes[0, 0] for run in second] == [-1, -2]
