"""Work spread over processes, with one progress bar on standard error. A result does not depend on the pool."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from typing import Any

from tqdm import tqdm

from experiments.lib import provenance
from experiments.lib.words import say
from model import KERNEL_CACHE

Progress = Callable[[float], None]
"""Called with the share of a task that is done, 0 to 1."""
Work = Callable[[Any, Progress], Any]


def run_tasks(tasks: Sequence[Any], work: Work, costs: Sequence[float], lang: str) -> list[Any]:
    """`work(task, progress)` of every task, in the order of the tasks; `costs` weigh them on the bar."""
    cold = is_cold()
    if cold:
        print(say("compiling", lang), file=sys.stderr, flush=True)
    workers = min(provenance.cores(), len(tasks))
    with bar_of(sum(costs), lang) as bar:
        if workers > 1:
            return _in_pool(tasks, work, workers, costs, bar, cold)
        return [work(task, _Meter(bar, cost)) for task, cost in zip(tasks, costs, strict=True)]


def bar_of(total: float, lang: str) -> tqdm:
    """A bar with the time left; where standard error is a file, a line every ten seconds."""
    return tqdm(
        total=total,
        desc=say("progress_months", lang),
        file=sys.stderr,
        mininterval=0.2 if sys.stderr.isatty() else 10.0,
        bar_format="{desc}: {percentage:3.0f} % |{bar}| {elapsed} < {remaining}",
    )


def is_cold() -> bool:
    """True if the kernels of this version of the model have not been compiled on this machine yet."""
    return not KERNEL_CACHE.exists() or not any(KERNEL_CACHE.rglob("*.nbi"))


class _Meter:
    """Moves the bar by the cost of what a task in this process has done."""

    def __init__(self, bar: tqdm, cost: float) -> None:
        self.bar, self.cost, self.done = bar, cost, 0.0

    def __call__(self, done: float) -> None:
        step = (done - self.done) * self.cost
        self.bar.update(max(0.0, min(step, self.bar.total - self.bar.n)))
        self.done = done


_SHARED: dict[str, Any] = {}


def _share(tasks: Sequence[Any], work: Work, counters: Any, parent: int) -> None:
    """Start of a worker: interrupts are the parent's business, and a worker ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SHARED["tasks"], _SHARED["work"], _SHARED["counters"] = tasks, work, counters
    threading.Thread(target=_end_with, args=(parent, counters), daemon=True).start()


def _end_with(parent: int, counters: Any) -> None:
    while os.getppid() == parent and not counters[-1]:
        time.sleep(0.5)
    os._exit(1)


def _pool_work(index: int) -> Any:
    def progress(done: float) -> None:
        _SHARED["counters"][index] = done

    return _SHARED["work"](_SHARED["tasks"][index], progress)


def _in_pool(
    tasks: Sequence[Any], work: Work, workers: int, costs: Sequence[float], bar: tqdm, cold: bool
) -> list[Any]:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    counters = context.Array("d", len(tasks) + 1, lock=False)  # share done; the last says stop
    with ProcessPoolExecutor(workers, context, _share, (tasks, work, counters, os.getpid())) as pool:
        try:
            futures = [pool.submit(_pool_work, 0)]
            while cold and counters[0] == 0 and not futures[0].done():
                time.sleep(0.1)  # one process compiles, the others read what it compiled
            if cold:
                bar.reset()  # the time left is that of simulating, not of compiling
            futures += [pool.submit(_pool_work, index) for index in range(1, len(tasks))]
            _watch(futures, counters, costs, bar)
        except BaseException:
            counters[-1] = 1
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return [future.result() for future in futures]


def _watch(futures: Sequence[Future], counters: Any, costs: Sequence[float], bar: tqdm) -> None:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=0.25, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
        reached = sum(share * cost for share, cost in zip(counters, costs, strict=False))
        bar.update(max(0.0, min(reached, bar.total) - bar.n))
