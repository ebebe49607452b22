"""Services, register, host communities, mobility, labour-market programmes: what they do in a host country."""

from __future__ import annotations

import numpy as np
import pytest

from model.continuum import ABROAD, ASYLUM_PENDING, IRREGULAR, LAWFUL
from model.levers import Context, get
from model.levers import _hosts as hosts
from model.levers import _world as facts
from model.plan import load_plan

from .conftest import row_for
from .test_aid_and_protection import END, T, arrays, spent

FULL = {"delivery": 1.0}


def nor_people(valley) -> float:
    return float(facts.stock_abroad(valley)[valley.country_index["NOR"]].sum())


def test_services_speed_up_people_with_papers_in_the_host(stage, write, valley):
    row = row_for("services_access", settings=FULL)
    (pace,) = arrays(stage, write, valley, T, row, "integration_multiplier")
    nor = valley.country_index["NOR"]
    assert pace[nor] == pytest.approx([1.0, 1.25]) and (np.delete(pace, nor, axis=0) == 1).all()
    (half,) = arrays(stage, write, valley, END + 6, row, "integration_multiplier")
    assert half[nor, 1] == pytest.approx(1.125)


def test_services_cost_a_twelfth_of_a_year_for_each_person_with_status(stage, write, valley):
    row = row_for("services_access", strength=0.5, settings=FULL)
    units, amount = spent(stage, write, valley, T, row)
    assert units == pytest.approx(0.5 * nor_people(valley) / 12) and amount == pytest.approx(400 * units)
    assert spent(stage, write, valley, T, row_for("services_access", strength=100))[0] <= nor_people(valley) / 12


def test_only_people_with_status_are_counted(valley, stage):
    stocks, abroad = np.zeros((len(valley.origins), 14)), np.zeros((len(valley.origins), len(valley.countries)))
    stocks[0, [IRREGULAR, LAWFUL, ASYLUM_PENDING]] = 50, 30, 20
    abroad[0, valley.hub] = 100
    context = Context(valley, stage.drivers, stage.settings, 0, stocks=stocks, abroad=abroad)
    assert set(ABROAD) >= {IRREGULAR, LAWFUL, ASYLUM_PENDING}
    assert hosts.with_status(context, (valley.hub,)) == pytest.approx([50])
    assert hosts.migrants(context, (valley.hub,)) == pytest.approx([100])


def test_register_raises_what_arrives_in_its_country_only(stage, write, valley):
    row = row_for("national_registry", settings=FULL)
    plan, nor = load_plan(write(row), valley), valley.country_index["NOR"]
    gains = [stage.at(t, plan).notes["delivery"]["regularisation"].copy() for t in (18, T, END)]
    assert 1 < gains[0][nor] < gains[1][nor] < gains[2][nor] <= 1.2
    assert (np.delete(gains[2], nor) == 1).all()
    assert "asylum_capacity" not in stage.at(T, plan).notes["delivery"]


def test_register_pays_for_each_person_once(stage, write, valley):
    row = row_for("national_registry", settings=FULL)
    plan = load_plan(write(row), valley)
    units = sum(sum(c.units for c in plan.book(t, {}, stage.at(t, plan)) if plan.rows[c.row].kind == "plan")
                for t in range(17, END + 1))
    assert 0.9 * nor_people(valley) < units <= 1.3 * nor_people(valley)  # those forgotten in two years come again


def test_register_acts_before_the_levers_it_serves(write, valley):
    plan = load_plan(write(row_for("regularisation"), row_for("national_registry")), valley)
    order = [row.lever_id for row in plan.rows]
    assert order.index("national_registry") < order.index("regularisation")


def test_host_places_take_in_more(stage, write, valley):
    row = row_for("host_community_support", settings=FULL)
    absorb, crowding = arrays(stage, write, valley, T, row, "absorb", "crowding_multiplier")
    there = valley.place_country == valley.country_index["NOR"]
    assert np.allclose(absorb[there], 1.5) and (absorb[~there] == 1).all() and (crowding == 1).all()
    units, amount = spent(stage, write, valley, T, row)
    assert units == pytest.approx(nor_people(valley) / 12) and amount == pytest.approx(150 * units)
    (most,) = arrays(stage, write, valley, T, row_for("host_community_support", strength=100), "absorb")
    assert most.max() == 2.0


def test_host_communities_with_returned_people_of_their_own_have_less_stigma(stage, write, valley):
    row = row_for("host_community_support", hosts=["MID"], settings=FULL)
    (stigma,) = arrays(stage, write, valley, T, row, "stigma_shift")
    here = valley.origin_country == valley.country_index["MID"]
    assert np.allclose(stigma[here], -0.05) and not stigma[~here].any()


def test_free_mobility_is_free_and_ends_at_once(stage, write, valley):
    row = row_for("free_internal_mobility", settings=FULL)
    crowding, pace = arrays(stage, write, valley, END, row, "crowding_multiplier", "integration_multiplier")
    nor = valley.country_index["NOR"]
    assert crowding[nor] == pytest.approx(0.79) and (np.delete(crowding, nor) == 1).all()
    assert np.allclose(pace[nor], 1.05) and (np.delete(pace, nor, axis=0) == 1).all()
    (later,) = arrays(stage, write, valley, END + 1, row, "crowding_multiplier")
    assert (later == 1).all() and spent(stage, write, valley, END, row) == (0, 0)


def test_labour_market_places_are_for_migrants_of_the_host(stage, write, valley):
    plan = load_plan(write(row_for("active_labour_market", origins=["VAL"], settings=FULL)), valley)
    (programme,) = [p for p in stage.at(T, plan).programmes if p.lever_id == "active_labour_market"]
    assert programme.channel == "labour_market" and programme.host == valley.country_index["NOR"]
    assert programme.places == 1000 and programme.effects["score"] == 0.02 and programme.hazard > 0


@pytest.mark.parametrize("lever_id", ["services_access", "national_registry", "host_community_support"])
def test_restricted_runs_keep_effects_and_pay_their_part(lever_id, valley, stage, write):
    assert get(lever_id).who == "nobody" and get(lever_id).hosts_needed
    small = Context(valley, stage.drivers, stage.settings, T, stocks=np.zeros((len(valley.origins), 14)),
                    abroad=np.zeros((len(valley.origins), len(valley.countries))))
    plan = load_plan(write(row_for(lever_id, settings=FULL)), valley)
    conditions = stage.at(T, None)
    get(lever_id).apply(T, plan.rows[-1], conditions, small)
    assert not conditions.costs
