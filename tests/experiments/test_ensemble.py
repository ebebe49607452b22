"""Calibrated draws of settings: every seed takes its own, what was set by hand stays, runs can be repeated."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import reproduce, run
from experiments.lib.calibration import ensemble, posterior
from experiments.lib.config import RunConfig, read
from experiments.lib.jobs import prepare
from experiments.lib.runfolder import open_folder
from experiments.lib.sweep.asked import asked_of, config_of
from model.checks import InputError

DRAWS = pd.DataFrame({"gamma_B": [1.5, 1.25, 2.0], "eta": [0.6, 0.5, 0.7]})


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The invented world with an ensemble of its own name."""
    folder = tmp_path / "valley"
    shutil.copytree(Path(__file__).parents[2] / "scenarios" / "valley", folder)
    (folder / "ensembles").mkdir(exist_ok=True)
    DRAWS.to_csv(folder / "ensembles" / "valley.csv", index=False)
    return folder


def job(world: Path, *more: str):
    return prepare(read([f"world={world}", "scale=10", "months=12", *more], RunConfig))


@pytest.mark.parametrize(("seed", "row"), [(1, 0), (2, 1), (3, 2), (4, 0)])
def test_a_seed_takes_its_draw_and_they_go_round(world, seed, row):
    assert job(world, f"seed={seed}").settings["gamma_B"] == DRAWS["gamma_B"][row]
    assert job(world).of_seed(seed, 10).settings["eta"] == DRAWS["eta"][row]


def test_what_was_set_by_hand_stays(world):
    chosen = job(world, "settings.gamma_B=2.5")
    assert [chosen.of_seed(seed, 10).settings["gamma_B"] for seed in (1, 2, 3)] == [2.5] * 3
    assert chosen.of_seed(2, 10).settings["eta"] == 0.5


def test_none_leaves_the_defaults_and_an_unknown_name_is_one_message(world):
    assert job(world, "ensemble=none").of_seed(2, 10).settings.values == job("valley").settings.values
    with pytest.raises(InputError, match="Did you mean 'valley'"):
        job(world, "ensemble=vally")


@pytest.mark.parametrize(("content", "message"), [
    ("gama_B\n3\n", "Did you mean 'gamma_B'"), ("gamma_B\n99\n", "valley.csv, row 2"), ("gamma_B\nmuch\n", "row 2"),
    ("gamma_B\n", "no draw"), ("", "no table")])
def test_a_broken_ensemble_is_one_message(world, content, message):
    (world / "ensembles" / "valley.csv").write_text(content)
    with pytest.raises(InputError, match=message):
        job(world)


def test_a_run_with_draws_can_be_repeated_and_says_what_it_used(world, tmp_path, capsys):
    out = tmp_path / "run"
    assert run.main([f"world={world}", "scale=10", "months=12", "seeds=2", f"out={out}"]) == 0
    manifest = open_folder(str(out)).manifest
    assert manifest["ensemble"]["name"] == "valley" and manifest["settings"]["gamma_B"] == 1.5
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "calibration “valley”" in report and "luck only" not in report
    assert reproduce.main([str(out), "interval=true"]) == 0


def test_a_sweep_takes_the_draw_of_each_seed(world, tmp_path):
    asked = asked_of(*config_of(["sweep=smoke", f"world={world}", f"out={tmp_path / 'store'}"]))
    found = {point.seed: point.settings()["eta"] for point in asked.points}
    assert found == {1: 0.6, 2: 0.5, 3: 0.7, 4: 0.6}


def test_the_draw_nearest_the_middle_comes_first():
    points = np.array([[0.1, 0.9], [0.9, 0.1], [0.5, 0.45], [0.4, 0.6]])
    ordered = posterior.middle_first(points)
    assert ordered[0].tolist() in ([0.5, 0.45], [0.4, 0.6])
    assert sorted(map(tuple, ordered)) == sorted(map(tuple, points))


def test_ensembles_of_shipped_worlds_are_valid():
    from model.world import load

    for name in ("americas", "valley"):
        whole = load(name)
        for known in ensemble.available(whole):
            assert len(ensemble.read(whole, known)) >= 20
