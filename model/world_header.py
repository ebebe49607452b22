"""Read and check `world.yaml`: names, dates and sizes of a world."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from model.checks import nearest
from model.world_read import Problems

TEXT_KEYS = ("name", "title_en", "title_es", "description_en", "description_es", "attribution")
KEYS = (*TEXT_KEYS, "start", "end", "history_end", "step_days", "default_scale", "season", "hub_destination")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1980, 2100


@dataclass(frozen=True)
class Header:
    """Checked content of `world.yaml`; months are absolute numbers year * 12 + month - 1."""

    name: str
    title: dict[str, str]
    description: dict[str, str]
    attribution: str
    start: int
    end: int
    history_end: int
    step_days: float
    default_scale: int
    season: tuple[float, ...]
    hub_destination: str


class _StrictLoader(yaml.SafeLoader):
    """A YAML loader that refuses a key written twice instead of keeping the last one."""


def _no_duplicates(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    if not all(isinstance(key, str) for key in keys):
        raise yaml.YAMLError(f"line {node.start_mark.line + 1}: a key must be a word")
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.YAMLError(f"line {node.start_mark.line + 1}: key '{sorted(twice)[0]}' stands twice")
    values = (loader.construct_object(value, deep=True) for _, value in node.value)
    return dict(zip(keys, values, strict=True))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _no_duplicates)


def absolute_month(text: str) -> int | None:
    """`2014-01` as year * 12 + month - 1, or None if it is not a month between 1980 and 2100."""
    match = _MONTH.fullmatch(text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    return int(match[1]) * 12 + int(match[2]) - 1


def read_header(text: str, problems: Problems) -> Header | None:
    """Header of a world, or None after noting what is wrong."""
    try:
        content = yaml.load(text, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        problems.add(f"world.yaml: not readable YAML: {' '.join(str(error).split())}")
        return None
    if not isinstance(content, dict):
        problems.add(f"world.yaml: needs lines 'key: value' with the keys {', '.join(KEYS)}.")
        return None
    before = len(problems)
    _check_keys(content, problems)
    if len(problems) > before:
        return None
    header = _build(content, problems)
    return header if len(problems) == before else None


def _check_keys(content: dict[Any, Any], problems: Problems) -> None:
    for key in content:
        if key not in KEYS:
            problems.add(f"world.yaml: unknown key '{key}'. {nearest(str(key), KEYS)} "
                         f"Allowed: {', '.join(KEYS)}.")
    for key in KEYS:
        if key not in content:
            problems.add(f"world.yaml: key '{key}' is missing.")


def _build(content: dict[str, Any], problems: Problems) -> Header:
    for key in TEXT_KEYS:
        if not isinstance(content[key], str) or not content[key].strip():
            problems.add(f"world.yaml, key '{key}' = {content[key]!r}: a text is needed.")
    months = {key: _month(content, key, problems) for key in ("start", "end", "history_end")}
    _check_order(content, months, problems)
    return Header(
        name=str(content["name"]),
        title={lang: str(content[f"title_{lang}"]) for lang in ("en", "es")},
        description={lang: str(content[f"description_{lang}"]) for lang in ("en", "es")},
        attribution=str(content["attribution"]), **months,
        step_days=_number(content, "step_days", 1, 31, problems),
        default_scale=int(_number(content, "default_scale", 1, 1000, problems)),
        season=_season(content["season"], problems), hub_destination=str(content["hub_destination"]))


def _month(content: dict[str, Any], key: str, problems: Problems) -> int:
    month = absolute_month(str(content[key]))
    if month is None:
        problems.add(f"world.yaml, key '{key}' = {content[key]!r}: a month YYYY-MM between {FIRST_YEAR} and "
                     f"{LAST_YEAR} is needed.")
    return month or 0


def _check_order(content: dict[str, Any], months: dict[str, int], problems: Problems) -> None:
    if not all(months.values()):
        return
    if months["end"] < months["start"]:
        problems.add(f"world.yaml, key 'end' = {content['end']!r}: lies before start {content['start']!r}.")
    elif not months["start"] <= months["history_end"] <= months["end"]:
        problems.add(f"world.yaml, key 'history_end' = {content['history_end']!r}: must lie between start "
                     f"{content['start']!r} and end {content['end']!r}.")


def _number(content: dict[str, Any], key: str, low: float, high: float, problems: Problems) -> float:
    value = content[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        problems.add(f"world.yaml, key '{key}' = {value!r}: a number from {low:g} to {high:g} is needed.")
        return low
    return float(value)


def _season(values: Any, problems: Problems) -> tuple[float, ...]:
    numbers = values if isinstance(values, list) else []
    good = len(numbers) == 12 and all(isinstance(x, int | float) and x >= 0 for x in numbers)
    if not good or abs(sum(numbers) / 12 - 1) > 0.01:
        problems.add(f"world.yaml, key 'season' = {values!r}: 12 numbers, January to December, not negative, "
                     "with mean 1 are needed.")
        return (1.0,) * 12
    return tuple(float(x) for x in numbers)
