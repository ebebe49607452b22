"""The only randomness of the model: Philox4x32-10 as a pure function.

counter = (row within its place, place uid, step, decision), key = seed. Nothing has a stream, so no
order of rows, threads, places or plans can change anybody's luck. Reference: Salmon et al. (2011),
"Parallel random numbers: as easy as 1, 2, 3"; checked against published vectors in the tests.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.jit import entry, rule

U32 = np.uint32
U64 = np.uint64
MULTIPLIER_0 = U64(0xD2511F53)
MULTIPLIER_1 = U64(0xCD9E8D57)
WEYL_0 = U32(0x9E3779B9)
WEYL_1 = U32(0xBB67AE85)
LOW_HALF = U64(0xFFFFFFFF)
HALF = U64(32)
ONE = U64(1)
EVERY = U64(0xFFFFFFFFFFFFFFFF)
TO_UNIT = 1.0 / 4294967296.0

PLANES = 8
"""Leading binary digits of the slow draw that are stored bit-sliced, 64 households a word."""
PLANE_DECISION = U32(0x80000000)
FOR_LIFE = U32(0xF0000000)
"""Step counter of draws that are not of a step; a period, such as a year, is added."""
SLOW_TAIL = 1


class Decision:
    """Names of the draws. A number, once given, is never reused for something else."""

    SLOW_TAIL = 1
    CHOICE = 2
    TRAIT = 4
    """For life: eight households share the 16 bytes, one each for the propensity to leave and the price met."""
    YEAR = 5
    """For a calendar year: victim of violence, reached by aid, wishes to leave, helped while displaced."""
    PARTY = 6
    DISPLACED = 7
    DISPLACED_CHOICE = 8
    STRANDED = 9
    STRANDED_MORE = 10
    CUSTODY = 11
    PENDING = 12
    RETURN = 13
    RECEPTION = 14
    REINTEGRATE = 15
    LOTTERY = 16
    ABROAD_CHOICE = 17
    DESTINATION = 18
    SEASON = 19
    REMITS = 20
    FORM = 21
    JOIN = 23
    ROUNDING = 24
    DISASTER = 25
    ARRIVAL = 28
    HOMECOMING = 29
    JOIN_BORDER = 30
    SEX = 4096
    """Member n uses SEX + n."""
    START_SCORES = 8192
    EDGE = 64
    """Edge n of the month uses EDGE + 4 n, + 1, + 2, + 3."""
    BORDER = 512


class Now(NamedTuple):
    """Seeds and clock of a step; the world seed (w0, w1) is apart from the run seed (k0, k1)."""

    k0: np.uint32
    k1: np.uint32
    w0: np.uint32
    w1: np.uint32
    step: np.uint32
    t: int
    """Step since the start of the run."""
    dt: float
    """Months per step."""
    year: int
    """Calendar year, for draws that last a year."""


@rule
def philox(c0, c1, c2, c3, k0, k1):
    """Ten rounds of Philox4x32: four uint32 counters and two keys to four uint32 words."""
    for _ in range(10):
        p0 = MULTIPLIER_0 * U64(c0)
        p1 = MULTIPLIER_1 * U64(c2)
        h0 = U32(p0 >> HALF)
        h1 = U32(p1 >> HALF)
        l0 = U32(p0 & LOW_HALF)
        l1 = U32(p1 & LOW_HALF)
        c0 = h1 ^ c1 ^ k0
        c1 = l1
        c2 = h0 ^ c3 ^ k1
        c3 = l0
        k0 = U32(k0 + WEYL_0)
        k1 = U32(k1 + WEYL_1)
    return c0, c1, c2, c3


@rule
def draws(now, who, decision):
    """Four independent U[0,1) for this household, step and decision."""
    a, b, c, d = philox(who.local, who.uid, now.step, U32(decision), now.k0, now.k1)
    return a * TO_UNIT, b * TO_UNIT, c * TO_UNIT, d * TO_UNIT


@rule
def latent(key0, key1, who, period, decision):
    """Four U[0,1) that belong to a household for a whole period (0 = for life): no storage needed."""
    a, b, c, d = philox(who.local, who.uid, FOR_LIFE + U32(period), U32(decision), key0, key1)
    return a * TO_UNIT, b * TO_UNIT, c * TO_UNIT, d * TO_UNIT


@rule
def word(now, local, uid, decision):
    """One uint32 for this household, step and decision."""
    a, b, c, d = philox(U32(local), U32(uid), now.step, U32(decision), now.k0, now.k1)
    return a


@rule
def two_planes(out0, out1, blocks, first_block, uid, step, decision, k0, k1):
    """Two binary digits of the slow draw for 64 households a block; written so that it vectorises."""
    for b in range(blocks):
        c0 = U32(first_block + b)
        c1 = uid
        c2 = step
        c3 = decision
        x0 = k0
        x1 = k1
        for _ in range(10):
            p0 = MULTIPLIER_0 * U64(c0)
            p1 = MULTIPLIER_1 * U64(c2)
            h0 = U32(p0 >> HALF)
            h1 = U32(p1 >> HALF)
            l0 = U32(p0 & LOW_HALF)
            l1 = U32(p1 & LOW_HALF)
            c0 = h1 ^ c1 ^ x0
            c1 = l1
            c2 = h0 ^ c3 ^ x1
            c3 = l0
            x0 = U32(x0 + WEYL_0)
            x1 = U32(x1 + WEYL_1)
        out0[b] = U64(c0) | (U64(c1) << HALF)
        out1[b] = U64(c2) | (U64(c3) << HALF)


@rule
def fill_planes(planes, blocks, first_block, uid, now, count):
    """planes[r, b]: bit j is set if digit r+1 of local row 64(first_block+b)+j is zero."""
    for pair in range((count + 1) >> 1):
        two_planes(planes[2 * pair], planes[2 * pair + 1], blocks, first_block, U32(uid), now.step,
                   PLANE_DECISION | U32(pair), now.k0, now.k1)


@rule
def slow_uniform(now, who):
    """The one uniform of a household's slow decision: PLANES sliced digits, then a 32-bit tail.

    Recomputed from the counters, so thinned, dense and single-household evaluation agree exactly.
    """
    block = who.local >> U32(6)
    bit = U64(who.local & U32(63))
    high = U64(0)
    for pair in range(PLANES >> 1):
        a, b, c, d = philox(block, who.uid, now.step, PLANE_DECISION | U32(pair), now.k0, now.k1)
        first = (U64(a) | (U64(b) << HALF)) >> bit
        second = (U64(c) | (U64(d) << HALF)) >> bit
        high = (high << ONE) | ((first & ONE) ^ ONE)
        high = (high << ONE) | ((second & ONE) ^ ONE)
    tail = U64(word(now, who.local, who.uid, SLOW_TAIL))
    return float((high << HALF) | tail) * (TO_UNIT / (1 << PLANES))


@rule
def high_digits(planes, b, j):
    """The PLANES leading digits of a household's slow draw as a number 0..2^PLANES - 1 (b block, j bit)."""
    high = U64(0)
    for r in range(PLANES):
        high = (high << ONE) | (((planes[r, b] >> U64(j)) & ONE) ^ ONE)
    return high


