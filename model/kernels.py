"""The pass over households: one worker strides over chunks; a chunk is a run of rows of one place and band.

Who must be looked at is listed first, then acts, so nobody acts twice. A slow decision happens only if the
step's draw lies below a bound of the household's place, band and state: the leading digits of the draw,
bit-sliced, are compared with it for 64 households at once. The bound decides who is looked at, never the
outcome. Listed records are read once before anybody acts: their cache misses then overlap. This file holds
the only prange.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from model.bundles import at_address
from model.continuum import (
    AGAIN_CAPS,
    ASYLUM_PENDING,
    CLASS_SHIFT,
    DISPLACED,
    IN_CUSTODY,
    IN_TRANSIT,
    INDEX_MASK,
    IRREGULAR,
    LAWFUL,
    REINTEGRATING,
    RELOCATED,
    RETURNED,
    SETTLED,
    STRANDED,
    TEMPORARY_WORKER,
    WATCHED,
)
from model.draws import (
    PLANES,
    U32,
    U64,
    below,
    bit_index,
    fill_planes,
    high_digits,
    slow_uniform_from,
)
from model.fields import Who
from model.jit import entry, rule
from model.rules.abroad import pending, settled_abroad
from model.rules.at_home import home, may_act
from model.rules.displace import displaced
from model.rules.receive import returned
from model.rules.reintegrate import reintegrating
from model.rules.stranded import in_custody, stranded
from model.rules.travel import in_transit
from model.rules.work_season import temporary_worker

CHUNK_ROWS = 8192
WATCHED_BYTES = U64(0x8080808080808080)
RETURNED_HOME, RETURNED_ELSEWHERE = SETTLED | WATCHED, RELOCATED | WATCHED
DISPLACED_LISTED = DISPLACED | WATCHED
CLASSES = len(AGAIN_CAPS)
FULL = 1 << PLANES
"""Limit of states that are looked at every step."""


@rule
def who_is(i, o, geo):
    """The household of a row."""
    return Who(i, U32(i - geo.first_row[o]), geo.origin_uid[o], o, geo.origin_country[o], geo.weight[o])


@rule
def limit(bound):
    """Least number of leading digits, as a number 0..FULL, that no draw below `bound` reaches."""
    return min(FULL, int(math.ceil(bound * FULL)))


@rule
def set_limits(limit_of, o, band, dense, f):
    """Limits by state byte for a chunk."""
    home, elsewhere = f.bound[o, band], f.bound_relocated[o]
    limit_of[SETTLED] = limit(home)
    limit_of[IRREGULAR] = limit(f.bound_abroad[o])
    limit_of[DISPLACED_LISTED] = limit(f.bound_displaced[o])
    for c in range(CLASSES):
        limit_of[RETURNED_HOME | c << CLASS_SHIFT] = limit(min(1.0, home * AGAIN_CAPS[c]))
        limit_of[RETURNED_ELSEWHERE | c << CLASS_SHIFT] = limit(min(1.0, elsewhere * AGAIN_CAPS[c]))
    if dense:
        limit_of[SETTLED], limit_of[IRREGULAR] = FULL, FULL
        limit_of[WATCHED:] = FULL


@rule
def list_watched(state, words, lo, hi, first_row, first_block, planes, limit_of, rows):
    """Watched rows of lo..hi whose draw may act, in row order, eight at a time; returns how many."""
    n = 0
    i = lo
    while i < hi:
        if i & 7 == 0 and i + 8 <= hi and words[i >> 3] & WATCHED_BYTES == 0:
            i += 8
            continue
        if state[i] & WATCHED:
            most = limit_of[state[i]]
            local = i - first_row
            if most == FULL or high_digits(planes, (local >> 6) - first_block, local & 63) < most:
                rows[n] = i
                n += 1
        i += 1
    return n


@rule
def list_slow(state, lo, hi, first_row, first_block, planes, limit_of, rows, n):
    """Append rows of lo..hi in an unlisted state whose draw lies below their limit; returns how many in all."""
    for block in range(((hi - 1 - first_row) >> 6) - first_block + 1):
        at_home = below(planes, block, limit_of[SETTLED])
        abroad = below(planes, block, limit_of[IRREGULAR])
        mask = at_home | abroad
        while mask != 0:
            low = mask & (U64(0) - mask)
            mask ^= low
            i = first_row + ((first_block + block) << 6) + bit_index(low)
            if i < lo or i >= hi:
                continue
            own = state[i]
            if own == SETTLED and low & at_home or (own == IRREGULAR or own == LAWFUL) and low & abroad:
                rows[n] = i
                n += 1
    return n


@rule
def warm(rows, n, h):
    """Read the first and the last column of each listed record: the misses overlap instead of queueing up."""
    total = 0
    for j in range(n):
        total += h.flags[rows[j]] + h.price[rows[j]]
    return total


@rule
def act(who, high, limit_abroad, dense, now, h, b, books):
    """One step of a listed household, by its state; `high` leading digits of its slow draw."""
    state = h.state[who.i] & INDEX_MASK
    if state == SETTLED or state == RELOCATED:
        if dense or may_act(who, high, now, h, b):
            home(who, slow_uniform_from(high, now, who), now, h, b, books)
    elif state <= DISPLACED:
        act_slow(who, slow_uniform_from(high, now, who), now, h, b, books)
    elif state == IN_TRANSIT:
        in_transit(who, now, h, b, books)
    elif state == STRANDED:
        stranded(who, now, h, b, books)
    elif state == IN_CUSTODY:
        in_custody(who, now, h, b, books)
    elif state == ASYLUM_PENDING:
        pending(who, high, limit_abroad, now, h, b, books)
    elif state == TEMPORARY_WORKER:
        temporary_worker(who, now, h, b, books)
    elif state == RETURNED:
        returned(who, now, h, b, books)
    elif state == REINTEGRATING:
        reintegrating(who, high, dense, now, h, b, books)


@rule
def act_slow(who, u, now, h, b, books):
    """One slow decision with the draw u, by state."""
    state = h.state[who.i] & INDEX_MASK
    if state == SETTLED or state == RELOCATED:
        home(who, u, now, h, b, books)
    elif state == IRREGULAR or state == LAWFUL:
        settled_abroad(who, u, now, h, b, books)
    elif state == DISPLACED:
        displaced(who, u, now, h, b, books)


@rule
def chunk(o, lo, hi, band, dense, now, words, h, b, books, rows, planes, limit_of):
    """List, read, act: one chunk. `rows` is longer than a chunk: its last cell keeps the reads from being left out."""
    first_row = b.geo.first_row[o]
    first = (lo - first_row) >> 6
    fill_planes(planes, ((hi - 1 - first_row) >> 6) - first + 1, first, b.geo.origin_uid[o], now, PLANES)
    set_limits(limit_of, o, band, dense, b.f)
    watched = list_watched(h.state, words, lo, hi, first_row, first, planes, limit_of, rows)
    n = list_slow(h.state, lo, hi, first_row, first, planes, limit_of, rows, watched)
    rows[rows.shape[0] - 1] = warm(rows, n, h)
    for j in range(n):
        local = rows[j] - first_row
        high = high_digits(planes, (local >> 6) - first, local & 63)
        act(who_is(rows[j], o, b.geo), high, limit_of[IRREGULAR], dense, now, h, b, books)
    books.touched[0] += n
    books.touched[1] += n - watched


@entry
def work(worker, workers, now, chunks, words, h, b, books, rows, planes, limit_of, dense):
    """All chunks of one worker."""
    for c in range(worker, chunks.shape[0], workers):
        if chunks[c, 2] > chunks[c, 1]:
            chunk(chunks[c, 0], chunks[c, 1], chunks[c, 2], chunks[c, 3], dense, now, words, h, b, books, rows,
                  planes, limit_of)


@njit(parallel=True, nogil=True, cache=True, error_model="numpy")
def work_parallel(workers, now, chunks, words, h, b, like, books_at, rows, planes, limit_of, dense):
    """The same on several threads; `books_at` holds the address of each worker's books (typed as `like`)."""
    for worker in prange(workers):
        own = at_address(books_at[worker], like)
        work(worker, workers, now, chunks, words, h, b, own, rows[worker], planes[worker], limit_of[worker], dense)


def scratch(workers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row list, digit planes and limits by state byte of each worker."""
    blocks = CHUNK_ROWS // 64 + 2
    limits = np.zeros((workers, 256), np.int64)
    limits[:, WATCHED:] = FULL
    return (
        np.zeros((workers, CHUNK_ROWS + 8), np.int64),
        np.zeros((workers, PLANES, blocks), np.uint64),
        limits,
    )
