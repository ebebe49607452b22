"""Worlds and helpers for the tests of levers and plans."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from model import drivers, settings
from model.baseline_conditions import base_conditions
from model.conditions import Conditions, neutral
from model.levers import Context
from model.levers import _world as facts
from model.plan import Plan
from model.world import World, load

ARRAYS = tuple(
    name for name in Conditions.__dataclass_fields__ if name not in ("programmes", "costs", "notes", "past")
)
TOLD = ("funded", "delivery")
"""Notes by which levers of funding and delivery reach others."""
HEAD = {
    "name": "test",
    "title_en": "Test",
    "title_es": "Prueba",
    "about_en": "A test.",
    "about_es": "Una prueba.",
    "timeline": "none",
    "levers": [],
}


@pytest.fixture(scope="session")
def valley() -> World:
    return load("valley")


@pytest.fixture(scope="session")
def americas() -> World:
    return load("americas")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a plan file with the given rows (and other top keys) and return its path."""

    def _write(*rows: dict[str, Any], **top: Any) -> Path:
        path = tmp_path / "test.yaml"
        path.write_text(
            yaml.safe_dump({**HEAD, "levers": list(rows), **top}, allow_unicode=True), encoding="utf-8"
        )
        return path

    return _write


class Stage:
    """Conditions of a world, step by step, under a plan."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.drivers = drivers.build(world)
        self.settings = settings.make()
        self.conditions = neutral(
            len(world.place_ids),
            len(world.origins),
            len(world.countries),
            len(facts.control_groups(world)),
            len(world.sectors),
        )

    def at(self, t: int, plan: Plan | None) -> Conditions:
        """Fresh conditions of step t, after the plan if there is one."""
        base_conditions(self.world, self.drivers, self.settings, t, self.conditions)
        if plan is not None:
            plan.apply(t, self.conditions, Context(self.world, self.drivers, self.settings, t))
        return self.conditions

    def fingerprint(self, t: int, plan: Plan | None) -> bytes:
        """Every array of step t as bytes, then the places on offer by key, and what levers tell each other."""
        conditions = self.at(t, plan)
        offers = sorted((p.key, p.places) for p in conditions.programmes)
        told = sorted((name, repr(conditions.notes[name])) for name in TOLD if name in conditions.notes)
        return b"".join(getattr(conditions, name).tobytes() for name in ARRAYS) + repr((offers, told)).encode()

    def places(self, t: int, plan: Plan) -> dict[str, float]:
        """Places on offer in step t by key."""
        return {p.key: p.places for p in self.at(t, plan).programmes}


@pytest.fixture
def stage(valley: World) -> Stage:
    return Stage(valley)


def row_for(lever_id: str, **more: Any) -> dict[str, Any]:
    """A plan row of any lever that is valid on the valley and does something there."""
    from model.levers import get

    row: dict[str, Any] = {"lever": lever_id, "start": "2015-06", "end": "2016-05"}
    lever = get(lever_id)
    if lever.hosts_needed or lever_id in ("visas_h2a", "visas_h2b", "safe_access_cam"):
        row["hosts"] = ["VAL"] if lever_id == "reception" else ["NOR"]
    if lever.modes == ("replace",):
        row["setting"] = "expel"
    if lever_id == "burden_sharing":
        row["setting"] = "NOR"
    return {**row, **more}


def equal(a: np.ndarray, b: np.ndarray) -> bool:
    return a.tobytes() == b.tobytes()
