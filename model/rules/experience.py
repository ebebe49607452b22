"""What a stay abroad leaves behind: the part of the hazard of leaving again that only fades at home."""

from __future__ import annotations

import math

from model.continuum import AGAIN_CAPS
from model.households import Flag
from model.jit import rule

DEST_CHILD = Flag.DEST_CHILD
EXPERIENCE_MONTHS = 48.0
YEARS_CAP = 10.0


@rule
def mean_score(i, h):
    """Mean of the three reintegration scores, 0..1."""
    return (int(h.rss_e[i]) + int(h.rss_s[i]) + int(h.rss_p[i])) / 750.0


@rule
def ties_to_abroad(i, months, h, s):
    """Log hazard ratio by experience (fading since the return), years away, scores, child abroad."""
    x = s.b_x * math.exp(-months / EXPERIENCE_MONTHS)
    x += s.b_yr * min(YEARS_CAP, h.away[i] / 12.0) + s.b_r * (0.5 - mean_score(i, h))
    return x + s.b_ch if h.flags[i] & DEST_CHILD else x


@rule
def again_class(i, now, h, s):
    """Class 1..7 of AGAIN_CAPS that bounds the hazard ratio from now on: as if indebted, never sanctioned.

    It holds while the household stays at home: experience fades, scores rise, nothing else changes.
    """
    months = (now.t - h.t_ret[i]) * now.dt
    largest = math.exp(ties_to_abroad(i, months, h, s) + max(0.0, s.b_D) + max(0.0, -s.b_s))
    found = 1
    while found < 7 and AGAIN_CAPS[found] < largest:
        found += 1
    return found
