"""A against B: sentences, then every difference with its interval; what is inside the noise is said to be so."""

from __future__ import annotations

from typing import Any

from nicegui import run, ui

from experiments.lib import report
from experiments.lib.demo.chart_curves import PLAN_WORDS
from experiments.lib.demo.page_visit import Visit
from experiments.lib.report_parts import interval_words


class CompareView:
    """The table of differences, made anew whenever another seed is complete."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self._shown: Any = None
        self._busy = False
        with ui.column().classes("wide gap-2"):
            self.head = ui.column().classes("w-full gap-0")
            with ui.row().classes("items-center"):
                ui.label(visit.say("demo_seeds_wanted"))
                ui.toggle({1: "1", 2: "2", 4: "4", 8: "8", 12: "12"}, value=visit.session.seeds,
                          on_change=self._seeds).props("dense").mark("seeds")
            self.body = ui.html("", sanitize=False).classes("w-full").mark("differences")
        visit.views.append(self.draw)

    def _seeds(self, event: Any) -> None:
        self.visit.session.seeds = int(event.value)
        self.visit.change()

    def draw(self) -> None:
        """Draw the complete seeds; only while this view is open."""
        visit = self.visit
        if visit.session.view != "compare":
            return
        mark = (tuple(visit.session.plans), visit.session.switches, tuple(seed for seed, _, _ in visit.pairs()))
        if mark == self._shown or self._busy:
            return
        self._shown = mark
        self._titles()
        if not mark[2]:
            self.body.content = f"<p>{visit.say('demo_wait_for_pair')}</p>"
            return
        if not self.body.content:
            self.body.content = f"<p>{visit.say('demo_working_out')}</p>"
        ui.timer(0.0, self._fill, once=True)

    def _titles(self) -> None:
        self.head.clear()
        with self.head:
            for side in (0, 1):
                ui.label(f"{'AB'[side]}: {self.visit.plan_title(side)}").style(
                    f"color:{PLAN_WORDS[side]}").classes("font-bold")

    async def _fill(self) -> None:
        """Work the tables out in a thread: the first time loads compiled libraries."""
        self._busy = True
        try:
            html = await run.io_bound(table_html, self.visit)
            if html:
                self.body.content = html
        finally:
            self._busy = False


def table_html(visit: Visit) -> str:
    """Sentences and table as HTML of a template that the exported report shares."""
    from experiments.lib.demo import comparison

    both = visit.compared()
    if both is None:
        return ""
    return report.template("demo_table").render(
        lang=visit.lang, say=visit.say, blocks=comparison.blocks(both, visit.lang),
        short=comparison.short(both, visit.lang), seeds=len(both.question.seeds), scale=visit.scale_words,
        interval=interval_words(both.question.seeds, both.question.job.ensemble, visit.lang),
        first=visit.label_words[-visit.service.room.months], last=visit.label_words[-1])
