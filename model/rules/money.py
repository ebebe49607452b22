"""Money between events in closed form: the formula is the definition, nothing is stepped.

Columns hold savings and debt at `t_ref`; today's values follow from cumulative fields and n, the steps
since. Rules read `balance`; only a household that acts writes back (`touch`), so looking at a household
never changes it.
"""

from __future__ import annotations

import math

from model.continuum import INDEX_MASK
from model.draws import Decision, latent
from model.households import Flag
from model.jit import rule
from model.ledger import EVENT, MONEY_INDEX
from model.rules.moves import event, is_abroad, persons

FARM, FORMAL, ASSET_LOST = Flag.FARM, Flag.FORMAL_CREDIT, Flag.ASSET_LOST
REMITS = Decision.REMITS
SEIZED_EVENT, SEIZED_MONEY = EVENT["asset_seized"], MONEY_INDEX["seized"]
REPAY_SHARE = 0.25
MAX_MONTHS_SAVED = 12.0
MAX_MONTHS_SAVED_ABROAD = 24.0


@rule
def place_of_income(i, who, h, b):
    """Origin index whose fields apply: the place lived in, or the home place of people elsewhere."""
    o = b.geo.place_origin[h.where[i]]
    return o if o >= 0 else who.o


@rule
def receives(i, h, s):
    """True for the households with close family abroad that get money from them, for life.

    The sum of two bytes that are even and independent is even, and independent of either.
    """
    return h.ties[i] != 0 and (int(h.trait[i]) + int(h.price[i])) & 255 < 256.0 * s.receiving_share


@rule
def income(i, o, h, b):
    """Household cash income of a month at home, remittances of relatives included, US$."""
    farm = 1 if h.flags[i] & FARM else 0
    own = h.inc[i] * b.f.y[o, farm]
    return own + b.s.sigma_m * b.f.z[o] if receives(i, h, b.s) else own


@rule
def interest(i, h, s):
    """Monthly interest of the household's lender."""
    return s.r_f if h.flags[i] & FORMAL else s.r_i


@rule
def debt_after(debt, n, payment, r, cap):
    """Debt after n months: (debt, months until paid off or -1, seized).

    Compound interest less a constant payment; seized once it reaches `cap`.
    """
    growth = math.exp(n * math.log1p(r))
    if payment > r * debt:
        months = math.ceil(math.log(payment / (payment - r * debt)) / math.log1p(r))
        if n >= months:
            return 0, months, False
        return int(debt * growth - payment * (growth - 1.0) / r), -1, False
    later = debt * growth - payment * (growth - 1.0) / r
    if later >= cap:
        return 0, -1, True
    return int(later), -1, False


@rule
def remits(who, now):
    """True for the fixed share of parties that send money home (a trait, drawn once for life)."""
    return latent(now.w0, now.w1, who, 0, REMITS)[0]


@rule
def balance_home(i, who, now, h, b):
    """(savings, debt, seized) today of a household living in its country, US$."""
    o = place_of_income(i, who, h, b)
    n = (now.t - h.t_ref[i]) * now.dt
    debt = int(h.debt[i])
    farm = 1 if h.flags[i] & FARM else 0
    first = max(0, int(h.t_ref[i]))
    seized = False
    if debt > 0 and n > 0:
        payment = math.floor(REPAY_SHARE * h.inc[i] * b.f.y[o, farm])
        debt, months, seized = debt_after(debt, n, payment, interest(i, h, b.s), 24.0 * h.inc[i] + 5000.0)
        first = now.t if months < 0 else min(now.t, first + int(math.ceil(months / now.dt)))
    saved = b.s.saving_rate * h.inc[i] * (b.f.cum_y[now.t, o, farm] - b.f.cum_y[first, o, farm]) / 1000.0
    if receives(i, h, b.s):
        saved += b.s.saving_rate_remittance * (b.f.cum_z[now.t, o] - b.f.cum_z[first, o])
    limit = max(float(h.sav[i]), MAX_MONTHS_SAVED * h.inc[i])
    return int(min(limit, h.sav[i] + math.floor(saved))), debt, seized


@rule
def integration_today(i, now, h, b, lawful):
    """Integration score today of a party settled abroad, 0..1 (closed form in the clock of its place)."""
    place = b.geo.settle_of_place[h.where[i]]
    first = max(0, int(h.t_ref[i]))
    clock = b.f.cum_f[now.t, place] - b.f.cum_f[first, place]
    pace = 1.0 if lawful == 1 else (0.8 if lawful == 2 else 0.6)
    country = b.geo.place_country[h.where[i]]
    pace *= b.f.integration[country, 1 if lawful > 0 else 0]
    return 1.0 - (1.0 - h.integ[i] / 250.0) * math.exp(-pace * b.s.g_I * clock)


