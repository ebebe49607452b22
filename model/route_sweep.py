"""Compiled sweeps over the transit graph: shortest base cost, recursive logit, expected use.

All kernels are plain loops over acyclic edge lists, serial and deterministic; scratch comes from the
caller (`jit.entry` allows no allocation). Why acyclic: `docs/adr/0004-route-values.md`.
"""

from __future__ import annotations

import math

from model.jit import entry, rule


@rule
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
        first = first + 1 if first < places else 0
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
                last = first + count
                queue[last if last <= places else last - places - 1] = n
                count += 1


@rule
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


@rule
def comes_before(a, b, stage, dist):
    """Whether place a stands before place b: stage, then base cost to the goal, then number."""
    if stage[a] != stage[b]:
        return stage[a] < stage[b]
    return dist[a] < dist[b] or (dist[a] == dist[b] and a < b)


@rule
def sort_places(order, count, stage, dist):
    """Sort order[:count] in place (Shell); the order is total, so the method does not matter."""
    gap = 1
    while gap < count:
        gap = 3 * gap + 1
    while gap > 1:
        gap //= 3
        for i in range(gap, count):
            place, j = order[i], i
            while j >= gap and comes_before(place, order[j - gap], stage, dist):
                order[j] = order[j - gap]
                j -= gap
            order[j] = place


@rule
def rank_places(dist, stage, order, rank):
    """Places in order of `comes_before` into order, their position into rank; returns how many can reach."""
    places, count = dist.shape[0], 0
    for n in range(places):
        rank[n] = places
        if dist[n] < math.inf:
            order[count] = n
            count += 1
    sort_places(order, count, stage, dist)
    for position in range(count):
        rank[order[position]] = position
    return count


@rule
def usable_edges(order, reached, rank, out_start, head, open_edge, out, count):
    """Append open edges that lower the rank to `out`, in rank order of their tails; returns the new length."""
    for position in range(reached):
        n = order[position]
        for e in range(out_start[n], out_start[n + 1]):
            if open_edge[e] == 1 and rank[head[e]] < rank[n]:
                out[count] = e
                count += 1
    return count


@entry
def arrange(settle, out_start, in_start, in_edge, tail, head, blocked, open_edge, base, dist, scratch, waiting,
            rank, edge_list, list_start):
    """Order of places and usable edges toward every settle place; returns the length of edge_list.

    blocked u1[S,P]; open_edge u1[E]; base f8[E] k$; scratch dist f8[P], scratch i4[7,P+1], waiting u1[P].
    Results: rank i2[S,P], edge_list i2[S*E] goal by goal, list_start i8[S+1].
    """
    stage, order = scratch[0], scratch[1]
    stages(out_start, head, open_edge, stage[:-1], scratch[2], scratch[3], scratch[4], scratch[5], scratch[6])
    count = 0
    for s in range(settle.shape[0]):
        list_start[s] = count
        shortest(settle[s], in_start, in_edge, tail, open_edge, base, blocked[s], dist, order, waiting)
        reached = rank_places(dist, stage, order, rank[s])
        count = usable_edges(order, reached, rank[s], out_start, head, open_edge, edge_list, count)
    list_start[settle.shape[0]] = count
    return count


@rule
def same_list(first, other, length, edge_list):
    """Whether two stretches of an edge list hold the same edges."""
    for i in range(length):  # noqa: SIM110  (numba: plain loops only)
        if edge_list[first + i] != edge_list[other + i]:
            return False
    return True


@entry
def find_twins(list_start, edge_list, twin):
    """twin i2[G,S]: first group with the same usable edges toward the settle place (list_start i8[G,S+1])."""
    for g in range(twin.shape[0]):
        for s in range(twin.shape[1]):
            first, length = list_start[g, s], list_start[g, s + 1] - list_start[g, s]
            twin[g, s] = g
            for t in range(g):
                if twin[t, s] == t and list_start[t, s + 1] - list_start[t, s] == length and same_list(
                        first, list_start[t, s], length, edge_list):
                    twin[g, s] = t
                    break


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
def solve(goal, first, last, edge_list, tail, head, adults, child, money, x_adults, x_child, money_to):
    """One backward sweep for one goal and mode: x of adults and with a child, expected money (US$) of adults.

    The two kinds run side by side because each place waits for the divisions of the places after it.
    """
    x_adults[goal], x_child[goal], money_to[goal] = 1.0, 1.0, 0.0
    i = first
    while i < last:
        n = tail[edge_list[i]]
        total, spent, with_child, edges = 0.0, 0.0, 0.0, 0
        while i < last and tail[edge_list[i]] == n:
            e = edge_list[i]
            to = head[e]
            flow = adults[e] * x_adults[to]
            total += flow
            spent += flow * (money[e] + money_to[to])
            with_child += child[e] * x_child[to]
            edges += 1
            i += 1
        x_adults[n], x_child[n] = total / edges, with_child / edges
        money_to[n] = spent / total if total > 0.0 else math.inf


@rule
def same_edges(first, last, edge_list, adults, child, money, other_adults, other_child, other_money):
    """Whether two groups see the same weights and prices on the edges of a list."""
    for i in range(first, last):
        e = edge_list[i]
        if adults[e] != other_adults[e] or child[e] != other_child[e] or money[e] != other_money[e]:
            return False
    return True


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
def sweep_mode(g, mode, settle, list_start, edge_list, rank, twin, tail, head, weight, money, changed, force,
               x, money_to):
    """Solve or copy every goal of one group and mode that a refreshed edge touches; returns how many."""
    solved, adults, child = 0, 2 * mode, 2 * mode + 1
    for s in range(settle.shape[0]):
        first, last, t = list_start[g, s], list_start[g, s + 1], twin[g, s]
        if not (force or any_changed(first, last, edge_list, changed[g, mode])):
            continue
        solved += 1
        if t < g and same_edges(first, last, edge_list, weight[g, adults], weight[g, child], money[g, mode],
                                weight[t, adults], weight[t, child], money[t, mode]):
            copy_row(x[t, adults, s], x[g, adults, s])
            copy_row(x[t, child, s], x[g, child, s])
            copy_row(money_to[t, mode, s], money_to[g, mode, s])
            continue
        if force:
            forget(rank[g, s], x[g, adults, s], x[g, child, s], money_to[g, mode, s])
        solve(settle[s], first, last, edge_list, tail, head, weight[g, adults], weight[g, child], money[g, mode],
              x[g, adults, s], x[g, child, s], money_to[g, mode, s])
    return solved


@entry
def sweep(settle, list_start, edge_list, rank, twin, tail, head, weight, money, changed, force, x, money_to):
    """Solve every (group, mode, settle place) that a refreshed edge touches; returns how many.

    list_start i8[G,S+1] into edge_list; twin i2[G,S] first group with the same usable edges: its rows are
    copied when its edges cost the same. weight f8[G,4,E], money f8[G,2,E], changed u1[G,2,E+1] (see
    `refresh`); x f8[G,4,S,P], money_to f8[G,2,S,P]. `force` writes every cell, whatever it held.
    """
    solved = 0
    for g in range(weight.shape[0]):
        for mode in range(2):
            if force or changed[g, mode, weight.shape[2]] == 1:
                solved += sweep_mode(g, mode, settle, list_start, edge_list, rank, twin, tail, head, weight,
                                     money, changed, force, x, money_to)
    return solved


@rule
def cost_of(x, mu):
    """Generalised cost in k$ of x = exp(-mu * cost); inf where x is 0."""
    return -math.log(x) / mu if x > 0.0 else math.inf


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
