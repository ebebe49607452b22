"""Levers at home and after return: who is reached, what shifts, what it costs, how it fades."""

from __future__ import annotations

import numpy as np
import pytest

from model import settings
from model.levers import _world as facts
from model.levers import get
from model.levers._origin import farms, homes, people
from model.plan import load_plan

from .conftest import ARRAYS, Stage, row_for

START, END = 17, 28  # 2015-06 to 2016-05 in the valley
WITHOUT = ("programmes", "costs", "notes")
SHIFTS = {
    "root_food": ("food_relief",),
    "root_agriculture": ("income_multiplier", "drought_shield"),
    "root_decent_work": ("income_multiplier",),
    "root_governance": ("wish_shift",),
    "root_violence": ("violence_multiplier",),
    "root_education": ("income_multiplier", "wish_shift"),
    "root_gbv": ("women_victim",),
    "root_jobs": ("income_multiplier",),
    "root_health": ("crisis_half_life",),
}
HALF = {"root_food": 6, "root_agriculture": 36, "root_decent_work": 24, "root_governance": 60, "root_violence": 12,
        "root_gbv": 12, "root_jobs": 24}
SMALL = 1e-4
"""Share of the catalogue's size that leaves the valley far from covered."""


def small(lever_id: str, **more):
    """A row so small that nothing is covered in full."""
    return row_for(lever_id, strength=SMALL, **more)


def shift(stage: Stage, plan, t: int, name: str) -> np.ndarray:
    """An array of step t over (or less) the same without the plan, as a distance from neutral."""
    before = getattr(stage.at(t, None), name).copy()
    return getattr(stage.at(t, plan), name).copy() - before


@pytest.mark.parametrize("lever_id", SHIFTS)
def test_only_the_declared_conditions_shift(lever_id, stage, write, valley):
    plan = load_plan(write(row_for(lever_id)), valley)
    t = START + 22 if lever_id == "root_education" else START + 6
    changed = {name for name in ARRAYS if shift(stage, plan, t, name).any()}
    assert changed == set(SHIFTS[lever_id])


@pytest.mark.parametrize("lever_id", [name for name in SHIFTS if name != "root_health"])
def test_only_the_places_named_are_reached(lever_id, stage, write, valley):
    plan = load_plan(write(row_for(lever_id, origins=["val-dry"])), valley)
    there = np.array([valley.place_ids[place] == "val-dry" for place in valley.origins])
    t = START + 22 if lever_id == "root_education" else START + 6
    for name in SHIFTS[lever_id]:
        moved = shift(stage, plan, t, name).reshape(len(there), -1).any(axis=1)
        assert moved[there].all() and not moved[~there].any()


@pytest.mark.parametrize("lever_id", HALF)
def test_effect_fades_with_its_half_life(lever_id, stage, write, valley):
    plan = load_plan(write(small(lever_id)), valley)
    name = SHIFTS[lever_id][-1]
    at_end = shift(stage, plan, END + 1, name)
    later = shift(stage, plan, END + 1 + HALF[lever_id], name) if END + 1 + HALF[lever_id] < valley.months else None
    steps = 12 if later is None else HALF[lever_id]
    wanted = 2.0 ** (-steps / HALF[lever_id])
    later = shift(stage, plan, END + 1 + steps, name)
    assert np.allclose(later, at_end * wanted, rtol=1e-3, atol=0) and at_end.any()


@pytest.mark.parametrize("lever_id", [*SHIFTS])
def test_never_more_than_there_are_people_and_undelivered_is_not_paid(lever_id, stage, write, valley):
    if lever_id == "root_jobs":
        pytest.skip("places are drawn by lottery, so the engine bounds them")
    plan = load_plan(write(row_for(lever_id, strength=100, end="2019-12")), valley)
    row, lever = plan.rows[-1], get(lever_id)
    units = [sum(c.units for c in stage.at(t, plan).costs if c.row == row.index) for t in range(START, START + 40)]
    target = float(lever.target(row, valley)[valley.origins].sum())
    assert units[0] == pytest.approx(min(target, lever.monthly(row) * 100 * lever.value(row, "delivery")))
    assert sum(units[1:2]) < units[0] * 0.5 and max(units) <= target * (1 + 1e-9)


