"""Rows: layout, bands, states, and independence from everything but the place, the seed and the scale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model import drivers, settings
from model import world as world_module
from model.checks import InputError
from model.continuum import (
    ABROAD,
    ALWAYS_WATCHED,
    ASYLUM_PENDING,
    DISPLACED,
    INDEX_MASK,
    NOT_YET_FORMED,
    REINTEGRATING,
    SETTLED,
    TEMPORARY_WORKER,
    WATCHED,
)
from model.households import NEVER, NOWHERE, Flag
from model.population import synthesise


def states(population):
    return population.households.state[:population.rows] & INDEX_MASK


def size(packed):
    return (packed >> 4).astype(int) + (packed & 15)


def place_rows(population, origin):
    first, last = population.starts[origin], population.starts[origin + 1]
    return {name: column[first:last] for name, column in population.households._asdict().items()}


def assert_same_place(one, a, other, b):
    mine, theirs = place_rows(one, a), place_rows(other, b)
    for name in mine:
        assert np.array_equal(mine[name], theirs[name]), name


def test_layout_is_contiguous(valley, valley_people):
    p = valley_people
    assert p.starts[0] == 0 and p.starts[-1] == p.rows
    assert np.array_equal(p.band_starts[:, 0], p.starts[:-1])
    assert np.array_equal(p.band_starts[:, 5], p.starts[1:])
    assert (np.diff(p.band_starts, axis=1) >= 0).all()
    assert len(p.households.state) % 8 == 0
    assert p.formed.shape == (valley.months + 1, len(valley.origins))


def test_formed_grows_to_the_reserve(valley_people):
    p = valley_people
    assert (p.formed[0] == 0).all()
    assert (np.diff(p.formed, axis=0) >= 0).all()
    assert np.array_equal(p.formed[-1], p.band_starts[:, 5] - p.band_starts[:, 4])


def test_bands_are_what_they_say(valley, valley_people):
    p, line = valley_people, 1.5 * settings.make()["foodline"]
    for o in range(len(valley.origins)):
        for band in range(4):
            rows = slice(p.band_starts[o, band], p.band_starts[o, band + 1])
            members, inc = p.households.members[rows], p.households.inc[rows]
            child_and_tie = ((members & 15) > 0) & (p.households.ties[rows] > 0)
            assert (child_and_tie == bool(band & 1)).all()
            assert ((inc < line * size(members)) == bool(band & 2)).all()


def test_reserve_is_not_yet_formed_and_nobody_else(valley, valley_people):
    p = valley_people
    reserve = np.zeros(p.rows, bool)
    for first, last in p.band_starts[:, 4:]:
        reserve[first:last] = True
    assert ((states(p) == NOT_YET_FORMED) == reserve).all()


def test_watched_bit_follows_the_state(valley_people):
    p = valley_people
    watched = (p.households.state[:p.rows] & WATCHED) > 0
    assert (watched == np.isin(states(p), ALWAYS_WATCHED)).all()


def test_every_household_has_an_adult_and_a_party_within_its_members(valley_people):
    h, n = valley_people.households, valley_people.rows
    assert (h.members[:n] >> 4 >= 1).all()
    assert ((h.party[:n] >> 4) <= (h.members[:n] >> 4)).all()
    assert ((h.party[:n] & 15) <= (h.members[:n] & 15)).all()
    assert (size(h.party[:n]) >= 1).all()
    split = np.isin(states(valley_people), (REINTEGRATING, TEMPORARY_WORKER))
    assert (h.party[:n][~split] == h.members[:n][~split]).all()


def test_people_at_home_are_at_home(valley, valley_people):
    p = valley_people
    for o, place in enumerate(valley.origins):
        rows, here = place_rows(p, o), states(p)[p.starts[o]:p.starts[o + 1]]
        home = np.isin(here, (SETTLED, NOT_YET_FORMED, REINTEGRATING))
        assert (rows["where"][home] == place).all()
        assert (rows["goal"][home] == NOWHERE).all()


def test_the_displaced_stay_in_their_country(valley, valley_people):
    p = valley_people
    for o in range(len(valley.origins)):
        rows, here = place_rows(p, o), states(p)[p.starts[o]:p.starts[o + 1]]
        idp = here == DISPLACED
        assert (valley.place_country[rows["where"][idp]] == valley.origin_country[o]).all()
        assert (rows["flags"][idp] & Flag.EVER_DISPLACED > 0).all()
        assert ((rows["t_in"][idp] < 0) & (rows["t_in"][idp] >= -120)).all()


def test_the_displaced_are_poorer(valley_people):
    p = valley_people
    rows, here = place_rows(p, 1), states(p)[p.starts[1]:p.starts[2]]
    assert np.median(rows["inc"][here == DISPLACED]) < 0.8 * np.median(rows["inc"][here == SETTLED])


def test_people_abroad_live_in_settle_places_of_another_country(valley, valley_people):
    h, n = valley_people.households, valley_people.rows
    abroad = np.isin(states(valley_people), ABROAD)
    assert abroad.sum() > 1000
    assert (valley.settle_of_place[h.where[:n][abroad]] >= 0).all()
    assert (h.where[:n][abroad] == h.goal[:n][abroad]).all()
    assert (h.t_in[:n][abroad] < 0).all()
    assert (h.ties[:n][abroad & (states(valley_people) != TEMPORARY_WORKER)] > 0).all()


def test_integration_grows_with_residence(valley_people):
    h, n = valley_people.households, valley_people.rows
    abroad = np.isin(states(valley_people), ABROAD[:3])
    years, score = -h.t_in[:n][abroad] / 12, h.integ[:n][abroad] / 250
    assert np.abs(score - 0.8 * (1 - np.exp(-0.12 * years))).max() < 0.005


def test_claims_only_of_those_waiting(valley_people):
    h, n = valley_people.households, valley_people.rows
    pending = states(valley_people) == ASYLUM_PENDING
    assert ((h.claim[:n] != NEVER) == pending).all()
    assert (h.claim[:n][pending] > -120).all()


def test_returnees_carry_scores_and_a_date(valley_people):
    h, n = valley_people.households, valley_people.rows
    back = states(valley_people) == REINTEGRATING
    assert ((h.t_ret[:n] != NEVER) == back).all()
    assert ((h.t_ret[:n][back] < 0) & (h.t_ret[:n][back] >= -24)).all()
    assert 0.35 < h.rss_e[:n][back].mean() / 250 < 0.6
    assert 0.4 < (h.debt[:n][back] > 0).mean() < 0.6
    assert (h.debt[:n][~back] == 0).all()


def test_seasonal_workers_have_months_left_and_priority(valley_people):
    h, n = valley_people.households, valley_people.rows
    away = states(valley_people) == TEMPORARY_WORKER
    assert away.any()
    assert ((h.leg[:n][away] >= 1) & (h.leg[:n][away] <= 7)).all()
    assert (h.flags[:n][away] & Flag.SEASON_PRIORITY > 0).all()
    assert (h.party[:n][away] == 16).all()


def test_money_is_sane(valley_people):
    h, n = valley_people.households, valley_people.rows
    assert (h.inc[:n] >= 1).all()
    assert ((h.sav[:n] >= 0) & (h.sav[:n] <= 12 * h.inc[:n].astype(int))).all()
    assert (h.t_ref[:n] == 0).all()


def test_nobody_enters_a_state_in_the_first_step(valley_people):
    assert (valley_people.households.t_in[:valley_people.rows] < 0).all()


def test_attributes_are_not_tied_to_each_other(valley_people):
    p = valley_people
    rows = place_rows(p, 0)
    count = p.band_starts[0, 4] - p.band_starts[0, 0]
    values = [np.log(rows["inc"][:count].astype(float)), np.log1p(rows["sav"] / rows["inc"])[:count],
              *((rows["flags"][:count] & bit > 0).astype(float)
                for bit in (Flag.RURAL, Flag.WOMAN_LED, Flag.DOCUMENTS)), size(rows["members"][:count])]
    correlation = np.corrcoef(np.array(values)) - np.eye(len(values))
    assert np.abs(correlation).max() < 0.06, correlation


def test_deterministic(valley, valley_people, people):
    again = people(valley, scale=1)
    for mine, theirs in zip(valley_people.households, again.households, strict=True):
        assert np.array_equal(mine, theirs)


def test_world_seed_moves_attributes_but_not_totals(valley, valley_people, people):
    other = people(valley, scale=1, world_seed=7)
    assert not np.array_equal(other.households.inc[:500], valley_people.households.inc[:500])
    assert np.array_equal(other.recount.counts[:, :2], valley_people.recount.counts[:, :2])


@pytest.mark.parametrize("kept", [["val-hills"], ["MID"], ["val-dry", "val-capital"]])
def test_keeping_some_origins_changes_nobody(valley, valley_people, kept, people):
    part_world = world_module.load("valley", kept)
    part = people(part_world, scale=1)
    for b, place in enumerate(part_world.origins):
        assert_same_place(valley_people, int(valley.place_origin[place]), part, b)


def test_the_order_of_origins_changes_nobody(valley, valley_people):
    turned = replace(valley, origins=valley.origins[::-1].copy(),
                     origin_country=valley.origin_country[::-1].copy())
    other = synthesise(turned, drivers.build(valley), settings.make(), scale=1, months=valley.months)
    last = len(valley.origins) - 1
    for o in range(len(valley.origins)):
        assert_same_place(valley_people, o, other, last - o)


def test_the_length_of_the_run_changes_only_the_reserve(valley, valley_people, people):
    short = people(valley, scale=1, months=6)
    for o in range(len(valley.origins)):
        mine, theirs = place_rows(valley_people, o), place_rows(short, o)
        formed = valley_people.band_starts[o, 4] - valley_people.band_starts[o, 0]
        for name in mine:
            assert np.array_equal(mine[name][:formed], theirs[name][:formed]), name


def test_scale_by_country(valley, people):
    mixed = people(valley, scale={"VAL": 5, "MID": 2})
    assert set(mixed.weight[:4]) == {5} and mixed.weight[4] == 2
    assert (mixed.fit.query("variable == 'persons'")["relative_error"].abs() < 0.02).all()


@pytest.mark.parametrize("scale, word", [(0, "scale"), ({"VALL": 3}, "VAL"), (2.5, "whole"), (True, "scale")])
def test_bad_scales_are_explained(valley, scale, word, people):
    with pytest.raises(InputError, match=word):
        people(valley, scale=scale)


def test_americas_restricted_to_honduras(americas, americas_people, people):
    part_world = world_module.load("americas", ["HND"])
    part = people(part_world, scale=100)
    for b, place in enumerate(part_world.origins):
        assert_same_place(americas_people, int(americas.place_origin[place]), part, b)
