"""Compiled sweeps over the transit graph: edge costs, recursive logit, expected use.

All kernels are plain loops over acyclic edge lists, serial and deterministic; scratch comes from the
caller (`jit.entry` allows no allocation). Why acyclic: `docs/adr/0004-route-values.md`.
"""

from __future__ import annotations

import math

from model.jit import entry, rule


@entry
def refresh(fixed, money_fixed, guide_fee, fee_index, capture, loss, harm_loss, risk_ratio, cross, closure,
            open_edge, citizen, control, into_sector, mu, tolerance, force, cost, money, weight, changed):
    """Edge costs of the month (k$) into `cost[G,4,E]`, where they moved by more than `tolerance`.

    fixed, money_fixed f8[2,E] (k$ and US$ without the guide); harm_loss f8[2,2,E] (mode, kind) k$ at risk
    ratio 1; capture f8[2,controls]; loss k$ when caught; cross f8[N,2] k$; closure, open_edge, citizen [G,E];
    money f8[G,2,E] of adults; changed u1[G,2,E+1], the last column for any edge.
    Where an edge stays within the tolerance its old cost, money and weight stay too, so that the
    tables always solve one consistent set of costs.
    """
    edges = cost.shape[2]
    changed[:] = 0
    for g in range(cost.shape[0]):
        for m in range(4):
            mode, kind = m // 2, m % 2
            for e in range(edges):
                if open_edge[g, e] == 0:
                    cost[g, m, e], weight[g, m, e] = math.inf, 0.0
                    continue
                fee = guide_fee[e] * fee_index[g] if mode == 0 else 0.0
                c = fixed[mode, e] + fee / 1000.0 + closure[g, e]
                c += harm_loss[mode, kind, e] * risk_ratio[mode]
                if citizen[g, e] == 0:
                    if control[e] >= 0:
                        c += capture[mode, control[e]] * loss
                    if into_sector[e] >= 0:
                        c += cross[into_sector[e], kind]
                if force or abs(c - cost[g, m, e]) > tolerance:
                    cost[g, m, e] = c
                    weight[g, m, e] = math.exp(-mu * c)
                    changed[g, mode, e], changed[g, mode, edges] = 1, 1
                    if kind == 0:
                        money[g, mode, e] = money_fixed[mode, e] + fee


@rule
def any_changed(first, last, edge_list, changed):
    """Whether a refreshed edge is in the list."""
    for i in range(first, last):  # noqa: SIM110  (numba: plain loops only)
        if changed[edge_list[i]] == 1:
            return True
    return False


@rule
def gather(adults, child, money, edge):
    """Weights and money of one group and mode into edge f8[E,3]: what one edge needs lies side by side."""
    for e in range(adults.shape[0]):
        edge[e, 0], edge[e, 1], edge[e, 2] = adults[e], child[e], money[e]


@rule
def solve(goal, first, last, edge_list, tail, head, edge, place, x_adults, x_child, money_to):
    """One backward sweep for one goal and mode: x of adults and with a child, expected money (US$) of adults.

    The two kinds run side by side because each place waits for the divisions of the places after it.
    edge f8[E,3] from `gather`; scratch place f8[P,3] holds the results a second time, side by side.
    """
    place[goal, 0], place[goal, 1], place[goal, 2] = 1.0, 1.0, 0.0
    x_adults[goal], x_child[goal], money_to[goal] = 1.0, 1.0, 0.0
    i = first
    while i < last:
        n, begin = tail[edge_list[i]], i
        total, spent, with_child = 0.0, 0.0, 0.0
        while i < last and tail[edge_list[i]] == n:
            e, to = edge_list[i], head[edge_list[i]]
            flow = edge[e, 0] * place[to, 0]
            total += flow
            spent += flow * (edge[e, 2] + place[to, 2])
            with_child += edge[e, 1] * place[to, 1]
            i += 1
        money = spent / total if total > 0.0 else math.inf
        if i > begin + 1:
            total /= i - begin
            with_child /= i - begin
        place[n, 0], place[n, 1], place[n, 2] = total, with_child, money
        x_adults[n], x_child[n], money_to[n] = total, with_child, money


@rule
def same_edges(first, last, edge_list, adults, child, money, other_adults, other_child, other_money):
    """Whether two groups see the same weights and prices on the edges of a list."""
    for i in range(first, last):
        e = edge_list[i]
        if adults[e] != other_adults[e] or child[e] != other_child[e] or money[e] != other_money[e]:
            return False
    return True


@rule
def find_alike(g, mode, open_edge, weight, money, alike):
    """alike u1[t] = 1 for groups t < g that see the same weights and prices on every edge open to both."""
    adults, child = 2 * mode, 2 * mode + 1
    for t in range(g):
        differing = 0
        for e in range(open_edge.shape[1]):
            same = (weight[g, adults, e] == weight[t, adults, e] and weight[g, child, e] == weight[t, child, e]
                    and money[g, mode, e] == money[t, mode, e])
            if not same and open_edge[g, e] == 1 and open_edge[t, e] == 1:
                differing = 1
                break
        alike[t] = 1 - differing


@rule
def forget(rank, x_adults, x_child, money_to):
    """0 and inf where the goal cannot be reached (the rank is the number of places)."""
    places = rank.shape[0]
    for n in range(places):
        if rank[n] == places:
            x_adults[n], x_child[n], money_to[n] = 0.0, 0.0, math.inf


