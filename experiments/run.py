"""`python -m experiments.run key=value ...`: one run of a world under a plan, with a complete run folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from experiments import sweep
from experiments.lib import cli, record, runfolder
from experiments.lib.config import RunConfig, read
from experiments.lib.jobs import band_scale, prepare
from experiments.lib.report import write_report
from experiments.lib.results import read_results
from experiments.lib.simulate import run_all
from experiments.lib.sweep import multirun
from experiments.lib.words import say


def main(arguments: list[str]) -> int:
    """Check the keys, run, write the folder. Nothing is written before everything is checked."""
    if multirun.wanted(arguments):
        return sweep.told(arguments, multirun.asked(arguments), "run")
    began = time.perf_counter()
    config = read(arguments, RunConfig)
    job = prepare(config)
    coarse = band_scale(job, config.band_scale)
    others = [job.of_seed(config.seed + extra, coarse) for extra in range(1, config.seeds + 1)]
    manifest = record.manifest("run", arguments, config, job, others)
    path = Path(config.out) if config.out else record.default_path("run", config, job, others)
    with runfolder.guarded(runfolder.create(path, manifest)) as folder:
        outcome, seeds = run_all(job, others, config.lang)
        table = record.write_tables(folder, job, outcome, seeds)
        folder.manifest |= record.results(outcome, seeds)
        report = write_report(folder, config.lang, read_results(folder, job.world, table))
        folder.manifest["seconds_total"] = round(time.perf_counter() - began, 3)
        folder.finish()
    print(say("done", config.lang, seconds=time.perf_counter() - began, path=report))
    return 0


if __name__ == "__main__":
    sys.exit(cli.command(main, RunConfig, "run"))