@rule
def income_abroad(i, score, lawful, h, b):
    """Income of a month of a party abroad, US$."""
    earners = max(1, h.party[i] >> 4)
    wage = b.f.wage[b.geo.place_country[h.where[i]]] * (0.55 + 0.45 * score)
    return wage * earners * (b.s.reg_income if lawful == 1 else 1.0)


@rule
def remittance_of(i, who, now, score, h, b):
    """US$ a month the party sends, 0 for those who do not."""
    if persons(h.members[i]) == persons(h.party[i]) and h.ties[i] == 0:
        return 0.0
    if remits(who, now) >= b.s.remitting_share:
        return 0.0
    years = h.away[i] / 12.0 + (now.t - h.t_in[i]) * now.dt / 12.0
    return b.f.remittance[b.geo.place_country[h.where[i]]] * math.exp(-b.s.k_R * years) * (0.7 + 0.6 * score)


@rule
def balance_abroad(i, who, now, score, lawful, h, b):
    """(savings, debt, seized) today of a party settled abroad, US$. Half of remittances repay first."""
    n = (now.t - h.t_ref[i]) * now.dt
    debt = int(h.debt[i])
    earned = income_abroad(i, score, lawful, h, b)
    free = n
    seized = False
    if debt > 0 and n > 0:
        payment = math.floor(0.5 * remittance_of(i, who, now, score, h, b) + REPAY_SHARE * 0.5 * h.inc[i])
        debt, months, seized = debt_after(debt, n, payment, interest(i, h, b.s), 24.0 * h.inc[i] + 5000.0)
        free = 0.0 if months < 0 else n - months
    limit = max(float(h.sav[i]), MAX_MONTHS_SAVED_ABROAD * earned)
    return int(min(limit, h.sav[i] + math.floor(b.s.saving_rate_abroad * earned * max(0.0, free)))), debt, seized


@rule
def touch(who, sav, debt, seized, now, h, books):
    """Write today's balance back; a seizure costs the asset, a tenth of income and the credit line."""
    i = who.i
    h.sav[i] = sav
    h.debt[i] = debt
    h.t_ref[i] = now.t
    if seized and not h.flags[i] & ASSET_LOST:
        h.flags[i] |= ASSET_LOST
        h.inc[i] = int(0.9 * h.inc[i])
        event(who, SEIZED_EVENT, h, books)


@rule
def touch_home(who, now, h, b, books):
    """Bring savings and debt of a household in its country up to date in the columns."""
    sav, debt, seized = balance_home(who.i, who, now, h, b)
    touch(who, sav, debt, seized, now, h, books)


@rule
def touch_abroad(who, now, lawful, h, b, books):
    """Bring savings, debt and integration of a party abroad up to date in the columns."""
    score = integration_today(who.i, now, h, b, lawful)
    sav, debt, seized = balance_abroad(who.i, who, now, score, lawful, h, b)
    h.integ[who.i] = int(min(250.0, 250.0 * score + 0.5))
    touch(who, sav, debt, seized, now, h, books)


@rule
def touch_on_the_way(who, now, h, b, books):
    """Debt of a party travelling, stranded or held: it grows, only what stays at home repays."""
    i = who.i
    n = (now.t - h.t_ref[i]) * now.dt
    debt = int(h.debt[i])
    seized = False
    if debt > 0 and n > 0:
        left = persons(h.members[i]) - persons(h.party[i])
        payment = math.floor(REPAY_SHARE * h.inc[i] * left / persons(h.members[i]))
        debt, _, seized = debt_after(debt, n, payment, interest(i, h, b.s), 24.0 * h.inc[i] + 5000.0)
    touch(who, h.sav[i], debt, seized, now, h, books)


@rule
def credit_line(i, earned, debt, h, s):
    """What lenders would still give, US$: a multiple of income less the debt, nothing after a seizure."""
    if h.flags[i] & ASSET_LOST:
        return 0.0
    months = s.kappa_f if h.flags[i] & FORMAL else s.kappa_i
    return max(0.0, months * earned - debt)


@rule
def price_factor(i, h, f):
    """The household's own price over the mean price, a trait for life (model/traits.py)."""
    return f.own_price[h.price[i]]


@rule
def state_of(i, h):
    """State index of a household."""
    return h.state[i] & INDEX_MASK


@rule
def lives_abroad(i, h):
    """True if the party is settled in another country."""
    return is_abroad(state_of(i, h))
