"""What single levers do, on the valley."""

from __future__ import annotations

import numpy as np
import pytest

from model.levers import _world as facts
from model.levers.consequence_regime import regime_shares
from model.plan import load_plan

from .conftest import Stage, row_for


def change(stage: Stage, write, valley, t: int, name: str, row: dict) -> tuple[np.ndarray, np.ndarray]:
    """An array of step t without and with one plan row."""
    before = getattr(stage.at(t, load_plan(write(), valley)), name).copy()
    return before, getattr(stage.at(t, load_plan(write(row), valley)), name).copy()


def test_regime_replaces_by_date_and_nationality(stage, write, valley):
    row = row_for("consequence_regime", setting="release", origins=["VAL"])
    before, after = change(stage, write, valley, 20, "outcome", row)
    val, mid = valley.country_index["VAL"], valley.country_index["MID"]
    assert np.array_equal(after[val], regime_shares(valley, "release")[val])
    assert np.array_equal(after[mid], before[mid])


def test_regime_in_part_blends(stage, write, valley):
    row = row_for("consequence_regime", setting="release", strength=0.25)
    before, after = change(stage, write, valley, 20, "outcome", row)
    wanted = 0.75 * before + 0.25 * regime_shares(valley, "release")
    assert np.allclose(after[valley.country_index["VAL"]], wanted[valley.country_index["VAL"]])


def test_regime_of_the_timeline_waits_for_the_end_of_history(stage, valley):
    plan, val = load_plan("baseline", valley), valley.country_index["VAL"]
    observed = stage.at(valley.history_end, None).outcome[val].copy()
    assert np.array_equal(stage.at(valley.history_end, plan).outcome[val], observed)
    held = stage.at(valley.history_end + 1, plan).outcome[val]
    assert np.array_equal(held, regime_shares(valley, "wait")[val])


def test_enforcement_acts_on_the_hosts_or_on_what_is_named(stage, write, valley):
    _, control = change(stage, write, valley, 20, "enforcement", row_for(
        "border_enforcement", hosts=["MID"], settings={"force": 600}))
    assert np.array_equal(control, [2.0])
    row = row_for("border_enforcement", where=["nor-sector-east"], quantity=300, per="month", settings={"force": 600})
    before, sectors = change(stage, write, valley, 20, "sector_enforcement", row)
    names = [valley.place_ids[place] for place in valley.sectors]
    assert np.array_equal(sectors[[name == "nor-sector-east" for name in names]], [1.5])
    assert np.array_equal(before, np.ones(2)) and sectors.min() == 1.0


def test_enforcement_fades_after_its_end(stage, write, valley):
    row = row_for("border_enforcement", hosts=["MID"], settings={"force": 600})
    _, later = change(stage, write, valley, 28 + 9, "enforcement", row)
    assert later[0] == pytest.approx(1.5)


def test_removal_priorities_scale_the_rate_and_numbers_set_a_volume(stage, write, valley):
    nor, val = valley.country_index["NOR"], valley.country_index["VAL"]
    before, after = change(
        stage, write, valley, 20, "removal_rate", row_for("deportation", setting="mass_removal")
    )
    assert after[nor, val] == pytest.approx(6.7 * before[nor, val])
    assert after[valley.country_index["MID"], val] == before[valley.country_index["MID"], val]
    row = row_for("deportation", quantity=60, per="month", origins=["VAL"])
    _, quota = change(stage, write, valley, 20, "removal_quota", row)
    assert quota[nor, val] == 60 and quota.sum() == 60


def test_removal_costs_follow_what_is_delivered(stage, write, valley):
    plan = load_plan(
        write(row_for("deportation", setting="mass_removal", settings={"unit_cost": 1000})), valley
    )
    conditions = stage.at(20, plan)
    assert sum(c.amount for c in plan.book(20, {}, conditions)) == 0
    conditions = stage.at(20, plan)
    spent = sum(c.amount for c in plan.book(20, {"deportation/NOR/VAL": 67.0}, conditions))
    assert spent == pytest.approx(57_000)  # the ten of the base are not the lever's


def test_assisted_return_is_offered_at_the_host(stage, write, valley):
    plan = load_plan(write(row_for("assisted_voluntary_return", hosts=["MID"], origins=["VAL"])), valley)
    programme = next(p for p in stage.at(20, plan).programmes if p.lever_id == "assisted_voluntary_return")
    assert programme.channel == "assisted_return" and programme.host == valley.country_index["MID"]
    assert programme.places == 250 and set(valley.origin_country[programme.origins]) == {
        valley.country_index["VAL"]
    }


