"""All levers: one file each in this folder, found by looking, so that adding one edits nothing else."""

from __future__ import annotations

import importlib
from functools import lru_cache
from pathlib import Path

from model.checks import InputError, nearest
from model.levers._catalogue import CATALOGUE
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, Unused

FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def all_levers() -> dict[str, Lever]:
    """Levers by id, sorted. Files that begin with an underscore, and `base`, are not levers.

    Raises InputError when a file has no `LEVER` or two files claim one id.
    """
    found: dict[str, Lever] = {}
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem.startswith("_") or path.stem == "base":
            continue
        lever = _load(path.stem)
        if lever.lever_id in found:
            raise InputError(
                f"model/levers/{path.name}: the lever '{lever.lever_id}' exists already in "
                f"model/levers/{type(found[lever.lever_id]).__module__.split('.')[-1]}.py."
            )
        found[lever.lever_id] = lever
    return dict(sorted(found.items()))


def _load(stem: str) -> Lever:
    lever = getattr(importlib.import_module(f"model.levers.{stem}"), "LEVER", None)
    if not isinstance(lever, Lever):
        raise InputError(
            f"model/levers/{stem}.py: it must end with `LEVER = YourLever()`, an object of a "
            "subclass of model.levers.base.Lever. Helper files begin with an underscore."
        )
    return lever


def known_names() -> tuple[str, ...]:
    """Names a timeline may use: the levers that exist and those of the catalogue still to come."""
    return tuple(sorted({*all_levers(), *CATALOGUE}))


def get(lever_id: str) -> Lever:
    """A lever by id. Raises InputError with the nearest id."""
    levers = all_levers()
    if lever_id not in levers:
        raise InputError(
            f"lever {lever_id!r} does not exist. {nearest(lever_id, levers)} Levers: {', '.join(levers)}."
        )
    return levers[lever_id]


__all__ = [
    "CATALOGUE",
    "Context",
    "Lever",
    "LeverRow",
    "LeverSetting",
    "NotUsed",
    "Unused",
    "all_levers",
    "get",
    "known_names",
]
