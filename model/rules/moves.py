"""The only functions that change state, place or party: they keep the books."""

from __future__ import annotations

from model.continuum import (
    ALWAYS_WATCHED,
    ASYLUM_PENDING,
    CLASS_SHIFT,
    IN_TRANSIT,
    INDEX_MASK,
    IRREGULAR,
    LAWFUL,
    LOST,
    NOT_YET_FORMED,
    RELOCATED,
    SETTLED,
    STRANDED,
    TEMPORARY_WORKER,
    WATCHED,
)
from model.households import NEVER
from model.jit import rule
from model.ledger import CLAIM_BACK
from model.rules.experience import again_class

FIRST_WATCHED = min(state for state in ALWAYS_WATCHED if state > LOST)
assert ALWAYS_WATCHED == (RELOCATED, *(s for s in range(FIRST_WATCHED, 14) if s != NOT_YET_FORMED))


@rule
def persons(packed):
    """Persons in a packed members or party byte."""
    return (packed >> 4) + (packed & 15)


@rule
def is_abroad(state):
    """True for parties that live in another country (state index)."""
    return state == IRREGULAR or state == LAWFUL or state == ASYLUM_PENDING or state == TEMPORARY_WORKER


@rule
def book(who, sign, now, h, geo, books):
    """Add (+1) or take out (-1) everything the books hold about this household's stocks."""
    i = who.i
    state = h.state[i] & INDEX_MASK
    where = h.where[i]
    moved = persons(h.party[i]) * who.weight * sign
    left = (persons(h.members[i]) - persons(h.party[i])) * who.weight * sign
    books.at[where, state] += moved
    books.origin[who.o, state] += moved
    books.at[geo.origin_place[who.o], SETTLED] += left
    books.origin[who.o, SETTLED] += left
    if is_abroad(state):
        country = geo.place_country[where]
        books.abroad[who.o, country] += moved
        books.parties[who.o, country] += who.weight * sign
        if state == ASYLUM_PENDING:
            column = max(0, h.claim[i] + CLAIM_BACK)
            books.pending[country, column] += moved


@rule
def months_in_state(i, now, h):
    """Months since the current state was entered."""
    return (now.t - h.t_in[i]) * now.dt


@rule
def years_away(i, now, h):
    """Years lived abroad, the current stay included."""
    months = float(h.away[i])
    if is_abroad(h.state[i] & INDEX_MASK):
        months += months_in_state(i, now, h)
    return months / 12.0


@rule
def move(who, state, where, now, h, b, books):
    """Change state and place; time abroad is added up, arrivals in a country are counted.

    `party`, `claim` and `members` must be changed between `leave_books` and `enter_books` instead.
    """
    leave_books(who, now, h, b.geo, books)
    enter_books(who, state, where, now, h, b, books)


@rule
def leave_books(who, now, h, geo, books):
    """First half of a move: take the household out of the books and close its stay."""
    i = who.i
    book(who, -1, now, h, geo, books)
    before = h.state[i] & INDEX_MASK
    if is_abroad(before) or before == IN_TRANSIT or before == STRANDED:
        h.away[i] = min(60000, h.away[i] + int(months_in_state(i, now, h) + 0.5))


@rule
def state_byte(i, state, now, h, s):
    """The state with the mark of who is listed, and the class of those who came back."""
    if h.t_ret[i] != NEVER and (state == SETTLED or state == RELOCATED):
        return state | WATCHED | again_class(i, now, h, s) << CLASS_SHIFT
    return state | WATCHED if state >= FIRST_WATCHED or state == RELOCATED else state


@rule
def enter_books(who, state, where, now, h, b, books):
    """Second half of a move: set state and place, watch it if needed, put it into the books."""
    i, geo = who.i, b.geo
    before = h.state[i] & INDEX_MASK
    came_from = geo.place_country[h.where[i]]
    h.state[i] = state_byte(i, state, now, h, b.s)
    h.where[i] = where
    h.t_in[i] = now.t
    if is_abroad(state) and (not is_abroad(before) or came_from != geo.place_country[where]):
        books.arrivals[who.o, geo.place_country[where]] += persons(h.party[i]) * who.weight
    book(who, 1, now, h, geo, books)


@rule
def event(who, index, h, books):
    """Count the party's persons in an event, by adults and children."""
    i = who.i
    grown = (h.party[i] >> 4) * who.weight
    small = (h.party[i] & 15) * who.weight
    if small == 0:
        books.events[index, who.o, 0] += grown
    elif grown == 0:
        books.events[index, who.o, 3] += small
    else:
        books.events[index, who.o, 1] += grown
        books.events[index, who.o, 2] += small


@rule
def place_event(who, index, place, h, books):
    """Count the party's persons in an event at a place."""
    books.place_events[index, place] += persons(h.party[who.i]) * who.weight


@rule
def kind_of(party):
    """0 single adults, 1 family unit, 2 unaccompanied child."""
    if party & 15 == 0:
        return 0
    if party >> 4 == 0:
        return 2
    return 1
