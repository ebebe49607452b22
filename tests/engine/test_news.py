"""News of those who get in: what it makes of hope, and that nothing is news in the first year."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model.feedbacks import BASE_MONTHS, POOLING, update_beliefs, update_news
from model.field_home import hope
from model.settings import make

PEOPLE = np.array([1e6, 1e6])
"""Residents of two countries."""


def heard(*entered: float, kind: int = 1) -> SimpleNamespace:
    """Feedback state after months in which so many parties of country 0 got in to country 1."""
    state = SimpleNamespace(steps=0, entering=np.zeros((2, 3, 2)), entering_base=np.zeros((2, 3, 2)),
                            belief=np.full((2, 3, 2), 0.5), belief_ref=np.full((2, 3, 2), 0.5))
    for parties in entered:
        books = SimpleNamespace(trips=np.zeros((2, 3, 2, 2)))
        books.trips[0, kind, 1, 1] = parties
        state.steps += 1
        update_news(state, books, 1.0)
    return state


def hopes(state: SimpleNamespace, **settings: float) -> np.ndarray:
    """f8[2,3,2] hope with everything but the news at its start."""
    return hope(state, PEOPLE, make(settings))


def test_in_the_first_year_nothing_is_news():
    assert hopes(heard(*[10.0, 1000.0] * 6)) == pytest.approx(1.0)


def test_ten_times_as_many_draw_others_with_the_elasticity():
    state = heard(*[1000.0] * BASE_MONTHS, *[10000.0] * 120)
    assert hopes(state, eta_E=0.5)[0, 1, 1] == pytest.approx(np.sqrt(10), rel=0.02)
    assert hopes(state, eta_E=0.0) == pytest.approx(1.0)


def test_only_the_own_nationality_and_destination_hear_and_other_kinds_less():
    state = heard(*[1000.0] * BASE_MONTHS, *[10000.0] * 24)
    found = hopes(state, eta_E=0.5)
    assert found[1] == pytest.approx(1.0) and found[0, :, 0] == pytest.approx(1.0)
    assert state.entering[0, 0, 1] == pytest.approx(POOLING * state.entering[0, 1, 1])


def test_a_few_cases_are_no_wave():
    """From nobody to five parties a month among a million residents: under the floor of news."""
    few = heard(*[0.0] * BASE_MONTHS, *[5.0] * 120)
    many = heard(*[0.0] * BASE_MONTHS, *[5000.0] * 120)
    assert hopes(few, eta_E=0.2)[0, 1, 1] < 1.2 < 3.0 < hopes(many, eta_E=0.2)[0, 1, 1]


def test_news_is_forgotten_when_nobody_gets_in():
    busy = heard(*[1000.0] * BASE_MONTHS, *[10000.0] * 24)
    closed = heard(*[1000.0] * BASE_MONTHS, *[10000.0] * 24, *[0.0] * 36)
    assert hopes(closed)[0, 1, 1] < 1.0 < hopes(busy)[0, 1, 1]


def believed(start: float, trips: float, entered: float, months: int) -> float:
    """Perceived success of country 0 towards country 1, .5 at the start of the run, after months of such trips."""
    state = SimpleNamespace(belief=np.full((2, 3, 2), start), belief_ref=np.full((2, 3, 2), 0.5),
                            risk=np.zeros((2, 2)), harm_seen=np.zeros((2, 2, 2)))
    books = SimpleNamespace(trips=np.zeros((2, 3, 2, 2)), harm_trips=np.zeros((2, 2, 2)))
    books.trips[0, 1, 1] = trips, entered
    for _ in range(months):
        update_beliefs(state, books, half_life=4.0, risk_half_life=6.0, m_0=50.0, dt=1.0)
    return float(state.belief[0, 1, 1])


def test_perceived_success_follows_what_many_find():
    assert believed(0.5, 10_000.0, 1_000.0, 24) == pytest.approx(0.1, abs=0.01)


def test_no_news_is_no_bad_news():
    """A nationality that hardly anybody leaves any more does not believe for ever that nobody gets in."""
    assert believed(0.02, 0.0, 0.0, 4) == pytest.approx(0.26, abs=0.01)
    assert believed(0.02, 0.0, 0.0, 48) == pytest.approx(0.5, abs=0.01)
    assert believed(0.5, 5.0, 0.0, 48) > 0.4
