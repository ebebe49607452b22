"""`python -m experiments.story key=value ...`: chosen households' journeys in plain English or Spanish."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.lib import cli, files, record, runfolder
from experiments.lib.config import RunConfig, key, read
from experiments.lib.jobs import Job, prepare
from experiments.lib.names import Names
from experiments.lib.simulate import watched
from experiments.lib.story_page import as_table, stories
from experiments.lib.story_watch import WHO, Watch, choose, panel
from experiments.lib.words import say
from model.checks import InputError
from model.plan import load_plan

PANEL_ROWS = 40_000


@dataclass
class StoryConfig(RunConfig):
    """Keys of the life stories, beside those of a run."""

    households: int = key("whole", "how many households to tell of", 1, 100)
    who: str = key("text", "what their journeys must hold", choices=WHO)
    numbers: list[int] = key(
        "numbers",
        "household numbers of an earlier story to tell again, e.g. [12,4711]",
        default_note="chosen by `who`",
    )
    beside: str | None = key(
        "text", "a second plan; the same households under it are told beside", default_note="none"
    )


def main(arguments: list[str]) -> int:
    """Run, watch a panel of households, tell of the chosen ones on the screen and in story.md."""
    config = read(arguments, StoryConfig, "story")
    jobs = _jobs(config)
    path = Path(config.out) if config.out else record.default_path("story", config, jobs[0], [], vars(config))
    with runfolder.guarded(
        runfolder.create(path, record.manifest("story", arguments, config, jobs[0], []))
    ) as folder:
        first = watched(jobs[0], config.lang, lambda simulation: _watch(simulation, config.numbers))
        chosen = (
            list(range(len(first.rows))) if config.numbers else choose(first, config.who, config.households)
        )
        rows = first.rows[chosen]
        watches = [
            first,
            *(watched(job, config.lang, lambda simulation: Watch(simulation, rows)) for job in jobs[1:]),
        ]
        text = _text(watches, jobs, rows.tolist(), config.lang)
        files.write_text(path / "story.md", text)
        folder.write_table("events", as_table(watches, [job.plan.name for job in jobs], rows.tolist()))
        folder.manifest["digest"] = first.simulation.digest()
        (path / "report.html").unlink(missing_ok=True)
        folder.finish()
    print(text)
    print(say("story_written", config.lang, path=path / "story.md"))
    return 0


def _jobs(config: StoryConfig) -> list[Job]:
    job = prepare(config)
    return [job, job.with_plan(load_plan(config.beside, job.world))] if config.beside else [job]


def _watch(simulation: object, numbers: Sequence[int]) -> Watch:
    rows = int(simulation.band_starts[-1, -1])  # type: ignore[attr-defined]
    wrong = [number for number in numbers if not 0 <= number < rows]
    if wrong:
        raise InputError(f"numbers: there is no household {wrong[0]}; this run has 0 to {rows - 1}.")
    return Watch(simulation, panel(simulation, PANEL_ROWS) if not numbers else sorted(set(numbers)))


def _text(watches: Sequence[Watch], jobs: Sequence[Job], rows: Sequence[int], lang: str) -> str:
    names = Names(jobs[0].world, lang)
    titles = [job.plan.title[lang] for job in jobs]
    return stories(watches, titles, rows, names) if rows else say("story_none", lang)


if __name__ == "__main__":
    sys.exit(cli.command(main, StoryConfig, "story", "story"))
