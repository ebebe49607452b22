"""Capacity-limited places: an exact lottery, then the effects on the winners.

The kernel writes programme + 1 into the `wish` column. Winners are a prefix of the applicants in the
order (priority group, hashed key, row) and stop at the first party that does not fit: never over the
cap, nested in the cap, the same whatever the threads. Losers may apply again in a later step.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from model.conditions import CHANNEL, EFFECTS, Programme
from model.continuum import INDEX_MASK, LAWFUL, STRANDED, TEMPORARY_WORKER
from model.draws import Decision, draws, word
from model.households import LEGAL_FAMILY, LEGAL_REGULARISED, LEGAL_SEASONAL, NOWHERE, Flag
from model.jit import entry, rule
from model.kernels import who_is
from model.ledger import EVENT, PLACE_EVENT
from model.rules.abroad import lawful_code
from model.rules.go_back import give_up, return_home
from model.rules.leave import aid_at_hand, party_of, pay_and_pack, place_price, set_out, settle_in
from model.rules.money import place_of_income, touch_abroad, touch_home
from model.rules.moves import enter_books, event, is_abroad, leave_books, move, persons, place_event
from model.rules.settle import decide_claim, is_granted, set_legal

U64 = np.uint64
LOTTERY, DESTINATION, RECEPTION_DRAW = Decision.LOTTERY, Decision.DESTINATION, Decision.HOMECOMING
PRIORITY, DOCUMENTS, SERVED, REFERRED = Flag.SEASON_PRIORITY, Flag.DOCUMENTS, Flag.SERVED, Flag.REFERRED
HELPED, FORMAL = Flag.HELPED, Flag.FORMAL_CREDIT
FAMILY, SEASON, REGULARISE, ASSISTED = (CHANNEL[c] for c in ("family", "season_work", "regularise", "assisted_return"))
RECEPTION, ASYLUM, ECONOMIC = CHANNEL["reception"], CHANNEL["asylum"], CHANNEL["service_economic"]
LIVELIHOOD, LABOUR_MARKET, VICTIM_SERVICE = (CHANNEL[c] for c in ("livelihood", "labour_market", "victim_service"))
DELIVER, SCORE, CASH, LOAN, INCOME_GAIN, FORMAL_LOANS = range(len(EFFECTS))
assert tuple(EFFECTS) == ("deliver", "score", "cash", "loan", "income_gain", "formal")
LAWFUL_FAMILY, SEASON_STARTED, REGULARISED = EVENT["lawful_family"], EVENT["season_started"], EVENT["regularised"]
RECEIVED_SERVED, SERVICE = EVENT["received_served"], EVENT["service_economic"]
LIVELIHOOD_WON, TRAINED, VICTIM_SERVED = EVENT["livelihood"], EVENT["labour_market"], EVENT["victim_service"]
AT_SERVED = PLACE_EVENT["received_served"]
FIRST_AID, FIRST_AID_SCORE = 80, 7
OTHER_SCORES = 0.3
MOST_INCOME = 65_000.0


@dataclass
class Carry:
    """Unused places of a programme that carry over (weighted persons or parties)."""

    places: dict[str, float] = field(default_factory=dict)


@entry
def applicants(words, wish, limit, rows):
    """Rows < limit that applied in this step, in row order; returns how many (rows may be too short)."""
    n = 0
    for w in range(words.shape[0]):
        if words[w] != 0:
            for i in range(w * 4, min(limit, w * 4 + 4)):
                if wish[i]:
                    if n < rows.shape[0]:
                        rows[n] = i
                    n += 1
    return n


@rule
def priority_group(i, channel, h):
    """0 first: seasonal workers of last year; children alone, then families at reception."""
    if channel == SEASON:
        return 0 if h.flags[i] & PRIORITY else 1
    if channel == RECEPTION:
        if h.party[i] >> 4 == 0:
            return 0
        return 1 if h.party[i] & 15 else 2
    return 0


@entry
def lottery_keys(rows, n, origin_of, channels, now, h, geo, key, size):
    """Order (group, hash, row) and weighted persons of each applicant."""
    for j in range(n):
        i = rows[j]
        o = origin_of[j]
        channel = channels[h.wish[i] - 1]
        hashed = word(now, i - geo.first_row[o], geo.origin_uid[o], LOTTERY)
        group = priority_group(i, channel, h)
        key[j] = (U64(group) << U64(62)) | (U64(hashed) << U64(30)) | U64(i & 0x3FFFFFFF)
        size[j] = persons(h.party[i]) * geo.weight[o]


def draw_winners(programme: np.ndarray, key: np.ndarray, size: np.ndarray, available: np.ndarray
                 ) -> tuple[np.ndarray, np.ndarray]:
    """(won bool[n], used f8[Q]): per programme the longest prefix in key order that fits the places.

    programme i8[n], key u8[n] unique, size i8[n] >= 0, available f8[Q].
    """
    order = np.lexsort((key, programme))
    ranked, sizes = programme[order], size[order]
    running = np.cumsum(sizes)
    first = np.searchsorted(ranked, np.arange(len(available)))
    before = np.concatenate(([0], running))[first]
    fits = running - before[ranked] <= available[ranked]
    won = np.zeros(len(order), bool)
    won[order] = fits
    return won, np.bincount(programme[won], size[won], len(available))


@rule
def score_after(score, gain):
    """Score byte plus a gain in 0..1."""
    return int(min(250.0, score + 250.0 * gain + 0.5))


@rule
def serve(who, kind, deliver, h, s):
    """A reintegration service: the n-th of its kind adds less; the other two scores gain a part."""
    i = who.i
    shift = 2 * kind
    count = (h.leg[i] >> shift) & 3
    gain = s.delta_1 * s.rho_2**count * deliver
    if h.flags[i] & REFERRED:
        gain *= s.referral_mult
    if count < 3:
        h.leg[i] = h.leg[i] + (1 << shift)
    h.rss_e[i] = score_after(h.rss_e[i], gain if kind == 0 else OTHER_SCORES * gain)
    h.rss_s[i] = score_after(h.rss_s[i], gain if kind == 1 else OTHER_SCORES * gain)
    h.rss_p[i] = score_after(h.rss_p[i], gain if kind == 2 else OTHER_SCORES * gain)


@rule
def welcome(who, now, h, b, books):
    """Served at reception: documents, first aid, a referral for some."""
    i = who.i
    h.flags[i] |= SERVED | DOCUMENTS
    h.sav[i] += FIRST_AID
    h.rss_p[i] = min(250, int(h.rss_p[i]) + FIRST_AID_SCORE)
    u, _, _, _ = draws(now, who, RECEPTION_DRAW)
    if u < b.f.referral[who.o]:
        h.flags[i] |= REFERRED
    event(who, RECEIVED_SERVED, h, books)
    place_event(who, AT_SERVED, h.where[i], h, books)


@rule
def go_lawfully(who, state, legal, host, party, price, months, now, h, b, books):
    """Leave home through a lawful channel: pay, travel by air, begin to live and work there."""
    i = who.i
    tie = (h.ties[i] & b.geo.block_bit[host]) != 0
    aid = int(aid_at_hand(who, place_of_income(i, who, h, b), now, h, b))
    touch_home(who, now, h, b, books)
    h.sav[i] += aid
    pay_and_pack(who, price, False, tie, h, b.s, books)
    h.sav[i] = max(0, int(h.sav[i] - price))
    leave_books(who, now, h, b.geo, books)
    h.party[i] = party
    h.integ[i] = 0
    h.leg[i] = months
    set_legal(i, legal, h)
    u, _, _, _ = draws(now, who, DESTINATION)
    place = settle_in(host, who.country, u, b)
    h.goal[i] = place
    enter_books(who, state, place, now, h, b, books)


@rule
def begin_livelihood(who, q, effects, now, h, b, books):
    """Work, training or credit at home: pay its price (borrowing what is missing), earn more from now on."""
    i = who.i
    touch_home(who, now, h, b, books)
    price = place_price(q, who.country, b)
    borrowed = int(math.ceil(max(0.0, price - h.sav[i])) + effects[q, LOAN])
    h.sav[i] = int(max(0.0, h.sav[i] - price) + effects[q, CASH] + effects[q, LOAN])
    h.debt[i] += borrowed
    h.inc[i] = int(min(MOST_INCOME, h.inc[i] * (1.0 + effects[q, INCOME_GAIN]) + 0.5))
    if effects[q, FORMAL_LOANS] > 0.0:
        h.flags[i] |= FORMAL
    event(who, LIVELIHOOD_WON, h, books)


@rule
def train(who, q, effects, state, now, h, b, books):
    """A labour-market programme abroad raises integration."""
    touch_abroad(who, now, lawful_code(state), h, b, books)
    h.integ[who.i] = score_after(h.integ[who.i], effects[q, SCORE])
    event(who, TRAINED, h, books)


@rule
def help_victim(who, q, effects, state, now, h, b, books):
    """Care for abused people: cash, referral, a better psychosocial score.

    A party that is stranded on its first trip has no such score yet (0); it is drawn on return.
    """
    i = who.i
    if state != STRANDED:
        touch_home(who, now, h, b, books)
    h.sav[i] += int(effects[q, CASH])
    if state != STRANDED or h.rss_p[i] > 0:
        h.rss_p[i] = score_after(h.rss_p[i], effects[q, SCORE])
    h.flags[i] |= REFERRED | HELPED
    event(who, VICTIM_SERVED, h, books)


@rule
def grant(who, q, channel, effects, now, h, b, books):
    """The effect of a place on its winner."""
    i = who.i
    state = h.state[i] & INDEX_MASK
    host = b.f.programme_host[q]
    price = place_price(q, who.country, b)
    h.flags[i] |= b.f.programme_once[q]
    if channel == FAMILY:
        _, u, _, _ = draws(now, who, LOTTERY)
        family = h.members[i] & 15 > 0 and h.members[i] >> 4 > 0
        party = party_of(1, h.members[i], u) if family else 16
        go_lawfully(who, LAWFUL, LEGAL_FAMILY, host, party, price, 0, now, h, b, books)
        event(who, LAWFUL_FAMILY, h, books)
    elif channel == SEASON:
        go_lawfully(who, TEMPORARY_WORKER, LEGAL_SEASONAL, host, 16, price, b.f.programme_months[q], now, h, b, books)
        event(who, SEASON_STARTED, h, books)
    elif channel == REGULARISE:
        touch_abroad(who, now, lawful_code(state), h, b, books)
        set_legal(i, LEGAL_REGULARISED, h)
        move(who, LAWFUL, h.where[i], now, h, b, books)
        event(who, REGULARISED, h, books)
    elif channel == ASSISTED:
        if is_abroad(state):
            return_home(who, True, lawful_code(state), now, h, b, books)
        else:
            give_up(who, True, now, h, b, books)
    elif channel == RECEPTION:
        welcome(who, now, h, b, books)
    elif channel == ASYLUM:
        decide_claim(who, is_granted(who, now, h, b), now, h, b, books)
    elif channel == LIVELIHOOD:
        begin_livelihood(who, q, effects, now, h, b, books)
    elif channel == LABOUR_MARKET:
        train(who, q, effects, state, now, h, b, books)
    elif channel == VICTIM_SERVICE:
        help_victim(who, q, effects, state, now, h, b, books)
    else:
        serve(who, channel - ECONOMIC, effects[q, DELIVER], h, b.s)
        event(who, SERVICE + channel - ECONOMIC, h, books)


@entry
def grant_all(rows, origin_of, channels, effects, now, h, b, books):
    """Winners in row order; then every wish is cleared by the caller."""
    for j in range(rows.shape[0]):
        q = h.wish[rows[j]] - 1
        grant(who_is(rows[j], origin_of[j], b.geo), q, channels[q], effects, now, h, b, books)


@entry
def set_out_all(rows, origin_of, channels, now, h, b, books):
    """Losers in row order: who asked for seasonal work on the point of leaving leaves."""
    for j in range(rows.shape[0]):
        i = rows[j]
        if channels[h.wish[i] - 1] == SEASON and h.goal[i] != NOWHERE:
            set_out(who_is(i, origin_of[j], b.geo), now, h, b, books)


def available_places(programmes: list[Programme], carry: Carry) -> np.ndarray:
    """f8[Q] places of the step with what was carried over."""
    return np.array([p.places + carry.places.get(p.key, 0.0) for p in programmes])


def carry_over(programmes: list[Programme], available: np.ndarray, used: np.ndarray, lost: np.ndarray,
               largest: float, carry: Carry) -> None:
    """Keep remainders: all that is left where applicants lost, at most one party's places otherwise."""
    remainders = np.maximum(0.0, available - used)
    kept = np.where(lost, remainders, np.minimum(remainders, largest))
    carry.places.update(zip((programme.key for programme in programmes), kept.tolist(), strict=True))



