"""Intervals over seeds: order statistics with a known coverage."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.lib.intervals import coverage, interval


def test_ten_seeds_give_lowest_and_highest() -> None:
    low, high = interval(np.arange(10.0)[None, :])
    assert (low[0], high[0]) == (0, 9)
    assert coverage(10) == pytest.approx(9 / 11)


@pytest.mark.parametrize("seeds", [10, 30, 100])
def test_a_further_run_falls_inside_as_often_as_said(seeds: int) -> None:
    draws = np.random.default_rng(5).normal(size=(4000, seeds + 1))
    low, high = interval(draws[:, :-1])
    inside = ((draws[:, -1] >= low) & (draws[:, -1] <= high)).mean()
    assert inside == pytest.approx(coverage(seeds), abs=0.02)


def test_unknown_values_are_left_out() -> None:
    low, high = interval(np.array([[np.nan, 2.0, 1.0, 3.0], [np.nan] * 4]))
    assert (low[0], high[0]) == (1, 3)
    assert np.isnan(low[1]) and np.isnan(high[1])


def test_one_run_is_no_range() -> None:
    low, high = interval(np.array([[7.0], [np.nan]]))
    assert np.isnan(low).all() and np.isnan(high).all()