def test_farm_visas_of_history_are_those_issued_under_the_cap(stage, valley):
    plan = load_plan("baseline", valley)
    fiscal = [t for t in range(valley.months) if facts.fiscal_year(valley, t) == 2016]
    offered = {"VAL": 0.0, "MID": 0.0}
    for t in fiscal:
        for key, places in stage.places(t, plan).items():
            if key.startswith("visas_h2a/"):
                offered[key.split("/")[2]] += places
    assert offered == pytest.approx({"VAL": 80 * 180 / 200, "MID": 120 * 180 / 200})


def test_scale_and_replace_meet_the_timeline(stage, write, valley):
    def h2a(t: int, *rows: dict) -> float:
        return stage.places(t, load_plan(write(*rows, timeline="historical"), valley)).get(
            "visas_h2a/NOR/VAL", 0.0
        )

    plain = h2a(20)
    scaled = {
        "lever": "visas_h2a",
        "mode": "scale",
        "start": "2015-06",
        "end": "2016-05",
        "strength": 2,
        "origins": ["VAL"],
    }
    assert h2a(20, scaled) == pytest.approx(2 * plain) and h2a(40, scaled) == pytest.approx(h2a(40))
    gone = {"lever": "visas_h2a", "mode": "replace", "start": "2015-06", "strength": 0}
    assert plain > 0 and h2a(20, gone) == 0
    own = {
        "lever": "visas_h2a",
        "mode": "replace",
        "start": "2015-06",
        "quantity": 240,
        "per": "year",
        "origins": ["VAL"],
    }
    year = sum(h2a(t, own) for t in range(24, 36))
    assert year == pytest.approx(240)


def test_single_places_get_the_whole_number(stage, write, valley):
    row = row_for(
        "safe_access_cam",
        origins=["val-port", "val-dry"],
        quantity=30,
        per="month",
        settings={"processing": 0},
    )
    programme = next(
        p for p in stage.at(20, load_plan(write(row), valley)).programmes if p.lever_id == "safe_access_cam"
    )
    names = [valley.place_ids[place] for place in valley.origins[programme.origins]]
    assert programme.places == pytest.approx(30) and sorted(names) == ["val-dry", "val-port"]


def test_admissions_wait_for_the_processing_time(stage, write, valley):
    plan = load_plan(write(row_for("safe_access_cam")), valley)
    offered = [t for t in range(valley.months) if any("safe_access" in key for key in stage.places(t, plan))]
    assert (min(offered), max(offered)) == (17 + 6, 28 + 6)


def test_permits_are_split_by_people_living_there(stage, write, valley):
    row = row_for("regularisation", quantity=770, per="month", settings={"delivery": 1.0})
    places = stage.places(20, load_plan(write(row), valley))
    stock = facts.stock_abroad(valley)[valley.country_index["NOR"]]
    val, mid = (stock[valley.country_index[code]] for code in ("VAL", "MID"))
    assert places["regularisation/NOR/VAL"] == pytest.approx(770 * val / (val + mid))


def test_asylum_capacity_adds_decisions_and_fades_in_recognition(stage, write, valley):
    nor = valley.country_index["NOR"]
    row = row_for("asylum_capacity", quantity=30, per="month")
    before, after = change(stage, write, valley, 20, "asylum_capacity", row)
    assert after[nor] == before[nor] + 30
    before, after = change(stage, write, valley, 20, "recognition", row)
    assert (after[nor] > before[nor]).any() and (after <= 1).all()
    later_before, later_after = change(stage, write, valley, 28 + 6, "asylum_capacity", row)
    assert np.array_equal(later_before, later_after)


def test_reception_stands_without_any_plan_and_a_plan_adds(stage, write, valley):
    alone = stage.places(20, load_plan("none", valley))
    assert alone == pytest.approx({"reception/VAL/VAL": 60.0, "reception/MID/MID": 80.0})
    more = load_plan(write(row_for("reception", quantity=100, per="month")), valley)
    assert stage.places(20, more)["reception/VAL/VAL"] == pytest.approx(160)


def test_announcement_shifts_beliefs_once(stage, valley):
    plan, val = load_plan("baseline", valley), valley.country_index["VAL"]
    month = valley.month_of("2017-02")
    shifted = stage.at(month, plan).belief_shift.copy()
    assert (shifted[val, :, valley.hub] == -0.1).all() and (shifted[valley.hub, :, valley.hub] == 0).all()
    assert not stage.at(month + 1, plan).belief_shift.any()


def test_removals_at_base_are_a_quarter_outside_the_hub(stage, valley):
    rate, nor, val = stage.at(0, None).removal_rate, valley.country_index["NOR"], valley.country_index["VAL"]
    assert rate[nor, val] == 0.006 and rate[valley.country_index["MID"], val] == 0.0015
    assert (np.diagonal(rate) == 0).all()
