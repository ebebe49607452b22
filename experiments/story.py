"""`python -m experiments.story key=value ...`: chosen households' journeys in plain English or Spanish."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from experiments.lib import cli, files, record, runfolder
from experiments.lib.config import RunConfig, key, read
from experiments.lib.jobs import Job, prepare
from experiments.lib.names import Names
from experiments.lib.simulate import watched
from experiments.lib.story_page import as_table, page
from experiments.lib.words import say
from model.checks import InputError
from model.engine import Simulation
from model.plan import load_plan
from model.stories import WANTED, Stories, rows_of

FOLLOWED = 200_000
"""Households followed while nobody is chosen yet, spread evenly over all origins."""


@dataclass
class StoryConfig(RunConfig):
    """Keys of the life stories, beside those of a run."""

    UNUSED: ClassVar[tuple[str, ...]] = ("seeds", "band_scale")

    households: int = key("whole", "how many households to tell of", 1, 100)
    who: str = key("text", "what their path must be", choices=("mixed", *WANTED))
    numbers: list[int] = key(
        "numbers",
        "household numbers of an earlier story to tell again, e.g. [12,4711]",
        default_note="chosen by `who`",
    )
    beside: str | None = key(
        "text", "a second plan; the same households under it are told beside", default_note="none"
    )


def main(arguments: list[str]) -> int:
    """Run, follow households, tell of the chosen ones on the screen and in story.md."""
    config = read(arguments, StoryConfig, "story")
    jobs = _jobs(config)
    path = Path(config.out) if config.out else record.default_path("story", config, jobs[0], [], vars(config))
    manifest = record.manifest("story", arguments, config, jobs[0], [])
    with runfolder.guarded(runfolder.create(path, manifest)) as folder:
        first = watched(jobs[0], config.lang, lambda simulation: _follow(simulation, config.numbers))
        rows = config.numbers or choose(first, config.who, config.households)
        told = [first, *(watched(job, config.lang, lambda run: Stories(run, rows)) for job in jobs[1:])]
        names = Names(jobs[0].world, config.lang)
        text = page(told, [job.plan.title[config.lang] for job in jobs], rows, names)
        files.write_text(path / "story.md", text)
        folder.write_table("events", as_table(told, [job.plan.name for job in jobs], rows))
        folder.manifest["digest"] = first.simulation.digest()
        (path / "report.html").unlink(missing_ok=True)
        folder.finish()
    print(text)
    print(say("story_written", config.lang, path=path / "story.md"))
    return 0


def _jobs(config: StoryConfig) -> list[Job]:
    job = prepare(config)
    return [job, job.with_plan(load_plan(config.beside, job.whole))] if config.beside else [job]


def _follow(simulation: Simulation, numbers: Sequence[int]) -> Stories:
    if numbers:
        return Stories(simulation, numbers)
    rows = simulation.population.rows
    return Stories(simulation, np.linspace(0, rows - 1, min(rows, FOLLOWED)).astype(np.int64))


def choose(stories: Stories, who: str, count: int) -> list[int]:
    """Followed rows whose path fits `who`, evenly spread; `mixed` takes one of each kind of path by turns.

    Raises InputError if none fits.
    """
    kinds = list(WANTED) if who == "mixed" else [who]
    fitting = [np.intersect1d(rows_of(stories.simulation, kind), stories.rows) for kind in kinds]
    per_kind = -(-count // max(1, sum(len(rows) > 0 for rows in fitting)))
    picked = [[int(row) for row in rows[_even(len(rows), per_kind)]] for rows in fitting]
    turns = [rows[turn] for turn in range(per_kind) for rows in picked if turn < len(rows)]
    if not turns:
        raise InputError(f"who = '{who}': no household of this run fits ({WANTED[kinds[0]]}).")
    return list(dict.fromkeys(turns))[:count]


def _even(total: int, count: int) -> np.ndarray:
    wanted = min(total, count)
    return ((np.arange(wanted) + 0.5) * total / max(1, wanted)).astype(np.int64)


if __name__ == "__main__":
    sys.exit(cli.command(main, StoryConfig, "story", "story"))
