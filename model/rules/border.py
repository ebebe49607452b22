"""The border of the hub: attempts, encounters, and what follows them."""

from __future__ import annotations

from model.continuum import IN_CUSTODY
from model.draws import Decision, draws
from model.households import Flag
from model.jit import rule
from model.ledger import EVENT, PLACE_EVENT
from model.rules.go_back import return_at_border
from model.rules.moves import event, kind_of, move, place_event
from model.rules.settle import begin_claim, settle_irregular
from model.rules.trips import resolve, strand

MET, EVER_EXPELLED, SANCTIONED, ORDER = Flag.MET, Flag.EVER_EXPELLED, Flag.SANCTIONED, Flag.ORDER
WAITING = Flag.WAITING
BORDER = Decision.BORDER
MET_SOUTHWEST, MET_ELSEWHERE, MET_AT_PORT = EVENT["met_southwest"], EVENT["met_elsewhere"], EVENT["met_at_port"]
MET_AGAIN, MET_FIRST = EVENT["met_again"], EVENT["met_first_in_year"]
EVADED, ENTERED = EVENT["evaded"], EVENT["entered"]
REMOVED, EXPELLED, RELEASED = EVENT["outcome_removed"], EVENT["outcome_expelled"], EVENT["outcome_released"]
REMOVED_NEXT_DOOR = EVENT["removed_to_border"]
WAIT, REPATRIATED = EVENT["outcome_waiting"], EVENT["outcome_repatriated"]
AT_MET, AT_EVADED = PLACE_EVENT["met"], PLACE_EVENT["evaded"]
PORT_SHARE = 0.03


@rule
def is_met(who, sector, seek, caught, h, b):
    """Does the party meet agents: it looks for them, or evades and is caught."""
    kind = kind_of(h.party[who.i])
    if seek < b.f.surrender[who.country, kind]:
        return True
    return caught < b.f.evader_met[sector]


@rule
def outcome_of(who, u, h, b):
    """0 removed, 1 expelled, 2 released with a claim, 3 returned to wait, 4 repatriated at the border."""
    kind = kind_of(h.party[who.i])
    for outcome in range(4):
        if u < b.f.outcome_cdf[who.country, kind, outcome]:
            return outcome
    return 4


@rule
def count_encounter(who, sector, place, port, h, b, books):
    """Book an encounter event; repeats are those met in the last twelve months."""
    i = who.i
    if b.geo.sector_southwest[sector]:
        event(who, MET_SOUTHWEST, h, books)
        if port < PORT_SHARE:
            event(who, MET_AT_PORT, h, books)
    else:
        event(who, MET_ELSEWHERE, h, books)
    event(who, MET_AGAIN if h.flags[i] & MET else MET_FIRST, h, books)
    place_event(who, AT_MET, place, h, books)
    h.flags[i] |= MET


@rule
def spend_try(i, h):
    """One of the tries under the fee is used; border returns are counted (at most 63)."""
    left = max(0, (int(h.tries[i]) & 3) - 1)
    total = min(63, (int(h.tries[i]) >> 2) + 1)
    h.tries[i] = left | (total << 2)


@rule
def border(who, place, now, h, b, books):
    """A party stands at a border sector: one attempt a step."""
    sector = b.geo.sector_of_place[place]
    seek, caught, fate, port = draws(now, who, BORDER)
    if not is_met(who, sector, seek, caught, h, b):
        event(who, EVADED, h, books)
        place_event(who, AT_EVADED, place, h, books)
        settle_irregular(who, now, h, b, books)
        return
    count_encounter(who, sector, place, port, h, b, books)
    outcome = outcome_of(who, fate, h, b)
    city = b.geo.sector_city[sector]
    if outcome == 1 or outcome == 4:
        spend_try(who.i, h)
        event(who, EXPELLED if outcome == 1 else REPATRIATED, h, books)
        if outcome == 1:
            h.flags[who.i] |= EVER_EXPELLED
        turn_back(who, city, now, h, b, books)
    elif outcome == 0 and b.geo.place_country[city] == who.country:
        remove_next_door(who, city, now, h, b, books)
    else:
        follow(who, outcome, place, port, now, h, b, books)


@rule
def remove_next_door(who, city, now, h, b, books):
    """Removal of nationals of the country next door: an order and a sanction, and let out at its border."""
    spend_try(who.i, h)
    h.flags[who.i] |= ORDER | SANCTIONED
    event(who, REMOVED, h, books)
    event(who, REMOVED_NEXT_DOOR, h, books)
    return_at_border(who, city, now, h, b, books)


@rule
def turn_back(who, city, now, h, b, books):
    """Sent back across the border: stranded there, or, for nationals of that country, returned."""
    if b.geo.place_country[city] == who.country:
        return_at_border(who, city, now, h, b, books)
    else:
        strand(who, city, now, h, b, books)


@rule
def follow(who, outcome, place, u, now, h, b, books):
    """Removal, release with a claim, or return to wait."""
    i = who.i
    if outcome == 0:
        spend_try(i, h)
        h.flags[i] |= ORDER | SANCTIONED
        event(who, REMOVED, h, books)
        resolve(who, False, h, b.geo, books)
        h.leg[i] = 1 if u < 0.5 else 2
        move(who, IN_CUSTODY, place, now, h, b, books)
    elif outcome == 2:
        event(who, RELEASED, h, books)
        resolve(who, True, h, b.geo, books)
        event(who, ENTERED, h, books)
        begin_claim(who, h.goal[i], now, h, b, books)
    else:
        event(who, WAIT, h, books)
        resolve(who, False, h, b.geo, books)
        h.flags[i] |= WAITING
        strand(who, b.geo.sector_city[b.geo.sector_of_place[place]], now, h, b, books)
        h.claim[i] = now.t