@rule
def below(planes, b, limit):
    """Bits of a block whose leading digits, as a number, are less than `limit` (0..2^PLANES)."""
    if limit >= 1 << PLANES:
        return EVERY
    less, equal = U64(0), EVERY
    for r in range(PLANES):
        zero = planes[r, b]
        if (limit >> (PLANES - 1 - r)) & 1:
            less |= equal & zero
            equal &= ~zero
        else:
            equal &= zero
    return less


@rule
def slow_uniform_from(high, now, who):
    """`slow_uniform` when the leading digits are at hand."""
    tail = U64(word(now, who.local, who.uid, SLOW_TAIL))
    return float((high << HALF) | tail) * (TO_UNIT / (1 << PLANES))


_DE_BRUIJN = 0x03F79D71B4CB0A89
_BIT_OF = np.zeros(64, np.uint8)
for _position in range(64):
    _BIT_OF[(((1 << _position) * _DE_BRUIJN) & 0xFFFFFFFFFFFFFFFF) >> 58] = _position
_DE_BRUIJN_WORD = U64(_DE_BRUIJN)
_TOP_SIX = U64(58)


@rule
def bit_index(single_bit):
    """Position of the only set bit of a uint64."""
    return np.int64(_BIT_OF[(single_bit * _DE_BRUIJN_WORD) >> _TOP_SIX])


@entry
def _fill_block(out, k0, k1, uid, first_row, step, decision):
    for i in range(out.shape[0]):
        a, b, c, d = philox(U32(first_row + i), uid, step, decision, k0, k1)
        out[i, 0] = a * TO_UNIT
        out[i, 1] = b * TO_UNIT
        out[i, 2] = c * TO_UNIT
        out[i, 3] = d * TO_UNIT


def uniform_block(seed: int, uid: int, first_row: int, count: int, step: int, decision: int) -> np.ndarray:
    """Four independent U[0,1) for `count` rows of a place, float64[count, 4]."""
    out = np.empty((count, 4))
    k0, k1 = key(seed)
    _fill_block(out, k0, k1, U32(uid), np.int64(first_row), U32(step), U32(decision))
    return out


def key(seed: int) -> tuple[np.uint32, np.uint32]:
    """The two 32-bit halves of a 64-bit seed."""
    return U32(seed & 0xFFFFFFFF), U32((seed >> 32) & 0xFFFFFFFF)


@entry
def _philox_once(counter, keys, out):
    out[0], out[1], out[2], out[3] = philox(counter[0], counter[1], counter[2], counter[3], keys[0], keys[1])


def philox_words(counter: tuple[int, int, int, int], keys: tuple[int, int]) -> tuple[int, ...]:
    """Philox4x32-10 of one counter, for tests against published vectors."""
    out = np.empty(4, np.uint32)
    _philox_once(np.array(counter, np.uint32), np.array(keys, np.uint32), out)
    return tuple(int(w) for w in out)
