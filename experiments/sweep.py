"""`python -m experiments.sweep sweep=<design>`: many runs over plans, assumptions and luck; nothing is lost."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from experiments.lib import cli
from experiments.lib.sweep.asked import Asked, SweepConfig, asked_of, config_of
from experiments.lib.sweep.conduct import Counts, Order, conduct
from experiments.lib.sweep.engines import engine_of, where_of
from experiments.lib.sweep.leave import leave
from experiments.lib.sweep.store import opened
from experiments.lib.words import say


@dataclass
class Swept:
    """What a sweep left: the question and how far it came."""

    asked: Asked
    counts: Counts


def main(arguments: list[str]) -> int:
    """Check everything, make what is missing, write tables and report."""
    return told(arguments, asked_of(*config_of(arguments)))


def told(arguments: list[str], asked: Asked, command: str = "sweep") -> int:
    """Run a sweep and say how it went."""
    began = time.perf_counter()
    swept = run(arguments, asked, command)
    print(say("sweep_done", asked.config.lang, seconds=time.perf_counter() - began, rate=swept.counts.rate,
              made=swept.counts.made, failed=swept.counts.failed, path=swept.asked.path / "report.html"))
    return 0


def run(arguments: list[str], asked: Asked, command: str = "sweep") -> Swept:
    """Conduct a sweep and leave its tables and report in its store."""
    config = asked.config
    where = where_of(config.on, config.workers, asked.slurm)
    for line in asked.notices():
        print(line, file=sys.stderr)
    with opened(asked.path, asked.manifest(command, arguments)) as (store, folder):
        asked.write_design(store)
        order = Order(asked.base, asked.points, engine_of(where), where.workers, config.limit_s, config.lang,
                      config.retry_failed)
        counts = conduct(store, folder, order)
        with store.saying():
            leave(store, folder, asked)
    return Swept(asked, counts)


if __name__ == "__main__":
    sys.exit(cli.command(main, SweepConfig, "sweep", "sweep"))
