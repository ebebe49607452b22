"""`python -m experiments.bench key=value ...`: speed and memory, measured against the budgets.

Nothing else should run on the machine: the ratios to the peers hold on a busy machine, the seconds do not.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from experiments.lib import cli, provenance
from experiments.lib.bench import measures
from experiments.lib.bench.measures import Bench, Row
from experiments.lib.bench.peers import peers
from experiments.lib.bench.written import table, write
from experiments.lib.config import key, read
from model.checks import InputError, nearest

ITEMS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "americas": measures.americas_whole,
    "northern": measures.northern_whole,
    "main_job": measures.main_job,
    "kernel": measures.kernel,
    "phases": measures.phases,
    "sweep": measures.sweep,
    "start": measures.start,
}
BUSY = 0.5
"""Load at the start above which a sitting says that it was disturbed."""
NAMES = (*ITEMS, "peers", "growth")


@dataclass
class BenchConfig:
    """Keys of the benchmark."""

    quick: bool = key("yes-no", "a sample of each item, under three minutes")
    full: bool = key("yes-no", "every item in full length, the Americas at 1:1 too (10 GiB); wins over quick")
    only: list[str] = key("list", f"only these items: {', '.join(NAMES)}", default_note="all")
    peers_python: str | None = key("text", "the Python that has mesa-frames",
                                   default_note=".venv-peers/bin/python if it is there")
    out: str | None = key("text", "the folder to write", default_note="outputs/bench/<date>")


def main(arguments: list[str]) -> int:
    """Measure, print the table, write csv, json and the growth plot. 0 also where a budget is missed."""
    config = read(arguments, BenchConfig, "bench")  # type: ignore[type-var]
    wanted = _wanted(config.only)
    bench = Bench(config.full or not config.quick, lambda text: print(text, file=sys.stderr, flush=True))
    busy = os.getloadavg()[0]
    began, rows = time.perf_counter(), []
    for name in wanted:
        if name in ITEMS:
            rows += list(ITEMS[name](bench))
        elif name == "peers":
            rows += list(peers(bench, config.peers_python))
    folder = Path(config.out) if config.out else provenance.ROOT / "outputs" / "bench" / provenance.now()[:10]
    write(folder, rows, bench, "growth" in wanted)
    print(table(rows))
    if busy > BUSY:
        print(f"\nThe machine was busy (load {busy:.1f}): seconds are too long, ratios to peers about right.")
    print(f"\nmemory bandwidth, 1 thread: {bench.bytes_a_second / 1e9:.1f} GB/s; {provenance.cores()} cores; "
          f"{time.perf_counter() - began:.0f} s in all; written: {folder}")
    return 0


def _wanted(only: list[str]) -> list[str]:
    for name in only:
        if name not in NAMES:
            known = ", ".join(NAMES)
            raise InputError(f"only: unknown item '{name}'. {nearest(name, NAMES)} Known: {known}.")
    return [name for name in NAMES if not only or name in only]


if __name__ == "__main__":
    sys.exit(cli.command(main, BenchConfig, "bench", "bench"))
