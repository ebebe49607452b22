"""What one step does to the next: networks, perceived success and risk, fees, crowding, stigma, remittances.

State is held in plain arrays by country or origin place; with `feedbacks=False` nothing here is updated
and the values of the first step stay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.ledger import EVENT, PLACE_EVENT, Books
from model.settings import Settings

NETWORK_MONTHS = 24
FEE_MONTHS = 3
BASE_MONTHS = 12
POOLING = 0.2
FEW_DEPARTURES = 1000.0
"""Guided departures a month below which the market of a nationality hardly moves its price (J)."""
STIGMA_SPEED, STIGMA_PER_RETURN = 0.05, 0.02
BELIEF_FLOOR, BELIEF_CEILING = 0.02, 0.98
RETURN_EVENTS = [i for name, i in EVENT.items() if name == "received"]


@dataclass
class Feedback:
    """Feedback state; O origins, C countries, P places, N sectors, G controls."""

    abroad: np.ndarray  # f8[O,C] persons settled abroad
    recent: np.ndarray  # f8[O,C] arrivals of the last 24 months, fading
    belief: np.ndarray  # f8[C,3,C]
    belief_ref: np.ndarray
    entering: np.ndarray  # f8[C,3,C] parties a month that get in, mean of twelve months
    entering_base: np.ndarray  # f8[C,3,C] mean of the first year
    risk: np.ndarray  # f8[C,2]
    risk_ref: np.ndarray
    guided: np.ndarray  # f8[C] guided departures, mean of three months
    guided_base: np.ndarray  # f8[C] mean of the first year
    evaders: np.ndarray  # f8[N] a month, mean of three months
    evaders_base: np.ndarray  # f8[N] mean of the first year
    met: np.ndarray  # f8[N] last months, for where joiners cross
    controlled: np.ndarray  # f8[G] persons a month through a control, mean of three months
    newcomers: np.ndarray  # f8[C] arrivals of the last 24 months by host
    stigma: np.ndarray  # f8[O]
    violence: np.ndarray  # f8[O] running mean
    crisis: np.ndarray  # f8[O] running crises and the fading of past ones, 0..1
    disaster_loss: np.ndarray  # f8[O] share of income lost, fading
    per_party: np.ndarray  # f8[O,C] US$ a month sent per party abroad (yearly pass)
    irregular: np.ndarray  # f8[C,C] irregular persons by host and nationality (yearly pass)
    harm_seen: np.ndarray  # f8[C,2,2] trips that ended in the last 12 months, fading, and those with abuse
    steps: int = 0


def update(state: Feedback, books: Books, geo_country: np.ndarray, residents: np.ndarray, settings: Settings,
           dt: float, place_country: np.ndarray, sector_place: np.ndarray, control_edges: np.ndarray,
           controls: np.ndarray, half_life: float) -> None:
    """All feedbacks of a step from its books (weighted persons)."""
    state.steps += 1
    update_networks(state, books, dt)
    update_beliefs(state, books, half_life, settings["H_R"], settings["m_0"], dt)
    update_news(state, books, dt)
    update_border(state, books, geo_country, sector_place, dt)
    update_controls(state, books, control_edges, controls, dt)
    update_stigma(state, books, residents, settings, dt)


def update_networks(state: Feedback, books: Books, dt: float) -> None:
    """Diaspora from the ledger; arrivals of the last two years as a fading sum."""
    keep = 1.0 - dt / NETWORK_MONTHS
    state.abroad += books.abroad
    state.recent *= keep
    state.recent += books.arrivals
    state.newcomers *= keep
    state.newcomers += books.arrivals.sum(axis=0)


def update_beliefs(state: Feedback, books: Books, half_life: float, risk_half_life: float, m_0: float,
                   dt: float) -> None:
    """Perceived success follows the share of resolved trips that entered; risk the share abused.

    m_0 trips of the kind known at the start count along: where hardly anybody tries, no news is no bad news.
    """
    pooled, success = (_pooled(books.trips[..., which] / dt) for which in (0, 1))
    heard = (success + m_0 * state.belief_ref) / (pooled + m_0)
    state.belief += (1.0 - 2.0 ** (-dt / half_life)) * (heard - state.belief)
    ended = books.harm_trips[..., 0].astype(float) / dt
    abused = books.harm_trips[..., 1].astype(float) / dt
    told = ended > 0
    state.harm_seen *= 1.0 - dt / BASE_MONTHS
    state.harm_seen += books.harm_trips
    news = (1.0 - 2.0 ** (-dt / risk_half_life)) * ended / (ended + m_0)
    state.risk[told] += news[told] * (abused[told] / ended[told] - state.risk[told])


def _pooled(trips: np.ndarray) -> np.ndarray:
    """f8[C,3,C] trips of a kind, and a part of those of the other kinds: what people of that kind hear of."""
    return trips + POOLING * (trips.sum(axis=1, keepdims=True) - trips)


def update_news(state: Feedback, books: Books, dt: float) -> None:
    """Parties that got in lately, by nationality, kind and destination, and the first year as their base."""
    now = _pooled(books.trips[..., 1] / dt)
    if state.steps * dt <= BASE_MONTHS:
        state.entering_base += (now - state.entering_base) / state.steps
        state.entering[:] = state.entering_base
    else:
        state.entering += dt / BASE_MONTHS * (now - state.entering)


def update_border(state: Feedback, books: Books, origin_country: np.ndarray, sector_place: np.ndarray,
                  dt: float) -> None:
    """Crowding of sectors, guided departures, and the first year as their base."""
    weight = min(1.0, dt / FEE_MONTHS) if state.steps > 1 else 1.0
    now = books.place_events[PLACE_EVENT["evaded"], sector_place] / dt
    state.evaders += weight * (now - state.evaders)
    met = books.place_events[PLACE_EVENT["met"], sector_place]
    state.met *= 1.0 - dt / FEE_MONTHS
    state.met += met
    departed = np.bincount(origin_country, books.events[EVENT["departed"]].sum(axis=1), len(state.guided)) / dt
    state.guided += weight * (departed - state.guided)
    months = state.steps * dt
    if months <= BASE_MONTHS:
        share = dt / months
        state.evaders_base += share * (now - state.evaders_base)
        state.guided_base += share * (departed - state.guided_base)


def update_controls(state: Feedback, books: Books, edges: np.ndarray, controls: np.ndarray, dt: float) -> None:
    """Persons a month through each control group, mean of three months (edges and controls are parallel)."""
    flows = books.edges[edges].sum(axis=1) / dt
    weight = min(1.0, dt / FEE_MONTHS)
    state.controlled += weight * (np.bincount(controls, flows, len(state.controlled)) - state.controlled)


def update_stigma(state: Feedback, books: Books, residents: np.ndarray, settings: Settings, dt: float) -> None:
    """Stigma drifts to a level that rises with returns per thousand residents and year."""
    returns = books.events[RETURN_EVENTS].sum(axis=(0, 2)) / dt * 12.0
    target = settings["stigma_base"] + STIGMA_PER_RETURN * 1000.0 * returns / np.maximum(1.0, residents)
    state.stigma += (1.0 - (1.0 - STIGMA_SPEED) ** dt) * (np.minimum(1.0, target) - state.stigma)


def announce(state: Feedback, belief_shift: np.ndarray, risk_shift: np.ndarray) -> None:
    """Announcements move perceived success and risk once; learning then pulls them to what happens."""
    if belief_shift.any():
        state.belief[:] = np.clip(state.belief + belief_shift, BELIEF_FLOOR, BELIEF_CEILING)
    if risk_shift.any():
        state.risk[:] = np.clip(state.risk + risk_shift, BELIEF_FLOOR, BELIEF_CEILING)


def fee_index(state: Feedback, enforcement: np.ndarray, settings: Settings) -> np.ndarray:
    """f8[C] index of guided prices: enforcement input and guided departures over their base."""
    busy = np.ones_like(state.guided)
    known = (state.guided_base > 0) & (state.steps > 3)
    ratio = (state.guided + FEW_DEPARTURES) / (state.guided_base + FEW_DEPARTURES)
    busy[known] = np.clip(ratio[known], 0.2, 5.0)
    return enforcement ** settings["epsilon_E"] * busy ** settings["epsilon_n"]


def evader_met(state: Feedback, enforcement: np.ndarray, settings: Settings, share: np.ndarray) -> np.ndarray:
    """f8[N] probability that an evading party is met: p_app at base, lower in a crowded sector.

    share f8[N]: of all agents. A sector where hardly anybody crossed in the base year is not thereby unguarded:
    its base load is at least its share of all.
    """
    load = np.ones_like(state.evaders)
    base_load = np.maximum(state.evaders_base, share * state.evaders_base.sum())
    known = (base_load > 0) & (state.steps > BASE_MONTHS)
    load[known] = state.evaders[known] / base_load[known]
    base = 1.0 - (1.0 - settings["p_app"]) ** (enforcement**0.3)
    crowd = settings["C_s"]
    return np.minimum(0.97, base * (1.0 + 1.0 / crowd) / (1.0 + load / crowd))
