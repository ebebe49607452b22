"""Humanitarian aid, displaced people, resource centres, children, victims, workers: whom they reach and how."""

from __future__ import annotations

import numpy as np
import pytest

from model.continuum import DISPLACED
from model.levers import Context, get
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.idp_solutions import displaced_at_start
from model.levers.worker_protections import visa_workers
from model.plan import load_plan
from model.world_tables import OUTCOMES

from .conftest import Stage, row_for

T = 23  # six months after the first
END = 28  # last month of `row_for`


def arrays(stage: Stage, write, valley, t: int, row: dict, *names: str) -> list[np.ndarray]:
    """Arrays of step t under a plan with one row."""
    conditions = stage.at(t, load_plan(write(row), valley))
    return [getattr(conditions, name).copy() for name in names]


def spent(stage: Stage, write, valley, t: int, row: dict) -> tuple[float, float]:
    """(units, US$) that the plan row books in step t without slots."""
    plan = load_plan(write(row), valley)
    costs = [c for c in plan.book(t, {}, stage.at(t, plan)) if plan.rows[c.row].kind == "plan"]
    return sum(c.units for c in costs), sum(c.amount for c in costs)


def at(valley, code: str) -> np.ndarray:
    return valley.origin_country == valley.country_index[code]


def test_aid_relieves_hunger_and_disasters_where_it_is(stage, write, valley):
    row = row_for("humanitarian_aid", quantity=20, per="month", origins=["VAL"])
    relief, cash, disaster, flight = arrays(
        stage, write, valley, T, row, "food_relief", "aid_cash", "disaster_multiplier", "displacement_multiplier"
    )
    here = at(valley, "VAL")
    assert (relief[here] > 0).all() and (relief < 1).all() and not relief[~here].any()
    assert set(cash[here]) == {80.0} and not cash[~here].any()
    assert np.allclose(disaster, 1 - 0.3 * relief) and (flight == 1).all()


def test_aid_of_a_single_place_stays_there(stage, write, valley):
    row = row_for("humanitarian_aid", quantity=20, per="month", origins=["val-port"])
    (relief,) = arrays(stage, write, valley, T, row, "food_relief")
    names = np.array([valley.place_ids[place] for place in valley.origins])
    assert (relief[names == "val-port"] > 0).all() and not relief[names != "val-port"].any()


def test_aid_costs_what_it_reaches_and_fades_in_three_months(stage, write, valley):
    row = row_for("humanitarian_aid", quantity=20, per="month", settings={"delivery": 1.0})
    assert spent(stage, write, valley, T, row) == pytest.approx((20, 20 * 137))
    after, later = (arrays(stage, write, valley, t, row, "food_relief")[0] for t in (END + 1, END + 4))
    assert np.allclose(later, after / 2) and spent(stage, write, valley, END + 1, row) == (0, 0)


def test_two_rows_of_aid_reach_more_but_never_all_twice(stage, write, valley):
    row = row_for("humanitarian_aid", strength=100)
    plan = load_plan(write(row, {**row, "origins": ["VAL"]}), valley)
    assert stage.at(T, plan).food_relief.max() <= 1.0


def test_displaced_people_are_helped_up_to_all(stage, write, valley):
    row = row_for("idp_solutions", quantity=10, per="month", settings={"delivery": 1.0})
    (helped,) = arrays(stage, write, valley, T, row, "displaced_help")
    there = displaced_at_start(valley)[valley.origins]
    left = cover.keep(12)
    wanted = 10 * (1 - left**6) / (1 - left)
    assert (helped * there).sum() == pytest.approx(wanted) and not helped[there == 0].any()
    (most,) = arrays(stage, write, valley, T, row_for("idp_solutions", strength=100), "displaced_help")
    assert np.allclose(most[there > 0], 1.0)


def test_no_more_displaced_people_are_helped_than_there_are(stage, write, valley):
    plan = load_plan(write(row_for("idp_solutions", strength=100)), valley)
    conditions = stage.at(17, None)
    stocks = np.zeros((len(valley.origins), 14))
    stocks[0, DISPLACED] = 7.0
    lever, row = get("idp_solutions"), plan.rows[-1]
    lever.apply(17, row, conditions, Context(valley, stage.drivers, stage.settings, 17, stocks=stocks))
    assert sum(c.units for c in conditions.costs) <= 7.0


