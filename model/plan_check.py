"""Say in words what a plan will do: rows, costs known in advance, timeline rows that are not used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from model import settings as model_settings
from model.levers import LeverRow, all_levers
from model.plan import Plan, cost_ceiling, load_plan


def check_plan(name_or_path: str | Path, world: Any) -> str:
    """Validate a plan on a world and describe it. Raises InputError like `load_plan`."""
    plan = load_plan(name_or_path, world)
    parts = [
        f"Plan '{plan.name}' on world '{world.name}': {plan.title['en']}",
        f"hash {plan.hash}",
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
    amount = "" if np.isnan(row.quantity) else f", {row.quantity:,.6g} {lever.unit}s a month"
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


def _cost_lines(plan: Plan, world: Any) -> str:
    totals = cost_ceiling(plan, world, model_settings.make())
    payers = sorted({payer for payer, _ in totals})
    if not payers:
        return "Costs: none."
    years = sorted({year for _, year in totals})
    head = (
        "Costs if every place on offer is taken up (an upper bound), million US$ of 2021, by payer and year:"
    )
    rows = [
        f"  {year}  " + "  ".join(f"{totals.get((payer, year), 0.0) / 1e6:>10,.2f}" for payer in payers)
        for year in years
    ]
    return "\n".join([head, "        " + "  ".join(f"{payer:>10}" for payer in payers), *rows])


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
