"""Leaving home: the wish (aspiration) and the ability (money) are kept apart; the attempt needs both.

Equations: docs/odd.md, submodel `leave`. Hazards add; there is no hidden "stay" alternative. The bound
beside the rule holds for every unwatched household of a place and band and only decides who is looked at.
"""

from __future__ import annotations

import math

from model.conditions import CHANNEL
from model.continuum import DISPLACED, IN_TRANSIT, INDEX_MASK, RELOCATED, SETTLED
from model.draws import Decision, draws, latent
from model.households import CAUSE_DISASTER, NEVER, NOWHERE, Flag
from model.jit import rule
from model.ledger import EVENT, MONEY_INDEX
from model.rules.leave_again import book_again
from model.rules.money import (
    balance_home,
    credit_line,
    income,
    place_of_income,
    price_factor,
    touch_home,
)
from model.rules.moves import enter_books, event, kind_of, leave_books, persons

FARM, GUIDED, ABUSED, SECONDARY = Flag.FARM, Flag.GUIDED, Flag.ABUSED, Flag.SECONDARY
EVER_DISPLACED, UNACCOMPANIED, WAITING, MET = Flag.EVER_DISPLACED, Flag.UNACCOMPANIED, Flag.WAITING, Flag.MET
HELPED, WOMAN_LED = Flag.HELPED, Flag.WOMAN_LED
YEAR = Decision.YEAR
CHOICE, PARTY, DESTINATION = Decision.CHOICE, Decision.PARTY, Decision.DESTINATION
DEPARTED, AGAIN = EVENT["departed"], EVENT["departed_again"]
AFTER_DISPLACEMENT = EVENT["departed_after_displacement"]
SEASON, LIVELIHOOD = CHANNEL["season_work"], CHANNEL["livelihood"]
FEES, BORROWED, HELP = MONEY_INDEX["fees"], MONEY_INDEX["borrowed"], MONEY_INDEX["help"]
POCKET_MONEY = 150
CHOICES = 6
"""Kinds of party times modes."""
SUBSTITUTED = math.log(0.9)
"""Log factor on attempts of households that cash aid reaches, if cash takes the place of a trip (switch `cash`)."""
PARTY_PRICE = (1.0, 1.0, 1.3, 1.7, 0.9, 0.7)
"""By kind * 2 + mode: a guide's price for a party over one adult; alone, heads with children at half."""


@rule
def party_price(choice):
    """Price of a party over the price of one adult, by kind * 2 + mode."""
    return PARTY_PRICE[choice]


@rule
def year_luck(who, now):
    """(victim, aid, wish) uniforms of a household for a calendar year."""
    a, c, d, _ = latent(now.k0, now.k1, who, now.year, YEAR)
    return a, c, d


@rule
def victim_chance(i, o, h, b):
    """Probability that the household meets violence in a year."""
    return b.f.victim_p[o] * b.f.women_victim[o] if h.flags[i] & WOMAN_LED else b.f.victim_p[o]


