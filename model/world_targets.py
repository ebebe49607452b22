"""Targets against the indicators that exist: an observation of something nobody computes is an error."""

from __future__ import annotations

from collections.abc import Callable

from model.checks import nearest
from model.world import World
from model.world_read import Problems


def check_targets(world: World) -> None:
    """Raise InputError naming the rows of targets.csv whose indicator does not exist.

    Indicators are read from `model/indicators/` when this is called, so that worlds load without them.
    """
    from model.indicators import all_indicators, is_known

    check_names(world, is_known, [indicator.name for indicator in all_indicators()])


def check_names(world: World, is_known: Callable[[str], bool], names: list[str]) -> None:
    """The same for any set of names; `names` are those to suggest from."""
    problems = Problems(world.name)
    unknown = {name for name in set(world.tables["targets"]["indicator"]) if not is_known(name)}
    for row, name in enumerate(world.tables["targets"]["indicator"], start=2):
        if name in unknown:
            problems.cell("targets.csv", row, "indicator", name,
                          f"no indicator of this name. {nearest(name, names)} "
                          "`python -m model list indicators` shows all.")
    problems.stop()
