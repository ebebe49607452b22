"""What each hook of the conditions does: the right people, the right direction, nobody else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rule_probes import gates, own_factors, wishes
from simulated import copy_of, hooked, moment, rows_of, run, start, states

from model import field_home as home
from model import field_levers
from model.conditions import Programme
from model.continuum import DISPLACED, REINTEGRATING, SETTLED, STRANDED
from model.households import CAUSE_DISASTER, Flag
from model.ledger import EVENT
from model.settings import make

OPTIONS: dict[str, Any] = {"scale": 3, "months": 24, "feedbacks": False}


def of(valley, code: str) -> np.ndarray:
    """bool[O] origin places of a country."""
    return valley.origin_country == valley.country_index[code]


def places(valley, channel: str, code: str = "VAL", **more: Any) -> Programme:
    """Places for people of a country, enough for all unless told otherwise."""
    host = {"host": valley.country_index[more.pop("host")]} if "host" in more else {}
    more = {"places": 1e9, "hazard": 0.2, "needs_wish": False} | host | more
    return Programme("test", 0, f"test/{channel}/{code}", channel, of(valley, code), **more)


def offering(valley, channel: str, **more: Any):
    """A plan that offers places every month from the second on."""
    def change(t, conditions):
        if t:
            conditions.programmes.append(places(valley, channel, **more))
    return hooked(valley, change)


def shifting(valley, name: str, where, value: float):
    """A plan that sets one array of the conditions at some places, countries or kinds."""
    def change(t, conditions):
        getattr(conditions, name)[where] = value
    return hooked(valley, change)


def persons(simulation, event: str, origins: np.ndarray | None = None) -> int:
    """Weighted persons of an event over the whole run."""
    counted = simulation.history.events[:, EVENT[event]]
    return int(counted[:, slice(None) if origins is None else origins].sum())


@pytest.fixture(scope="module")
def plain(valley):
    return run(valley, **OPTIONS)


# ---- nobody else, and nothing for nothing ------------------------------------------------------------------
BY_ORIGIN = {
    "displaced_help": 0.9, "apply_multiplier": 3.0, "wish_shift": -1.0,
    "women_victim": 0.0,
}
BY_NATION = {
    "harm_party": 0.2, "visa_price_multiplier": 0.1, "rehire_shift": -0.7, "overstay_multiplier": 0.0,
}
OFFERS = {
    "livelihood": {"effects": {"income_gain": 0.5}},
    "labour_market": {"host": "NOR", "effects": {"score": 0.1}},
    "victim_service": {"effects": {"score": 0.1, "cash": 300.0}},
}


def touched(valley, plain, plan) -> set[str]:
    """Countries of origin whose people or books differ from the plain run (feedbacks held)."""
    before, after = plain.digest_by_origin(), run(valley, plan, **OPTIONS).digest_by_origin()
    return {code for code in before if before[code] != after[code]}


@pytest.mark.parametrize("name", sorted({**BY_ORIGIN, **BY_NATION}))
def test_a_hook_for_one_country_touches_nobody_of_another(valley, plain, name):
    where = of(valley, "VAL") if name in BY_ORIGIN else valley.country_index["VAL"]
    value = {**BY_ORIGIN, **BY_NATION}[name]
    assert touched(valley, plain, shifting(valley, name, where, value)) == {"VAL"}


@pytest.mark.parametrize("channel", sorted(OFFERS))
def test_places_for_one_country_touch_nobody_of_another(valley, plain, channel):
    assert touched(valley, plain, offering(valley, channel, **OFFERS[channel])) == {"VAL"}


@pytest.mark.parametrize("channel", sorted(OFFERS))
def test_places_that_nobody_asks_for_change_no_life(valley, plain, channel):
    other = run(valley, offering(valley, channel, **{**OFFERS[channel], "hazard": 0.0}), **OPTIONS)
    assert all(np.array_equal(a, b) for a, b in zip(plain.households, other.households, strict=True))


# ---- people at home ------------------------------------------------------------------------------------------
def asked(simulation, probe, **fields: np.ndarray) -> np.ndarray:
    """A number by household, from a probe that writes one."""
    rows, origins, _ = rows_of(simulation)
    now, h, b, _ = moment(simulation, **fields)
    out = np.zeros(len(rows))
    probe(rows, origins, now, h, b, out)
    return out


def one_place(simulation, origin: int, value: float, neutral: float = 0.0) -> np.ndarray:
    """f8[O] neutral but in one place."""
    field = np.full(len(simulation.world.origins), neutral)
    field[origin] = value
    return field


def test_a_shift_of_the_wish_acts_on_the_people_of_the_place(plain):
    _, origins, _ = rows_of(plain)
    before, after = asked(plain, wishes), asked(plain, wishes, wish_shift=one_place(plain, 2, -0.5))
    assert (after[origins == 2] < before[origins == 2]).all()
    assert np.array_equal(after[origins != 2], before[origins != 2])


def test_safety_of_women_lowers_the_wish_of_their_households_only(plain):
    rows, _, _ = rows_of(plain)
    led = (plain.households.flags[rows] & Flag.WOMAN_LED) > 0
    before, after = asked(plain, wishes), asked(plain, wishes, women_victim=np.zeros(len(plain.world.origins)))
    assert (after[led] < before[led]).any() and (after <= before).all()
    assert np.array_equal(after[~led], before[~led])


def reached(simulation, relief: np.ndarray) -> np.ndarray:
    """bool[n] food-insecure households that aid reaches, told from the rule of hunger alone."""
    hungry = asked(simulation, own_factors) > asked(simulation, own_factors, food_relief=np.ones_like(relief))
    fed = asked(simulation, own_factors, food_relief=relief) < asked(simulation, own_factors)
    return hungry & fed


def test_aid_gives_cash_to_those_it_reaches_and_to_no_others(plain):
    rows, origins, _ = rows_of(plain)
    relief = np.full(len(plain.world.origins), 0.5)
    cash = np.full(len(relief), 80.0)
    means = [np.zeros((len(rows), 2)) for _ in range(2)]
    for out, fields in zip(means, ({}, {"aid_cash": cash}), strict=True):
        now, h, b, _ = moment(plain, food_relief=relief, **fields)
        gates(rows, origins, now, h, b, out)
    more = np.round(means[1][:, 0] - means[0][:, 0], 6)
    at_home = states(plain.households)[rows] != DISPLACED
    assert 0.01 < (more > 0).mean() < 0.6 and set(np.unique(more)) == {0.0, 80.0}
    assert np.array_equal((more > 0)[at_home], reached(plain, relief)[at_home])


def test_cash_that_takes_the_place_of_a_trip_lowers_attempts_of_those_reached(plain):
    relief, cash = np.full(len(plain.world.origins), 0.5), np.full(len(plain.world.origins), 80.0)
    rows, origins, _ = rows_of(plain)
    now, h, b, _ = moment(plain, settings={"cash_substitutes": 1.0}, food_relief=relief, aid_cash=cash)
    other = np.zeros(len(rows))
    own_factors(rows, origins, now, h, b, other)
    ratio = other / asked(plain, own_factors, food_relief=relief)
    helped = reached(plain, relief)
    assert ratio[helped] == pytest.approx(0.9) and (ratio[~helped] == 1.0).all() and helped.any()


def test_households_displaced_by_a_disaster_get_aid_whether_poor_or_not(plain):
    rows, origins, _ = rows_of(plain)
    h = copy_of(plain.households)
    h.state[rows], h.status[rows], h.inc[rows] = DISPLACED, CAUSE_DISASTER << 3, 5000
    everybody = np.ones(len(plain.world.origins))
    out = [np.zeros((len(rows), 2)) for _ in range(2)]
    for cash, table in zip((0.0, 80.0), out, strict=True):
        now, columns, b, _ = moment(plain, h, food_relief=everybody, aid_cash=cash * everybody)
        gates(rows, origins, now, columns, b, table)
    assert out[1][:, 0] - out[0][:, 0] == pytest.approx(80.0)


def test_protection_from_disasters_in_one_country_leaves_the_other_alone(valley):
    options = {**OPTIONS, "months": 48}
    bare = run(valley, **options).digest_by_origin()
    plan = shifting(valley, "disaster_multiplier", of(valley, "VAL"), 0.2)
    safe = run(valley, plan, **options).digest_by_origin()
    assert {code for code in bare if bare[code] != safe[code]} == {"VAL"}


def test_no_disaster_displaces_where_people_are_protected_and_income_falls_all_the_same(valley):
    options = {**OPTIONS, "feedbacks": True, "months": 48}
    bare = run(valley, **options)
    safe = run(valley, shifting(valley, "disaster_multiplier", slice(None), 0.0), **options)
    assert persons(bare, "displaced_disaster") > 0 == persons(safe, "displaced_disaster")
    assert np.array_equal(safe.feedback.disaster_loss, bare.feedback.disaster_loss)


def test_help_ends_displacement_sooner_and_less_often_abroad(valley, plain):
    helped = run(valley, shifting(valley, "displaced_help", slice(None), 1.0), **OPTIONS)
    inside = [sum(persons(s, f"displacement_ended_{end}") for end in ("home", "local", "elsewhere"))
              for s in (plain, helped)]
    assert inside[1] > 1.5 * inside[0]
    assert persons(helped, "displacement_ended_abroad") < persons(plain, "displacement_ended_abroad")


def test_more_people_ask_for_visas_where_a_centre_advises_them(valley, plain):
    def asked_for(plan) -> float:
        simulation = start(valley, plan, **{**OPTIONS, "months": 12})
        total = 0.0
        while simulation.t < simulation.steps:
            simulation.step()
            total += sum(n for key, n in simulation.applied.items() if key.startswith("visas_"))
        return total

    without = asked_for("baseline")
    assert without > 0 == asked_for(shifting(valley, "apply_multiplier", slice(None), 0.0))
    assert asked_for(shifting(valley, "apply_multiplier", slice(None), 3.0)) > 1.5 * without


def test_a_visa_that_costs_the_worker_less_is_within_reach_of_more(valley):
    def started(price: float) -> int:
        def change(t, conditions):
            conditions.visa_price_multiplier[:] = price
            for programme in conditions.programmes:
                programme.price = 3000.0 if programme.channel == "season_work" else programme.price
        return persons(run(valley, hooked(valley, change), **OPTIONS), "season_started")

    assert started(0.0) > started(1.0)


# ---- livelihoods ---------------------------------------------------------------------------------------------
def won(simulation, mark: int = 0) -> np.ndarray:
    """bool[rows] households with the mark of a place won once."""
    return (simulation.households.flags & (Flag.ONCE << mark)) > 0


def test_a_livelihood_raises_the_income_of_its_winners_for_good(valley, plain):
    gain = run(valley, offering(valley, "livelihood", farm_only=True, once=0,
                                effects={"income_gain": 0.5, "formal": 1.0}), **OPTIONS)
    winners, before, after = won(gain), plain.households, gain.households
    kept = ~((before.flags | after.flags) & Flag.ASSET_LOST > 0)
    assert winners.any() and (after.flags[winners] & Flag.FARM > 0).all()
    assert np.allclose(after.inc[winners & kept], 1.5 * before.inc[winners & kept], atol=1.0)
    assert np.array_equal(after.inc[~winners], before.inc[~winners])
    assert (after.flags[winners] & Flag.FORMAL_CREDIT > 0).all()


def test_a_livelihood_is_won_once_by_people_living_at_home(valley):
    simulation = start(valley, offering(valley, "livelihood", once=3, unit_is_party=True), **OPTIONS)
    simulation.step()
    was, gone = won(simulation, 3), 0.0
    while simulation.t < simulation.steps:
        state = states(simulation.households).copy()
        simulation.step()
        new = won(simulation, 3) & ~was
        assert np.isin(state[new], (SETTLED, 1)).all()
        gone += simulation.delivered["test/livelihood/VAL"]
        was |= new
    assert gone == was.sum() * OPTIONS["scale"] > 0


def test_a_loan_is_money_and_debt_and_a_price_is_paid(valley):
    simulation = start(valley, offering(valley, "livelihood", once=0, price=100.0,
                                        effects={"loan": 500.0, "cash": 40.0}), **OPTIONS)
    simulation.step()
    before = copy_of(simulation.households)
    simulation.step()
    winners = won(simulation) & (before.debt == 0) & (before.sav > 200) & (before.t_ref == 0)
    assert winners.sum() > 20
    assert (simulation.households.debt[winners] == 500).all()
    gained = simulation.households.sav[winners] - before.sav[winners]
    assert (gained >= 440).all() and np.median(gained) < 800


def test_places_at_home_never_exceed_what_is_offered(valley):
    plan = offering(valley, "livelihood", places=30.0)
    simulation = run(valley, plan, **{**OPTIONS, "feedbacks": True})
    used = sum(persons(simulation, "livelihood", np.array([o])) for o in range(len(valley.origins)))
    assert 0 < used <= 30 * OPTIONS["months"]


def test_who_does_not_wish_to_leave_asks_less_if_the_wish_counts(valley):
    free = run(valley, offering(valley, "livelihood"), **OPTIONS)
    wishing = run(valley, offering(valley, "livelihood", needs_wish=True), **OPTIONS)
    assert 0 < persons(wishing, "livelihood") < 0.8 * persons(free, "livelihood")


# ---- abroad, on the way, back --------------------------------------------------------------------------------
def test_labour_market_programmes_raise_integration_in_their_host(valley, plain):
    gain = run(valley, offering(valley, "labour_market", host="NOR", once=1, effects={"score": 0.2}), **OPTIONS)
    winners = won(gain, 1)
    assert persons(gain, "labour_market") > 0 and winners.any()
    same = winners & (gain.households.state == plain.households.state) & (gain.households.t_in < 0)
    assert same.any()
    assert gain.households.integ[same].mean() > plain.households.integ[same].mean() + 10
    assert persons(gain, "labour_market", ~of(valley, "VAL")) == 0


def test_services_reach_abused_people_who_are_stranded_or_back(valley):
    simulation = start(valley, offering(valley, "victim_service", effects={"score": 0.1, "cash": 300.0},
                                        hazard=0.8), **OPTIONS)
    found = 0
    while simulation.t < simulation.steps:
        before = copy_of(simulation.households)
        simulation.step()
        new = ((simulation.households.flags & Flag.HELPED) > 0) & ((before.flags & Flag.HELPED) == 0)
        found += int(new.sum())
        assert np.isin(states(before)[new], (STRANDED, REINTEGRATING)).all()
        assert (before.flags[new] & Flag.ABUSED > 0).all()
        assert (simulation.households.flags[new] & Flag.REFERRED > 0).all()
        back = new & (states(before) == REINTEGRATING)
        assert (simulation.households.rss_p[back] > before.rss_p[back]).all()
        stuck = new & (states(before) == STRANDED)
        assert (simulation.households.sav[stuck] >= before.sav[stuck] + 300).all()
    assert found > 0 and persons(simulation, "victim_service") > 0


def test_protected_children_are_abused_less_and_others_as_before(valley, plain):
    where = (valley.country_index["VAL"], 2)
    safe = run(valley, shifting(valley, "harm_party", where, 0.0), **OPTIONS)
    abused = [s.history.events[:, EVENT["abused"]].sum(axis=0) for s in (plain, safe)]
    assert abused[1][of(valley, "VAL"), 3].sum() < 0.2 * abused[0][of(valley, "VAL"), 3].sum()
    assert np.array_equal(abused[0][~of(valley, "VAL")], abused[1][~of(valley, "VAL")])


def test_protected_seasonal_workers_go_home_and_are_called_again(valley, plain):
    fair = run(valley, shifting(valley, "overstay_multiplier", slice(None), 0.0), **OPTIONS)
    assert persons(plain, "overstayed") > 0 == persons(fair, "overstayed")
    counts = [int((s.households.flags & Flag.SEASON_PRIORITY > 0).sum()) for s in (
        run(valley, shifting(valley, "rehire_shift", slice(None), shift), **OPTIONS) for shift in (-1.0, 0.0, 0.3))]
    assert counts[0] < counts[1] < counts[2]


def test_free_movement_inside_a_host_eases_crowding_and_speeds_integration(valley):
    options = {**OPTIONS, "feedbacks": True}
    plain, free = run(valley, **options), run(
        valley, shifting(valley, "crowding_multiplier", valley.country_index["NOR"], 0.5), **options)
    nor = valley.place_country == valley.country_index["NOR"]
    assert (free.fields.crowd[nor] < plain.fields.crowd[nor]).all()
    settled = valley.dest_country == valley.country_index["NOR"]
    assert (free.fields.cum_f[-1, settled] > plain.fields.cum_f[-1, settled]).all()


def test_support_of_host_communities_speeds_integration(valley):
    options = {**OPTIONS, "feedbacks": True, "months": 6}
    settle = valley.settle_places[0]
    plain, helped = run(valley, **options), run(valley, shifting(valley, "absorb", settle, 2.0), **options)
    more = helped.fields.cum_f[-1] > plain.fields.cum_f[-1]
    assert more[0] and not more[1:].any()


# ---- fields --------------------------------------------------------------------------------------------------
def test_who_knows_the_true_risk_fears_what_happened(valley):
    simulation = start(valley)
    simulation.step()
    state, conditions, val = simulation.feedback, simulation.conditions, valley.country_index["VAL"]
    state.harm_seen[val] = [[100.0, 90.0], [100.0, 10.0]]
    conditions.risk_truth[:] = 0.0
    before = home.fears(state, conditions, simulation.settings)
    conditions.risk_truth[val] = 0.5
    after = home.fears(state, conditions, simulation.settings)
    assert after[val, 0] < before[val, 0] and after[val, 1] > before[val, 1]
    others = np.arange(len(before)) != val
    assert np.array_equal(after[others], before[others])


def test_a_crisis_fades_sooner_where_its_half_life_is_shorter(running):
    running.conditions.crisis_half_life[0] = 0.5
    left = field_levers.crisis_left(running.conditions, 6.0, 1.0)
    assert left[0] == pytest.approx(2 ** (-1 / 3)) and left[1] == 2.0 ** (-1 / 6)


@pytest.mark.parametrize("effects", [{"scores": 1.0}, {"income_gain": -0.1}])
def test_effects_that_make_no_sense_are_refused(valley, effects):
    with pytest.raises(ValueError, match="effects"):
        field_levers.effect_table([places(valley, "livelihood", effects=effects)])


def test_switches_for_disputed_programmes():
    assert [make().variant(name) for name in ("violence_programme", "cash", "education")] == [
        "moderate", "relax", "raise"]


def test_removals_from_inside_a_country_are_paid_by_the_row_that_asks_for_them(valley, write):
    """Three times the rate: two thirds of the removals are booked on the row, at its unit cost."""
    file = write({"lever": "deportation", "start": "2015-01", "hosts": ["NOR"], "setting": "no_priorities",
                  "settings": {"rate_no_priorities": 3.0, "price_rise": 0.0}})
    simulation = start(valley, file, months=36, scale=1)
    everybody = 0.0
    while simulation.t < simulation.steps:
        simulation.step()
        removed = float(simulation.total.removed[valley.country_index["NOR"]].sum())
        booked = sum(cost.units for cost in simulation.conditions.costs if cost.lever_id == "deportation")
        assert booked == pytest.approx(removed * 2.0 / 3.0 if simulation.t > 12 else 0.0)
        everybody += removed
    assert everybody > 0
