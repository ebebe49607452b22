"""The exact lottery: never over the cap, nested, priority first, remainders carried over."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import run

from model.conditions import CHANNEL, Programme
from model.households import Flag, allocate
from model.settings import BY_NAME, make
from model.slots import Carry, available_places, carry_over, draw_winners

FEW = settings(max_examples=60, deadline=None)


@st.composite
def lotteries(draw):
    """(programme i8[n], key u8[n] unique, size i8[n], cap f8[Q])."""
    programmes = draw(st.integers(1, 4))
    applicants = draw(st.integers(0, 60))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    key = (rng.integers(0, 3, applicants).astype(np.uint64) << np.uint64(62)) | rng.choice(
        2**40, applicants, replace=False).astype(np.uint64)
    size = rng.integers(1, 6, applicants) * draw(st.sampled_from([1, 7, 100]))
    cap = rng.uniform(0, 1.2 * max(1, size.sum()) / programmes, programmes)
    return rng.integers(0, programmes, applicants), key, size, cap


@FEW
@given(lotteries())
def test_never_over_the_cap_and_all_that_fits_in_order(lottery):
    """Winners are the longest prefix of the key order that fits: the first loser would not have fitted."""
    programme, key, size, cap = lottery
    won, used = draw_winners(*lottery)
    for q in range(len(cap)):
        mine = np.flatnonzero(programme == q)
        ranked = mine[np.argsort(key[mine])]
        count = int(won[mine].sum())
        assert won[ranked[:count]].all() and not won[ranked[count:]].any()
        assert used[q] == size[ranked[:count]].sum() <= cap[q]
        assert count == len(ranked) or used[q] + size[ranked[count]] > cap[q]


@FEW
@given(lotteries(), st.floats(1.0, 2.0))
def test_more_places_keep_every_winner(lottery, more):
    programme, key, size, cap = lottery
    few, many = draw_winners(programme, key, size, cap)[0], draw_winners(programme, key, size, cap * more)[0]
    assert (few <= many).all()


@FEW
@given(lotteries(), st.integers(0, 10**9))
def test_one_applicant_less_never_hurts_another_one(lottery, pick):
    """Losers before stay or win, winners stay winners; other programmes do not notice."""
    programme, key, size, cap = lottery
    if not len(key):
        return
    gone = pick % len(key)
    rest = np.arange(len(key)) != gone
    before = draw_winners(programme, key, size, cap)[0][rest]
    after = draw_winners(programme[rest], key[rest], size[rest], cap)[0]
    assert (before <= after).all()
    assert not (before != after)[programme[rest] != programme[gone]].any()
    if not len(before) or (size == size[0]).all():
        assert (before != after).sum() <= 1


@FEW
@given(st.integers(0, 2**32 - 1), st.integers(1, 50))
def test_of_equal_parties_one_applicant_less_changes_at_most_one_other(seed, count):
    rng = np.random.default_rng(seed)
    key = rng.choice(2**40, count, replace=False).astype(np.uint64)
    programme, size, cap = np.zeros(count, np.int64), np.ones(count, np.int64), np.array([count / 3])
    gone = rng.integers(count)
    rest = np.arange(count) != gone
    before = draw_winners(programme, key, size, cap)[0][rest]
    after = draw_winners(programme[rest], key[rest], size[rest], cap)[0]
    assert (before != after).sum() <= 1


@FEW
@given(lotteries())
def test_priority_groups_come_first(lottery):
    """Nobody of a later group wins while somebody of an earlier group loses."""
    programme, key, _, cap = lottery
    won, group = draw_winners(*lottery)[0], key >> np.uint64(62)
    for q in range(len(cap)):
        losers, winners = group[(programme == q) & ~won], group[(programme == q) & won]
        assert not len(losers) or not len(winners) or winners.max() <= losers.min()


@FEW
@given(lotteries(), st.integers(0, 2**32 - 1))
def test_order_of_the_list_does_not_matter(lottery, seed):
    """Threads may list applicants in any order."""
    programme, key, size, cap = lottery
    mixed = np.random.default_rng(seed).permutation(len(key))
    won = draw_winners(*lottery)[0]
    assert np.array_equal(won[mixed], draw_winners(programme[mixed], key[mixed], size[mixed], cap)[0])


def programme(places: float) -> Programme:
    return Programme("visas_h2b", 0, "visas_h2b/NOR/VAL", "season_work", np.ones(1, bool), places=places,
                     unit_is_party=True)


@FEW
@given(st.floats(0.5, 500.0), st.sampled_from([1, 10, 100, 1000]), st.integers(1, 40))
def test_places_smaller_than_a_household_add_up_over_months(places, weight, months):
    """At scale 1000 five visas a month are given as one household every 200 months' worth, none is lost."""
    carry, given_away = Carry(), 0.0
    offers = [programme(places)]
    for _ in range(months):
        available = available_places(offers, carry)
        size = np.full(40, weight, np.int64)
        won, used = draw_winners(np.zeros(40, np.int64), np.arange(40, dtype=np.uint64), size, available)
        lost = np.array([not won.all()])
        carry_over(offers, available, used, lost, 15.0 * weight, carry)
        given_away += used[0]
    assert given_away <= places * months + 1e-6
    assert given_away > places * months - weight - 1e-6 or won.all()


