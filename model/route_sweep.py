"""Compiled sweeps over the transit graph: shortest base cost, recursive logit, expected use.

All kernels are plain loops over acyclic edge lists, serial and deterministic; scratch comes from the
caller (`jit.entry` allows no allocation). Why acyclic: `docs/adr/0004-route-values.md`.
"""

from __future__ import annotations

import math

from model.jit import entry, rule


@entry
def shortest(goal, in_start, in_edge, tail, open_edge, base, blocked, dist, queue, waiting):
    """Least base cost f8[P] from every place to `goal` over open edges (label correcting, in place).

    queue i4[P+1] and waiting u1[P] are scratch; blocked u1[P] places are never entered.
    """
    places = dist.shape[0]
    for n in range(places):
        dist[n] = math.inf
        waiting[n] = 0
    dist[goal] = 0.0
    queue[0] = goal
    first, count = 0, 1
    while count > 0:
        node = queue[first]
        first = (first + 1) % (places + 1)
        count -= 1
        waiting[node] = 0
        for i in range(in_start[node], in_start[node + 1]):
            e = in_edge[i]
            n = tail[e]
            cost = dist[node] + base[e]
            if open_edge[e] == 0 or blocked[n] == 1 or cost >= dist[n]:
                continue
            dist[n] = cost
            if waiting[n] == 0:
                waiting[n] = 1
                queue[(first + count) % (places + 1)] = n
                count += 1


@entry
def stages(out_start, head, open_edge, stage, seen, low, path, stack, cursor):
    """Number the strongly connected parts, sinks first, into stage i4[P] (Tarjan, without recursion).

    An open edge never leads to a higher stage. seen, low, path, stack, cursor i4[P] are scratch.
    """
    places = stage.shape[0]
    for n in range(places):
        stage[n], seen[n], cursor[n] = -1, 0, out_start[n]
    order, parts, waiting = 0, 0, 0
    for root in range(places):
        if seen[root] > 0:
            continue
        depth = 0
        path[0] = root
        while depth >= 0:
            n = path[depth]
            if seen[n] == 0:
                order += 1
                seen[n], low[n] = order, order
                stack[waiting] = n
                waiting += 1
            deeper = False
            while cursor[n] < out_start[n + 1] and not deeper:
                e = cursor[n]
                if open_edge[e] == 1:
                    if seen[head[e]] == 0:
                        depth += 1
                        path[depth] = head[e]
                        deeper = True
                        break
                    if stage[head[e]] < 0:
                        low[n] = min(low[n], low[head[e]])
                cursor[n] += 1
            if deeper:
                continue
            if low[n] == seen[n]:
                waiting = close_part(n, parts, waiting, stack, stage)
                parts += 1
            depth -= 1
    return parts


@rule
def close_part(root, part, waiting, stack, stage):
    """Take the members of a finished part off the stack; returns the new height of the stack."""
    while True:
        waiting -= 1
        stage[stack[waiting]] = part
        if stack[waiting] == root:
            return waiting


@entry
def usable_edges(order, rank, out_start, head, open_edge, out):
    """Open edges that lower the rank, in rank order of their tails, written to `out`; returns how many."""
    count = 0
    for position in range(order.shape[0]):
        n = order[position]
        if rank[n] >= order.shape[0]:
            break
        for e in range(out_start[n], out_start[n + 1]):
            if open_edge[e] == 1 and rank[head[e]] < rank[n]:
                out[count] = e
                count += 1
    return count


