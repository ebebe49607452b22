"""Indicators of a run: one file each (or one per closely related few), found by folder scan.

To add one, add a file here with a list `INDICATORS`; nothing else needs an edit. `table` builds the main
run table; `find` gives the record behind a name; `markdown` writes the page of all definitions.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from model.checks import InputError, nearest
from model.history import History
from model.indicators.base import COLUMNS, Indicator
from model.indicators.frames import concat

if TYPE_CHECKING:
    from model.world import World

__all__ = ["Indicator", "all_indicators", "find", "is_known", "label", "markdown", "table"]


@cache
def all_indicators() -> tuple[Indicator, ...]:
    """Every indicator of this folder, sorted by name. Two of the same name raise ValueError."""
    found: dict[str, Indicator] = {}
    for module in pkgutil.iter_modules(__path__):
        content = importlib.import_module(f"{__name__}.{module.name}")
        for indicator in getattr(content, "INDICATORS", ()):
            if indicator.name in found:
                raise ValueError(f"two indicators are named '{indicator.name}' (second: {module.name}.py)")
            found[indicator.name] = indicator
    return tuple(found[name] for name in sorted(found))


@cache
def find(name: str) -> Indicator:
    """The record behind a name as it stands in the table, e.g. `encounters_usbp_sector:del-rio`.

    Raises InputError with the nearest valid name.
    """
    indicator = _known(name)
    if indicator is None:
        names = [known.name for known in all_indicators()]
        raise InputError(f"unknown indicator '{name}'. {nearest(name, names)} "
                         "`python -m model list indicators` shows all.")
    return indicator


def _known(name: str) -> Indicator | None:
    exact = [indicator for indicator in all_indicators() if indicator.name == name]
    matching = exact or [indicator for indicator in all_indicators() if indicator.part(name) is not None]
    return matching[0] if matching else None


def is_known(name: str) -> bool:
    """True if an indicator produces this name, or a target may carry it (see `compare.py`)."""
    from model.indicators.compare import ALIASES, OBSERVED_ONLY

    return name in ALIASES or name in OBSERVED_ONLY or _known(name) is not None


def label(name: str, lang: str = "en") -> str:
    """Label of a name as it stands in the table, in English or Spanish."""
    return find(name).label(name, lang)


def table(history: History, world: World, names: Iterable[str] | None = None) -> pd.DataFrame:
    """The main run table: year_month, indicator, place, nationality, group, value, unit.

    `names` keeps some indicators (exact names or families); numerators and denominators of rates come
    along so that longer periods can be ratios of sums. Text columns are categoricals; those of year_month
    are all recorded months, so that `periods` knows what the run covers. Raises InputError for an unknown
    name.
    """
    chosen = all_indicators() if names is None else _with_parts(list(names))
    whole = concat([indicator.frame(history, world) for indicator in chosen])
    months = list(dict.fromkeys(history.labels[: history.recorded]))
    whole["year_month"] = whole["year_month"].cat.set_categories(months)
    return whole[list(COLUMNS)]


def _with_parts(names: list[str]) -> list[Indicator]:
    chosen: dict[str, Indicator] = {}
    waiting = list(names)
    while waiting:
        indicator = find(waiting.pop())
        if indicator.name not in chosen:
            chosen[indicator.name] = indicator
            waiting.extend(indicator.ratio_of or ())
    return [chosen[name] for name in sorted(chosen)]


def markdown(lang: str = "en") -> str:
    """The page of all indicators: name, label, unit, kind, which way is good, meaning and definition."""
    lines = ["# Indicators", "", "Generated from `model/indicators/`; edit the files there.", "",
             f"{len(all_indicators())} indicators. *Kind*: a stock is read at the end of a month, a flow is "
             "summed over it, a rate is a ratio of sums or an index. *Good*: the good way in itself.", ""]
    for indicator in all_indicators():
        lines += _entry(indicator, lang)
    return "\n".join(lines)


def _entry(indicator: Indicator, lang: str) -> list[str]:
    first, second = ("es", "en") if lang == "es" else ("en", "es")
    meaning = indicator.description_es if lang == "es" else indicator.description_en
    ratio = f" Ratio of `{indicator.ratio_of[0]}` to `{indicator.ratio_of[1]}`." if indicator.ratio_of else ""
    return [f"## `{indicator.name}`", "",
            f"**{indicator.label(lang=first)}** · *{indicator.label(lang=second)}*", "",
            f"Unit: {indicator.unit}. Kind: {indicator.kind}. Good: {indicator.better}.", "",
            f"{meaning} Definition: {indicator.definition}{ratio}", ""]
