"""A page that runs and a browser that looks at it; both are left out, with the reason, where there is no Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from looking import PATIENCE, Look, Server

from experiments.lib.demo.browser import QUIET, chromium

LOG = Path(__file__).parents[2] / "outputs" / "page-requests.log"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = _missing()
    for item in items:
        if "browser" in item.path.parts and missing:
            item.add_marker(pytest.mark.skip(reason=missing))


def _missing() -> str:
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "the package playwright is not installed"
    return "" if chromium() else "no Chromium on this machine"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    made = Server("workers=1", address=os.environ.get("VAIVEN_PAGE", ""))
    made.wait()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def look_at(chrome: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Look]]:
    """Open a browser window of its own on a server."""
    contexts: list[Any] = []
    looks: list[Look] = []

    def open_window(address: str, width: int = 1280, height: int = 720, **options: Any) -> Look:
        context = chrome.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        look = Look(page, address)
        looks.append(look)
        page.on("request", lambda request: look.requests.append(request.url))
        page.on("websocket", lambda socket: look.requests.append(socket.url))
        page.on("pageerror", lambda error: look.complaints.append(f"{error}: {error.stack}"))
        page.on("console", lambda said: look.complaints.append(said.text) if said.type == "error" else None)
        return look

    yield open_window
    for context in contexts:
        context.close()
    _note_requests(looks, request.node.name)


def _note_requests(looks: list[Look], test: str) -> None:
    """Add every address that a test's windows asked for to the log of requests."""
    LOG.parent.mkdir(exist_ok=True)
    asked = sorted({url.split("?")[0] for look in looks for url in look.requests})
    with LOG.open("a", encoding="utf-8") as file:
        file.writelines(f"{test}\t{url}\n" for url in asked)


@pytest.fixture
def look(look_at: Callable[..., Look], server: Server) -> Iterator[Look]:
    """A window on the shared server; at the end it must have asked nobody else and complained of nothing."""
    made = look_at(server.address)
    yield made
    assert made.outside() == []
    assert made.complaints == []
