"""docs/indicators.md: every indicator the run folder holds."""

from __future__ import annotations

import sys

from experiments.lib.pages.markdown import page, table
from model.indicators import all_indicators
from model.indicators.base import Indicator

ABOUT = (
    "The main table of a run, `tables/indicators.parquet` (the same as CSV), has one row per month, "
    "indicator, place, nationality and group, in weighted persons, households or US$ of 2021. A *stock* "
    "is read at the end of the month, a *flow* is a sum of the month, a *rate* is a ratio or an index. "
    "Levels overlap (a country, its places, a total): never add two levels. Names in braces stand for "
    "one indicator per country or sector."
)
ABOUT_ES = (
    "La tabla principal de una corrida tiene una fila por mes, indicador, lugar, nacionalidad y grupo. "
    "Las personas están ponderadas; el dinero es US$ de 2021."
)
ARROWS = {"up": "more is better", "down": "less is better", "neither": "–"}


def files() -> dict[str, str]:
    """File of each indicator, by name."""
    modules = sorted(name for name in sys.modules if name.startswith("model.indicators."))
    return {indicator.name: name.rsplit(".", 1)[1]
            for name in modules for indicator in getattr(sys.modules[name], "INDICATORS", ())}


def _row(i: Indicator) -> tuple[object, ...]:
    return (f"`{i.name}`", i.label_en, i.label_es, i.kind, i.unit, ARROWS[i.better],
            i.description_en, i.definition)


def indicators_page() -> str:
    """Text of docs/indicators.md, by file."""
    known = all_indicators()
    where = files()
    heading = ("indicator", "English", "español", "kind", "unit", "in itself", "what it says",
               "how it is computed")
    parts = [ABOUT, ABOUT_ES]
    for file in sorted(set(where.values())):
        group = sorted((i for i in known if where[i.name] == file), key=lambda i: i.name)
        parts += [f"## `model/indicators/{file}.py`", table(heading, (_row(i) for i in group))]
    return page("Indicators", *parts)
