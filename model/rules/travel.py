"""On the way: route choice, days, money, harm, interdiction, death, stop-overs.

A party draws its next edge from the recursive logit over the transit graph, so enforcement anywhere
diverts flow without any rule saying so. A traveller may cross many edges in a month.
"""

from __future__ import annotations

import math

from model.continuum import IN_CUSTODY, LOST
from model.draws import Decision, draws
from model.households import Flag
from model.jit import rule
from model.ledger import EVENT, MONEY_INDEX, PLACE_EVENT
from model.rules.border import border
from model.rules.moves import event, kind_of, move, persons, place_event
from model.rules.settle import arrive, settle_on_the_way
from model.rules.trips import resolve, shift, strand

GUIDED, ABUSED, SECONDARY, FORMAL = Flag.GUIDED, Flag.ABUSED, Flag.SECONDARY, Flag.FORMAL_CREDIT
EDGE, ARRIVAL = Decision.EDGE, Decision.ARRIVAL
DARIEN, DARIEN_THIRD = EVENT["darien"], EVENT["darien_from_third_country"]
INTERDICTED, ABUSED_EVENT, KIDNAPPED = EVENT["interdicted"], EVENT["abused"], EVENT["kidnapped"]
DIED_DARIEN, DIED_BORDER, DIED_WAY = EVENT["died_darien"], EVENT["died_border"], EVENT["died_on_the_way"]
AT_DIED, AT_ABUSED = PLACE_EVENT["died"], PLACE_EVENT["abused"]
AT_INTERDICTED, AT_DARIEN = PLACE_EVENT["interdicted"], PLACE_EVENT["darien"]
FARES, EXTORTED, RANSOM = MONEY_INDEX["fares"], MONEY_INDEX["extorted"], MONEY_INDEX["ransom"]
HELP = MONEY_INDEX["help"]
DAYS_PER_MONTH = 30.4375
MOST_EDGES = 96
HELP_ON_THE_WAY = 400
HELP_CHANCE = 0.5
SHORTEST_CUSTODY = 1


@rule
def mode_of(i, h):
    """Row of the value tables: mode (0 guided, 1 alone) * 2 + (1 with a child)."""
    alone = 0 if h.flags[i] & GUIDED else 1
    return alone * 2 + (1 if h.party[i] & 15 else 0)


@rule
def slowness(i, h, s):
    """Days on the way per day of moving time."""
    return s.slow_guided if h.flags[i] & GUIDED else s.slow_own


@rule
def exposure(i, h, s):
    """How guided parties and parties alone meet controls and harm."""
    return s.kappa_g_guided if h.flags[i] & GUIDED else s.kappa_g_own


@rule
def next_edge(node, goal, group, mode, u, r):
    """Edge drawn with probability weight x exp(-mu value of its head); -1 if no way is open."""
    total = 0.0
    here = r.rank[group, goal, node]
    for e in range(r.out_start[node], r.out_start[node + 1]):
        if r.rank[group, goal, r.head[e]] < here:
            total += r.weight[group, mode, e] * r.x[group, mode, goal, r.head[e]]
    if total <= 0.0:
        return -1
    target = u * total
    last = -1
    for e in range(r.out_start[node], r.out_start[node + 1]):
        if r.rank[group, goal, r.head[e]] < here:
            share = r.weight[group, mode, e] * r.x[group, mode, goal, r.head[e]]
            if share > 0.0:
                last = e
                target -= share
                if target < 0.0:
                    return e
    return last


@rule
def die(who, e, now, h, b, books):
    """The party dies or goes missing on edge e."""
    head = b.r.head[e]
    if b.r.darien[e]:
        event(who, DIED_DARIEN, h, books)
    elif b.geo.sector_of_place[head] >= 0:
        event(who, DIED_BORDER, h, books)
    else:
        event(who, DIED_WAY, h, books)
    place_event(who, AT_DIED, head, h, books)
    resolve(who, False, h, b.geo, books)
    move(who, LOST, head, now, h, b, books)


@rule
def be_harmed(who, e, hop, now, h, b, books):
    """Robbery, extortion or worse: loses part of the wallet; a kidnapping costs a ransom. True if kidnapped."""
    i = who.i
    share, kidnap, _, _ = draws(now, who, EDGE + 4 * hop + 1)
    lost = int((0.3 + 0.7 * share) * h.sav[i])
    h.sav[i] -= lost
    books.money[EXTORTED, who.o] += lost * who.weight
    h.rss_p[i] = max(0, int(h.rss_p[i]) - 25)
    h.flags[i] |= ABUSED
    event(who, ABUSED_EVENT, h, books)
    place_event(who, AT_ABUSED, b.r.head[e], h, books)
    if kidnap >= b.s.kidnap_share:
        return False
    line = (b.s.kappa_f if h.flags[i] & FORMAL else b.s.kappa_i) * h.inc[i] - h.debt[i]
    tie = (h.ties[i] & b.geo.block_bit[b.geo.place_country[h.goal[i]]]) != 0
    ransom = int(max(0.0, min(b.s.ransom, max(0.0, line) + (b.s.kappa_h if tie else 0.0))))
    h.debt[i] += ransom
    books.money[RANSOM, who.o] += ransom * who.weight
    event(who, KIDNAPPED, h, books)
    return True


