"""Take the comparison home, and bring a session back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import run, ui

from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.refused import told
from experiments.lib.demo.session import LARGEST_FILE, address_of, from_file
from model.checks import InputError

Maker = Callable[[Visit], bytes]


class KeepView:
    """Buttons that make files, a link, and a place to drop a session file."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        request = ui.context.client.request
        self.origin = str(request.base_url).rstrip("/") if request else ""
        with ui.column().classes("wide gap-3"):
            ui.label(visit.say("demo_keep_text"))
            with ui.row().classes("gap-2"):
                for kind in ("report_html", "picture", "workbook", "session_file"):
                    ui.button(visit.say(f"demo_{kind}"), on_click=lambda kind=kind: self._make(kind)).props(
                        "no-caps").mark(f"keep-{kind}")
            ui.separator()
            ui.label(visit.say("demo_link_text"))
            with ui.row().classes("items-center w-full no-wrap"):
                self.link = ui.input(visit.say("demo_link")).props("readonly dense outlined")
                self.link.classes("grow").mark("link")
                ui.button(visit.say("demo_copy"), on_click=self._copy).props("no-caps")
            ui.separator()
            ui.label(visit.say("demo_restore_text"))
            self.upload = ui.upload(label=visit.say("demo_restore"), auto_upload=True, on_upload=self._restore,
                                    max_files=1, max_file_size=LARGEST_FILE, on_rejected=self._rejected)
            self.upload.props('accept=".json"').classes("restore").mark("restore")
            ui.button(visit.say("demo_restore"), icon="upload_file").props("no-caps outline").on(
                "click", js_handler=f"() => getElement({self.upload.id}).pickFiles()")
        visit.views.append(self.draw)

    def draw(self) -> None:
        """The link of the session as it is."""
        if self.visit.session.view == "keep":
            self.link.value = f"{self.origin}{address_of(self.visit.session)}"

    async def _make(self, kind: str) -> None:
        from experiments.lib.demo import export

        names = {"report_html": "vaiven-A-B.html", "picture": "vaiven-A-B.png", "workbook": "vaiven-A-B.xlsx",
                 "session_file": "vaiven-session.json"}
        try:
            content = await run.io_bound(getattr(export, kind), self.visit)
        except InputError as error:
            ui.notify(told(error, self.visit.lang), type="warning")
            return
        if content is not None:
            ui.download.content(content, names[kind])

    def _copy(self) -> None:
        ui.run_javascript(f"navigator.clipboard?.writeText(location.origin + '{address_of(self.visit.session)}')")
        ui.notify(self.visit.say("demo_copied"))

    async def _restore(self, event: Any) -> None:
        try:
            session = from_file(await event.file.read())
        except InputError as error:
            self.upload.reset()
            why = told(error, self.visit.lang)
            ui.notify(self.visit.say("demo_bad_file", why=why), type="negative", timeout=12_000, close_button=True)
            return
        self.visit.session = session
        self.visit.again()

    def _rejected(self) -> None:
        self.upload.reset()
        ui.notify(self.visit.say("demo_bad_file", why=self.visit.say("demo_not_json")), type="negative", timeout=12_000)
