"""The pass over households: one worker strides over chunks; a chunk is a run of rows of one place and band.

Watched states are listed before anything acts, so nobody acts twice. Slow states are thinned: only rows
whose first k digits of the slow draw are zero can have u < 2^-k, and 2^-k is at least the bound of their
place and state; k decides who is looked at, never the outcome. This file holds the only prange.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from model.bundles import at_address
from model.continuum import (
    ASYLUM_PENDING,
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
from model.draws import ONE, PLANES, U32, U64, bit_index, fill_planes, slow_uniform, slow_uniform_from
from model.fields import Who
from model.jit import entry, rule
from model.rules.abroad import pending, settled_abroad
from model.rules.at_home import home
from model.rules.displace import displaced
from model.rules.receive import returned
from model.rules.reintegrate import reintegrating
from model.rules.stranded import in_custody, stranded
from model.rules.travel import in_transit
from model.rules.work_season import temporary_worker

CHUNK_ROWS = 8192
FULL = U64(0xFFFFFFFFFFFFFFFF)
WATCHED_BYTES = U64(0x8080808080808080)
BYTE = U64(0xFF)
EIGHT = U64(8)


@rule
def who_is(i, o, geo):
    """The household of a row."""
    return Who(i, U32(i - geo.first_row[o]), geo.origin_uid[o], o, geo.origin_country[o], geo.weight[o])


@rule
def list_watched(state, words, lo, hi, rows):
    """Rows lo..hi whose state is watched, in row order, eight at a time; returns how many."""
    n = 0
    i = lo
    while i < hi:
        if i & 7 == 0 and i + 8 <= hi:
            word = words[i >> 3] & WATCHED_BYTES
            if word == 0:
                i += 8
                continue
        if state[i] & WATCHED:
            rows[n] = i
            n += 1
        i += 1
    return n


@rule
def act(who, now, h, b, books):
    """One step of a watched household, by its state."""
    state = h.state[who.i] & INDEX_MASK
    if state == IN_TRANSIT:
        in_transit(who, now, h, b, books)
    elif state == STRANDED:
        stranded(who, now, h, b, books)
    elif state == IN_CUSTODY:
        in_custody(who, now, h, b, books)
    elif state == ASYLUM_PENDING:
        pending(who, slow_uniform(now, who), now, h, b, books)
    elif state == TEMPORARY_WORKER:
        temporary_worker(who, now, h, b, books)
    elif state == RETURNED:
        returned(who, now, h, b, books)
    elif state == REINTEGRATING:
        reintegrating(who, slow_uniform(now, who), now, h, b, books)
    else:
        act_slow(who, slow_uniform(now, who), now, h, b, books)


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
def digits(bound):
    """Largest k with 2^-k >= bound, at most the digits that are stored."""
    k = 0
    half = 0.5
    while k < PLANES and bound <= half:
        k += 1
        half *= 0.5
    return k


@rule
def set_digits(k_of, o, band, dense, f):
    """k by slow state for a chunk; returns the smallest."""
    k_of[SETTLED] = digits(f.bound[o, band])
    k_of[RELOCATED] = digits(f.bound_relocated[o])
    k_of[IRREGULAR] = digits(f.bound_abroad[o])
    k_of[LAWFUL] = k_of[IRREGULAR]
    k_of[DISPLACED] = digits(f.bound_displaced[o])
    smallest = PLANES
    for state in (SETTLED, RELOCATED, IRREGULAR, LAWFUL, DISPLACED):
        if dense:
            k_of[state] = 0
        smallest = min(smallest, k_of[state])
    return smallest


@rule
def is_candidate(state, planes, block, j, k_of, smallest):
    """True for a slow state whose own number of leading digits is zero too."""
    if state & WATCHED or state > DISPLACED or state == 4:
        return False
    for r in range(smallest, k_of[state]):
        if (planes[r, block] >> U64(j)) & ONE == 0:
            return False
    return True


@rule
def slow_pass(o, lo, hi, band, dense, now, h, b, books, planes, k_of):
    """Candidates of the chunk decide; returns how many were looked at."""
    smallest = set_digits(k_of, o, band, dense, b.f)
    first = (lo - b.geo.first_row[o]) >> 6
    blocks = ((hi - 1 - b.geo.first_row[o]) >> 6) - first + 1
    fill_planes(planes, blocks, first, b.geo.origin_uid[o], now, PLANES)
    base = b.geo.first_row[o] + (first << 6)
    seen = 0
    for block in range(blocks):
        mask = FULL
        for r in range(smallest):
            mask &= planes[r, block]
        while mask != 0:
            low = mask & (U64(0) - mask)
            mask ^= low
            j = bit_index(low)
            i = base + (block << 6) + j
            if i < lo or i >= hi or h.t_in[i] == now.t:
                continue
            if is_candidate(h.state[i], planes, block, j, k_of, smallest):
                seen += 1
                who = who_is(i, o, b.geo)
                act_slow(who, slow_uniform_from(planes, block, j, now, who), now, h, b, books)
    return seen


@entry
def work(worker, workers, now, chunks, words, h, b, books, rows, planes, k_of, dense):
    """All chunks of one worker."""
    for c in range(worker, chunks.shape[0], workers):
        o, lo, hi, band = chunks[c, 0], chunks[c, 1], chunks[c, 2], chunks[c, 3]
        if hi <= lo:
            continue
        watched = list_watched(h.state, words, lo, hi, rows)
        for j in range(watched):
            act(who_is(rows[j], o, b.geo), now, h, b, books)
        seen = slow_pass(o, lo, hi, band, dense, now, h, b, books, planes, k_of)
        books.touched[0] += watched + seen
        books.touched[1] += seen


@njit(parallel=True, nogil=True, cache=True, error_model="numpy")
def work_parallel(workers, now, chunks, words, h, b, like, books_at, rows, planes, k_of, dense):
    """The same on several threads; `books_at` holds the address of each worker's books (typed as `like`)."""
    for worker in prange(workers):
        own = at_address(books_at[worker], like)
        work(worker, workers, now, chunks, words, h, b, own, rows[worker], planes[worker], k_of[worker], dense)


def scratch(workers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row list, digit planes and digit counts of each worker."""
    blocks = CHUNK_ROWS // 64 + 2
    return (
        np.zeros((workers, CHUNK_ROWS + 8), np.int64),
        np.zeros((workers, PLANES, blocks), np.uint64),
        np.zeros((workers, 16), np.int64),
    )
