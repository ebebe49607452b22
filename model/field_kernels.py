"""Compiled parts of the fields: means over settle places, products over many axes, queues, programme tables.

They lie in a file of few imports, so that an edit of a field's formulas does not compile everything anew.
"""

from __future__ import annotations

import math

from model.jit import entry, rule
from model.ledger import CLAIM_BACK
from model.route_sweep import cost_of


@rule
def mean_by_country(values, share, first, wanted, scale, out, last):
    """out[:, last] of out f8[C,M] = scale x mean of values f8[S] over the places of a country that can be reached.

    values, share f8[S] country by country, those of c from first[c] to first[c + 1]; inf where none is reached.
    Countries with wanted u1[C] = 0 are left alone.
    """
    for c in range(out.shape[0]):
        if wanted[c] == 0:
            continue
        total, summed = 0.0, 0.0
        for s in range(first[c], first[c + 1]):
            if values[s] < math.inf:
                total += share[s]
                summed += share[s] * values[s]
        out[c, last] = summed / total * scale if total > 0.0 else math.inf


@entry
def from_home(nation, place, group, share, settle, first, factor, x, money_to, mu, everywhere, values, cost,
              money):
    """cost f8[O,C,4] and money f8[O,C,2] from the origin place of every row (nation, place i8[O]).

    settle i8[S], first i8[C+1] from `_by_country`, share f8[C,S] in that order; factor f8[C] of guided prices;
    x f8[G,4,S,P]; money_to f8[G,2,S,P]; everywhere u1[C] holds ones; scratch values f8[S].
    """
    for o in range(nation.shape[0]):
        g, n, p = group[nation[o]], nation[o], place[o]
        for m in range(4):
            for s in range(settle.shape[0]):
                values[s] = cost_of(x[g, m, settle[s], p], mu)
            mean_by_country(values, share[n], first, everywhere, 1.0, cost[o], m)
        for mode in range(2):
            for s in range(settle.shape[0]):
                values[s] = money_to[g, mode, settle[s], p]
            scale = factor[n] if mode == 0 else 1.0
            mean_by_country(values, share[n], first, everywhere, scale, money[o], mode)


@rule
def read_all(table, settle, values):
    """table f8[S,C] turned into values f8[C,S], settle places in the order of `settle`."""
    for s in range(settle.shape[0]):
        for h in range(values.shape[0]):
            values[h, s] = table[settle[s], h]


@rule
def read_columns(table, settle, places, values):
    """Table f8[S,P] at some places into values f8[C,S], settle places in the order of `settle`."""
    for s in range(settle.shape[0]):
        for h in range(places.shape[0]):
            values[h, s] = table[settle[s], places[h]]


@rule
def means_of_group(g, mode, group, share, first, wanted, factor, values, out):
    """Means by destination for every nationality of a group and every host but home, into out f8[C,C,C,2]."""
    for n in range(group.shape[0]):
        if group[n] == g:
            for h in range(values.shape[0]):
                if h != n:
                    mean_by_country(values[h], share[n], first, wanted[h], factor[n], out[n, h], mode)
                    out[n, h, n, mode] = math.inf


@entry
def from_abroad(main_place, group, share, settle, first, wanted, factor, one, read_cost, money_to, values, cost,
                money):
    """cost and money f8[C,C,C,2] of adults by nationality, host (from its main place), destination, mode.

    Arguments as in `from_home`; wanted u1[C,C] by host and destination; one f8[C] holds ones; read_cost
    f8[G,2,S,C] costs from main places; scratch values f8[C,S]. Cells nobody wants stay as they are.
    """
    for g in range(read_cost.shape[0]):
        for mode in range(2):
            read_all(read_cost[g, mode], settle, values)
            means_of_group(g, mode, group, share, first, wanted, one, values, cost)
            read_columns(money_to[g, mode], settle, main_place, values)
            means_of_group(g, mode, group, share, first, wanted, factor if mode == 0 else one, values, money)


@entry
def multiply_out(nation, common, price, hopes, scale, rates):
    """rates f8[O,C,6] = common f8[O,C] x price f8[O,C,4] x hopes f8[C,3,C] x scale f8[O,3,2], 0 to one's own."""
    for o in range(rates.shape[0]):
        n = nation[o]
        for c in range(rates.shape[1]):
            for kind in range(3):
                for mode in range(2):
                    way = mode * 2 + (1 if kind > 0 else 0)
                    rates[o, c, kind * 2 + mode] = (
                        common[o, c] * price[o, c, way] * hopes[n, kind, c] * scale[o, kind, mode])
        rates[o, n] = 0.0


@entry
def multiply_onward(wish, gain, modes, near, level, rates):
    """rates f8[C,C,C,2] = wish[n,d] x gain[h,d] x modes[n,m] x near[n,h,d,m] x level[n,h]."""
    for n in range(rates.shape[0]):
        for h in range(rates.shape[1]):
            for d in range(rates.shape[2]):
                push = wish[n, d] * gain[h, d]
                for m in range(2):
                    rates[n, h, d, m] = push * modes[n, m] * near[n, h, d, m] * level[n, h]


@entry
def decide(pending, capacity, t, before, marginal, left):
    """`queue`, country by country in order of claim."""
    for country in range(pending.shape[0]):
        before[country], marginal[country] = -CLAIM_BACK - 1, -CLAIM_BACK - 2
        waiting = 0
        for column in range(pending.shape[1]):
            waiting += pending[country, column]
        if waiting <= 0 or capacity[country] <= 0:
            continue
        done, column = 0, 0
        while column < pending.shape[1] and done + pending[country, column] <= capacity[country]:
            done += pending[country, column]
            column += 1
        before[country] = min(column - CLAIM_BACK, t)
        if column < pending.shape[1]:
            marginal[country] = column - CLAIM_BACK
            left[country] = capacity[country] - done


@entry
def lay_out(eligible, channel, host, at_home, at, home):
    """Write programme numbers where they may be applied for; False if a place has more than `home` can hold.

    eligible u1[Q,O]; at_home i8[channels] 1 for applications from home. at i8[channels,O,C] and home i8[O,n]
    come filled with -1; a later programme overwrites an earlier one in `at`.
    """
    for q in range(eligible.shape[0]):
        for o in range(eligible.shape[1]):
            if eligible[q, o] == 0:
                continue
            if at_home[channel[q]] == 0:
                first = 0 if host[q] < 0 else host[q]
                last = at.shape[2] if host[q] < 0 else host[q] + 1
                for c in range(first, last):
                    at[channel[q], o, c] = q
                continue
            slot = 0
            while slot < home.shape[1] and home[o, slot] >= 0:
                slot += 1
            if slot == home.shape[1]:
                return False
            home[o, slot] = q
    return True
