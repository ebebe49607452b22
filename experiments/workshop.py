"""`python -m experiments.workshop key=value`: before the trip, prepare and test all that the page needs offline."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from experiments.lib import cli
from experiments.lib.config import key, read
from experiments.lib.words import say


@dataclass
class WorkshopConfig:
    """Keys of the preparation."""

    lang: str = key("text", "language of the messages", choices=("en", "es"))
    world: str = key("text", "the world: a name in scenarios/ or a folder")
    ensemble: str = key("text", "calibrated draws of settings, one a seed: a name, auto (the world's own) or none")
    scale: int = key("whole", "real households per simulated one", 100, 1000)
    months: int = key("whole", "months that are compared, from 2023-01 on", 12, 96)
    seeds: int = key("whole", "paired seeds computed in advance for the named plans", 1, 12)
    variant_seeds: int = key("whole", "seeds computed in advance under each disputed reading; 0 leaves them out", 0, 12)
    workers: int | None = key("whole", "computing processes", 1, 64, default_note="one a core, at most 6")


def main(arguments: list[str]) -> int:
    """Check, compute, say what is missing; 1 if something is."""
    config = read(arguments, WorkshopConfig, "workshop")
    from experiments.lib.demo.prepare import everything
    from experiments.lib.demo.trunk import Room

    workers = config.workers or max(1, min(6, os.cpu_count() or 1))
    room = Room(config.world, config.scale, config.months, ensemble=config.ensemble)
    found = everything(room, config.seeds, config.variant_seeds, workers, config.lang)
    for check in found:
        mark = say("check_ok" if check.good else "check_missing", config.lang)
        print(f"{say(f'check_{check.name}', config.lang):<28} {mark:<8} {check.what}")
        if not check.good:
            print(f"{'':<37} {check.fix}")
    missing = sum(not check.good for check in found)
    print(say("check_some_missing", config.lang, count=missing) if missing else say("check_all_good", config.lang))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(cli.command(main, WorkshopConfig, "workshop", "workshop"))
