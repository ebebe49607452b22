"""A page of findings: sentences first, then pictures and tables, and the recipe to repeat them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field

from experiments.lib import files
from experiments.lib.report import template
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep.page import facts_of
from experiments.lib.words import say


@dataclass
class Table:
    """A table as shown: heads and rows of ready words; numbers stand right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers_from: int = 1
    """first column of numbers"""


@dataclass
class Part:
    """A part of the page."""

    heading: str
    text: str = ""
    sentences: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """name of the file, SVG"""
    tables: list[Table] = field(default_factory=list)
    wide: bool = False


def write_page(folder: RunFolder, title: str, what: str, notes: Sequence[str], parts: Sequence[Part],
               attribution: str, lang: str) -> None:
    """report.html and figures/*.svg."""
    for part in parts:
        for name, svg in part.pictures:
            files.write_text(folder.figures / f"{name}.svg", svg, durable=False)
    page = template("findings").render(
        lang=lang, say=lambda key, **values: say(key, lang, **values), title=title, what=what, notes=notes, parts=parts,
        command=shlex.join(folder.manifest["command"]), facts=facts_of(folder.manifest, lang), attribution=attribution)
    files.write_text(folder.path / "report.html", page)
