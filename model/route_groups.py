"""Who may use which edges when: visa groups, and the acyclic order of the places toward each goal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from model.route_sweep import shortest, stages, usable_edges
from model.routes import HARM_PER_DAY, Edges
from model.settings import BY_NAME

CLOSURE_COST = 0.5
"""k$ added to a land or sea crossing into a country whose border is closed (judgement, J).

A pandemic closure shuts flights to foreigners, but trails and boats stay passable at a price: guards,
detours, waits. Effects on hopes belong to announcements (MODEL §6), expulsion to the border outcomes,
so border sectors carry no closure cost."""


class Topology(NamedTuple):
    """Order of places and usable edges for one set of open edges."""

    rank: np.ndarray         # i2[S,P] 0 at the goal, P where it cannot be reached
    edge_list: np.ndarray    # i4[L] usable edges, goal by goal, in rising rank of their tails
    list_start: np.ndarray   # i8[S+1]


@dataclass
class Openings:
    """Visa groups of one month and their order of places."""

    group: np.ndarray        # i2[C]
    members: list[list[int]]  # country indices by group
    open_edge: np.ndarray    # u1[G,E]
    citizen: np.ndarray      # u1[G,E] exempt from the control or border sector at the head of the edge
    closure: np.ndarray      # f8[G,E] k$
    rank: np.ndarray         # i2[G,S,P]
    edge_list: np.ndarray    # i4[L]
    list_start: np.ndarray   # i8[G,S+1]
    twin: np.ndarray         # i2[G,S] first group with the same usable edges toward the settle place


def base_cost(edges: Edges) -> np.ndarray:
    """f8[E] generalised cost (k$) that orders the places: fares, days and hazards at default settings.

    It depends on the world alone, never on feedbacks, plans or the settings of a run, so that the set
    of usable edges is the same in every run of a sweep and its order can be kept in memory.
    """
    value = {name: float(BY_NAME[name].default) for name in ("nu", "l_H", "slow_guided", "slow_own")}
    days = edges.days * (value["slow_guided"] + value["slow_own"]) / 2.0
    harm = 1.0 - np.exp(-HARM_PER_DAY[edges.hazard] * days)
    return (edges.fare + value["nu"] * days) / 1000.0 + harm * value["l_H"]


@lru_cache(maxsize=512)
def topology(edges: Edges, open_bytes: bytes) -> Topology:
    """Ranks and usable edges for open edges u1[E] given as bytes.

    Places that lie on a common cycle are ordered by base cost to the goal; places that do not are
    ordered by who leads to whom, so that every edge without a way back stays usable (ADR 4).
    """
    open_edge = np.frombuffer(open_bytes, np.uint8).copy()
    dist = _distances(edges, open_edge)
    settles, places = dist.shape
    stage = np.broadcast_to(_stages(edges, open_edge), dist.shape)
    order = np.lexsort((dist, stage, ~np.isfinite(dist)), axis=1).astype(np.int32)
    rank = np.empty((settles, places), np.int16)
    np.put_along_axis(rank, order, np.arange(places, dtype=np.int16)[None, :], axis=1)
    rank[~np.isfinite(dist)] = places
    lists = [_usable(edges, open_edge, order[s], rank[s]) for s in range(settles)]
    start = np.concatenate([[0], np.cumsum([len(found) for found in lists])]).astype(np.int64)
    return Topology(rank, np.concatenate(lists) if lists else np.empty(0, np.int32), start)


def _stages(edges: Edges, open_edge: np.ndarray) -> np.ndarray:
    """i4[P]: number of the strongly connected part of a place; open edges never lead to a higher one."""
    stage = np.empty(len(edges.sector), np.int32)
    stages(edges.out_start, edges.head, open_edge, stage, *(np.empty_like(stage) for _ in range(5)))
    return stage


def _distances(edges: Edges, open_edge: np.ndarray) -> np.ndarray:
    places = len(edges.sector)
    base = base_cost(edges)
    dist = np.empty((len(edges.settle), places))
    queue, waiting = np.empty(places + 1, np.int32), np.empty(places, np.uint8)
    for s, goal in enumerate(edges.settle):
        shortest(goal, edges.in_start, edges.in_edge, edges.tail, open_edge, base, edges.blocked[s],
                 dist[s], queue, waiting)
    return dist


def _usable(edges: Edges, open_edge: np.ndarray, order: np.ndarray, rank: np.ndarray) -> np.ndarray:
    out = np.empty(len(edges.tail), np.int32)
    count = usable_edges(order, rank, edges.out_start, edges.head, open_edge, out)
    return out[:count]


def open_edges(edges: Edges, country: int, month: int, closed_air: np.ndarray) -> np.ndarray:
    """u1[E]: window open, nationality admitted, and no flight into a country closed to foreigners."""
    window = (edges.first <= month) & (month <= edges.last)
    grounded = (edges.air == 1) & closed_air[edges.head_country] & (edges.head_country != country)
    return (window & ~grounded & (edges.allowed[country] == 1)).astype(np.uint8)


def _exemptions(edges: Edges, country: int, closed_land: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges whose control or sector does not apply to a citizen u1[E], and closure costs f8[E] in k$."""
    home = edges.head_country == country
    citizen = home & ((edges.control >= 0) | (edges.into_sector >= 0))
    shut = closed_land[edges.head_country] & (edges.abroad == 1) & ~home
    shut &= (edges.air == 0) & (edges.into_sector < 0)
    return citizen.astype(np.uint8), np.where(shut, CLOSURE_COST, 0.0)