@rule
def pay_way(who, e, hop, days, now, h, b, books):
    """Fare and living of a party alone; true if the wallet is empty and no relative can help."""
    i = who.i
    if h.flags[i] & GUIDED:
        return False
    heads = (h.party[i] >> 4) + 0.5 * (h.party[i] & 15)
    cost = int((b.r.fare[e] + 0.5 * b.s.nu * days) * heads)
    books.money[FARES, who.o] += cost * who.weight
    h.sav[i] -= cost
    if h.sav[i] >= 0:
        return False
    h.sav[i] = 0
    tie = (h.ties[i] & b.geo.block_bit[b.geo.place_country[h.goal[i]]]) != 0
    if tie and draws(now, who, EDGE + 4 * hop + 2)[0] < HELP_CHANCE:
        h.sav[i] = HELP_ON_THE_WAY
        books.money[HELP, who.o] += HELP_ON_THE_WAY * who.weight
        return False
    return True


@rule
def pass_edge(who, e, hop, days, caught, harmed, died, now, h, b, books):
    """Everything that may happen on an edge: 0 goes on, 1 held for a month, 2 the trip is
    over, 3 out of money."""
    i = who.i
    head = b.r.head[e]
    count = persons(h.party[i]) * who.weight
    books.edges[e, who.country] += count
    if b.r.darien[e]:
        event(who, DARIEN, h, books)
        books.place_events[AT_DARIEN, head] += count
        if h.flags[i] & SECONDARY:
            event(who, DARIEN_THIRD, h, books)
    if died < b.r.death[e]:
        die(who, e, now, h, b, books)
        return 2
    if is_caught(who, e, caught, h, b):
        be_interdicted(who, head, now, h, b, books)
        return 2
    shift(who, head, h, books)
    risk = b.r.harm[e] * b.f.harm_multiplier[b.geo.place_country[head]] * exposure(i, h, b.s)
    risk *= b.f.harm_party[who.country, kind_of(h.party[i])]
    if harmed < 1.0 - math.exp(-risk * days) and be_harmed(who, e, hop, now, h, b, books):
        h.leg[i] = 30
        return 1
    if pay_way(who, e, hop, days, now, h, b, books):
        return 3
    return 0


@rule
def is_caught(who, e, u, h, b):
    """Interdiction at a control of a country that is not the party's own."""
    control = b.r.control[e]
    if control < 0:
        return False
    country = b.r.control_country[e]
    if country >= 0 and b.geo.exempt[country, who.country]:
        return False
    return u < b.f.interdiction[control] * exposure(who.i, h, b.s)


@rule
def be_interdicted(who, place, now, h, b, books):
    """Held at a control on the way."""
    event(who, INTERDICTED, h, books)
    place_event(who, AT_INTERDICTED, place, h, books)
    h.leg[who.i] = SHORTEST_CUSTODY
    move(who, IN_CUSTODY, place, now, h, b, books)


@rule
def in_transit(who, now, h, b, books):
    """IN_TRANSIT: travel for the days of the step, edge by edge."""
    i = who.i
    days_left = DAYS_PER_MONTH * now.dt
    if h.leg[i] > days_left:
        h.leg[i] = int(h.leg[i] - days_left)
        return
    days_left -= h.leg[i]
    h.leg[i] = 0
    group, goal = b.r.group[who.country], b.geo.settle_of_place[h.goal[i]]
    for hop in range(MOST_EDGES):
        place = h.where[i]
        if b.geo.sector_of_place[place] >= 0:
            border(who, place, now, h, b, books)
            return
        if place == h.goal[i]:
            arrive(who, place, now, h, b, books)
            return
        u, caught, harmed, died = draws(now, who, EDGE + 4 * hop)
        e = next_edge(place, goal, group, mode_of(i, h), u, b.r)
        if e < 0:
            resolve(who, False, h, b.geo, books)
            strand(who, place, now, h, b, books)
            return
        days = b.r.days[e] * slowness(i, h, b.s)
        outcome = pass_edge(who, e, hop, days, caught, harmed, died, now, h, b, books)
        if outcome == 2:
            return
        if outcome == 3 and h.where[i] != h.goal[i] and b.geo.sector_of_place[h.where[i]] < 0:
            strand(who, h.where[i], now, h, b, books)
            return
        if outcome == 1 or days >= days_left:
            if outcome != 1:
                h.leg[i] = int(min(250.0, math.ceil(days - days_left)))
            stop_over(who, now, h, b, books)
            return
        days_left -= days


@rule
def stop_over(who, now, h, b, books):
    """At the end of the month in a third country: some stay for good."""
    i = who.i
    here = b.geo.place_country[h.where[i]]
    goal = b.geo.place_country[h.goal[i]]
    if here == who.country or here == goal or b.f.stop_rate[here] <= 0.0:
        return
    hope = b.f.hope[who.country, kind_of(h.party[i]), goal]
    u, _, _, _ = draws(now, who, ARRIVAL)
    if u < 1.0 - math.exp(-b.f.stop_rate[here] * now.dt / hope):
        settle_on_the_way(who, here, now, h, b, books)
