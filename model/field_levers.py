"""Fields that levers set and rules read as they are, and what programmes on offer do and ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from model.conditions import CHANNEL, EFFECTS, MARKS, Conditions, Programme
from model.households import Flag

HIGHEST_DISASTER = 0.95
LIVELIHOOD, LABOUR_MARKET = CHANNEL["livelihood"], CHANNEL["labour_market"]


def fields(conditions: Conditions, tables: Any) -> dict[str, np.ndarray]:
    """Levers on households, and the application rates of people at home under them."""
    by_wish = [apply_sums(tables, conditions.apply_multiplier, wish) for wish in (0, 1)]
    return {
        "food_relief": conditions.food_relief, "aid_cash": conditions.aid_cash,
        "displaced_help": conditions.displaced_help, "wish_shift": conditions.wish_shift,
        "women_victim": conditions.women_victim, "harm_party": conditions.harm_party,
        "visa_price": conditions.visa_price_multiplier, "rehire_shift": conditions.rehire_shift,
        "apply_multiplier": conditions.apply_multiplier, "apply_plain": by_wish[0], "apply_sum": by_wish[1],
        "programme_wish": tables.wish, "programme_once": tables.once,
    }


def apply_sums(tables: Any, multiplier: np.ndarray, wish: int) -> np.ndarray:
    """f8[O] rates of applying to all home programmes that need a wish to leave (1) or need none (0).

    multiplier f8[O] acts on lawful channels only.
    """
    offered = tables.home.T
    rate = tables.hazard[offered] * np.where(tables.channel[offered] == LIVELIHOOD, 1.0, multiplier)
    return np.where((offered >= 0) & (tables.wish[offered] == wish), rate, 0.0).sum(axis=0)


def effect_table(programmes: Sequence[Programme]) -> np.ndarray:
    """f8[Q, EFFECTS] effect on winners. Raises ValueError for an unknown name or a negative size."""
    for programme in programmes:
        wrong = [name for name, size in programme.effects.items() if name not in EFFECTS or size < 0]
        if wrong:
            raise ValueError(f"{programme.key}: effects {wrong}; allowed are {', '.join(EFFECTS)}, none below 0")
    rows = [[p.effects.get(name, default) for name, default in EFFECTS.items()] for p in programmes]
    return np.array(rows or [list(EFFECTS.values())], np.float64)


def mark_bits(programmes: Sequence[Programme]) -> np.ndarray:
    """i8[Q] bit of `flags` by the mark of a programme, 0 where any number of places may be won."""
    if any(programme.once >= MARKS for programme in programmes):
        raise ValueError(f"Programme.once goes from 0 to {MARKS - 1}")
    return np.array([Flag.ONCE << p.once if p.once >= 0 else 0 for p in programmes] or [0], np.int64)


def training_rates(tables: Any) -> np.ndarray:
    """f8[O] largest rate of applying to a labour-market programme in any country."""
    at = tables.at[LABOUR_MARKET]
    return np.where(at >= 0, tables.hazard[at], 0.0).max(axis=1)


def disaster_chance(hit: np.ndarray, conditions: Conditions) -> np.ndarray:
    """f8[O] probability of being displaced where a disaster hits a share `hit` f8[O] of households."""
    return np.minimum(HIGHEST_DISASTER, hit * conditions.disaster_multiplier)


def crisis_left(conditions: Conditions, half_life: float, dt: float) -> np.ndarray:
    """f8[C] share of a crisis that is left after a step of dt months."""
    return np.array([2.0 ** (-dt / (half_life * factor)) for factor in conditions.crisis_half_life.tolist()])
