"""Households at home in a special situation at the start: displaced, just returned, seasonal workers.

Who they are is spread over the place's households by error diffusion, so their numbers are exact.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.continuum import DISPLACED, REINTEGRATING, TEMPORARY_WORKER, WATCHED
from model.households import CAUSE_DISASTER, LEGAL_SEASONAL, Flag
from model.jit import rule
from model.population_traits import (
    EVENT_DECISION,
    EVENT_MORE_DECISION,
    HOME,
    QUANTILES,
    draws_of,
    position,
    score,
)

# numba reads module globals, not class attributes
FLAG_EVER_DISPLACED = Flag.EVER_DISPLACED
FLAG_EVER_REMOVED = Flag.EVER_REMOVED
FLAG_FORCED = Flag.FORCED
FLAG_GUIDED = Flag.GUIDED
FLAG_ORDER = Flag.ORDER
FLAG_SANCTIONED = Flag.SANCTIONED
FLAG_SEASON_PRIORITY = Flag.SEASON_PRIORITY
FLAG_WOMAN_LED = Flag.WOMAN_LED

SEASONAL_CASE, RETURNED_CASE, DISPLACED_CASE = range(3)
REMOVAL, MEXICO, OWN = range(3)
"""Kinds of recent return, in the order of `stocks_returned.csv`."""

RETURN_MONTHS = 24
LONGEST_STAY = 120.0
"""Months abroad of a returnee: 120 u², so that short stays are common (judgement); one month from Mexico."""
RETURNED_WITH_CHILD = 0.15
"""Share of returned parties of households with children that are an adult with a child (judgement)."""
VIOLENCE_MONTHS, DISASTER_MONTHS = 120.0, 24.0
"""How long ago the internally displaced of the start may have left home (judgement)."""


class Special(NamedTuple):
    """Households at home in a special situation; one entry a case, `owed` is working memory."""

    case: np.ndarray
    detail: np.ndarray
    density: np.ndarray
    """f8[cases, sizes + 1] units per household of average chance, by household size"""
    owed: np.ndarray
    where: np.ndarray
    """u2 place of work of seasonal workers"""
    months: np.ndarray
    """f8[cases, 13] cumulative shares by months left of the contract, 0 = at home now"""
    neighbours: np.ndarray
    """u2[n] where the displaced stay"""
    neighbour_shares: np.ndarray
    """f8[n] cumulative"""
    scores: np.ndarray
    """f8[k] reintegration score by quantile"""
    forced: float
    fee: float
    guided: float


@rule
def make_displaced(h, row, special, case, since, where):
    """Internally displaced for up to ten years (violence) or two (disaster), in a neighbouring place."""
    cause = special.detail[case]
    span = DISASTER_MONTHS if cause == CAUSE_DISASTER else VIOLENCE_MONTHS
    h.state[row] = DISPLACED | WATCHED
    h.where[row] = special.neighbours[position(special.neighbour_shares, where)]
    h.t_in[row] = -1 - int(span * since)
    h.flags[row] |= FLAG_EVER_DISPLACED
    h.status[row] = cause << 3


@rule
def returned_party(members, draw):
    """One adult came back; in every seventh household with children, one adult with one child."""
    return (1 << 4) | (1 if members & 15 > 0 and draw < RETURNED_WITH_CHILD else 0)


@rule
def make_returned(h, row, traits, special, case, index, since, stay):
    """Back in the last 24 months: scores, debt of half of them, marks of a forced return."""
    kind = special.detail[case]
    months_ago = 1 + int(RETURN_MONTHS * since)
    away = int(LONGEST_STAY * stay * stay) if kind != MEXICO else 1
    level, debt, guided, _ = draws_of(traits, HOME, index, EVENT_MORE_DECISION)
    composite = special.scores[int(level * QUANTILES)]
    composite += 0.05 if kind == OWN else special.forced
    composite -= 0.04 if h.flags[row] & FLAG_WOMAN_LED else 0.0
    h.state[row] = REINTEGRATING | WATCHED
    h.t_in[row] = -months_ago
    h.t_ret[row] = -months_ago
    h.away[row] = away
    h.rss_e[row] = score(composite)
    h.rss_s[row] = score(composite - 0.02 * min(5.0, away / 12.0))
    h.rss_p[row] = score(composite)
    if kind == REMOVAL:
        h.flags[row] |= FLAG_EVER_REMOVED | FLAG_FORCED | FLAG_SANCTIONED | FLAG_ORDER
        h.tries[row] = 1 << 2
    elif kind == MEXICO:
        h.flags[row] |= FLAG_FORCED
    if guided < special.guided:
        h.flags[row] |= FLAG_GUIDED
    owes(h, row, special.fee, debt)


@rule
def owes(h, row, fee, draw):
    """Half of the recent returnees still owe 30 to 100 % of a guided trip less what they had saved."""
    if draw < 0.5:
        h.debt[row] = max(200, int(fee * (0.3 + 1.4 * draw)) - h.sav[row])
        h.sav[row] = min(h.sav[row], h.inc[row])


@rule
def make_seasonal(h, row, special, case, draw):
    """Held a seasonal visa last year: priority next season; away now if the contract still runs."""
    h.flags[row] |= FLAG_SEASON_PRIORITY
    left = position(special.months[case], draw)
    if left == 0:
        return
    h.state[row] = TEMPORARY_WORKER | WATCHED
    h.where[row] = special.where[case]
    h.goal[row] = special.where[case]
    h.party[row] = 1 << 4
    h.leg[row] = left
    h.t_in[row] = left - special.detail[case]
    h.status[row] = LEGAL_SEASONAL


@rule
def case_due(case, density, owed, size, quantile):
    """The special situation whose turn it is at a household, -1 for none (error diffusion: exact totals).

    Low incomes (small `quantile`) are displaced more often.
    """
    due = -1
    for k in range(case.shape[0]):
        owed[k] += density[k, size] * (1.0 - quantile if case[k] == DISPLACED_CASE else 1.0)
        if due < 0 and owed[k] >= 0.5:
            due = k
    return due


@rule
def place_special(h, row, traits, special, case, index):
    """Give a household at home its special situation; a returned family waits until it is fully due."""
    what = special.case[case]
    first, second, third, _ = draws_of(traits, HOME, index, EVENT_DECISION)
    if what == RETURNED_CASE:
        party = returned_party(h.members[row], third)
        persons = (party >> 4) + (party & 15)
        if special.owed[case] < 0.5 * persons:
            return
        special.owed[case] -= persons
        h.party[row] = party
        make_returned(h, row, traits, special, case, index, first, second)
        return
    special.owed[case] -= 1.0
    if what == DISPLACED_CASE:
        make_displaced(h, row, special, case, first, second)
    else:
        make_seasonal(h, row, special, case, first)
