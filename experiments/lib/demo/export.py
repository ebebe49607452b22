"""What can be taken home: a report that stands alone, a picture, a workbook, the session itself."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Any

import yaml

from experiments.lib import numbers, report
from experiments.lib.compare.spreadsheet import write_workbook
from experiments.lib.demo import comparison
from experiments.lib.demo.asked import plan_of
from experiments.lib.demo.chart_curves import PLAN_COLOURS, PLAN_DASHES, few_cases, title, unit
from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.refused import Refused
from experiments.lib.demo.series import of_outcome
from experiments.lib.demo.trunk import SHOWN_BEFORE
from experiments.lib.demo.worker import Lives
from experiments.lib.report_parts import interval_words, seeds_apart
from experiments.lib.story_page import journey
from experiments.lib.story_text import month_words

PICTURED = ("arrivals", "deaths", "abused", "separated", "returned", "reintegrated")
LIVES_TOLD = 4
NOTE_WIDTH = 165
"""Letters of the line below the picture."""


def date_words(day: date, lang: str) -> str:
    """`5 May 2026` or `5 de mayo de 2026`."""
    month = month_words(f"{day:%Y-%m}", lang)
    return f"{day.day} de {month}" if lang == "es" else f"{day.day} {month}"


def _both(visit: Visit) -> Any:
    both = visit.compared()
    if both is None:
        raise Refused("refused_pair")
    return both


def report_html(visit: Visit) -> bytes:
    """The comparison as one HTML file without any other file."""
    from experiments.lib.compare.page import Extras, Page

    both = _both(visit)
    page = Page(both, Extras(), visit.names, None)  # type: ignore[arg-type]
    page.titles = {name: f"{name}: {visit.plan_title(side)}" for side, name in enumerate(comparison.NAMES)}
    session = visit.session
    html = report.template("demo").render(
        lang=visit.lang, say=visit.say, blocks=comparison.blocks(both, visit.lang),
        short=comparison.short(both, visit.lang), seeds=len(both.question.seeds), scale=visit.scale_words,
        interval=interval_words(both.question.seeds, both.question.job.ensemble, visit.lang),
        months=visit.service.room.months, first=visit.label_words[SHOWN_BEFORE], last=visit.label_words[-1],
        titles=[page.titles[name] for name in comparison.NAMES], when=date_words(date.today(), visit.lang),
        forests=page.forests(), charts=page.months(), breaks=page._breaks(), lives=_lives(visit),
        plans=[yaml.safe_dump(plan_of(wish, visit.service.room.branch), allow_unicode=True, sort_keys=False)
               for wish in session.plans],
        abouts=[both.question.arms[side].plan.about[visit.lang] for side in (0, 1)],
        switches=[(visit.say(f"switch_{n}"), visit.say(f"switch_{n}_{v}")) for n, v in session.switches],
        session=json.dumps(session.record(), indent=1), attribution=visit.service.world.attribution)
    return html.encode()


def _lives(visit: Visit) -> list[dict[str, Any]]:
    """A few lives, if they were told on the page."""
    session = visit.session
    found = visit.result(Lives(session.plans[0], session.plans[1], session.switches, 1))
    if found is None or not found.complete:
        return []
    pairs = found.content.pairs
    return [{"heading": visit.say(f"demo_life_{pair.side}", number=pair.first.row, at=at + 1, count=len(pairs),
                                  place=visit.names.place(pair.first.home), country=visit.names.nation(pair.country)),
             "a": journey(pair.first, visit.names), "b": journey(pair.second, visit.names)}
            for at, pair in enumerate(pairs) if at % max(1, len(pairs) // LIVES_TOLD) == 0]


def picture(visit: Visit) -> bytes:
    """Six curves of both plans as PNG."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure = Figure(figsize=(13.3, 7.5), dpi=120, layout=ConstrainedLayoutEngine(rect=(0, 0.05, 1, 0.95)))
    runs = visit.side_by_side()
    for axes, key in zip(figure.subplots(2, 3).flat, PICTURED, strict=True):
        _panel(axes, visit, key, runs)
    figure.suptitle("\n".join(f"{'AB'[side]}: {visit.plan_title(side)}" for side in (0, 1)), fontsize=13)
    note = visit.say("demo_picture_note", pairs=len(visit.pairs()), scale=visit.scale_words,
                     apart=seeds_apart(visit.ensemble, visit.lang)["apart"])
    figure.text(0.01, 0.005, fill(note, NOTE_WIDTH), fontsize=9, color="#444")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _panel(axes: Any, visit: Visit, key: str, runs: Any) -> None:
    at = range(len(visit.labels))
    for side in (0, 1):
        curve = of_outcome(key, runs[side], len(visit.labels))
        axes.fill_between(at, curve.low, curve.high, color=PLAN_COLOURS[side], alpha=0.15, lw=0)
        axes.plot(at, curve.mean, color=PLAN_COLOURS[side], lw=2, ls=PLAN_DASHES[side], label="AB"[side])
    axes.axvline(SHOWN_BEFORE, color="#666", ls=":")
    januaries = [index for index, label in enumerate(visit.labels) if label.endswith("-01")]
    axes.set_xticks(januaries, [visit.labels[index][:4] for index in januaries])
    axes.set_ylim(bottom=0)
    axes.set_title(title(key, visit.lang), fontsize=12)
    few = few_cases(key, [of_outcome(key, side, len(visit.labels)) for side in runs], visit.lang,
                    visit.service.room.scale)
    axes.set_ylabel(unit(key, visit.lang) + few, fontsize=8)
    axes.yaxis.set_major_formatter(_short(visit.lang))
    axes.legend(loc="best", fontsize=9, framealpha=0.6, edgecolor="none")
    axes.spines[["top", "right"]].set_visible(False)


def _short(lang: str) -> Any:
    return lambda value, _: numbers.short(value, lang)


def workbook(visit: Visit) -> bytes:
    """Tables of the comparison as a spreadsheet."""
    tables = comparison.workbook_tables(_both(visit))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "comparison.xlsx"
        write_workbook(path, tables)
        return path.read_bytes()


def session_file(visit: Visit) -> bytes:
    """The session as a file that the page reads again."""
    return json.dumps(visit.session.record(), indent=1, ensure_ascii=False).encode()