@entry
def refresh(fixed, money_fixed, guide_fee, fee_index, capture, loss, harm_loss, risk_ratio, cross, closure,
            open_edge, citizen, control, into_sector, mu, tolerance, force, cost, money, weight, changed):
    """Edge costs of the month (k$) into `cost[G,4,E]`, where they moved by more than `tolerance`.

    fixed, money_fixed f8[2,E] (k$ and US$ without the guide); harm_loss f8[2,2,E] (mode, kind) k$ at risk
    ratio 1; capture f8[2,controls]; loss k$ when caught; cross f8[N,2] k$; closure, open_edge, citizen [G,E].
    Where an edge stays within the tolerance its old cost, money and weight stay too, so that the
    tables always solve one consistent set of costs.
    """
    for g in range(cost.shape[0]):
        for m in range(4):
            mode, kind = m // 2, m % 2
            for e in range(cost.shape[2]):
                changed[g, m, e] = 0
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
                    money[g, m, e] = money_fixed[mode, e] + fee
                    weight[g, m, e] = math.exp(-mu * c)
                    changed[g, m, e] = 1


@rule
def any_changed(first, last, edge_list, changed):
    """Whether a refreshed edge is in the list."""
    for i in range(first, last):  # noqa: SIM110  (numba: plain loops only)
        if changed[edge_list[i]] == 1:
            return True
    return False


@rule
def solve(goal, first, last, edge_list, tail, head, weight, money, days, slow, mu,
          x, cost, money_to, days_to):
    """One backward sweep for one goal: x, generalised cost (k$), expected money (US$) and elapsed days."""
    x[goal], cost[goal], money_to[goal], days_to[goal] = 1.0, 0.0, 0.0, 0.0
    i = first
    while i < last:
        n = tail[edge_list[i]]
        total, spent, elapsed, edges = 0.0, 0.0, 0.0, 0
        while i < last and tail[edge_list[i]] == n:
            e = edge_list[i]
            flow = weight[e] * x[head[e]]
            total += flow
            spent += flow * (money[e] + money_to[head[e]])
            elapsed += flow * (slow * days[e] + days_to[head[e]])
            edges += 1
            i += 1
        if total > 0.0:
            x[n] = total / edges
            cost[n] = -math.log(x[n]) / mu
            money_to[n], days_to[n] = spent / total, elapsed / total


@rule
def same_edges(first, last, edge_list, weight, money, other_weight, other_money):
    """Whether two groups see the same weights and prices on the edges of a list."""
    for i in range(first, last):
        e = edge_list[i]
        if weight[e] != other_weight[e] or money[e] != other_money[e]:
            return False
    return True


@rule
def copy_row(source, target):
    """target[:] = source[:]."""
    for n in range(source.shape[0]):
        target[n] = source[n]


@entry
def sweep(settle, list_start, edge_list, twin, tail, head, weight, money, days, slow, mu, changed, force,
          x, cost, money_to, days_to):
    """Solve every (group, mode-kind, settle place) that a refreshed edge touches; returns how many.

    list_start i8[G,S+1] into edge_list; twin i2[G,S] first group with the same usable edges: its rows are
    copied when its edges cost the same. weight, money, changed [G,4,E]; slow f8[2]; tables [G,4,S,P] must
    hold 0 / inf where a place cannot reach the goal (they are new when openings change).
    """
    solved = 0
    for g in range(weight.shape[0]):
        for m in range(4):
            for s in range(settle.shape[0]):
                first, last = list_start[g, s], list_start[g, s + 1]
                if not (force or any_changed(first, last, edge_list, changed[g, m])):
                    continue
                solved += 1
                t = twin[g, s]
                if t < g and same_edges(first, last, edge_list, weight[g, m], money[g, m],
                                        weight[t, m], money[t, m]):
                    copy_row(x[t, m, s], x[g, m, s])
                    copy_row(cost[t, m, s], cost[g, m, s])
                    copy_row(money_to[t, m, s], money_to[g, m, s])
                    copy_row(days_to[t, m, s], days_to[g, m, s])
                else:
                    solve(settle[s], first, last, edge_list, tail, head, weight[g, m], money[g, m], days,
                          slow[m // 2], mu, x[g, m, s], cost[g, m, s], money_to[g, m, s], days_to[g, m, s])
    return solved


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
