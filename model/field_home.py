"""Fields of people in their country: income, violence, drought, attempt rates, prices and bounds."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from model.conditions import Conditions
from model.drivers import DISASTER_SHARE
from model.feedbacks import BELIEF_FLOOR, Feedback
from model.field_kernels import multiply_out
from model.field_static import KINDS, Static
from model.geography import internal_cdf
from model.rules.displace import DISASTER_ELSEWHERE, DISASTER_HOME, DISASTER_LOCAL, HELPED_EXITS, VICTIM_FACTOR
from model.settings import Settings

VIOLENCE_BASE = 25.0
DISPLACEMENT_BASE = 40.0
BANDS = 5
LOST_WHERE_HIT = 0.5
"""Share of income that a household hit by a disaster loses at first (J)."""
WORST_LOSS = LOST_WHERE_HIT * DISASTER_SHARE[-1]
"""Share of a place's income lost at first to a disaster of the highest class."""
MONTHS_PER_RESIDENTS = 12.0 * 1000.0
"""From a year and a thousand residents to a month and one."""
PARTY_OF_BAND = ((True, True, False), (True, True, True), (True, True, False), (True, True, True),
                 (True, True, True))
"""Kinds (single adults, families, children alone) possible in a static band; the last is the reserve."""
POOR_BANDS = (2, 3, 4)
FOOD_MARGIN = 1.35
"""Upper bands have 1.5 food lines a person; 1.35 after the one loss of a tenth a seizure can bring."""


def income(m: int, drivers: Any, origin_country: np.ndarray, state: Feedback, conditions: Conditions,
           settings: Settings) -> np.ndarray:
    """f8[O,2] income index of other and farm households: growth, drought, fading disaster losses, levers."""
    base = drivers.income_index[m, origin_country]
    dry = drivers.drought[m] * (1.0 - conditions.drought_shield)
    kept = 1.0 - np.minimum(0.9, state.disaster_loss)
    both = np.stack([base * kept, base * kept * (1.0 - settings["zeta_dr"] * dry)], axis=1)
    return np.ascontiguousarray(np.maximum(0.05, both * conditions.income_multiplier))


def violence_fields(state: Feedback, static: Static, conditions: Conditions, origin_country: np.ndarray,
                    settings: Settings, violence_ref: np.ndarray) -> dict[str, np.ndarray]:
    """Running mean of the homicide rate and what follows from it."""
    v = state.violence
    victim = np.minimum(0.5, 0.12 * np.sqrt(v / VIOLENCE_BASE))
    ratio = v / np.maximum(1e-9, violence_ref)
    return {
        "violence": v, "victim_p": victim,
        "violence_term": static.beta_v[origin_country] * np.log(np.maximum(0.2, v / VIOLENCE_BASE)),
        "displace_rate": settings["h_vd"] * static.displaced[origin_country] * v / DISPLACEMENT_BASE
        / (1.0 + 3.0 * victim)
        * conditions.displacement_multiplier,
        "home_exit": np.exp(-0.7 * (np.minimum(5.0, ratio) - 1.0)),
        "violence_ref": violence_ref,
    }


def network(state: Feedback, residents: np.ndarray, reference: np.ndarray, floor: np.ndarray,
            settings: Settings) -> np.ndarray:
    """f8[O,C] network towards a country, 1 for the mean of the country's largest destination at the start.

    floor f8[O,C] persons per head that stand in for a network where nobody is recorded yet.
    """
    people = np.maximum(1.0, residents)[:, None]
    size = (state.abroad + settings["omega_r"] * state.recent) / people + floor
    return size / reference[:, None]


def dry_term(m: int, drivers: Any, conditions: Conditions, settings: Settings, static: Static,
             violence: np.ndarray, hub_network: np.ndarray) -> np.ndarray:
    """f8[O] log hazard ratio of drought for farm households."""
    dry = drivers.drought[m] * (1.0 - conditions.drought_shield)
    more = 1.0 + settings["chi_v"] * np.log(np.maximum(1.0, violence / VIOLENCE_BASE))
    more += static.chi_n * np.log(np.maximum(1e-3, hub_network))
    return settings["beta_dr"] * dry * np.maximum(0.0, more)


