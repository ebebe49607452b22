"""Who pays, what arrives, what lasts: notes that levers of finance leave for all others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.levers import _delivery as delivery
from model.levers import get
from model.plan import load_plan

from .conftest import row_for

FIRST, LAST = 17, 28


@pytest.fixture
def asylum(stage, write, valley):
    """(lever, row paid half by NOR and half by donors, conditions of its first month)."""
    plan = load_plan(write(row_for("asylum_capacity", payer={"NOR": 0.5, "donors": 0.5})), valley)
    return get("asylum_capacity"), plan.rows[-1], stage.at(FIRST, None)


def by_country(valley, **values: float) -> np.ndarray:
    """f8[C] ones but for the countries named."""
    array = np.ones(len(valley.countries))
    for code, value in values.items():
        array[valley.country_index[code]] = value
    return array


def test_a_cut_in_one_country_cuts_what_arrives_there(asylum, valley):
    lever, row, conditions = asylum
    full = lever.planned(FIRST, row, conditions)
    conditions.notes["funded"] = {"donors": by_country(valley, NOR=0.2)}
    nor, mid = valley.country_index["NOR"], valley.country_index["MID"]
    assert lever.planned(FIRST, row, conditions, nor) == pytest.approx(0.6 * full)
    assert lever.planned(FIRST, row, conditions, mid) == full
    assert lever.planned(FIRST, row, conditions) == pytest.approx(0.6 * full)  # its only host is NOR


def test_better_delivery_wins_back_losses_and_no_more(asylum, valley):
    lever, row, conditions = asylum
    full = lever.planned(FIRST, row, conditions)
    better = by_country(valley, NOR=1.1)
    conditions.notes["delivery"] = {"protect": better, "asylum_capacity": better}
    assert lever.planned(FIRST, row, conditions) == full
    leaking = replace(row, values={**row.values, "delivery": 0.8})
    assert lever.planned(FIRST, leaking, conditions) == pytest.approx(0.8 * 1.21 * full)
    conditions.notes["delivery"] = {"return": by_country(valley, NOR=1.2)}
    assert lever.planned(FIRST, leaking, conditions) == pytest.approx(0.8 * full)


def test_effects_last_longer_where_a_note_says_so(asylum, valley):
    lever, row, conditions = asylum
    plain = lever.level(LAST + 6, row, conditions)
    conditions.notes["half_life"] = {"asylum_capacity": by_country(valley, NOR=1.5)}
    assert lever.lasting(row, conditions) == 1.5 * lever.value(row, "half_life")
    assert lever.level(LAST + 6, row, conditions) > plain


def test_moved_payments_change_who_pays_and_not_how_much(asylum):
    lever, row, conditions = asylum
    conditions.notes["moved"] = {"donors": {"MID": 0.5, "NOR": 0.5}}
    lever.book(FIRST, row, 100.0, conditions)
    amounts = {cost.payer: cost.units for cost in conditions.costs}
    assert amounts == pytest.approx({"NOR": 75.0, "MID": 25.0})


def test_places_follow_the_country_where_they_are_offered(stage, write, valley):
    plan = load_plan(write(row_for("regularisation", quantity=100, per="month")), valley)
    lever, row = get("regularisation"), plan.rows[-1]
    full = sum(p.places for p in stage.at(FIRST, plan).programmes if p.lever_id == "regularisation")
    conditions = stage.at(FIRST, None)
    conditions.notes["funded"] = {payer: by_country(valley, NOR=0.5) for payer, _ in row.payers}
    lever.apply(FIRST, row, conditions, type("Context", (), {"world": valley}))
    assert sum(p.places for p in conditions.programmes) == pytest.approx(0.5 * full)


class Memory:
    """Steps of a plan in their order, with the notes that a lever of finance would leave."""

    def __init__(self, conditions) -> None:
        self.conditions = conditions

    def step(self, t: int, **notes) -> None:
        self.conditions.notes.clear()
        delivery.begin("plan", self.conditions)
        self.conditions.notes.update(notes)

    def end(self, t: int) -> None:
        delivery.remember(t, self.conditions)


def test_a_cut_of_today_does_not_undo_what_was_delivered_before(asylum):
    lever, row, conditions = asylum
    row = replace(row, values={**row.values, "half_life": 12.0})
    memory, keep = Memory(conditions), 2 ** (-1 / 12)
    stock, month = 0.0, lever.planned(FIRST, row, conditions)
    for t in range(FIRST, LAST + 4):
        memory.step(t, funded={"NOR": 0.0, "donors": 0.0} if t >= FIRST + 5 else {})
        assert lever.exposure(t, row, conditions) == pytest.approx(stock)
        assert lever.exposure(t, row, conditions) == pytest.approx(stock)  # asked twice
        memory.end(t)
        stock = stock * keep + (month if t < FIRST + 5 else 0.0)
    assert stock > 0


def test_nobody_is_reached_twice(asylum):
    """Full coverage costs what fades; the rest of the plan is neither delivered nor paid."""
    lever, row, conditions = asylum
    row = replace(row, values={**row.values, "half_life": 12.0})
    month = lever.planned(FIRST, row, conditions)
    target, memory, total = 2.5 * month, Memory(conditions), 0.0
    for t in range(FIRST, LAST + 1):
        memory.step(t)
        coverage, units = lever.covered(t, row, conditions, target)
        memory.end(t)
        total += units
        assert 0.0 <= coverage <= 1.0 and units <= month
        if t > FIRST + 4:
            assert coverage == pytest.approx(1.0, abs=0.06) and units < 0.2 * month
    assert total < 4.5 * month
    replayed = lever.covered(LAST, row, asylum[2], target, group="again")
    assert replayed == pytest.approx((coverage, units))
