"""What the page asks of the computing service: a plan put together with sliders, and one run of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

import yaml

from experiments.lib.config import CONF
from experiments.lib.demo.refused import Refused
from model import plan_read
from model.checks import InputError
from model.levers import all_levers
from model.settings import SWITCH_BY_NAME

BRANCH = "2023-01"
"""First month in which plans of the page may differ; the recorded past lies before."""
LEFT_OUT = ("none", "nothing_new")
"""Plans that differ before the branch month and so cannot share the past."""
YEAR = 12


@dataclass(frozen=True)
class Slider:
    """One lever as a slider: its range in units a year (or a share), and the row it adds to a plan."""

    lever: str
    top: float
    step: float
    per: str
    main: bool
    row: Mapping[str, Any] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """Family of the lever."""
        return str(all_levers()[self.lever].family)


@dataclass(frozen=True)
class Wish:
    """A plan as the page holds it: a named plan, and per lever an amount added or a factor on the plan's own."""

    base: str = "baseline"
    amounts: tuple[tuple[str, float], ...] = ()

    def amount(self, lever: str) -> float | None:
        """Position of a slider; None if it was not moved."""
        return dict(self.amounts).get(lever)

    def moved(self, lever: str, value: float | None) -> Wish:
        """The same wish with one slider elsewhere; None puts it back."""
        kept = {name: amount for name, amount in self.amounts if name != lever}
        if value is not None:
            kept[lever] = value
        return replace(self, amounts=tuple(sorted(kept.items())))


@dataclass(frozen=True)
class Run:
    """One run of the engine: a wish, switches that differ from their first variant, a seed."""

    wish: Wish
    switches: tuple[tuple[str, str], ...] = ()
    seed: int = 1

    @property
    def key(self) -> str:
        """Hash of everything that decides the result, beside the room's own settings."""
        return _key(self)


@lru_cache(maxsize=4096)
def _key(run: Run) -> str:
    text = json.dumps([plan_of(run.wish), run.switches, run.seed], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


@cache
def sliders() -> dict[str, Slider]:
    """The sliders of conf/demo_levers.yaml by lever, checked. Raises InputError."""
    content = yaml.safe_load((CONF / "demo_levers.yaml").read_text(encoding="utf-8"))
    found = {}
    for entry in content["sliders"]:
        known = all_levers().get(entry["lever"])
        if known is None:
            raise InputError(f"conf/demo_levers.yaml: no lever '{entry['lever']}'.")
        found[entry["lever"]] = Slider(**{"row": {}, "main": False, "step": entry["top"] / 50, **entry})
    return found


def named_plans() -> list[str]:
    """Names of the plans that the page can load."""
    return [name for name in plan_read.available() if name not in LEFT_OUT]


@cache
def rows_of(base: str) -> tuple[dict[str, Any], ...]:
    """Rows of a named plan, those of the plans it includes first."""
    return tuple(plan_read.with_included(named(base), base)["levers"])


@cache
def named(base: str) -> dict[str, Any]:
    """The content of a named plan's file."""
    return plan_read.read_file(base)[0]


def own_factor(base: str, lever: str) -> bool:
    """True if the slider multiplies rows of the named plan; False if it adds a row."""
    return any(row.get("lever") == lever for row in rows_of(base))


def plan_of(wish: Wish, branch: str = BRANCH) -> dict[str, Any]:
    """The content of a plan file: rows of the named plan with their factors, then rows of moved sliders."""
    amounts = dict(wish.amounts)
    rows = [_scaled(row, amounts.get(str(row.get("lever")))) for row in rows_of(wish.base)]
    rows += [_added(sliders()[lever], amount, branch) for lever, amount in wish.amounts
             if amount > 0 and not own_factor(wish.base, lever)]
    head = {key: value for key, value in named(wish.base).items() if key not in ("include", "levers")}
    return {**head, "levers": rows}


def _scaled(row: Mapping[str, Any], factor: float | None) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if key != "_of"}
    return kept if factor is None or factor == 1 else {**kept, "strength": float(kept.get("strength", 1.0)) * factor}


def _added(slider: Slider, amount: float, branch: str) -> dict[str, Any]:
    return {"lever": slider.lever, "start": branch, "quantity": amount, "per": slider.per, **slider.row}


def checked(raw: Mapping[str, Any]) -> Wish:
    """A wish from a session file; raises InputError for whatever the page could not have made."""
    base = str(raw.get("base", "baseline"))
    if base not in named_plans():
        raise Refused("refused_choice", name="base", value=repr(base), allowed=", ".join(named_plans()))
    amounts = raw.get("amounts", {})
    if not isinstance(amounts, Mapping):
        raise Refused("refused_table", name="amounts")
    return Wish(base, tuple(sorted((str(name), _amount(base, str(name), value)) for name, value in amounts.items())))


def _amount(base: str, lever: str, value: Any) -> float:
    slider = sliders().get(lever)
    if slider is None:
        raise Refused("refused_slider", lever=lever)
    top = FACTOR_TOP if own_factor(base, lever) else slider.top
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= top:
        raise Refused("refused_number", name=lever, value=repr(value), low=0, high=f"{top:g}")
    return float(value)


FACTOR_TOP = 3.0
"""Largest factor on the rows of a named plan."""


def checked_switches(raw: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Switches of a session file; those at their first variant are left out. Raises InputError."""
    for name, variant in raw.items():
        known = SWITCH_BY_NAME.get(str(name))
        if known is None or variant not in known.variants:
            raise Refused("refused_switch", name=name, variant=repr(variant))
    return tuple(sorted((str(n), str(v)) for n, v in raw.items() if v != SWITCH_BY_NAME[str(n)].variants[0]))


def other_variants() -> Sequence[tuple[str, str]]:
    """Every switch with each variant that is not its first."""
    return [(switch.name, variant) for switch in SWITCH_BY_NAME.values() for variant in switch.variants[1:]]
