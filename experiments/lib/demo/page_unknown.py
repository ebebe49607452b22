"""What we do not know: a switch for every piece of disputed evidence, and whether the ranking survives them."""

from __future__ import annotations

from typing import Any

from nicegui import run, ui

from experiments.lib import files
from experiments.lib.compare.outcomes import BY_KEY
from experiments.lib.demo import evidence
from experiments.lib.demo.asked import Run, checked_switches, other_variants
from experiments.lib.demo.page_visit import Visit
from model.settings import SWITCH_BY_NAME

SEEDS = 3
"""Paired seeds under each variant."""
HEADLINES = ("arrivals", "deaths", "abused", "debt", "separated", "displaced", "immobile", "reintegrated",
             "remigration", "remittances")
COLOURS = {"holds": "#0b5d3b", "weakens": "#8a5200", "reverses": "#8b1a1a"}


class UnknownView:
    """Switches above, the verdict below."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.asked: tuple[Any, ...] | None = None
        self._shown: Any = None
        self._busy = False
        with ui.column().classes("wide gap-2"):
            ui.label(visit.say("demo_unknown_text"))
            if visit.ensemble:
                ui.label(visit.say("demo_unknown_settings", name=visit.ensemble))
            with ui.row().classes("items-center"):
                ui.button(visit.say("demo_survives"), on_click=self._ask).props("no-caps").mark("survives")
                self.progress = ui.label().props("aria-live=polite")
            self.verdict = ui.html("", sanitize=False).classes("w-full").mark("verdict")
            with ui.element("div").classes("switch-grid"):
                for name in SWITCH_BY_NAME:
                    self._switch(name)
        visit.views.append(self.draw)

    def _switch(self, name: str) -> None:
        visit, known = self.visit, SWITCH_BY_NAME[name]
        chosen = dict(visit.session.switches).get(name, known.variants[0])
        options = {variant: visit.say(f"switch_{name}_{variant}") for variant in known.variants}
        with ui.column().classes("switch gap-1"):
            ui.label(visit.say(f"switch_{name}")).classes("font-bold")
            ui.toggle(options, value=chosen, on_change=lambda event: self._turn(name, str(event.value))).props(
                f'dense no-caps aria-label="{visit.say(f"switch_{name}")}"').mark(f"switch-{name}")
            rows = evidence.rows_of(known.source)
            cited = "; ".join(f"{row.cited(visit.lang)} [{visit.say(f'grade_{row.grade[:1]}')}]" for row in rows)
            label = ui.label(visit.say("demo_sources", sources=cited)).classes("text-xs")
            with label, ui.tooltip().classes("lever-tip"):
                for row in rows:
                    ui.label(row.words(visit.lang))

    def _turn(self, name: str, variant: str) -> None:
        session = self.visit.session
        session.switches = checked_switches({**dict(session.switches), name: variant})
        self.visit.change()

    # ---- does the ranking survive? --------------------------------------------------------------------
    def _ask(self) -> None:
        visit = self.visit
        self.asked = (tuple(visit.session.plans), visit.session.switches)
        base = dict(visit.session.switches)
        sets = [checked_switches({**base, name: variant}) for name, variant in other_variants()]
        visit.more = [Run(wish, chosen, seed) for seed in range(1, SEEDS + 1)
                      for chosen in (visit.session.switches, *sets) for wish in visit.session.plans]
        self.variants = list(zip(other_variants(), sets, strict=True))
        visit.ask()
        self.draw()

    def draw(self) -> None:
        """How many variants are done; the verdict when all are."""
        visit = self.visit
        if visit.session.view != "unknown" or self.asked is None:
            return
        if self.asked != (tuple(visit.session.plans), visit.session.switches):
            self.asked, self.verdict.content, self.progress.text = None, "", ""
            return
        done = sum(1 for task in visit.more if (found := visit.result(task)) is not None and found.complete)
        self.progress.text = visit.say("demo_survival_progress", done=done, all=len(visit.more))
        if done == len(visit.more) and not self._busy and self._shown != self.asked:
            self._shown = self.asked
            ui.timer(0.0, self._fill, once=True)

    async def _fill(self) -> None:
        self._busy = True
        try:
            self.verdict.content = await run.io_bound(self._html)
        finally:
            self._busy = False

    def _html(self) -> str:
        from experiments.lib.compare import switches

        visit = self.visit
        base = visit.compared(visit.session.switches, SEEDS)
        others = [(name, variant, visit.compared(chosen, SEEDS)) for (name, variant), chosen in self.variants]
        order = dict(zip(BY_KEY, switches.order(base)[:, 0], strict=True))
        rows = [self._row(row, int(order[str(row.outcome)])) for row in files.records(
            switches.survival(switches.verdicts(base, others))) if row.outcome in HEADLINES]
        return (f"<p>{visit.say('demo_survival_text', seeds=SEEDS)}</p><table class='diff'><thead><tr>"
                f"<th>{visit.say('outcome')}</th><th>{visit.say('demo_order')}</th><th>{visit.say('verdict')}</th>"
                f"<th>{visit.say('variants')}</th></tr></thead><tbody>{''.join(rows)}</tbody></table>")

    def _row(self, row: Any, sign: int) -> str:
        visit = self.visit
        order = visit.say({1: "demo_a_more", -1: "demo_b_more", 0: "demo_no_order"}[sign])
        named = [text.partition("=") for text in str(row.variants).split(", ") if text]
        turned = "; ".join(f"{visit.say(f'switch_{name}')}: {visit.say(f'switch_{name}_{variant}')}"
                           for name, _, variant in named)
        return (f"<tr><td>{visit.say(f'outcome_{row.outcome}')}</td><td>{order}</td>"
                f"<td style='color:{COLOURS[row.verdict]};font-weight:700'>{visit.say(f'verdict_{row.verdict}')}</td>"
                f"<td>{turned or '–'}</td></tr>")
