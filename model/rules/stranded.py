"""Held or stuck on the way: custody, stranded parties, people returned to wait for a hearing."""

from __future__ import annotations

import math

from model.continuum import IN_TRANSIT, IRREGULAR
from model.draws import Decision, draws
from model.households import LEGAL_NONE, NEVER, Flag
from model.jit import rule
from model.ledger import EVENT, PLACE_EVENT
from model.rules.go_back import give_up, land
from model.rules.money import touch_on_the_way
from model.rules.moves import event, kind_of, move, place_event
from model.rules.reintegrate import VICTIM_SERVICE, victim_rate
from model.rules.settle import begin_claim, claim_chance, start_stay
from model.rules.trips import resolve

WAITING, SANCTIONED, EVER_EXPELLED = Flag.WAITING, Flag.SANCTIONED, Flag.EVER_EXPELLED
ABUSED, ORDER = Flag.ABUSED, Flag.ORDER
STRANDED_DRAW, MORE, CUSTODY = Decision.STRANDED, Decision.STRANDED_MORE, Decision.CUSTODY
ASSISTED = 3
MEXICO_DEPORTED, MEXICO_ASSISTED = EVENT["returned_mexico_deportation"], EVENT["returned_mexico_assisted"]
REMOVAL_USA, REMOVAL_OTHER = EVENT["returned_removal_usa"], EVENT["returned_removal_other"]
SETTLED_ON_WAY, ABUSED_EVENT = EVENT["settled_on_the_way"], EVENT["abused"]
AT_ABUSED = PLACE_EVENT["abused"]
EARNED = 180
NEXT_LEG = 150.0
HEARING = 1.0 / 6.0
ATTACK = 0.01
CLAIM_AFTER_CUSTODY = 0.8
ASSISTED_SHARE = 0.25


@rule
def hope(who, h, b):
    """Hope of the party towards its goal."""
    i = who.i
    return b.f.hope[who.country, kind_of(h.party[i]), b.geo.place_country[h.goal[i]]]


@rule
def has_way(who, h, b):
    """True if a way to the goal is open from here."""
    i = who.i
    group, goal = b.r.group[who.country], b.geo.settle_of_place[h.goal[i]]
    return b.r.x[group, 0, goal, h.where[i]] > 0.0


@rule
def onward_from_here(who, h, b):
    """Monthly rate of setting out again: money or tries, children, sanctions, perceived success."""
    i = who.i
    tie = (h.ties[i] & b.geo.block_bit[b.geo.place_country[h.goal[i]]]) != 0
    money = h.sav[i] + (400.0 if tie else 0.0)
    if not has_way(who, h, b) or (h.tries[i] & 3 == 0 and money < NEXT_LEG):
        return 0.0
    rate = b.s.r_on * min(1.0, hope(who, h, b))
    if h.party[i] & 15:
        rate *= b.s.chi_f
    expelled = h.flags[i] & EVER_EXPELLED
    if h.flags[i] & SANCTIONED or (expelled and b.s.expelled_like_sanction > 0.0):
        return rate * b.s.chi_s
    return rate * b.s.chi_e if expelled else rate