@rule
def wish_logit(who, o, h, b):
    """Logit of the aspiration, victims apart: income gap, violence, ties and an unobserved trait."""
    i = who.i
    earners = max(1, ((h.members[i] >> 4) + 1) // 2)
    earned = max(1.0, income(i, o, h, b)) / (b.f.price_level[who.country] * earners)
    x = b.s.alpha_0 + b.s.beta_y * (b.f.ln_omega[who.country] - math.log(earned) - b.s.gap_ref) + b.f.violence_term[o]
    x += b.f.propensity[h.trait[i]]
    if h.ties[i]:
        x += b.s.beta_tie
    if b.s.hump_within > 0.0:
        x -= 0.35 * math.log(b.f.y[o, 1 if h.flags[i] & FARM else 0])
    return x + b.f.wish_shift[o]


@rule
def wish(who, o, victim, h, b):
    """Aspiration of the household, 0..1."""
    x = wish_logit(who, o, h, b)
    if victim < victim_chance(who.i, o, h, b):
        x += b.f.victim_beta[who.country]
    return 1.0 / (1.0 + math.exp(-x))


@rule
def is_poor(i, o, h, b):
    """True if the cash income a person is below the food line."""
    return h.inc[i] * b.f.y[o, 1 if h.flags[i] & FARM else 0] < b.s.foodline * persons(h.members[i])


@rule
def aid_at_hand(who, o, now, h, b):
    """US$ at hand of a household that aid reaches: poor, or displaced by a disaster, with the luck of the year."""
    if b.f.aid_cash[o] <= 0.0 or b.s.cash_substitutes > 0.0 or year_luck(who, now)[1] >= b.f.food_relief[o]:
        return 0.0
    i = who.i
    fled = h.state[i] & INDEX_MASK == DISPLACED and (h.status[i] >> 3) & 3 == CAUSE_DISASTER
    return b.f.aid_cash[o] if fled or is_poor(i, o, h, b) else 0.0


@rule
def own_factor(who, o, aid, now, h, b):
    """Factor of the household on all attempt rates of its place, before the wish: hunger and drought.

    Food insecure is a household whose cash income a person is below the food line and that no aid reaches.
    """
    i = who.i
    farm = 1 if h.flags[i] & FARM else 0
    x = b.f.dry_term[o] * farm
    if is_poor(i, o, h, b):
        if aid >= b.f.food_relief[o]:
            x += b.s.beta_F
        elif b.s.cash_substitutes > 0.0 and b.f.aid_cash[o] > 0.0:
            x += SUBSTITUTED
    return math.exp(x) if x != 0.0 else 1.0


@rule
def is_possible(kind, i, tie, h):
    """Families need a child; a child alone needs a child and close family at the destination."""
    if kind == 0:
        return (h.members[i] >> 4) > 0
    return (h.members[i] & 15) > 0 and (kind == 1 or tie)


@rule
def means(who, o, now, h, b):
    """(savings, credit and aid at hand, price factor) of a household in its country, US$."""
    sav, debt, seized = balance_home(who.i, who, now, h, b)
    credit = 0.0 if seized else credit_line(who.i, income(who.i, o, h, b), debt, h, b.s)
    return sav + credit + aid_at_hand(who, o, now, h, b), price_factor(who.i, h, b.f)


@rule
def open_rate(slot, o, i, own_means, factor, h, b):
    """Sum over kinds and channels of the rates towards one destination that the money gate lets through."""
    country = b.f.dest[o, slot]
    tie = (h.ties[i] & b.geo.block_bit[country]) != 0
    available = own_means + (b.s.kappa_h if tie else 0.0)
    total = 0.0
    for choice in range(6):
        kind = choice >> 1
        if b.f.rate[o, slot, choice] > 0.0 and is_possible(kind, i, tie, h):
            price = party_price(choice) * b.f.price[o, slot, choice & 1] * factor
            if choice & 1 == 0 and h.tries[i] & 3:
                price = 0.0
            if available >= price:
                total += b.f.rate[o, slot, choice]
    return total


@rule
def open_rate_sum(who, o, own_means, factor, h, b):
    """Attempt rate of the place over all destinations, channels and kinds within the household's means."""
    total = 0.0
    for slot in range(b.f.dest_count[o]):
        total += open_rate(slot, o, who.i, own_means, factor, h, b)
    return total


@rule
def choose(target, who, o, own_means, factor, h, b):
    """(destination slot, kind*2+mode) at `target` of the cumulative open rate; fixed order keeps pairing."""
    i = who.i
    last_slot, last_choice = -1, -1
    for slot in range(b.f.dest_count[o]):
        country = b.f.dest[o, slot]
        tie = (h.ties[i] & b.geo.block_bit[country]) != 0
        available = own_means + (b.s.kappa_h if tie else 0.0)
        for choice in range(6):
            kind = choice >> 1
            if b.f.rate[o, slot, choice] > 0.0 and is_possible(kind, i, tie, h):
                price = party_price(choice) * b.f.price[o, slot, choice & 1] * factor
                if choice & 1 == 0 and h.tries[i] & 3:
                    price = 0.0
                if available >= price:
                    last_slot, last_choice = slot, choice
                    target -= b.f.rate[o, slot, choice]
                    if target <= 0.0:
                        return slot, choice
    return last_slot, last_choice


@rule
def settle_in(country, nationality, u, b):
    """Settle place inside a country, drawn from where the nationality already lives."""
    chosen = b.geo.settle_of_place[b.geo.main_place[country]]
    for place in range(b.geo.settle_place.shape[0]):
        if b.geo.settle_country[place] == country and u < b.f.settle_cdf[nationality, place]:
            chosen = place
            break
    return b.geo.settle_place[chosen]


@rule
def party_of(kind, members, u):
    """Who goes: one adult, an adult with one or two children or everybody, or a child alone."""
    if kind == 0:
        return 16
    if kind == 2:
        return 1
    children = members & 15
    if u < 0.65 or children == 1 and u < 0.85:
        return 16 + 1
    if u < 0.85:
        return 16 + 2
    return members


@rule
def pay_and_pack(who, price, guided, tie, h, s, books):
    """Pay a guided trip, or put the money of a trip alone into the wallet: savings, then help, then debt."""
    i = who.i
    missing = max(0.0, price - h.sav[i])
    help_given = min(missing, s.kappa_h) if tie else 0.0
    borrowed = int(math.ceil(missing - help_given))
    wallet = h.sav[i] + help_given + borrowed
    if guided:
        wallet -= price
        books.money[FEES, who.o] += int(price) * who.weight
    h.sav[i] = int(max(float(POCKET_MONEY), wallet))
    h.debt[i] += borrowed
    books.money[BORROWED, who.o] += borrowed * who.weight
    books.money[HELP, who.o] += int(help_given) * who.weight


@rule
def start_trip(who, party, country, guided, now, h, b, books):
    """Put the party on its way to a settle place of `country`; events of the departure."""
    i = who.i
    leave_books(who, now, h, b.geo, books)
    h.party[i] = party
    u, _, _, _ = draws(now, who, DESTINATION)
    h.goal[i] = settle_in(country, who.country, u, b)
    h.leg[i] = 0
    h.flags[i] &= ~(GUIDED | ABUSED | HELPED | SECONDARY | UNACCOMPANIED | WAITING | MET)
    if guided:
        h.flags[i] |= GUIDED
    if kind_of(party) == 2:
        h.flags[i] |= UNACCOMPANIED
    enter_books(who, IN_TRANSIT, h.where[i], now, h, b, books)
    event(who, DEPARTED, h, books)
    books.set_out[who.country, country] += persons(party) * who.weight
    if h.flags[i] & EVER_DISPLACED:
        event(who, AFTER_DISPLACEMENT, h, books)


@rule
def depart(who, o, slot, choice, factor, now, h, b, books):
    """A household at home begins an irregular trip: pays, chooses who goes and where to."""
    i = who.i
    kind, guided = choice >> 1, choice & 1 == 0
    country = b.f.dest[o, slot]
    tie = (h.ties[i] & b.geo.block_bit[country]) != 0
    price = party_price(choice) * b.f.price[o, slot, choice & 1] * factor
    prepaid = guided and h.tries[i] & 3 > 0
    aid = int(aid_at_hand(who, o, now, h, b))
    touch_home(who, now, h, b, books)
    h.sav[i] += aid
    pay_and_pack(who, 0.0 if prepaid else price, guided, tie, h, b.s, books)
    if guided and not prepaid:
        h.tries[i] = (h.tries[i] & 252) | int(b.s.tries_per_fee)
    u, _, _, _ = draws(now, who, PARTY)
    start_trip(who, party_of(kind, h.members[i], u), country, guided, now, h, b, books)
    if h.t_ret[i] != NEVER:
        event(who, AGAIN, h, books)
        book_again(who, now, h, books)


@rule
def place_price(q, country, b):
    """US$ that a place in programme q costs people of a country."""
    price = b.f.programme_price[q]
    return price * b.f.visa_price[country] if b.f.programme_channel[q] == SEASON else price


@rule
def has_won(i, q, h, b):
    """True if the household won a place of this kind before and may not win another."""
    return h.flags[i] & b.f.programme_once[q] != 0


@rule
def eligible(q, who, o_means, h, b):
    """True if a household at home may apply to programme q (money, farm work, a place won before).

    Livelihoods are for people who live at home; those who just came back have services of their own.
    """
    i = who.i
    if b.f.programme_farm[q] and not h.flags[i] & FARM or has_won(i, q, h, b):
        return False
    state = h.state[i] & INDEX_MASK
    if b.f.programme_channel[q] == LIVELIHOOD and state != SETTLED and state != RELOCATED:
        return False
    return o_means >= place_price(q, who.country, b)


@rule
def rate_of(q, who, willingness, b):
    """Monthly rate of applying to programme q: by the wish to leave where the programme needs it."""
    rate = b.f.programme_hazard[q]
    if b.f.programme_wish[q]:
        rate *= willingness
    return rate if b.f.programme_channel[q] == LIVELIHOOD else rate * b.f.apply_multiplier[who.o]


@rule
def application_rate(who, own_means, willingness, h, b):
    """Monthly rate of applying to any programme on offer at home."""
    total = 0.0
    for slot in range(b.f.home_programme.shape[1]):
        q = b.f.home_programme[who.o, slot]
        if q >= 0 and eligible(q, who, own_means, h, b):
            total += rate_of(q, who, willingness, b)
    return total


@rule
def apply_to(target, who, own_means, willingness, h, b):
    """Write the wish for the programme at `target` of the cumulative application rate."""
    for slot in range(b.f.home_programme.shape[1]):
        q = b.f.home_programme[who.o, slot]
        if q >= 0 and eligible(q, who, own_means, h, b):
            target -= rate_of(q, who, willingness, b)
            h.wish[who.i] = q + 1
            if target <= 0.0:
                return


@rule
def ask_for_season(who, slot, choice, o, own_means, h, b):
    """A single adult about to leave asks for seasonal work in the same country first, if there is any to ask for.

    `goal` holds what the household does if the lottery of the step has nothing for it (`set_out`).
    """
    if choice >> 1 != 0 or b.f.apply_multiplier[who.o] <= 0.0:
        return False
    for place in range(b.f.home_programme.shape[1]):
        q = b.f.home_programme[who.o, place]
        if q < 0 or b.f.programme_channel[q] != SEASON or b.f.programme_host[q] != b.f.dest[o, slot]:
            continue
        if eligible(q, who, own_means, h, b):
            h.wish[who.i] = q + 1
            h.goal[who.i] = CHOICES * slot + choice
            return True
    return False


@rule
def set_out(who, now, h, b, books):
    """The irregular trip of a household that asked for seasonal work in vain."""
    i = who.i
    slot, choice = h.goal[i] // CHOICES, h.goal[i] % CHOICES
    h.goal[i] = NOWHERE
    depart(who, place_of_income(i, who, h, b), slot, choice, price_factor(i, h, b.f), now, h, b, books)


@rule
def power_of_wish(x, phi):
    """The wish with logit x to the power phi."""
    return math.exp(-phi * math.log1p(math.exp(-x)))


@rule
def willing(who, o, victim, now, h, b):
    """The wish to the power phi: how it enters every hazard of leaving."""
    x = wish_logit(who, o, h, b)
    if victim < victim_chance(who.i, o, h, b):
        x += b.f.victim_beta[who.country]
    return power_of_wish(x, b.s.phi)


@rule
def is_immobile(who, now, h, b):
    """(wishes to leave, cannot): no money gate to the main destination of the place is open."""
    o = place_of_income(who.i, who, h, b)
    victim, _, wants = year_luck(who, now)
    if wants >= wish(who, o, victim, h, b):
        return False, False
    own_means, factor = means(who, o, now, h, b)
    slot = b.f.main_slot[o]
    return True, slot < 0 or open_rate(slot, o, who.i, own_means, factor, h, b) <= 0.0
