"""Say in words what a plan will do: rows, costs known in advance, timeline rows that are not used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from model import settings as model_settings
from model.levers import LeverRow, all_levers
from model.plan import Plan, load_plan
from model.plan_rehearsal import cost_ceiling


def check_plan(name_or_path: str | Path, world: Any) -> str:
    """Validate a plan on a world and describe it. Raises InputError like `load_plan`."""
    plan = load_plan(name_or_path, world)
    parts = [
        f"Plan '{plan.name}' on world '{world.name}': {plan.title['en']}",
        f"hash {plan.hash}",
        plan.about["en"],
        *(["Sources: " + "; ".join(plan.sources)] if plan.sources else []),
        _row_lines(plan, world),
        _cost_lines(plan, world),
        _unused_lines(plan),
    ]
    return "\n\n".join(parts)


def _row_lines(plan: Plan, world: Any) -> str:
    kinds = {kind: [row for row in plan.rows if row.kind == kind] for kind in ("base", "timeline", "plan")}
    lines = [
        f"Rows in force: {len(kinds['base'])} standing institutions, {len(kinds['timeline'])} of the "
        f"timeline ({plan.timeline}), {len(kinds['plan'])} of the plan; {len(plan.beliefs)} announcements."
    ]
    for lever_id in sorted({row.lever_id for row in kinds["timeline"]}):
        count = sum(row.lever_id == lever_id for row in kinds["timeline"])
        lines.append(f"  timeline  {lever_id}: {count} rows")
    lines += [f"  plan      {describe(row, world)}" for row in kinds["plan"]]
    return "\n".join(lines)


def describe(row: LeverRow, world: Any) -> str:
    """One line about a resolved row."""
    lever = all_levers()[row.lever_id]
    amount = "" if np.isnan(row.quantity) else f", {row.quantity:,.6g} {plural(lever.unit)} a month"
    hosts = f" in {', '.join(world.countries[c] for c in row.hosts)}" if row.hosts else ""
    people = f" for {', '.join(world.countries[c] for c in row.nationalities)}" if row.nationalities else ""
    places = f" ({len(row.targets)} places)" if row.targets else ""
    extra = f", {row.setting}" if row.setting else ""
    first, last = (
        world.label(max(0, row.start + row.lag)),
        world.label(min(world.months - 1, row.end + row.lag)),
    )
    return (
        f"{row.key} {row.lever_id} {first} to {last}{hosts}{people}{places}{extra}{amount}, "
        f"strength {row.strength:g}, paid by {', '.join(f'{name} {share:.0%}' for name, share in row.payers)}"
    )


def plural(unit: str) -> str:
    """More than one of a unit: `persons reached`, `additional jobs`, `municipalities`; money stays as it is."""
    if unit.startswith("US$"):
        return unit
    words = unit.split(" ")
    head = 0 if len(words) > 1 and words[1] in ("reached", "in", "of") else len(words) - 1
    words[head] = f"{words[head][:-1]}ies" if words[head].endswith("ty") else f"{words[head]}s"
    return " ".join(words)


def _cost_lines(plan: Plan, world: Any) -> str:
    """Two tables, payers across and years down: everything, and what the rows of the plan add to it."""
    settings = model_settings.make()
    head = "Costs if every place on offer is taken up (an upper bound), million US$ of 2021, by payer and year"
    parts = [_cost_table(f"{head}:", cost_ceiling(plan, world, settings))]
    if any(row.kind == "plan" for row in plan.rows):
        own = cost_ceiling(plan, world, settings, ("plan",))
        parts.append(_cost_table("Of these, rows of the plan itself:", own))
    return "\n\n".join(parts)


def _cost_table(head: str, totals: dict[tuple[str, int], float]) -> str:
    if not any(totals.values()):
        return f"{head}\n  none"
    payers, years = sorted({payer for payer, _ in totals}), sorted({year for _, year in totals})
    cells = [[totals.get((payer, year), 0.0) for payer in payers] for year in years]
    sums = [sum(column) for column in zip(*cells, strict=True)]
    lines = [_cost_line(str(year), row) for year, row in zip(years, cells, strict=True)]
    names = "        " + "  ".join(f"{name:>10}" for name in (*payers, "all"))
    return "\n".join([head, names, *lines, _cost_line("sum ", sums)])


def _cost_line(label: str, amounts: list[float]) -> str:
    return f"  {label}  " + "  ".join(f"{amount / 1e6:>10,.2f}" for amount in (*amounts, sum(amounts)))


def _unused_lines(plan: Plan) -> str:
    if not plan.unused():
        return (
            "Every row of the timeline is used."
            if plan.timeline == "historical"
            else "The timeline of the world is switched off in this plan."
        )
    lines = [f"Timeline rows that do nothing ({len(plan.unused())}):"]
    lines += [f"  {row.key} {row.lever_id}: {row.instrument} - {row.reason}" for row in plan.unused()]
    return "\n".join(lines)
