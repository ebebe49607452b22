"""A plan: levers with places, dates, strength and payers, resolved on a world and applied step by step.

`load_plan` reads `conf/plan/<name>.yaml` (or a path). Rows act in one order: standing institutions, the
timeline of the world, then the rows of the plan in file order (levers of finance before all others).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from model import plan_read as read
from model.conditions import Conditions, CostRow
from model.levers import Context, LeverRow, Unused, all_levers
from model.levers import _delivery as delivery
from model.plan_rows import Belief, Resolved, from_plan, from_timeline

KINDS = ("base", "timeline", "plan")


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan on a world. Equal content gives an equal `hash`; plans compare and hash by it."""

    name: str
    title: dict[str, str]
    about: dict[str, str]
    timeline: str
    rows: tuple[LeverRow, ...]
    """In the order in which they act; `row.index` is the position."""
    beliefs: tuple[Belief, ...]
    hash: str
    sources: tuple[str, ...] = ()
    """Where the figures of the plan's own rows come from."""
    _unused: tuple[Unused, ...] = ()
    _schedule: tuple[tuple[int, ...], ...] = field(default=(), repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def unused(self) -> list[Unused]:
        """Rows of the timeline that do nothing in this plan, each with its reason."""
        return list(self._unused)

    def apply(self, t: int, conditions: Conditions, context: Context) -> Conditions:
        """Let every row in force in step t act on `conditions`; announcements of the month shift beliefs."""
        delivery.begin(self.hash, conditions)
        if t < len(self._schedule):
            for index in self._schedule[t]:
                row = self.rows[index]
                all_levers()[row.lever_id].apply(t, row, conditions, context)
        delivery.remember(t, conditions)
        for belief in self.beliefs:
            if belief.t == t:
                _announce(belief, conditions)
        return conditions

    def book(self, t: int, delivered: Mapping[str, float], conditions: Conditions) -> list[CostRow]:
        """Book the places delivered in step t (units by programme key); returns all costs of the step."""
        for key, (programme, parts) in conditions.notes.get("offers", {}).items():
            units = float(delivered.get(key, 0.0))
            if units <= 0.0:
                continue
            for index, places in parts.items():
                row = self.rows[index]
                all_levers()[row.lever_id].book(
                    t,
                    row,
                    units * places / programme.places,
                    conditions,
                    fill=min(1.0, units / programme.places),
                )
        for key, parts in conditions.notes.get("expected", {}).items():
            self._book_expected(t, delivered.get(key), parts, conditions)
        return conditions.costs

    def _book_expected(
        self, t: int, reported: float | None, parts: list[Any], conditions: Conditions
    ) -> None:
        """Book what the engine reports: shared like the planned units, or a share of all of it."""
        planned = sum(units for _, units, _ in parts)
        for index, units, share in parts:
            lever = all_levers()[self.rows[index].lever_id]
            done = units if reported is None else reported * (share or units / max(planned, 1e-12))
            lever.book(t, self.rows[index], done, conditions)


def _announce(belief: Belief, conditions: Conditions) -> None:
    countries = conditions.belief_shift.shape[0]
    nations = list(belief.nationalities or range(countries))
    for destination in belief.destinations:
        chosen = [nation for nation in nations if nation != destination]
        conditions.belief_shift[chosen, :, destination] += belief.shift


def available() -> list[str]:
    """Names of the plans in conf/plan."""
    return read.available()


def load_plan(name_or_path: str | Path, world: Any, overrides: Mapping[str, Any] | None = None) -> Plan:
    """Read, check and resolve a plan on a world. Raises InputError about the first problem.

    `overrides`: `{"levers.1.strength": 2, "visas_h2b.quantity": 40000, "timeline": "none"}`, rows from 1.
    """
    content, file = read.read_file(name_or_path)
    read.check_head(content, file)
    content = read.override(read.with_included(content, name_or_path), overrides)
    read.check_head(content, file)
    last = read.last_month(content, file, world)
    resolved = Resolved()
    for lever in all_levers().values():
        resolved.rows.extend(lever.base_rows(world))
    if content["timeline"] == "historical":
        from_timeline(world, resolved, last)
    from_plan(content, file, world, resolved)
    return _assemble(content, resolved, world)


def _assemble(content: Mapping[str, Any], resolved: Resolved, world: Any) -> Plan:
    ordered = sorted(enumerate(resolved.rows), key=lambda pair: _order(pair[0], pair[1]))
    rows = tuple(replace(row, index=index) for index, (_, row) in enumerate(ordered))
    record = {
        "timeline": content["timeline"],
        "rows": [row.record() for row in rows],
        "beliefs": [vars(belief) for belief in resolved.beliefs],
    }
    digest = hashlib.blake2b(json.dumps(record, sort_keys=True, default=float).encode(), digest_size=16)
    return Plan(
        name=content["name"],
        title={lang: content[f"title_{lang}"] for lang in ("en", "es")},
        about={lang: content[f"about_{lang}"] for lang in ("en", "es")},
        timeline=content["timeline"],
        rows=rows,
        beliefs=tuple(resolved.beliefs),
        hash=digest.hexdigest(),
        sources=tuple(content.get("sources", ())),
        _unused=tuple(resolved.unused),
        _schedule=_schedule(rows, world.months),
    )


def _order(position: int, row: LeverRow) -> tuple[Any, ...]:
    """Stage, then institutions, timeline (by lever and its own precedence), plan rows in file order."""
    lever = all_levers()[row.lever_id]
    inside = (position,) if row.kind == "plan" else (row.lever_id, *lever.precedence(row), row.key)
    return (lever.stage, KINDS.index(row.kind), inside)


def _schedule(rows: tuple[LeverRow, ...], months: int) -> tuple[tuple[int, ...], ...]:
    """Indices of the rows that may act in each step: from their start until their effect has faded.

    A row whose people are not in a restricted run has nobody to act on, unless it acts on whoever passes.
    """
    steps: list[list[int]] = [[] for _ in range(months)]
    for row in rows:
        lever = all_levers()[row.lever_id]
        if lever.who != "nobody" and not row.origins.any():
            continue
        last = min(months - 1, lever.last_step(row))
        for t in range(max(0, row.start + row.lag), last + 1):
            steps[t].append(row.index)
    return tuple(tuple(step) for step in steps)

