"""What a party settled abroad may do in a step: be removed, go back, move on, bring members, apply."""

from __future__ import annotations

import math

from model.continuum import ASYLUM_PENDING, INDEX_MASK, IRREGULAR, LAWFUL
from model.draws import Decision, draws, slow_uniform_from
from model.jit import rule
from model.rules.go_back import be_removed, own_return_rate, removal_rate, return_home
from model.rules.join import join, join_rate
from model.rules.leave import has_won
from model.rules.money import balance_abroad, integration_today
from model.rules.move_on import move_on, onward_scale
from model.rules.moves import years_away
from model.rules.settle import decide_claim, is_granted

ABROAD_CHOICE = Decision.ABROAD_CHOICE
REGULARISE, ASSISTED, ASYLUM, LABOUR_MARKET = 2, 3, 8, 10
APPLY_REGULARISE = 0.2
APPLY_ASSISTED = 0.05
ASSISTED_INTEGRATION, ASSISTED_SAVINGS = 0.25, 500


@rule
def lawful_code(state):
    """0 irregular, 1 lawful, 2 pending: how status enters income and integration."""
    if state == LAWFUL:
        return 1
    return 2 if state == ASYLUM_PENDING else 0


@rule
def permit_rate(who, state, country, b):
    """Monthly rate of applying to a permit programme."""
    if state == IRREGULAR and b.f.programme_at[REGULARISE, who.o, country] >= 0:
        return APPLY_REGULARISE
    return 0.0


@rule
def assisted_rate(who, country, b):
    """Monthly rate of asking for assisted return before eligibility is checked."""
    return APPLY_ASSISTED if b.f.programme_at[ASSISTED, who.o, country] >= 0 else 0.0


@rule
def training_rate(who, country, h, b):
    """Monthly rate of applying to a labour-market programme in the country."""
    q = b.f.programme_at[LABOUR_MARKET, who.o, country]
    return b.f.programme_hazard[q] if q >= 0 and not has_won(who.i, q, h, b) else 0.0


@rule
def pending(who, high, limit, now, h, b, books):
    """ASYLUM_PENDING: the queue decides old claims; the marginal month enters the lottery.

    Others decide slowly if the leading digits of their draw lie below `limit`.
    """
    i = who.i
    country = b.geo.place_country[h.where[i]]
    if h.claim[i] < b.f.decide_before[country]:
        decide_claim(who, is_granted(who, now, h, b), now, h, b, books)
        return
    if h.claim[i] == b.f.decide_marginal[country] and b.f.programme_at[ASYLUM, who.o, country] >= 0:
        h.wish[i] = b.f.programme_at[ASYLUM, who.o, country] + 1
        return
    if high < limit:
        settled_abroad(who, slow_uniform_from(high, now, who), now, h, b, books)


@rule
def settled_abroad(who, u, now, h, b, books):
    """IRREGULAR, LAWFUL and waiting claims: competing hazards with the slow draw."""
    i = who.i
    state = h.state[i] & INDEX_MASK
    country = b.geo.place_country[h.where[i]]
    years = years_away(i, now, h)
    removal = removal_rate(who, state, country, years, h, b)
    permit = permit_rate(who, state, country, b)
    assisted = assisted_rate(who, country, b)
    joining = join_rate(who, country, h, b)
    training = training_rate(who, country, h, b)
    lawful = lawful_code(state)
    score = integration_today(i, now, h, b, lawful)
    onward = onward_scale(state, score, country, b) * b.f.onward_sum[who.country, country]
    own = own_return_rate(who, state, country, years, score, True, h, b)
    most = removal + permit + assisted + joining + onward + own + training
    if u >= 1.0 - math.exp(-most * now.dt):
        return
    sav, debt, _ = balance_abroad(i, who, now, score, lawful, h, b)
    own = own_return_rate(who, state, country, years, score, sav >= 12 * h.inc[i], h, b)
    if score >= ASSISTED_INTEGRATION or sav >= ASSISTED_SAVINGS:
        assisted = 0.0
    total = removal + permit + assisted + joining + onward + own + training
    if u >= 1.0 - math.exp(-total * now.dt):
        return
    first, second, third, _ = draws(now, who, ABROAD_CHOICE)
    target = first * total
    if target < removal:
        be_removed(who, third, lawful, now, h, b, books)
    elif target < removal + permit:
        h.wish[i] = b.f.programme_at[REGULARISE, who.o, country] + 1
    elif target < removal + permit + assisted:
        h.wish[i] = b.f.programme_at[ASSISTED, who.o, country] + 1
    elif target < removal + permit + assisted + joining:
        join(who, country, lawful, now, h, b, books)
    elif target < removal + permit + assisted + joining + own:
        return_home(who, False, lawful, now, h, b, books)
    elif target < removal + permit + assisted + joining + own + training:
        h.wish[i] = b.f.programme_at[LABOUR_MARKET, who.o, country] + 1
    else:
        move_on(who, second, country, sav, debt, lawful, now, h, b, books)
