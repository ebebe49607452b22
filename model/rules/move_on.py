"""Secondary migration: leaving the country of residence for another one, less often when integrated."""

from __future__ import annotations

import math

from model.continuum import IN_TRANSIT, LAWFUL
from model.draws import Decision, draws
from model.households import Flag
from model.jit import rule
from model.ledger import EVENT
from model.rules.leave import pay_and_pack, settle_in
from model.rules.money import credit_line, income_abroad, integration_today, price_factor, touch_abroad
from model.rules.moves import enter_books, event, leave_books

GUIDED, ABUSED, HELPED, SECONDARY, MET = Flag.GUIDED, Flag.ABUSED, Flag.HELPED, Flag.SECONDARY, Flag.MET
DESTINATION = Decision.DESTINATION
DEPARTED, ONWARD, SETTLED_ONWARD = EVENT["departed"], EVENT["departed_onward"], EVENT["departed_onward_settled"]
SECONDARY_MONTHS = 6


@rule
def onward_scale(state, score, country, b):
    """Factor of the party on the onward rates of its nationality and host: integration, status, crowding."""
    scale = math.exp(b.s.beta_I * (0.5 - score))
    if state == LAWFUL:
        scale *= b.s.chi_reg
    return scale * math.sqrt(1.0 + b.f.crowd[b.geo.main_place[country]] / b.s.kappa_c)


@rule
def choose_onward(u, nationality, host, available, help_line, ties, members, factor, b):
    """(destination country, mode) at u of the cumulative open onward rate, or (-1, 0)."""
    total = 0.0
    for turn in range(2):
        target = u * total
        running = 0.0
        for country in range(b.f.onward_rate.shape[2]):
            for mode in range(2):
                rate = b.f.onward_rate[nationality, host, country, mode]
                if rate <= 0.0:
                    continue
                money = available + (help_line if ties & b.geo.block_bit[country] else 0.0)
                if money < members * b.f.onward_price[nationality, host, country, mode] * factor:
                    continue
                running += rate
                if turn == 1 and running >= target:
                    return country, mode
        if turn == 0:
            if running <= 0.0:
                return -1, 0
            total = running
    return -1, 0


@rule
def move_on(who, u, host, sav, debt, lawful, now, h, b, books):
    """Leave the host country for another; nothing happens when no destination is within means."""
    i = who.i
    score = integration_today(i, now, h, b, lawful)
    available = sav + credit_line(i, 0.5 * income_abroad(i, score, lawful, h, b), debt, h, b.s)
    factor = price_factor(i, h, b.f)
    scale = 1.0 + 0.3 * (h.party[i] & 15)
    country, mode = choose_onward(u, who.country, host, available, b.s.kappa_h, h.ties[i], scale, factor, b)
    if country < 0:
        return
    tie = (h.ties[i] & b.geo.block_bit[country]) != 0
    price = scale * b.f.onward_price[who.country, host, country, mode] * factor
    touch_abroad(who, now, lawful, h, b, books)
    pay_and_pack(who, price, mode == 0, tie, h, b.s, books)
    begin_onward(who, country, mode == 0, now, h, b, books)


@rule
def begin_onward(who, country, guided, now, h, b, books):
    """Put a party abroad on its way to another country."""
    i = who.i
    leave_books(who, now, h, b.geo, books)
    v, _, _, _ = draws(now, who, DESTINATION)
    h.goal[i] = settle_in(country, who.country, v, b)
    h.leg[i] = 0
    h.flags[i] &= ~(GUIDED | ABUSED | HELPED | SECONDARY | MET)
    if guided:
        h.flags[i] |= GUIDED
        h.tries[i] = (h.tries[i] & 252) | int(b.s.tries_per_fee)
    if h.away[i] >= SECONDARY_MONTHS:
        h.flags[i] |= SECONDARY
    enter_books(who, IN_TRANSIT, h.where[i], now, h, b, books)
    event(who, DEPARTED, h, books)
    event(who, ONWARD, h, books)
    if h.flags[i] & SECONDARY:
        event(who, SETTLED_ONWARD, h, books)
