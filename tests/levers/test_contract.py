"""What every lever found in the folder must keep, the ones of tomorrow included."""

from __future__ import annotations

import re

import numpy as np
import pytest

from model.checks import InputError
from model.levers import CATALOGUE, all_levers, get
from model.plan import load_plan

from .conftest import Stage, row_for

LEVERS = sorted(all_levers())
FIRST, LAST = 17, 28  # 2015-06 to 2016-05 in the valley


def test_found_sorted_and_of_the_catalogue():
    assert list(all_levers()) == LEVERS
    assert {"consequence_regime", "visas_h2b", "reception"} <= set(LEVERS) <= set(CATALOGUE)


def test_unknown_lever_names_the_nearest():
    with pytest.raises(InputError, match="Did you mean 'visas_h2b'"):
        get("visas_h2")


@pytest.mark.parametrize("lever_id", LEVERS)
def test_described_in_both_languages(lever_id):
    lever = get(lever_id)
    texts = (
        lever.title_en,
        lever.title_es,
        lever.description_en,
        lever.description_es,
        lever.mechanism,
        lever.expected_direction,
        lever.family,
        lever.unit,
    )
    assert all(texts) and lever.evidence
    assert lever.title_en != lever.title_es and lever.description_en != lever.description_es
    assert not re.search(r"\billegals?\b|\bilegal", " ".join(texts))


@pytest.mark.parametrize("lever_id", LEVERS)
def test_settings_have_unit_range_source_and_grade(lever_id):
    lever = get(lever_id)
    names = [setting.name for setting in lever.settings]
    assert len(names) == len(set(names))
    assert {"strength", "quantity", "unit_cost", "half_life", "delivery"} <= set(names)
    for setting in lever.settings:
        assert setting.low <= setting.default <= setting.high, setting
        assert setting.unit and setting.meaning and setting.source and setting.grade in "HMLJ", setting


@pytest.mark.parametrize("lever_id", LEVERS)
def test_zero_strength_is_bit_identical(lever_id, stage: Stage, write, valley):
    plan = load_plan(write(row_for(lever_id, strength=0)), valley)
    empty = load_plan(write(), valley)
    assert all(stage.fingerprint(t, plan) == stage.fingerprint(t, empty) for t in range(valley.months))


@pytest.mark.parametrize("lever_id", LEVERS)
def test_nothing_before_start_and_something_after(lever_id, stage: Stage, write, valley):
    plan = load_plan(write(row_for(lever_id)), valley)
    empty = load_plan(write(), valley)
    changed = [t for t in range(valley.months) if stage.fingerprint(t, plan) != stage.fingerprint(t, empty)]
    assert changed and min(changed) >= FIRST
    half_life = get(lever_id).setting("half_life").default
    if half_life == 0:
        assert max(changed) <= LAST + plan.rows[-1].lag


@pytest.mark.parametrize("lever_id", LEVERS)
def test_places_and_shares_stay_possible(lever_id, stage: Stage, write, valley):
    top = get(lever_id).setting("strength").high
    plan = load_plan(write(row_for(lever_id, strength=top)), valley)
    for t in range(FIRST, LAST + 12):
        conditions = stage.at(t, plan)
        assert all(p.places >= 0 and np.isfinite(p.places) and p.origins.any() for p in conditions.programmes)
        assert (conditions.recognition <= 1).all() and (conditions.removal_rate >= 0).all()
        assert np.allclose(conditions.outcome[conditions.outcome.sum(axis=2) > 0].sum(axis=1), 1)
        assert len({p.key for p in conditions.programmes}) == len(conditions.programmes)


@pytest.mark.parametrize("lever_id", LEVERS)
def test_cost_is_delivered_units_times_unit_price(lever_id, stage: Stage, write, valley):
    plan = load_plan(write(row_for(lever_id, payer={"NOR": 0.75, "donors": 0.25})), valley)
    index = next(row.index for row in plan.rows if row.kind == "plan")
    lever, row = get(lever_id), plan.rows[index]
    costs, t = [], FIRST - 1
    while not costs and t < LAST:  # the first month with costs: a small place may be covered early
        t += 1
        conditions = stage.at(t, plan)
        half = {p.key: p.places / 2 for p in conditions.programmes}
        costs = [cost for cost in plan.book(t, half, conditions) if cost.row == index]
    assert bool(costs) == (lever.setting("unit_cost").default > 0)
    fill = 0.5 if "slots" in lever.acts_on else 0.0
    for cost in costs:
        assert cost.t == t and cost.amount == pytest.approx(cost.units * lever.unit_price(row, fill))
    by_payer = {name: sum(c.amount for c in costs if c.payer == name) for name in ("NOR", "donors")}
    assert by_payer["NOR"] == pytest.approx(3 * by_payer["donors"])


@pytest.mark.parametrize("lever_id", [name for name in LEVERS if "slots" in get(name).acts_on])
def test_places_grow_with_strength(lever_id, stage: Stage, write, valley):
    empty = load_plan(write(), valley)

    def total(strength: float) -> float:
        plan = load_plan(write(row_for(lever_id, strength=strength)), valley)
        return sum(
            sum(stage.places(t, plan).values()) - sum(stage.places(t, empty).values())
            for t in range(FIRST, LAST + 7)
        )

    assert total(2.0) == pytest.approx(2 * total(1.0)) and total(1.0) > 0


def test_exposure_is_the_recursion(write, valley, stage: Stage):
    plan = load_plan(write(row_for("border_enforcement", settings={"half_life": 6})), valley)
    row, lever = plan.rows[-1], get("border_enforcement")
    conditions, stock = stage.at(0, None), 0.0
    for t in range(FIRST, LAST + 20):
        assert lever.exposure(t, row, conditions) == pytest.approx(stock)
        stock = stock * 2 ** (-1 / 6) + lever.planned(t, row, conditions)
    assert lever.exposure(FIRST, row, conditions) == 0
    assert lever.coverage(5, 10) == 0.5 and lever.coverage(50, 10) == 1.0 and lever.coverage(5, 0) == 0.0


def test_unpaid_share_is_not_delivered(write, valley, stage: Stage):
    plan = load_plan(write(row_for("asylum_capacity", payer={"NOR": 0.5, "donors": 0.5})), valley)
    row, lever = plan.rows[-1], get("asylum_capacity")
    conditions = stage.at(FIRST, None)
    full = lever.planned(FIRST, row, conditions)
    conditions.notes["funded"] = {"donors": 0.0}
    assert lever.planned(FIRST, row, conditions) == full / 2
