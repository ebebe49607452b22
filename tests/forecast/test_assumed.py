"""Settings of a forecast know nothing later than its cut; stored paths know what they were made with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest

from experiments import forecast
from experiments.lib.calibration import ensemble
from experiments.lib.forecast import stores
from experiments.lib.forecast.assumed import Assumed
from experiments.lib.forecast.paths import SEEDS, columns, write
from model.checks import InputError
from model.settings import BY_NAME, make
from model.world import World, load


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The Americas with three calibrations: to 2018-06, to 2020-09 and to the end of history."""
    bare = replace(load("americas"), folder=tmp_path)
    for name, value in (("americas_2018_06", 0.3), ("americas_2020_09", 0.4), ("americas", 0.6)):
        ensemble.write(bare, name, pd.DataFrame({"beta_y": [value, value + 0.01]}))
    return bare


@pytest.mark.parametrize(("cut", "name"), [
    ("2018-05", None), ("2018-06", "americas_2018_06"), ("2020-08", "americas_2018_06"),
    ("2020-09", "americas_2020_09"), ("2022-08", "americas_2020_09"), ("2022-09", "americas")])
def test_a_cut_takes_the_latest_calibration_that_knows_nothing_later(world: World, cut: str, name: str | None) -> None:
    known = ensemble.known_by(world, cut)
    assert (known.name if known else None) == name
    expected = BY_NAME["beta_y"].default if name is None else ensemble.read(world, name).table["beta_y"][0]
    assert Assumed(make()).at(world, cut, 1).values["beta_y"] == pytest.approx(expected)


@pytest.mark.parametrize("name", [
    "americas_1", "americas_2016_high_fertility", "americas_2016_13", "americas_2016_00", "americas_2016_1",
    "americas_2016_10_b", "americas_12016_10", "my_americas_2016_10", "americas_small_2016_10"])
def test_only_a_whole_name_with_a_month_is_taken_for_a_calibration_up_to_it(world: World, name: str) -> None:
    ensemble.write(world, name, pd.DataFrame({"beta_y": [0.5]}))
    assert ensemble.known_by(world, "2018-05") is None
    assert getattr(ensemble.known_by(world, "2022-08"), "name", "") == "americas_2020_09"


@pytest.mark.parametrize(("name", "cut", "later"), [
    ("americas", "2020-09", "2022-09"), ("americas", "2022-09", None), ("americas_2020_09", "2020-08", "2020-09"),
    ("americas_2020_09", "2020-09", None), ("of_somebody", "2020-09", "2022-09"), ("none", "2018-09", None),
    ("auto", "2018-09", None)])
def test_an_ensemble_chosen_by_name_says_whether_it_knows_months_after_the_cut(
        world: World, name: str, cut: str, later: str | None) -> None:
    assert Assumed(make(), name).knows_later(world, cut) == later


@pytest.mark.parametrize(("lang", "words"), [("en", "Warning: the ensemble “americas” was fitted"),
                                             ("es", "Aviso: el conjunto “americas” se ajustó")])
def test_a_forecast_with_settings_that_have_seen_its_months_says_so(tmp_path, monkeypatch, capsys, lang, words) -> None:
    monkeypatch.setattr(forecast.produce, "make", Mock(side_effect=InputError("far enough")))
    with pytest.raises(InputError, match="far enough"):
        forecast.main(["start=2020-10", "months=2", "ensemble=americas", f"out={tmp_path / 'f.csv'}", f"lang={lang}"])
    said = capsys.readouterr().err
    assert words in said and "2022-09" in said and "2020-10" in said


def test_seeds_take_different_draws_and_settings_by_hand_stay(world: World) -> None:
    assumed = Assumed(make())
    assert len({assumed.at(world, "2020-09", seed).values["beta_y"] for seed in SEEDS}) == 2
    by_hand = Assumed(make({"beta_y": 0.5}), fixed=("beta_y",))
    assert by_hand.at(world, "2020-09", 1).values["beta_y"] == 0.5
    assert Assumed(make(), "none").at(world, "2022-09", 1).values["beta_y"] == BY_NAME["beta_y"].default


def test_shipped_paths_of_other_draws_are_noticed(world: World, tmp_path: Path) -> None:
    assert not stores.stale(world, Assumed(make()))
    store = tmp_path / "store.csv"
    write(store, pd.DataFrame(columns=["cut", "policies", "year_month", *columns()]))
    stores.ship(world, store, Assumed(make()))
    assert stores.shipped(world) and not stores.stale(world, Assumed(make()))
    before = stores.cached(world, Assumed(make()))
    ensemble.write(world, "americas_2020_09", pd.DataFrame({"beta_y": [0.45]}))
    assert stores.stale(world, Assumed(make())) and stores.cached(world, Assumed(make())) != before
