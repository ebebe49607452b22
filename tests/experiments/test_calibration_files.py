"""Faults of a calibration's YAML file are one line each: file, place, value, what is allowed; no run starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from experiments import calibrate, validate
from experiments.lib.calibration import against_world, problem
from experiments.lib.calibration.runs import Store
from model.checks import InputError

TARGET = {"indicator": "encounters_swb", "nationality": ["VAL"], "spans": [[2015, 2016]]}
FIRST = "targets row 1"


class WouldSimulate(Exception):
    """Raised where the first run would start."""


@pytest.fixture(autouse=True)
def no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is simulated here."""
    def refuse(*_: Any) -> None:
        raise WouldSimulate
    monkeypatch.setattr(Store, "run", refuse)


def written(folder: Path, change: dict[str, Any], name: str = "mine") -> Path:
    """The calibration of the valley with keys changed; None takes a key out."""
    whole = yaml.safe_load((problem.FOLDER / "valley.yaml").read_text(encoding="utf-8"))
    whole = {key: value for key, value in {**whole, **change}.items() if value is not None}
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(whole), encoding="utf-8")
    return path


def message(path: Path, *more: str) -> str:
    """What the command says about the file."""
    with pytest.raises(InputError) as raised:
        calibrate.main([f"targets={path}", f"out={path.parent / 'out'}", *more])
    text = str(raised.value)
    assert path.name in text and len(text.splitlines()) == 1
    assert not (path.parent / "out").exists()
    return text


def test_a_right_file_gets_as_far_as_the_first_run(tmp_path):
    with pytest.raises(WouldSimulate):
        calibrate.main([f"targets={written(tmp_path, {})}", f"out={tmp_path / 'out'}"])


@pytest.mark.parametrize("name", problem.available())
def test_shipped_calibrations_are_right_and_named_as_they_should_be(name):
    found = problem.read(name)
    against_world.check(found)
    assert found.until == {"americas": "2022-09", "americas_2020_09": "2020-09", "valley": "2018-09"}[name]


def test_keys_that_a_file_leaves_out_are_those_of_the_calibration_it_is_like(tmp_path):
    own = {"description_en": "mine", "description_es": "mía", "like": "valley", "design": {"first": 30}}
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(own), encoding="utf-8")
    mine, valley = problem.read(str(path)), problem.read("valley")
    assert mine.targets == valley.targets and mine.parameters == valley.parameters
    assert mine.design["first"] == 30 and mine.description["en"] == "mine"


def test_like_names_a_calibration_that_holds_all_its_keys(tmp_path):
    assert "unknown calibration 'valey'" in message(written(tmp_path, {"like": "valey"}))
    assert "is itself like 'americas'; name that one" in message(written(tmp_path, {"like": "americas_2020_09"}))


def test_cuts_of_settings_that_are_not_free_here_are_not_taken_over(tmp_path):
    assert "gamma_B" in problem.read("americas").within and "b_x" in problem.read("americas").within
    own = {"description_en": "mine", "description_es": "mía", "like": "americas", "parameters": ["eta", "gamma_B"]}
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(own), encoding="utf-8")
    assert set(problem.read(str(path)).within) == {"eta", "gamma_B"}


@pytest.mark.parametrize(("content", "words"), [
    ("", "empty"), ("[" * 3000, "too deep"), ("[1, 2]", "keys and values"), ("a: [1,\nb: {", "line 2"),
    ("just words", "just words"),
    ("a: 2020-13-45", "cannot be read")])
def test_a_file_that_holds_no_keys(tmp_path, content, words):
    path = tmp_path / "mine.yaml"
    path.write_text(content, encoding="utf-8")
    assert words in message(path)


@pytest.mark.parametrize("key", ["targets", "world", "description_en", "description_es"])
def test_a_missing_key(tmp_path, key):
    assert f"'{key}' is missing" in message(written(tmp_path, {key: None}))


