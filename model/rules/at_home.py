"""Everything a household in its own country may do in a step: leave, apply, be displaced, move inside.

Competing hazards decide with the one slow draw (`u < p`); which of them happens uses a draw of its own.
"""

from __future__ import annotations

import math

import numpy as np

from model.continuum import RELOCATED
from model.draws import PLANES, Decision, draws
from model.households import NEVER
from model.jit import rule
from model.ledger import EVENT
from model.rules.displace import VICTIM_FACTOR, be_displaced, displacement_rate
from model.rules.leave import (
    application_rate,
    apply_to,
    ask_for_season,
    choose,
    depart,
    means,
    open_rate_sum,
    own_factor,
    power_of_wish,
    willing,
    wish_logit,
    year_luck,
)
from model.rules.leave_again import again_factor
from model.rules.money import place_of_income, touch_home
from model.rules.moves import event, move

CHOICE = Decision.CHOICE
MOVED_INTERNALLY = EVENT["moved_internally"]
LEAST_HAZARD = -np.log1p(-np.arange(1 << PLANES) / (1 << PLANES))
"""Cumulative hazard of a step below which no draw with these leading digits acts."""
ROUNDING = 1e-9


@rule
def probability(hazard, one_off, dt):
    """Probability that any of the hazards (per month) or the one-off event happens in the step."""
    return 1.0 - (1.0 - one_off) * math.exp(-hazard * dt)


@rule
def hazard_needed(u, one_off, dt):
    """The monthly hazard above which u < p: p = 1 - (1 - one_off) exp(-hazard dt), solved once for u."""
    return -math.log((1.0 - u) / (1.0 - one_off)) / dt


@rule
def may_act(who, high, now, h, b):
    """False if the leading digits of the slow draw show that nothing can happen in the household's own case.

    As if it were a victim of violence, not reached by aid and every gate open: no draw, no money is needed.
    """
    i = who.i
    o = place_of_income(i, who, h, b)
    quiet = b.f.displace_rate[o] * VICTIM_FACTOR + b.f.internal_rate[o] + b.f.apply_plain[who.o]
    scale = own_factor(who, o, 1.0, now, h, b)
    if h.t_ret[i] != NEVER:
        scale *= again_factor(i, now, h, b.s)
    wish = power_of_wish(wish_logit(who, o, h, b) + max(0.0, b.f.victim_beta[who.country]), b.s.phi)
    most = quiet + (scale * b.f.rate_sum[o] + b.f.apply_sum[who.o]) * wish
    return most * (1.0 + ROUNDING) * now.dt > LEAST_HAZARD[high] + math.log1p(-b.f.disaster_p[o])


@rule
def home(who, u, now, h, b, books):
    """SETTLED, RELOCATED and REINTEGRATING: decide with the slow draw `u`.

    Cheap upper bounds of the hazard come first (wish 1, then every gate open): most candidates end there.
    """
    i = who.i
    o = place_of_income(i, who, h, b)
    needed = hazard_needed(u, b.f.disaster_p[o], now.dt)
    victim, aid, _ = year_luck(who, now)
    quiet = displacement_rate(i, o, victim, h, b) + b.f.internal_rate[o]
    scale = own_factor(who, o, aid, now, h, b)
    if h.t_ret[i] != NEVER:
        scale *= again_factor(i, now, h, b.s)
    plain = b.f.apply_plain[who.o]
    if quiet + scale * b.f.rate_sum[o] + b.f.apply_sum[who.o] + plain <= needed:
        return
    willingness = willing(who, o, victim, now, h, b)
    scale *= willingness
    if quiet + scale * b.f.rate_sum[o] + b.f.apply_sum[who.o] * willingness + plain <= needed:
        return
    own_means, factor = means(who, o, now, h, b)
    leave = scale * open_rate_sum(who, o, own_means, factor, h, b)
    apply = application_rate(who, own_means, willingness, h, b)
    total = quiet + leave + apply
    if total <= needed:
        return
    happen(who, o, total, leave, apply, quiet - b.f.internal_rate[o], own_means, factor, willingness, now, h, b, books)


@rule
def happen(who, o, total, leave, apply, violent, own_means, factor, willingness, now, h, b, books):
    """Which of the competing events: disaster first by its share, then in proportion to the hazards."""
    first, second, third, _ = draws(now, who, CHOICE)
    disaster = b.f.disaster_p[o]
    if disaster > 0.0 and first * probability(total, disaster, now.dt) < disaster:
        be_displaced(who, o, True, third, now, h, b, books)
        return
    target = second * total
    if target < leave:
        again = leave / max(1e-300, open_rate_sum(who, o, own_means, factor, h, b))
        slot, choice = choose(target / again, who, o, own_means, factor, h, b)
        if slot >= 0 and not ask_for_season(who, slot, choice, o, own_means, h, b):
            depart(who, o, slot, choice, factor, now, h, b, books)
    elif target < leave + apply:
        apply_to(target - leave, who, own_means, willingness, h, b)
    elif target < leave + apply + violent:
        be_displaced(who, o, False, third, now, h, b, books)
    else:
        move_inside(who, o, third, now, h, b, books)


@rule
def move_inside(who, o, u, now, h, b, books):
    """Move to another department of the country; where nothing else is mapped, inside the place."""
    target = o
    for place in range(b.f.internal_cdf.shape[1]):
        if u < b.f.internal_cdf[o, place]:
            target = place
            break
    touch_home(who, now, h, b, books)
    move(who, RELOCATED, b.geo.origin_place[target], now, h, b, books)
    event(who, MOVED_INTERNALLY, h, books)
