"""Values of a calibration's YAML file, each looked at by itself; messages name place, value and what is allowed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from model.checks import InputError, nearest

LONGEST = 60
"""Signs of a wrong value that a message shows."""
YEARS = (1900, 2100)


def content(path: Path) -> dict[str, Any]:
    """The file as keys and values. Raises InputError: not to be read, no YAML, empty, something else."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InputError(f"{path.name}{line}: this is no YAML ({error.problem}).") from None
    except RecursionError:
        raise InputError(f"{path.name}: brackets or rows stand too deep in each other.") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise InputError(f"{path.name}: cannot be read as YAML ({str(error).splitlines()[0]}).") from None
    if not isinstance(found, dict):
        raise InputError(f"{path.name}: {shown(found) if found else 'the file is empty'}; keys and values are needed, "
                         "as in conf/calibration/valley.yaml.")
    return found


def shown(value: Any) -> str:
    """A value as a message shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def only(found: Any, allowed: Collection[str], where: str) -> None:
    """Raise InputError unless `found` is a mapping of allowed keys."""
    if not isinstance(found, Mapping):
        raise InputError(f"{where}: {shown(found)}; keys and values are needed: {', '.join(allowed)}.")
    for key in found:
        if key not in allowed:
            raise InputError(f"{where}: unknown key '{key}'. {nearest(key, allowed)} Allowed: {', '.join(allowed)}.")


def needed(found: Mapping[str, Any], keys: Collection[str], where: str, example: str) -> None:
    """Raise InputError about the first key that is missing or empty."""
    for key in keys:
        if found.get(key) in (None, "", [], {}):
            raise InputError(f"{where}: '{key}' is {'empty' if key in found else 'missing'}; {example}.")


def text(value: Any, where: str) -> str:
    """A text. Raises InputError for anything else."""
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where}: {shown(value)}; a text is needed.")
    return value


def number(value: Any, where: str, low: float, high: float, whole: bool = False) -> Any:
    """A finite number from low to high, as it was written. Raises InputError for anything else."""
    fits = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not fits or not low <= value <= high:
        raise InputError(f"{where}: {shown(value)}; allowed is a {'whole ' if whole else ''}number from {low:.9g} to "
                         f"{high:.9g}.")
    return value


def names(value: Any, where: str, example: str) -> tuple[str, ...]:
    """A list of different names. Raises InputError: no list, an empty one, a name twice."""
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise InputError(f"{where}: {shown(value)}; a list of names is needed, e.g. {example}.")
    twice = [item for number, item in enumerate(value) if item in value[:number]]
    if twice:
        raise InputError(f"{where}: '{twice[0]}' is given twice; once is enough.")
    return tuple(value)


def spans(value: Any, where: str) -> tuple[tuple[int, int], ...]:
    """Pairs of first and last year. Raises InputError: no pairs, no years, the last before the first, a pair twice."""
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise InputError(f"{where}: {shown(value)}; pairs of first and last year are needed, e.g. "
                         "[[2015, 2018], [2019, 2019]].")
    found = [(number(first, where, *YEARS, whole=True), number(last, where, *YEARS, whole=True))
             for first, last in value]
    for place, (first, last) in enumerate(found):
        if last < first:
            raise InputError(f"{where}: [{first}, {last}] ends before it begins; did you mean [{last}, {first}]?")
        if (first, last) in found[:place]:
            raise InputError(f"{where}: [{first}, {last}] is given twice; once is enough.")
    return tuple(found)


def ends(value: Any, where: str, low: float, high: float) -> tuple[float, float]:
    """Two ends inside low to high, the lower first. Raises InputError for anything else."""
    if not isinstance(value, list) or len(value) != 2:
        raise InputError(f"{where}: {shown(value)}; two ends are needed, e.g. [{low:g}, {high:g}].")
    first, last = (float(number(end, where, low, high)) for end in value)
    if not first < last:
        raise InputError(f"{where}: from {first:g} to {last:g}; the lower end comes first.")
    return first, last
