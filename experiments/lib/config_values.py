"""Checks of one value of the command line: type and range, with messages that say what is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from model.checks import InputError, nearest

MONTH = re.compile(r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$")


def quoted(text: str) -> str:
    """A text as Hydra's grammar wants it: quoted, so that any path or name passes unchanged."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("${", "\\${") + "'"


def checked_value(path: str, value: Any, meta: Mapping[str, Any]) -> Any:
    """The value of a key in its final type; InputError if type or range is wrong.

    `meta` is the metadata of `config.key`. None passes where the key has a `default_note`.
    """
    if value is None:
        if not meta["default_note"]:
            raise InputError(f"{path} is empty: {allowed(meta)} is needed.")
        return None
    return CHECKS[meta["kind"]](path, value, meta)


def parsed_value(path: str, text: str, wanted: str) -> Any:
    """The value Hydra's grammar reads from `text`; InputError if it reads none or several."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        parsed = OverridesParser.create().parse_override(f"{path}={text}")
        if not text or parsed.is_sweep_override():
            raise InputError(f"{path} = {text!r}: {wanted} is needed (many values: experiments.sweep).")
        return parsed.value()
    except HydraException:
        raise InputError(f"{path} = {text!r} cannot be read: {wanted} is needed.") from None


def allowed(meta: Mapping[str, Any]) -> str:
    """What a key takes, in words."""
    words = {
        "whole": "a whole number",
        "yes-no": "true or false",
        "text": "a word",
        "month": "YYYY-MM",
        "scale": "a number or {country: number}",
        "list": "a list like [SLV,GTM]",
    }
    text = words.get(meta["kind"], "a value")
    if meta["choices"]:
        return "one of " + ", ".join(meta["choices"])
    return text if meta["low"] is None else f"{text}, {meta['low']:.0f} to {meta['high']:.0f}"


def _whole(path: str, value: Any, meta: Mapping[str, Any]) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"{path} = {value!r}: {allowed(meta)} is needed.")
    if not meta["low"] <= value <= meta["high"]:
        raise InputError(
            f"{path} = {value}: allowed is {meta['low']:.0f} to {meta['high']:.0f} ({meta['meaning']})."
        )
    return value


def _yes_no(path: str, value: Any, meta: Mapping[str, Any]) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{path} = {value!r}: true or false is needed.")
    return value


def _text(path: str, value: Any, meta: Mapping[str, Any]) -> str:
    text = str(value)
    if meta["choices"] and text not in meta["choices"]:
        raise InputError(
            f"{path} = {text!r}: allowed are {', '.join(meta['choices'])}. "
            f"{nearest(text, meta['choices'])}".rstrip()
        )
    return text


def _month(path: str, value: Any, meta: Mapping[str, Any]) -> str:
    if not MONTH.match(str(value)):
        raise InputError(f"{path} = {value!r}: a month is written YYYY-MM, e.g. 2014-01.")
    return str(value)


def _list(path: str, value: Any, meta: Mapping[str, Any]) -> list[str]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise InputError(f"{path} = {value!r}: {allowed(meta)} is needed.")
    return items


def _numbers(path: str, value: Any, meta: Mapping[str, Any]) -> list[int]:
    items = [value] if isinstance(value, int) else value
    if not isinstance(items, list) or not all(isinstance(item, int) and item >= 0 for item in items):
        raise InputError(f"{path} = {value!r}: a list of whole numbers like [12,4711] is needed.")
    return items


def _scale(path: str, value: Any, meta: Mapping[str, Any]) -> int | dict[str, int]:
    if isinstance(value, Mapping):
        return {str(code): _whole(f"{path}.{code}", number, meta) for code, number in value.items()}
    return _whole(path, value, meta)


def _mapping(path: str, value: Any, meta: Mapping[str, Any]) -> dict[str, Any]:
    return dict(value)


CHECKS = {
    "whole": _whole,
    "yes-no": _yes_no,
    "text": _text,
    "month": _month,
    "list": _list,
    "numbers": _numbers,
    "scale": _scale,
    "settings": _mapping,
    "switches": _mapping,
}
