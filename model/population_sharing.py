"""The households of the first day made once and copied for every further run of one process.

Many runs of a sweep differ in plan, seed or settings that the first day does not depend on. Which settings it
depends on is not listed anywhere: it is observed. The first synthesis notes every setting it reads; a later
run may have a copy if all of those have the same value, for then it would take the same way through the code.
Off by default: the made population stays in memory beside the copy that runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from model.households import restored
from model.population import Population, synthesise
from model.settings import Settings

KEPT = 2
"""Populations kept at a time; the oldest goes."""


@dataclass
class _Shelf:
    """What is kept: (identity, settings read, population). `on` is switched by `share`."""

    on: bool = False
    kept: list[tuple[Any, dict[str, Any], Population]] = field(default_factory=list)


_SHELF = _Shelf()


class _Noting(Mapping[str, float]):
    """Values of settings that notes which were read."""

    def __init__(self, values: Mapping[str, float], seen: dict[str, Any]) -> None:
        self._values, self._seen = values, seen

    def __getitem__(self, name: str) -> float:
        self._seen[name] = self._values[name]
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def share(on: bool = True) -> None:
    """Keep populations for later runs of this process, or stop and forget them."""
    _SHELF.on = on
    _SHELF.kept.clear()


def share_once() -> None:
    """Keep populations from now on; what is kept already stays."""
    _SHELF.on = True


def households_of(world: Any, drivers: Any, settings: Settings, scale: int | Mapping[str, int], world_seed: int,
                  start: int, months: int) -> Population:
    """`synthesise`, or a copy of what it made before from the same inputs."""
    if not _SHELF.on:
        return synthesise(world, drivers, settings, scale, world_seed, start, months)
    scales = tuple(sorted(scale.items())) if isinstance(scale, Mapping) else scale
    identity = (world.hash, tuple(world.origins), settings["wage_usa"], scales, world_seed, start, months)
    for known, seen, made in _SHELF.kept:
        if known == identity and all(_value(settings, name) == value for name, value in seen.items()):
            return copied(made)
    seen = {}
    watched = Settings(_Noting(settings.values, seen), _Noting(settings.switches, seen))  # type: ignore[arg-type]
    made = synthesise(world, drivers, watched, scale, world_seed, start, months)
    _SHELF.kept[:] = [*_SHELF.kept[-(KEPT - 1):], (identity, seen, made)]
    return copied(made)


def _value(settings: Settings, name: str) -> Any:
    return settings.values[name] if name in settings.values else settings.switches[name]


def copied(population: Population) -> Population:
    """Columns of its own; what a run only reads is shared."""
    return replace(population, households=restored(*population.households))
