"""Builds report.html of a run folder: self-contained, in English or Spanish, from the folder's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from experiments.lib import files, misses, numbers, report_parts
from experiments.lib.headlines import Headlines
from experiments.lib.map_panels import MapPainter
from experiments.lib.names import Names
from experiments.lib.observed import Observed
from experiments.lib.panels import Drawn, Painter
from experiments.lib.results import Results, read_results
from experiments.lib.runfolder import RunFolder
from experiments.lib.sections import SECTIONS
from experiments.lib.words import say
from model.checks import InputError
from model.world import load as load_world

TEMPLATES = Path(__file__).resolve().parent / "templates"


def write_report(folder: RunFolder, lang: str, results: Results | None = None) -> Path:
    """Write report.html, figures/*.svg and tables/compared; returns the path of the report.

    Raises InputError if the folder holds no tables or its world cannot be found any more.
    """
    results = results or open_results(folder)
    observed, names = Observed(results), Names(results.world, lang)
    compared = observed.compared()
    folder.write_table("compared", compared)
    painter, mapper = Painter(results, observed, names), MapPainter(results, names)
    sections = _sections(painter, mapper)
    _write_figures(folder, sections)
    context = _context(results, observed, names, compared, sections)
    path = folder.path / "report.html"
    files.write_text(path, template("report").render(context))
    return path


def open_results(folder: RunFolder) -> Results:
    """The tables of a folder with the world its manifest names (by folder, else by name)."""
    table = folder.read_table("indicators")
    if table is None:
        raise InputError(
            f"{folder.path}: no tables/indicators.parquet; the run is {folder.manifest['status']}."
        )
    named = folder.manifest["world"]
    place = named["folder"] if Path(named["folder"]).is_dir() else named["name"]
    return read_results(folder, load_world(place, folder.manifest["origins"] or None), table)


def _sections(painter: Painter, mapper: MapPainter) -> list[dict[str, Any]]:
    found = []
    for section in SECTIONS:
        drawn = [chart for panel in section.panels for chart in painter.panel(panel)]
        extra = {"returns": painter.sex_and_age, "reintegration": painter.remigration_curve}.get(section.key)
        special = extra() if extra else None
        drawn = [special, *drawn] if special else drawn
        if drawn:
            found.append(_folded(section.key, drawn))
    maps = [*mapper.flows(), *mapper.origins()]
    return [*found, _folded("maps", maps)] if maps else found


def _folded(key: str, drawn: list[Drawn]) -> dict[str, Any]:
    return {
        "key": key,
        "charts": [chart for chart in drawn if not chart.more],
        "more": [chart for chart in drawn if chart.more],
    }


def _write_figures(folder: RunFolder, sections: list[dict[str, Any]]) -> None:
    for section in sections:
        for chart in [*section["charts"], *section["more"]]:
            files.write_text(folder.figures / f"{section['key']}-{chart.stem}.svg", chart.svg, durable=False)


def template(name: str) -> jinja2.Template:
    """A page of `templates/`, e.g. `report`."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template(f"{name}.html.j2")


def _context(
    results: Results, observed: Observed, names: Names, compared: pd.DataFrame, sections: list[dict[str, Any]]
) -> dict[str, Any]:
    lang = names.lang
    maps: list[Drawn] = next((section["charts"] for section in sections if section["key"] == "maps"), [])
    tail = [
        "misses",
        *(["fit"] if results.fit is not None else []),
        "costs",
        "parameters",
        "sources",
        "repeat",
    ]
    return {
        "lang": lang,
        "say": lambda key, **values: say(key, lang, **values),
        "percent": lambda share: numbers.percent(share, lang),
        "number": lambda value: numbers.rounded(value, lang),
        "title": say("title", lang, world=results.world.title[lang]),
        "warning": report_parts.warning(results, lang),
        "what_ran": report_parts.what_ran(results, names),
        "caveats": report_parts.caveats(results, names),
        "cards": Headlines(results, observed, names).cards(),
        "first_map": maps[0] if maps else None,
        "toc": [*(section["key"] for section in sections), *tail],
        "sections": sections,
        "miss_summary": report_parts.miss_summary(compared, lang),
        "miss_sentences": misses.sentences(compared, names),
        "agreement": misses.agreement(compared, names),
        "limits": report_parts.limits(results, lang),
        "fit": report_parts.fit(results, names),
        "costs": report_parts.costs(results, names),
        **report_parts.parameters(results, lang),
        "sources": report_parts.sources(observed),
        "attribution": results.world.attribution,
        **report_parts.repeat(results, lang),
    }
