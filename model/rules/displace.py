"""Internal displacement by violence or disaster, and its four competing ends."""

from __future__ import annotations

import math

from model.continuum import DISPLACED, RELOCATED, SETTLED
from model.draws import Decision, draws, latent
from model.households import CAUSE_DISASTER, CAUSE_VIOLENCE, Flag
from model.jit import rule
from model.ledger import EVENT
from model.rules.leave import choose, depart, means, open_rate_sum, victim_chance
from model.rules.money import touch_home
from model.rules.moves import event, months_in_state, move

EVER_DISPLACED = Flag.EVER_DISPLACED
DISPLACED_CHOICE, YEAR = Decision.DISPLACED_CHOICE, Decision.YEAR
BY_VIOLENCE, BY_DISASTER = EVENT["displaced_violence"], EVENT["displaced_disaster"]
ENDED_HOME, ENDED_LOCAL = EVENT["displacement_ended_home"], EVENT["displacement_ended_local"]
ENDED_ELSEWHERE, ENDED_ABROAD = EVENT["displacement_ended_elsewhere"], EVENT["displacement_ended_abroad"]
FRESH_MONTHS = 6.0
SAVINGS_KEPT = 0.7
VICTIM_FACTOR = 4.0
DISASTER_HOME, DISASTER_LOCAL, DISASTER_ELSEWHERE = 0.25, 0.01, 0.005
HELPED_EXITS, HELPED_ACROSS = 3.0, 0.6


@rule
def displacement_rate(i, o, victim, h, b):
    """Monthly hazard of displacement by violence; victims run four times the risk of others."""
    rate = b.f.displace_rate[o]
    return rate * VICTIM_FACTOR if victim < victim_chance(i, o, h, b) else rate


@rule
def be_displaced(who, o, by_disaster, u, now, h, b, books):
    """Lose part of the savings and flee to a place nearby."""
    i = who.i
    target = o
    for place in range(b.geo.neighbour_cdf.shape[1]):
        if u < b.geo.neighbour_cdf[o, place]:
            target = place
            break
    touch_home(who, now, h, b, books)
    h.sav[i] = int(SAVINGS_KEPT * h.sav[i])
    cause = CAUSE_DISASTER if by_disaster else CAUSE_VIOLENCE
    h.status[i] = (h.status[i] & ~24) | (cause << 3)
    h.flags[i] |= EVER_DISPLACED
    move(who, DISPLACED, b.geo.origin_place[target], now, h, b, books)
    event(who, BY_DISASTER if by_disaster else BY_VIOLENCE, h, books)


@rule
def exit_rates(who, now, h, b):
    """(home, local, elsewhere, across the border before the gate) per month."""
    fresh = math.exp(-months_in_state(who.i, now, h) / FRESH_MONTHS) * b.s.h_fr
    across = b.f.cross_belief[who.o]
    if (h.status[who.i] >> 3) & 3 == CAUSE_DISASTER:
        return DISASTER_HOME, DISASTER_LOCAL, DISASTER_ELSEWHERE, (b.s.q_x * b.s.h_x + fresh / 3.0) * across
    home = b.s.q_home * b.s.h_x * b.f.home_exit[who.o]
    return home, b.s.q_loc * b.s.h_x, b.s.q_mov * b.s.h_x, (b.s.q_x * b.s.h_x + fresh) * across


@rule
def is_helped(who, now, b):
    """True if help towards a durable solution reaches the displaced household in this year."""
    share = b.f.displaced_help[who.o]
    return share > 0.0 and latent(now.k0, now.k1, who, now.year, YEAR)[3] < share


@rule
def helped_rates(who, now, h, b):
    """The same under help: displacement ends sooner inside the country and less often across the border."""
    home, local, elsewhere, across = exit_rates(who, now, h, b)
    if is_helped(who, now, b):
        return HELPED_EXITS * home, HELPED_EXITS * local, HELPED_EXITS * elsewhere, HELPED_ACROSS * across
    return home, local, elsewhere, across


@rule
def displaced(who, u, now, h, b, books):
    """DISPLACED: return home, integrate locally, settle elsewhere, or cross the border."""
    home, local, elsewhere, across = helped_rates(who, now, h, b)
    if u >= 1.0 - math.exp(-(home + local + elsewhere + across) * now.dt):
        return
    o = who.o
    own_means, factor = means(who, o, now, h, b)
    open_rate = open_rate_sum(who, o, own_means, factor, h, b)
    if open_rate <= 0.0:
        across = 0.0
    total = home + local + elsewhere + across
    if u >= 1.0 - math.exp(-total * now.dt):
        return
    first, second, _, _ = draws(now, who, DISPLACED_CHOICE)
    target = first * total
    if target < across:
        event(who, ENDED_ABROAD, h, books)
        slot, choice = choose(second * open_rate, who, o, own_means, factor, h, b)
        depart(who, o, slot, choice, factor, now, h, b, books)
        return
    end_inside(who, target - across, home, local, now, h, b, books)


@rule
def end_inside(who, target, home, local, now, h, b, books):
    """Displacement ends inside the country."""
    i = who.i
    touch_home(who, now, h, b, books)
    if target < home:
        move(who, SETTLED, b.geo.origin_place[who.o], now, h, b, books)
        event(who, ENDED_HOME, h, books)
    else:
        move(who, RELOCATED, h.where[i], now, h, b, books)
        event(who, ENDED_LOCAL if target < home + local else ENDED_ELSEWHERE, h, books)
