"""The browser that tests and pictures use: the machine's own Chromium, with nothing that calls home."""

from __future__ import annotations

import shutil

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")


def chromium() -> str | None:
    """Path of the machine's Chromium; None if there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