def test_centres_tell_the_truth_refer_and_lower_harm(stage, write, valley):
    row = row_for("migrant_resource_centres", quantity=1, per="month", origins=["VAL"])
    names = ("risk_truth", "apply_multiplier", "referral", "harm_party")
    truth, apply, referral, harm = arrays(stage, write, valley, T, row, *names)
    val, here = valley.country_index["VAL"], at(valley, "VAL")
    assert 0 < truth[val] < 1 and truth.sum() == truth[val]
    assert (apply[here] > 1).all() and (apply[~here] == 1).all() and apply.max() <= 1.5
    assert (referral[here] > 0).all() and not referral[~here].any() and referral.max() <= 0.3
    assert np.allclose(harm[val], 1 - 0.05 * truth[val]) and (np.delete(harm, val, axis=0) == 1).all()
    after, later = (arrays(stage, write, valley, t, row, "risk_truth")[0][val] for t in (END + 1, END + 5))
    assert later == pytest.approx(after / 2)


def test_children_alone_are_protected_and_nobody_else(stage, write, valley):
    row = row_for("child_protection", origins=["VAL"], strength=100, settings={"delivery": 1.0})
    before = stage.at(T, None).outcome.copy()
    names = ("attempt_multiplier", "harm_party", "outcome")
    attempts, harm, outcome = arrays(stage, write, valley, T, row, *names)
    val, here = valley.country_index["VAL"], at(valley, "VAL")
    assert np.allclose(attempts[here, 2], 0.85) and (attempts[:, :2] == 1).all() and (attempts[~here] == 1).all()
    assert harm[val, 2] == pytest.approx(0.9) and (harm[:, :2] == 1).all()
    returns = [OUTCOMES.index(name) for name in ("removed", "expelled", "repatriated")]
    assert np.allclose(outcome[val, 2, returns], 0.7 * before[val, 2, returns])
    assert outcome[val, 2].sum() == pytest.approx(before[val, 2].sum())
    assert np.array_equal(np.delete(outcome, val, axis=0), np.delete(before, val, axis=0))
    assert np.array_equal(outcome[:, :2], before[:, :2])


def test_offices_are_paid_by_the_month_and_never_exceed_municipalities(stage, write, valley):
    size = get("child_protection").setting("residents_per_municipality").default
    municipalities = cover.residents(valley).sum() / size
    units, amount = spent(stage, write, valley, T, row_for("child_protection", strength=100))
    assert units == pytest.approx(municipalities) and amount == pytest.approx(units * 20_000 / 12)
    row = row_for("child_protection", strength=100)
    during, later = (arrays(stage, write, valley, t, row, "harm_party")[0][:, 2].min() for t in (END, END + 12))
    assert during == pytest.approx(0.9) and later == pytest.approx(0.95)


def test_victims_are_offered_places_wherever_they_are(stage, write, valley):
    plan = load_plan(write(row_for("victim_services", origins=["VAL"], settings={"delivery": 1.0})), valley)
    (programme,) = [p for p in stage.at(T, plan).programmes if p.lever_id == "victim_services"]
    assert programme.channel == "victim_service" and programme.host == -1 and programme.places == 30
    assert programme.effects == {"score": 0.08, "cash": 500} and programme.hazard > 0
    assert np.array_equal(programme.origins, at(valley, "VAL"))


def test_workers_owe_less_and_stay_on_less(stage, write, valley):
    row = row_for("worker_protections", origins=["VAL"], strength=100)
    price, rehire, overstay = arrays(
        stage, write, valley, T, row, "visa_price_multiplier", "rehire_shift", "overstay_multiplier"
    )
    val = valley.country_index["VAL"]
    assert price[val] == pytest.approx(0.5, abs=0.02) and rehire[val] == pytest.approx(0.1, abs=0.005)
    assert overstay[val] == pytest.approx(0.9, abs=0.005)
    for array in (np.delete(price, val), np.delete(overstay, val), 1 + np.delete(rehire, val)):
        assert (array == 1).all()


def test_events_are_paid_as_far_as_workers_are_left(stage, write, valley):
    units, amount = spent(stage, write, valley, 17, row_for("worker_protections", strength=100))
    assert units == pytest.approx(visa_workers(valley, 17)[facts.origin_countries(valley)].sum() / 50)
    assert amount == pytest.approx(2000 * units)