@FEW
@given(st.floats(1.0, 500.0), st.sampled_from([1, 100, 1000]), st.integers(2, 30))
def test_places_nobody_wants_do_not_pile_up(places, weight, months):
    """Without losers at most the places of one large party carry over."""
    carry, offers = Carry(), [programme(places)]
    for _ in range(months):
        available = available_places(offers, carry)
        carry_over(offers, available, np.zeros(1), np.zeros(1, bool), 15.0 * weight, carry)
    assert available[0] <= places + 15.0 * weight


def test_a_coarse_run_gives_the_places_of_a_fine_one(valley, write_plan):
    """Fifty households to one, many applicants: visas of less than a household a month are given in time."""
    plan = write_plan({"lever": "visas_h2b", "start": "2014-01", "quantity": 12, "per": "month",
                       "hosts": ["NOR"]}, timeline="none")
    coarse = run(valley, plan, make({"h_app_work": BY_NAME["h_app_work"].high}), scale=50, months=48).history
    offered = {key: places.sum() for key, places in coarse.programme_places.items() if "visas_h2b" in key}
    given_away = {key: coarse.delivered[key].sum() for key in offered}
    assert len(offered) == 2
    assert all(offered[key] - 50 < given_away[key] <= offered[key] + 1e-6 for key in offered)
    assert all(value % 50 == 0 for key in offered for value in coarse.delivered[key])


def test_no_programme_is_ever_over_its_cap(valley, busy_plan):
    """Cumulative winners never exceed cumulative places, programme by programme and month by month."""
    history = run(valley, busy_plan, scale=3, months=48).history
    for key, delivered in history.delivered.items():
        assert (delivered.cumsum() <= history.programme_places[key].cumsum() + 1e-6).all(), key
        assert (delivered <= history.programme_applied[key]).all(), key


def test_wishes_are_cleared_and_winners_are_those_who_applied(running):
    running.step()
    assert not running.households.wish.any()


def test_priority_of_last_years_workers_and_of_children_alone():
    """Group 0 is drawn first: seasonal workers of last year; at reception children alone, then families."""
    from model.slots import priority_group

    h = allocate(8)
    h.flags[0] = Flag.SEASON_PRIORITY
    h.party[:4] = (16, 1, 17, 33)
    group = priority_group.py_func
    assert [group(i, CHANNEL["season_work"], h) for i in (0, 1)] == [0, 1]
    assert [group(i, CHANNEL["reception"], h) for i in (0, 1, 2, 3)] == [2, 0, 1, 1]
    assert group(0, CHANNEL["family"], h) == 0
