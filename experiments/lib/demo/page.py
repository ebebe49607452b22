"""The page: header, sliders at the left, views in tabs. `register` is called once, before the server starts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nicegui import app, ui
from starlette.responses import RedirectResponse, Response

from experiments.lib.demo.chart_map import NAME, shapes
from experiments.lib.demo.page_compare import CompareView
from experiments.lib.demo.page_keep import KeepView
from experiments.lib.demo.page_levers import LeverPanel
from experiments.lib.demo.page_lives import LivesView
from experiments.lib.demo.page_map import MapView
from experiments.lib.demo.page_tour import TourBar
from experiments.lib.demo.page_unknown import UnknownView
from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.refused import told
from experiments.lib.demo.service import Service
from experiments.lib.demo.session import SPANISH, Session, address_of, from_text
from experiments.lib.demo.tour import STEPS, Step
from model.checks import InputError

STYLE = Path(__file__).with_name("page.css")
REGISTER = """<script type="module">
import {{ echarts }} from "nicegui-echart";
// A hidden chart has no size and cannot place a map: it waits until it is seen.
const sample = echarts.init(document.createElement("div"), null, {{width: 9, height: 9}});
const kind = Object.getPrototypeOf(sample), {{setOption, resize}} = kind;
sample.dispose();
const seen = chart => chart.getDom()?.clientWidth > 0 && chart.getDom().clientHeight > 0;
kind.setOption = function (...given) {{
  if (!seen(this)) {{
    this.waiting = given;
    return;
  }}
  if (!this.getWidth() || !this.getHeight()) resize.call(this);
  setOption.apply(this, given);
}};
kind.resize = function (...given) {{
  if (!seen(this)) return;
  resize.apply(this, given);
  if (this.waiting) setOption.apply(this, this.waiting);
  this.waiting = null;
}};
const shapes = await (await fetch("/map.json")).json();
echarts.registerMap("{name}", shapes);
const tell = () => window.socket?.connected && window.did_handshake ? emitEvent("map_ready") : setTimeout(tell, 40);
tell();
</script>"""
BUILDERS: dict[str, Callable[[Visit], Any]] = {
    "map": MapView, "compare": CompareView, "lives": LivesView, "unknown": UnknownView, "keep": KeepView}
BLUE = "#1f5f99"
LANGUAGES = {"en": "English", "es": "Español"}


def register(service: Service, lang: str) -> None:
    """Declare the page and the files it needs."""
    drawn = shapes(service.world)

    @app.get("/map.json")
    def map_file() -> Response:
        return Response(drawn, media_type="application/json", headers={"Cache-Control": "max-age=86400"})

    def page(s: str = "") -> Any:
        return _answer(service, s, "en", lang)

    def page_es(s: str = "") -> Any:
        return _answer(service, s, "es", "es")

    ui.page("/", title="Vaivén", reconnect_timeout=30, language="en-US")(page)
    ui.page(SPANISH, title="Vaivén", reconnect_timeout=30, language="es")(page_es)


def _answer(service: Service, text: str, own: str, lang: str) -> Any:
    """The page of a session; a session in the other language is sent to the address of that language."""
    session, wrong = _session(text, lang)
    if session.lang != own:
        return RedirectResponse(f"{SPANISH}?s={quote(text)}" if wrong else address_of(session))
    Page(service, session, wrong)
    return None



def _session(text: str, lang: str) -> tuple[Session, str]:
    """The session of an address, and what is wrong with it if it cannot be read."""
    if not text:
        return Session(lang=lang), ""
    try:
        return from_text(text), ""
    except InputError as error:
        return Session(lang=lang), told(error, lang)


class Page:
    """Everything one browser sees."""

    def __init__(self, service: Service, session: Session, wrong: str) -> None:
        self.visit = Visit(service, session)
        self._head()
        self._header()
        self.drawer = ui.left_drawer(value=False, bordered=True).props("show-if-above width=310 breakpoint=900")
        with self.drawer.classes("p-0"):
            self.levers = LeverPanel(self.visit)
        self.views: dict[str, Any] = {}
        self._views()
        self.tour = TourBar(self.visit, self._show)
        if 0 <= session.step < len(STEPS):
            self.views["map"].follow(STEPS[session.step].curves, STEPS[session.step].month)
        ui.timer(0.2, self._tick)
        ui.context.client.on_delete(lambda: service.leave(self.visit.name))
        if wrong:
            ui.notify(self.visit.say("demo_bad_link", why=wrong), type="warning", timeout=15_000, close_button=True)

    def _head(self) -> None:
        lang = self.visit.lang
        ui.colors(primary=BLUE)
        ui.add_css(STYLE.read_text(encoding="utf-8"))
        ui.add_body_html(REGISTER.format(name=NAME))
        ui.run_javascript(f"document.documentElement.lang = {json.dumps(lang)}")
        if self.visit.big:
            ui.query("body").classes("projector")

    # ---- header ---------------------------------------------------------------------------------------
    def _header(self) -> None:
        visit = self.visit
        with ui.header().classes("items-center py-1 px-3 gap-2 no-wrap"):
            ui.button(icon="tune", on_click=lambda: self.drawer.toggle()).props(
                f'flat dense color=white aria-label="{visit.say("demo_levers")}"')
            ui.label("Vaivén").classes("head-title")
            with ui.tabs(on_change=self._turn).props("dense no-caps").classes("grow") as tabs:
                for name in BUILDERS:
                    ui.tab(name, label=visit.say(f"demo_view_{name}")).mark(f"tab-{name}")
            tabs.value = visit.session.view
            self.tabs = tabs
            self.status = ui.label().classes("status").props("aria-live=polite").mark("status")
            self._buttons()

    def _buttons(self) -> None:
        visit = self.visit
        other = "es" if visit.lang == "en" else "en"
        ui.button(visit.say("demo_tour"), icon="explore", on_click=lambda: self.tour.go(0)).props(
            "flat dense no-caps color=white").mark("tour")
        ui.button(LANGUAGES[other], on_click=lambda: self._set(lang=other)).props(
            "flat dense no-caps color=white").mark("language")
        ui.button(icon="format_size", on_click=lambda: self._set(projector=not visit.big)).props(
            f'flat dense color=white aria-label="{visit.say("demo_projector")}"').tooltip(visit.say("demo_projector"))
        screen = ui.fullscreen()
        ui.button(icon="fullscreen", on_click=screen.toggle).props(
            f'flat dense color=white aria-label="{visit.say("demo_fullscreen")}"').tooltip(visit.say("demo_fullscreen"))

    def _set(self, **changed: Any) -> None:
        for name, value in changed.items():
            setattr(self.visit.session, name, value)
        self.visit.again()

    # ---- views ----------------------------------------------------------------------------------------
    def _views(self) -> None:
        with ui.tab_panels(self.tabs, value=self.visit.session.view, animated=False, keep_alive=True).classes("w-full"):
            for name, build in BUILDERS.items():
                with ui.tab_panel(name).classes("p-2"):
                    self.views[name] = build(self.visit)

    def _show(self, step: Step) -> None:
        """Let the page follow a step of the tour."""
        visit = self.visit
        visit.session.plans = [step.first, step.second]
        visit.session.side = 1
        self.levers.fill()
        if step.view != visit.session.view:
            self.tabs.value = step.view
        self.views["map"].follow(step.curves, step.month)
        visit.change()
        visit.draw()

    def _turn(self, event: Any) -> None:
        self.visit.turned(str(event.value))

    def _tick(self) -> None:
        self.visit.tick()
        self.status.text = status(self.visit)
        shown = self.visit.shown()
        self.status.props(f"data-done={'yes' if shown.pairs >= shown.seeds else 'no'}")


def status(visit: Visit) -> str:
    """What the numbers on the screen rest on at this moment."""
    shown, last = visit.shown(), visit.service.room.months
    if shown.error:
        return visit.say("demo_status_error", why=visit.reason(shown.error))
    if not visit.service.ready:
        return visit.say("demo_status_starting")
    if shown.pairs >= shown.seeds:
        return visit.say("demo_status_done", seeds=shown.seeds, scale=visit.scale_words)
    if shown.pairs:
        return visit.say("demo_status_refining", pairs=shown.pairs, seeds=shown.seeds)
    return visit.say("demo_status_first", share=round(100 * shown.months / last))

