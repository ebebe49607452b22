"""docs/levers.md: every lever with its settings."""

from __future__ import annotations

from typing import Any

from experiments.lib.pages.lever_effects import chance, measured
from experiments.lib.pages.markdown import GRADES, page, table
from experiments.lib.pages.measured_with import older
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
DOCUMENTS = (
    "Where the sizes of programmes come from: *Collaborative strategy 2022* is the update of 2022-04-20 on the United "
    "States' Collaborative Migration Management Strategy, *Root causes strategy 2023* the update of 2023-02-06 on its "
    "Root Causes Strategy, *Hemispheric approach 2022* USAID's A Hemispheric Approach to Migration Management, "
    "*Integrated responses* USAID's fact sheet Integrated Responses on Migration from Central America, *MPI 2025* the "
    "Migration Policy Institute's release on reintegration of 2025-04-16. Letters with numbers (G12, E5 …) are rows of "
    "[evidence.md](evidence.md)."
)

KNOWN_FAULT = (
    "**A known fault.** Who asks for a limited place while stranded or abroad (assisted return, services for victims, "
    "permits, training) does nothing else that month, won or not. A programme with few places then "
    "holds back more people than it serves: effects of `assisted_voluntary_return` and `victim_services` on people on "
    "the way are larger than their programmes, and those of `regularisation` and `active_labour_market` may be."
)


def levers_page() -> str:
    """Text of docs/levers.md."""
    levers = list(all_levers().values())
    overview = table(("lever", "family", "English", "español"), (
        (f"[`{lever.lever_id}`](#{lever.lever_id})", lever.family, lever.title_en, lever.title_es)
        for lever in levers))
    parts = [ABOUT, ABOUT_ES, GRADES, DOCUMENTS, *older("levers"), chance(), KNOWN_FAULT, overview]
    for lever in levers:
        parts += [f"## {lever.lever_id}", f"**{lever.title_en}.** {lever.description_en}",
                  f"**{lever.title_es}.** {lever.description_es}", *measured(lever.lever_id), _settings(lever)]
    return page("Levers", *parts)


def _settings(lever: Any) -> str:
    return table(("setting", "default", "range", "unit", "meaning", "source", "grade"), (
        (f"`{s.name}`", f"{s.default:g}", f"{s.low:g} … {s.high:g}", s.unit, s.meaning, s.source, s.grade)
        for s in lever.settings))
