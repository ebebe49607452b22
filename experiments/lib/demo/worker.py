"""A process that computes for the page: it is told a task, sends what it has every few months, and an end.

Messages to it: (number, task). From it: (number, kind, content) with kind ready, part, end, stopped or error.
"""

from __future__ import annotations

import json
import signal
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from experiments.lib.demo.asked import Run, Wish, plan_of
from experiments.lib.demo.trunk import Room, Trunk
from model.checks import InputError

SEND_EVERY = 0.15
"""Seconds between two parts: curves grow several times a second."""
KEPT_TRUNKS = 3
Switches = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Lives:
    """A task: tell the same households under two plans."""

    first: Wish
    second: Wish
    switches: Switches
    seed: int


class Stopped(Exception):
    """Nobody waits for this task any more."""


def main(room: Room, pipe: Any, stop: Any) -> None:
    """Serve tasks until the other end of the pipe is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    desk = Desk(room, stop)
    pipe.send((-1, "ready", None))
    while True:
        try:
            number, task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            _serve(desk, number, task, pipe)
        except (BrokenPipeError, OSError):
            return


def _serve(desk: Desk, number: int, task: Any, pipe: Any) -> None:
    def send(content: Any) -> None:
        pipe.send((number, "part", content))

    try:
        done = desk.run(task, send) if isinstance(task, Run) else desk.lives(task)
        pipe.send((number, "end", done))
    except Stopped:
        pipe.send((number, "stopped", None))
    except InputError as error:
        pipe.send((number, "error", str(error)))
    except Exception as error:
        pipe.send((number, "error", f"{type(error).__name__}: {error}"))


class Desk:
    """World, trunks and plans of one process."""

    def __init__(self, room: Room, stop: Any) -> None:
        from model.world import load

        self.room, self.stop = room, stop
        self.world = load(room.world)
        self.trunks: OrderedDict[tuple[Switches, int], Trunk] = OrderedDict()
        self.plan = lru_cache(maxsize=64)(self._plan)

    def trunk(self, switches: Switches, seed: int) -> Trunk:
        """The shared past of a seed, from memory, file or simulation."""
        from experiments.lib.demo import trunk

        key = (switches, seed)
        if key not in self.trunks:
            self.trunks[key] = trunk.load(self.room, self.world, switches, seed)
            while len(self.trunks) > KEPT_TRUNKS:
                self.trunks.popitem(last=False)
        self.trunks.move_to_end(key)
        return self.trunks[key]

    def _plan(self, wish: Wish) -> Any:
        """The plan of a wish on this world; it must not differ before the branch month."""
        from experiments.lib.compare.arms import first_difference
        from model.plan import load_plan

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{wish.base}.yaml"
            path.write_text(json.dumps(plan_of(wish, self.room.branch)), encoding="utf-8")  # JSON is YAML
            plan = load_plan(path, self.world)
        first = first_difference(load_plan("baseline", self.world), plan)
        if first is not None and first < self.world.month_of(self.room.branch):
            raise InputError(f"the plan '{wish.base}' differs from the baseline before {self.room.branch}; the page "
                             "compares plans from that month on. Use python -m experiments.compare for it.")
        return plan

    def _begin(self, wish: Wish, switches: Switches, seed: int) -> Any:
        from experiments.lib.demo.trunk import settings_of, thawed

        settings = settings_of(self.room, self.world, switches, seed)
        return thawed(self.trunk(switches, seed), self.room, self.world, settings, self.plan(wish))

    def run(self, run: Run, send: Callable[[Any], None]) -> Any:
        """One run; sends the past, then the months it has every `SEND_EVERY` seconds; the window at the end."""
        from experiments.lib.demo.reading import Reader

        simulation = self._begin(run.wish, run.switches, run.seed)
        send(self.trunk(run.switches, run.seed).past)
        reader = Reader(simulation)
        last = simulation.t + self.room.months
        sent = time.monotonic()
        while simulation.t < last:
            self._step(simulation)
            reader.observe()
            if simulation.t == last or time.monotonic() - sent > SEND_EVERY:
                send(reader.take())
                sent = time.monotonic()
        return self._window(simulation)

    def _window(self, simulation: Any) -> Any:
        """f4[K, O] outcomes of the whole window by origin place."""
        from experiments.lib.compare import households, outcomes

        _, at_end = households.snapshot(simulation, households.Moves(simulation))
        return outcomes.by_origin(simulation.history, 0, simulation.dt, at_end).astype(np.float32)

    def _step(self, simulation: Any) -> None:
        if self.stop.is_set():
            raise Stopped
        simulation.step()

    def lives(self, task: Lives) -> Any:
        """Households told under both plans."""
        from experiments.lib.demo.lives import pairs

        first, second = (self._begin(wish, task.switches, task.seed) for wish in (task.first, task.second))
        return pairs(first, second, self.room.months, self._step)
