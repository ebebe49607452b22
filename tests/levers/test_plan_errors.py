"""Bad plans: each message names the row, the key, the value, what is allowed and the nearest name."""

from __future__ import annotations

import pytest

from model.checks import InputError
from model.plan import load_plan

from .conftest import row_for

BAD_ROWS = [
    (row_for("visas_h2b", strenght=2), ["row 1 (visas_h2b)", "'strenght'", "unknown key", "'strength'"]),
    (row_for("visas_h2b", lever="visa_h2b"), ["'lever'", "Did you mean 'visas_h2b'"]),
    ({"start": "2015-01"}, ["'lever'", "every row names its lever"]),
    ({"lever": "visas_h2b"}, ["'start'", "every row has a first month"]),
    (row_for("visas_h2b", start="2015"), ["'start' = '2015'", "YYYY-MM", "2014-01 to 2019-12"]),
    (row_for("visas_h2b", start=2015), ["'start' = 2015", "YYYY-MM"]),
    (row_for("visas_h2b", start="2015-13"), ["'start'", "YYYY-MM"]),
    (row_for("visas_h2b", start="2031-01"), ["'start'", "outside the world", "2014-01 to 2019-12"]),
    (row_for("visas_h2b", end="2013-12"), ["'end'", "outside the world"]),
    (row_for("visas_h2b", end="2015-05"), ["'end'", "before the start"]),
    (row_for("visas_h2b", strength="two"), ["'strength' = 'two'", "a number is needed"]),
    (row_for("visas_h2b", strength=True), ["'strength' = True", "a number is needed"]),
    (row_for("visas_h2b", strength=float("nan")), ["'strength'", "a number is needed"]),
    (row_for("visas_h2b", strength=-1), ["'strength' = -1", "0 to 100"]),
    (row_for("consequence_regime", strength=2), ["'strength' = 2", "0 to 1"]),
    (row_for("visas_h2b", quantity=10), ["'per'", "month, year, total"]),
    (row_for("visas_h2b", per="year"), ["'per'", "without a quantity"]),
    (row_for("visas_h2b", quantity=10, per="weekly"), ["'per' = 'weekly'", "month, year, total"]),
    (row_for("visas_h2b", quantity=-1, per="month"), ["'quantity' = -1", "allowed is 0"]),
    (row_for("visas_h2b", quantity=1e12, per="year"), ["'quantity'", "allowed is 0"]),
    (row_for("visas_h2b", origins="VAL"), ["'origins' = 'VAL'", "a list of words"]),
    (row_for("visas_h2b", origins=["VLA"]), ["'origins' = 'VLA'", "Did you mean 'VAL'"]),
    (row_for("visas_h2b", origins=["val-prot"]), ["'origins'", "Did you mean 'val-port'"]),
    (row_for("regularisation", origins=["val-port"]), ["'origins' = 'val-port'", "Allowed"]),
    (row_for("asylum_capacity", origins=["VAL"]), ["'origins'", "acts on a country or a border"]),
    (row_for("visas_h2b", hosts=["USA"]), ["'hosts' = 'USA'", "Allowed", "NOR"]),
    (row_for("visas_h2b", hosts=[]), ["'hosts'", "a list of words"]),
    (row_for("root_jobs", hosts=["NOR"]), ["'hosts'", "where people come from"]),
    (row_for("reintegration_social", hosts=["NOR"]), ["'hosts'", "where people come from"]),
    ({"lever": "regularisation", "start": "2015-01"}, ["'hosts'", "acts in a country"]),
    (row_for("regularisation", where=["mid-south"]), ["'where'", "no single controls"]),
    (row_for("border_enforcement", where=["mid-sout"]), ["'where' = 'mid-sout'", "Did you mean 'mid-south'"]),
    (row_for("consequence_regime", setting="expell"), ["'setting' = 'expell'", "Did you mean 'expel'"]),
    ({"lever": "consequence_regime", "start": "2015-01"}, ["'setting'", "detain, release, expel, wait"]),
    (row_for("visas_h2b", setting="expel"), ["'setting'", "no named settings"]),
    (row_for("visas_h2b", settings={"unit_costs": 1}), ["'unit_costs'", "Did you mean 'unit_cost'"]),
    (row_for("visas_h2b", settings={"months": 13}), ["'months' = 13", "1 to 12"]),
    (row_for("visas_h2b", settings=[1]), ["'settings'", "name: number"]),
    (row_for("visas_h2b", mode="multiply"), ["'mode' = 'multiply'", "add, scale, replace"]),
    (row_for("consequence_regime", mode="add"), ["'mode' = 'add'", "replace"]),
    (row_for("visas_h2b", mode="scale", quantity=5, per="month"), ["'mode' = 'scale'", "strength"]),
    (row_for("visas_h2b", payer="NRO"), ["'payer' = 'NRO'", "Did you mean 'NOR'"]),
    (row_for("visas_h2b", payer={"NOR": 0.5}), ["'payer'", "must sum to 1"]),
    (row_for("visas_h2b", payer={"NOR": 2, "VAL": -1}), ["'payer' = 2", "0 to 1"]),
    (row_for("visas_h2b", payer=[]), ["'payer'", "payers with shares"]),
    (row_for("visas_h2b", belief=2), ["'belief' = 2", "-1 to 1"]),
]


