"""Whole-column passes outside the step: recount of the books, the yearly panel, formation of households."""

from __future__ import annotations

from model.continuum import DISPLACED, INDEX_MASK, IRREGULAR, RELOCATED, SETTLED
from model.jit import entry, rule
from model.kernels import who_is
from model.rules.abroad import lawful_code
from model.rules.leave import is_immobile
from model.rules.money import integration_today, remittance_of
from model.rules.moves import book, is_abroad, persons

PANEL_ROWS = 4000
"""Rows of a place that the yearly panel looks at, at most (every n-th row)."""


@entry
def recount(first, last, now, h, geo, books):
    """Add every stock of the rows first[o]..last[o] (i8[O]) of every origin to the books, from the columns alone."""
    for o in range(first.shape[0]):
        for i in range(first[o], last[o]):
            book(who_is(i, o, geo), 1, now, h, geo, books)


@entry
def panel(first, last, now, h, b, immobile, wish, separated, sent, parties, irregular):
    """Wishes, immobility, children left behind, what parties send, of some rows first[o]..last[o] of every origin.

    Sums are weighted persons (immobile, wish, separated f8[O]; irregular f8[C,C]) and US$ a month and
    parties by host (sent, parties f8[O,C]); the caller keeps them as they are.
    """
    for o in range(first.shape[0]):
        stride = max(1, -((first[o] - last[o]) // PANEL_ROWS))
        begin = b.geo.first_row[o]
        start = first[o] + (stride - (first[o] - begin) % stride) % stride
        for i in range(start, last[o], stride):
            ask(who_is(i, o, b.geo), stride, now, h, b, immobile, wish, separated, sent, parties, irregular)


@rule
def ask(who, stride, now, h, b, immobile, wish, separated, sent, parties, irregular):
    """Add one household, which stands for `stride` of its place, to the sums of the panel."""
    i, o = who.i, who.o
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
def form(first, last, now, h, geo, books):
    """Households first[o]..last[o] (i8[O]) of the reserves begin to exist: clocks start, the books count them."""
    for o in range(first.shape[0]):
        for i in range(first[o], last[o]):
            h.state[i] = SETTLED
            h.t_in[i] = now.t
            h.t_ref[i] = now.t
            book(who_is(i, o, geo), 1, now, h, geo, books)
