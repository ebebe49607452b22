"""`python -m experiments.compare plans=[a,b,...]`: plans against a baseline with the same luck; report and workbook."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from experiments.lib import cli, files, record, runfolder
from experiments.lib.compare import marginal, switches
from experiments.lib.compare.arms import FOLLOWED, Arm, Question, question
from experiments.lib.compare.branches import ArmResult, run_question
from experiments.lib.compare.page import Extras, Page
from experiments.lib.compare.paired import Compared
from experiments.lib.compare.read_me import outcomes, read_me
from experiments.lib.compare.spreadsheet import write_workbook
from experiments.lib.config import RunConfig, key, read
from experiments.lib.jobs import BAND_ROWS, Job, prepare, simulated_households
from experiments.lib.names import Names
from experiments.lib.provenance import peak_rss_bytes
from experiments.lib.report import template
from experiments.lib.runfolder import RunFolder
from experiments.lib.words import say
from model.checks import InputError
from model.plan import load_plan

COARSE = 1000
"""Scale where none is given and the world's own would simulate more than `BAND_ROWS` households."""
TABLES = ("differences", "costs", "cost_per_outcome", "household_types", "departments", "differing", "fates",
          "breakpoints", "pairing", "monthly")


@dataclass
class CompareConfig(RunConfig):
    """Keys of a comparison, beside those of a run."""

    UNUSED: ClassVar[tuple[str, ...]] = ("plan", "band_scale", "threads")

    plans: list[str] = key("list", "plans to compare: names in conf/plan/ or YAML files")
    baseline: str | None = key("text", "the plan all others are held against", default_note="the first of plans")
    scale: Any = key("scale", "real households per simulated one: a number, or by country {SLV:10,GTM:10}",
                     1, 2000, default_note="the world's own, 1000 where that would be slow")
    seeds: int = key("whole", "paired seeds: seed, seed+1, ...; below 2 there is no interval", 1, 1000)
    since: str | None = key("month", "first month that differences are read from, YYYY-MM",
                            default_note="the first month in which plans differ")
    marginal: bool = key("yes-no", "also what the next dollar buys: every lever of every plan a tenth stronger")
    switches_over: str | None = key("text", "switches=all: again under every variant of the disputed evidence",
                                    choices=("all",), default_note="none")
    stories: bool = key("yes-no", "two lives told side by side for every plan")


def main(arguments: list[str]) -> int:
    """Check everything, run, write tables, workbook and report."""
    began = time.perf_counter()
    config = read(arguments, CompareConfig, "compare")
    asked = asked_of(config)
    manifest = manifest_of("compare", arguments, config, asked)
    path = Path(config.out) if config.out else default_path("compare", config, asked)
    with runfolder.guarded(runfolder.create(path, manifest)) as folder:
        compared = Compared(asked, run_question(asked, config.lang))
        extras = Extras(_marginal(config, asked), _verdicts(config, compared), marginal.STEP)
        write_tables(folder, compared, extras)
        finish(folder, compared, began)
        report = path / "report.html"
        page = Page(compared, extras, Names(asked.job.world, config.lang), folder)
        files.write_text(report, template("compare").render(page.context()))
        folder.finish()
    print(say("compare_done", config.lang, seconds=time.perf_counter() - began, path=report))
    return 0


def asked_of(config: CompareConfig) -> Question:
    """The question of the keys; the baseline comes first. Raises InputError."""
    first = config.baseline or (config.plans[0] if config.plans else "")
    names = list(dict.fromkeys([first, *config.plans]))
    if len(names) < 2:
        raise InputError("plans: name two plans or more, e.g. plans=[baseline,integration]; the first is the baseline.")
    config.plan = first
    job = coarse(prepare(config), config.scale)
    arms = [Arm(Path(name).stem, load_plan(name, job.whole)) for name in names]
    seeds = range(config.seed, config.seed + config.seeds)
    return question(job, arms, seeds, config.since, FOLLOWED if config.stories else 0)


def coarse(job: Job, scale: Any) -> Job:
    """The job at a scale that can be run many times, unless one was asked for."""
    return replace(job, scale=COARSE) if scale is None and simulated_households(job) > BAND_ROWS else job


def manifest_of(command: str, arguments: Sequence[str], config: RunConfig, asked: Question) -> dict[str, Any]:
    """The manifest of a comparison: that of a run under its baseline, and all plans."""
    plans = [{"name": arm.name, "hash": arm.plan.hash} for arm in asked.arms]
    return record.manifest(command, arguments, config, asked.job, []) | {
        "plans": plans, "seeds": list(asked.seeds), "since": asked.job.whole.label(asked.since)}


def default_path(command: str, config: RunConfig, asked: Question) -> Path:
    """A folder under outputs/ named by the question."""
    more = {name: value for name, value in vars(config).items() if name not in ("lang", "threads", "out", "engine")}
    plans = {"plans": [arm.plan.hash for arm in asked.arms]}
    return record.default_path(command, config, asked.job, [], more | plans)


def finish(folder: RunFolder, compared: Compared, began: float) -> None:
    """What only the runs know goes into the manifest: one digest over all of them."""
    folder.manifest |= {
        "digest": digest_of(compared.results),
        "seconds_total": round(time.perf_counter() - began, 3), "peak_rss_bytes": peak_rss_bytes()}


def digest_of(results: Sequence[Sequence[ArmResult]]) -> str:
    """One digest over all runs of a comparison."""
    digests = "".join(result.digest for arm in results for result in arm)
    return hashlib.blake2b(digests.encode(), digest_size=16).hexdigest()


def write_tables(folder: RunFolder, compared: Compared, extras: Extras) -> None:
    """Every table as Parquet and CSV, and all of them as sheets of comparison.xlsx."""
    tables = {"plans": _plans(compared), "outcomes": outcomes()}
    wanted = TABLES if len(compared.question.seeds) > 1 else [name for name in TABLES if name != "pairing"]
    tables |= {name: getattr(compared, name) for name in wanted}
    tables |= {name: table for name, table in (("marginal", extras.marginal), ("switches", extras.verdicts))
               if table is not None}
    for name, table in tables.items():
        folder.write_table(name, table)
    write_workbook(folder.path / "comparison.xlsx", {"read_me": read_me(compared), **tables})


def _plans(compared: Compared) -> pd.DataFrame:
    return pd.DataFrame([{"plan": arm.name, "against": compared.name(arm.control), "title_en": arm.title("en"),
                          "title_es": arm.title("es"), "about_en": arm.plan.about["en"],
                          "about_es": arm.plan.about["es"]} for arm in compared.question.arms])


def _marginal(config: CompareConfig, asked: Question) -> pd.DataFrame | None:
    if not config.marginal:
        return None
    frames = []
    for arm in asked.arms:
        more = marginal.asked_of(arm, asked)
        if more:
            print(say("compare_marginal", config.lang, plan=arm.name), file=sys.stderr)
            frames.append(marginal.table(Compared(more, run_question(more, config.lang))))
    return pd.concat(frames, ignore_index=True) if frames else None


def _verdicts(config: CompareConfig, compared: Compared) -> pd.DataFrame | None:
    if not config.switches_over:
        return None
    others = []
    for switch, variant, settings in switches.variants(compared.question.job.settings):
        print(say("compare_variant", config.lang, switch=switch, variant=variant), file=sys.stderr)
        asked = compared.question.with_settings(settings)
        others.append((switch, variant, Compared(asked, run_question(asked, config.lang))))
    return switches.verdicts(compared, others)


if __name__ == "__main__":
    sys.exit(cli.command(main, CompareConfig, "compare", "compare"))
