"""What a simulated household is made of: compiled attribute functions shared by all groups of rows.

Attributes whose shares are known for a place are points of Weyl sequences (one square root per
attribute, jointly equidistributed: Weyl 1916) and of rank-one lattices, shifted by draws of the place:
shares then fit in small places. Details without a known share are Philox draws of the household.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from model.draws import TO_UNIT, U32, philox
from model.households import Flag
from model.jit import entry, rule

# numba reads module globals, not class attributes
FLAG_DOCUMENTS = Flag.DOCUMENTS
FLAG_FARM = Flag.FARM
FLAG_FORMAL_CREDIT = Flag.FORMAL_CREDIT
FLAG_RURAL = Flag.RURAL
FLAG_WOMAN_LED = Flag.WOMAN_LED

RURAL, WOMAN, DOCUMENTS, INCOME, SIZE, CHILDREN, RESIDENCE = (np.int64(k) for k in range(7))
"""Streams: one Weyl sequence for every attribute whose share must be met in small places.

Typed, like all constants handed to compiled functions: numba compiles once per value of a plain int.
"""

_RADICANDS = ((197, 4), (282, 5), (134, 4), (35, 2), (66, 2), (6, 2), (278, 5))
"""(p, d) of the steps: small partial quotients, no low-order resonance with each other or the lattices."""
STREAMS = len(_RADICANDS)
HOME, RESERVE, ABROAD = (np.int64(k) for k in range(3))
"""Groups of rows: each has its own shifts."""

DETAILS_DECISION = U32(1003)
"""Draws of a household (world seed): savings, credit, blocks of ties."""
EVENT_DECISION = U32(1004)
"""Draws of a household (world seed): circumstances of displacement, return, season or life abroad."""
EVENT_MORE_DECISION = U32(1005)

U64 = np.uint64
QUANTILES = 4096
_ELEVEN = U64(11)
_TO_UNIT = 2.0 ** -53
_INCOME_CAP = 65535


@lru_cache
def weyl_steps() -> np.ndarray:
    """Fractional parts of (sqrt(p) + d - 1) / d as fixed-point uint64, one per stream (odd)."""
    steps = [((math.isqrt(p << 128) + ((d - 1) << 64)) // d) & 0xFFFFFFFFFFFFFFFF | 1 for p, d in _RADICANDS]
    return np.array(steps, np.uint64)


class Traits(NamedTuple):
    """What all households of a place share. Shares 0..1; money in US$ of 2021 a month."""

    uid: np.uint32
    k0: np.uint32
    k1: np.uint32
    """world seed, low and high half"""
    mu: float
    """log of the median income of the group being written"""
    sigma: float
    rural: float
    farm_from: float
    farm_to: float
    """farm households: the stretch of the draw from rural to urban, see `flags_of`"""
    woman: float
    documents: float
    second_block: float
    blocks: np.ndarray
    """f8[8] cumulative shares of the destination blocks"""
    savings: np.ndarray
    """f8[QUANTILES] months of income saved, by quantile"""
    logits: np.ndarray
    """f8[QUANTILES] log odds, by quantile"""
    steps: np.ndarray
    """u8[STREAMS]"""
    shifts: np.ndarray
    """u8[3, STREAMS]"""


@rule
def normal_quantile(p):
    """Inverse of the standard normal distribution (Wichura 1988, algorithm AS 241, PPND16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (((((((r * 2509.0809287301226727 + 33430.575583588128105) * r + 67265.770927008700853)
                   * r + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
                + 133.14166789178437745) * r + 3.387132872796366608)
        low = (((((((r * 5226.495278852545925 + 28729.085735721942674) * r + 39307.89580009271061) * r
                   + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
                + 42.313330701600911252) * r + 1.0)
        return q * top / low
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    if r <= 5.0:
        r -= 1.6
        top = (((((((r * 7.7454501427834140764e-4 + 0.0227238449892691845833) * r + 0.24178072517745061177)
                   * r
                   + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
                + 4.6303378461565452959) * r + 1.42343711074968357734)
        low = (((((((r * 1.05075007164441684324e-9 + 5.475938084995344946e-4) * r
                    + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455)
                   * r
                 + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0)
    else:
        r -= 5.0
        top = (((((((r * 2.01033439929228813265e-7 + 2.71155556874348757815e-5) * r
                    + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123)
                   * r
                 + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772)
        low = (((((((r * 2.04426310338993978564e-15 + 1.4215117583164458887e-7) * r
                    + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
                  + 0.0148753612908506148525) * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r
               + 1.0)
    return top / low if q > 0 else -top / low


@rule
def income_of(mu, sigma, z):
    """Whole dollars a month at the standard normal score `z`, 1 ... 65535."""
    return min(max(int(math.exp(mu + sigma * z) + 0.5), 1), _INCOME_CAP)


@rule
def unit(traits, group, stream, index):
    """Point `index` of a Weyl sequence in [0, 1)."""
    word = traits.shifts[group, stream] + U64(index) * traits.steps[stream]
    return float(word >> _ELEVEN) * _TO_UNIT


@rule
def draws_of(traits, group, index, decision):
    """Four independent U[0,1) of a household of the start: for what needs no exact share in a place."""
    a, b, c, d = philox(U32(index), traits.uid, U32(group), decision, traits.k0, traits.k1)
    return a * TO_UNIT, b * TO_UNIT, c * TO_UNIT, d * TO_UNIT


@rule
def position(cumulative, value):
    """First index whose cumulative share exceeds `value` (the last one at most)."""
    for i in range(cumulative.shape[0] - 1):
        if value < cumulative[i]:
            return i
    return cumulative.shape[0] - 1


@rule
def flags_of(traits, z, setting, woman, documents, credit):
    """Yes/no attributes of a household: rural, farm, woman-led, formal credit, documents.

    The last four arguments are draws in [0, 1). Rural and farm are overlapping stretches of one draw, so
    both shares are as exact as the draw is even. Formal credit has the chance Λ(-0.6 + 0.8 ln(inc /
    median)); its draw becomes a logit by table. No branches: half of them would be guessed wrong.
    """
    rural = setting < traits.rural
    farm = traits.farm_from <= setting < traits.farm_to
    led = woman < traits.woman
    lender = traits.logits[int(credit * QUANTILES)] < 0.8 * traits.sigma * z - 0.6
    registered = documents < traits.documents
    return (rural * FLAG_RURAL | farm * FLAG_FARM | led * FLAG_WOMAN_LED | lender * FLAG_FORMAL_CREDIT
            | registered * FLAG_DOCUMENTS)


@rule
def ties_of(traits, first_draw, second_draw):
    """Blocks with close family: one by share of the diaspora, a second one for a few."""
    first = position(traits.blocks, first_draw)
    ties = 1 << first
    if second_draw < traits.second_block:
        second = position(traits.blocks, second_draw / traits.second_block)
        ties |= 1 << (second if second != first else (second + 1) % 8)
    return ties


@rule
def attributes(traits, group, index, z, setting, woman):
    """Flags, monthly income, savings and (possible) ties of a household.

    z: standard normal score of income; `setting`, `woman`: draws of rural-farm and of who leads.
    """
    saved, credit, first, second = draws_of(traits, group, index, DETAILS_DECISION)
    inc = income_of(traits.mu, traits.sigma, z)
    flags = flags_of(traits, z, setting, woman, unit(traits, group, DOCUMENTS, index), credit)
    return flags, inc, int(traits.savings[int(saved * QUANTILES)] * inc), ties_of(traits, first, second)


@rule
def score(value):
    """A score in [0, 1] as a byte (0 ... 250)."""
    return int(min(max(value, 0.0), 1.0) * 250.0 + 0.5)


@entry
def poor_ranks(mu, sigma, count, line):
    """First rank of 0..count-1 whose income is at least `line` (US$ a month of the whole household)."""
    low = 0
    high = count
    while low < high:
        middle = (low + high) // 2
        if income_of(mu, sigma, normal_quantile((middle + 0.5) / count)) < line:
            low = middle + 1
        else:
            high = middle
    return low


@entry
def mean_income(mu, sigma, count):
    """Mean whole-dollar income over `count` stratified households."""
    total = 0.0
    for rank in range(count):
        total += income_of(mu, sigma, normal_quantile((rank + 0.5) / count))
    return total / count
