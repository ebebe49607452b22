"""Read a plan file and check every key: unknown words, wrong types, numbers out of range, dates, places.

Messages name the file, the row, the key, the value, what is allowed and the nearest valid name.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from model.checks import InputError, nearest
from model.levers import Lever, get

FOLDER = Path(__file__).resolve().parents[1] / "conf" / "plan"
TIMELINES = ("historical", "none")
PERS = ("month", "year", "total")
OTHER_PAYERS = ("donors", "employers", "households", "other")
TEXTS = ("name", "title_en", "title_es", "about_en", "about_es")
TOP = (*TEXTS, "sources", "timeline", "timeline_until", "include", "levers")
ROW = (
    "lever",
    "mode",
    "start",
    "end",
    "strength",
    "quantity",
    "per",
    "origins",
    "hosts",
    "where",
    "setting",
    "settings",
    "payer",
    "belief",
    "note",
)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Where:
    """Place of a value in a plan, for messages: file, row and lever."""

    def __init__(self, file: str, row: int = 0, lever: str = "") -> None:
        self.text = file + (f", row {row}" if row else "") + (f" ({lever})" if lever else "")

    def error(self, key: str, value: object, message: str) -> InputError:
        """An InputError about one key."""
        return InputError(f"{self.text}, key '{key}' = {value!r}: {' '.join(message.split())}")


class _Loader(yaml.SafeLoader):
    """YAML without silent surprises: a key that stands twice is an error."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float):
            raise yaml.MarkedYAMLError(problem="a key must be a word", problem_mark=key_node.start_mark)
        if key in found:
            raise yaml.MarkedYAMLError(
                problem=f"the key '{key}' stands twice", problem_mark=key_node.start_mark
            )
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def available() -> list[str]:
    """Names of the plans in conf/plan, those to copy (with a leading underscore) left out."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.name.startswith("_"))


def read_file(name_or_path: str | Path) -> tuple[dict[str, Any], str]:
    """Raw content of a plan and the name of its file for messages."""
    path = _find(name_or_path)
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: not UTF-8 text. Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise InputError(f"{path.name}: not readable as YAML: {_yaml_problem(error)}") from error
    except ValueError as error:  # a date that no calendar has, which YAML reads as a date
        raise InputError(f"{path.name}: a date in it does not exist ({error}); months are written YYYY-MM.") from error
    if not isinstance(content, dict):
        raise InputError(
            f"{path.name}: a plan is a list of `key: value` lines; copy conf/plan/_template.yaml."
        )
    return content, path.name


def _find(name_or_path: str | Path) -> Path:
    text = str(name_or_path)
    for path in (FOLDER / f"{text}.yaml", Path(text)):
        if path.is_file() and path.suffix in (".yaml", ".yml"):
            return path
    raise InputError(
        f"plan {text!r}: no file and no plan of this name. {nearest(text, available())} "
        f"Plans: {', '.join(available())}."
    )


def _yaml_problem(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f"line {mark.line + 1}: " if mark is not None else ""
    return f"{line}{getattr(error, 'problem', None) or error}"


def check_head(content: Mapping[str, Any], file: str) -> None:
    """Check the keys of a plan outside its rows."""
    where = Where(file)
    check_keys(content, TOP, where)
    for key in TEXTS:
        if not isinstance(content.get(key), str) or not content[key].strip():
            raise where.error(
                key, content.get(key), "a text is needed (in both languages for title and about)."
            )
    for key in ("sources", "include"):
        if key in content:
            words(content[key], key, where)
    if "timeline" not in content:
        raise where.error("timeline", None, f"this key is missing; allowed are {', '.join(TIMELINES)}: whether the "
                          "recorded policies of the world act beside the plan.")
    if content["timeline"] not in TIMELINES:
        raise where.error(
            "timeline",
            content.get("timeline"),
            f"allowed are {', '.join(TIMELINES)}. " + nearest(str(content.get("timeline")), TIMELINES),
        )
    rows = content.get("levers")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise where.error(
            "levers", rows, "a list of rows is needed, each with `lever:` and `start:`; [] = none."
        )


def with_included(
    content: Mapping[str, Any], name_or_path: str | Path, inside: tuple[Path, ...] = ()
) -> dict[str, Any]:
    """The plan with the rows and sources of the plans it includes before its own. Their timeline is not taken.

    Each row remembers in `_of` which file and row it stands in, for messages.
    """
    rows: list[dict[str, Any]] = []
    sources: list[str] = []
    inside = (*inside, _find(name_or_path).resolve())
    file = inside[-1].name
    for name in content.get("include", ()):
        if _find(name).resolve() in inside:
            raise Where(file).error("include", name, "a plan cannot include itself.")
        other, other_file = read_file(name)
        check_head(other, other_file)
        whole = with_included(other, name, inside)
        rows += whole["levers"]
        sources += [text for text in whole.get("sources", ()) if text not in sources]
    rows += [{**row, "_of": (file, number)} for number, row in enumerate(content["levers"], start=1)]
    sources += [text for text in content.get("sources", ()) if text not in sources]
    return {**content, "levers": rows} | ({"sources": sources} if sources else {})


def last_month(content: Mapping[str, Any], file: str, world: Any) -> int:
    """Last step in which a policy of the timeline may begin under this plan."""
    if "timeline_until" not in content:
        return int(world.months) - 1
    return month(content["timeline_until"], world, "timeline_until", Where(file))


def check_keys(found: Mapping[str, Any], allowed: Iterable[str], where: Where) -> None:
    """Raise for the first key that is not allowed."""
    for key in found:
        if key not in allowed:
            raise where.error(
                str(key),
                found[key],
                f"unknown key. {nearest(str(key), allowed)} Allowed: {', '.join(allowed)}.",
            )


def override(content: dict[str, Any], overrides: Mapping[str, Any] | None) -> dict[str, Any]:
    """Copy of a plan with changed values. Keys: `timeline`, `levers.<row from 1>.<key>`, `<lever_id>.<key>`;
    a setting of a lever is `levers.2.settings.unit_cost`."""
    rows = [dict(row) for row in content["levers"]]
    content = {**content, "levers": rows}
    for key, value in (overrides or {}).items():
        head, *path = str(key).split(".")
        if head == "timeline" and not path:
            content["timeline"] = value
            continue
        chosen = _chosen(rows, head, path, key)
        for row in chosen:
            _put(row, path[1:] if head == "levers" else path, value, key)
    return content


def _chosen(rows: list[dict[str, Any]], head: str, path: list[str], key: object) -> list[dict[str, Any]]:
    if head == "levers" and len(path) >= 2 and path[0].isdigit() and 1 <= int(path[0]) <= len(rows):
        return [rows[int(path[0]) - 1]]
    chosen = [row for row in rows if row.get("lever") == head]
    if chosen and path:
        return chosen
    names = [*dict.fromkeys(str(row.get("lever")) for row in rows), "timeline"]
    raise InputError(
        f"override '{key}': write levers.<row 1 to {len(rows)}>.<key>, <lever of the plan>.<key> or "
        f"timeline. {nearest(head, names)} In this plan: {', '.join(names)}."
    )


def _put(row: dict[str, Any], path: list[str], value: Any, key: object) -> None:
    if path[0] == "settings" and len(path) == 2:
        row["settings"] = {**(row.get("settings") or {}), path[1]: value}
    elif len(path) == 1:
        row[path[0]] = value
    else:
        raise InputError(f"override '{key}': only settings have a second part, e.g. settings.unit_cost.")


def lever_of(row: Mapping[str, Any], where: Where) -> Lever:
    """The lever a row names."""
    if "lever" not in row:
        raise where.error("lever", None, "every row names its lever.")
    try:
        return get(str(row["lever"]))
    except InputError as error:
        raise where.error("lever", row["lever"], str(error)) from None


def number(value: Any, low: float, high: float, what: str, key: str, where: Where) -> float:
    """A finite number inside its range."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise where.error(key, value, f"a number is needed ({what}).")
    if not low <= value <= high:
        raise where.error(key, value, f"allowed is {low:g} to {high:g} ({what}).")
    return float(value)


def month(value: Any, world: Any, key: str, where: Where) -> int:
    """Step of a month YYYY-MM (or a date YYYY-MM-DD) inside the world."""
    text = value.isoformat()[:10] if isinstance(value, datetime.date) else value
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text = text[:7]
    held = f"the world '{world.name}' holds {world.label(0)} to {world.label(world.months - 1)}"
    if not isinstance(text, str) or not _MONTH.fullmatch(text):
        raise where.error(key, value, f"a month YYYY-MM is needed; {held}.")
    step = int(text[:4]) * 12 + int(text[5:]) - 1 - world.start
    if not 0 <= step < world.months:
        raise where.error(key, value, f"outside the world: {held}.")
    return step


def words(value: Any, key: str, where: Where) -> list[str]:
    """A list of words."""
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        raise where.error(
            key, value, "a list of words is needed, e.g. [HND, SLV]; leave the key out for all."
        )
    return value


def choice(value: Any, allowed: Iterable[str], key: str, where: Where) -> str:
    """One of the allowed words."""
    allowed = tuple(allowed)
    if not isinstance(value, str) or value not in allowed:
        raise where.error(
            key, value, f"{nearest(str(value), allowed)} Allowed: {', '.join(allowed) or 'none'}."
        )
    return value
