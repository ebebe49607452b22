"""Plans as a whole: order, hash, baseline on both worlds, no timeline row silently ignored."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from model.levers import _world as facts
from model.levers import known_names
from model.plan import available, load_plan
from model.plan_check import check_plan
from model.plan_rehearsal import cost_ceiling
from model.settings import make
from model.world import load

from .conftest import Stage, row_for


def test_plans_to_choose_from():
    assert {"baseline", "none"} <= set(available()) and "_template" not in available()


@pytest.mark.parametrize("name", ["baseline", "none", "_template"])
def test_shipped_plans_load(name, valley):
    plan = load_plan(name, valley)
    assert plan.title["en"] and plan.title["es"] and plan.about["es"]


def test_hash_follows_content(write, valley):
    one, same = load_plan(write(row_for("reception")), valley), load_plan(write(row_for("reception")), valley)
    titled = load_plan(write(row_for("reception"), title_en="Other words"), valley)
    other = load_plan(write(row_for("reception", strength=2)), valley)
    assert one == same == titled and hash(one) == hash(same) and one.hash == same.hash
    assert one != other and len({one, same, other}) == 2


def test_none_has_institutions_only(valley):
    plan = load_plan("none", valley)
    assert {row.kind for row in plan.rows} == {"base"} and not plan.beliefs and not plan.unused()


def test_order_is_institutions_timeline_plan(write, valley):
    plan = load_plan(write(row_for("reception"), row_for("deportation"), timeline="historical"), valley)
    kinds = [row.kind for row in plan.rows]
    assert kinds == sorted(kinds, key=("base", "timeline", "plan").index)
    assert [row.lever_id for row in plan.rows if row.kind == "plan"] == ["reception", "deportation"]
    assert [row.index for row in plan.rows] == list(range(len(plan.rows)))


def used_or_listed(world) -> None:
    plan = load_plan("baseline", world)
    table = world.tables["policy_timeline"]
    working = {row.key.split("+")[0] for row in plan.rows} | {belief.key for belief in plan.beliefs}
    listed = {row.key for row in plan.unused()}
    assert set(table["policy_id"]) <= working | listed
    assert all(row.reason for row in plan.unused()) and not working & listed


def test_every_row_of_the_valley_is_used_or_listed(valley):
    used_or_listed(valley)


def test_every_row_of_the_americas_is_used_or_listed(americas):
    used_or_listed(americas)
    assert set(americas.tables["policy_timeline"]["lever_id"]) <= {"context", *known_names()}


def test_units_of_the_americas_are_understood(americas):
    reasons = [row.reason for row in load_plan("baseline", americas).unused()]
    assert not [reason for reason in reasons if "unit '" in reason or "is not in border_regimes" in reason]


def yearly(
    world, plan, prefix: str, calendar: int | None = None, fiscal: int | None = None
) -> dict[str, float]:
    stage, total = Stage(world), {}
    for t in range(world.months):
        if calendar is not None and (world.start + t) // 12 != calendar:
            continue
        if fiscal is not None and facts.fiscal_year(world, t) != fiscal:
            continue
        for key, places in stage.places(t, plan).items():
            if key.startswith(prefix):
                total[key] = total.get(key, 0.0) + places
    return total


@pytest.fixture(scope="module")
def baseline(americas):
    return load_plan("baseline", americas)


@pytest.mark.parametrize("year", [2016, 2019, 2022])
def test_visas_of_history_are_those_issued(year, americas, baseline):
    for visa_class, lever in (("H-2A", "visas_h2a"), ("H-2B", "visas_h2b")):
        issued = facts.visas_in_year(americas, visa_class, year)
        offered = yearly(americas, baseline, lever, fiscal=year)
        for code in ("GTM", "HND", "SLV", "MEX", "JAM"):
            assert offered[f"{lever}/USA/{code}"] == pytest.approx(
                issued[americas.country_index[code]], rel=1e-6
            )


def test_caps_after_history_move_visas_and_are_held(americas, baseline):
    with_reserve = yearly(americas, baseline, "visas_h2b/USA/HND", fiscal=2023)
    held = [yearly(americas, baseline, "visas_h2b/USA/HND", fiscal=year) for year in (2026, 2027, 2029)]
    assert with_reserve["visas_h2b/USA/HND"] > 1.5 * held[0]["visas_h2b/USA/HND"] > 0
    assert held[1] == pytest.approx(held[0]) and held[2] == pytest.approx(held[0])


def test_permits_of_colombia(americas, baseline):
    permits = yearly(americas, baseline, "regularisation/COL/VEN", calendar=2022)
    assert 1.0e6 < permits["regularisation/COL/VEN"] < 1.3e6


def test_places_do_not_depend_on_the_other_origins(americas):
    few = load("americas", origins=["HND", "VEN"])
    stage, restricted = Stage(americas), Stage(few)
    for t in (30, 80, 104, 130):
        whole = stage.places(t, load_plan("baseline", americas))
        part = restricted.places(t, load_plan("baseline", few))
        assert part and part == pytest.approx({key: whole[key] for key in part})
        assert set(part) == {key for key in whole if key.endswith(("/HND", "/VEN"))}


def test_part_of_a_country_gets_its_share(valley):
    part = load("valley", origins=["val-capital"])
    share = facts.place_share(valley)[valley.place_index["val-capital"]]
    places = Stage(part).places(20, load_plan("none", part))
    assert places == pytest.approx({"reception/VAL/VAL": 60 * share})


def test_conditions_of_the_americas_stay_possible(americas, baseline):
    stage = Stage(americas)
    for t in (0, 45, 80, 104, 110, 132, 160, 203):
        conditions = stage.at(t, baseline)
        sums = conditions.outcome.sum(axis=2)
        assert np.allclose(sums[sums > 0], 1, atol=1e-6) and (conditions.outcome >= 0).all()
        assert ((conditions.recognition >= 0) & (conditions.recognition <= 1)).all()
        assert (conditions.asylum_capacity >= 0).all() and conditions.enforcement.min() >= 1.0
        assert len(conditions.programmes) < 255


def test_regimes_after_history_follow_each_other(americas, baseline):
    from model.levers.consequence_regime import regime_shares

    stage = Stage(americas)
    for month, code, regime in (
        ("2022-12", "VEN", "title_42_extended"),
        ("2022-12", "GTM", "title_42_no_families"),
        ("2023-09", "GTM", "title_8_2023"),
        ("2024-09", "ECU", "proclamation_2024"),
        ("2025-06", "GTM", "closure_2025"),
    ):
        country = americas.country_index[code]
        outcome = stage.at(americas.month_of(month), baseline).outcome[country]
        assert np.array_equal(outcome, regime_shares(americas, regime)[country]), (month, code)


def test_check_prints_costs_and_idle_rows(valley, write):
    text = check_plan(
        write(row_for("visas_h2b", payer={"NOR": 0.5, "employers": 0.5}), timeline="historical"), valley
    )
    assert "upper bound" in text and "employers" in text and "2015" in text
    assert "row-1 visas_h2b 2015-06 to 2016-05 in NOR" in text


def test_ceiling_of_costs(write, valley):
    plan = load_plan(
        write(row_for("assisted_voluntary_return", payer="donors", settings={"price_rise": 0.0})), valley
    )
    totals = cost_ceiling(plan, valley, make())
    assert totals["donors", 2015] == pytest.approx(7 * 250 * 1500)
    assert totals["donors", 2016] == pytest.approx(5 * 250 * 1500)


def test_plans_travel_between_processes(valley):
    plan = load_plan("baseline", valley)
    assert pickle.loads(pickle.dumps(plan)) == plan