@rule
def stranded(who, now, h, b, books):
    """STRANDED: set out again, go home, claim, settle, or take an offer of assisted return."""
    i = who.i
    here = b.geo.place_country[h.where[i]]
    if h.flags[i] & WAITING:
        wait_for_hearing(who, now, h, b, books)
        return
    h.sav[i] += int(EARNED * now.dt)
    onward = onward_from_here(who, h, b)
    back = b.s.r_back * (2.0 if h.sav[i] < NEXT_LEG else 1.0)
    claim = b.s.r_cl * 4.0 * claim_chance(here, who.country, 0.0, b.f)
    offer = b.s.a_AVR if b.f.programme_at[ASSISTED, who.o, here] >= 0 else 0.0
    care = victim_rate(who, here, h, b)
    total = onward + back + claim + b.s.r_set + offer + care
    u, v, _, _ = draws(now, who, STRANDED_DRAW)
    if u >= 1.0 - math.exp(-total * now.dt):
        return
    target = v * total
    if target < onward:
        move(who, IN_TRANSIT, h.where[i], now, h, b, books)
    elif target < onward + back:
        resolve(who, False, h, b.geo, books)
        give_up(who, False, now, h, b, books)
    elif target < onward + back + claim:
        stay_here(who, here, True, now, h, b, books)
    elif target < onward + back + claim + b.s.r_set:
        stay_here(who, here, False, now, h, b, books)
    elif target < onward + back + claim + b.s.r_set + care:
        h.wish[i] = b.f.programme_at[VICTIM_SERVICE, who.o, here] + 1
    else:
        h.wish[i] = b.f.programme_at[ASSISTED, who.o, here] + 1


@rule
def stay_here(who, country, with_claim, now, h, b, books):
    """Settle in the country where the party is stuck, with or without a claim."""
    i = who.i
    event(who, SETTLED_ON_WAY, h, books)
    resolve(who, False, h, b.geo, books)
    if with_claim:
        begin_claim(who, b.geo.main_place[country], now, h, b, books)
    else:
        h.claim[i] = NEVER
        start_stay(who, IRREGULAR, b.geo.main_place[country], LEGAL_NONE, now, h, b, books)


@rule
def wait_for_hearing(who, now, h, b, books):
    """Returned to wait: hearing within months, attacks meanwhile, some give up.

    The trip ended when they were sent back: that is what others hear of.
    """
    i = who.i
    u, v, attacked, granted = draws(now, who, MORE)
    if attacked < ATTACK * now.dt:
        h.sav[i] = int(0.35 * h.sav[i])
        h.flags[i] |= ABUSED
        event(who, ABUSED_EVENT, h, books)
        place_event(who, AT_ABUSED, h.where[i], h, books)
    back = b.s.r_back * 0.5
    if u >= 1.0 - math.exp(-(HEARING + back) * now.dt):
        return
    if v * (HEARING + back) < back:
        give_up(who, False, now, h, b, books)
    elif granted < b.f.recognition[b.geo.hub[0], who.country]:
        begin_claim(who, h.goal[i], now, h, b, books)
    else:
        h.flags[i] |= ORDER
        touch_on_the_way(who, now, h, b, books)
        land(who, b.geo.reception_place[who.o], REMOVAL_USA, True, now, h, b, books)


@rule
def in_custody(who, now, h, b, books):
    """IN_CUSTODY: one or two months, then return, or a claim in the country of transit."""
    i = who.i
    if h.leg[i] > now.dt and (now.t - h.t_in[i]) * now.dt < h.leg[i]:
        return
    here = b.geo.place_country[h.where[i]]
    on_the_way = h.goal[i] != h.where[i] and here != b.geo.hub[0]
    u, v, _, _ = draws(now, who, CUSTODY)
    if here == b.geo.transit_country[0] and on_the_way:
        if u < claim_chance(here, who.country, CLAIM_AFTER_CUSTODY, b.f):
            resolve(who, False, h, b.geo, books)
            begin_claim(who, b.geo.main_place[here], now, h, b, books)
            return
    if on_the_way:
        resolve(who, False, h, b.geo, books)
    touch_on_the_way(who, now, h, b, books)
    land(who, b.geo.reception_place[who.o], return_event(who, here, v, h, b), True, now, h, b, books)


@rule
def return_event(who, here, u, h, b):
    """Which count of returns this one belongs to."""
    if here == b.geo.hub[0]:
        return REMOVAL_USA
    if here != b.geo.transit_country[0]:
        return REMOVAL_OTHER
    assisted = h.party[who.i] & 15 > 0 or u < ASSISTED_SHARE
    return MEXICO_ASSISTED if assisted else MEXICO_DEPORTED
