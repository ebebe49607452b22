"""The map with its month, and curves of flow and harm beside it."""

from __future__ import annotations

from typing import Any

from nicegui import events, ui

from experiments.lib import numbers
from experiments.lib.demo.chart_curves import (
    PLAN_COLOURS,
    PLAN_DASHES,
    PLAN_WORDS,
    SHOWN,
    curves,
    spending_bar,
    title,
)
from experiments.lib.demo.chart_map import COLOURS, FOCUS, SLICES, Painter, rate_words, slice_words
from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.place_facts import of_leg, of_place
from experiments.lib.demo.reading import Months
from experiments.lib.demo.series import spending
from experiments.lib.demo.session import LARGEST_BUDGET, SPEEDS
from experiments.lib.demo.trunk import SHOWN_BEFORE

SECONDS = {speed: 1.0 / speed for speed in SPEEDS}
"""Seconds a month by speed."""
SMALL_PART = 0.03
"""Payers below this part of what B spends beyond A are added up."""
KEY_LINES = {"out": "solid", "lawful": "dashed", "onward": "dotted", "back": "dashed"}


class MapView:
    """Left: map, month, play; right: four curves; below: money."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.painter = Painter(visit.service.world, visit.lang)
        self.shown = list(visit.session.curves)
        self._keyed: tuple[str, ...] = ()
        self._told_of: tuple[Any, ...] = ()
        """What the map showed when the card was written"""
        with ui.row().classes("w-full no-wrap gap-2 map-row"):
            with ui.column().classes("map-side gap-1"):
                self._map()
                self._controls()
                self._legend()
            with ui.column().classes("curve-side gap-1"):
                self._curves()
        self.timer = ui.timer(SECONDS[visit.session.speed], self._next, active=False)
        visit.views.append(self.draw)
        ui.on("map_ready", self._is_ready)

    # ---- map ------------------------------------------------------------------------------------------
    def _map(self) -> None:
        with ui.element("div").classes("map-box"):
            self.chart = ui.echart({"series": []}).classes("map").props(
                f'role=img aria-label="{self.visit.say("demo_map_label")}"').mark("map")
            self.chart.on("componentClick", self._clicked, ["componentType", "seriesName", "name", "data"])
            self.focus = ui.toggle({name: self.visit.say(f"demo_focus_{name}") for name in FOCUS}, value="all",
                                   on_change=self.draw_map).classes("map-focus").props(
                f'dense no-caps aria-label="{self.visit.say("demo_focus")}"').mark("focus")
            self.date = ui.label().classes("map-date").props("aria-live=polite")
            self.card = ui.card().classes("place-card")
            self.card.visible = False

    def _is_ready(self) -> None:
        self.visit.map_ready = True
        self.visit.draw()

    def _controls(self) -> None:
        visit = self.visit
        with ui.row().classes("w-full items-center no-wrap gap-2"):
            self.play = ui.button(icon="play_arrow", on_click=self._toggle).props(
                f'round dense aria-label="{visit.say("demo_play")}"').mark("play")
            self.slider = ui.slider(min=0, max=len(visit.labels) - 1, value=visit.month).classes("grow").props(
                f'aria-label="{visit.say("demo_month")}"').mark("month")
            self.slider.on_value_change(self._moved)
            ui.toggle({speed: f"{speed}×" for speed in SPEEDS}, value=visit.session.speed, on_change=self._speed).props(
                f'dense no-caps aria-label="{visit.say("demo_speed")}"')
            self.side = ui.toggle({0: "A", 1: "B"}, value=visit.session.side, on_change=self._turn).props(
                f'dense aria-label="{visit.say("demo_map_of")}"').mark("map-side")

    def _turn(self, event: Any) -> None:
        self.draw()

    def _speed(self, event: Any) -> None:
        self.timer.interval = SECONDS[event.value]
        self.visit.session.speed = int(event.value)
        self.visit.note()

    def _toggle(self) -> None:
        self.timer.active = not self.timer.active
        self.play.props(f"icon={'pause' if self.timer.active else 'play_arrow'}")
        self.visit.note()
        if self.timer.active and self.visit.month >= self._known() - 1:
            self._go(11)

    def _next(self) -> None:
        if self.visit.month + 1 < self._known():
            self._go(self.visit.month + 1)
        elif self._known() == len(self.visit.labels):
            self._toggle()

    def _go(self, month: int) -> None:
        self.slider.value = month

    def _moved(self, event: Any) -> None:
        self.visit.month = self.visit.session.month = int(event.value)
        self.draw_map()
        if not self.timer.active:
            self.visit.note()
            self.draw_curves()

    def _run(self) -> Months | None:
        runs = self.visit.months(int(self.side.value))
        return runs[0] if runs and len(runs[0]) else None

    def _known(self) -> int:
        run = self._run()
        return len(run) if run else 0

    # ---- legend ---------------------------------------------------------------------------------------
    def _legend(self) -> None:
        visit = self.visit
        with ui.row().classes("w-full gap-x-3 gap-y-0 legend"):
            for kind, colour in COLOURS.items():
                ui.html(f'<span class="key-line" style="border-top:4px {KEY_LINES[kind]} {colour}"></span>'
                        f'{visit.say(f"demo_flow_{kind}")}', sanitize=False)
            for names, colour in SLICES.items():
                ui.html(f'<span class="key-dot" style="background:{colour}"></span>{slice_words(names, visit.lang)}',
                        sanitize=False)
            shades = "".join(f'<span class="key-grey" style="background:{colour}"></span>{words} '
                             for colour, words in rate_words(visit.lang))
            ui.html(f"{visit.say('demo_grey')} {shades}", sanitize=False)
            ui.label(visit.say("demo_map_note", seed=1)).classes("note")

    # ---- curves ---------------------------------------------------------------------------------------
    def _curves(self) -> None:
        visit = self.visit
        self.panels: list[ui.echart] = []
        self.choices: list[ui.select] = []
        self.key = ui.element("div").classes("legend curve-key")
        with ui.element("div").classes("curve-grid"):
            for slot in range(4):
                with ui.element("div").classes("curve-cell"):
                    choice = ui.select({key: title(key, visit.lang) for key in SHOWN}, value=self.shown[slot],
                                       label=visit.say("demo_choose_curve"),
                                       on_change=lambda event, slot=slot: self._choose(slot, event.value))
                    choice.props("dense borderless options-dense")
                    self.choices.append(choice.classes("curve-choice"))
                    self.panels.append(ui.echart({"series": []}).classes("curve").props("role=img"))
        with ui.row().classes("w-full items-center no-wrap gap-2 budget-head"):
            ui.label(visit.say("demo_budget_title")).classes("grow text-sm font-bold")
            ui.number(visit.say("demo_budget_input"), value=visit.session.budget, step=50,
                      on_change=self._budget).props("dense outlined debounce=400").classes(
                "budget-input").mark("budget")
        self.money = ui.echart({"series": []}).classes("money").props(
            f'role=img aria-label="{visit.say("demo_budget_title")}"')
        self.over = ui.label().classes("text-sm")

    def _choose(self, slot: int, key: str) -> None:
        self.shown[slot] = key
        self.visit.session.curves = tuple(self.shown)
        self.visit.note()
        self.draw_curves()

    def _budget(self, event: Any) -> None:
        visit = self.visit
        if event.value is None or not 0 <= event.value <= LARGEST_BUDGET:
            ui.notify(visit.say("demo_bad_budget", top=numbers.full(LARGEST_BUDGET, visit.lang)), type="warning")
            return
        visit.session.budget = float(event.value)
        visit.note()
        self.draw_curves()

    def follow(self, shown: tuple[str, ...], month: int) -> None:
        """Show these curves and this month (a step of the tour)."""
        for choice, key in zip(self.choices, shown, strict=True):
            choice.value = key
        self.side.value = 1
        self._go(month)

    # ---- drawing --------------------------------------------------------------------------------------
    def draw(self) -> None:
        """Draw what is known."""
        self.draw_map()
        self.draw_curves()

    def draw_map(self) -> None:
        """The map of the month, as far as months are known."""
        month = min(self.visit.month, self._known() - 1)
        if not self.visit.map_ready or month < 0 or self._hidden():
            return
        if self._told_of != self._pictured(month):
            self.card.visible = False
        when = self.visit.month_words(month)
        self.date.text = self.visit.say("demo_map_date", month=when, plan="AB"[int(self.side.value)])
        self.chart.options.clear()
        self.chart.options.update(self.painter.options(self._run(), month, str(self.focus.value)))
        self.chart.update()

    def draw_curves(self) -> None:
        """Curves of both plans, and money."""
        visit = self.visit
        if self._hidden():
            return
        runs = visit.side_by_side()
        self._draw_key()
        for key, panel in zip(self.shown, self.panels, strict=True):
            panel.options.clear()
            panel.options.update(curves(key, runs, visit.label_words, SHOWN_BEFORE, visit.lang, visit.big, visit.month,
                                        visit.service.room.scale))
            panel.props(f'aria-label="{title(key, visit.lang)}"')
            panel.update()
        self._draw_money(runs)

    def _hidden(self) -> bool:
        return self.visit.session.view != "map"

    def _draw_key(self) -> None:
        """Which line is which plan, in words and dashes."""
        visit = self.visit
        words = tuple(f"{'AB'[side]}: {visit.plan_title(side)}" for side in (0, 1))
        if words == self._keyed:
            return
        self._keyed = words
        self.key.clear()
        with self.key:
            for side, text in enumerate(words):
                colour = PLAN_COLOURS[side]
                ui.html(f'<span class="key-line" style="border-top:4px {PLAN_DASHES[side]} {colour}"></span>'
                        f'<b style="color:{PLAN_WORDS[side]}">{text}</b>', sanitize=False)
            ui.html(f'<span class="note">{visit.say("demo_key_branch")} · {visit.say("demo_key_band")}</span>',
                    sanitize=False)

    def _draw_money(self, runs: list[list[Months]]) -> None:
        visit, parts = self.visit, []
        for side in (0, 1):
            total: dict[str, float] = {}
            for (payer, _), amount in (spending(runs[side]) if runs[side] else {}).items():
                total[payer] = total.get(payer, 0.0) + amount
            parts.append(total)
        extra = _beyond(parts)
        words = {payer: payer_words(payer, visit) for payer in extra}
        self.money.options.clear()
        self.money.options.update(spending_bar(extra, visit.session.budget, words, visit.lang, visit.big))
        self.money.update()
        if not visit.pairs():
            self.over.text = visit.say("demo_budget_wait")
            self.over.classes(replace="text-sm")
            return
        spent = sum(extra.values()) / 1e6
        key = "demo_over_budget" if spent > visit.session.budget else "demo_within_budget"
        self.over.text = visit.say(key, spent=numbers.rounded(spent, visit.lang),
                                   budget=numbers.rounded(visit.session.budget, visit.lang))
        self.over.classes(replace="text-sm over" if spent > visit.session.budget else "text-sm")

    # ---- clicks ---------------------------------------------------------------------------------------
    def _clicked(self, event: events.GenericEventArguments) -> None:
        data = event.args.get("data") or {}
        run = self._run()
        if run is None:
            return
        month = min(self.visit.month, len(run) - 1)
        if isinstance(data, dict) and "ends" in data:
            lines = of_leg(self.visit, run, month, data)
        else:
            code = data.get("country") if isinstance(data, dict) and data.get("country") else event.args.get("name")
            lines = of_place(self.visit, run, month, str(code))
        self._tell(lines)

    def _pictured(self, month: int) -> tuple[Any, ...]:
        """What the map shows; a card of anything else is closed."""
        return month, int(self.side.value), tuple(self.visit.session.plans), self.visit.session.switches

    def _tell(self, lines: list[str]) -> None:
        run = self._run()
        self._told_of = self._pictured(min(self.visit.month, len(run) - 1) if run is not None else -1)
        self.card.clear()
        self.card.visible = bool(lines)
        with self.card:
            with ui.row().classes("w-full items-start no-wrap"):
                ui.label(lines[0] if lines else "").classes("font-bold grow")
                ui.button(icon="close", on_click=lambda: self.card.set_visibility(False)).props(
                    f'flat dense size=sm aria-label="{self.visit.say("demo_close")}"')
            for line in lines[1:]:
                ui.label(line).classes("text-sm")


def _beyond(parts: list[dict[str, float]]) -> dict[str, float]:
    """What B spends beyond A, by payer; those who pay little of it are one."""
    extra = {payer: parts[1].get(payer, 0.0) - parts[0].get(payer, 0.0) for payer in {*parts[0], *parts[1]}}
    least = max(1e5, SMALL_PART * sum(abs(amount) for amount in extra.values()))
    shown = {payer: amount for payer, amount in extra.items() if abs(amount) >= least}
    rest = sum(extra.values()) - sum(shown.values())
    return shown if abs(rest) < 1e5 else {**shown, "other": shown.get("other", 0.0) + rest}


def payer_words(payer: str, visit: Visit) -> str:
    """Who pays, in words."""
    return visit.say(f"payer_{payer}") if payer in ("donors", "employers", "households", "other") \
        else visit.names.nation(payer)

