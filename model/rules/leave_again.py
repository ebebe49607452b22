"""Re-migration: people who came back leave again more often, by experience, debt, ties and scores.

The effect of time since return enters only through experience, scores, debt, tries left and gates.
"""

from __future__ import annotations

import math

from model.continuum import INDEX_MASK, REINTEGRATING
from model.households import Flag
from model.jit import rule
from model.ledger import AGAIN_LAGS
from model.rules.experience import ties_to_abroad
from model.rules.moves import persons

SANCTIONED, SERVED, FORCED = Flag.SANCTIONED, Flag.SERVED, Flag.FORCED
UNSERVED_RISK = 1.3


@rule
def again_factor(i, now, h, s):
    """Factor on the attempt hazard of a household that returned from abroad at `t_ret`."""
    months = (now.t - h.t_ret[i]) * now.dt
    x = ties_to_abroad(i, months, h, s)
    if h.debt[i] > 0:
        x += s.b_D
    if h.flags[i] & SANCTIONED:
        x -= s.b_s
    factor = math.exp(x)
    forced = h.flags[i] & FORCED and not h.flags[i] & SERVED
    if forced and months < 1.5 and h.state[i] & INDEX_MASK == REINTEGRATING:
        factor *= UNSERVED_RISK
    return factor


@rule
def book_again(who, now, h, books):
    """Count the party that leaves again by months since its return."""
    lag = int((now.t - h.t_ret[who.i]) * now.dt)
    books.again[who.country, min(AGAIN_LAGS - 1, max(0, lag))] += persons(h.party[who.i]) * who.weight
