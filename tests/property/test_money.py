"""Money in closed form is the money of month after month: debt, savings, seizure."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_probes import balances, debts
from simulated import copy_of, finish, moment, rows_of, run, start, states

from model.continuum import RELOCATED, SETTLED
from model.households import Flag
from model.ledger import EVENT

MANY = settings(max_examples=200, deadline=None)
FAR = 1e18


def closed(debt: int, months: float, payment: float, rate: float, cap: float = FAR) -> tuple[int, int, bool]:
    out = np.zeros(3)
    debts(debt, float(months), float(payment), rate, cap, out)
    return int(out[0]), int(out[1]), bool(out[2])


def month_by_month(debt: float, months: int, payment: float, rate: float) -> tuple[float, int]:
    """(debt, month in which it is paid off or -1), interest first, then the payment."""
    for month in range(1, months + 1):
        debt = debt * (1.0 + rate) - payment
        if debt <= 1e-9:
            return 0.0, month
    return debt, -1


def test_a_debt_of_7000_at_two_percent():
    """120 a month do not cover the interest of 140: 24 months later it is 7608.44."""
    assert month_by_month(7000, 24, 120, 0.02)[0] == pytest.approx(7608.44, abs=0.01)
    assert abs(closed(7000, 24, 120, 0.02)[0] - 7608.44) < 1.0


@MANY
@given(st.integers(1, 40_000), st.integers(0, 200), st.integers(0, 2000), st.floats(0.001, 0.1))
def test_closed_form_is_the_stepped_debt(debt, months, payment, rate):
    stepped, paid = month_by_month(debt, months, payment, rate)
    left, when, seized = closed(debt, months, payment, rate)
    assert not seized and left >= 0
    assert abs(left - stepped) <= 1.0 + 1e-9 * stepped
    assert when == paid or stepped < 1.0 and abs(when - paid) <= 1


@MANY
@given(st.integers(1, 40_000), st.integers(1, 60), st.integers(0, 500), st.floats(0.001, 0.1))
def test_waiting_in_two_parts_is_waiting_at_once(debt, months, payment, rate):
    """Looking at a household in between changes its debt by rounding only."""
    half = closed(debt, months, payment, rate)[0]
    once = closed(debt, 2 * months, payment, rate)[0]
    twice = closed(half, months, payment, rate)[0] if half else 0
    assert abs(once - twice) <= 2.0 + 2.0 * (1.0 + rate) ** months


@MANY
@given(st.integers(1, 20_000), st.integers(1, 120), st.integers(0, 400), st.floats(0.005, 0.08),
       st.floats(1.05, 3.0))
def test_seizure_comes_with_the_cap_and_ends_the_debt(debt, months, payment, rate, over):
    cap = debt * over
    left, when, seized = closed(debt, months, payment, rate, cap)
    stepped = month_by_month(debt, months, payment, rate)[0]
    if abs(stepped - cap) > 1.0:
        assert seized == (stepped > cap)
    assert not seized or (left, when) == (0, -1)


@MANY
@given(st.integers(1, 20_000), st.integers(0, 100), st.integers(0, 800), st.floats(0.001, 0.08),
       st.integers(1, 500))
def test_paying_more_never_leaves_more_debt(debt, months, payment, rate, more):
    assert closed(debt, months, payment + more, rate)[0] <= closed(debt, months, payment, rate)[0]


def test_parts_of_a_month_lie_between_months():
    values = [closed(5000, n / 4, 150, 0.02)[0] for n in range(41)]
    assert values[0] in (4999, 5000) and values == sorted(values, reverse=True)
    assert abs(values[40] - month_by_month(5000, 10, 150, 0.02)[0]) <= 1.0


def at_home(simulation) -> tuple[np.ndarray, np.ndarray]:
    """(rows, origins) of households that live in their country."""
    rows, origins, _ = rows_of(simulation)
    home = np.isin(states(simulation.households)[rows], (SETTLED, RELOCATED))
    return rows[home], origins[home]


def balance(simulation, h, **fields) -> np.ndarray:
    """f8[n,3] savings, debt, seized of those at home today."""
    rows, origins = at_home(simulation)
    now, columns, bundle, _ = moment(simulation, h, **fields)
    out = np.zeros((len(rows), 3))
    balances(rows, origins, now, columns, bundle, out)
    return out


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_savings_and_debt_are_never_negative(valley_year, seed):
    rng = np.random.default_rng(seed)
    h = copy_of(valley_year.households)
    n = len(h.sav)
    h.sav[:], h.debt[:] = rng.integers(0, 5000, n), rng.integers(0, 20_000, n)
    h.t_ref[:] = rng.integers(-3, valley_year.t + 1, n)
    found = balance(valley_year, h)
    assert (found[:, :2] >= 0).all()
    rows, _ = at_home(valley_year)
    assert (found[:, 0] >= h.sav[rows]).all(), "savings of those at home do not fall between events"


@pytest.fixture(scope="module")
def valley_year(valley):
    return run(valley, months=12)


def test_looking_is_free(valley_year):
    """Reading a balance writes nothing: only a household that acts is brought up to date."""
    before = valley_year.digest()
    first = balance(valley_year, valley_year.households)
    assert np.array_equal(first, balance(valley_year, valley_year.households))
    assert valley_year.digest() == before


def test_nothing_is_saved_while_a_debt_is_paid(valley_year):
    """Savings begin in the month after the debt is gone."""
    rows, _ = at_home(valley_year)
    h = copy_of(valley_year.households)
    h.t_ref[:], h.sav[:], h.debt[:] = 0, 100, 0
    h.ties[:] = 0
    free = balance(valley_year, h)[:, 0]
    h.debt[:] = 4 * h.inc
    indebted = balance(valley_year, h)
    assert (indebted[:, 0] <= free).all() and (indebted[indebted[:, 1] > 0, 0] == 100).all()
    assert (free > 100).mean() > 0.9 and (indebted[:, 1] > 0).mean() > 0.5


def test_savings_are_the_sum_of_months(valley_year):
    """A household without debt and relatives saves its share of every month's income, up to a year's."""
    rows, origins = at_home(valley_year)
    h = copy_of(valley_year.households)
    h.t_ref[:], h.sav[:], h.debt[:], h.ties[:] = 0, 0, 0, 0
    found = balance(valley_year, h)[:, 0]
    place = valley_year.geo.place_origin[h.where[rows]]
    farm = ((h.flags[rows] & Flag.FARM) > 0).astype(int)
    yearly = valley_year.fields.cum_y[valley_year.t, np.where(place >= 0, place, origins), farm] / 1000.0
    share = valley_year.settings["saving_rate"]
    expected = np.minimum(np.floor(share * h.inc[rows] * yearly), 12.0 * h.inc[rows])
    assert np.abs(found - expected).max() <= 1.0


def test_a_hopeless_debt_is_seized_with_the_asset(valley):
    """At 24 incomes and 5000 dollars the lender takes the asset: the debt ends, income and credit fall."""
    simulation = start(valley, scale=3, months=18)
    for _ in range(6):
        simulation.step()
    h = simulation.households
    rows, _ = at_home(simulation)
    h.debt[rows], h.t_ref[rows], h.sav[rows] = 24 * h.inc[rows].astype(int) + 6000, 0, 0
    h.flags[rows] &= ~np.uint32(Flag.ASSET_LOST)
    income, owed = h.inc[rows].copy(), h.debt[rows].copy()
    assert balance(simulation, h)[:, 2].mean() > 0.9
    finish(simulation)
    lost = (h.flags[rows] & Flag.ASSET_LOST) > 0
    assert lost.any() and simulation.history.events[6:, EVENT["asset_seized"]].sum() > 0
    assert (h.inc[rows][lost] == (0.9 * income[lost]).astype(int)).all()
    assert (h.inc[rows][~lost] == income[~lost]).all() and (h.debt[rows][lost] < owed[lost]).all()


def test_closed_form_growth_is_exact():
    """Without payments a debt grows by compound interest."""
    assert abs(closed(1000, 12, 0, 0.03)[0] - 1000 * math.pow(1.03, 12)) <= 1.0
