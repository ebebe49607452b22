"""Compiled loops of the population synthesis: they write household rows place by place, without temporaries."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from model.continuum import ASYLUM_PENDING, LAWFUL, NOT_YET_FORMED, WATCHED
from model.households import LEGAL_CITIZEN, LEGAL_FAMILY, Flag
from model.jit import entry, rule
from model.population_special import place_special
from model.population_traits import (
    ABROAD,
    CHILDREN,
    DEBT,
    EXTRA,
    HOME,
    INCOME,
    RESERVE,
    SIZE,
    TIMING,
    income_of,
    normal_quantile,
    position,
    score,
    ties_of,
    unit,
    write,
)

# numba reads module globals, not class attributes
FLAG_DEST_CHILD = Flag.DEST_CHILD

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
def count_home(types, poor, stride, shift, count, bands):
    """Households at home per static band (added to `bands` i8[4]). types i8[k, 4]: see `fill_home`."""
    rank = shift
    for k in range(types.shape[0]):
        adults, children, tied = types[k, 0], types[k, 1], types[k, 2]
        low = 1 if children > 0 and tied > 0 else 0
        line = poor[adults + children]
        for _ in range(types[k, 3]):
            bands[low + (2 if rank < line else 0)] += 1
            rank += stride
            if rank >= count:
                rank -= count


@entry
def fill_home(h, next_row, types, poor, stride, shift, count, traits, special):
    """Write the resident households of a place into its bands.

    types i8[k, 4]: adults, children, tied, households; next_row i8[4]: next free row of each band;
    poor i8[size + 1]: ranks below it are poor; `stride`, `shift`: lattice of the income ranks.
    """
    rank = shift
    index = 0
    for k in range(types.shape[0]):
        adults, children, tied = types[k, 0], types[k, 1], types[k, 2]
        low = 1 if children > 0 and tied > 0 else 0
        line = poor[adults + children]
        for _ in range(types[k, 3]):
            band = low + (2 if rank < line else 0)
            row = next_row[band]
            next_row[band] += 1
            quantile = (rank + 0.5) / count
            write(h, row, traits, HOME, index, adults, children, normal_quantile(quantile))
            h.ties[row] = ties_of(traits, HOME, index) if tied else 0
            if special.case.shape[0] > 0:
                place_special(h, row, traits, special, index, quantile)
            index += 1
            rank += stride
            if rank >= count:
                rank -= count


@entry
def fill_reserve(h, first, types, upto, lattice, count, traits):
    """Write households that form later, in the order they form.

    upto i8[k]: cumulative households of the types; lattice i8[4]: stride, shift of the type positions,
    then of the income ranks.
    """
    spot, rank = lattice[1], lattice[3]
    for index in range(count):
        low = 0
        high = upto.shape[0] - 1
        while low < high:
            middle = (low + high) // 2
            if upto[middle] <= spot:
                low = middle + 1
            else:
                high = middle
        row = first + index
        write(h, row, traits, RESERVE, index, types[low, 0], types[low, 1],
              normal_quantile((rank + 0.5) / count))
        h.ties[row] = ties_of(traits, RESERVE, index) if types[low, 2] else 0
        h.state[row] = NOT_YET_FORMED
        spot += lattice[0]
        rank += lattice[2]
        spot -= count if spot >= count else 0
        rank -= count if rank >= count else 0


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
    """State, residence, integration and family of a party that lives abroad. MODEL §3, item 7."""
    state = cells.state[cell]
    months = residence_months(cells, cell, unit(traits, ABROAD, TIMING, index))
    if state == ASYLUM_PENDING:
        months = 1 + int(cells.wait[cell] * unit(traits, ABROAD, TIMING, index))
        h.claim[row] = -months
    years = months / 12.0
    h.state[row] = state | WATCHED if state == ASYLUM_PENDING else state
    h.where[row] = cells.where[cell]
    h.goal[row] = cells.where[cell]
    h.t_in[row] = -months
    h.integ[row] = score(0.8 * (1.0 - math.exp(-0.12 * years)))
    h.ties[row] = ties_of(traits, ABROAD, index) | (1 << cells.block[cell])
    if unit(traits, ABROAD, DEBT, index) < 1.0 - math.exp(-0.06 * years):
        h.flags[row] |= FLAG_DEST_CHILD
    if state == LAWFUL:
        citizen = months >= CITIZEN_AFTER and unit(traits, ABROAD, EXTRA, index) < CITIZEN_SHARE
        h.status[row] = LEGAL_CITIZEN if citizen else LEGAL_FAMILY


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
    index = 0
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
                write(h, row, traits, ABROAD, index, size - children, children, z)
                settle_abroad(h, row, traits, cells, cell, index)
            left -= size
            index += 1
