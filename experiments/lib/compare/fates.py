"""Households whose fate differs between a plan and its control: the commonest ways, and two lives told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.lib.compare.households import Snapshot, gains
from model.stories import Stories, Story

EVENTS_TOLD = (1, 9)
"""A life with fewer events says nothing, one with more is too long to read."""


@dataclass(frozen=True)
class Lives:
    """One household under the control and under the plan; `better` says how it fared under the plan."""

    better: bool
    control: Story
    plan: Story


def chosen(control: Stories, plan: Stories, before: Snapshot, after: Snapshot) -> list[Lives]:
    """One household that is better off under the plan and one that is worse off, if there are such."""
    better, worse = gains(before, after)
    differ = before.state != after.state
    found = []
    for side, fits in ((True, better & differ), (False, worse & differ)):
        row = _readable(control, plan, fits)
        if row is not None:
            found.append(Lives(side, control.story(row), plan.story(row)))
    return found


def _readable(control: Stories, plan: Stories, fits: np.ndarray) -> int | None:
    """The followed row that fits and whose two lives have few events, but not none; None if none fits."""
    low, high = EVENTS_TOLD
    most = np.maximum(control.moves(), plan.moves())
    good = fits[plan.rows] & (most >= low) & (most <= high)
    rows = np.flatnonzero(good if good.any() else fits[plan.rows] & (most <= 30))
    if not len(rows):
        return None
    order = np.abs(most[rows] - sum(EVENTS_TOLD) / 2)
    return int(plan.rows[rows[int(np.argmin(order))]])
