"""The simplified model in our kernel style: columns, closed-form savings, bit-sliced candidates."""

from __future__ import annotations

import math
import time
from typing import NamedTuple

import numpy as np

from experiments.lib.peers.rules import (
    ARRIVE,
    AWAY,
    HOME,
    MOST_TRIES,
    PLACES,
    RETURN,
    SAVED_AWAY,
    SAVED_HOME,
    TIE,
    TRANSIT,
    TRY,
    TURN_BACK,
    WISH,
    first_day,
    places,
)
from model.bundles import pack
from model.continuum import INDEX_MASK, WATCHED
from model.draws import (
    PLANES,
    U32,
    U64,
    Now,
    below,
    bit_index,
    draws,
    fill_planes,
    high_digits,
    key,
    slow_uniform_from,
)
from model.fields import Who
from model.jit import entry, rule
from model.kernels import CHUNK_ROWS, FULL, limit, list_watched

ON_THE_WAY = 1


class Columns(NamedTuple):
    """One row a household."""

    state: np.ndarray  # u1, TRANSIT is watched
    savings: np.ndarray  # i4 at `touched`
    touched: np.ndarray  # i2 step
    tie: np.ndarray  # u1
    members: np.ndarray  # u1
    tries: np.ndarray  # u1


class Fields(NamedTuple):
    """What households read of their place."""

    first_row: np.ndarray  # i8[PLACES + 1]
    uid: np.ndarray  # u4[PLACES]
    price: np.ndarray  # f8[PLACES]
    rate: np.ndarray  # f8[PLACES]
    gap: np.ndarray  # f8[PLACES]


@rule
def wish(gap, tie, tries):
    """Aspiration to leave, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-(WISH + gap + TIE * tie + TRY * min(tries, MOST_TRIES))))


@rule
def bound(o, f):
    """Largest probability of a slow decision in a place."""
    return max(RETURN, f.rate[o] * wish(f.gap[o], 1, MOST_TRIES)) * (1.0 + 1e-9)


@rule
def travel(who, now, h):
    """On the way: arrive, turn back or go on."""
    i = who.i
    u, _, _, _ = draws(now, who, ON_THE_WAY)
    if u < ARRIVE + TURN_BACK:
        h.state[i] = AWAY if u < ARRIVE else HOME
        h.touched[i] = now.t + 1


@rule
def decide(who, u, now, h, f):
    """At home or away: one slow decision with the draw u."""
    i = who.i
    months = now.t + 1 - h.touched[i]
    if h.state[i] == AWAY:
        if u < RETURN:
            h.savings[i] += SAVED_AWAY * months
            h.state[i], h.touched[i] = HOME, now.t + 1
        return
    if u >= f.rate[who.o] * wish(f.gap[who.o], h.tie[i], h.tries[i]):
        return
    savings = h.savings[i] + SAVED_HOME * months
    price = int(f.price[who.o] * h.members[i])
    if savings >= price:
        h.savings[i] = savings - price
        h.state[i] = TRANSIT | WATCHED
        h.tries[i] += 1


@rule
def candidates(o, lo, hi, now, h, f, planes):
    """Rows lo..hi whose draw may be below the bound of their place."""
    base = f.first_row[o]
    first = (lo - base) >> 6
    blocks = ((hi - 1 - base) >> 6) - first + 1
    most = limit(bound(o, f))
    fill_planes(planes, blocks, first, f.uid[o], now, PLANES)
    for block in range(blocks):
        mask = below(planes, block, most)
        while mask != 0:
            low = mask & (U64(0) - mask)
            mask ^= low
            j = bit_index(low)
            i = base + ((first + block) << 6) + j
            if lo <= i < hi and not h.state[i] & WATCHED and h.touched[i] <= now.t:
                who = Who(i, U32(i - base), f.uid[o], o, 0, 1)
                decide(who, slow_uniform_from(high_digits(planes, block, j), now, who), now, h, f)


@entry
def month(now, h, f, words, rows, planes, limits):
    """One month of everybody."""
    for o in range(f.uid.shape[0]):
        lo = f.first_row[o]
        while lo < f.first_row[o + 1]:
            hi = min(lo + CHUNK_ROWS, f.first_row[o + 1])
            watched = list_watched(h.state, words, lo, hi, f.first_row[o], 0, planes, limits, rows)
            candidates(o, lo, hi, now, h, f, planes)
            for n in range(watched):
                i = rows[n]
                travel(Who(i, U32(i - f.first_row[o]), f.uid[o], o, 0, 1), now, h)
            lo = hi


def run(households: int, steps: int, seed: int) -> tuple[float, list[int]]:
    """(seconds of stepping, households by state at the end)."""
    columns, fields = _build(households, seed)
    rows = np.zeros(CHUNK_ROWS + 8, np.int64)
    planes = np.zeros((PLANES, CHUNK_ROWS // 64 + 2), np.uint64)
    limits = np.full(256, FULL)
    words, h, f = columns.state.view(np.uint64), pack(columns), pack(fields)
    began = time.perf_counter()
    for t in range(steps):
        month(Now(*key(seed), *key(0), np.uint32(t), t, 1.0, 0), h, f, words, rows, planes, limits)
    seconds = time.perf_counter() - began
    return seconds, np.bincount(columns.state[:households] & INDEX_MASK, minlength=3).tolist()


def _build(households: int, seed: int) -> tuple[Columns, Fields]:
    columns, fields = first_day(households, seed), places()
    state = np.zeros((households + 7) // 8 * 8, np.uint8)
    state[:households] = np.where(columns["state"] == TRANSIT, TRANSIT | WATCHED, columns["state"])
    columns |= {"state": state, "touched": np.zeros(households, np.int16)}
    first = -(-np.arange(PLACES + 1) * households // PLACES)
    uid = np.arange(PLACES, dtype=np.uint32)
    return Columns(**columns), Fields(first_row=first.astype(np.int64), uid=uid, **fields)
