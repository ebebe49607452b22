"""The question of a sweep from its keys: design, plans, seeds, the folder, and what has changed since last time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from experiments.lib import files, record, runfolder
from experiments.lib.config import RunConfig, key, read
from experiments.lib.jobs import BAND_ROWS, Job, prepare, simulated_households
from experiments.lib.sweep import design as designs
from experiments.lib.sweep import points as run_points
from experiments.lib.sweep.design import Design
from experiments.lib.sweep.points import Base, Point
from experiments.lib.sweep.store import Store, previous
from experiments.lib.words import say
from model.checks import InputError
from model.plan import load_plan

COARSE = 1000
"""Scale of a sweep where none is given and the world's own would simulate more than `BAND_ROWS` households."""


@dataclass
class SweepConfig(RunConfig):
    """Keys of a sweep, beside those of a run."""

    UNUSED: ClassVar[tuple[str, ...]] = ("band_scale", "threads", "engine.dense")

    sweep: str = key("text", "the design: a name in conf/sweep/ or a YAML file")
    plans: list[str] = key("list", "plans: names in conf/plan/ or YAML files; the first is the baseline",
                           default_note="those of the design, else plan=")
    points: int | None = key("whole", "points of the design (latin, sobol, draws)", 2, designs.MOST_POINTS,
                             default_note="those of the design")
    seeds: int = key("whole", "paired seeds of every point and plan: seed, seed+1, ...", 1, 1000)
    since: str | None = key("month", "first month of the window that is summed up, YYYY-MM",
                            default_note="where the plans begin to differ, else the start")
    scale: Any = key("scale", "real households per simulated one: a number, or by country {SLV:10,GTM:10}",
                     1, 100_000, default_note="the world's own, 1000 where that would be slow")
    on: str = key("text", "where: serial, dask (this machine), slurm, auto, or a scheduler's address")
    workers: int | None = key("whole", "worker processes", 1, 10_000, default_note="one a core")
    queue: str | None = key("text", "queue (partition) that on=slurm asks for", default_note="the cluster's own")
    walltime: str = key("text", "time that on=slurm asks for every worker, HH:MM:SS")
    memory: str = key("text", "memory that on=slurm asks for every worker")
    limit_s: int = key("whole", "seconds a run may take before it is stopped and kept as failed; 0 never", 0, 10**6)
    retry_failed: bool = key("yes-no", "make failed runs again")


@dataclass(frozen=True)
class Asked:
    """A checked question."""

    config: SweepConfig
    design: Design
    job: Job
    base: Base
    points: tuple[Point, ...]
    path: Path

    @property
    def baseline(self) -> str:
        """Name of the plan others are held against: the first."""
        return self.points[0].plan

    @property
    def plans(self) -> list[str]:
        """Plans in order, the baseline first."""
        return list(dict.fromkeys(point.plan for point in self.points))

    @property
    def sources(self) -> dict[str, str]:
        """Name or file of every plan."""
        return {point.plan: point.source for point in self.points}

    @property
    def slurm(self) -> tuple[tuple[str, str], ...]:
        """What a Slurm cluster is asked for."""
        wanted = {"queue": self.config.queue, "walltime": self.config.walltime, "memory": self.config.memory}
        return tuple((name, value) for name, value in wanted.items() if value)

    def manifest(self, command: str, arguments: Sequence[str]) -> dict[str, Any]:
        """What a person needs to judge and to repeat the sweep."""
        world = self.job.world
        plans = {point.plan: point.plan_hash for point in self.points}
        return {
            "command": ["python", "-m", f"experiments.{command}", *arguments],
            "design": {"name": self.design.name, "kind": self.design.kind, "points": len(self.design.draws),
                       "title_en": self.design.title["en"], "title_es": self.design.title["es"],
                       "vary": [factor.column for factor in self.design.factors], "content": dict(self.design.content)},
            "world": {"name": world.name, "folder": str(world.folder), "hash": world.hash},
            "plans": [{"name": name, "hash": plans[name]} for name in self.plans],
            "baseline": self.baseline,
            "seeds": sorted({point.seed for point in self.points}),
            "scale": self.base.scale, "start": self.base.start, "months": self.base.months,
            "window_since": self.job.whole.label(self.base.since),
            "origins": list(self.base.origins), "feedbacks": self.base.feedbacks,
            "ensemble": record.ensemble_of(self.job),
            "settings": dict(self.job.settings.values), "switches": dict(self.job.settings.switches),
            "results_code": self.base.code, "lang": self.config.lang,
            "runs": {"wanted": len({point.key for point in self.points})},
        }

    @staticmethod
    def _question(manifest: Mapping[str, Any]) -> str:
        """Design, number of points and seeds of a manifest."""
        asked = [manifest["design"]["content"], manifest["design"]["points"], manifest["seeds"]]
        return json.dumps(asked, sort_keys=True, default=str)

    def write_design(self, store: Store) -> None:
        """design.csv and design.parquet: every run with its assumptions; README.md how to read the store."""
        from experiments.lib.sweep.readme import readme

        table = run_points.table(self.points)
        with store.saying():
            files.write_parquet(store.path / "design.parquet", table)
            files.write_csv(store.path / "design.csv", table)
            files.write_text(store.path / "README.md", readme(self))

    def notices(self) -> list[str]:
        """What changed since the store was last written: code, world, plans."""
        before, lang = previous(self.path), self.config.lang
        if "results_code" not in before:
            return []
        found = []
        stored = len(Store(self.path).keys())
        if before["results_code"] != self.base.code:
            found.append(say("sweep_code_changed", lang, stored=stored))
        if before["world"]["hash"] != self.base.world_hash:
            found.append(say("sweep_world_changed", lang, stored=stored))
        if self._question(before) != self._question(self.manifest("sweep", ())):
            found.append(say("sweep_design_changed", lang, stored=stored, before=before["design"]["points"],
                             now=len(self.design.draws)))
        hashes = {plan["name"]: plan["hash"] for plan in before["plans"]}
        now = {point.plan: point.plan_hash for point in self.points}
        changed = [name for name in self.plans if hashes.get(name, now[name]) != now[name]]
        if changed:
            found.append(say("sweep_plan_changed", lang, plans=", ".join(changed)))
        return found


