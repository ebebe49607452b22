"""Each lever alone: its own rows of the timeline taken out of both arms, its catalogue programme in one of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from experiments.lib.compare.arms import Arm
from experiments.lib.compare.paired import Compared
from experiments.lib.config import CONF
from model.checks import InputError, nearest
from model.levers import Lever, all_levers
from model.plan import Plan, load_plan
from model.world import World

ALONE = CONF / "levers" / "alone.yaml"
SHOWN = ("arrivals", "deaths", "abused", "remigration")
"""Outcomes of the table: flow, and harm and return beside it."""
AGREES, NOISE, AGAINST, NOTHING = "agrees", "noise", "against", "nothing_expected"
HEAD = {"title_en": "-", "title_es": "-", "about_en": "-", "about_es": "-", "timeline": "historical"}


FEW = 5.0
"""Simulated households below which a difference is a matter of single cases, whatever its interval (judgement)."""


def clear(row: Mapping[str, Any], key: str) -> bool:
    """True if the 90 % interval of an outcome leaves zero out and more than a few simulated households differ."""
    low, high = (float(row[f"{key}_{end}"] or "nan") for end in ("low90", "high90"))
    scale = str(row["scale"])
    few = scale.isdecimal() and abs(float(row[key] or "nan")) < FEW * int(scale)
    return (low > 0 or high < 0) and not few


def chance(rows: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    """Intervals looked at, how many of them would leave zero out by luck alone, and how many are clear."""
    found = [clear(row, key) for row in rows for key in SHOWN]
    return len(found), round(0.1 * len(found)), sum(found)


def regime(name: str, world: str) -> str:
    """Name of what a lever puts in force alone, where it has a choice; else blank."""
    put = alone().get(name, {}).get("put", {})
    return str(put.get(world, {}).get("setting", ""))


@cache
def alone() -> dict[str, Mapping[str, Any]]:
    """How each lever is put in force alone and what the catalogue expects (conf/levers/alone.yaml)."""
    return yaml.safe_load(ALONE.read_text(encoding="utf-8"))


def chosen(names: Sequence[str]) -> list[str]:
    """Names of levers, all without names. Raises InputError with the nearest valid name."""
    known = all_levers()
    for name in names:
        if name not in known:
            raise InputError(f"levers: unknown lever '{name}'. {nearest(name, known)} "
                             "`python -m model list levers` shows all.")
    return [name for name in known if not names or name in names]


def arms_of(names: Sequence[str], baseline: Plan, world: World, begin: str) -> list[Arm]:
    """The baseline, and for each lever a control and the lever alone; equal plans share an arm."""
    arms = [Arm("baseline", baseline)]
    for name in names:
        lever = all_levers()[name]
        out, put = _taken_out(lever, world, begin), _put(lever, world, begin)
        control = plan_of([*out, put | {"strength": 0.0}] if out or "add" in lever.modes else [], world)
        position = next((n for n, arm in enumerate(arms) if arm.plan == control), len(arms))
        if position == len(arms):
            arms.append(Arm(f"{name}:without", control, position))
        arms.append(Arm(name, plan_of([*out, put], world), position))
    return arms


def _taken_out(lever: Lever, world: World, begin: str) -> list[dict[str, Any]]:
    """A row that takes the lever's own timeline away from `begin` on in every host, not only in those it is put."""
    if "add" not in lever.modes or not lever.hosts_needed:
        return []
    return [{"lever": lever.lever_id, "mode": "replace", "strength": 0.0, "start": begin,
             "hosts": list(world.countries)}]


def _put(lever: Lever, world: World, begin: str) -> dict[str, Any]:
    """The row of the lever at the strength of the catalogue, in place of its own timeline."""
    row: dict[str, Any] = {"lever": lever.lever_id, "mode": "replace", "start": begin}
    row |= alone().get(lever.lever_id, {}).get("put", {}).get(world.name, {})
    if lever.hosts_needed and not {"hosts", "where"} & set(row) and not lever.default_hosts(world):
        row["hosts"] = [world.countries[world.hub]]
    if lever.modes == ("replace",) and "setting" not in row:
        row["setting"] = lever.regimes(world)[0]
    return row


def plan_of(rows: Sequence[Mapping[str, Any]], world: World) -> Plan:
    """History and some rows of levers, checked like any plan."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "alone.yaml"
        path.write_text(yaml.safe_dump({"name": "alone", **HEAD, "levers": list(rows)}), encoding="utf-8")
        return load_plan(path, world)


def effects(compared: Compared) -> pd.DataFrame:
    """One row a lever: effects with 90 % interval, its own cost, what else changes in cost, direction."""
    world, job = compared.question.job.whole, compared.question.job
    table = compared.differences
    total = table[table["level"] == "total"].set_index(["plan", "outcome"])
    costs = compared.costs[compared.costs["payer"] == ""].set_index(["plan", "lever"])["difference"]
    rows = []
    for name in (compared.name(arm) for arm in compared.plans):
        row: dict[str, Any] = {"lever": name, "family": all_levers()[name].family}
        for key in SHOWN:
            found: Any = total.loc[(name, key)]
            row |= {key: found["difference"], f"{key}_low90": found["low90"], f"{key}_high90": found["high90"],
                    f"{key}_relative": found["relative"]}
        own = pd.DataFrame(total.xs(name, level="plan"))
        spent = float(costs.get((name, name), 0.0))
        row |= {"cost_usd": spent, "other_costs_usd": costs.loc[(name, "")] - spent, **_direction(name, own),
                "catalogue": all_levers()[name].expected_direction, "world": world.name, "scale": str(job.scale),
                "seeds": len(compared.question.seeds), "first": world.label(compared.question.since),
                "last": world.label(compared.question.last),
                "ensemble": job.ensemble.name if job.ensemble else "none"}
        rows.append(row)
    return pd.DataFrame(rows)


def _direction(name: str, found: pd.DataFrame) -> dict[str, str]:
    """What the catalogue expects by outcome, and whether the difference goes that way."""
    expects = alone().get(name, {}).get("expects", {})
    words, verdicts = [], []
    for key, way in expects.items():
        row = found.loc[key]
        sign = 0 if row["noise"] else int(np.sign(row["difference"]))
        verdict = NOISE if sign == 0 else AGREES if (sign > 0) == (way == "up") else AGAINST
        words.append(f"{key} {way}: {verdict}")
        verdicts.append(verdict)
    worst = next((v for v in (AGAINST, NOISE, AGREES) if v in verdicts), NOTHING)
    return {"expected": "; ".join(f"{key} {way}" for key, way in expects.items()), "direction": worst,
            "by_outcome": "; ".join(words)}
