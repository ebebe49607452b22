"""Compiled loops of the population synthesis: they write rows place by place, without temporaries."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from model.continuum import ASYLUM_PENDING, LAWFUL, NOT_YET_FORMED, WATCHED
from model.draws import FOR_LIFE, HALF, U32, U64, Decision, philox
from model.households import LEGAL_CITIZEN, LEGAL_FAMILY, Flag
from model.jit import entry, rule
from model.population_special import case_due, place_special
from model.population_traits import (
    ABROAD,
    CHILDREN,
    EVENT_DECISION,
    HOME,
    INCOME,
    RESERVE,
    RESIDENCE,
    RURAL,
    SIZE,
    WOMAN,
    attributes,
    draws_of,
    income_of,
    normal_quantile,
    position,
    score,
    unit,
)

# numba reads module globals, not class attributes
FLAG_DEST_CHILD, TRAIT = Flag.DEST_CHILD, Decision.TRAIT

YEAR_EDGES = (0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 40.0)
"""Edges of the bands of residence abroad in years; the last band is closed at 40 (judgement)."""

CITIZEN_AFTER, CITIZEN_SHARE = 180, 0.5
"""Months after which a lawful resident may count as citizen, and the share that do (judgement)."""


class Cells(NamedTuple):
    """People of a place who live abroad: one entry per place of residence and status."""

    where: np.ndarray
    state: np.ndarray
    persons: np.ndarray
    profile: np.ndarray
    """row of `years`"""
    block: np.ndarray
    wait: np.ndarray
    """months a pending claim may be old"""
    years: np.ndarray
    """f8[profiles, 6] cumulative shares of the bands of residence"""
    sizes: np.ndarray
    """f8[4] cumulative shares of parties of 1, 2, 3, 4 persons"""


@entry
def count_home(types, poor, stride, shift, count, bands, chances):
    """Count households at home by static band and sum what makes displacement likely.

    Added to bands i8[4] and chances f8[size + 1]: sums of 1 - income quantile. Others: see `fill_home`.
    """
    rank = shift
    for k in range(types.shape[0]):
        size = types[k, 0] + types[k, 1]
        low = 1 if types[k, 1] > 0 and types[k, 2] > 0 else 0
        line = poor[size]
        for _ in range(types[k, 3]):
            bands[low + (2 if rank < line else 0)] += 1
            chances[size] += 1.0 - (rank + 0.5) / count
            rank += stride
            rank -= count if rank >= count else 0


@entry
def fill_home(h, next_row, types, poor, lattice, count, traits, special):
    """Write the resident households of a place into its bands.

    types i8[k, 4]: adults, children, tied, households; next_row i8[4]: next free row of each band;
    poor i8[size + 1]: ranks below it are poor; lattice i8[3, 2]: stride and shift of the income ranks, of
    the rural-farm draw and of the draw for women.
    """
    rank, setting, woman = lattice[0, 1], lattice[1, 1], lattice[2, 1]
    index = np.int64(0)
    for k in range(types.shape[0]):
        size = types[k, 0] + types[k, 1]
        members = (types[k, 0] << 4) | types[k, 1]
        tied = types[k, 2] > 0
        low = 1 if types[k, 1] > 0 and tied else 0
        for _ in range(types[k, 3]):
            band = low + (2 if rank < poor[size] else 0)
            row = next_row[band]
            next_row[band] += 1
            quantile = (rank + 0.5) / count
            h.members[row] = members
            h.party[row] = members
            h.flags[row], h.inc[row], h.sav[row], ties = attributes(
                traits, HOME, index, normal_quantile(quantile), (setting + 0.5) / count,
                (woman + 0.5) / count)
            h.ties[row] = ties if tied else 0
            case = case_due(special.case, special.density, special.owed, size, quantile)
            if case >= 0:
                place_special(h, row, traits, special, case, index)
            index += 1
            rank += lattice[0, 0]
            setting += lattice[1, 0]
            woman += lattice[2, 0]
            rank -= count if rank >= count else 0
            setting -= count if setting >= count else 0
            woman -= count if woman >= count else 0


@entry
def fill_reserve(h, first, types, upto, lattice, count, traits):
    """Write households that form later, in the order they form.

    upto i8[k]: cumulative households of the types; lattice i8[2, 2]: stride and shift of the positions
    among the types and of the income ranks.
    """
    spot, rank = lattice[0, 1], lattice[1, 1]
    for index in range(count):
        k = type_at(upto, spot)
        row = first + index
        z = normal_quantile((rank + 0.5) / count)
        h.members[row] = (types[k, 0] << 4) | types[k, 1]
        h.party[row] = h.members[row]
        h.flags[row], h.inc[row], h.sav[row], ties = attributes(
            traits, RESERVE, index, z, unit(traits, RESERVE, RURAL, index),
            unit(traits, RESERVE, WOMAN, index))
        h.ties[row] = ties if types[k, 2] else 0
        h.state[row] = NOT_YET_FORMED
        spot += lattice[0, 0]
        rank += lattice[1, 0]
        spot -= count if spot >= count else 0
        rank -= count if rank >= count else 0


@entry
def fill_traits(h, first, last, uid, k0, k1):
    """Classes of the traits for life of rows first..last of a place (world seed k0, k1)."""
    traits, prices = U64(0), U64(0)
    for row in range(first, last):
        turn = (row - first) & 7
        if turn == 0:
            a, b, c, d = philox(U32((row - first) >> 3), uid, FOR_LIFE, U32(TRAIT), k0, k1)
            traits, prices = U64(a) | (U64(b) << HALF), U64(c) | (U64(d) << HALF)
        h.trait[row] = (traits >> U64(8 * turn)) & U64(255)
        h.price[row] = (prices >> U64(8 * turn)) & U64(255)


@rule
def type_at(upto, spot):
    """First type whose cumulative count exceeds `spot`."""
    low = 0
    high = upto.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        if upto[middle] <= spot:
            low = middle + 1
        else:
            high = middle
    return low


@rule
def residence_months(cells, cell, draw):
    """Months of residence at quantile `draw`, uniform inside a band; at least one."""
    shares = cells.years[cells.profile[cell]]
    band = position(shares, draw)
    below = shares[band - 1] if band > 0 else 0.0
    width = shares[band] - below
    inside = (draw - below) / width if width > 0.0 else 0.5
    return 1 + int(12.0 * (YEAR_EDGES[band] + (YEAR_EDGES[band + 1] - YEAR_EDGES[band]) * inside))


@rule
def party_children(size, draw):
    """Children in a party abroad of `size` persons (judgement: stocks are mostly adults)."""
    if size == 2:
        return 1 if draw < 0.5 else 0
    if size == 3:
        return 1 if draw < 0.7 else 2
    return 2 if size == 4 else 0


@rule
def settle_abroad(h, row, traits, cells, cell, index):
    """State, residence, integration and family of a party that lives abroad."""
    state = cells.state[cell]
    draw = unit(traits, ABROAD, RESIDENCE, index)
    rooted, citizen, _, _ = draws_of(traits, ABROAD, index, EVENT_DECISION)
    months = residence_months(cells, cell, draw)
    if state == ASYLUM_PENDING:
        months = 1 + int(cells.wait[cell] * draw)
        h.claim[row] = -months
    years = months / 12.0
    h.state[row] = state | WATCHED if state == ASYLUM_PENDING else state
    h.where[row] = cells.where[cell]
    h.goal[row] = cells.where[cell]
    h.t_in[row] = -months
    h.integ[row] = score(0.8 * (1.0 - math.exp(-0.12 * years)))
    if rooted < 1.0 - math.exp(-0.06 * years):
        h.flags[row] |= FLAG_DEST_CHILD
    if state == LAWFUL:
        naturalised = months >= CITIZEN_AFTER and citizen < CITIZEN_SHARE
        h.status[row] = LEGAL_CITIZEN if naturalised else LEGAL_FAMILY


@rule
def next_size(waiting, drawn, left):
    """Size of the next party: the drawn one, or 1 if it does not fit, made up for at the next single."""
    if drawn > left:
        waiting[drawn] += 1
        return 1
    if drawn == 1:
        for size in range(4, 1, -1):
            if waiting[size] > 0 and size <= left:
                waiting[size] -= 1
                return size
    return drawn


@entry
def abroad(h, next_row, cells, poor_line, traits, waiting, writing):
    """Parties abroad of a place: count them per band (`writing` 0, into next_row) or write them.

    Persons of every cell are met exactly. poor_line: income per person below which a household is poor;
    waiting i8[5]: working memory, zeroed by the caller.
    """
    index = np.int64(0)
    for cell in range(cells.where.shape[0]):
        left = cells.persons[cell]
        while left > 0:
            drawn = 1 + position(cells.sizes, unit(traits, ABROAD, SIZE, index))
            size = next_size(waiting, drawn, left)
            children = party_children(size, unit(traits, ABROAD, CHILDREN, index))
            z = normal_quantile(min(max(unit(traits, ABROAD, INCOME, index), 1e-12), 1.0 - 1e-12))
            poor = income_of(traits.mu, traits.sigma, z) < poor_line * size
            band = (1 if children > 0 else 0) + (2 if poor else 0)
            row = next_row[band]
            next_row[band] += 1
            if writing:
                h.members[row] = ((size - children) << 4) | children
                h.party[row] = h.members[row]
                h.flags[row], h.inc[row], h.sav[row], ties = attributes(
                    traits, ABROAD, index, z, unit(traits, ABROAD, RURAL, index),
                    unit(traits, ABROAD, WOMAN, index))
                h.ties[row] = ties | (1 << cells.block[cell])
                settle_abroad(h, row, traits, cells, cell, index)
            left -= size
            index += 1
