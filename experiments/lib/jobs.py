"""From checked keys to a job: world, plan and settings loaded and held against each other.

A job is everything a run depends on. `prepare` finds whatever is wrong before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from experiments.lib.calibration import ensemble
from experiments.lib.calibration.ensemble import Ensemble
from experiments.lib.config import CONF, RunConfig
from model import settings as model_settings
from model.checks import InputError, nearest
from model.plan import Plan, load_plan
from model.settings import Settings
from model.world import World
from model.world import load as load_world
from model.world_names import check_names

BAND_ROWS = 300_000
"""Above this many simulated households the extra runs of the interval use a coarser scale."""


@dataclass(frozen=True)
class Job:
    """One run of the engine; picklable."""

    world: World
    """The world with the chosen origins: what tables and reports speak of."""
    whole: World
    """The world with all its origins: what the engine's fields are made of."""
    origins: tuple[str, ...]
    plan: Plan
    settings: Settings
    seed: int
    scale: int | dict[str, int]
    start: str
    months: int
    threads: int = 1
    dense: bool = False
    feedbacks: bool = True
    ensemble: Ensemble | None = None
    """Draws of settings; every seed has one."""
    fixed: tuple[str, ...] = ()
    """Settings set by hand, which no draw changes."""

    def with_plan(self, plan: Plan) -> Job:
        """The same question under another plan."""
        return replace(self, plan=plan)

    def of_seed(self, seed: int, scale: int | dict[str, int]) -> Job:
        """The same question with another seed, its draw of settings and another scale, on one thread."""
        return replace(self, seed=seed, settings=self.settings_of(seed), scale=scale, threads=1)

    def settings_of(self, seed: int) -> Settings:
        """Settings of a seed: its draw, where there is an ensemble."""
        return self.ensemble.settings(seed, self.settings, self.fixed) if self.ensemble else self.settings


def prepare(config: RunConfig) -> Job:
    """Load and check everything a run needs. Raises InputError; nothing is written."""
    whole = load_world(config.world)
    check_names(whole)
    world = load_world(config.world, config.origins) if config.origins else whole
    settings = chosen_settings(config.settings_from, config.settings, config.switches)
    start = config.start or world.label(0)
    first = world.month_of(start)
    months = _months(world, first, config.months)
    scale = config.scale if config.scale is not None else world.default_scale
    _check_scale(world, scale)
    plan = load_plan(config.plan, whole)
    job = Job(
        world,
        whole,
        tuple(config.origins or ()),
        plan,
        settings,
        config.seed,
        scale,
        start,
        months,
        config.threads,
        config.engine.dense,
        config.feedbacks,
        ensemble.chosen(whole, config.ensemble),
        tuple(sorted({*config.settings, *settings_in(config.settings_from)})),
    )
    return replace(job, settings=job.settings_of(config.seed))


def chosen_settings(name: str | None, values: Mapping[str, Any], switches: Mapping[str, Any]) -> Settings:
    """Defaults, then a settings file (`conf/settings/<name>.yaml` or a path), then single values."""
    base: Mapping[str, Any] = _settings_file(name) if name else {}
    merged = {**(base.get("settings") or {}), **values}
    variants = {**(base.get("switches") or {}), **switches}
    return model_settings.make(merged, variants)


def settings_in(name: str | None) -> list[str]:
    """Names of the settings that a settings file sets."""
    return list(_settings_file(name).get("settings") or {}) if name else []


def _settings_file(name: str) -> Mapping[str, Any]:
    folder = CONF / "settings"
    path = Path(name) if name.endswith((".yaml", ".yml")) else folder / f"{name}.yaml"
    if not path.is_file():
        known = sorted(found.stem for found in folder.glob("*.yaml"))
        raise InputError(
            f"settings = '{name}': no file {path}. {nearest(name, known)} "
            f"Known: {', '.join(known) or 'none'}."
        )
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not readable YAML ({str(error).splitlines()[0]}).") from None
    if not isinstance(content, dict) or not set(content) <= {"settings", "switches", "description"}:
        raise InputError(f"{path}: the keys are `settings:` and `switches:` (and `description:`).")
    return content


def _months(world: World, first: int, wanted: int | None) -> int:
    left = world.months - first
    if wanted is None:
        return left
    if wanted > left:
        raise InputError(
            f"months = {wanted}: the world '{world.name}' has {left} months from "
            f"{world.label(first)} to {world.label(world.months - 1)}."
        )
    return wanted


def _check_scale(world: World, scale: int | dict[str, int]) -> None:
    unknown = [code for code in scale if code not in world.country_index] if isinstance(scale, dict) else []
    if unknown:
        raise InputError(
            f"scale.{unknown[0]}: the world '{world.name}' has no country '{unknown[0]}'. "
            f"{nearest(unknown[0], world.countries)}"
        )


def coarsest(scale: Any) -> float:
    """Real households to a simulated one; the most where countries differ."""
    return float(max(scale.values()) if isinstance(scale, dict) else scale)


def band_scale(job: Job, wanted: int | None) -> int | dict[str, int]:
    """Scale of the runs behind the interval: `wanted`, or the run's own unless that is large."""
    if wanted is not None:
        return wanted
    largest = job.scale if isinstance(job.scale, int) else max(job.scale.values())
    return job.scale if simulated_households(job) <= BAND_ROWS else max(1000, largest)


def simulated_households(job: Job) -> float:
    """About how many households the run simulates: residents over household size and scale."""
    world = job.world
    table = world.tables["origins"].set_index("place_id")
    population = world.places.set_index("place_id")["population"]
    total = 0.0
    for place in world.origins:
        name = world.place_ids[place]
        code = world.countries[world.place_country[place]]
        scale = job.scale.get(code, world.default_scale) if isinstance(job.scale, dict) else job.scale
        total += population[name] / table.loc[name, "household_size_mean"] / scale
    return total
