"""Names in a world's tables that other parts of the model own: indicators of targets, levers of policies.

Worlds load without those parts; `python -m model check` and whatever compares a run with targets call this.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from model.checks import nearest
from model.world import World
from model.world_read import Problems

CONTEXT = "context"  # timeline rows that are no lever: visa rules, elections, announcements


def check_names(world: World) -> None:
    """All three checks below; commands call it once, before month 1. Raises InputError."""
    check_targets(world)
    check_policies(world)
    check_shapes(world)


def check_targets(world: World) -> None:
    """Raise InputError naming the rows of targets.csv whose indicator nobody computes."""
    from model.indicators import all_indicators, is_known

    known = [indicator.name for indicator in all_indicators()]
    _check(world, "targets", "indicator", is_known, known, "indicators")


def check_policies(world: World) -> None:
    """Raise InputError naming the rows of policy_timeline.csv whose lever does not exist."""
    from model.levers import known_names

    known = [CONTEXT, *known_names()]
    _check(world, "policy_timeline", "lever_id", known.__contains__, known, "levers")


def check_shapes(world: World) -> None:
    """Raise InputError for outlines (`*.geojson`) that cannot be read or name no place or country."""
    problems = Problems(world.name)
    shapes = (("basemap.geojson", "iso3", None), ("departments.geojson", "place_id", world.place_ids))
    for file, key, known in shapes:
        path = world.folder / file
        if path.is_file():
            _check_shape(path.read_bytes(), file, key, known, problems)
    problems.stop()


def _check_shape(raw: bytes, file: str, key: str, known: tuple[str, ...] | None, problems: Problems) -> None:
    try:
        names = [feature["properties"][key] for feature in json.loads(raw)["features"]]
    except (ValueError, KeyError, TypeError) as error:
        problems.add(f"{file}: not a GeoJSON FeatureCollection whose features have the property '{key}' "
                     f"({type(error).__name__}: {error}).")
        return
    for name in names:
        if known is not None and name not in known:
            problems.add(f"{file}, property '{key}' = {name!r}: no place of places.csv. "
                         f"{nearest(name, known)}")


def _check(world: World, table: str, column: str, is_known: Callable[[str], bool], suggestions: Iterable[str],
           what: str) -> None:
    problems = Problems(world.name)
    names = world.tables[table][column]
    unknown = {name for name in set(names) if not is_known(name)}
    for row, name in enumerate(names, start=2):
        if name in unknown:
            problems.cell(f"{table}.csv", row, column, name, f"no {what[:-1]} of this name exists. "
                          f"{nearest(name, suggestions)} `python -m model list {what}` shows all.")
    problems.stop()