@pytest.mark.parametrize(("row", "parts"), BAD_ROWS, ids=lambda value: str(value)[:60])
def test_bad_row(row, parts, write, valley):
    with pytest.raises(InputError) as caught:
        load_plan(write(row), valley)
    message = str(caught.value)
    assert message.startswith("test.yaml, row 1")
    assert all(part in message for part in parts), message


BAD_HEADS = [
    ({"timeline": "history"}, ["'timeline' = 'history'", "historical, none"]),
    ({"title_es": ""}, ["'title_es'", "a text is needed"]),
    ({"title_es": 3}, ["'title_es' = 3", "a text is needed"]),
    ({"lever": []}, ["'lever'", "unknown key", "Did you mean 'levers'"]),
    ({"levers": {"lever": "reception"}}, ["'levers'", "a list of rows"]),
    ({"levers": ["reception"]}, ["'levers'", "a list of rows"]),
]


@pytest.mark.parametrize(("top", "parts"), BAD_HEADS, ids=lambda value: str(value)[:40])
def test_bad_head(top, parts, write, valley):
    with pytest.raises(InputError) as caught:
        load_plan(write(**top), valley)
    assert all(part in str(caught.value) for part in parts), caught.value


def test_a_key_that_stands_twice(write, valley):
    path = write()
    path.write_text(path.read_text() + "timeline: historical\n", encoding="utf-8")
    with pytest.raises(InputError, match="'timeline' stands twice"):
        load_plan(path, valley)


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b\n", "a: [1\n", "{1: 2, [3]: 4}"])
def test_not_a_plan(text, tmp_path, valley):
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="odd.yaml"):
        load_plan(path, valley)


def test_a_date_that_no_calendar_has(tmp_path, valley):
    path = tmp_path / "mine.yaml"
    path.write_text("levers:\n  - {lever: visas_h2b, start: 2015-02-30}\n", encoding="utf-8")
    with pytest.raises(InputError, match="a date in it does not exist.*YYYY-MM"):
        load_plan(str(path), valley)


def test_not_utf8(tmp_path, valley):
    path = tmp_path / "odd.yaml"
    path.write_bytes("name: año".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        load_plan(path, valley)


def test_unknown_plan(valley):
    with pytest.raises(InputError, match="Did you mean 'baseline'"):
        load_plan("basline", valley)


def test_overrides(write, valley):
    path = write(row_for("visas_h2b"), row_for("reception"))
    plan = load_plan(path, valley, {"levers.1.strength": 3, "reception.settings.unit_cost": 5})
    rows = {row.lever_id: row for row in plan.rows if row.kind == "plan"}
    assert rows["visas_h2b"].strength == 3 and rows["reception"].values == {"unit_cost": 5}
    assert load_plan(path, valley, {"timeline": "historical"}).timeline == "historical"


@pytest.mark.parametrize(
    "key",
    [
        "levers.3.strength",
        "levers.1",
        "visas_h2a.strength",
        "reception",
        "reception.strength.more",
        "levers.1.strenght",
    ],
)
def test_bad_overrides(key, write, valley):
    with pytest.raises(InputError):
        load_plan(write(row_for("visas_h2b"), row_for("reception")), valley, {key: 1})


def test_officers_where_no_route_meets_a_control_are_refused(write, valley):
    """They would cost money and change nothing."""
    file = write({"lever": "border_enforcement", "start": "2015-01", "hosts": ["VAL"]})
    with pytest.raises(InputError, match=r"row 1 \(border_enforcement\).*VAL: no control.*Countries with one"):
        load_plan(file, valley)
