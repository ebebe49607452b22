"""The sliders: one plan at a time, levers by family with unit, cost, grade of evidence and their own words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from nicegui import ui

from experiments.lib import numbers
from experiments.lib.demo.asked import FACTOR_TOP, Slider, Wish, named, named_plans, own_factor, sliders
from experiments.lib.demo.evidence import known
from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.series import spending
from experiments.lib.words.demo_levers import EXPECTED_ES, MECHANISM_ES
from model.levers import all_levers

FAMILIES = ("pathways", "protect", "integrate", "return", "root_causes", "stabilise", "manage", "finance")
GRADE_COLOURS = {"H": "#0b5d3b", "M": "#1f5f99", "L": "#8a5200", "J": "#5b5b5b"}


class LeverPanel:
    """The column of sliders."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.costs: dict[str, ui.label] = {}
        self.body: Any = None
        with ui.column().classes("w-full gap-1 p-2"):
            self._which()
            self._named()
            self.body = ui.column().classes("w-full gap-0")
        self.fill()
        visit.views.append(self.draw)

    # ---- head -----------------------------------------------------------------------------------------
    def _which(self) -> None:
        visit = self.visit
        options = {0: visit.say("demo_plan_a"), 1: visit.say("demo_plan_b")}
        with ui.row().classes("items-center w-full no-wrap"):
            ui.label(visit.say("demo_sliders_move")).classes("text-sm")
            ui.toggle(options, value=visit.session.side, on_change=self._turn).props(
                f'dense no-caps aria-label="{visit.say("demo_sliders_move")}"').mark("side")

    def _turn(self, event: Any) -> None:
        self.visit.session.side = int(event.value)
        self.visit.change()
        self.fill()

    def _named(self) -> None:
        visit = self.visit
        self.titles = {name: named(name)[f"title_{visit.lang}"] for name in named_plans()}
        self.select = ui.select(self.titles, value=self._wish().base, label=visit.say("demo_named_plan"),
                                on_change=self._load).classes("w-full").props("dense outlined options-dense")
        self.select.mark("plan")
        with ui.row().classes("w-full items-center no-wrap"):
            self.about = ui.label().classes("text-xs grow about")
            self.about.on("click", self._unfold)
            ui.button(icon="restart_alt", on_click=self._reset).props(
                f'flat dense aria-label="{visit.say("demo_reset")}"').tooltip(visit.say("demo_reset"))

    def _unfold(self) -> None:
        self.about.classes(toggle="whole")

    def _load(self, event: Any) -> None:
        if event.value != self._wish().base:
            self._put(Wish(event.value))
            self.fill()

    def _reset(self) -> None:
        self._put(Wish(self._wish().base))
        self.fill()

    def _wish(self) -> Wish:
        return self.visit.session.plans[self.visit.session.side]

    def _put(self, wish: Wish) -> None:
        self.visit.change(self.visit.session.side, wish)

    # ---- sliders --------------------------------------------------------------------------------------
    def fill(self) -> None:
        """Put the sliders of the plan in hand."""
        self.select.value = self._wish().base
        content = named(self._wish().base)
        self.about.text = content[f"about_{self.visit.lang}"]
        self.body.clear()
        self.costs = {}
        with self.body:
            ordered = sorted(sliders().values(), key=lambda s: FAMILIES.index(s.family))
            for family, members in groupby(ordered, key=lambda s: s.family):
                self._family(family, list(members))
        self.draw()

    def _family(self, family: str, members: list[Slider]) -> None:
        wish = self._wish()
        opened = any(s.main for s in members)
        with ui.expansion(self.visit.say(f"demo_family_{family}"), value=opened).classes("w-full family").props(
                "dense header-class=family-head"):
            for slider in sorted(members, key=lambda s: not s.main):
                self._slider(slider, wish)

    def _slider(self, slider: Slider, wish: Wish) -> None:
        lever, factor = all_levers()[slider.lever], own_factor(wish.base, slider.lever)
        value = wish.amount(slider.lever)
        start = (1.0 if factor else 0.0) if value is None else value
        title = getattr(lever, f"title_{self.visit.lang}")
        with ui.column().classes("w-full gap-0 lever"):
            with ui.row().classes("w-full items-center no-wrap gap-1"):
                ui.label(title).classes("grow lever-title")
                self._badge(slider.lever)
            words = ui.label(self._amount(slider, start, factor)).classes("text-xs amount")
            top, step = (FACTOR_TOP, 0.25) if factor else (slider.top, slider.step)
            moved = ui.slider(min=0, max=top, step=step, value=start).props(f'aria-label="{title}" dense').mark(
                f"lever-{slider.lever}")
            moved.on_value_change(lambda event: words.set_text(self._amount(slider, event.value, factor)))
            moved.on("update:model-value", lambda: self._moved(slider.lever, moved.value, factor), throttle=0.25,
                     leading_events=False)
            self.costs[slider.lever] = ui.label().classes("text-xs cost")

    def _moved(self, lever: str, value: float, factor: bool) -> None:
        untouched = value == (1.0 if factor else 0.0)
        self._put(self._wish().moved(lever, None if untouched else float(value)))

    def _badge(self, lever_id: str) -> None:
        visit, lever, grade = self.visit, all_levers()[lever_id], known(lever_id)
        letter = visit.say(f"grade_{grade.effect}")[0].upper()
        with ui.button(letter).props("dense unelevated size=sm").classes("badge").style(
                f"background:{GRADE_COLOURS[grade.effect]} !important; color:#fff") as badge:
            badge.props(f'aria-label="{visit.say("demo_evidence")}: {visit.say(f"grade_{grade.effect}")}"')
            with ui.tooltip().classes("lever-tip"):
                ui.label(getattr(lever, f"description_{visit.lang}"))
                ui.label(visit.say("demo_unit_cost", unit=visit.say(f"demo_unit_{lever_id}"),
                                   cost=numbers.full(lever.setting("unit_cost").default, visit.lang)))
                ui.label(visit.say("demo_evidence_line", effect=visit.say(f"grade_{grade.effect}"),
                                   cost=visit.say(f"grade_{grade.cost}"))).classes("font-bold")
            with ui.menu().classes("p-3 lever-menu"):
                self._sources(lever, grade)

    def _sources(self, lever: Any, grade: Any) -> None:
        visit = self.visit
        ui.label(getattr(lever, f"description_{visit.lang}")).classes("font-bold")
        spanish = visit.lang == "es"
        mechanism = MECHANISM_ES[lever.lever_id] if spanish else lever.mechanism
        expected = EXPECTED_ES[lever.lever_id] if spanish else lever.expected_direction
        ui.label(f"{visit.say('demo_mechanism')}: {mechanism}")
        ui.label(f"{visit.say('demo_expected')}: {expected}")
        ui.label(visit.say("demo_weakest"))
        for source in grade.sources:
            ui.label(f"[{visit.say(f'grade_{source.grade[:1]}')}] {source.words(visit.lang)}").classes("text-xs")
        if not grade.sources:
            ui.label(f"[{visit.say('grade_J')}] {visit.say('demo_no_source')}").classes("text-xs")

    def _amount(self, slider: Slider, value: float, factor: bool) -> str:
        visit, lever = self.visit, all_levers()[slider.lever]
        if factor:
            return visit.say("demo_times", factor=numbers.full(value, visit.lang, 2))
        unit = visit.say(f"demo_unit_{slider.lever}")
        cost = lever.setting("unit_cost").default
        if not value:
            return visit.say("demo_nothing_added", unit=unit, cost=numbers.full(cost, visit.lang))
        if slider.per != "year":
            return visit.say("demo_level", share=numbers.percent(value, visit.lang), unit=unit)
        price = value * cost / 1e6
        return visit.say("demo_amount", count=numbers.full(value, visit.lang, 0), unit=unit,
                         price=numbers.full(price, visit.lang, 0 if price >= 10 else 1))

    # ---- what it costs in the run ---------------------------------------------------------------------
    def draw(self) -> None:
        """Write what each lever costs in the runs of the plan in hand."""
        runs = self.visit.months(self.visit.session.side)
        total: dict[str, float] = {}
        for (_, lever), amount in (spending(runs[:1]) if runs else {}).items():
            total[lever] = total.get(lever, 0.0) + amount
        for lever, label in self.costs.items():
            amount = total.get(lever, 0.0) / 1e6
            label.text = self.visit.say("demo_cost_run", amount=numbers.rounded(amount, self.visit.lang)) \
                if amount >= 0.05 else ""
