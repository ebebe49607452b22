"""`python -m experiments.lever_table key=value`: each lever alone at catalogue strength, against itself taken out."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from experiments.compare import CompareConfig, coarse, default_path, finish, manifest_of
from experiments.lib import cli, files, runfolder
from experiments.lib.compare import levers
from experiments.lib.compare.arms import Question, question
from experiments.lib.compare.branches import run_question
from experiments.lib.compare.lever_page import context
from experiments.lib.compare.paired import Compared
from experiments.lib.compare.spreadsheet import write_workbook
from experiments.lib.config import RunConfig, key, read
from experiments.lib.jobs import prepare
from experiments.lib.names import Names
from experiments.lib.pages import ROOT
from experiments.lib.report import template
from experiments.lib.words import say

PUBLISHED = ROOT / "docs" / "data" / "lever_effects.csv"


@dataclass
class LeverTableConfig(RunConfig):
    """Keys of the table of levers, beside those of a run."""

    UNUSED: ClassVar[tuple[str, ...]] = ("band_scale", "threads")

    begin: str = key("month", "first month of every lever, YYYY-MM")
    levers: list[str] = key("list", "only these levers", default_note="all")
    scale: Any = CompareConfig.__dataclass_fields__["scale"]
    seeds: int = key("whole", "paired seeds: seed, seed+1, ...; below 2 there is no interval", 1, 1000)
    since: str | None = key("month", "first month that effects are read from", default_note="begin")
    publish: bool = key("yes-no", "also put the rows into docs/data/lever_effects.csv, which docs/levers.md shows")


def main(arguments: list[str]) -> int:
    """Run, write the table, the workbook and the page."""
    began = time.perf_counter()
    config = read(arguments, LeverTableConfig, "lever_table")
    asked = _asked(config)
    path = Path(config.out) if config.out else default_path("lever_table", config, asked)
    manifest = manifest_of("lever_table", arguments, config, asked)
    with runfolder.guarded(runfolder.create(path, manifest)) as folder:
        compared = Compared(asked, run_question(asked, config.lang))
        table = levers.effects(compared)
        folder.write_table("lever_effects", table)
        folder.write_table("differences", compared.differences)
        write_workbook(path / "levers.xlsx", {"levers": table, "differences": compared.differences})
        if config.publish:
            files.write_csv(PUBLISHED, beside_published(table.round(6)))
        finish(folder, compared, began)
        page = context(compared, table, Names(asked.job.world, config.lang), folder)
        files.write_text(path / "report.html", template("levers").render(page))
        folder.finish()
    print(say("compare_done", config.lang, seconds=time.perf_counter() - began, path=path / "report.html"))
    return 0


def beside_published(table: pd.DataFrame) -> pd.DataFrame:
    """The measured levers in place of their published rows; rows of other levers stay."""
    if not PUBLISHED.is_file():
        return table
    held = pd.read_csv(PUBLISHED, dtype={"scale": str})
    order = list(dict.fromkeys([*held["lever"], *table["lever"]]))
    both = pd.concat([held[~held["lever"].isin(set(table["lever"]))], table], ignore_index=True)
    return both.sort_values("lever", key=lambda names: names.map(order.index), kind="stable")


def _asked(config: LeverTableConfig) -> Question:
    names: Sequence[str] = levers.chosen(config.levers)
    job = coarse(prepare(config), config.scale)
    arms = levers.arms_of(names, job.plan, job.whole, config.begin)
    return question(job, arms, range(config.seed, config.seed + config.seeds), config.since or config.begin)


if __name__ == "__main__":
    sys.exit(cli.command(main, LeverTableConfig, "lever_table", "lever_table"))
