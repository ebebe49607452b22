"""Whole numbers that add up: the allocation helpers of the population synthesis."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.population_allocation import (
    LARGEST_HOUSEHOLD,
    binomial,
    carry_rounding,
    child_cells,
    largest_remainder,
    share_out,
    size_counts,
    size_shares,
    stride,
    tilt,
)

QUICK = settings(max_examples=60, deadline=None)
AMOUNTS = st.lists(st.floats(0, 500), min_size=1, max_size=30).map(np.array)
CLASSES = st.lists(st.floats(0.02, 1), min_size=4, max_size=4).map(lambda x: np.array(x) / sum(x))


@QUICK
@given(AMOUNTS)
def test_largest_remainder_keeps_the_sum_and_stays_within_one(expected):
    whole = largest_remainder(expected)
    total = round(float(expected.sum()))
    assert whole.sum() == (total if total > 0 else 0)
    if total > 0:
        scaled = expected * total / expected.sum()
        assert np.abs(whole - scaled).max() < 1 + 1e-6


@QUICK
@example(np.array([1.1e-308]), 2)
@given(AMOUNTS, st.integers(0, 10_000))
def test_largest_remainder_meets_a_given_total(expected, total):
    whole = largest_remainder(expected, total)
    assert (whole >= 0).all()
    assert whole.sum() == (total if expected.sum() > 0 else 0)


@QUICK
@given(AMOUNTS)
def test_carry_rounding_meets_every_stretch_within_one(expected):
    whole = carry_rounding(expected)
    gaps = np.concatenate([[0.0], np.cumsum(whole) - np.cumsum(expected)])
    assert (whole >= 0).all()
    assert gaps.max() - gaps.min() <= 1 + 1e-6


@QUICK
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=22),
       st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_share_out_meets_columns_exactly_and_rows_closely(weights, totals):
    weights = np.array(weights) / sum(weights)
    shared = share_out(weights, np.array(totals))
    assert (shared >= 0).all()
    assert (shared.sum(axis=0) == totals).all()
    assert np.abs(shared.sum(axis=1) - weights * sum(totals)).max() < 2


@QUICK
@given(CLASSES, st.floats(1.2, 6.5))
def test_tilt_meets_the_mean(classes, mean):
    sizes = np.arange(1.0, LARGEST_HOUSEHOLD + 1)
    tilted = tilt(size_shares(classes), sizes, mean)
    assert tilted.sum() == pytest.approx(1)
    assert (tilted * sizes).sum() == pytest.approx(mean, abs=1e-6)


@QUICK
@given(CLASSES, st.integers(1, 3000), st.floats(1, 7), st.floats(0, 0.6))
def test_sizes_and_children_meet_persons_exactly(classes, households, mean, share):
    persons = max(households, round(households * mean))
    counts = size_counts(size_shares(classes), households, persons)
    sizes = np.arange(1, LARGEST_HOUSEHOLD + 1)
    assert counts.sum() == households
    assert (counts * sizes).sum() == persons
    cells = child_cells(counts, round(share * persons))
    assert (cells >= 0).all()
    assert (cells.sum(axis=1) == counts).all()
    assert not np.triu(cells, 1).any(), "an adult in every household"
    assert (cells * np.arange(len(cells))).sum() == min(round(share * persons), persons - households)


@QUICK
@given(st.integers(1, 5000), st.integers(0, 2))
def test_stride_visits_everything_once(count, ratio):
    step = stride(count, ratio)
    assert math.gcd(step, count) == 1
    assert len({(step * i + 7) % count for i in range(count)}) == count


def test_stride_spreads_evenly():
    count, step = 1000, stride(1000)
    ranks = (step * np.arange(count)) % count
    for first in range(0, count, 100):
        histogram = np.histogram(ranks[first:first + 100], bins=10, range=(0, count))[0]
        assert histogram.min() >= 7 and histogram.max() <= 13


def test_binomial_adds_up():
    chances = binomial(6, 0.3)
    assert chances.sum() == pytest.approx(1)
    assert (chances * np.arange(7)).sum() == pytest.approx(1.8)


def test_nothing_to_share():
    assert largest_remainder(np.zeros(3)).sum() == 0
    assert size_counts(np.ones(LARGEST_HOUSEHOLD) / LARGEST_HOUSEHOLD, 0, 0).sum() == 0
