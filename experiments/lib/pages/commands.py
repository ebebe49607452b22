"""The table of commands in README.md, from the first line of every command's docstring."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from experiments.lib.pages.markdown import table

ROOT = Path(__file__).resolve().parents[3]
BEGIN, END = "<!-- commands: begin -->", "<!-- commands: end -->"
USAGE = re.compile(r"`(python -m [^`]+?)(?: \.\.\.)?`")


def commands() -> list[tuple[str, str]]:
    """(how to type it, what it does) of every file in experiments/ that is a command."""
    found = []
    for path in sorted((ROOT / "experiments").glob("[!_]*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first = text.split("\n\n")[0].replace("\n", " ")
        usage = USAGE.search(first)
        typed = usage[1] if usage else f"python -m experiments.{path.stem}"
        what = USAGE.sub("", first, count=1).strip(" :.") or path.stem
        found.append((f"`{typed}`", what))
    return found


def with_commands() -> str:
    """README.md with its table of commands brought up to date."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table(('command', 'what it does'), commands())}\n\n{END}{after}"
