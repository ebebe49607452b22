"""`python -m experiments.demo port=... open=true|false`: the workshop page, on this machine, without a network."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from experiments.lib import cli
from experiments.lib.config import key, read
from experiments.lib.words import say
from model.checks import InputError


@dataclass
class DemoConfig:
    """Keys of the workshop page."""

    port: int = key("whole", "port on this machine", 1024, 65535)
    open: bool = key("yes-no", "open the page in a browser")
    lang: str = key("text", "language the page starts in", choices=("en", "es"))
    world: str = key("text", "the world: a name in scenarios/ or a folder")
    ensemble: str = key("text", "calibrated draws of settings, one a seed: a name, auto (the world's own) or none")
    scale: int = key("whole", "real households per simulated one", 100, 1000)
    months: int = key("whole", "months that are compared, from 2023-01 on", 12, 96)
    workers: int | None = key("whole", "computing processes", 1, 64, default_note="one a core, at most 6")
    share: bool = key("yes-no", "also for tablets in the local network, with a token (prints a warning)")


def main(arguments: list[str]) -> int:
    """Check the keys, start the computing processes, serve the page until it is stopped."""
    config = read(arguments, DemoConfig, "demo")
    if find_spec("nicegui") is None:
        raise InputError(say("demo_no_nicegui", config.lang))
    from experiments.lib.demo.server import serve
    from experiments.lib.demo.trunk import Room

    room = Room(config.world, config.scale, config.months, ensemble=config.ensemble)
    serve(config.port, config.open, config.lang, room, config.workers or max(1, min(6, os.cpu_count() or 1)),
          config.share)
    return 0


if __name__ == "__main__":
    sys.exit(cli.command(main, DemoConfig, "demo", "demo"))
