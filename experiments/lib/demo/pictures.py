"""Takes pictures of the page: starts it on a free port and opens every view in the machine's Chromium."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.lib.demo.asked import Wish
from experiments.lib.demo.browser import QUIET, chromium
from experiments.lib.demo.prepare import free_port, read_page
from experiments.lib.demo.session import Session, to_text
from experiments.lib.demo.tour import STEPS

TOURED = 1
"""Step of the tour that is pictured."""
COLOURS = 256
"""Colours of a small picture."""
SETTLE = 2.0
"""Seconds for the last drawing."""


@contextmanager
def served(*keys: str) -> Iterator[str]:
    """The page on a free port while the block runs; its address."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "experiments.demo", f"port={port}", "open=false", *keys])
    try:
        read_page(f"http://127.0.0.1:{port}/map.json", lambda: process.poll() is None)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def take(out: Path, langs: Sequence[str], sizes: Sequence[str], views: Sequence[str], plan: str, seeds: int,
         months: int, wait: int) -> Iterator[Path]:
    """Write a picture of every view in every language and size; gives their paths."""
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    with served(f"months={months}") as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(QUIET))
        for size in sizes:
            width, height = (int(part) for part in size.rstrip("p").split("x"))
            for lang in langs:
                page = browser.new_page(viewport={"width": width, "height": height})
                for view in views:
                    path = out / f"{view}-{lang}-{size}.png"
                    _open(page, address, _session(lang, view, size.endswith("p"), plan, seeds), view, wait)
                    page.screenshot(path=str(path))
                    yield path
                page.close()
        browser.close()


def small(picture: Path, out: Path) -> Path:
    """The picture with few colours, so that it is quick to load."""
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("RGB").quantize(COLOURS).save(out, optimize=True)
    return out


def _session(lang: str, view: str, big: bool, plan: str, seeds: int) -> Session:
    if view != "tour":
        return Session(lang, [Wish(), Wish(plan)], view=view, projector=big, seeds=seeds)
    step = STEPS[TOURED]
    return Session(lang, [step.first, step.second], view=step.view, projector=big, seeds=seeds, step=TOURED)


def _open(page: Any, address: str, session: Session, view: str, wait: int) -> None:
    page.goto(f"{address}/?s={to_text(session)}")
    end = time.monotonic() + wait
    while time.monotonic() < end and not _answered(page, view):
        time.sleep(0.5)
    time.sleep(SETTLE)


def _answered(page: Any, view: str) -> bool:
    """True when the view shows what it waits for."""
    done = page.locator("[data-done='yes']").count() > 0
    if view == "lives":
        return done and page.locator(".life li").count() > 0
    if view == "compare":
        return done and page.locator("table.diff tr").count() > 5
    return done
