"""Whole-column passes outside the step: recount of the books, the yearly panel, formation of households."""

from __future__ import annotations

from model.continuum import DISPLACED, INDEX_MASK, IRREGULAR, RELOCATED, SETTLED
from model.jit import entry
from model.kernels import who_is
from model.rules.abroad import lawful_code
from model.rules.leave import is_immobile
from model.rules.money import integration_today, remittance_of
from model.rules.moves import book, is_abroad, persons

PANEL_ROWS = 4000
"""Rows of a place that the yearly panel looks at, at most (every n-th row)."""


@entry
def recount(lo, hi, o, now, h, geo, books):
    """Add every stock of the rows lo..hi of origin o to the books, from the columns alone."""
    for i in range(lo, hi):
        book(who_is(i, o, geo), 1, now, h, geo, books)


@entry
def panel(lo, hi, stride, o, now, h, b, immobile, wish, separated, sent, parties, irregular):
    """Every stride-th row of an origin: wishes, immobility, children left behind, what parties send.

    Sums are weighted persons (immobile, wish, separated f8[O]; irregular f8[C,C]) and US$ a month and
    parties by host (sent, parties f8[O,C]); the caller keeps them as they are.
    """
    first = b.geo.first_row[o]
    start = lo + (stride - (lo - first) % stride) % stride
    for i in range(start, hi, stride):
        who = who_is(i, o, b.geo)
        weight = who.weight * stride
        state = h.state[i] & INDEX_MASK
        if state == SETTLED or state == RELOCATED or state == DISPLACED:
            wants, stuck = is_immobile(who, now, h, b)
            wish[o] += persons(h.members[i]) * weight if wants else 0
            immobile[o] += persons(h.members[i]) * weight if stuck else 0
        elif is_abroad(state):
            country = b.geo.place_country[h.where[i]]
            score = integration_today(i, now, h, b, lawful_code(state))
            sent[o, country] += remittance_of(i, who, now, score, h, b) * weight
            parties[o, country] += weight
            separated[o] += ((h.members[i] & 15) - (h.party[i] & 15)) * weight
            if state == IRREGULAR:
                irregular[country, who.country] += persons(h.party[i]) * weight


@entry
def form(lo, hi, o, now, h, geo, books):
    """Households lo..hi of the reserve begin to exist: clocks start, the books count them."""
    for i in range(lo, hi):
        h.state[i] = SETTLED
        h.t_in[i] = now.t
        h.t_ref[i] = now.t
        book(who_is(i, o, geo), 1, now, h, geo, books)


