"""What a valid world holds, in a few lines for people: the output of `python -m model check WORLD`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from model.drivers import build
from model.world import World, load
from model.world_names import check_names
from model.world_tables import TABLES


def summary(name_or_folder: str | Path) -> str:
    """Load a world, check the indicators and levers it names, and describe it. Raises InputError."""
    world = load(name_or_folder)
    check_names(world)
    lines = [f"World '{world.name}': {world.title['en']} / {world.title['es']}"]
    lines += [f"  {label:<12}{text}" for label, text in (*_contents(world), *_remarks(world))]
    return "\n".join([*lines, "No problem found."])


def _contents(world: World) -> list[tuple[str, str]]:
    persons, households = persons_and_households(world)
    tables, last = world.tables, world.label(world.months - 1)
    channels = ", ".join(f"{count} {name}" for name, count in world.routes["channel"].value_counts().items())
    targets = tables["targets"]["indicator"]
    return [
        ("places", f"{len(world.places)} in {len(world.countries)} countries: {len(world.origins)} origins, "
                   f"{len(world.settle_places)} where people settle, {len(world.sectors)} border sectors"),
        ("routes", f"{len(world.routes)}: {channels}"),
        ("people", f"{persons:,.0f} persons in about {households:,.0f} households at home, "
                   f"{tables['stocks_abroad']['persons'].sum():,.0f} persons abroad at the start"),
        ("months", f"{world.months}, {world.label(0)} to {last}; observed to "
                   f"{world.label(world.history_end)}, then drivers are held"),
        ("dated rows", f"{len(tables['shocks'])} shocks, {len(tables['policy_timeline'])} policies"),
        ("targets", f"{len(targets)} values of {targets.nunique()} indicators"),
        ("hash", world.hash)]


def persons_and_households(world: World) -> tuple[float, float]:
    """Residents of the origins in the first month, and households at the sizes of origins.csv."""
    ids = [world.place_ids[place] for place in world.origins]
    origins = world.tables["origins"].set_index("place_id").loc[ids]
    national = build(world).population[0][world.origin_country]
    persons = national * origins["population_share"].to_numpy()
    households = persons / origins["household_size_mean"].to_numpy()
    return float(np.sum(persons)), float(np.sum(households))


def _remarks(world: World) -> list[tuple[str, str]]:
    absent = [name for name, table in TABLES.items()
              if table.optional and not (world.folder / f"{name}.csv").exists()]
    remarks = [("without", f"{', '.join(absent)} (optional tables)")] if absent else []
    remarks += [("remark", f"{file} is missing: say what the world is and where its figures come from")
                for file in ("README.md", "SOURCES.md") if not (world.folder / file).exists()]
    return remarks
