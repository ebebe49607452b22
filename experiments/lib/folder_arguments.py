"""Arguments of the commands that take a run folder: `FOLDER key=value ...`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.checks import InputError, nearest


def one_folder(
    arguments: Sequence[str], options: Mapping[str, Sequence[str] | None], usage: str
) -> tuple[str, dict[str, str]]:
    """The folder and the options given; `options` maps a key to its allowed words (None: any).

    Raises InputError: no folder, two folders, an unknown key, a key given twice, a word not allowed.
    """
    folders = [word for word in arguments if "=" not in word]
    if len(folders) != 1:
        raise InputError(f"give one run folder.\n{usage}")
    if folders[0].startswith("-"):
        raise InputError(f"'{folders[0]}': unknown option.\n{usage}")
    return folders[0], _options([word for word in arguments if "=" in word], options)


def _options(words: Sequence[str], options: Mapping[str, Sequence[str] | None]) -> dict[str, str]:
    given: dict[str, str] = {}
    for word in words:
        key, value = word.split("=", 1)
        if key not in options:
            raise InputError(f"unknown key '{key}'. {nearest(key, options)} Allowed: {', '.join(options)}.")
        if key in given:
            raise InputError(f"{key} is given twice; give each key once.")
        allowed = options[key]
        if allowed is not None and value not in allowed:
            raise InputError(
                f"{key} = {value!r}: allowed are {', '.join(allowed)}. {nearest(value, allowed)}".rstrip()
            )
        given[key] = value
    return given
