"""The computing service of the page: one queue for all browsers, a pool of processes kept warm, results kept.

Every browser says which runs it wants, the most wanted first. A free process takes the run that stands first in
anybody's list, by turns between browsers. Runs that nobody wants any more are stopped. A process that dies is
started again and its run is tried once more. Nothing here runs in the page's event loop.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.lib.demo import worker
from experiments.lib.demo.asked import Run
from experiments.lib.demo.reading import Months
from experiments.lib.demo.trunk import DAMAGED, Room, folder_of, keep, read
from experiments.lib.demo.worker import Lives
from model.world import World

KEPT = 160
"""Results in memory; some three megabytes each."""
TRIES = 2
CLOSING_SECONDS = 3.0
Task = Run | Lives


@dataclass
class Result:
    """What is known of a task so far. `version` grows with every part."""

    months: Months | None = None
    content: Any = None
    complete: bool = False
    error: str = ""
    """A message of the model, or the key of words."""
    version: int = 0
    tries: int = 0


class Service:
    """The queue, the processes and the results. All methods may be called from any thread."""

    def __init__(self, room: Room, world: World, workers: int) -> None:
        self.room, self.world = room, world
        self.lock = threading.Condition()
        self.wants: dict[str, list[Task]] = {}
        self.served: dict[str, int] = {}
        self.results: OrderedDict[Task, Result] = OrderedDict()
        self.busy: dict[int, Task] = {}
        self.missing: set[Run] = set()
        """Runs that are known not to lie in the folder of what was computed in advance."""
        self.ready, self.closed, self.restarts = 0, False, 0
        self.context = multiprocessing.get_context("spawn")
        self.stops = [self.context.Event() for _ in range(workers)]
        self.processes: dict[int, Any] = {}
        self.threads = [threading.Thread(target=self._attend, args=(number,), daemon=True, name=f"computing-{number}")
                        for number in range(workers)]

    def start(self) -> None:
        """Start the processes; returns at once."""
        for thread in self.threads:
            thread.start()

    def close(self) -> None:
        """End all processes."""
        with self.lock:
            self.closed = True
            self.lock.notify_all()
        for process in list(self.processes.values()):
            process.terminate()
        for thread in self.threads:
            if thread.is_alive():
                thread.join(CLOSING_SECONDS)
        self.stops.clear()

    # ---- what browsers call ---------------------------------------------------------------------------
    def want(self, browser: str, tasks: Sequence[Task]) -> None:
        """What a browser waits for, most wanted first; replaces what it wanted before."""
        with self.lock:
            self.wants[browser] = list(tasks)
            self.served.setdefault(browser, 0)
            for number, task in self.busy.items():
                if not self._wanted(task):
                    self.stops[number].set()
            self.lock.notify_all()

    def leave(self, browser: str) -> None:
        """A browser is gone."""
        self.want(browser, [])
        with self.lock:
            self.wants.pop(browser, None)
            self.served.pop(browser, None)

    def get(self, task: Task) -> Result | None:
        """What is known of a task; None if it has not begun."""
        with self.lock:
            found = self.results.get(task)
            if found is None and isinstance(task, Run):
                found = self._kept(task)
            return found

    def waiting(self) -> int:
        """Tasks that are wanted and not done."""
        with self.lock:
            return len({task for tasks in self.wants.values() for task in tasks if not self._done(task)})

    # ---- the queue ------------------------------------------------------------------------------------
    def _wanted(self, task: Task) -> bool:
        return any(task in tasks for tasks in self.wants.values())

    def _done(self, task: Task) -> bool:
        found = self.results.get(task)
        return found is not None and (found.complete or bool(found.error))

    def _next(self) -> Task | None:
        """The task that stands first in a list; between equals the browser that was served least."""
        running = set(self.busy.values())
        best: tuple[int, int, str, Task] | None = None
        for browser, tasks in self.wants.items():
            for position, task in enumerate(tasks):
                if task in running or self._done(task) or (isinstance(task, Run) and self._kept(task)):
                    continue
                mine = (position, self.served[browser], browser, task)
                if best is None or mine[:2] < best[:2]:
                    best = mine
                break
        if best:
            self.served[best[2]] += 1
        return best[3] if best else None

    def _take(self, number: int) -> Task | None:
        with self.lock:
            while not self.closed:
                task = self._next()
                if task is not None:
                    self.stops[number].clear()
                    self.busy[number] = task
                    self.results[task] = Result(tries=self.results[task].tries if task in self.results else 0)
                    self._forget()
                    return task
                self.lock.wait(1.0)
        return None

    def _forget(self) -> None:
        for task in list(self.results):
            if len(self.results) <= KEPT:
                return
            if not self._wanted(task) and task not in self.busy.values():
                del self.results[task]

    # ---- results kept on disk -------------------------------------------------------------------------
    def _path(self, run: Run) -> Any:
        return folder_of(self.room, self.world) / f"run-{self.room.months}-{run.key}.pickle"

    def _kept(self, run: Run) -> Result | None:
        """A result from the folder of what was computed in advance."""
        if run in self.results and self.results[run].complete:
            return self.results[run]
        if run in self.results or run in self.missing or run in self.busy.values():
            return None
        if not self._path(run).is_file():
            self.missing.add(run)
            return None
        try:
            months, content = read(self._path(run))
        except DAMAGED:
            self._path(run).unlink(missing_ok=True)
            return None
        self.results[run] = Result(months=months, content=content, complete=True, version=1)
        return self.results[run]

    def keep(self, run: Run) -> None:
        """Put a finished run into the folder of what is computed in advance."""
        found = self.get(run)
        if found is not None and found.complete and not self._path(run).is_file():
            keep(self._path(run), (found.months, found.content))

    def is_kept(self, run: Run) -> bool:
        """True if a run lies in the folder of what was computed in advance."""
        return self._path(run).is_file()

    def drop(self, run: Run) -> None:
        """Forget a result in memory; its file, if there is one, stays."""
        with self.lock:
            self.results.pop(run, None)
            self.missing.discard(run)

    # ---- one process ----------------------------------------------------------------------------------
    def _attend(self, number: int) -> None:
        """The life of one process, started again whenever it dies."""
        while not self.closed:
            ours, theirs = self.context.Pipe()
            process = self.context.Process(target=worker.main, args=(self.room, theirs, self.stops[number]),
                                           daemon=True)
            process.start()
            theirs.close()
            self.processes[number] = process
            try:
                self._talk(number, ours)
            except (EOFError, OSError):
                self._died(number)

    def _talk(self, number: int, pipe: Any) -> None:
        pipe.recv()  # ready
        with self.lock:
            self.ready += 1
            self.lock.notify_all()
        count = 0
        while (task := self._take(number)) is not None:
            count += 1
            pipe.send((count, task))
            kind = "part"
            while kind == "part":
                _, kind, content = pipe.recv()
                self._hear(number, task, kind, content)

    def _hear(self, number: int, task: Task, kind: str, content: Any) -> None:
        with self.lock:
            result = self.results[task]
            result.version += 1
            if kind == "part":
                result.months = content if result.months is None else result.months.plus(content)
                return
            self.busy.pop(number, None)
            if kind == "end":
                result.complete, result.content = True, content
            elif kind == "error":
                result.error = content
            else:
                del self.results[task]
            self.lock.notify_all()

    def _died(self, number: int) -> None:
        """The process of `number` is gone: its task is tried once more, then given up with a message."""
        with self.lock:
            if self.closed:
                return
            self.ready, self.restarts = max(0, self.ready - 1), self.restarts + 1
            task = self.busy.pop(number, None)
            if task is not None:
                tries = self.results[task].tries + 1
                error = "" if tries < TRIES else "refused_stopped"
                self.results[task] = Result(error=error, tries=tries, version=1)
            self.lock.notify_all()
