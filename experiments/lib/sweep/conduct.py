"""Conducts a sweep: what is stored is left, what is missing is made, stored and counted."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from experiments.lib.pool import is_cold
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep.engines import Engine
from experiments.lib.sweep.points import Base, Point
from experiments.lib.sweep.store import Store
from experiments.lib.sweep.work import Done, Task, Work, work
from experiments.lib.words import say

SAVE_EVERY_S = 5.0
"""Seconds between two states of the manifest."""


@dataclass
class Counts:
    """How far a sweep is; runs."""

    wanted: int
    found: int
    """stored before this command began"""
    failed: int
    damaged: int
    made: int = 0
    began: float = field(default_factory=time.perf_counter)

    @property
    def left(self) -> int:
        """Runs still to be made."""
        return self.wanted - self.found - self.made

    @property
    def rate(self) -> float:
        """Runs a second of this command."""
        return self.made / max(1e-9, time.perf_counter() - self.began)

    def record(self) -> dict[str, Any]:
        """For the manifest."""
        return {"wanted": self.wanted, "done": self.wanted - self.left - self.failed, "failed": self.failed,
                "left": self.left, "found": self.found, "made": self.made, "damaged": self.damaged,
                "runs_per_second": round(self.rate, 2)}


@dataclass(frozen=True)
class Order:
    """What is to be done and how."""

    base: Base
    points: Sequence[Point]
    engine: Engine
    workers: int
    limit_s: float
    lang: str
    retry_failed: bool = False
    work: Work = work
    keep: bool = False
    """families come again: keep the months they share"""


def conduct(store: Store, folder: RunFolder, order: Order) -> Counts:
    """Make every run that is not stored yet. Raises InputError if the store or the engine gives up."""
    unique: dict[str, Point] = {}
    for point in order.points:
        unique.setdefault(point.key, point)
    done, failed, damaged = store.check(list(unique), order.retry_failed)
    missing = [point for key, point in unique.items() if key not in done and key not in failed]
    counts = Counts(len(unique), len(done) + len(failed), len(failed), len(damaged))
    _tell(counts, order)
    try:
        if missing:
            _make(store, folder, order, missing, counts)
    finally:
        _save(store, folder, counts)
    return counts


def _tell(counts: Counts, order: Order) -> None:
    if counts.damaged:
        print(say("sweep_damaged", order.lang, count=counts.damaged), file=sys.stderr)
    if counts.found:
        print(say("sweep_found", order.lang, found=counts.found, wanted=counts.wanted), file=sys.stderr)
    if counts.left and is_cold():
        print(say("compiling", order.lang), file=sys.stderr, flush=True)


def _make(store: Store, folder: RunFolder, order: Order, missing: Sequence[Point], counts: Counts) -> None:
    saved = time.monotonic()

    def sent(task: Task) -> None:
        with store.saying():
            for point in task.points:
                store.note("sent", point.key)

    with _bar(counts, order.lang) as bar:
        for done in order.engine(tasks_of(order, missing), order.work, sent):
            _keep(store, done, counts)
            bar.update(1)
            bar.set_postfix_str(say("sweep_failures", order.lang, failed=counts.failed), refresh=False)
            if time.monotonic() - saved > SAVE_EVERY_S:
                _save(store, folder, counts)
                saved = time.monotonic()


def _keep(store: Store, done: Done, counts: Counts) -> None:
    store.put(done.key, done.content, done.failed, done.seconds)
    counts.made += 1
    counts.failed += done.failed


def _save(store: Store, folder: RunFolder, counts: Counts) -> None:
    folder.manifest["runs"] = counts.record()
    with store.saying():
        folder.save()


def _bar(counts: Counts, lang: str) -> tqdm:
    """Runs done, rate, time left and failures; where standard error is a file, a line every ten seconds."""
    return tqdm(
        total=counts.wanted, initial=counts.found, desc=say("sweep_runs", lang), unit=say("sweep_unit", lang),
        file=sys.stderr, mininterval=0.3 if sys.stderr.isatty() else 10.0,
        bar_format="{desc}: {n_fmt}/{total_fmt} |{bar:20}| {rate_fmt}, {elapsed} < {remaining} {postfix}")


def tasks_of(order: Order, missing: Iterable[Point]) -> list[Task]:
    """Families of runs as tasks; cut smaller where there are too few of them to keep every worker busy."""
    families: dict[Any, list[Point]] = {}
    for point in missing:
        families.setdefault(point.family, []).append(point)
    size = max(len(members) for members in families.values())
    while size > 1 and sum(-(-len(members) // size) for members in families.values()) < 2 * order.workers:
        size -= 1
    if order.workers == 1:
        size = max(len(members) for members in families.values())
    return [Task(order.base, tuple(members[first : first + size]), order.limit_s, order.keep)
            for members in families.values() for first in range(0, len(members), size)]
