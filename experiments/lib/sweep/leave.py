"""What a sweep leaves in its store: tables for every tool, pictures, report."""

from __future__ import annotations

import sys

from experiments.lib import files, provenance
from experiments.lib.report import template
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep import summary
from experiments.lib.sweep.asked import Asked
from experiments.lib.sweep.page import Page
from experiments.lib.sweep.store import Store
from experiments.lib.words import say


def leave(store: Store, folder: RunFolder, asked: Asked) -> summary.Results:
    """Write tables, pictures and report; the manifest says whether every run is there."""
    results = summary.read(store, asked.points)
    tables = summary.tables(results, asked.points, asked.baseline)
    for name, table in tables.items():
        folder.write_table(name, table)
    page = Page(results, tables, asked, folder)
    context = page.context()
    for name, svg in page.figures.items():
        files.write_text(folder.figures / f"{name}.svg", svg, durable=False)
    files.write_text(folder.path / "report.html", template("sweep").render(context))
    folder.wait()
    folder.manifest |= {"status": "unfinished" if results.missing else "finished", "ended_utc": provenance.now(),
                        "peak_rss_bytes": provenance.peak_rss_bytes()}
    folder.save()
    if results.missing:
        print(say("sweep_missing", asked.config.lang, count=len(results.missing)), file=sys.stderr)
    return results
