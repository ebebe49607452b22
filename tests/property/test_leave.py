"""Leaving home: the wish and the means are kept apart, and each moves the way it should."""

from __future__ import annotations

import numpy as np
import pytest
from rule_probes import act_with, again_factors, gates, removal_rates, wishes
from simulated import copy_of, moment, rows_of, run, states

from model.bundles import pack
from model.continuum import IN_TRANSIT, IRREGULAR, LAWFUL, SETTLED, WATCHED
from model.households import NEVER, Flag


@pytest.fixture(scope="module")
def year(valley):
    return run(valley, scale=3, months=12)


def settled(simulation) -> tuple[np.ndarray, np.ndarray]:
    """(rows, origins) of households at home that never left."""
    rows, origins, _ = rows_of(simulation)
    chosen = simulation.households.state[rows] == SETTLED
    return rows[chosen], origins[chosen]


def leavers(simulation, h, settings=None) -> tuple[np.ndarray, np.ndarray]:
    """(rows on their way, columns): everybody at home decides with the smallest draw, all wish to leave."""
    rows, origins = settled(simulation)
    now, columns, bundle, books = moment(simulation, h, {"alpha_0": 60.0, **(settings or {})})
    act_with(rows, origins, np.zeros(len(rows)), now, columns, bundle, books)
    return rows[states(h)[rows] == IN_TRANSIT], h


def destitute(simulation):
    """Nothing saved, no lender, no relative, no tries left."""
    h = copy_of(simulation.households)
    h.sav[:], h.ties[:], h.tries[:], h.t_ref[:] = 0, 0, 0, simulation.t
    h.flags[:] |= Flag.ASSET_LOST
    return h


def rich(simulation):
    h = copy_of(simulation.households)
    h.sav[:], h.debt[:], h.t_ref[:] = 90_000, 0, simulation.t
    return h


def test_nobody_without_means_leaves_with_a_guide(year):
    """However great the wish: no savings, no credit, no help, no tries left, no guide."""
    rows, h = leavers(year, destitute(year))
    assert not (h.flags[rows] & Flag.GUIDED).any()


def test_with_means_guides_are_taken_as_often_as_their_rates_say(year):
    """The same people and luck with money: the gate was the reason."""
    rows, h = leavers(year, rich(year))
    rates = year.fields.rate.sum(axis=(0, 1))
    guided = ((h.flags[rows] & Flag.GUIDED) > 0).mean()
    assert len(rows) > 1000 and guided == pytest.approx(rates[0::2].sum() / rates.sum(), abs=0.08)


def test_a_journey_alone_needs_its_fares_too(year):
    """No way costs nothing: the destitute stay whatever the channel."""
    rows, _ = leavers(year, destitute(year))
    prices = year.fields.price[year.fields.rate[:, :, 1] > 0][:, 1]
    assert prices.min() > 0 and len(rows) == 0


def test_tries_left_under_a_fee_are_a_way_without_money(year):
    """A guide's three tries are paid for once."""
    h = destitute(year)
    h.tries[:] = 2
    rows, h = leavers(year, h)
    assert len(rows) > 50 and (h.flags[rows] & Flag.GUIDED).all()
    assert (h.tries[rows] & 3 == 2).all(), "tries are used up at the border, not at home"


def test_children_alone_need_close_family_where_they_go(year):
    h = rich(year)
    h.ties[:] = 0
    rows, h = leavers(year, h)
    alone = h.party[rows] >> 4 == 0
    assert not alone.any() and not (h.flags[rows] & Flag.UNACCOMPANIED).any()
    h = rich(year)
    h.ties[:] = 0xFF
    rows, h = leavers(year, h)
    alone = h.party[rows] >> 4 == 0
    assert alone.any() and np.array_equal(alone, (h.flags[rows] & Flag.UNACCOMPANIED) > 0)


def test_families_have_children_and_no_party_is_larger_than_its_household(year):
    rows, h = leavers(year, rich(year))
    grown, small = h.party[rows] >> 4, h.party[rows] & 15
    assert (grown <= h.members[rows] >> 4).all() and (small <= h.members[rows] & 15).all()
    assert (grown + small > 0).all() and (small > 0).any()


def test_those_who_pay_a_guide_are_poorer_by_its_price(year):
    """Savings first, then help, then debt: money does not appear."""
    before = rich(year)
    rows, after = leavers(year, copy_of(before))
    guided = rows[(after.flags[rows] & Flag.GUIDED) > 0]
    assert (after.sav[guided] < before.sav[guided]).all() and (after.debt[guided] == 0).all()


def wish_of(simulation, h=None, settings=None, **fields) -> np.ndarray:
    rows, origins = settled(simulation)
    now, columns, bundle, _ = moment(simulation, h, settings, **fields)
    out = np.zeros(len(rows))
    wishes(rows, origins, now, columns, bundle, out)
    return out


def test_the_wish_is_a_share(year):
    wish = wish_of(year)
    assert (wish > 0).all() and (wish < 1).all() and wish.std() > 0.05


def test_ties_raise_the_wish(year):
    """Close family abroad, without what it sends home."""
    none, family = copy_of(year.households), copy_of(year.households)
    none.ties[:], family.ties[:] = 0, 1
    still = {"sigma_m": 0.0}
    assert (wish_of(year, family, still) > wish_of(year, none, still)).all()


@pytest.mark.parametrize(("field", "change", "direction"), [
    ("violence_term", 0.5, 1), ("victim_p", 0.3, 1), ("ln_omega", 0.2, 1), ("price_level", 0.2, 1)])
