"""Reception of returned people, and what happens to nationals returned at the border."""

from __future__ import annotations

import math

from model.continuum import DISPLACED, IN_TRANSIT, REINTEGRATING, SETTLED
from model.draws import Decision, draws
from model.households import CAUSE_VIOLENCE, LEGAL_NONE, LEGAL_SEASONAL, Flag
from model.jit import rule
from model.ledger import EVENT
from model.rules.go_back import land
from model.rules.leave_again import book_again
from model.rules.money import touch_home
from model.rules.moves import event, move
from model.rules.settle import set_legal
from model.rules.stranded import onward_from_here
from model.rules.trips import resolve

FORCED, SERVED, EVER_DISPLACED = Flag.FORCED, Flag.SERVED, Flag.EVER_DISPLACED
RECEPTION_DRAW = Decision.RECEPTION
RECEPTION = 4
DEPARTED_AGAIN = EVENT["departed_again"]
HOME_FROM_BORDER = EVENT["returned_expulsion"]
HOME_SHARE, CAPITAL_SHARE, DISPLACED_SHARE, VIOLENT_SHARE = 0.88, 0.08, 0.04, 0.10


@rule
def returned(who, now, h, b, books):
    """RETURNED: first month at reception, then home, the capital, or displaced again."""
    i = who.i
    if h.party[i] != h.members[i] or h.goal[i] != 65535:
        returned_at_border(who, now, h, b, books)
        return
    if h.status[i] & 7 == LEGAL_SEASONAL:
        touch_home(who, now, h, b, books)
        set_legal(i, LEGAL_NONE, h)
        move(who, SETTLED, b.geo.origin_place[who.o], now, h, b, books)
        return
    programme = b.f.programme_at[RECEPTION, who.o, who.country]
    waits = h.flags[i] & FORCED and not h.flags[i] & SERVED
    if waits and programme >= 0 and (now.t - h.t_in[i]) * now.dt <= 1.0:
        h.wish[i] = programme + 1
        return
    go_to_place(who, now, h, b, books)


@rule
def go_to_place(who, now, h, b, books):
    """Most go back to their place, some to the capital; who fled violence may not be able to."""
    i = who.i
    u, _, _, _ = draws(now, who, RECEPTION_DRAW)
    fled = (h.status[i] >> 3) & 3 == CAUSE_VIOLENCE and b.f.violence[who.o] > b.f.violence_ref[who.o]
    unsafe = DISPLACED_SHARE + (VIOLENT_SHARE if fled else 0.0)
    if u < unsafe:
        move(who, DISPLACED, b.geo.origin_place[who.o], now, h, b, books)
        return
    capital = u >= 1.0 - CAPITAL_SHARE
    place = b.geo.home_city[who.country] if capital else b.geo.origin_place[who.o]
    move(who, REINTEGRATING, place, now, h, b, books)


@rule
def returned_at_border(who, now, h, b, books):
    """Nationals at the border of their own country: try again soon, or go home."""
    i = who.i
    onward = onward_from_here(who, h, b)
    u, v, _, _ = draws(now, who, RECEPTION_DRAW)
    total = onward + b.s.r_back + b.s.r_set
    if u >= 1.0 - math.exp(-total * now.dt):
        return
    if v * total < onward:
        event(who, DEPARTED_AGAIN, h, books)
        book_again(who, now, h, books)
        move(who, IN_TRANSIT, h.where[i], now, h, b, books)
        return
    resolve(who, False, h, b.geo, books)
    land(who, b.geo.reception_place[who.o], HOME_FROM_BORDER, True, now, h, b, books)
