"""Later waves of a calibration search where the earlier ones point to, and look around there."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.lib.calibration import posterior, problem, waves
from experiments.lib.calibration.runs import Compared, Store

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
    adjusted, weights = posterior.sample(many, noisy, np.zeros(6))
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
