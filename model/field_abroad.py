"""Fields of people abroad: wages, integration, removal, own return, onward moves, claims and queues."""

from __future__ import annotations

import numpy as np

from model.conditions import Conditions
from model.feedbacks import Feedback
from model.field_kernels import decide, multiply_onward
from model.field_static import Static
from model.settings import Settings

LARGEST_REMOVAL = 0.1
YEARLY = 12.0


def removal(state: Feedback, conditions: Conditions) -> np.ndarray:
    """f8[C,C] removals per irregular party and month: a rate a year, or a volume spread over the stock."""
    rate = conditions.removal_rate / YEARLY
    stock = np.maximum(1.0, state.irregular)
    quota = np.minimum(LARGEST_REMOVAL, conditions.removal_quota / stock)
    return np.ascontiguousarray(np.where(conditions.removal_quota > 0, quota, rate))


def caging(price: np.ndarray, belief: np.ndarray, settings: Settings) -> np.ndarray:
    """f8[O,C] factor on the own return of irregular parties: coming back would cost price / success.

    price f8[O,C] US$ of a guided trip from home (inf if no way is open).
    """
    again = price / np.maximum(0.05, belief)
    return settings["q_perm"] + (1.0 - settings["q_perm"]) * np.exp(-np.minimum(60.0, again / settings["S_v"]))


def own_scale(y: np.ndarray, settings: Settings) -> np.ndarray:
    """f8[O] own return hazard, higher when income at home has grown."""
    return settings["h_own"] * np.maximum(0.25, 1.0 + np.log(y[:, 0]))


def onward_wish(hopes: np.ndarray, net: np.ndarray, static: Static, settings: Settings) -> np.ndarray:
    """f8[C,C] by nationality and destination, from hopes f8[C,3,C] and the network net f8[C,C]."""
    return hopes.mean(axis=1) * static.onward_affinity * net ** settings["eta"]


def onward_gain(demand: np.ndarray, wage: np.ndarray, settings: Settings) -> np.ndarray:
    """f8[C,C] by host and destination. Only higher wages pull, so that nobody circles between hosts."""
    ratio = wage[None, :] / wage[:, None]
    return np.where(ratio > 1.0, ratio, 0.0) ** settings["epsilon_w"] * demand[None, :] / demand[:, None]


def onward_level(base: np.ndarray, static: Static, settings: Settings) -> np.ndarray:
    """f8[C,C] by nationality and host: the setting h_on is the total at the first month's pull of a host.

    base f8[C,C] the sum of rates at level 1 in the first month. A host without any way on then takes the
    nationality's mean base.
    """
    known = np.where(base > 0, base, np.nan)
    mean = np.nanmean(np.where(np.isnan(known).all(axis=1, keepdims=True), 1.0, known), axis=1)
    return settings["h_on"] * static.kappa_onward / np.where(base > 0, base, mean[:, None])


def onward_rates(wish: np.ndarray, gain: np.ndarray, static: Static, near: np.ndarray, level: np.ndarray
                 ) -> np.ndarray:
    """f8[C,C,C,2] onward rates by nationality, host, destination and mode; near f8[C,C,C,2], level f8[C,C]."""
    modes = np.stack([static.guided, 1.0 - static.guided], axis=1)
    rates = np.empty_like(near)
    multiply_onward(wish, gain, modes, near, level, rates)
    return rates


def abroad_bounds(f: dict[str, np.ndarray], origin_country: np.ndarray, permits: np.ndarray, assisted: np.ndarray,
                  crowding: np.ndarray, settings: Settings, dt: float) -> np.ndarray:
    """f8[O] largest probability of a slow decision abroad: no integration, no years, target met, order.

    permits (with labour-market programmes), assisted f8[O]: application rates where a programme exists.
    """
    c = origin_country
    worst_onward = f["onward_sum"][c] * np.sqrt(1.0 + crowding / settings["kappa_c"])[None, :]
    onward = worst_onward.max(axis=1) * np.exp(0.5 * settings["beta_I"]) * max(1.0, settings["chi_reg"])
    own = f["own_scale"] * 1.3 * 2.0 * np.maximum(1.0, f["caging"].max(axis=1))
    removed = f["removal"][:, c].max(axis=0) * 3.0
    total = onward + own + removed + f["join_rate"].max(axis=1) + permits + assisted
    return np.minimum(1.0, (1.0 - np.exp(-total * dt)) * (1.0 + 1e-9))


def queue(pending: np.ndarray, capacity: np.ndarray, t: int) -> tuple[np.ndarray, ...]:
    """Who is decided in step t: (decide_before i8[C], marginal step i8[C], places left for it f8[C]).

    pending i8[C, claim steps + CLAIM_BACK] persons waiting by step of claim; capacity f8[C] persons this step.
    """
    count = len(pending)
    before, marginal = np.empty(count, np.int64), np.empty(count, np.int64)
    left = np.zeros(count)
    decide(pending, capacity, t, before, marginal, left)
    return before, marginal, left


def fixed_wait(pending: np.ndarray, capacity: np.ndarray, dt: float) -> np.ndarray:
    """f8[C] steps a claim waits where the queue is held at its start (no feedbacks)."""
    months = np.divide(pending.sum(axis=1), capacity, out=np.full(len(capacity), 24.0), where=capacity > 0)
    return np.maximum(1.0, months / dt)
