"""Every plan of conf/plan: loads, names its sources, says it in both languages, costs what it should."""

from __future__ import annotations

import re

import pytest

from model import settings
from model.checks import InputError
from model.plan import available, load_plan
from model.plan_check import check_plan
from model.plan_rehearsal import cost_ceiling, recorded_abroad, rehearse

from .conftest import row_for

NAMED = ("integration", "visas", "reintegration", "root_causes", "collaborative_management", "hemispheric",
         "return_surge", "return_surge_with_reintegration", "aid_cuts", "enforcement_only", "nothing_new", "portfolio")
FREE = ("aid_cuts", "nothing_new")
"""Plans that book nothing of their own: they take away."""


@pytest.fixture(scope="module")
def costs(americas):
    """US$ by plan, payer and year of what the rows of a plan add."""
    known: dict[str, dict[tuple[str, int], float]] = {}

    def _costs(name: str) -> dict[tuple[str, int], float]:
        if name not in known:
            known[name] = cost_ceiling(load_plan(name, americas), americas, settings.make(), ("plan",))
        return known[name]

    return _costs


def test_the_plans_asked_for_are_there():
    assert {*NAMED, "baseline", "none"} == set(available())


@pytest.mark.parametrize("name", NAMED)
def test_a_paragraph_in_both_languages_with_figures_and_sources(name, americas):
    plan = load_plan(name, americas)
    assert plan.sources and all(len(text) > 10 for text in plan.sources)
    for language in ("en", "es"):
        assert len(plan.about[language]) > 250 and re.search(r"\d", plan.about[language])
    assert plan.title["en"] != plan.title["es"] and plan.about["en"] != plan.about["es"]
    assert set(re.findall(r"20\d\d-\d\d", plan.about["en"])) <= {*re.findall(r"20\d\d-\d\d", plan.about["es"])}
    assert not re.search(r"\billegals?\b|\bilegal", " ".join(plan.about.values()))


@pytest.mark.parametrize("name", NAMED)
def test_costs_where_there_should_be_some(name, costs):
    total = sum(costs(name).values())
    assert total == 0.0 if name in FREE else total > 5e7
    assert all(amount >= 0.0 for amount in costs(name).values())
    assert not [year for _, year in costs(name) if year < 2023]


def test_plans_begin_in_2023(americas):
    first = americas.month_of("2023-01")
    for name in NAMED:
        assert all(row.start >= first for row in load_plan(name, americas).rows if row.kind == "plan")


def test_costs_follow_the_figures(costs):
    root = costs("root_causes")
    jobs = sum(amount for (payer, _), amount in root.items() if payer == "employers")
    plain = 36_000 * 0.8 * 35_000 * 1.1  # delivery and the rise of the price of a full programme
    assert plain < jobs < 1.15 * plain  # local partners win back some of what is lost
    assert sum(root.values()) > 1.5e9 and max(year for _, year in root) == 2027
    both = sum(costs("return_surge").values()) + sum(costs("reintegration").values())
    assert sum(costs("return_surge_with_reintegration").values()) == pytest.approx(both, rel=1e-6)
    parts = sum(sum(costs(name).values()) for name in ("integration", "visas"))
    assert sum(costs("hemispheric").values()) > parts + 1.5e9


def test_aid_cuts_make_the_rest_cheaper(americas):
    baseline, cut = (cost_ceiling(load_plan(name, americas), americas, settings.make()) for name in
                     ("baseline", "aid_cuts"))
    assert cut["USA", 2023] < baseline["USA", 2023] and cut["USA", 2022] == pytest.approx(baseline["USA", 2022])


def test_nothing_new_stops_the_timeline(americas):
    plan, last = load_plan("nothing_new", americas), americas.month_of("2022-12")
    assert max(int(row.start) for row in plan.rows if row.kind == "timeline" and "+" not in row.key) <= last
    assert max(belief.t for belief in plan.beliefs) <= last
    assert [row for row in plan.unused() if "begins after 2022-12" in row.reason]
    assert any(row.end > last for row in plan.rows if row.kind == "timeline")


def test_the_check_shows_payers_and_years(americas):
    text = check_plan("reintegration", americas)
    own = text.split("rows of the plan itself")[1]
    assert "donors" in own and "2023" in own and "sum" in own and "Sources:" in text


def test_included_rows_come_first_and_can_be_changed(write, valley, tmp_path):
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "part.yaml"
    other.write_text(write(row_for("reception"), sources=["somewhere else"]).read_text(), encoding="utf-8")
    path = write(row_for("visas_h2b"), include=[str(other)])
    plan = load_plan(path, valley, {"reception.strength": 2})
    rows = [row for row in plan.rows if row.kind == "plan"]
    assert [(row.lever_id, row.strength) for row in rows] == [("reception", 2), ("visas_h2b", 1)]
    assert plan.sources == ("somewhere else",)


def test_a_plan_cannot_include_itself(write, valley):
    path = write(row_for("reception"))
    path.write_text(path.read_text() + f"include: ['{path}']\n", encoding="utf-8")
    with pytest.raises(InputError, match="include itself"):
        load_plan(path, valley)


def test_the_same_row_twice_is_refused_and_says_where(write, valley):
    twice = (row_for("reception"), row_for("reception", start="2016-01", end="2016-12"))
    with pytest.raises(InputError, match=r"row 2 \(reception\).*overlap as in test.yaml, row 1"):
        load_plan(write(*twice), valley)
    load_plan(write(row_for("reception"), row_for("reception", start="2016-06", end="2016-12")), valley)
    load_plan(write(row_for("regularisation"), row_for("regularisation", origins=["VAL"])), valley)


def test_an_end_of_the_timeline_outside_the_world(write, valley):
    with pytest.raises(InputError, match="timeline_until"):
        load_plan(write(timeline_until="2040-01"), valley)


def test_people_on_record_grow_with_what_is_counted(americas):
    col, ven = americas.country_index["COL"], americas.origin_country == americas.country_index["VEN"]
    assert recorded_abroad(americas, 2014)[ven, col].sum() < 1e5 < 1e6 < recorded_abroad(americas, 2022)[ven, col].sum()


def test_a_rehearsal_keeps_no_memory_of_another_plan(valley, write):
    plan = load_plan(write(row_for("root_food")), valley)
    first, again = (sum(c.amount for _, costs in rehearse(plan, valley, settings.make()) for c in costs) for _ in "ab")
    assert first == again > 0
