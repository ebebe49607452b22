"""The past that all plans of the page share: a simulation up to the branch month, kept as a file and copied per run.

A copy goes on exactly as a run from the start would (tested). The recorded past is cut off: what the page shows of
it is kept beside, and the copy records the months from the branch on only.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from experiments.lib.calibration import ensemble
from experiments.lib.demo.asked import BRANCH
from model import CODE_VERSION, PACKAGE
from model import settings as model_settings
from model.history import History
from model.plan import load_plan
from model.settings import Settings
from model.world import World

DAMAGED = (pickle.UnpicklingError, zlib.error, EOFError, AttributeError, ValueError)
SHOWN_BEFORE = 24
"""Months before the branch that curves and map show."""


@dataclass(frozen=True)
class Room:
    """What all runs of a server have in common."""

    world: str = "americas"
    scale: int = 1000
    months: int = 60
    """Months from the branch on."""
    branch: str = BRANCH
    """First month in which plans may differ."""
    cache: Path = PACKAGE.parent / ".cache"
    ensemble: str = ensemble.AUTO
    """Calibrated draws of settings, one a seed."""


@dataclass
class Trunk:
    """A pickled simulation at the branch month, and what was read of the months before."""

    frozen: bytes
    past: Any


class Window(History):
    """The history of some steps of a run only, from step `first` on. `labels` stay those of the whole run."""

    def __init__(self, world: World, first: int, months: int, start: int, steps: int) -> None:
        super().__init__(world, months, start + first)
        self.first = first
        self.labels = tuple(world.label(start + step) for step in range(steps))

    def record(self, t: int, **given: Any) -> None:
        """As in History, with `t` counted from the start of the run."""
        super().record(t - self.first, **given)


def folder_of(room: Room, world: World) -> Path:
    """Where what is computed in advance lies: a folder for this code, world and scale."""
    drawn = ensemble.chosen(world, room.ensemble)
    text = f"{CODE_VERSION} {_form()} {world.hash} {room.scale} {room.branch} {drawn.digest if drawn else ''}"
    return room.cache / f"workshop-{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"


@cache
def _form() -> str:
    """Hash over the files that decide what is written: older files are not read with newer code."""
    here = Path(__file__).parent
    files = [here / "trunk.py", here / "reading.py", here / "worker.py", here.parent / "compare" / "outcomes.py"]
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


def settings_of(room: Room, world: World, switches: tuple[tuple[str, str], ...], seed: int) -> Settings:
    """Settings of a seed under switches: its draw, where there is an ensemble."""
    usual = model_settings.make(None, dict(switches))
    drawn = ensemble.chosen(world, room.ensemble)
    return drawn.settings(seed, usual) if drawn else usual


def path_of(room: Room, world: World, switches: tuple[tuple[str, str], ...], seed: int) -> Path:
    """File of one trunk."""
    named = "-".join(f"{name}.{variant}" for name, variant in switches) or "usual"
    return folder_of(room, world) / f"trunk-{named}-{seed}.pickle"


def made(room: Room, world: World, switches: tuple[tuple[str, str], ...], seed: int) -> Trunk:
    """Simulate the past once (some seconds)."""
    from experiments.lib.demo.reading import Reader
    from model.engine import Simulation

    settings = settings_of(room, world, switches, seed)
    simulation = Simulation(world, load_plan("baseline", world), settings, seed=seed, scale=room.scale,
                            months=world.months)
    branch = world.month_of(room.branch)
    simulation.history = Window(world, 0, branch, 0, simulation.steps)
    while simulation.t < branch - SHOWN_BEFORE:
        simulation.step()
    reader = Reader(simulation)
    while simulation.t < branch:
        simulation.step()
        reader.observe()
    past = reader.take()
    simulation.history = Window(world, branch, 1, 0, simulation.steps)
    return Trunk(_frozen(simulation), past)


def load(room: Room, world: World, switches: tuple[tuple[str, str], ...], seed: int) -> Trunk:
    """The trunk from its file, made and kept if there is none (or if the file cannot be read)."""
    path = path_of(room, world, switches, seed)
    if path.is_file():
        try:
            return read(path)  # type: ignore[no-any-return]
        except DAMAGED:
            path.unlink(missing_ok=True)  # cut off while it was written: made again
    trunk = made(room, world, switches, seed)
    keep(path, trunk)
    return trunk


def keep(path: Path, content: Any) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.tmp")
    part.write_bytes(zlib.compress(pickle.dumps(content, protocol=5), 1))
    part.replace(path)


def read(path: Path) -> Any:
    """What `keep` wrote. Raises one of `DAMAGED` if the file was cut off."""
    return pickle.loads(zlib.decompress(path.read_bytes()))


class _Freezer(pickle.Pickler):
    """Leaves out what never changes and is large: world, settings, drivers, plan."""

    def __init__(self, file: Any, shared: dict[int, str]) -> None:
        super().__init__(file, protocol=5)
        self.shared = shared

    def persistent_id(self, thing: Any) -> str | None:
        """Name of a shared object."""
        return self.shared.get(id(thing))


class _Thawer(pickle.Unpickler):
    def __init__(self, file: Any, shared: dict[str, Any]) -> None:
        super().__init__(file)
        self.shared = shared

    def persistent_load(self, name: str) -> Any:
        """The shared object of a name."""
        return self.shared[name]


def _frozen(simulation: Any) -> bytes:
    buffer = io.BytesIO()
    shared = {"world": simulation.world, "settings": simulation.settings, "plan": simulation.plan}
    _Freezer(buffer, {id(thing): name for name, thing in shared.items()}).dump(simulation)
    return buffer.getvalue()


def thawed(trunk: Trunk, room: Room, world: World, settings: Settings, plan: Any) -> Any:
    """A simulation at the branch month under a plan, with room for the months to come."""
    shared = {"world": world, "settings": settings, "plan": plan}
    simulation = _Thawer(io.BytesIO(trunk.frozen), shared).load()
    simulation.history = Window(world, simulation.t, room.months, 0, simulation.steps)
    return simulation
