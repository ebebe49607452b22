"""What a comparison runs: arms, each held against a control arm, and when two plans begin to differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from experiments.lib.jobs import Job
from model.checks import InputError
from model.plan import Plan

FOLLOWED = 20_000
"""Households whose moves are kept in the first seed, so that two can be told side by side."""


@dataclass(frozen=True)
class Arm:
    """One plan of a comparison; `control` is the position of the arm it is held against (its own: none)."""

    name: str
    plan: Plan
    control: int = 0

    def title(self, lang: str) -> str:
        """Title of the plan."""
        return self.plan.title[lang]


@dataclass(frozen=True)
class Question:
    """Everything a comparison depends on: a job (its plan is not read), arms, seeds, first month read."""

    job: Job
    arms: tuple[Arm, ...]
    seeds: tuple[int, ...]
    since: int
    """First month that is read: index in the world."""
    followed: int = 0

    def with_settings(self, settings: Any) -> Question:
        """The same question with other settings, without life stories."""
        return replace(self, job=replace(self.job, settings=settings), followed=0)

    @property
    def last(self) -> int:
        """Last month of the run: index in the world."""
        return self.job.whole.month_of(self.job.start) + self.job.months - 1


def question(
    job: Job, arms: Sequence[Arm], seeds: Sequence[int], since: str | None, followed: int = 0
) -> Question:
    """A checked question; without `since` it reads from the first month in which a plan differs."""
    world = job.whole
    start = world.month_of(job.start)
    branch = branch_month(arms)
    first = world.month_of(since) if since else max(start, branch if branch is not None else start)
    if not start <= first <= start + job.months - 1:
        raise InputError(
            f"since = {world.label(first)}: the run holds {job.start} to {world.label(start + job.months - 1)}; "
            "give a month inside, or months= that reach it."
        )
    return Question(job, tuple(arms), tuple(seeds), first, followed)


def branch_month(arms: Sequence[Arm]) -> int | None:
    """World month in which the first arm begins to differ from the first of all; None if none does."""
    differing = [first_difference(arms[0].plan, arm.plan) for arm in arms[1:]]
    return min((month for month in differing if month is not None), default=None)


def first_difference(one: Plan, other: Plan) -> int | None:
    """World month in which two plans begin to differ; None if they are the same."""
    months = [*_rows_differ(one, other), *_rows_differ(other, one)]
    beliefs = set(map(repr, one.beliefs)) ^ set(map(repr, other.beliefs))
    months += [belief.t for plan in (one, other) for belief in plan.beliefs if repr(belief) in beliefs]
    return max(0, min(months)) if months else None


def _rows_differ(one: Plan, other: Plan) -> list[int]:
    """Start of every row of `one` that `other` lacks; of its new limit if only limits differ."""
    records = [_plain(row.record()) for row in other.rows]
    same = {json.dumps(record, sort_keys=True) for record in records}
    bare = {_bare(record): record["limits"] for record in records}
    months = []
    for row in one.rows:
        record = _plain(row.record())
        if json.dumps(record, sort_keys=True) in same:
            continue
        limits = bare.get(_bare(record))
        months.append(row.start + row.lag if limits is None else _limits_differ(record["limits"], limits))
    return months


def _limits_differ(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> int:
    return int(min(limit["start"] for limit in [*one, *other] if limit not in one or limit not in other))


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "index"}


def _bare(record: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in record.items() if key != "limits"}, sort_keys=True)
