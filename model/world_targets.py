"""Targets against the indicators that exist: an observation of something nobody computes is an error."""

from __future__ import annotations

from collections.abc import Iterable

from model.checks import nearest
from model.world import World
from model.world_read import Problems


def indicator_names() -> list[str]:
    """Names of all indicators, read from `model/indicators/` when it is first needed."""
    from model.indicators import all_indicators

    return sorted(indicator.name for indicator in all_indicators())


def check_targets(world: World, names: Iterable[str] | None = None) -> None:
    """Raise InputError naming the rows of targets.csv whose indicator does not exist."""
    known = indicator_names() if names is None else sorted(names)
    problems = Problems(world.name)
    for row, name in enumerate(world.tables["targets"]["indicator"], start=2):
        if name not in known:
            problems.cell("targets.csv", row, "indicator", name,
                          f"no indicator of this name. {nearest(name, known)} "
                          "`python -m model list indicators` shows all.")
    problems.stop()
