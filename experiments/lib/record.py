"""The manifest and the tables of a run: everything needed to judge it and to repeat it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.lib import files, runfolder, tables_out
from experiments.lib.config import RunConfig
from experiments.lib.jobs import Job
from experiments.lib.runfolder import RunFolder
from experiments.lib.simulate import Outcome, SeedOutcome, beside, seconds_per_step, worth_an_interval
from model.plan_read import read_file
from model.world import World

PRESENTATION = ("lang", "threads", "out", "engine")
"""Keys that decide how a run is shown or made, not what comes out."""


def manifest(
    command: str, arguments: Sequence[str], config: RunConfig, job: Job, others: Sequence[Job]
) -> dict[str, Any]:
    """The part of the manifest that is known before the run."""
    content, file = read_file(config.plan)
    return {
        "command": ["python", "-m", f"experiments.{command}", *arguments],
        "world": {"name": job.world.name, "folder": str(job.world.folder), "hash": job.world.hash},
        "plan": {"name": job.plan.name, "file": file, "hash": job.plan.hash, "content": content},
        "settings": dict(job.settings.values),
        "switches": dict(job.settings.switches),
        "changed_settings": sorted({*config.settings, *config.switches}),
        "ensemble": ensemble_of(job),
        "seed": job.seed,
        "scale": job.scale,
        "start": job.start,
        "months": job.months,
        "origins": list(config.origins),
        "feedbacks": job.feedbacks,
        "threads": job.threads,
        "engine": {"dense": job.dense},
        "lang": config.lang,
        "interval": {"seeds": [other.seed for other in others], "scale": others[0].scale if others else None},
        "digest": None,
        "digest_by_origin": None,
        "seconds_total": None,
        "seconds_per_step": None,
        "peak_rss_bytes": None,
    }


def ensemble_of(job: Job) -> dict[str, Any] | None:
    """Name and hash of the draws of settings, and what was set by hand."""
    drawn = job.ensemble
    return {"name": drawn.name, "hash": drawn.digest, "draws": len(drawn), "fixed": list(job.fixed)} if drawn else None


def default_path(
    command: str, config: RunConfig, job: Job, others: Sequence[Job], more: Mapping[str, Any] | None = None
) -> Path:
    """`outputs/<command>/<world>-<plan>-s<seed>-<hash of everything that decides the tables>`."""
    decides = {
        "world": job.world.hash,
        "plan": job.plan.hash,
        "settings": dict(job.settings.values),
        "switches": dict(job.settings.switches),
        "ensemble": ensemble_of(job),
        "seed": job.seed,
        "scale": job.scale,
        "start": job.start,
        "months": job.months,
        "origins": list(config.origins),
        "feedbacks": job.feedbacks,
        "interval": [(other.seed, other.scale) for other in others],
        "more": {name: str(value) for name, value in (more or {}).items() if name not in PRESENTATION},
    }
    return runfolder.default_path(command, f"{job.world.name}-{job.plan.name}-s{job.seed}", decides)


def results(outcome: Outcome, seeds: Sequence[SeedOutcome]) -> dict[str, Any]:
    """The part of the manifest that only the run knows."""
    return {
        "digest": outcome.digest,
        "digest_by_origin": outcome.digest_by_origin,
        "interval_digest": digest_of_seeds(seeds),
        "seconds_per_step": seconds_per_step(outcome.step_seconds),
        "seconds_stepping": round(sum(outcome.step_seconds), 3),
        "peak_rss_bytes": outcome.peak_rss_bytes,
    }


def digest_of_seeds(seeds: Sequence[SeedOutcome]) -> str | None:
    """One hash over the digests of the runs behind the interval."""
    if not seeds:
        return None
    return hashlib.blake2b("".join(seed.digest for seed in seeds).encode(), digest_size=16).hexdigest()


def write_tables(folder: RunFolder, job: Job, outcome: Outcome, seeds: Sequence[SeedOutcome]) -> pd.DataFrame:
    """All tables of a run (see `outputs/README.md`); returns the main one."""
    from model.indicators import table

    history, world = outcome.history, job.world
    indicators = table(history, world)
    files.write_parquet(folder.tables / "indicators.parquet", indicators)
    _write_spreadsheets(folder, indicators, world)
    if seeds:
        kept = worth_an_interval(indicators, world)
        names = set(seeds[0].table["indicator"].unique())
        folder.write_table("indicators_seeds", beside(kept[kept["indicator"].isin(names)], seeds))
    folder.write_table("fit", outcome.fit)
    folder.write_table("flows", tables_out.flows(history, world))
    folder.write_table("costs", tables_out.costs(history))
    folder.write_table("programmes", tables_out.programmes(history))
    return indicators


def _write_spreadsheets(folder: RunFolder, indicators: pd.DataFrame, world: World) -> None:
    """The main table as CSV in two files, countries and single places; without the months of zero."""
    other = indicators["value"] != 0
    single = indicators["place"].isin(set(world.place_ids) - set(world.countries))
    folder.write_csv("indicators", indicators[other & ~single])
    folder.write_csv("indicators_places", indicators[other & single])
