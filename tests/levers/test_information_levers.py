"""Campaigns, prosecution of smugglers, stigma, and who pays."""

from __future__ import annotations

import numpy as np
import pytest

from model.levers import _coverage as cover
from model.levers import _delivery as delivery
from model.levers import get
from model.plan import load_plan

from .conftest import row_for
from .test_aid_and_protection import END, T, arrays, at, spent

FULL = {"delivery": 1.0}


def test_campaign_shifts_perceptions_once_by_those_reached(stage, write, valley):
    people = cover.residents(valley)[at(valley, "VAL")].sum()
    row = row_for("messaging", quantity=float(people) / 10, per="month", origins=["VAL"], settings=FULL)
    belief, risk = arrays(stage, write, valley, 17, row, "belief_shift", "risk_shift")
    val, nor = valley.country_index["VAL"], valley.hub
    assert np.allclose(belief[val, :, nor], -0.002) and np.allclose(risk[val], 0.005)
    belief[val, :, nor], risk[val] = 0, 0
    assert not belief.any() and not risk.any()
    assert spent(stage, write, valley, 17, row) == pytest.approx((people / 10, people / 20))
    belief, risk = arrays(stage, write, valley, END + 1, row, "belief_shift", "risk_shift")
    assert not belief.any() and not risk.any()


def test_campaign_reaches_everybody_once_then_those_who_forgot(stage, write, valley):
    row = row_for("messaging", strength=100)
    first, second = (arrays(stage, write, valley, t, row, "risk_shift")[0].max() for t in (17, 18))
    assert first == pytest.approx(0.05) and second == pytest.approx(0.05 * (1 - cover.keep(4)))


def test_prosecution_raises_prices_and_harm_of_the_nationalities_meant(stage, write, valley):
    row = row_for("anti_smuggling", origins=["VAL"], settings=FULL)
    fee, harm = arrays(stage, write, valley, T, row, "fee_multiplier", "harm_party")
    val = valley.country_index["VAL"]
    assert fee[val] == pytest.approx(1 + stage.settings["kappa_s"]) and harm[val] == pytest.approx([1.1] * 3)
    assert (np.delete(fee, val) == 1).all() and (np.delete(harm, val, axis=0) == 1).all()
    (later,) = arrays(stage, write, valley, END + 6, row, "fee_multiplier")
    assert later[val] - 1 == pytest.approx((fee[val] - 1) / 2)
    assert spent(stage, write, valley, T, row) == pytest.approx((325, 325 * 20_000))


def test_stigma_falls_in_the_places_of_the_campaign(stage, write, valley):
    row = row_for("stigma_campaigns", origins=["val-port"], settings=FULL)
    (stigma,) = arrays(stage, write, valley, T, row, "stigma_shift")
    names = np.array([valley.place_ids[place] for place in valley.origins])
    assert np.allclose(stigma[names == "val-port"], -0.15) and not stigma[names != "val-port"].any()
    assert spent(stage, write, valley, T, row) == pytest.approx((1, 50_000 / 12))
    (later,) = arrays(stage, write, valley, END + 9, row, "stigma_shift")
    assert later.min() == pytest.approx(-0.075)
    (most,) = arrays(stage, write, valley, T, row_for("stigma_campaigns", strength=100), "stigma_shift")
    assert most.min() == pytest.approx(-0.15)


AID = {"lever": "humanitarian_aid", "origins": ["VAL"], "start": "2015-06", "end": "2016-05", "quantity": 20,
       "per": "month", "payer": {"NOR": 0.5, "donors": 0.5}, "settings": FULL}


def cut(**more) -> dict:
    return {"lever": "burden_sharing", "start": "2015-12", "setting": "NOR", **more}


def amounts(stage, write, valley, t: int, *rows: dict) -> dict[str, float]:
    plan = load_plan(write(*rows), valley)
    found: dict[str, float] = {}
    for cost in plan.book(t, {}, stage.at(t, plan)):
        if plan.rows[cost.row].kind == "plan":
            found[cost.payer] = found.get(cost.payer, 0.0) + cost.amount
    return found


def test_a_cut_delivers_and_costs_less_from_its_start(stage, write, valley):
    before = amounts(stage, write, valley, 22, AID, cut(payer="NOR"))
    after = amounts(stage, write, valley, 23, AID, cut(payer="NOR"))
    assert before == pytest.approx({"NOR": 20 * 137 / 2, "donors": 20 * 137 / 2})
    assert after == pytest.approx({"donors": 20 * 137 / 2})
    kept = amounts(stage, write, valley, 23, AID, cut(payer="NOR", settings={"share": 0.4}))
    assert kept == pytest.approx({"NOR": 20 * 137 * 0.2, "donors": 20 * 137 / 2})


def test_what_was_covered_fades_after_a_cut_and_is_not_lost_at_once(stage, write, valley):
    plan = load_plan(write({**AID, "payer": "NOR"}, cut(payer="NOR")), valley)
    plain = load_plan(write({**AID, "payer": "NOR"}), valley)
    relief = [stage.at(t, plan).food_relief.sum() for t in range(27)]
    assert relief[23] == pytest.approx(stage.at(23, plain).food_relief.sum())
    assert relief[26] == pytest.approx(relief[23] / 2)


def test_funding_comes_back_after_a_cut(stage, write, valley):
    rows = (AID, cut(payer="NOR", end="2016-01"))
    assert amounts(stage, write, valley, 25, *rows) == pytest.approx({"NOR": 20 * 137 / 2, "donors": 20 * 137 / 2})
    plan, plain = load_plan(write(*rows), valley), load_plan(write(AID), valley)
    relief = [stage.at(t, plan).food_relief.sum() for t in range(29)]
    assert 0 < relief[26] < relief[28] < stage.at(28, plain).food_relief.sum()


def test_others_take_over_and_nothing_is_lost(stage, write, valley):
    shift = cut(payer={"VAL": 0.75, "MID": 0.25})
    paid = amounts(stage, write, valley, 23, AID, shift)
    assert paid == pytest.approx({"donors": 20 * 137 / 2, "VAL": 20 * 137 * 0.375, "MID": 20 * 137 * 0.125})
    plan, plain = load_plan(write(AID, shift), valley), load_plan(write(AID), valley)
    assert np.array_equal(stage.at(26, plan).food_relief, stage.at(26, plain).food_relief)


def test_a_government_steps_back_abroad_not_at_home(stage, write, valley):
    at_home = {"lever": "visas_h2b", "start": "2015-06", "payer": "NOR"}
    plain = stage.places(23, load_plan(write(at_home), valley))
    assert stage.places(23, load_plan(write(at_home, cut(payer="NOR")), valley)) == plain
    both = cut(payer="NOR", settings={"at_home": 1})
    gone = stage.places(23, load_plan(write(at_home, both), valley))
    assert not [key for key in gone if key.startswith("visas_h2b")]


def test_a_cut_for_one_country_leaves_the_others(stage, write, valley):
    rows = (AID, cut(payer="NOR", origins=["MID"]))
    plan = load_plan(write(*rows), valley)
    row = next(r for r in plan.rows if r.lever_id == "humanitarian_aid")
    conditions = stage.at(23, plan)
    country = valley.country_index["VAL"]
    assert delivery.funded(row, conditions.notes, country) == 1.0 and get("humanitarian_aid").who == "places"
    assert delivery.funded(row, conditions.notes, valley.country_index["MID"]) == 0.5
    assert get("burden_sharing").stage == 0
