"""A server that can be killed, a window that remembers what it asked for, and patience."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from experiments.lib.demo.asked import Wish
from experiments.lib.demo.prepare import free_port, read_page
from experiments.lib.demo.session import Session, to_text

MONTHS = 12
PATIENCE = 60_000
"""Milliseconds: a machine that does other work too takes its time."""


class Server:
    """A server process that can be killed and started again on the same port."""

    def __init__(self, *keys: str, address: str = "") -> None:
        """With an `address`, a page that runs already (VAIVEN_PAGE=http://127.0.0.1:8350 while writing tests)."""
        self.port, self.keys, self.process = int(address.rpartition(":")[2] or free_port()), keys, None
        self.address = address or f"http://127.0.0.1:{self.port}"
        if not address:
            self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "experiments.demo", f"port={self.port}", "open=false", f"months={MONTHS}",
                   *self.keys]
        clean = {name: value for name, value in os.environ.items() if "PYTEST" not in name}  # the framework reads them
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=clean)

    def wait(self) -> None:
        read_page(f"{self.address}/map.json", lambda: self.process is None or self.process.poll() is None)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)


@dataclass
class Look:
    """An open page, every request it made and every complaint of its console."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, session: Session | None = None, answered: bool = True) -> None:
        self.page.goto(f"{self.address}/?s={to_text(session)}" if session else self.address)
        if answered:
            self.answered()

    def answered(self) -> None:
        """Wait until all seeds of both plans are complete."""
        self.page.locator("[data-done='yes']").wait_for(timeout=PATIENCE)

    def outside(self) -> list[str]:
        """Requests that left this machine."""
        own = (self.address, self.address.replace("http", "ws"), "data:", "blob:")
        return [request for request in self.requests if not request.startswith(own)]


def brief(**changed: Any) -> Session:
    """A session that is answered quickly: one seed."""
    return Session(**{"seeds": 1, "plans": [Wish(), Wish("visas")], **changed})


def until(true: Callable[[], Any], seconds: float = 60.0) -> Any:
    """The first true value of `true()`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := true():
            return value
        time.sleep(0.1)
    raise AssertionError("waited too long")