def hope(state: Feedback, people: np.ndarray, settings: Settings) -> np.ndarray:
    """f8[C,3,C] (B / B_ref)^gamma_B (E / E_ref)^eta_E: how likely a trip succeeds, and how many are heard to get in.

    people f8[C] residents. E counts from a floor of parties a resident on, so that a few cases are no wave.
    """
    floor = settings["s_E"] / MONTHS_PER_RESIDENTS * people[:, None, None]
    heard = (state.entering + floor) / (state.entering_base + floor)
    chance = np.maximum(BELIEF_FLOOR, state.belief) / state.belief_ref
    return chance ** settings["gamma_B"] * heard ** settings["eta_E"]


def near(cost: np.ndarray, cost_ref: np.ndarray, settings: Settings) -> np.ndarray:
    """f8[O,C,4] effect of the cost of a trip on attempts by mode*2+kindgroup, 0 where no way is open.

    cost f8[O,C,4] k$, cost_ref f8[O] k$ of the first month.
    """
    open_ = np.isfinite(cost)
    more = np.where(open_, cost, 0.0) - cost_ref[:, None, None]
    return np.ascontiguousarray(np.where(open_, np.exp(-settings["theta_C"] * more), 0.0))


def attempt_rates(origin_country: np.ndarray, static: Static, settings: Settings, state: Feedback,
                  conditions: Conditions, net: np.ndarray, pull: np.ndarray, price: np.ndarray,
                  hopes: np.ndarray, season: np.ndarray) -> np.ndarray:
    """f8[O,C,6] attempt rate at A = 1 by destination country and kind*2+mode, 0 where no way is open.

    price f8[O,C,4] from `near`; hopes f8[C,3,C]; season f8[C,2] factor of the month of arrival by nationality
    and mode; pull f8[C] demand and income at the destination.
    """
    c = origin_country
    weights = np.array([settings["w_SA"], settings["w_FU"], settings["w_UC"]])
    struck = np.minimum(1.0, state.disaster_loss / WORST_LOSS)
    shock = np.exp(settings["beta_crisis"] * state.crisis + settings["beta_dis"] * struck)
    base = shock * settings["h0"] * static.kappa[c] * static.wish_reference ** -settings["phi"]
    common = base[:, None] * static.affinity[c] * net ** settings["eta"] * pull[None, :]
    fear = fears(state, conditions, settings)
    share = np.stack([static.guided[c], 1.0 - static.guided[c]], axis=1) * fear[c] * season[c]
    scale = share[:, None, :] * weights[:, None] * conditions.attempt_multiplier[:, :, None]
    rates = np.empty((*common.shape, 2 * KINDS))
    multiply_out(c, common, price, hopes * static.party_weight, np.ascontiguousarray(scale), rates)
    return rates


def fears(state: Feedback, conditions: Conditions, settings: Settings) -> np.ndarray:
    """f8[C,2] mean over people of exp(-gamma_R (R - R_ref)): R perceived, or experienced by those who know it."""
    fear = np.exp(-settings["gamma_R"] * (state.risk - state.risk_ref))
    knowing = conditions.risk_truth[:, None]
    if not knowing.any():
        return fear
    ended, abused = state.harm_seen[..., 0], state.harm_seen[..., 1]
    experienced = np.divide(abused, ended, out=state.risk.copy(), where=ended > 0)
    return (1.0 - knowing) * fear + knowing * np.exp(-settings["gamma_R"] * (experienced - state.risk_ref))


def compress(rates: np.ndarray, prices: np.ndarray) -> tuple[np.ndarray, ...]:
    """(count, dest, rate, price) with the open destinations of every origin first, in country order."""
    origins, countries, _ = rates.shape
    is_open = rates.sum(axis=2) > 0
    order = np.argsort(~is_open, axis=1, kind="stable")
    rows = np.arange(origins)[:, None]
    return (is_open.sum(axis=1).astype(np.int64), np.ascontiguousarray(order, np.int64),
            np.ascontiguousarray(rates[rows, order]), np.ascontiguousarray(prices[rows, order]))


class Neighbours(NamedTuple):
    """Pairs of other origin places in the same country: from, to, and the share of the people living at `to`."""

    first: np.ndarray  # i8[N]
    second: np.ndarray  # i8[N]
    share: np.ndarray  # f8[N] of the people in the other places of the country
    size: int


