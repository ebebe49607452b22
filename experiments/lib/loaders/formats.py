"""Formats that can be loaded, and which one a file has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from experiments.lib.loaders import (
    border_agency,
    homeland_security,
    migrant_stock,
    missing_migrants,
    refugee_agency,
    source,
    tidy,
)
from experiments.lib.loaders.tally import Tally
from model.checks import InputError, nearest

FORMATS: dict[str, Callable[[Path, Tally], pd.DataFrame]] = {
    "cbp_southwest": border_agency.southwest, "cbp_nationwide": border_agency.nationwide,
    "unhcr_population": refugee_agency.population, "unhcr_applications": refugee_agency.applications,
    "missing_migrants": missing_migrants.deaths, "un_migrant_stock": migrant_stock.stocks,
    "ohss_patrol": homeland_security.patrol, "ohss_monthly": homeland_security.monthly, "tidy": tidy.targets,
}
MARKS = (
    ("land border region", "cbp_nationwide"), ("citizenship grouping", "cbp_southwest"),
    ("applicationtype", "unhcr_applications"), ("asylum-seekers", "unhcr_population"), (",asy", "unhcr_population"),
    ("minimum estimated number of missing", "missing_migrants"), ("location code of", "un_migrant_stock"),
    ("sigma_rel", "tidy"),
)
"""Words of a header and the format they give away."""


def load(path: Path, name: str | None = None, tally: Tally | None = None) -> pd.DataFrame:
    """Rows of targets.csv from a published file; `tally` then says what became of its rows.

    Raises InputError naming what differs.
    """
    chosen = name or guessed(path)
    if chosen not in FORMATS:
        raise InputError(f"format = {chosen}: unknown. {nearest(chosen, FORMATS)} Known: {', '.join(FORMATS)}.")
    return FORMATS[chosen](path, Tally() if tally is None else tally)


def guessed(path: Path) -> str:
    """The format of a file by its header or sheets."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        sheets = source.book(path)
        if homeland_security.PATROL in sheets:
            return "ohss_patrol"
        if any(sheet in sheets for sheet in homeland_security.SHEETS):
            return "ohss_monthly"
        if migrant_stock.SHEET in sheets:
            return "un_migrant_stock"
        raise InputError(f"{path.name}: no format has these sheets: {', '.join(sheets)}. Give format=<name>: "
                         f"{', '.join(FORMATS)}.")
    head = "\n".join(source.lines_of(path)[:20]).lower().replace('"', "")
    found = next((name for mark, name in MARKS if mark in head), None)
    if found is None:
        raise InputError(f"{path.name}: no known format has this header: {head.splitlines()[0][:120]} … Give "
                         f"format=<name> to see what differs: {', '.join(FORMATS)}.")
    return found
