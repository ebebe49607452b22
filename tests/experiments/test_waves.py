"""Later waves of a calibration search where the earlier ones point to, and look around there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.lib.calibration import posterior, problem, waves
from experiments.lib.calibration.runs import Compared, Store
from model.checks import InputError
from model.plan_read import FOLDER as PLANS

TRUTH = np.array([0.3, 0.7, 0.5])


@pytest.fixture(scope="module")
def seen() -> tuple[np.ndarray, Compared, np.ndarray]:
    """Points of the unit cube, what is observed at the truth, and logs of simulated over observed: almost linear."""
    points = np.random.default_rng(1).random((200, 3))
    mix = np.random.default_rng(2).normal(size=(3, 6))
    logs = (posterior.logit(points) - posterior.logit(TRUTH)) @ mix
    return points, Compared(tuple("abcdef"), np.ones(6), np.full(6, 0.3)), logs


def test_candidates_lie_around_the_truth(seen):
    near = waves.around(*seen[:2], seen[2], 1)
    assert near.shape == (waves.NEAR, 3) and ((near > 0) & (near < 1)).all()
    assert np.median(near, axis=0) == pytest.approx(TRUTH, abs=0.06)
    even = np.abs(seen[0] - TRUTH).sum(axis=1)
    assert np.median(np.abs(near - TRUTH).sum(axis=1)) < 0.5 * np.median(even)


def test_candidates_spread_about_twice_as_wide_as_the_settings_left(seen):
    points, compared, logs = seen
    many, noisy = posterior.noisy(points, logs, compared.error, 1)
    adjusted, weights = posterior.sample(many, noisy, np.zeros(6), honest=False)
    left = posterior.logit(adjusted)
    size = np.sqrt(weights @ (left - weights @ left) ** 2)
    wide = posterior.logit(waves.around(points, compared, logs, 1)).std(axis=0) / size
    assert (wide > 1.7).all() and (wide < 2.8).all()


def test_runs_of_other_targets_or_another_model_are_never_mixed_in(tmp_path, monkeypatch):
    first = problem.read("valley")
    other = problem.Problem(**{**vars(first), "targets": first.targets[:1]})
    paths = {Store(first, tmp_path).path, Store(other, tmp_path).path}
    monkeypatch.setattr(problem, "source_hash", lambda: "another version")
    paths.add(Store(first, tmp_path).path)
    assert len(paths) == 3


def covered(settings: int, targets: int, runs: int, tests: int = 20) -> float:
    """Share of 90 % intervals that hold the truth: a linear model, targets that hear every setting a little."""
    rng = np.random.default_rng(3)
    inside = []
    for _ in range(tests):
        mix = rng.normal(size=(settings, targets)) / np.sqrt(settings)
        points, truth = rng.random((runs, settings)), rng.random(settings)
        error = np.full(targets, 0.5)
        observed = posterior.logit(truth) @ mix + rng.normal(size=targets) * error
        many, noisy = posterior.noisy(points, posterior.logit(points) @ mix - observed, error, int(rng.integers(1e9)))
        adjusted, weights = posterior.sample(many, noisy, np.zeros(targets))
        drawn = posterior.draws(adjusted, weights, 200, 1)
        low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
        inside.append((low <= truth) & (truth <= high))
    return float(np.mean(inside))


def test_runs_under_a_plan_of_the_same_name_but_other_content_are_never_mixed_in(tmp_path):
    mine, paths = tmp_path / "mine.yaml", set()
    for name in ("none", "baseline"):
        plan = (PLANS / f"{name}.yaml").read_text(encoding="utf-8").replace(f"name: {name}", "name: mine")
        mine.write_text(plan, encoding="utf-8")
        paths.add(Store(replace(problem.read("valley"), plan=str(mine)), tmp_path).path)
    assert len(paths) == 2


@pytest.mark.parametrize("cut", [1, 3, 12])
def test_a_row_that_was_being_written_when_it_stopped_is_made_again(tmp_path, cut):
    first = Store(problem.read("valley"), tmp_path)
    names = first.problem.parameters
    rows = [",".join(["number", *names, "t"]), *(f"{number}," + "0.5," * len(names) + "930.0" for number in range(3))]
    text = "\n".join(rows) + "\n"
    first.path.write_text(text[:-cut], encoding="utf-8")
    points, values = Store(first.problem, tmp_path).read()
    assert len(points) == 2 and (values == 930.0).all()
    with pytest.raises(InputError, match="is missing beside"):
        first.compared()


def test_intervals_hold_the_truth_with_many_settings_and_few_runs():
    """The shape of the calibration of the Americas, where residuals alone would hold it in two thirds of tests."""
    assert 0.82 <= covered(settings=31, targets=59, runs=290) <= 0.97


def test_intervals_hold_the_truth_in_the_shape_of_the_proof():
    assert 0.84 <= covered(settings=12, targets=8, runs=320) <= 0.97


def test_of_the_draws_those_are_kept_whose_runs_come_nearest():
    apart = np.array([[3.0, 0.0], [0.5, 0.5], [0.0, 2.0], [0.1, 0.1]])
    assert posterior.nearest(apart, 2).tolist() == [1, 3]