def test_the_wish_rises_with(year, field, change, direction):
    """Violence around, victims in the household, income abroad; dear prices make the same cash worth less."""
    more = wish_of(year, **{field: getattr(year.fields, field) + change})
    assert (direction * (more - wish_of(year)) >= 0).all()
    assert (direction * (more - wish_of(year)) > 0).any()


def test_the_wish_falls_with_income_at_home(year):
    richer = copy_of(year.households)
    richer.inc[:] = np.minimum(60_000, 2 * richer.inc.astype(int))
    assert (wish_of(year, richer) < wish_of(year)).all()


def test_hump_within_is_a_named_variant(year):
    """The switch lowers the wish where incomes have grown, beyond what income itself does."""
    y = np.full_like(year.fields.y, 1.5)
    off, on = (wish_of(year, None, {"hump_within": value}, y=y) for value in (0.0, 1.0))
    assert (on < off).all()


def gate_of(simulation, h, settings=None, **fields) -> np.ndarray:
    rows, origins = settled(simulation)
    now, columns, bundle, _ = moment(simulation, h, settings, **fields)
    out = np.zeros((len(rows), 2))
    gates(rows, origins, now, columns, bundle, out)
    return out


def test_the_money_gate_opens_with_savings_and_closes_with_prices(year):
    h = copy_of(year.households)
    h.debt[:], h.t_ref[:] = 0, year.t
    open_rates = []
    for savings in (0, 500, 2000, 8000, 60_000):
        h.sav[:] = savings
        open_rates.append(gate_of(year, h)[:, 1])
    assert all((more >= less).all() for less, more in zip(open_rates, open_rates[1:], strict=False))
    assert (open_rates[-1] > open_rates[0]).mean() > 0.3
    h.sav[:] = 2000
    dear = gate_of(year, h, price=year.fields.price * 3.0)[:, 1]
    assert (dear <= gate_of(year, h)[:, 1]).all() and (dear < gate_of(year, h)[:, 1]).any()


def test_debt_uses_up_the_credit_line(year):
    h = copy_of(year.households)
    h.t_ref[:], h.sav[:], h.debt[:] = year.t, 0, 0
    free = gate_of(year, h)[:, 0]
    h.debt[:] = 3000
    assert (gate_of(year, h)[:, 0] <= free).all() and (free > 0).all()


def test_help_of_relatives_opens_gates(year):
    h = copy_of(year.households)
    h.ties[:], h.sav[:], h.t_ref[:] = 0xFF, 0, year.t
    none, much = (gate_of(year, h, {"kappa_h": help_given})[:, 1] for help_given in (0.0, 9000.0))
    assert (much >= none).all() and (much > none).mean() > 0.3


def factors(simulation, h) -> np.ndarray:
    rows, _ = settled(simulation)
    out = np.zeros(len(rows))
    now, columns, _, _ = moment(simulation, h)
    again_factors(rows, now, columns, pack(simulation.builder.kernel_settings), out)
    return out


def returned(simulation, months_ago: int = 3, score: int = 125):
    h = copy_of(simulation.households)
    h.t_ret[:] = simulation.t - months_ago
    h.rss_e[:], h.rss_s[:], h.rss_p[:] = score, score, score
    h.away[:], h.debt[:] = 24, 0
    h.flags[:] &= ~np.uint32(Flag.DEST_CHILD | Flag.SANCTIONED | Flag.FORCED)
    return h


@pytest.mark.parametrize("change", ["scores", "children abroad", "time", "sanction"])
def test_leaving_again(year, change):
    """Better reintegration, time and a sanction hold people back; a child abroad draws them away."""
    base, other = returned(year), returned(year, months_ago=40 if change == "time" else 3)
    if change == "scores":
        other = returned(year, score=230)
    if change == "children abroad":
        other.flags[:] |= Flag.DEST_CHILD
        assert (factors(year, other) > factors(year, base)).all()
        return
    if change == "sanction":
        other.flags[:] |= Flag.SANCTIONED
    assert (factors(year, other) < factors(year, base)).all()


def removal_of(simulation, state: int, years: float, order: bool = False) -> np.ndarray:
    rows, origins = settled(simulation)
    h = copy_of(simulation.households)
    h.flags[:] &= ~np.uint32(Flag.ORDER)
    if order:
        h.flags[:] |= Flag.ORDER
    now, columns, bundle, _ = moment(simulation, h)
    out = np.zeros(len(rows))
    removal_rates(rows, origins, state, simulation.world.hub, years, columns, bundle, out)
    return out


def test_removal_is_for_irregular_parties_and_falls_with_years(year):
    assert (removal_of(year, LAWFUL, 1.0) == 0).all()
    young, old = removal_of(year, IRREGULAR, 0.5), removal_of(year, IRREGULAR, 12.0)
    assert (young > old).all() and (old > 0).all()
    assert (removal_of(year, IRREGULAR, 0.5, order=True) > young).all()


def test_those_who_never_left_are_not_watched_and_those_who_came_back_are(valley):
    """Re-migration is looked at every step; the wish of people who never left is thinned."""
    simulation = run(valley, scale=3, months=24)
    rows, _, _ = rows_of(simulation)
    h = simulation.households
    home = states(h)[rows] == SETTLED
    came_back = h.t_ret[rows] != NEVER
    watched = (h.state[rows] & WATCHED) > 0
    assert watched[home & came_back].all() and not watched[home & ~came_back].any()
    assert (home & came_back).any()