def config_of(arguments: Sequence[str]) -> tuple[SweepConfig, Design]:
    """Keys over the `run:` part of the design file over conf/sweep.yaml. Raises InputError."""
    name = next((text.split("=", 1)[1] for text in arguments if text.startswith("sweep=")), "smoke")
    content, file = designs.read_file(name.strip("'\""))
    config = read(with_defaults(arguments, content.get("run") or {}, file), SweepConfig, "sweep")
    return config, designs.make(content, file, config.points)


def with_defaults(arguments: Sequence[str], run: Mapping[str, Any], file: str) -> list[str]:
    """The arguments, and those of the file that were not given."""
    if not isinstance(run, Mapping):
        raise InputError(f"{file}: run = {run!r}: keys and values are needed, e.g. `run: {{world: valley}}`.")
    given = {text.split("=", 1)[0].strip() for text in arguments}
    return [*arguments, *(f"{name}={_argument(value)}" for name, value in run.items() if name not in given)]


def _argument(value: Any) -> str:
    if isinstance(value, list):
        return f"[{','.join(str(item) for item in value)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def asked_of(config: SweepConfig, design: Design, seeds: Sequence[int] | None = None) -> Asked:
    """The question of checked keys; `seeds` wins over seed, seed+1, ... Raises InputError."""
    sources = list(dict.fromkeys(config.plans or [config.plan]))
    config.plan = sources[0]
    job = coarse(prepare(config), config.scale)
    base = run_points.base_of(job, [load_plan(source, job.whole) for source in sources], config.since)
    chosen = list(seeds) if seeds else list(range(config.seed, config.seed + config.seeds))
    points = run_points.points_of(job, base, sources, design.draws, chosen)
    path = Path(config.out) if config.out else _default_path(config, design, base, chosen)
    return Asked(config, design, job, base, tuple(points), path)


def coarse(job: Job, scale: Any) -> Job:
    """The job at a scale that can be run many times, unless one was asked for."""
    return replace(job, scale=COARSE) if scale is None and simulated_households(job) > BAND_ROWS else job


def _default_path(config: SweepConfig, design: Design, base: Base, seeds: Sequence[int]) -> Path:
    """The same question lands in the same folder, whatever the version of code and world."""
    content = {**base.record(), "design": design.content, "points": config.points, "plans": config.plans,
               "plan": config.plan, "seeds": list(seeds), "settings": config.settings, "switches": config.switches,
               "settings_from": config.settings_from}
    for name in ("code", "world_hash"):
        content.pop(name)
    return runfolder.default_path("sweep", f"{Path(base.world).name}-{design.name}", content | {"world": base.world})


