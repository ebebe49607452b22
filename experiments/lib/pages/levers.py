"""docs/levers.md: every lever with its settings."""

from __future__ import annotations

from typing import Any

from experiments.lib.pages.lever_effects import measured
from experiments.lib.pages.markdown import GRADES, page, table
from model.levers import all_levers

ABOUT = (
    "A plan is a list of levers with places, dates, strength and payers (`conf/plan/`, template "
    "`_template.yaml`). A lever shifts conditions or offers places that a lottery fills up to the cap, "
    "and books what it costs. It never acts before its first month, and at strength zero nothing "
    "changes. Each lever shows the grade of its size and cost: many are judgements."
)
ABOUT_ES = (
    "Un plan es una lista de instrumentos con lugares, fechas, intensidad y pagadores. Ninguno actúa "
    "antes de su fecha."
)


def levers_page() -> str:
    """Text of docs/levers.md."""
    levers = list(all_levers().values())
    overview = table(("lever", "family", "English", "español"), (
        (f"[`{lever.lever_id}`](#{lever.lever_id})", lever.family, lever.title_en, lever.title_es)
        for lever in levers))
    parts = [ABOUT, ABOUT_ES, GRADES, overview]
    for lever in levers:
        parts += [f"## {lever.lever_id}", f"**{lever.title_en}.** {lever.description_en}",
                  f"**{lever.title_es}.** {lever.description_es}", *measured(lever.lever_id), _settings(lever)]
    return page("Levers", *parts)


def _settings(lever: Any) -> str:
    return table(("setting", "default", "range", "unit", "meaning", "source", "grade"), (
        (f"`{s.name}`", f"{s.default:g}", f"{s.low:g} … {s.high:g}", s.unit, s.meaning, s.source, s.grade)
        for s in lever.settings))
