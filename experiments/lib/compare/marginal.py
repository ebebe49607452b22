"""What the next dollar buys: every lever of a plan a little stronger, with the same luck."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.lib.compare import capacity
from experiments.lib.compare.arms import Arm, Question, question
from experiments.lib.compare.outcomes import KEYS, OUTCOMES
from experiments.lib.compare.paired import Compared, inside_noise, spread
from model.plan import Plan

STEP = 0.1
MILLION = 1e6


def asked_of(arm: Arm, base: Question, step: float = STEP) -> Question | None:
    """The plan of an arm, and the plan with each of its levers `step` stronger; None if it has no lever."""
    levers = dict.fromkeys(row.lever_id for row in arm.plan.rows if row.kind == "plan")
    arms = [Arm(arm.name, arm.plan), *(Arm(lever, stronger(arm.plan, lever, 1.0 + step)) for lever in levers)]
    since = base.job.whole.label(base.since)
    return question(base.job, arms, base.seeds, since) if levers else None


def stronger(plan: Plan, lever_id: str, factor: float) -> Plan:
    """The same plan with every row of its own of one lever `factor` times as strong."""
    rows = tuple(replace(row, strength=row.strength * factor)
                 if row.kind == "plan" and row.lever_id == lever_id else row for row in plan.rows)
    digest = hashlib.blake2b(f"{plan.hash} {lever_id} {factor!r}".encode(), digest_size=16)
    return replace(plan, rows=rows, hash=digest.hexdigest())


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
