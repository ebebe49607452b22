"""A run under history that tables are solved on: the baseline plan and the settings of the table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from model.engine import Simulation
from model.history import History
from model.plan import load_plan
from model.settings import make
from model.world import World, load


def history_until(world: World, last: str, scale: int) -> History:
    """History of a run from the first month of the world to the end of month `last` (YYYY-MM)."""
    months = world.month_of(last) + 1
    simulation = Simulation(world, load_plan("baseline", world), make(), scale=scale, months=months, edges=False)
    for _ in range(months):
        simulation.step()
    return simulation.history


def world_without(out: Path, *names: str) -> World:
    """The world in `out` after its tables of these names are taken away."""
    for name in names:
        (out / f"{name}.csv").unlink(missing_ok=True)
    return load(out)


def world_with(out: Path, name: str, table: pd.DataFrame) -> World:
    """The world in `out` with this table of the next round."""
    table.to_csv(out / f"{name}.csv", index=False)
    return load(out)
