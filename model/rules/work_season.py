"""Temporary workers: contract months, return or overstay, priority in the next season."""

from __future__ import annotations

from model.continuum import IRREGULAR, RETURNED
from model.draws import Decision, draws
from model.households import LEGAL_NONE, LEGAL_SEASONAL, NOWHERE, Flag
from model.jit import rule
from model.ledger import EVENT
from model.rules.money import touch_on_the_way
from model.rules.moves import enter_books, event, leave_books
from model.rules.settle import set_legal, start_stay

PRIORITY = Flag.SEASON_PRIORITY
SEASON = Decision.SEASON
RETURNED_SEASON, OVERSTAYED = EVENT["returned_season"], EVENT["overstayed"]
SAVED_ABROAD = 0.55


@rule
def temporary_worker(who, now, h, b, books):
    """TEMPORARY_WORKER: count down the contract; at its end overstay, or go home with the savings."""
    i = who.i
    if h.leg[i] > now.dt:
        h.leg[i] = int(h.leg[i] - now.dt + 0.5) if now.dt >= 1.0 else h.leg[i]
        if now.dt >= 1.0 or draws(now, who, SEASON)[2] >= now.dt:
            return
        h.leg[i] -= 1
        return
    stay, again, _, _ = draws(now, who, SEASON)
    if stay < b.f.overstay[who.country]:
        event(who, OVERSTAYED, h, books)
        start_stay(who, IRREGULAR, h.where[i], LEGAL_NONE, now, h, b, books)
        return
    end_season(who, again, now, h, b, books)


@rule
def end_season(who, again, now, h, b, books):
    """Home with 55 % of the wages saved, perhaps hired again next season."""
    i = who.i
    months = (now.t - h.t_in[i]) * now.dt
    earned = b.f.wage[b.geo.place_country[h.where[i]]] * max(1, h.party[i] >> 4) * months
    touch_on_the_way(who, now, h, b, books)
    h.sav[i] += int(SAVED_ABROAD * earned)
    h.flags[i] &= ~PRIORITY
    if again < b.s.rehire + b.f.rehire_shift[who.country]:
        h.flags[i] |= PRIORITY
    event(who, RETURNED_SEASON, h, books)
    leave_books(who, now, h, b.geo, books)
    h.party[i] = h.members[i]
    h.goal[i] = NOWHERE
    set_legal(i, LEGAL_SEASONAL, h)
    enter_books(who, RETURNED, b.geo.origin_place[who.o], now, h, b, books)
