"""Compiled order of places: least length, strongly connected parts, usable edges toward every goal.

Plain loops, serial and deterministic; scratch comes from the caller (`jit.entry` allows no allocation). Why
this order: `docs/adr/0004-route-values.md`.
"""

from __future__ import annotations

import math

from model.jit import entry, rule


@rule
def shortest(goal, in_start, in_edge, tail, open_edge, base, blocked, dist, queue, waiting):
    """Least length f8[P] (km) from every place to `goal` over open edges (label correcting, in place).

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
    """Whether place a stands before place b: stage, then length to the goal, then number."""
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
