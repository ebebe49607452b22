"""The bar of the guided tour at the foot of the page."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.tour import STEPS, Step


class TourBar:
    """Title and words of a step, back and on; `show(step)` lets the page follow."""

    def __init__(self, visit: Visit, show: Callable[[Step], None]) -> None:
        self.visit, self.show = visit, show
        self.bar = ui.element("div").classes("tour-bar").props(
            f'role=region aria-live=polite aria-label="{visit.say("demo_tour")}"')
        with self.bar, ui.row().classes("items-center no-wrap w-full gap-3"):
            with ui.column().classes("grow gap-0"):
                self.title = ui.label().classes("font-bold").mark("tour-title")
                self.text = ui.label().classes("tour-text")
            self._button("chevron_left", "demo_previous", -1)
            self._button("chevron_right", "demo_next", 1)
            ui.button(icon="close", on_click=self.close).props(
                f'round dense flat color=white aria-label="{visit.say("demo_close")}"').mark("tour-close")
        self._appear(visit.session.step >= 0)
        if self.bar.visible:
            self._write()

    def _appear(self, seen: bool) -> None:
        """Show or hide the bar; the page makes room for it."""
        self.bar.visible = seen
        ui.query("body").classes(**{"add" if seen else "remove": "touring"})

    def _button(self, icon: str, label: str, by: int) -> None:
        ui.button(icon=icon, on_click=lambda: self.go(self.visit.session.step + by)).props(
            f'round dense outline color=white aria-label="{self.visit.say(label)}"').mark(f"tour{by:+d}")

    def go(self, step: int) -> None:
        """To a step; beyond the last one the tour ends."""
        if step >= len(STEPS):
            self.close()
            return
        self.visit.session.step = max(0, step)
        self._appear(True)
        self._write()
        self.show(STEPS[self.visit.session.step])

    def close(self) -> None:
        """End the tour; the plans stay."""
        self.visit.session.step = -1
        self._appear(False)
        self.visit.note()

    def _write(self) -> None:
        step = STEPS[self.visit.session.step]
        number = f"{self.visit.session.step + 1}/{len(STEPS)}"
        self.title.text = f"{number} · {self.visit.say(f'tour_{step.key}_title')}"
        self.text.text = self.visit.say(f"tour_{step.key}_text")
