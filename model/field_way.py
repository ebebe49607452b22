"""Fields of the way and the border: controls, sectors, outcomes, what crossing costs."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.conditions import Conditions
from model.feedbacks import Feedback, evader_met
from model.field_static import KINDS, Static
from model.settings import Settings

SURRENDER = ("sigma_SA", "sigma_FU", "sigma_UC")
HIGHEST_CAPTURE = 0.97
SCARCE_BEDS, SCARCE_LOW, SCARCE_HIGH = 2800.0, 0.55, 0.97
RELEASED = 2


def interdiction(state: Feedback, static: Static, conditions: Conditions, settings: Settings) -> np.ndarray:
    """f8[G] capture per passage; controls in series share their joint capture and their congestion."""
    effort = conditions.enforcement
    capture = np.minimum(HIGHEST_CAPTURE, np.nan_to_num(static.control_base) * effort)
    series = static.series
    if len(series) == 0:
        return capture
    strength = float(effort[series].mean())
    flow = float(state.controlled[series].max())
    joint = min(HIGHEST_CAPTURE, settings["iota"] * strength) / (
        1.0 + flow / (settings["capacity_mexico"] * max(0.01, strength)))
    weights = effort[series] / max(1e-9, effort[series].sum())
    capture[series] = 1.0 - (1.0 - joint) ** weights
    return capture


def outcome_cdf(conditions: Conditions, family_met: float, settings: Settings) -> np.ndarray:
    """f8[C,3,5] cumulative outcome shares; the switch `scarcity` ties family release to beds."""
    shares = conditions.outcome
    if settings.variant("scarcity") == "on" and family_met > 0:
        shares = shares.copy()
        released = np.clip(1.0 - SCARCE_BEDS / family_met, SCARCE_LOW, SCARCE_HIGH)
        rest = 1.0 - shares[:, 1, RELEASED]
        factor = np.divide(1.0 - released, rest, out=np.ones_like(rest), where=rest > 1e-9)
        shares[:, 1] *= factor[:, None]
        shares[:, 1, RELEASED] = released
    cdf = np.cumsum(shares, axis=2)
    total = cdf[:, :, -1:]
    cdf = np.where(total > 0, cdf / np.where(total > 0, total, 1.0), 1.0)
    cdf[:, :, -1] = 1.0
    return np.ascontiguousarray(cdf)


def surrender(conditions: Conditions, settings: Settings) -> np.ndarray:
    """f8[C,3] probability that a party looks for agents at the border."""
    base = np.array([settings[name] for name in SURRENDER])
    return np.minimum(1.0, conditions.claim_access[:, None] * base[None, :])


def crossing_cost(met: np.ndarray, outcome: np.ndarray, seek: np.ndarray, weight: np.ndarray,
                  settings: Settings) -> np.ndarray:
    """f8[N,2] perceived loss at a sector in k$ (adults, with a child), weighted over nationalities.

    Evaders lose l_I when met and not released; those who look for agents lose twice that if not released.
    """
    share = weight / max(1e-9, weight.sum())
    kept = 1.0 - outcome[:, :, RELEASED]
    cost = np.empty((len(met), 2))
    for group, kind in enumerate((0, 1)):
        evading = float(share @ ((1.0 - seek[:, kind]) * kept[:, kind]))
        seeking = float(share @ (seek[:, kind] * kept[:, kind]))
        cost[:, group] = settings["l_I"] * (met * evading + 2.0 * seeking)
    return cost


def sector_cdf(state: Feedback, southwest: np.ndarray) -> np.ndarray:
    """f8[N] where joiners cross: recent encounters at the southwest sectors, equal parts before any."""
    load = state.met * southwest
    load = load if load.sum() > 0 else southwest.astype(float)
    cdf = np.cumsum(load)
    return cdf / cdf[-1] if len(cdf) and cdf[-1] > 0 else np.ones(len(load))


def join_interdiction(capture: np.ndarray, static: Static, exempt: np.ndarray, transit: int,
                      settings: Settings) -> np.ndarray:
    """f8[C] probability that joiners are caught on the whole way through the transit country."""
    exposed = np.minimum(1.0, capture[static.series] * settings["kappa_g_guided"])
    joint = 1.0 - np.prod(1.0 - exposed)
    return joint * (1.0 - exempt[transit]) if transit >= 0 else np.zeros(len(exempt))


def border_fields(state: Feedback, static: Static, conditions: Conditions, settings: Settings, geo: Any,
                  family_met: float, fixed_load: bool) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """(fields of way and border, cost of crossing f8[N,2])."""
    capture = interdiction(state, static, conditions, settings)
    met = evader_met(state, conditions.sector_enforcement, settings, static.sector_share)
    seek = surrender(conditions, settings)
    cdf = outcome_cdf(conditions, 0.0 if fixed_load else family_met, settings)
    weight = state.abroad.sum(axis=1)
    weight = np.bincount(geo.origin_country, weight, len(seek))
    transit = int(geo.transit_country[0])
    fields = {
        "interdiction": capture, "evader_met": met, "surrender": seek, "outcome_cdf": cdf,
        "sector_cdf": sector_cdf(state, geo.sector_southwest),
        "join_interdiction": join_interdiction(capture, static, geo.exempt, transit, settings),
        "harm_multiplier": conditions.harm_multiplier,
    }
    loss = crossing_cost(met, conditions.outcome, seek, weight, settings)
    return fields, loss + static.sector_cost[:, None]


assert KINDS == len(SURRENDER)
