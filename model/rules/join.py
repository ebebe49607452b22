"""Members left behind follow the party abroad; the trip is resolved within the step along the expected way."""

from __future__ import annotations

from model.continuum import LOST
from model.draws import Decision, draws
from model.households import Flag
from model.jit import rule
from model.ledger import EVENT, PLACE_EVENT
from model.rules.moves import book, kind_of, persons

JOIN, JOIN_BORDER = Decision.JOIN, Decision.JOIN_BORDER
DEST_CHILD = Flag.DEST_CHILD
JOINED, DEPARTED = EVENT["joined"], EVENT["departed"]
INTERDICTED, MET_SOUTHWEST, MET_FIRST = EVENT["interdicted"], EVENT["met_southwest"], EVENT["met_first_in_year"]
RELEASED, REMOVED, EXPELLED = EVENT["outcome_released"], EVENT["outcome_removed"], EVENT["outcome_expelled"]
ENTERED, DIED = EVENT["entered"], EVENT["died_border"]
RETURNED_MEXICO, RETURNED_USA = EVENT["returned_mexico_assisted"], EVENT["returned_removal_usa"]
RECEIVED, AT_MET = EVENT["received"], PLACE_EVENT["met"]


@rule
def join_rate(who, country, h, b):
    """Monthly hazard that members at home follow, zero when everybody has gone."""
    if h.members[who.i] == h.party[who.i]:
        return 0.0
    return b.f.join_rate[who.o, country]


@rule
def joiners(left, u):
    """Who follows (packed): a child alone, an adult with the children, or one adult."""
    grown, small = left >> 4, left & 15
    if small > 0 and (grown == 0 or u < 0.5):
        return 1
    if small > 0:
        return 16 + small
    return 16


@rule
def count(who, index, group, books):
    """Book an event for the joiners, who are not the party yet."""
    grown, small = (group >> 4) * who.weight, (group & 15) * who.weight
    if small == 0:
        books.events[index, who.o, 0] += grown
    elif grown == 0:
        books.events[index, who.o, 3] += small
    else:
        books.events[index, who.o, 1] += grown
        books.events[index, who.o, 2] += small


@rule
def join(who, country, lawful, now, h, b, books):
    """One adult or child, or an adult with children, set out to join the party."""
    i = who.i
    left = h.members[i] - h.party[i]
    u, caught, fate, died = draws(now, who, JOIN)
    group = joiners(left, u)
    count(who, DEPARTED, group, books)
    if country != b.geo.hub[0]:
        admit(who, group, now, h, b, books)
        return
    if caught < b.f.join_interdiction[who.country]:
        count(who, INTERDICTED, group, books)
        count(who, RETURNED_MEXICO, group, books)
        count(who, RECEIVED, group, books)
        return
    if died < b.s.death_swb:
        lose(who, group, now, h, b, books)
        return
    cross(who, group, fate, now, h, b, books)


@rule
def sector_of(u, b):
    """Sector where joiners cross, from last step's encounters."""
    for sector in range(b.f.sector_cdf.shape[0]):
        if u < b.f.sector_cdf[sector]:
            return sector
    return b.f.sector_cdf.shape[0] - 1


@rule
def cross(who, group, fate, now, h, b, books):
    """The border of the hub for joiners: met (most seek agents) and then released, removed or expelled."""
    kind = kind_of(group)
    seek, caught, place, _ = draws(now, who, JOIN_BORDER)
    sector = sector_of(place, b)
    if seek >= b.f.surrender[who.country, kind] and caught >= b.f.evader_met[sector]:
        count(who, ENTERED, group, books)
        admit(who, group, now, h, b, books)
        return
    count(who, MET_SOUTHWEST, group, books)
    count(who, MET_FIRST, group, books)
    books.place_events[AT_MET, b.geo.sector_place[sector]] += persons(group) * who.weight
    if fate < b.f.outcome_cdf[who.country, kind, 0]:
        count(who, REMOVED, group, books)
        count(who, RETURNED_USA, group, books)
        count(who, RECEIVED, group, books)
    elif fate < b.f.outcome_cdf[who.country, kind, 1]:
        count(who, EXPELLED, group, books)
    else:
        count(who, RELEASED, group, books)
        count(who, ENTERED, group, books)
        admit(who, group, now, h, b, books)


@rule
def admit(who, group, now, h, b, books):
    """The joiners become part of the party abroad."""
    i = who.i
    count(who, JOINED, group, books)
    book(who, -1, now, h, b.geo, books)
    h.party[i] = h.party[i] + group
    h.flags[i] |= DEST_CHILD
    book(who, 1, now, h, b.geo, books)
    books.arrivals[who.o, b.geo.place_country[h.where[i]]] += persons(group) * who.weight


@rule
def lose(who, group, now, h, b, books):
    """The joiners die or go missing: the household is smaller, the books keep them as LOST."""
    i = who.i
    dead = persons(group) * who.weight
    count(who, DIED, group, books)
    book(who, -1, now, h, b.geo, books)
    h.members[i] = h.members[i] - group
    book(who, 1, now, h, b.geo, books)
    home = b.geo.origin_place[who.o]
    books.at[home, LOST] += dead
    books.origin[who.o, LOST] += dead
    books.lost_members[who.o] += dead
