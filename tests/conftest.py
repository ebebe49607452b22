"""Fixtures shared by tests of the running model: worlds, plans, a run in progress."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from simulated import plan_of, start

from model.engine import Simulation
from model.world import World, load

settings.register_profile("same", derandomize=True)
settings.register_profile("search", max_examples=500)
settings.load_profile(os.environ.get("VAIVEN_EXAMPLES", "same"))
"""The same examples in every run; VAIVEN_EXAMPLES=search looks at others."""


@pytest.fixture(scope="session")
def valley() -> World:
    return load("valley")


@pytest.fixture(scope="session")
def americas() -> World:
    return load("americas")


@pytest.fixture
def write_plan(tmp_path: Path) -> Callable[..., Path]:
    """Write a plan with the given lever rows into a file and return its path."""
    return lambda *rows, **top: plan_of(tmp_path, *rows, **top)


@pytest.fixture(scope="session")
def busy_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan that uses every kind of place on offer: visas, permits, assisted return, services."""
    rows: list[dict[str, Any]] = [
        {"lever": "safe_access_cam", "start": "2014-02", "quantity": 40, "per": "month", "hosts": ["NOR"],
         "origins": ["val-dry", "val-hills"]},
        {"lever": "regularisation", "start": "2014-06", "quantity": 30, "per": "month", "hosts": ["NOR"]},
        {"lever": "assisted_voluntary_return", "start": "2014-03", "quantity": 40, "per": "month",
         "hosts": ["MID", "NOR"]},
    ]
    return plan_of(tmp_path_factory.mktemp("plans"), *rows, timeline="historical")


@pytest.fixture
def running(valley: World) -> Simulation:
    """The valley after a year at ten households to one; free to change."""
    simulation = start(valley)
    for _ in range(12):
        simulation.step()
    return simulation