@pytest.mark.parametrize(("change", "words"), [
    ({"wordl": "valley"}, ["unknown key 'wordl'", "'world'"]),
    ({"world": "vally"}, ["world", "vally", "Did you mean 'valley'"]),
    ({"world": 5}, ["world", "5", "a text"]),
    ({"plan": "basline"}, ["plan", "basline", "Did you mean 'baseline'"]),
    ({"start": "2040-01"}, ["start", "2040-01", "2014-01 to 2019-12"]),
    ({"start": 2015}, ["start", "2015", "YYYY-MM"]),
    ({"months": "sixty"}, ["months", "'sixty'", "whole number"]),
    ({"months": 0}, ["months", "0", "1 to"]),
    ({"months": 9999}, ["months", "9999", "1 to"]),
    ({"months": 100}, ["months", "100", "72 months"]),
    ({"months": 36}, [FIRST, "2017", "2014-01 to 2016-12"]),
    ({"scale": 0}, ["scale", "0", "1 to 1000"]),
    ({"scale": {"XXX": 10}}, ["scale", "XXX", "VAL"]),
    ({"origins": ["XXX"]}, ["origins", "XXX", "MID, VAL"]),
    ({"origins": "VAL"}, ["origins", "'VAL'", "a list"]),
    ({"origins": ["VAL"]}, [FIRST, "MID", "not all simulated"]),
    ({"parameters": []}, ["parameters", "[]", "a list"]),
    ({"parameters": "h0"}, ["parameters", "'h0'", "a list"]),
    ({"parameters": ["h0", "eta", "h0"]}, ["parameters", "'h0'", "twice"]),
    ({"parameters": ["etta"]}, ["parameters", "etta", "Did you mean 'eta'"]),
    ({"within": {"h0": [0.004, 0.002]}}, ["within: h0", "0.004", "lower end"]),
    ({"within": {"h0": [0.1, 0.9]}}, ["within: h0", "0.1", "0.0018 to 0.0044"]),
    ({"within": {"h0": 0.9}}, ["within: h0", "0.9", "two ends"]),
    ({"within": {"h_0": [0.002, 0.003]}}, ["within", "h_0", "Did you mean 'h0'"]),
    ({"design": [1]}, ["design", "[1]", "first, later"]),
    ({"design": {"firsts": 50}}, ["design", "firsts", "Did you mean 'first'"]),
    ({"design": {"first": 2}}, ["design: first", "2", "from 20"]),
    ({"design": {"first": "many"}}, ["design: first", "'many'", "whole number"]),
    ({"design": {"first": 1_000_000}}, ["design: first", "1000000", "100000"]),
    ({"design": {"waves": 0}}, ["design: waves", "0", "from 1"]),
    ({"design": {"draws": 0}}, ["design: draws", "0", "from 1"]),
    ({"design": {"cutoff": -1}}, ["design: cutoff", "-1", "from 0.1"]),
    ({"targets": []}, ["'targets' is empty"]),
    ({"targets": {"indicator": "encounters_swb"}}, ["targets", "a list of rows"]),
    ({"targets": ["encounters_swb"]}, [FIRST, "encounters_swb", "keys and values"]),
    ({"targets": [TARGET, TARGET]}, ["targets row 2", "earlier row"])])
def test_a_wrong_value(tmp_path, change, words):
    said = message(written(tmp_path, change))
    assert [word for word in words if word not in said] == [], said


@pytest.mark.parametrize(("change", "words"), [
    ({"indicator": "encounters_swbb"}, ["encounters_swbb", "Did you mean 'encounters_swb'"]),
    ({"indicator": ["encounters_swb"]}, ["indicator", "a text"]),
    ({"indicator": "removals_usa"}, ["removals_usa", "There are: encounters_swb"]),
    ({"indicator": None}, ["'indicator' is empty"]),
    ({"nationality": ["VAX"]}, ["nationality", "VAX", "Did you mean 'VAL'"]),
    ({"nationality": "VAL"}, ["nationality", "'VAL'", "a list"]),
    ({"year_type": "fiscal"}, ["year_type", "'fiscal'", "Did you mean 'fiscal_year'"]),
    ({"year_type": "month"}, ["year_type", "'month'", "There are: fiscal_year"]),
    ({"place": "XXX"}, ["place", "XXX"]),
    ({"group": "single"}, ["group", "single"]),
    ({"spans": [[2035, 2036]]}, ["2035, 2036 not observed", "2014 to 2018"]),
    ({"spans": [[1990, 2015]]}, ["24 years, 1990 to 2013 not observed", "2014 to 2018"]),
    ({"spans": [[2014, 2015]]}, ["2014 not wholly in the months", "2014-01 to 2018-12"]),
    ({"spans": [[2016, 2015]]}, ["ends before it begins", "[2015, 2016]"]),
    ({"spans": [2015, 2016]}, ["spans", "[2015, 2016]", "pairs"]),
    ({"spans": [["a", "b"]]}, ["spans", "'a'", "whole number"]),
    ({"spans": [[2015, 2015], [2015, 2015]]}, ["[2015, 2015]", "twice"]),
    ({"discrepancy": 0}, ["discrepancy", "0", "from 0.01"]),
    ({"discrepancy": -0.5}, ["discrepancy", "-0.5", "from 0.01"]),
    ({"discrepancy": "big"}, ["discrepancy", "'big'", "a number"]),
    ({"discrepancy": float("nan")}, ["discrepancy", "nan", "a number"]),
    ({"discrepancies": 1}, ["unknown key 'discrepancies'", "Did you mean 'discrepancy'"])])
def test_a_wrong_target(tmp_path, change, words):
    said = message(written(tmp_path, {"targets": [{**TARGET, **change}]}))
    assert [word for word in [FIRST, *words] if word not in said] == [], said


def test_a_name_with_a_month_promises_that_nothing_later_is_used(tmp_path):
    said = message(written(tmp_path, {}, "valley_2017_09"))
    assert "up to 2017-09" in said and "2018-09" in said
    assert problem.read(str(written(tmp_path, {}, "valley_2018_09"))).until == "2018-09"


def test_a_proof_needs_a_first_wave(tmp_path):
    said = message(written(tmp_path, {"design": {"first": 50}}), "proof=10")
    assert "first = 50" in said and "at least 100" in said


@pytest.mark.parametrize("command", [
    lambda out: calibrate.main(["targets=valley", f"out={out}"]),
    lambda out: validate.main(["start=2020-10", "months=2", f"out={out}"])], ids=["calibrate", "validate"])
@pytest.mark.parametrize("out", ["file", "file/below", "/proc/nowhere"])
def test_a_folder_that_cannot_be_written_is_found_before_anything_is_simulated(tmp_path, monkeypatch, command, out):
    monkeypatch.setattr(validate, "measured", Store.run)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="out = "):
        command(tmp_path / out)