def openings(edges: Edges, countries: list[int], month: int, closed_land: np.ndarray,
             closed_air: np.ndarray) -> Openings:
    """Group the nationalities `countries` by identical openings; groups in order of first member.

    closed_land, closed_air bool[C] of the month. Nationalities not listed get group -1.
    """
    found: dict[bytes, int] = {}
    rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    group = np.full(len(edges.allowed), -1, np.int16)
    for country in countries:
        open_edge = open_edges(edges, country, month, closed_air)
        citizen, closure = _exemptions(edges, country, closed_land)
        row = (open_edge, citizen * open_edge, closure * open_edge)
        key = b"".join(part.tobytes() for part in row)
        if key not in found:
            found[key] = len(rows)
            rows.append(row)
        group[country] = found[key]
    members = [[c for c in countries if group[c] == g] for g in range(len(rows))]
    return _assemble(edges, group, members, rows)


def _assemble(edges: Edges, group: np.ndarray, members: list[list[int]],
              rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Openings:
    parts = [topology(edges, row[0].tobytes()) for row in rows]
    offset = np.concatenate([[0], np.cumsum([len(part.edge_list) for part in parts])])
    starts = [part.list_start + base for part, base in zip(parts, offset[:-1], strict=True)]
    shape = (len(edges.settle), len(edges.sector))
    return Openings(
        group=group, members=members,
        open_edge=np.array([row[0] for row in rows], np.uint8).reshape(len(rows), -1),
        citizen=np.array([row[1] for row in rows], np.uint8).reshape(len(rows), -1),
        closure=np.array([row[2] for row in rows], np.float64).reshape(len(rows), -1),
        rank=np.array([part.rank for part in parts], np.int16).reshape(-1, *shape),
        edge_list=np.concatenate([part.edge_list for part in parts]).astype(np.int32),
        list_start=np.array(starts, np.int64).reshape(len(rows), -1), twin=_twins(parts))


def _twins(parts: list[Topology]) -> np.ndarray:
    """i2[G,S]: most passports differ only on flights to a few goals; elsewhere groups share their edges."""
    twin = np.empty((len(parts), len(parts[0].list_start) - 1), np.int16)
    for s in range(twin.shape[1]):
        seen: dict[bytes, int] = {}
        for g, part in enumerate(parts):
            edge_bytes = part.edge_list[part.list_start[s]:part.list_start[s + 1]].tobytes()
            twin[g, s] = seen.setdefault(edge_bytes, g)
    return twin
