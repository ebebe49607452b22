"""A against B as a comparison of `experiments.compare`: the same tables, sentences, charts and workbook."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib.calibration import ensemble
from experiments.lib.compare.arms import Arm, Question
from experiments.lib.compare.branches import ArmResult
from experiments.lib.compare.paired import Compared
from experiments.lib.compare.read_me import outcomes, read_me
from experiments.lib.compare.sentences import Sentences
from experiments.lib.demo.asked import BRANCH, Wish, plan_of
from experiments.lib.demo.reading import Months
from experiments.lib.demo.service import Result
from experiments.lib.demo.trunk import SHOWN_BEFORE, Room
from experiments.lib.jobs import Job
from model import settings as model_settings
from model.plan import Plan, load_plan
from model.world import World

NAMES = ("A", "B")


@lru_cache(maxsize=64)
def plan(wish: Wish, world: World, branch: str = BRANCH) -> Plan:
    """The plan of a wish on a world."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{wish.base}.yaml"
        path.write_text(json.dumps(plan_of(wish, branch)), encoding="utf-8")  # JSON is YAML
        return load_plan(path, world)


def compared(
    room: Room, world: World, wishes: Sequence[Wish], switches: Sequence[tuple[str, str]],
    pairs: Sequence[tuple[int, Result, Result]],
) -> Compared:
    """The comparison of the seeds that are complete: (seed, result of A, result of B)."""
    plans = [plan(wish, world, room.branch) for wish in wishes]
    settings = model_settings.make(None, dict(switches))
    job = Job(world, world, (), plans[0], settings, pairs[0][0], room.scale, room.branch, room.months,
              ensemble=ensemble.chosen(world, room.ensemble))
    arms = tuple(Arm(name, own) for name, own in zip(NAMES, plans, strict=True))
    asked = Question(job, arms, tuple(seed for seed, _, _ in pairs), world.month_of(room.branch))
    return Compared(asked, [[arm_result(pair[side]) for pair in pairs] for side in (1, 2)])


def arm_result(result: Any) -> ArmResult:
    """What `experiments.compare` would keep of the same run."""
    months: Months = result.months
    costs: dict[tuple[str, str], float] = {}
    for month in months.costs[SHOWN_BEFORE:]:
        for key, amount in month.items():
            costs[key] = costs.get(key, 0.0) + amount
    return ArmResult(months.outcomes[SHOWN_BEFORE:].T.astype(float), result.content.astype(float), costs,
                     months.load[SHOWN_BEFORE:].swapaxes(0, 1).astype(float), None, [], "")


def overflow(both: Compared, lang: str) -> list[dict[str, Any]]:
    """Months beyond capacity by system, summed over countries: A, difference with interval, noise."""
    from experiments.lib import numbers
    from experiments.lib.compare.capacity import SYSTEMS
    from experiments.lib.compare.charts import signed
    from experiments.lib.compare.paired import inside_noise, spread
    from experiments.lib.words import say

    beyond = [np.stack([np.nansum(result.load > 1.0, axis=(1, 2)) for result in arm], axis=-1)
              for arm in both.results]
    mean, _, _, low, high = spread((beyond[1] - beyond[0]).astype(float))
    noise = inside_noise(low, high)
    rows = []
    for s, system in enumerate(SYSTEMS):
        ends = say("to", lang, low=signed(low[s], lang), high=signed(high[s], lang)) if np.isfinite(low[s]) else ""
        base = float(beyond[0][s].mean())
        cell = {"value": signed(mean[s], lang), "interval": ends, "noise": bool(noise[s]),
                "share": signed(mean[s] / base, lang, percent=True) if base else "–"}
        rows.append({"label": say(f"outcome_over_{system}", lang), "unit": say("count_months", lang),
                     "baseline": numbers.full(base, lang, 0), "cells": [cell]})
    return rows


def blocks(both: Compared, lang: str) -> list[dict[str, Any]]:
    """The table of all differences by family, capacity at the end."""
    from experiments.lib.words import say

    return [*Sentences(both, lang).table(), {"title": say("demo_capacity", lang), "rows": overflow(both, lang)}]


def short(both: Compared, lang: str) -> list[str]:
    """A sentence for every headline outcome."""
    return Sentences(both, lang).short("B")


def workbook_tables(both: Compared) -> dict[str, pd.DataFrame]:
    """Sheets of the spreadsheet."""
    wanted = ["differences", "costs", "cost_per_outcome", "breakpoints", "monthly"]
    wanted += ["pairing"] if len(both.question.seeds) > 1 else []
    return {"read_me": read_me(both), "outcomes": outcomes(), **{name: getattr(both, name) for name in wanted}}
