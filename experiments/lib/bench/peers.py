"""Our kernel style against plain Mesa and mesa-frames on the same simplified rules."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from experiments.lib.bench.measures import Bench, Row
from experiments.lib.peers import kernel, plain_mesa
from experiments.lib.provenance import ROOT

PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
FRAMES_SCRIPT = ROOT / "experiments" / "lib" / "peers" / "frames.py"
HOW_TO = ("mesa-frames left out: it needs an older numpy, hence an environment of its own: python3 -m venv "
          ".venv-peers && .venv-peers/bin/pip install mesa-frames==0.1.0a0")
SEED = 1
STEPS = 24
MESA_HOUSEHOLDS, MANY = 20_000, 1_000_000
TOLERANCE = 0.004
"""Largest difference of a state's share between the versions, as a share of all households."""


def peers(bench: Bench, python: str | None) -> Iterator[Row]:
    """Nanoseconds a household and step of each version, and how many times ours is faster."""
    bench.say("plain Mesa and our kernel on the same simplified rules …")
    kernel.run(1000, 1, SEED)
    few, ours_few = kernel.run(MESA_HOUSEHOLDS, STEPS, SEED)
    many, ours_many = kernel.run(MANY, STEPS, SEED)
    mesa, theirs = plain_mesa.run(MESA_HOUSEHOLDS, STEPS, SEED)
    check_agreement("plain Mesa", ours_few, theirs)
    yield Row("peer_kernel", f"simplified rules, our kernel, {MANY:,} households", each(many, MANY), "ns")
    yield Row("peer_mesa", f"simplified rules, plain Mesa, {MESA_HOUSEHOLDS:,} households",
              each(mesa, MESA_HOUSEHOLDS), "ns")
    yield Row("against_mesa", f"faster than plain Mesa, {MESA_HOUSEHOLDS:,} households, 1 thread", mesa / few,
              "times", 100.0, at_least=True)
    yield from against_frames(bench, python, many, ours_many)


def against_frames(bench: Bench, python: str | None, many: float, ours: list[int]) -> Iterator[Row]:
    """mesa-frames with as many threads as polars likes against our one."""
    found = frames_python(python)
    if found is None:
        bench.say(HOW_TO)
        return
    bench.say("mesa-frames …")
    done = subprocess.run([found, str(FRAMES_SCRIPT), str(MANY), str(STEPS), str(SEED)], cwd=ROOT, text=True,
                          capture_output=True, check=False)
    if done.returncode != 0:
        bench.say(f"mesa-frames left out: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
        return
    seconds, theirs = json.loads(done.stdout.splitlines()[-1])
    check_agreement("mesa-frames", ours, theirs)
    yield Row("peer_frames", f"simplified rules, mesa-frames, {MANY:,} households", each(seconds, MANY), "ns")
    yield Row("against_frames", f"faster than mesa-frames, {MANY:,} households, 1 thread", seconds / many,
              "times", 8.0, at_least=True)


def each(seconds: float, households: int) -> float:
    """Nanoseconds a household and step."""
    return 1e9 * seconds / households / STEPS


def frames_python(given: str | None) -> str | None:
    """The Python that has mesa-frames: the given one, .venv-peers, or this one; None if none has it."""
    candidates = [given] if given else [str(PEERS_PYTHON), sys.executable]
    for python in candidates:
        if Path(python).exists() and subprocess.run([python, "-c", "import mesa_frames"], check=False,
                                                    capture_output=True).returncode == 0:
            return python
    return None


def check_agreement(name: str, ours: list[int], theirs: list[int]) -> None:
    """The versions must end with the same shares of households by state, up to luck."""
    total = sum(ours)
    worst = max(abs(a - b) / total for a, b in zip(ours, theirs, strict=True))
    if sum(theirs) != total or worst > TOLERANCE:
        raise RuntimeError(f"{name} and our kernel disagree on the same rules: {theirs} against {ours}")
