"""The generated pages of `docs/`: one function each, from the code and the data, never from memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from experiments.lib.pages.calibration import calibration_page
from experiments.lib.pages.commands import with_commands
from experiments.lib.pages.continuum import continuum_page
from experiments.lib.pages.evidence import evidence_page
from experiments.lib.pages.indicators import indicators_page
from experiments.lib.pages.levers import levers_page
from experiments.lib.pages.patterns import patterns_page
from experiments.lib.pages.settings import settings_page
from experiments.lib.pages.sources import sources_page
from experiments.lib.pages.validation import validation_page

ROOT = Path(__file__).resolve().parents[3]

PAGES: dict[str, Callable[[], str]] = {
    "docs/calibration.md": calibration_page,
    "docs/continuum.md": continuum_page,
    "docs/evidence.md": evidence_page,
    "docs/indicators.md": indicators_page,
    "docs/levers.md": levers_page,
    "docs/patterns.md": patterns_page,
    "docs/settings.md": settings_page,
    "docs/sources.md": sources_page,
    "docs/validation.md": validation_page,
    "README.md": with_commands,
}
"""Path of every page and what writes it. README.md keeps its text, only its table of commands is written."""


def stale() -> list[str]:
    """Paths of the pages that differ from what the code says now."""
    return [path for path, page in PAGES.items()
            if not (ROOT / path).is_file() or (ROOT / path).read_text(encoding="utf-8") != page()]


def write() -> list[str]:
    """Write the pages that differ and return their paths."""
    changed = stale()
    for path in changed:
        text = PAGES[path]()
        (ROOT / path).write_text(text, encoding="utf-8")
    return changed