@rule
def copy_row(source, target):
    """target[:] = source[:]."""
    for n in range(source.shape[0]):
        target[n] = source[n]


@rule
def cost_of(x, mu):
    """Generalised cost in k$ of x = exp(-mu * cost); inf where x is 0."""
    return -math.log(x) / mu if x > 0.0 else math.inf


@rule
def sweep_mode(g, mode, settle, list_start, edge_list, rank, twin, open_edge, tail, head, weight, money, changed,
               force, alike, edge, place, mu, read, x, money_to, read_cost):
    """Solve or copy every goal of one group and mode that a refreshed edge touches; returns how many."""
    solved, adults, child = 0, 2 * mode, 2 * mode + 1
    gather(weight[g, adults], weight[g, child], money[g, mode], edge)
    find_alike(g, mode, open_edge, weight, money, alike)
    for s in range(settle.shape[0]):
        first, last, t = list_start[g, s], list_start[g, s + 1], twin[g, s]
        if not (force or any_changed(first, last, edge_list, changed[g, mode])):
            continue
        solved += 1
        if t < g and (alike[t] == 1 or same_edges(
                first, last, edge_list, weight[g, adults], weight[g, child], money[g, mode],
                weight[t, adults], weight[t, child], money[t, mode])):
            copy_row(x[t, adults, s], x[g, adults, s])
            copy_row(x[t, child, s], x[g, child, s])
            copy_row(money_to[t, mode, s], money_to[g, mode, s])
            copy_row(read_cost[t, mode, s], read_cost[g, mode, s])
            continue
        if force:
            forget(rank[g, s], x[g, adults, s], x[g, child, s], money_to[g, mode, s])
        solve(settle[s], first, last, edge_list, tail, head, edge, place, x[g, adults, s], x[g, child, s],
              money_to[g, mode, s])
        for r in range(read.shape[0]):
            read_cost[g, mode, s, r] = cost_of(x[g, adults, s, read[r]], mu)
    return solved


@entry
def sweep(settle, list_start, edge_list, rank, twin, open_edge, tail, head, weight, money, changed, force,
          alike, edge, place, mu, read, x, money_to, read_cost):
    """Solve every (group, mode, settle place) that a refreshed edge touches; returns how many.

    list_start i8[G,S+1] into edge_list; twin i2[G,S] first group with the same usable edges: its rows are
    copied when its edges cost the same. open_edge u1[G,E], weight f8[G,4,E], money f8[G,2,E], changed
    u1[G,2,E+1] (see `refresh`); x f8[G,4,S,P], money_to f8[G,2,S,P]; read_cost f8[G,2,S,R] costs (k$) of adults
    from the places read i8[R]; scratch alike u1[G], edge f8[E,3], place f8[P,3]. `force` writes every cell,
    whatever it held.
    """
    solved = 0
    for g in range(weight.shape[0]):
        for mode in range(2):
            if force or changed[g, mode, weight.shape[2]] == 1:
                solved += sweep_mode(g, mode, settle, list_start, edge_list, rank, twin, open_edge, tail, head,
                                     weight, money, changed, force, alike, edge, place, mu, read, x, money_to,
                                     read_cost)
    return solved


@entry
def costs_of(x, mu, out):
    """Generalised costs (k$) of flat x into out, for callers that want whole tables."""
    for i in range(x.shape[0]):
        out[i] = cost_of(x[i], mu)


@entry
def survival(settle, list_start, edge_list, tail, head, weight, x, keep, result):
    """Expected product of keep f8[2,E] along the way, into result f8[G,2,S,P] (adults; 1 at the goal).

    With keep = exp(-hazard) it is the probability to reach the goal unharmed.
    """
    for g in range(weight.shape[0]):
        for mode in range(2):
            for s in range(settle.shape[0]):
                chance = result[g, mode, s]
                chance[settle[s]] = 1.0
                i, last = list_start[g, s], list_start[g, s + 1]
                while i < last:
                    n = tail[edge_list[i]]
                    total, mean = 0.0, 0.0
                    while i < last and tail[edge_list[i]] == n:
                        e = edge_list[i]
                        flow = weight[g, 2 * mode, e] * x[g, 2 * mode, s, head[e]]
                        total += flow
                        mean += flow * keep[mode, e] * chance[head[e]]
                        i += 1
                    chance[n] = mean / total if total > 0.0 else 0.0


@entry
def forward(first, last, edge_list, tail, head, weight, x, load, usage):
    """Send load f8[P] down to the goal: expected use of every edge, added to usage f8[E].

    The list is in rising rank of tails, so it is read backwards, one tail at a time.
    """
    i = last - 1
    while i >= first:
        n = tail[edge_list[i]]
        begin = i
        total = 0.0
        while begin >= first and tail[edge_list[begin]] == n:
            total += weight[edge_list[begin]] * x[head[edge_list[begin]]]
            begin -= 1
        for j in range(begin + 1, i + 1):
            e = edge_list[j]
            if total > 0.0 and load[n] > 0.0:
                flow = load[n] * weight[e] * x[head[e]] / total
                usage[e] += flow
                load[head[e]] += flow
        i = begin
