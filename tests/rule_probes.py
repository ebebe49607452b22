"""Compiled probes: single rules on chosen households, for tests only."""

from __future__ import annotations

from model.draws import PLANES, U32, fill_planes, high_digits, slow_uniform, slow_uniform_from
from model.fields import Who
from model.jit import entry
from model.kernels import act_slow, who_is
from model.rules.go_back import removal_rate
from model.rules.leave import means, open_rate_sum, own_factor, wish, year_luck
from model.rules.leave_again import again_factor
from model.rules.money import balance_home, debt_after


@entry
def slow_draws(now, uid, first, planes, alone, from_planes):
    """The slow draw of rows first.. of a place, one by one and from the bit planes of their block."""
    blocks = planes.shape[1]
    fill_planes(planes, blocks, first >> 6, uid, now, PLANES)
    for n in range(alone.shape[0]):
        local = first + n
        who = Who(local, U32(local), uid, 0, 0, 1)
        alone[n] = slow_uniform(now, who)
        from_planes[n] = slow_uniform_from(
            high_digits(planes, (local >> 6) - (first >> 6), local & 63), now, who)


@entry
def act_with(rows, origins, draws, now, h, b, books):
    """One slow decision of each row with the draw given."""
    for j in range(rows.shape[0]):
        act_slow(who_is(rows[j], origins[j], b.geo), draws[j], now, h, b, books)


@entry
def wishes(rows, origins, now, h, b, out):
    """The wish of each row under the fields of its home place."""
    for j in range(rows.shape[0]):
        who = who_is(rows[j], origins[j], b.geo)
        out[j] = wish(who, origins[j], year_luck(who, now)[0], h, b)


@entry
def own_factors(rows, origins, now, h, b, out):
    """Factor of each row on attempt rates by hunger, drought and aid, under the fields of its home place."""
    for j in range(rows.shape[0]):
        who = who_is(rows[j], origins[j], b.geo)
        out[j] = own_factor(who, origins[j], year_luck(who, now)[1], now, h, b)


@entry
def gates(rows, origins, now, h, b, out):
    """(savings and credit, open attempt rate) of each row at its home place, out f8[n,2]."""
    for j in range(rows.shape[0]):
        who = who_is(rows[j], origins[j], b.geo)
        own, factor = means(who, origins[j], now, h, b)
        out[j, 0] = own
        out[j, 1] = open_rate_sum(who, origins[j], own, factor, h, b)


@entry
def again_factors(rows, now, h, s, out):
    """Factor on the attempt hazard of households that came back."""
    for j in range(rows.shape[0]):
        out[j] = again_factor(rows[j], now, h, s)


@entry
def removal_rates(rows, origins, state, country, years, h, b, out):
    """Monthly removal hazard of each row as if it lived in `country` in `state` for `years`."""
    for j in range(rows.shape[0]):
        out[j] = removal_rate(who_is(rows[j], origins[j], b.geo), state, country, years, h, b)


@entry
def balances(rows, origins, now, h, b, out):
    """(savings, debt, seized) today of each row at home, out f8[n,3]."""
    for j in range(rows.shape[0]):
        who = who_is(rows[j], origins[j], b.geo)
        sav, debt, seized = balance_home(rows[j], who, now, h, b)
        out[j, 0] = sav
        out[j, 1] = debt
        out[j, 2] = 1.0 if seized else 0.0


@entry
def debts(debt, months, payment, rate, cap, out):
    """(debt, months until paid off or -1, seized) in closed form, out f8[3]."""
    left, paid, seized = debt_after(debt, months, payment, rate, cap)
    out[0] = left
    out[1] = paid
    out[2] = 1.0 if seized else 0.0
