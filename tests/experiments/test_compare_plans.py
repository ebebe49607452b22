"""Comparisons on the small world: branches equal whole runs, pairing, intervals, tables, page, workbook."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import yaml
from simulated import finish, start

from experiments import compare
from experiments.lib.compare import capacity, charts, marginal, switches
from experiments.lib.compare.arms import Arm, first_difference, question
from experiments.lib.compare.branches import run_question
from experiments.lib.compare.levers import arms_of, effects
from experiments.lib.compare.outcomes import FAMILIES, KEYS, OUTCOMES
from experiments.lib.compare.paired import Compared, inside_noise, spread
from experiments.lib.compare.spreadsheet import write_workbook
from experiments.lib.config import RunConfig, read
from experiments.lib.jobs import prepare
from experiments.lib.simulate import simulate
from experiments.lib.words import has
from model.checks import InputError
from model.history import FIELDS
from model.indicators.events import counted
from model.indicators.frames import by_country
from model.indicators.returns_received import FORCED
from model.plan import load_plan

SURGE = [{"lever": "deportation", "start": "2015-01", "hosts": ["NOR"]}]
VISAS = [{"lever": "visas_h2b", "start": "2015-03", "quantity": 100, "per": "month"}]


def plan_file(folder: Path, name: str, rows: list) -> Path:
    head = {"title_en": name, "title_es": name, "about_en": "A test.", "about_es": "Una prueba.",
            "timeline": "historical"}
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump({"name": name, **head, "levers": rows}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans")
    return [plan_file(folder, "surge", SURGE), plan_file(folder, "visas", VISAS)]


@pytest.fixture(scope="module")
def job():
    return prepare(read(["world=valley", "scale=10", "months=30"], RunConfig))


@pytest.fixture(scope="module")
def asked(job, plans):
    arms = [Arm("baseline", job.plan), *(Arm(path.stem, load_plan(path, job.whole)) for path in plans)]
    return question(job, arms, (1, 2, 3), None, followed=2000)


@pytest.fixture(scope="module")
def compared(asked):
    return Compared(asked, run_question(asked, "en"))


def test_plans_begin_to_differ_at_their_first_row(asked):
    base, surge, visas = (arm.plan for arm in asked.arms)
    month = asked.job.whole.month_of
    assert first_difference(base, base) is None
    assert first_difference(base, surge) == first_difference(surge, visas) == month("2015-01")
    assert asked.since == month("2015-01")


def test_a_branch_is_the_run_it_stands_for(asked, job):
    """The same history as a run of its own under the plan (costs differ in the number of their row only)."""
    from experiments.lib.compare.branches import copied
    from experiments.lib.simulate import begin

    trunk = begin(job.of_seed(1, job.scale).with_plan(asked.arms[0].plan), edges=False)
    while trunk.t < asked.since:
        trunk.step()
    branch, _ = copied(trunk)
    branch.plan = asked.arms[2].plan
    while branch.t < branch.steps:
        branch.step()
    whole = simulate(job.of_seed(1, job.scale).with_plan(asked.arms[2].plan), edges=False).history
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(branch.history, field.name), getattr(whole, field.name), field.name)
    assert trunk.t == asked.since, "the trunk itself is not moved by its branches"


def test_a_plan_against_itself_differs_in_nothing(job):
    arms = [Arm("baseline", job.plan), Arm("again", job.plan)]
    same = Compared(question(job, arms, (1, 2), "2014-06"), [])
    same.results = run_question(same.question, "en")
    assert (same.differences["difference"] == 0).all()
    assert same.differing["differing"].sum() == 0 and same.fates.empty


def test_differences_add_up_over_countries(compared):
    table = compared.differences
    counts = table[~table["outcome"].isin(["immobile"])]
    sums = counts.groupby(["plan", "outcome", "level"])["difference"].sum().unstack()
    np.testing.assert_allclose(sums["total"], sums["country"], rtol=1e-9, atol=1e-6)


def test_removals_raise_returns_and_the_interval_says_so(compared):
    row = compared.differences.query("plan == 'surge' and outcome == 'returned' and level == 'total'").iloc[0]
    assert row["low90"] < row["low50"] < row["difference"] < row["high50"] < row["high90"]
    assert row["low90"] > 0 and not row["noise"]


def test_pairing_saves_variance(compared):
    saved = compared.pairing.query("plan == 'visas'").set_index("outcome")["saved"]
    assert saved.median() > 0.0 and (saved.dropna() <= 1.0).all()


def test_costs_are_shared_among_payers(compared):
    costs = compared.costs.set_index(["plan", "payer", "lever"])["difference"]
    total = costs.loc[("visas", "", "")]
    payers = compared.costs.query("plan == 'visas' and lever == '' and payer != ''")["difference"].sum()
    assert total > 0 and payers == pytest.approx(total)


def test_households_are_better_worse_or_the_same(compared):
    table = compared.household_types
    assert ((table["better"] + table["worse"]) <= 1.0).all() and (table["persons"] >= 0).all()
    everybody = table.query("plan == 'surge' and type == 'all'").iloc[0]
    by_place = compared.departments.query("plan == 'surge'")
    assert (by_place["persons"] * by_place["worse"]).sum() == pytest.approx(everybody["persons"] * everybody["worse"],
                                                                            rel=0.02)


def test_two_lives_of_one_household_part_only_after_the_plans_do(compared):
    lives = [life for result in compared.results[1] for life in result.lives]
    assert lives
    for life in lives:
        assert life.control.row == life.plan.row and life.control.start == life.plan.start
        early = [[event for event in story.events if event["year_month"] < "2015-01"]
                 for story in (life.control, life.plan)]
        assert early[0] == early[1] and life.control.events != life.plan.events


def test_intervals_are_those_of_students_t():
    mean, low50, high50, low90, high90 = spread(np.array([1.0, 2.0, 3.0]))
    assert mean == 2 and low90 == pytest.approx(2 - 2.91999 / 3**0.5, abs=1e-4)
    assert low90 < low50 < high50 < high90
    assert np.isnan(spread(np.array([1.0]))[1]) and inside_noise(np.array(np.nan), np.array(np.nan))
    assert inside_noise(np.array(-1.0), np.array(1.0)) and not inside_noise(np.array(0.5), np.array(1.0))


@pytest.mark.parametrize(("step", "told"), [(0.025, "7.5"), (0.01, "3"), (0.0025, "0.75"), (0.05, "15")])
def test_ticks_in_percent_say_what_they_are(step, told):
    assert charts._percent(3 * step, [0.0, step], "en").removesuffix("\xa0%") == told


def test_three_months_in_a_row_are_a_breakpoint():
    assert capacity.breaks(np.array([1, 1, 0, 1, 1, 1, 0], bool)) == 3
    assert capacity.breaks(np.array([1, 1, 0, 1, 1], bool)) == -1 == capacity.breaks(np.zeros(2, bool))


def test_who_waits_at_reception_is_counted_once(job):
    history = finish(start(job.whole, scale=1)).history
    load = capacity.load(history, job.whole, 0)[capacity.SYSTEMS.index("reception")]
    returned = by_country(job.whole, counted(history, *FORCED))
    places = sum(values[:, None] * (np.array(job.whole.countries) == key.split("/")[1])
                 for key, values in history.programme_places.items() if key.startswith("reception/"))
    known = np.isfinite(load)
    assert known.any() and np.allclose(load[known], (returned / np.maximum(places, 1e-9))[known])


def test_the_next_dollar_goes_to_one_lever_at_a_time(asked, compared):
    more = marginal.asked_of(asked.arms[2], asked)
    assert [arm.name for arm in more.arms] == ["visas", "visas_h2b"]
    rows = [[row.strength for row in arm.plan.rows if row.kind == "plan"] for arm in more.arms]
    assert rows == [[1.0], [pytest.approx(1.1)]]
    table = marginal.table(Compared(more, run_question(more, "en")))
    assert set(table["lever"]) == {"visas_h2b"} and table["extra_usd"].nunique() == 1
    assert marginal.asked_of(asked.arms[0], asked) is None


def test_every_other_variant_of_every_switch_is_tried(job):
    from model.setting_table import SWITCHES

    found = [(switch, variant) for switch, variant, _ in switches.variants(job.settings)]
    assert found == [(s.name, v) for s in SWITCHES for v in s.variants[1:]]


def test_an_order_holds_weakens_or_reverses(compared):
    table = switches.verdicts(compared, [("belief", "sticky", compared)])
    assert set(table["verdict"]) == {switches.HOLDS}
    turned = Compared(compared.question, compared.results[::-1])
    table = switches.verdicts(compared, [("belief", "sticky", turned)])
    assert switches.REVERSES in set(table["verdict"])
    assert set(switches.survival(table)["outcome"]) == set(KEYS)


def test_a_lever_alone_stands_against_itself_taken_out(job):
    arms = arms_of(["visas_h2b", "deportation"], job.plan, job.whole, "2015-01")
    by_name = {arm.name: arm for arm in arms}
    control = arms[by_name["visas_h2b"].control].plan
    plan = by_name["visas_h2b"].plan
    limits = [{row.key: row.limits for row in p.rows if row.kind == "timeline"} for p in (control, plan)]
    assert [len(x) for x in limits[0].values()] == [len(x) for x in limits[1].values()]
    assert [row.lever_id for row in plan.rows if row.kind == "plan"] == ["visas_h2b"]
    assert not [row for row in control.rows if row.kind == "plan"]


def test_every_outcome_and_family_has_words():
    assert all(has(f"outcome_{o.key}") and has(f"count_{o.unit}") and has(f"how_{o.how}") for o in OUTCOMES)
    assert {o.family for o in OUTCOMES} == set(FAMILIES) and all(has(f"outcomes_{f}") for f in FAMILIES)


def test_a_workbook_holds_every_table(tmp_path):
    path = tmp_path / "a.xlsx"
    one, two = pd.DataFrame({"a": [1.5, np.nan], "b": ["<é>", "x"]}), pd.DataFrame({"c": [True]})
    write_workbook(path, {"one": one, "two": two})
    with zipfile.ZipFile(path) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    cells = parts["xl/worksheets/sheet1.xml"].findall(".//{*}c")
    assert len(cells) == 6 and "".join(cells[3].itertext()) == "<é>" and cells[2].find("{*}v").text == "1.5"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_command_writes_a_page_that_stands_alone(lang, plans, tmp_path, capsys):
    keys = ["world=valley", "scale=20", "months=24", "seeds=2", f"lang={lang}", f"out={tmp_path / 'c'}"]
    assert compare.main([*keys, f"plans=[baseline,{plans[0]}]"]) == 0
    page = (tmp_path / "c" / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{lang}">' in page and not re.search(r'(src|href)\s*=\s*"(?!#)', page)
    assert "<script" not in page and page.count("<svg xmlns") > 20
    assert "nan" not in re.sub(r"<[^>]+>", " ", page).lower().split()
    assert (tmp_path / "c" / "comparison.xlsx").exists() and (tmp_path / "c" / "tables" / "fates.csv").exists()


@pytest.mark.parametrize(("keys", "words"), [
    (["plans=[baseline]"], "two plans or more"), (["plans=[baseline,nonsense]"], "no plan of this name"),
    (["plans=[baseline,none]", "since=2031-01"], "holds 2014-01"), (["plans=[baseline,none]", "switches=some"], "all"),
    (["plan=visas"], "Did you mean 'plans'")])
def test_bad_keys_are_one_message(keys, words):
    with pytest.raises(InputError, match=re.escape(words)):
        compare.main(["world=valley", *keys])


def test_the_table_of_levers_keeps_a_levers_own_cost_apart(job):
    """What a lever costs is booked under its name; what it changes in the cost of other policies stands beside it."""
    names = ["deportation", "visas_h2b"]
    arms = arms_of(names, job.plan, job.whole, "2015-01")
    alone = Compared(found := question(job, arms, (1, 2), "2015-01"), run_question(found, "en"))
    table = effects(alone).set_index("lever")
    total = alone.costs[(alone.costs["payer"] == "") & (alone.costs["lever"] == "")].set_index("plan")["difference"]
    for name in names:
        assert table.loc[name, "cost_usd"] > 0
        assert table.loc[name, "cost_usd"] + table.loc[name, "other_costs_usd"] == pytest.approx(total[name])
