"""Going back: removal by profile, assisted return, own return with the caging effect, returns at the border."""

from __future__ import annotations

import math

from model.continuum import ASYLUM_PENDING, IN_CUSTODY, IRREGULAR, RETURNED
from model.draws import Decision, draws
from model.households import NEVER, NOWHERE, Flag
from model.jit import rule
from model.ledger import EVENT, PLACE_EVENT
from model.rules.money import touch_abroad, touch_on_the_way
from model.rules.moves import enter_books, event, leave_books, move, persons, place_event

ORDER, FORCED, SERVED, DEST_CHILD = Flag.ORDER, Flag.FORCED, Flag.SERVED, Flag.DEST_CHILD
EVER_REMOVED, REFERRED, UNACCOMPANIED = Flag.EVER_REMOVED, Flag.REFERRED, Flag.UNACCOMPANIED
WAITING, WOMAN_LED, HELPED = Flag.WAITING, Flag.WOMAN_LED, Flag.HELPED
SEX, START_SCORES = Decision.SEX, Decision.START_SCORES
OWN, ASSISTED, AT_BORDER = EVENT["returned_own"], EVENT["returned_assisted"], EVENT["returned_border"]
WOMEN, GIRLS, RECEIVED = EVENT["returned_women"], EVENT["returned_girls"], EVENT["received"]
AT_RECEIVED = PLACE_EVENT["received"]
WOMEN_OF_ADULTS = 0.229
"""22 308 women of 97 579 adults received in El Salvador, Guatemala, Honduras in two years to April 2022."""
GIRLS_OF_CHILDREN = 0.364
"""7 866 girls of 21 606 children received, same source."""
CHILD_ABROAD = 0.607
"""exp(-.5): a child or spouse rooted abroad."""


@rule
def removal_rate(who, state, country, years, h, b):
    """Monthly hazard of interior removal: irregular parties, more with an order, less with residence."""
    if state != IRREGULAR:
        return 0.0
    order = 3.0 if h.flags[who.i] & ORDER else 1.0
    return b.f.removal[country, who.country] * math.exp(-b.s.rho_x * years) * order


@rule
def own_return_rate(who, state, country, years, score, target_met, h, b):
    """Monthly hazard of an own decision to return; only irregular parties fear the cost of coming back."""
    rate = b.f.own_scale[who.o] * math.exp(-b.s.rho_o * years) * (1.3 - score)
    if target_met:
        rate *= 2.0
    if state == IRREGULAR or state == ASYLUM_PENDING:
        rate *= b.f.caging[who.o, country]
    if h.flags[who.i] & DEST_CHILD:
        rate *= CHILD_ABROAD
    return rate


@rule
def be_removed(who, u, lawful, now, h, b, books):
    """Taken into custody for one or two months before the flight home."""
    i = who.i
    touch_abroad(who, now, lawful, h, b, books)
    h.flags[i] |= EVER_REMOVED | FORCED
    h.leg[i] = 1 if u < 0.5 else 2
    books.removed[b.geo.place_country[h.where[i]], who.country] += persons(h.party[i]) * who.weight
    move(who, IN_CUSTODY, h.where[i], now, h, b, books)


@rule
def count_sex(who, now, h, books):
    """Women among the adults and girls among the children at reception, by binomial draws."""
    i = who.i
    for n in range((h.party[i] >> 4) + (h.party[i] & 15)):
        u, _, _, _ = draws(now, who, SEX + n)
        if n < h.party[i] >> 4:
            books.events[WOMEN, who.o, 0] += who.weight if u < WOMEN_OF_ADULTS else 0
        else:
            books.events[GIRLS, who.o, 3] += who.weight if u < GIRLS_OF_CHILDREN else 0


@rule
def gauss(u, v):
    """Standard normal from two uniforms."""
    return math.sqrt(-2.0 * math.log(1.0 - u)) * math.cos(2.0 * math.pi * v)


@rule
def start_score(mean, u, v):
    """Reintegration score at return: spread of a Beta(6,5), kept inside 0..1, as a byte of 250."""
    return int(min(250.0, max(0.0, 250.0 * (mean + 0.1436 * gauss(u, v)) + 0.5)))


@rule
def start_scores(who, forced, now, h, s):
    """Economic, social and psychosocial scores on the day of return."""
    i = who.i
    base = s.rss_init + (s.rss_forced if forced else -s.rss_forced)
    if h.flags[i] & WOMAN_LED:
        base -= 0.04
    years = min(5.0, h.away[i] / 12.0)
    a, c, d, e = draws(now, who, START_SCORES)
    f, g, _, _ = draws(now, who, START_SCORES + 1)
    lasting = int(h.rss_p[i]) - 125 if h.rss_p[i] > 0 else 0
    h.rss_e[i] = start_score(base, a, c)
    h.rss_s[i] = start_score(base - 0.02 * years, d, e)
    h.rss_p[i] = max(0, min(250, start_score(base, f, g) + min(0, lasting)))


@rule
def land(who, place, event_index, forced, now, h, b, books):
    """Arrive in the country of origin: books, scores, sex and age, the party rejoins the household."""
    i = who.i
    event(who, event_index, h, books)
    event(who, RECEIVED, h, books)
    place_event(who, AT_RECEIVED, place, h, books)
    if event_index != OWN:
        count_sex(who, now, h, books)
    leave_books(who, now, h, b.geo, books)
    h.flags[i] &= ~(FORCED | SERVED | REFERRED | UNACCOMPANIED | WAITING)
    if forced:
        h.flags[i] |= FORCED
    if h.flags[i] & HELPED:
        h.flags[i] |= REFERRED
    h.t_ret[i] = now.t
    h.claim[i] = NEVER
    h.party[i] = h.members[i]
    h.goal[i] = NOWHERE
    start_scores(who, forced, now, h, b.s)
    enter_books(who, RETURNED, place, now, h, b, books)


@rule
def return_home(who, assisted, lawful, now, h, b, books):
    """Own or assisted return of a party that lives abroad."""
    touch_abroad(who, now, lawful, h, b, books)
    land(who, b.geo.reception_place[who.o], ASSISTED if assisted else OWN, False, now, h, b, books)


@rule
def give_up(who, assisted, now, h, b, books):
    """Own or assisted return from the way."""
    touch_on_the_way(who, now, h, b, books)
    land(who, b.geo.reception_place[who.o], ASSISTED if assisted else OWN, False, now, h, b, books)


@rule
def return_at_border(who, city, now, h, b, books):
    """Nationals sent back to the border of their own country: still near it, with tries left."""
    i = who.i
    event(who, AT_BORDER, h, books)
    touch_on_the_way(who, now, h, b, books)
    leave_books(who, now, h, b.geo, books)
    h.t_ret[i] = now.t
    h.flags[i] |= FORCED
    enter_books(who, RETURNED, city, now, h, b, books)
