"""docs/settings.md: every behavioural parameter and every switch."""

from __future__ import annotations

import re

from experiments.lib.pages.evidence import known_ids
from experiments.lib.pages.markdown import GRADES, page, table
from model import setting_table as rows
from model.setting_table import Parameter

GROUPS: tuple[tuple[str, str, tuple[Parameter, ...]], ...] = (
    ("Wish to leave", "Deseo de irse", rows.ASPIRATION),
    ("Attempt", "Intento", rows.ATTEMPT),
    ("Money", "Dinero", rows.MONEY),
    ("Displacement and other moves from home", "Desplazamiento y otras salidas", rows.DISPLACEMENT),
    ("On the way", "En el camino", rows.TRAVEL),
    ("Border", "Frontera", rows.BORDER),
    ("Abroad", "En el exterior", rows.ABROAD),
    ("Return", "Retorno", rows.RETURN),
    ("Feedbacks", "Retroalimentación", rows.FEEDBACK),
)
ABOUT = (
    "Set one with `settings.<name>=value` and a switch with `switches.<name>=variant`, on any command "
    "that runs the model, or several in a file of `conf/settings/` named with `settings=<file>`. A "
    "value outside its range stops the command. A star marks the parameters that calibration moves. "
    "Money is US$ of 2021."
)
SWITCHES = "Where the literature disagrees, the disagreement is a switch. The first variant is the default."
SPLIT = re.compile(r"[,;]\s*")
FACTOR = re.compile(r" x [\d.]+$")
"""A conversion behind an evidence row, e.g. of 2014 into 2021 dollars."""


def cited(source: str) -> str:
    """The source words, each evidence row as a link to docs/evidence.md."""
    known = known_ids()
    words = (word.strip() for word in SPLIT.split(source))
    return ", ".join(f"[{word}](evidence.md#{anchor(row)})" if (row := FACTOR.sub("", word)) in known else word
                     for word in words)


def anchor(row: str) -> str:
    """Name of the anchor of an evidence row."""
    return "row-" + re.sub(r"[^a-z0-9]+", "-", row.lower()).strip("-")


def _row(p: Parameter) -> tuple[object, ...]:
    return (f"`{p.name}`" + (" ★" if p.calibrate else ""), f"{p.default:g}", f"{p.low:g} … {p.high:g}",
            p.unit, p.meaning, cited(p.source), p.grade)


def settings_page() -> str:
    """Text of docs/settings.md."""
    heading = ("setting", "default", "range", "unit", "meaning", "source", "grade")
    parts = [ABOUT, GRADES + " Rows of the evidence are in [evidence.md](evidence.md)."]
    for title, spanish, group in GROUPS:
        parts += [f"## {title} / {spanish}", table(heading, (_row(p) for p in group))]
    switches = ((f"`{s.name}`", ", ".join(f"`{v}`" for v in s.variants), s.meaning, cited(s.source))
                for s in rows.SWITCHES)
    parts += ["## Switches / Interruptores", SWITCHES,
              table(("switch", "variants", "meaning", "source"), switches)]
    return page("Settings", *parts)
