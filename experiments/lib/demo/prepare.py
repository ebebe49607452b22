"""Before the trip: computes in advance what the room will ask for, and tests everything it needs without a network."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata

import psutil
from tqdm import tqdm

from experiments.lib import numbers
from experiments.lib.demo.asked import Run, Wish, checked_switches, named_plans, other_variants
from experiments.lib.demo.service import Service
from experiments.lib.demo.tour import STEPS
from experiments.lib.demo.trunk import Room
from experiments.lib.words import say
from model.checks import InputError
from model.world import World, load

PACKAGES = ("nicegui", "numpy", "numba", "pandas", "matplotlib", "jinja2", "mesa", "hydra-core")
FEWEST_GIB, FEWEST_DISK_GIB = 3.0, 2.0
"""Memory for two computing processes, disk for what is computed in advance (judgement, after measuring)."""
PAGE_SECONDS = 90.0
OUTSIDE = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!127\.0\.0\.1|localhost)[^"']+""")


@dataclass(frozen=True)
class Found:
    """What one check found; `fix` says what to do where something is missing."""

    name: str
    good: bool
    what: str
    fix: str = ""


def wanted_runs(seeds: int, variant_seeds: int) -> list[Run]:
    """Runs of all named plans and of the tour, and the baseline under every reading of disputed evidence."""
    wishes = list(dict.fromkeys([*(Wish(name) for name in named_plans()),
                                 *(wish for step in STEPS for wish in (step.first, step.second))]))
    runs = [Run(wish, (), seed) for seed in range(1, seeds + 1) for wish in wishes]
    return runs + [Run(Wish(), checked_switches({name: variant}), seed)
                   for seed in range(1, variant_seeds + 1) for name, variant in other_variants()]


def compute(room: Room, world: World, runs: Sequence[Run], workers: int, lang: str) -> list[str]:
    """Compute and keep all runs; returns messages of those that failed."""
    service = Service(room, world, workers)
    service.start()
    left = [run for run in runs if not service.is_kept(run)]
    failed: list[str] = []
    with tqdm(total=len(runs), initial=len(runs) - len(left), desc=say("check_runs_bar", lang), file=sys.stderr,
              mininterval=0.2 if sys.stderr.isatty() else 10.0) as bar:
        while left:
            service.want("prepare", left)
            done = [run for run in left if (found := service.get(run)) and (found.complete or found.error)]
            for run in done:
                failed += _finish(service, run)
            left = [run for run in left if run not in done]
            bar.update(len(done))
            time.sleep(0.2)
    service.close()
    return failed


def _finish(service: Service, run: Run) -> list[str]:
    found = service.get(run)
    if found is not None and found.error:
        return [f"{run.wish.base} {dict(run.switches)} {run.seed}: {found.error}"]
    service.keep(run)
    service.drop(run)
    return []


# ---- checks -------------------------------------------------------------------------------------------
def python_version(lang: str) -> Found:
    """Python 3.11 or newer."""
    good = sys.version_info >= (3, 11)
    return Found("python", good, sys.version.split()[0], say("check_fix_python", lang))


def packages(lang: str) -> Found:
    """Every package of the page."""
    versions, missing = [], []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    return Found("packages", not missing, ", ".join(missing or versions),
                 say("check_fix_packages", lang, names=" ".join(missing)))


def memory(lang: str) -> Found:
    """Free memory."""
    free = psutil.virtual_memory().available / 2**30
    return Found("memory", free >= FEWEST_GIB, say("check_free", lang, size=numbers.full(free, lang, 1)),
                 say("check_fix_memory", lang, size=numbers.full(FEWEST_GIB, lang)))


def disk(room: Room, lang: str) -> Found:
    """Free disk where the prepared runs lie."""
    room.cache.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(room.cache).free / 2**30
    return Found("disk", free >= FEWEST_DISK_GIB, say("check_free", lang, size=numbers.full(free, lang, 1)),
                 say("check_fix_disk", lang, size=numbers.full(FEWEST_DISK_GIB, lang)))


def kernels(lang: str) -> Found:
    """The kernels, compiled once and read from disk from then on."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "experiments.warm_up"], capture_output=True, text=True, check=False)
    what = f"{time.perf_counter() - began:.0f} s" if done.returncode == 0 else done.stderr.strip()[-200:]
    return Found("kernels", done.returncode == 0, what,
                 say("check_fix_shows", lang, command="python -m experiments.warm_up"))


def browser(lang: str) -> Found:
    """A browser to show the page in."""
    try:
        return Found("browser", True, webbrowser.get().__class__.__name__)
    except webbrowser.Error:
        found = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "firefox", "msedge"))), "")
        return Found("browser", bool(found), found, say("check_fix_browser", lang))


def page(room: Room, lang: str) -> Found:
    """Start the page on a free port, read it and its map, look for addresses outside this machine."""
    port, fix = free_port(), say("check_fix_shows", lang, command="python -m experiments.demo")
    command = [sys.executable, "-m", "experiments.demo", f"port={port}", "open=false", "workers=1",
               f"world={room.world}", f"scale={room.scale}", f"months={room.months}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        began = time.perf_counter()
        text = read_page(f"http://127.0.0.1:{port}/", lambda: process.poll() is None)
        seconds = time.perf_counter() - began
        shapes = read_page(f"http://127.0.0.1:{port}/map.json", lambda: process.poll() is None)
        outside = OUTSIDE.findall(text)
        good = "Vaivén" in text and "FeatureCollection" in shapes and not outside
        up = say("check_page_up", lang, seconds=numbers.full(seconds, lang, 1))
        return Found("page", good, outside[0] if outside else up, fix)
    except OSError as error:
        return Found("page", False, str(error), fix)
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_page(address: str, alive: Callable[[], bool]) -> str:
    """What an address of this machine gives, waiting for the server to come up. Raises OSError."""
    end = time.monotonic() + PAGE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            if time.monotonic() > end or not alive():
                raise
            time.sleep(0.2)


def everything(room: Room, seeds: int, variant_seeds: int, workers: int, lang: str) -> list[Found]:
    """All checks in order; what fails early leaves out what depends on it."""
    found = [python_version(lang), packages(lang), memory(lang), disk(room, lang), browser(lang)]
    if not all(check.good for check in found[:2]):
        return found
    found.append(kernels(lang))
    try:
        world = load(room.world)
    except InputError as error:
        return [*found, Found("world", False, str(error), "python -m model check " + room.world)]
    found.append(Found("world", True, world.title[lang]))
    runs = wanted_runs(seeds, variant_seeds)
    failed = compute(room, world, runs, workers, lang)
    found.append(Found("runs", not failed, failed[0] if failed else f"{len(runs)}",
                       say("check_fix_runs", lang)))
    return [*found, page(room, lang)]
