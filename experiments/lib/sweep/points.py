"""The runs of a sweep: what they share, what tells them apart, and the key under which each is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.lib import provenance
from experiments.lib.compare.arms import Arm, branch_month
from experiments.lib.jobs import Job
from experiments.lib.sweep.design import Draw
from model import settings as model_settings
from model.plan import Plan, load_plan
from model.settings import Settings
from model.world import World

READERS = ("experiments/lib/compare/outcomes.py", "experiments/lib/compare/households.py",
           "experiments/lib/sweep/reading.py")
"""Files beside the model that decide what a shard holds."""


@dataclass(frozen=True)
class Base:
    """What all runs of a sweep share; small, so that it travels with every task."""

    world: str
    """folder"""
    world_hash: str
    code: str
    origins: tuple[str, ...]
    scale: Any
    start: str
    months: int
    feedbacks: bool
    since: int
    """first month of the window that is summed up: index in the world"""

    def record(self) -> dict[str, Any]:
        """What decides results: the folder's name does not, its hash does."""
        return {name: value for name, value in asdict(self).items() if name != "world"}


@dataclass(frozen=True)
class Point:
    """One run: plan, assumptions and luck."""

    key: str
    plan: str
    source: str
    """name in conf/plan or a YAML file"""
    plan_hash: str
    changes: tuple[tuple[str, Any], ...]
    """values of the plan that are overridden"""
    values: tuple[tuple[str, float], ...]
    """settings that differ from their defaults"""
    switches: tuple[tuple[str, str], ...]
    seed: int
    draw: int
    """number of the point of the design"""

    @property
    def family(self) -> tuple[Any, ...]:
        """Runs of one family differ in their plan only and share their first months."""
        return self.values, self.switches, self.seed

    def settings(self) -> Settings:
        """All parameter values of the run."""
        return model_settings.make(dict(self.values), dict(self.switches))

    def record(self) -> dict[str, Any]:
        """What tells the run apart, for its shard and for tables."""
        return {"plan": self.plan, "plan_hash": self.plan_hash, "changes": dict(self.changes),
                "settings": dict(self.values), "switches": dict(self.switches), "seed": self.seed, "draw": self.draw}


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Hash over the model and over what reads results from it; reports may change without a new run."""
    digest = hashlib.blake2b(digest_size=8)
    files = [*sorted((provenance.ROOT / "model").rglob("*.py")), *(provenance.ROOT / name for name in READERS)]
    for path in files:
        digest.update(str(path.relative_to(provenance.ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def base_of(job: Job, plans: Sequence[Plan], since: str | None) -> Base:
    """What all runs share; the window begins at `since`, or where the plans begin to differ, or with the run."""
    world = job.whole
    first = world.month_of(job.start)
    branch = branch_month([Arm(plan.name, plan) for plan in plans])
    begin = world.month_of(since) if since else max(first, branch if branch is not None else first)
    if not first <= begin < first + job.months:
        begin = first
    return Base(str(Path(world.folder).resolve()), world.hash, code_hash(), job.origins, job.scale, job.start,
                job.months, job.feedbacks, begin)


def points_of(job: Job, base: Base, sources: Sequence[str], draws: Iterable[Draw], seeds: Sequence[int]) -> list[Point]:
    """Every run, plans innermost, so that runs that share their first months stand together.

    Points that ask for the same run (equal plans, equal draws) have the same key: it is made once and read for each.
    """
    found = []
    for number, draw in enumerate(draws):
        for seed in seeds:
            values, switches, changes = _split(job.settings_of(seed), draw)
            for source in sources:
                plan = plan_of(source, changes, job.whole)
                found.append(_point(base, plan, source, changes, values, switches, seed, number))
    return found


def _split(base: Settings, draw: Draw) -> tuple[dict[str, float], dict[str, str], tuple[tuple[str, Any], ...]]:
    """Settings and switches that differ from the defaults, and changes of the plan."""
    default = model_settings.make()
    values = dict(base.values) | _part(draw, "settings")
    switches = dict(base.switches) | _part(draw, "switches")
    return ({name: value for name, value in values.items() if value != default.values[name]},
            {name: value for name, value in switches.items() if value != default.switches[name]},
            tuple(sorted(_part(draw, "plan").items())))


def assumptions(base: Settings, draw: Draw) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """`values` and `switches` of the runs of a draw."""
    values, switches, _ = _split(base, draw)
    return tuple(sorted(values.items())), tuple(sorted(switches.items()))


def _part(draw: Draw, group: str) -> dict[str, Any]:
    return {name.split(".", 1)[1]: value for name, value in draw.items() if name.split(".", 1)[0] == group}


_PLANS: dict[Any, Plan] = {}
MOST_PLANS = 500


def plan_of(source: str, changes: tuple[tuple[str, Any], ...], world: World) -> Plan:
    """A plan on a world, read once; `changes` as for `load_plan`."""
    path = Path(source)
    stamp = path.stat().st_mtime_ns if path.is_file() else None
    known = (source, stamp, changes, world.hash)
    if known not in _PLANS:
        if len(_PLANS) >= MOST_PLANS:
            _PLANS.clear()
        _PLANS[known] = load_plan(source, world, dict(changes) or None)
    return _PLANS[known]


def _point(base: Base, plan: Plan, source: str, changes: tuple[tuple[str, Any], ...], values: Mapping[str, float],
           switches: Mapping[str, str], seed: int, draw: int) -> Point:
    decides = {**base.record(), "plan": plan.hash, "settings": dict(sorted(values.items())),
               "switches": dict(sorted(switches.items())), "seed": seed}
    key = hashlib.blake2b(json.dumps(decides, sort_keys=True, default=str).encode(), digest_size=12).hexdigest()
    return Point(key, plan.name, source, plan.hash, changes, tuple(sorted(values.items())),
                 tuple(sorted(switches.items())), seed, draw)


def table(points: Sequence[Point]) -> pd.DataFrame:
    """One row a run: key, plan, draw, seed and every assumption that any run changes, in full."""
    default = model_settings.make()
    names = sorted({name for point in points for name, _ in point.values})
    switches = sorted({name for point in points for name, _ in point.switches})
    changes = sorted({name for point in points for name, _ in point.changes})
    rows = []
    for point in points:
        own, chosen, changed = dict(point.values), dict(point.switches), dict(point.changes)
        rows.append({"key": point.key, "plan": point.plan, "draw": point.draw, "seed": point.seed}
                    | {f"settings.{name}": own.get(name, default.values[name]) for name in names}
                    | {f"switches.{name}": chosen.get(name, default.switches[name]) for name in switches}
                    | {f"plan.{name}": changed.get(name) for name in changes})
    return pd.DataFrame(rows)
