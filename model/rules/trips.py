"""The end of a trip, and being stranded: shared by travel, border and stay on the way."""

from __future__ import annotations

from model.continuum import IN_TRANSIT, STRANDED
from model.households import NOWHERE, Flag
from model.jit import rule
from model.ledger import EVENT, PLACE_EVENT
from model.rules.moves import event, kind_of, move, persons, place_event

GUIDED, ABUSED = Flag.GUIDED, Flag.ABUSED
BECAME_STRANDED, AT_STRANDED = EVENT["became_stranded"], PLACE_EVENT["stranded"]


@rule
def resolve(who, entered, h, geo, books):
    """Count the end of a trip for perceived success and risk (weighted parties)."""
    i = who.i
    if h.goal[i] == NOWHERE:
        return
    kind = kind_of(h.party[i])
    country = geo.place_country[h.goal[i]]
    mode = 0 if h.flags[i] & GUIDED else 1
    books.trips[who.country, kind, country, 0] += who.weight
    books.trips[who.country, kind, country, 1] += who.weight if entered else 0
    books.harm_trips[who.country, mode, 0] += who.weight
    books.harm_trips[who.country, mode, 1] += who.weight if h.flags[i] & ABUSED else 0


@rule
def strand(who, place, now, h, b, books):
    """The party cannot go on from `place`."""
    move(who, STRANDED, place, now, h, b, books)
    event(who, BECAME_STRANDED, h, books)
    place_event(who, AT_STRANDED, place, h, books)


@rule
def shift(who, place, h, books):
    """A traveller reaches the next place; the state stays."""
    i = who.i
    count = persons(h.party[i]) * who.weight
    books.at[h.where[i], IN_TRANSIT] -= count
    books.at[place, IN_TRANSIT] += count
    h.where[i] = place
