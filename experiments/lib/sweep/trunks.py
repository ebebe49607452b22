"""The months that runs of one family share: made once, and kept where a search comes back to the same family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.lib.compare.arms import Arm, branch_month
from experiments.lib.compare.branches import copied
from experiments.lib.jobs import Job
from experiments.lib.simulate import begin
from model.plan import Plan

MOST_KEPT = 8
"""Trunks a process keeps, the latest used."""
_KEPT: dict[str, tuple[Plan, Any]] = {}


def trunk(job: Job, plans: Sequence[Plan], family: str = "") -> Any:
    """The run up to the first month in which its plans differ; kept under `family` if one is named."""
    kept = _KEPT.pop(family, None) if family else None
    used = kept is not None and kept[1].t <= _branch(kept[1], [kept[0], *plans])
    simulation = copied(kept[1])[0] if kept and used else begin(job, edges=False)
    simulation.plan = plans[0]
    stop = _branch(simulation, plans) if len(plans) > 1 else 0
    while simulation.t < stop:
        simulation.step()
    if family and simulation.t > 0:
        _KEPT[family] = kept if kept and used else (plans[0], copied(simulation)[0])
        while len(_KEPT) > MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
    return simulation


def _branch(simulation: Any, plans: Sequence[Plan]) -> int:
    """First step in which one of the plans differs from the first; the end where none does."""
    month = branch_month([Arm(plan.name, plan) for plan in plans])
    if month is None:
        return int(simulation.steps)
    return int(np.clip(np.ceil((month - simulation.start) / simulation.dt), 0, simulation.steps))