@pytest.mark.parametrize("lever_id", [*SHIFTS, "root_finance"])
def test_half_the_money_delivers_half(lever_id, stage, write, valley):
    plan = load_plan(write(small(lever_id, payer={"NOR": 0.5, "donors": 0.5})), valley)
    row, lever = plan.rows[-1], get(lever_id)
    conditions = stage.at(START, None)
    full = lever.planned(START, row, conditions)
    conditions.notes["funded"] = {"donors": 0.0}
    assert lever.planned(START, row, conditions) == pytest.approx(full / 2) and full > 0


def test_units_are_split_by_the_people_meant(stage, write, valley):
    plan = load_plan(write(small("root_agriculture")), valley)
    row, lever = plan.rows[-1], get("root_agriculture")
    units = lever.by_place(START, row, stage.at(START, None), valley)
    assert np.allclose(units / units.sum(), farms(valley)[valley.origins] / farms(valley).sum())
    assert units.sum() == pytest.approx(lever.planned(START, row, stage.at(START, None)))
    assert (farms(valley) < homes(valley) + 1e-9).all() and (homes(valley) < people(valley) + 1e-9).all()
    assert people(valley)[valley.origins].sum() == pytest.approx(facts.population(valley)[[0, 2]].sum())


def test_dry_years_hit_farms_less(stage, write, valley):
    plan = load_plan(write(row_for("root_agriculture")), valley)
    conditions = stage.at(START + 6, plan)
    assert np.allclose(conditions.drought_shield, 0.4, atol=0.02)
    assert np.allclose(conditions.income_multiplier[:, 1], 1.1, atol=0.01)
    assert (conditions.income_multiplier[:, 0] == 1).all()


@pytest.mark.parametrize(("variant", "left"), [("moderate", 0.65), ("none", 1.0), ("trial", 0.49)])
def test_violence_follows_the_reading_chosen(variant, left, stage, write, valley):
    stage.settings = settings.make(switches={"violence_programme": variant})
    plan = load_plan(write(row_for("root_violence")), valley)
    assert np.allclose(stage.at(START + 6, plan).violence_multiplier, left, atol=0.03)


def test_education_waits_and_may_go_either_way(stage, write, valley):
    plan = load_plan(write(row_for("root_education")), valley)
    early = stage.at(START + 17, plan)
    assert (early.income_multiplier == 1).all() and (early.wish_shift == 0).all()
    assert (stage.at(START + 22, plan).wish_shift > 0.04).all()
    assert (stage.at(START + 22, plan).income_multiplier > 1.02).all()
    stage.settings = settings.make(switches={"education": "lower"})
    assert (stage.at(START + 22, plan).wish_shift < -0.04).all()


def test_doses_add_up_while_they_are_given_and_nothing_is_left(stage, write, valley):
    plan = load_plan(write(small("root_health", origins=["VAL"])), valley)
    val, mid = valley.country_index["VAL"], valley.country_index["MID"]
    path = [stage.at(t, plan).crisis_half_life.copy() for t in range(START, END + 3)]
    fall = np.diff([moment[val] for moment in path[: END - START + 1]])
    assert np.allclose(fall, fall[0]) and fall[0] < 0 and path[-1][val] == 1.0
    assert all(moment[mid] == 1.0 for moment in path)


def test_governance_lowers_the_wish_by_a_tenth_of_the_index_at_most(stage, write, valley):
    plan = load_plan(write(row_for("root_governance", strength=100, end="2019-12")), valley)
    assert np.allclose(stage.at(START + 30, plan).wish_shift, -0.05)


def test_jobs_are_offered_net_to_households_at_home(stage, write, valley):
    plan = load_plan(write(row_for("root_jobs", origins=["VAL"])), valley)
    offers = [p for p in stage.at(START, plan).programmes if p.lever_id == "root_jobs"]
    delivery = get("root_jobs").setting("delivery").default
    assert sum(p.places for p in offers) == pytest.approx(1500 * delivery)
    assert all(p.channel == "livelihood" and p.unit_is_party and not p.needs_wish for p in offers)
    assert offers[0].effects == {"income_gain": 0.5}


def test_loans_are_counted_in_dollars(stage, write, valley):
    plan = load_plan(write(row_for("root_finance", quantity=300_000, per="month", payer="donors")), valley)
    delivery = get("root_finance").setting("delivery").default
    conditions = stage.at(START, plan)
    offers = {p.key: p.places for p in conditions.programmes if p.lever_id == "root_finance"}
    assert sum(offers.values()) == pytest.approx(100 * delivery)
    costs = [c for c in plan.book(START, offers, conditions) if c.lever_id == "root_finance"]
    assert sum(c.amount for c in costs) == sum(c.units for c in costs) == pytest.approx(300_000 * delivery)


