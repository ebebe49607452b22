"""Rebuilding after return: three scores, services with falling effect, stigma, debt, and leaving again."""

from __future__ import annotations

import math

from model.continuum import RELOCATED, SETTLED
from model.draws import Decision, draws, slow_uniform_from
from model.households import Flag
from model.jit import rule
from model.ledger import EVENT
from model.rules.at_home import home, may_act
from model.rules.experience import mean_score
from model.rules.money import touch_home
from model.rules.moves import event, move, persons

REFERRED, FARM, ABUSED, HELPED = Flag.REFERRED, Flag.FARM, Flag.ABUSED, Flag.HELPED
REINTEGRATE, ROUNDING = Decision.REINTEGRATE, Decision.ROUNDING
REINTEGRATED, TIMED_OUT = EVENT["reintegrated"], EVENT["reintegration_timed_out"]
SERVICE_ECONOMIC, VICTIM_SERVICE = 5, 11
SUSTAINED = 0.66
LONGEST = 36.0
APPLY_SERVICE = 0.25
RSS_DRAG_DEBT, RSS_DRAG_VIOLENCE, VIOLENCE_SCALE = 0.5, 0.5, 80.0


@rule
def grown(score, growth, factor, dt, u):
    """Score byte after one step of growth towards 1, rounded at random so that small steps add up."""
    share = growth * factor if dt == 1.0 else 1.0 - math.pow(1.0 - growth * factor, dt)
    exact = score + (250.0 - score) * share
    low = math.floor(exact)
    return int(min(250.0, low + (1.0 if u < exact - low else 0.0)))


@rule
def grow_scores(who, now, h, b):
    """Monthly growth: income and debt, stigma, violence."""
    i, o = who.i, who.o
    farm = 1 if h.flags[i] & FARM else 0
    indebted = RSS_DRAG_DEBT if h.debt[i] > 12 * h.inc[i] else 0.0
    economic = min(1.5, b.f.y[o, farm]) * (1.0 - indebted)
    calm = 1.0 - RSS_DRAG_VIOLENCE * min(1.0, b.f.violence[o] / VIOLENCE_SCALE)
    u, v, w, _ = draws(now, who, ROUNDING)
    h.rss_e[i] = grown(h.rss_e[i], b.s.g_rss, economic, now.dt, u)
    h.rss_s[i] = grown(h.rss_s[i], b.s.g_rss, 1.0 - b.f.stigma[o], now.dt, v)
    h.rss_p[i] = grown(h.rss_p[i], b.s.g_rss, calm, now.dt, w)


@rule
def ask_for_service(who, u, v, now, h, b):
    """Referred people ask for a service with a place near them; one kind a step."""
    kind = SERVICE_ECONOMIC + min(2, int(3.0 * v))
    programme = b.f.programme_at[kind, who.o, who.country]
    chance = APPLY_SERVICE if h.flags[who.i] & REFERRED else 0.3 * APPLY_SERVICE
    if programme >= 0 and u < chance * now.dt:
        h.wish[who.i] = programme + 1


@rule
def victim_rate(who, country, h, b):
    """Monthly rate of asking for a service for victims: abused on the last trip and not served yet."""
    q = b.f.programme_at[VICTIM_SERVICE, who.o, country]
    abused = h.flags[who.i] & ABUSED and not h.flags[who.i] & HELPED
    return b.f.programme_hazard[q] if q >= 0 and abused else 0.0


@rule
def count_scores(who, h, books):
    """Sums behind the mean scores shown to people."""
    i = who.i
    count = persons(h.party[i]) * who.weight
    books.scores[who.o, 0] += int(h.rss_e[i]) * count
    books.scores[who.o, 1] += int(h.rss_s[i]) * count
    books.scores[who.o, 2] += int(h.rss_p[i]) * count
    books.scores[who.o, 3] += count


@rule
def reintegrating(who, high, dense, now, h, b, books):
    """REINTEGRATING: scores grow, services are asked for; sustained scores or three years end it."""
    i = who.i
    grow_scores(who, now, h, b)
    count_scores(who, h, books)
    months = (now.t - h.t_in[i]) * now.dt
    if mean_score(i, h) >= SUSTAINED or months >= LONGEST:
        event(who, REINTEGRATED if mean_score(i, h) >= SUSTAINED else TIMED_OUT, h, books)
        touch_home(who, now, h, b, books)
        at_home = h.where[i] == b.geo.origin_place[who.o]
        move(who, SETTLED if at_home else RELOCATED, h.where[i], now, h, b, books)
        return
    u, v, w, _ = draws(now, who, REINTEGRATE)
    if w < 1.0 - math.exp(-victim_rate(who, who.country, h, b) * now.dt):
        h.wish[i] = b.f.programme_at[VICTIM_SERVICE, who.o, who.country] + 1
    else:
        ask_for_service(who, u, v, now, h, b)
    if h.wish[i] == 0 and (dense or may_act(who, high, now, h, b)):
        home(who, slow_uniform_from(high, now, who), now, h, b, books)
