"""Makes the runs of one family in this process: a common trunk, then a branch a plan; failures become rows.

A family are runs that differ in their plan only. Up to the month in which their plans begin to differ they are the
same run, which is made once and copied (`compare.branches`); what comes out is what single runs give.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

from experiments.lib.compare.branches import copied
from experiments.lib.jobs import Job
from experiments.lib.sweep import reading
from experiments.lib.sweep.points import Base, Point, code_hash, plan_of
from experiments.lib.sweep.trunks import trunk
from model import population_sharing
from model.checks import InputError
from model.world import World
from model.world import load as load_world

GRACE = 20.0
"""Seconds after the limit in which a run may still stop by itself; then its process ends."""
AGAIN = 1.0
"""Seconds between two attempts to stop a run."""


class OverLimit(Exception):
    """A run took longer than it may."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(f"stopped: longer than limit_s = {seconds:g} seconds" if seconds else "stopped: over limit_s")


class Done(NamedTuple):
    """One run made: its shard, whether it failed, and the seconds it took."""

    key: str
    content: bytes
    failed: bool
    seconds: float


@dataclass(frozen=True)
class Task:
    """Work for one worker: a family of runs of one sweep."""

    base: Base
    points: tuple[Point, ...]
    limit_s: float
    keep: bool = False
    """keep the shared months: the family comes again"""

    @property
    def name(self) -> str:
        """The key of its first run."""
        return self.points[0].key


Work = Callable[[Task], list[Done]]


def work(task: Task) -> list[Done]:
    """All runs of a task. Raises InputError if this process has another version of code, world or plan."""
    job = _job(task)
    population_sharing.share_once()
    plans = [plan_of(point.source, point.changes, job.whole) for point in task.points]
    for point, plan in zip(task.points, plans, strict=True):
        if plan.hash != point.plan_hash:
            raise InputError(f"plan '{point.source}' changed while the sweep was running; start the sweep again.")
    return list(_family(task, job, plans))


@lru_cache(maxsize=4)
def _worlds(folder: str, origins: tuple[str, ...], world_hash: str) -> tuple[World, World]:
    whole = load_world(folder)
    if whole.hash != world_hash:
        raise InputError(f"{folder}: the world's tables are not those the sweep began with; start the sweep again.")
    return whole, load_world(folder, list(origins)) if origins else whole


def _job(task: Task) -> Job:
    base, point = task.base, task.points[0]
    if code_hash() != base.code:
        raise InputError("a worker has another version of the code than the sweep; start it from the same files.")
    whole, world = _worlds(base.world, base.origins, base.world_hash)
    plan = plan_of(point.source, point.changes, whole)
    return Job(world, whole, base.origins, plan, point.settings(), point.seed, base.scale, base.start, base.months,
               feedbacks=base.feedbacks)


def _family(task: Task, job: Job, plans: Sequence[Any]) -> Iterator[Done]:
    began = time.perf_counter()
    try:
        with limited(task.limit_s):
            shared = trunk(job, plans, repr((task.base, task.points[0].family)) if task.keep else "")
    except Exception as error:
        yield from (_failure(task, point, error, began) for point in task.points)
        return
    for number, (point, plan) in enumerate(zip(task.points, plans, strict=True)):
        last = number == len(plans) - 1
        try:
            with limited(task.limit_s):
                simulation = shared if last else copied(shared)[0]
                content = _branch(task, job, point, plan, simulation)
            yield Done(point.key, content, False, time.perf_counter() - began)
        except Exception as error:
            yield _failure(task, point, error, began)
        began = time.perf_counter()


def _branch(task: Task, job: Job, point: Point, plan: Any, simulation: Any) -> bytes:
    simulation.plan = plan
    while simulation.t < simulation.steps:
        simulation.step()
    return reading.shard_of(point, task.base, job.with_plan(plan), simulation)


def _failure(task: Task, point: Point, error: Exception, began: float) -> Done:
    words = str(OverLimit(task.limit_s)) if isinstance(error, OverLimit) else f"{type(error).__name__}: {error}"
    return Done(point.key, reading.failed(point, task.base, words), True, time.perf_counter() - began)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise OverLimit inside when `seconds` are over (0: never), in the main thread or in a worker's thread.

    Compiled code is not interrupted: the exception comes when it returns, and again every second, as code called from
    compiled code may swallow it. A process that does not come back within `GRACE` is ended.
    """
    if seconds <= 0:
        yield
        return
    over, lock = threading.Event(), threading.Lock()
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, _raise(seconds, over)) if main else None
    ring = partial(os.kill, os.getpid(), signal.SIGALRM) if main else partial(_raise_in, threading.get_ident())
    threading.Thread(target=_watch, args=(seconds, ring, over, lock), daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
        if main:
            signal.signal(signal.SIGALRM, before)


def _raise(seconds: float, over: threading.Event) -> Callable[[int, Any], None]:
    def ring(number: int, frame: Any) -> None:
        if not over.is_set():
            raise OverLimit(seconds)

    return ring


def _raise_in(thread: int) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OverLimit))


def _watch(seconds: float, ring: Callable[[], None], over: threading.Event, lock: Any) -> None:
    """Ring when the time is over, and on until the run has stopped; after `GRACE` end the process."""
    if over.wait(seconds):
        return
    end = time.monotonic() + GRACE
    while time.monotonic() < end:
        with lock:
            if not over.is_set():
                ring()
        if over.wait(AGAIN):
            return
    print(f"A run does not stop {GRACE:g} seconds after limit_s = {seconds:g}: its process ends. Start the same "
          "command again with on=dask, which keeps such a run as failed and goes on.", file=sys.stderr, flush=True)
    os._exit(3)