def neighbours(origin_country: np.ndarray, residents: np.ndarray) -> Neighbours:
    """Where people of a place may move inside their country."""
    size = len(residents)
    same = (origin_country[:, None] == origin_country[None, :]) & ~np.eye(size, dtype=bool)
    people = np.where(same, residents[None, :], 0.0)
    share = people / np.maximum(1.0, people.sum(axis=1, keepdims=True))
    first, second = np.nonzero(same)
    return Neighbours(first, second, share[first, second], size)


def internal_moves(y: np.ndarray, violence: np.ndarray, near_by: Neighbours, settings: Settings
                   ) -> tuple[np.ndarray, np.ndarray]:
    """(rate f8[O], cumulative targets f8[O,O]) of moves inside a country: income, violence, population."""
    first, second, share, size = near_by
    safe = np.maximum(0.5, violence)
    gain = 0.3 * np.log(y[second, 0] / y[first, 0]) + 0.2 * np.log(safe[first] / safe[second])
    pull = np.zeros((size, size))
    pull[first, second] = share * np.exp(gain)
    total = pull.sum(axis=1)
    rate = settings["h_int"] * np.where(total > 0, total, 1.0)
    return rate, internal_cdf(pull)


def home_bounds(rates: np.ndarray, other: np.ndarray, disaster: np.ndarray, dry: np.ndarray, y: np.ndarray,
                food_relief: np.ndarray, settings: Settings, dt: float) -> np.ndarray:
    """f8[O,5] bound by band: wish 1, every gate open, farm, victim, food insecure where the band allows.

    `other` f8[O]: displacement of victims, internal moves and applications per month.
    """
    by_kind = rates.sum(axis=1).reshape(len(rates), KINDS, 2).sum(axis=2)
    hungry_upper = y.min(axis=1) * FOOD_MARGIN < 1.0
    bound = np.empty((len(rates), BANDS))
    for band in range(BANDS):
        attempt = by_kind @ np.array(PARTY_OF_BAND[band], float)
        hungry = np.ones_like(hungry_upper) if band in POOR_BANDS else hungry_upper
        attempt = attempt * np.where(hungry, math.exp(settings["beta_F"]), 1.0) * np.exp(np.maximum(0.0, dry))
        bound[:, band] = 1.0 - (1.0 - disaster) * np.exp(-(attempt + other) * dt)
    return np.minimum(1.0, bound * (1.0 + 1e-9))


def relocated_bounds(bound: np.ndarray, apply_sum: np.ndarray, origin_country: np.ndarray,
                     dt: float) -> np.ndarray:
    """f8[O] people who moved inside read the fields of any place of the country and apply as people of theirs:
    the largest bound there with the most applications of any home place.
    """
    largest, most = np.zeros((2, origin_country.max() + 1))
    np.maximum.at(most, origin_country, apply_sum)
    more = most[origin_country] - apply_sum
    np.maximum.at(largest, origin_country, 1.0 - (1.0 - bound.max(axis=1)) * np.exp(-more * dt))
    return np.minimum(1.0, largest[origin_country] * (1.0 + 1e-9))


def displaced_bounds(home_exit: np.ndarray, across: np.ndarray, helped: np.ndarray, settings: Settings,
                     dt: float) -> np.ndarray:
    """f8[O] largest probability that a displacement ends in a step, whatever its cause; helped f8[O] share."""
    cross = (settings["q_x"] * settings["h_x"] + settings["h_fr"]) * across
    by_violence = settings["h_x"] * (settings["q_home"] * home_exit + settings["q_loc"] + settings["q_mov"])
    by_disaster = DISASTER_HOME + DISASTER_LOCAL + DISASTER_ELSEWHERE
    total = np.maximum(by_violence, by_disaster) * np.where(helped > 0, HELPED_EXITS, 1.0) + cross
    return np.minimum(1.0, (1.0 - np.exp(-total * dt)) * (1.0 + 1e-9))


def victim_rate(displace_rate: np.ndarray) -> np.ndarray:
    """f8[O] displacement hazard of a household whose member was a victim: the largest of its place."""
    return displace_rate * VICTIM_FACTOR
