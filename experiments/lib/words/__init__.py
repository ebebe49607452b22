"""All words a person sees, in English and Spanish: `say(key, lang, **values)`."""

from __future__ import annotations

from functools import cache
from importlib import import_module

LANGUAGES = ("en", "es")
MODULES = (
    "commands", "report", "charts", "misses", "stories", "labels", "compare", "sweep", "sensitivity",
    "discover", "optimise", "settings", "demo", "demo_views", "demo_tour", "demo_refused", "forecast",
    "loaders",
)


@cache
def table() -> dict[str, tuple[str, str]]:
    """Every key with its (English, Spanish) words; a key in two modules is an error."""
    merged: dict[str, tuple[str, str]] = {}
    for name in MODULES:
        words = import_module(f"experiments.lib.words.{name}").WORDS
        twice = merged.keys() & words.keys()
        if twice:
            raise ValueError(f"words given twice: {sorted(twice)}")
        merged |= words
    return merged


def say(key: str, lang: str, **values: object) -> str:
    """The words of a key in a language, with `{name}` filled in. Unknown keys raise KeyError."""
    text = table()[key][LANGUAGES.index(lang)]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """True if there are words for this key."""
    return key in table()
