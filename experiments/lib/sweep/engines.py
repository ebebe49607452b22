"""Engines spread tasks over processors: `serial` in this process, `dask` on a local cluster or one elsewhere.

An engine takes tasks one at a time and gives back what is done in any order. Never more than a bounded window of tasks
is out, so that a stop loses little, and nothing that was given back is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from experiments.lib import provenance
from experiments.lib.sweep.work import Done, Task, Work
from model.checks import InputError, nearest

NAMES = ("auto", "serial", "dask", "slurm")
INSTALL = "pip install 'vaiven[cluster]'"


@dataclass(frozen=True)
class Where:
    """Where runs are made: engine and number of workers (an address: the workers that are there)."""

    name: str
    workers: int
    address: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """of slurm: queue, walltime, memory"""


Engine = Callable[[Iterable[Task], Work, Callable[[Task], None]], Iterator[Done]]
"""engine(tasks, work, sent): `sent` is called for every task that goes out, again if it goes out again."""


def where_of(on: str, workers: int | None, options: tuple[tuple[str, str], ...] = ()) -> Where:
    """The keys `on` and `workers`, checked. Raises InputError, also if the extra is not installed."""
    count = workers or provenance.cores()
    if "://" in on:
        _needs_dask(on)
        return Where("dask", count, on)
    if on not in NAMES:
        raise InputError(f"on = '{on}'. {nearest(on, NAMES)} Allowed: {', '.join(NAMES)}, or the address of a dask "
                         "scheduler such as tcp://10.0.0.1:8786.")
    if on == "auto":
        return Where("dask" if find_spec("distributed") and count > 1 else "serial", count)
    if on in ("dask", "slurm"):
        _needs_dask(on)
    if on == "slurm" and not find_spec("dask_jobqueue"):
        raise InputError(f"on = slurm needs dask-jobqueue: {INSTALL}")
    return Where(on, 1 if on == "serial" else count, "", options)


def _needs_dask(on: str) -> None:
    if not find_spec("distributed"):
        raise InputError(f"on = {on} needs dask: {INSTALL} (or on=serial).")


def engine_of(where: Where) -> Engine:
    """The engine of a place."""
    if where.name == "serial":
        return serial
    from experiments.lib.sweep.dask_engine import DaskEngine

    return DaskEngine(where)


def serial(tasks: Iterable[Task], work: Work, sent: Callable[[Task], None]) -> Iterator[Done]:
    """One task after the other in this process."""
    for task in tasks:
        sent(task)
        yield from work(task)
