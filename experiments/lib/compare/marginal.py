"""What the next dollar buys: every lever of a plan a little stronger, with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compare import capacity
from experiments.lib.compare.arms import Arm, Question, question
from experiments.lib.compare.outcomes import KEYS, OUTCOMES
from experiments.lib.compare.paired import Compared, inside_noise, spread
from experiments.lib.jobs import Job
from model.plan import load_plan
from model.plan_read import read_file

STEP = 0.1
MILLION = 1e6


def stronger(name: str, job: Job, seeds: Sequence[int], since: str | None, step: float = STEP) -> Question | None:
    """The plan, and the plan with each of its levers `step` stronger; None if no lever can be."""
    content, _ = read_file(name)
    rows = content["levers"]
    arms = [Arm(Path(name).stem, load_plan(name, job.whole))]
    for lever in dict.fromkeys(str(row["lever"]) for row in rows):
        changes = {f"levers.{n}.strength": row.get("strength", 1.0) * (1.0 + step)
                   for n, row in enumerate(rows, start=1) if row["lever"] == lever and row.get("strength", 1.0) > 0}
        plan = load_plan(name, job.whole, changes) if changes else arms[0].plan
        if plan != arms[0].plan:
            arms.append(Arm(lever, plan, 0))
    return question(job, arms, seeds, since) if len(arms) > 1 else None


def table(compared: Compared) -> pd.DataFrame:
    """Change per extra million US$ by lever and outcome, and in months beyond capacity by system.

    `outcome` of the latter is `over_<system>`; per_million is nan where the lever's cost did not rise.
    """
    frames = []
    for arm in compared.plans:
        control = compared.question.arms[arm].control
        extra = compared.cost(arm) - compared.cost(control)
        change = np.concatenate([compared.difference(arm), _over(compared, arm) - _over(compared, control)])
        mean, *ends = spread(change)
        paid = extra.mean()
        frames.append(pd.DataFrame({
            "plan": compared.name(control), "lever": compared.name(arm),
            "outcome": [*KEYS, *(f"over_{system}" for system in capacity.SYSTEMS)],
            "unit": [*(o.unit for o in OUTCOMES), *["months"] * len(capacity.SYSTEMS)],
            "extra_usd": paid, "change": mean, "low90": ends[2], "high90": ends[3],
            "per_million": mean / paid * MILLION if paid > 0 else np.nan,
            "noise": inside_noise(ends[2], ends[3])}))
    return pd.concat(frames, ignore_index=True)


def _over(compared: Compared, arm: int) -> np.ndarray:
    """f8[systems, seeds] country-months beyond capacity."""
    return np.stack([(np.nan_to_num(r.load) > 1.0).sum(axis=(1, 2)) for r in compared.results[arm]],
                    axis=-1).astype(float)
