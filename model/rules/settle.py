"""Settling abroad: status on arrival, the asylum queue, permits, and the slow decisions of settled parties."""

from __future__ import annotations

import math

from model.continuum import ASYLUM_PENDING, IRREGULAR, LAWFUL
from model.draws import Decision, draws
from model.households import LEGAL_NONE, LEGAL_REFUGEE, NEVER, Flag
from model.jit import rule
from model.ledger import EVENT, PLACE_EVENT
from model.rules.money import touch_abroad, touch_on_the_way
from model.rules.moves import enter_books, event, leave_books, move, place_event
from model.rules.trips import resolve

ORDER, MET, WAITING, GUIDED = Flag.ORDER, Flag.MET, Flag.WAITING, Flag.GUIDED
ARRIVAL, PENDING = Decision.ARRIVAL, Decision.PENDING
ENTERED, SETTLED_ON_WAY = EVENT["entered"], EVENT["settled_on_the_way"]
CLAIMED, CLAIMED_MEXICO = EVENT["claimed"], EVENT["claimed_mexico"]
GRANTED, DENIED = EVENT["granted"], EVENT["denied"]
AT_ENTERED, AT_CLAIMED = PLACE_EVENT["entered"], PLACE_EVENT["claimed"]
AT_GRANTED, AT_DENIED = PLACE_EVENT["granted"], PLACE_EVENT["denied"]


@rule
def set_legal(i, legal, h):
    """Legal detail of the stay (LEGAL_*)."""
    h.status[i] = (h.status[i] & ~7) | legal


@rule
def start_stay(who, state, place, legal, now, h, b, books):
    """Begin to live at `place`: clocks of money and integration start, `claim` must be set before."""
    i = who.i
    touch_on_the_way(who, now, h, b, books)
    leave_books(who, now, h, b.geo, books)
    h.integ[i] = 0
    h.goal[i] = place
    set_legal(i, legal, h)
    enter_books(who, state, place, now, h, b, books)


@rule
def settle_irregular(who, now, h, b, books):
    """Entered without being met: lives at the goal without a permit."""
    i = who.i
    resolve(who, True, h, b.geo, books)
    event(who, ENTERED, h, books)
    place_event(who, AT_ENTERED, h.goal[i], h, books)
    h.flags[i] &= ~(MET | WAITING)
    h.claim[i] = NEVER
    start_stay(who, IRREGULAR, h.goal[i], LEGAL_NONE, now, h, b, books)


@rule
def begin_claim(who, place, now, h, b, books):
    """File a claim and wait for the decision at `place`."""
    i = who.i
    h.flags[i] &= ~WAITING
    leave_books(who, now, h, b.geo, books)
    h.claim[i] = now.t
    enter_books(who, h.state[i] & 15, h.where[i], now, h, b, books)
    start_stay(who, ASYLUM_PENDING, place, LEGAL_NONE, now, h, b, books)
    event(who, CLAIMED, h, books)
    if b.geo.place_country[place] == b.geo.transit_country[0]:
        event(who, CLAIMED_MEXICO, h, books)
    place_event(who, AT_CLAIMED, place, h, books)


@rule
def claim_chance(country, nationality, shift, f):
    """Probability that a party files a claim on arrival in a country."""
    return 1.0 / (1.0 + math.exp(-(f.claim_logit[country, nationality] + shift)))


@rule
def arrive(who, place, now, h, b, books):
    """Reached a goal that is not behind the hub's border: claim, or live there without a permit."""
    u, _, _, _ = draws(now, who, ARRIVAL)
    country = b.geo.place_country[place]
    if u < claim_chance(country, who.country, 0.0, b.f):
        resolve(who, True, h, b.geo, books)
        event(who, ENTERED, h, books)
        place_event(who, AT_ENTERED, place, h, books)
        begin_claim(who, place, now, h, b, books)
    else:
        settle_irregular(who, now, h, b, books)


@rule
def settle_on_the_way(who, country, now, h, b, books):
    """Give up the goal and stay in a transit country: the trip ends without entry."""
    i = who.i
    resolve(who, False, h, b.geo, books)
    event(who, SETTLED_ON_WAY, h, books)
    place = b.geo.main_place[country]
    _, u, _, _ = draws(now, who, ARRIVAL)
    if u < claim_chance(country, who.country, 0.0, b.f):
        begin_claim(who, place, now, h, b, books)
    else:
        h.claim[i] = NEVER
        h.flags[i] &= ~WAITING
        start_stay(who, IRREGULAR, place, LEGAL_NONE, now, h, b, books)


@rule
def decide_claim(who, granted, now, h, b, books):
    """A decision on a claim: refugee status, or denial with an order to leave."""
    i = who.i
    place = h.where[i]
    touch_abroad(who, now, 2, h, b, books)
    event(who, GRANTED if granted else DENIED, h, books)
    place_event(who, AT_GRANTED if granted else AT_DENIED, place, h, books)
    if granted:
        set_legal(i, LEGAL_REFUGEE, h)
        move(who, LAWFUL, place, now, h, b, books)
    else:
        h.flags[i] |= ORDER
        set_legal(i, LEGAL_NONE, h)
        move(who, IRREGULAR, place, now, h, b, books)


@rule
def is_granted(who, now, h, b):
    """Recognition draw of this claim."""
    u, _, _, _ = draws(now, who, PENDING)
    return u < b.f.recognition[b.geo.place_country[h.where[who.i]], who.country]
