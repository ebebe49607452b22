"""The dask engine: a bounded window of futures, released when they are in; lost workers cost only what they held."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from experiments.lib import provenance
from experiments.lib.sweep import reading
from experiments.lib.sweep.engines import Where
from experiments.lib.sweep.work import Done, Task, Work
from model.checks import InputError

ATTEMPTS = 3
"""A task whose worker ended this many times is a failed run: it may be the task that ends them."""
MISSING_SECONDS = 15.0
"""A worker that is missing this long is replaced: one killed while it starts is given up by its own nanny."""
SETTINGS: dict[str, Any] = {
    "distributed.scheduler.allowed-failures": 0,  # counted here, where a retry is written down
    "distributed.scheduler.worker-saturation": 1.0,  # one run a worker; the others wait at the scheduler
    "distributed.comm.timeouts.connect": "10s",
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.target": False,
    "distributed.diagnostics.nvml": False,
}
TALKERS = ("distributed", "distributed.client", "tornado", "asyncio")
"""Their loggers print tracebacks of connections that broke; what that means is said in one line by this module."""
ENVIRONMENT = {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class DaskEngine:
    """Spreads tasks over the workers of a dask cluster (see `engines.Engine`)."""

    def __init__(self, where: Where) -> None:
        self.where = where

    def __call__(self, tasks: Iterable[Task], work: Work, sent: Callable[[Task], None]) -> Iterator[Done]:
        with _client(self.where) as client:
            yield from _Window(client, 2 * self.where.workers, work, sent, self.where).drain(iter(tasks))


@contextmanager
def _client(where: Where) -> Iterator[Any]:
    import dask
    from distributed import Client

    for name in TALKERS:  # by name: the settings of dask are read once, before this module has its say
        logging.getLogger(name).setLevel(logging.CRITICAL)
    path = os.pathsep.join(filter(None, [str(provenance.ROOT), os.environ.get("PYTHONPATH")]))
    with dask.config.set({**SETTINGS, "distributed.nanny.environ": {**ENVIRONMENT, "PYTHONPATH": path}}):
        cluster = None if where.address else _cluster(where)
        try:
            client = Client(where.address or cluster, timeout="10s")
        except OSError as error:
            raise InputError(f"on = {where.address}: no scheduler answers there ({error}).") from None
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=2)
            if cluster is not None:
                with suppress(Exception):
                    cluster.close(timeout=5)


def _cluster(where: Where) -> Any:
    if where.name == "slurm":
        from dask_jobqueue import SLURMCluster

        options: dict[str, Any] = dict(where.options)
        cluster = SLURMCluster(cores=1, processes=1, **options)
        cluster.scale(where.workers)
        return cluster
    from distributed import LocalCluster

    return LocalCluster(n_workers=where.workers, threads_per_worker=1, processes=True, dashboard_address=None,
                        silence_logs=logging.CRITICAL, memory_limit=0)


class _Window:
    """The tasks that are out, and how often each went out."""

    def __init__(self, client: Any, size: int, work: Work, sent: Callable[[Task], None], where: Where) -> None:
        self.client, self.size, self.work, self.sent, self.where = client, size, work, sent, where
        self.out: dict[Any, tuple[Task, int]] = {}
        self.whole = time.monotonic()  # when all workers of a cluster of our own were last there

    def drain(self, tasks: Iterator[Task]) -> Iterator[Done]:
        """Everything that is done, as it comes in. Raises InputError when the scheduler goes away."""
        try:
            yield from self._drain(tasks)
        except (asyncio.CancelledError, CancelledError, OSError) as error:
            raise self._gone() from error
        except Exception as error:
            if self.client.status == "running" or isinstance(error, InputError):
                raise
            raise self._gone() from error

    def _drain(self, tasks: Iterator[Task]) -> Iterator[Done]:
        self._fill(tasks)
        while self.out:
            for future in self._finished():
                task, attempt = self.out.pop(future)
                yield from self._taken(future, task, attempt)
                future.release()
            self._fill(tasks)

    def _fill(self, tasks: Iterator[Task]) -> None:
        while len(self.out) < self.size and (task := next(tasks, None)) is not None:
            self._send(task, 1)

    def _send(self, task: Task, attempt: int) -> None:
        self.sent(task)
        future = self.client.submit(self.work, task, key=f"{task.name}-{attempt}", pure=False)
        self.out[future] = (task, attempt)

    def _finished(self) -> list[Any]:
        """Futures that have come to an end; waits for one, or stops when the scheduler is gone."""
        from distributed import wait

        with suppress(TimeoutError):
            wait(list(self.out), timeout=1.0, return_when="FIRST_COMPLETED")
        self._replace_missing()
        ended = [future for future in self.out if future.status != "pending"]
        if not ended and self.client.status != "running":
            raise self._gone()
        return ended

    def _replace_missing(self) -> None:
        """Ask a cluster of our own for as many workers as have been missing for long."""
        if self.client.cluster is None or self.client.status != "running":
            return
        missing = self.where.workers - len(self.client.scheduler_info(n_workers=-1)["workers"])
        if missing <= 0:
            self.whole = time.monotonic()
        elif time.monotonic() - self.whole > MISSING_SECONDS and self.where.name != "slurm":
            self.client.cluster.scale(len(self.client.cluster.worker_spec) + missing)
            self.whole = time.monotonic()

    def _taken(self, future: Any, task: Task, attempt: int) -> list[Done]:
        if future.status == "finished":
            return future.result()
        if future.status in ("cancelled", "lost"):
            raise self._gone()
        error = future.exception()
        if type(error).__name__ != "KilledWorker":
            raise error
        if attempt < ATTEMPTS:
            self._send(task, attempt + 1)
            return []
        words = f"the worker's process ended {ATTEMPTS} times in this run (memory, or a run that hangs beyond limit_s)"
        return [Done(point.key, reading.failed(point, task.base, words), True, 0.0) for point in task.points]

    def _gone(self) -> InputError:
        place = f"at {self.where.address} " if self.where.address else ""
        return InputError(f"on = {self.where.address or self.where.name}: the scheduler {place}went away. What is "
                          "stored is safe; start the same command again.")
