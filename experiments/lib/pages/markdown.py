"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `python -m experiments.docs`; do not edit by hand. -->"
GRADES = (
    "Grades: H causal or official source, M surveyed or well known, L recalled or borrowed, J judgement."
)


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; cells may hold anything that has a text."""
    lines = [_line(heading), _line(["---"] * len(heading))]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def page(title: str, *parts: str) -> str:
    """A whole page: title, the note that it is generated, parts apart by empty lines."""
    return "\n\n".join([f"# {title}", NOTE, *parts]) + "\n"


def code(words: Iterable[str]) -> str:
    """Words as inline code, apart by commas; a dash if there are none."""
    return ", ".join(f"`{word}`" for word in words) or "–"