SERVICES = {"reintegration_economic": ("service_economic", 375), "reintegration_social": ("service_social", 200),
            "reintegration_psychosocial": ("service_psychosocial", 200)}


@pytest.mark.parametrize("lever_id", SERVICES)
def test_services_are_where_people_return_to(lever_id, stage, write, valley):
    channel, size = SERVICES[lever_id]
    plan = load_plan(write(row_for(lever_id)), valley)
    offers = [p for p in stage.at(START, plan).programmes if p.lever_id == lever_id]
    delivery = get(lever_id).setting("delivery").default
    assert {p.channel for p in offers} == {channel} and {p.host for p in offers} == {-1}
    assert sum(p.places for p in offers) == pytest.approx(size * delivery)
    returns = facts.returns_month(valley)
    for programme in offers:
        country = valley.country_index[programme.key.split("/")[-1]]
        assert programme.places == pytest.approx(size * delivery * returns[country] / returns.sum())


def test_services_of_history_are_persons_or_what_money_buys(americas):
    rows = {row.key: row for row in load_plan("baseline", americas).rows}
    assert rows["P146"].quantity == 181 and rows["P147"].quantity == rows["P149"].quantity == 97
    assert rows["P021"].quantity == pytest.approx(7e6 / 21 * 0.24 / 1067, rel=0.01)
    assert rows["P046"].payers == rows["P147"].payers == (("USA", 1.0),)


def test_history_of_the_root_causes(americas):
    rows = {row.key: row for row in load_plan("baseline", americas).rows if row.lever_id.startswith("root_")}
    months = {key: row.end - row.start + row.first_share + row.last_share - 1 for key, row in rows.items()}
    total = {key: row.quantity * months[key] for key, row in rows.items()}
    assert total["P185"] == pytest.approx(36_000) and rows["P185"].payers == (("employers", 1.0),)
    assert total["P184"] == pytest.approx(179e6) and rows["P184"].payers == (("USA", 1.0),)
    assert total["P191"] == pytest.approx(180_000) and total["P269"] == pytest.approx(6)
    stage, plan = Stage(americas), load_plan("baseline", americas)
    conditions = stage.at(americas.month_of("2023-01"), plan)
    slv, ven = americas.country_index["SLV"], americas.country_index["VEN"]
    assert 0.95 < conditions.violence_multiplier[americas.origin_country == slv].min() < 1
    assert (conditions.violence_multiplier[americas.origin_country == ven] == 1).all()
    assert 0 < conditions.food_relief.max() < 0.1 and conditions.income_multiplier.max() < 1.02


def test_local_partners_win_back_losses_and_make_effects_last(stage, write, valley):
    food = {"strength": SMALL, "origins": ["VAL"]}
    alone = load_plan(write(row_for("root_food", **food)), valley)
    local = row_for("local_partners", origins=["VAL"], end="2019-12", payer="donors")
    both = load_plan(write(row_for("root_food", **food), local), valley)

    def delivered(plan, t):
        return sum(cost.units for cost in stage.at(t, plan).costs if cost.lever_id == "root_food")

    assert delivered(both, START) == delivered(alone, START)
    assert delivered(both, START + 6) == pytest.approx(1.15 * delivered(alone, START + 6))
    left = [shift(stage, plan, END + 13, "food_relief").max() / shift(stage, plan, END + 1, "food_relief").max()
            for plan in (alone, both)]
    assert left == pytest.approx([2.0 ** (-12 / 6), 2.0 ** (-12 / 7.8)], rel=1e-3)
    mid = valley.country_index["MID"]
    assert stage.at(START + 6, both).notes["delivery"]["return"][mid] == 1.0


def test_a_cut_leaves_what_was_delivered(stage, write, valley):
    cut = {"lever": "burden_sharing", "start": "2015-12", "setting": "donors", "settings": {"share": 0.0},
           "payer": "donors"}
    plan = load_plan(write(small("root_food", payer="donors"), cut), valley)
    path = [shift(stage, plan, t, "food_relief").max() for t in range(START, END + 1)]
    at = valley.month_of("2015-12") - START
    assert path[at] > path[at - 1] > 0
    assert path[at + 4] == pytest.approx(path[at] * 2.0 ** (-4 / 6), rel=1e-3)
