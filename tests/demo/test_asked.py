"""Sliders become plans that the model takes; a plan that nobody touched is the named plan itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.lib.demo.asked import (
    FACTOR_TOP,
    Run,
    Wish,
    checked_switches,
    named_plans,
    other_variants,
    own_factor,
    sliders,
)
from experiments.lib.demo.comparison import plan
from experiments.lib.demo.evidence import known
from experiments.lib.demo.page_levers import FAMILIES
from experiments.lib.demo.prepare import wanted_runs
from experiments.lib.demo.tour import STEPS
from experiments.lib.words import has
from model.plan import load_plan
from model.settings import SWITCH_BY_NAME


@pytest.mark.parametrize("name", named_plans())
def test_an_untouched_plan_is_the_named_plan(americas, name):
    assert plan(Wish(name), americas).hash == load_plan(name, americas).hash


@pytest.mark.parametrize("lever", sliders())
def test_every_slider_can_be_moved_to_its_end(americas, lever):
    slider = sliders()[lever]
    top = FACTOR_TOP if own_factor("baseline", lever) else slider.top
    rows = plan(Wish("baseline", ((lever, top),)), americas).rows
    assert sum(row.lever_id == lever and row.kind == "plan" for row in rows) == 1
    assert slider.family in FAMILIES and known(lever).effect in "HMLJ"
    assert has(f"demo_unit_{lever}")


def test_a_factor_multiplies_the_rows_of_the_plan(americas):
    once, twice = (plan(Wish("visas", amounts), americas) for amounts in ((), (("visas_h2b", 2.0),)))
    strength = [[row.strength for row in p.rows if row.lever_id == "visas_h2b" and row.kind == "plan"]
                for p in (once, twice)]
    assert strength[1] == [2 * value for value in strength[0]]


def test_a_slider_put_back_is_the_plan_again():
    moved = Wish("baseline").moved("reception", 1000.0)
    assert moved != Wish("baseline") and moved.moved("reception", None) == Wish("baseline")
    assert Run(Wish("visas")).key != Run(Wish("visas"), (), 2).key != Run(moved).key


def test_every_switch_and_step_of_the_tour_has_words():
    for name, switch in SWITCH_BY_NAME.items():
        assert all(has(key) for key in (f"switch_{name}", *(f"switch_{name}_{v}" for v in switch.variants)))
        assert checked_switches({name: switch.variants[0]}) == ()
    assert len(other_variants()) == sum(len(s.variants) - 1 for s in SWITCH_BY_NAME.values())
    assert 8 <= len(STEPS) <= 10
    for step in STEPS:
        assert has(f"tour_{step.key}_title") and has(f"tour_{step.key}_text")


def test_what_is_prepared_holds_every_plan_of_the_tour():
    runs = wanted_runs(2, 1)
    assert len(set(runs)) == len(runs)
    assert all(Run(wish, (), 2) in runs for step in STEPS for wish in (step.first, step.second))


def test_the_start_script_for_windows_names_commands_that_exist():
    root = Path(__file__).parents[2]
    text = (root / "workshop.cmd").read_text(encoding="ascii")
    for name in ("workshop", "demo"):
        assert (root / "experiments" / f"{name}.py").exists() and f"experiments.{name}" in text
