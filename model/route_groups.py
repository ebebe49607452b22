"""Who may use which edges when: visa groups, and the acyclic order of the places toward each goal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from model.route_order import arrange, find_twins
from model.routes import Edges

CLOSURE_COST = 0.5
"""k$ added to a land or sea crossing into a country whose border is closed (judgement, J).

A pandemic closure shuts flights to foreigners, but trails and boats stay passable at a price: guards,
detours, waits. Effects on hopes belong to announcements (docs/odd.md, Feedbacks), expulsion to the border outcomes,
so border sectors carry no closure cost."""
MOST_OPENINGS = 64
"""Sets of openings kept by world (1 to 2 MB each; the Americas have 42 in 204 months)."""


class Topology(NamedTuple):
    """Order of places and usable edges for one set of open edges."""

    rank: np.ndarray         # i2[S,P] 0 at the goal, P where it cannot be reached
    edge_list: np.ndarray    # i2[L] usable edges, goal by goal, in rising rank of their tails
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
    edge_list: np.ndarray    # i2[L]
    list_start: np.ndarray   # i8[G,S+1]
    twin: np.ndarray         # i2[G,S] first group with the same usable edges toward the settle place

    def __deepcopy__(self, memo: dict[int, Any]) -> Openings:
        """Never changed, shared between runs."""
        return self


@lru_cache(maxsize=512)
def topology(edges: Edges, open_bytes: bytes) -> Topology:
    """Ranks and usable edges for open edges u1[E] given as bytes.

    Places that lie on a common cycle are ordered by kilometres to the goal; places that do not are
    ordered by who leads to whom, so that every edge without a way back stays usable (ADR 4).
    """
    open_edge = np.frombuffer(open_bytes, np.uint8).copy()
    settles, places = edges.blocked.shape
    rank, start = np.empty((settles, places), np.int16), np.empty(settles + 1, np.int64)
    found = np.empty(settles * len(edges.tail), np.int16)
    dist, waiting = np.empty(places), np.empty(places, np.uint8)
    scratch = np.empty((7, places + 1), np.int32)
    count = arrange(edges.settle, edges.out_start, edges.in_start, edges.in_edge, edges.tail, edges.head,
                    edges.blocked, open_edge, edges.km, dist, scratch, waiting, rank, found, start)
    return Topology(rank, found[:count].copy(), start)


def open_edges(edges: Edges, month: int, closed_air: np.ndarray) -> np.ndarray:
    """u1[C,E]: window open, nationality admitted, and no flight into a country closed to foreigners."""
    window = (edges.first <= month) & (month <= edges.last)
    grounded = (edges.air == 1) & closed_air[edges.head_country]
    return (window & ~(grounded & ~_own_country(edges)) & (edges.allowed == 1)).astype(np.uint8)


def _own_country(edges: Edges) -> np.ndarray:
    """bool[C,E]: the edge leads into the country of the nationality."""
    return edges.head_country == np.arange(len(edges.allowed))[:, None]


def _exemptions(edges: Edges, closed_land: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges whose control or sector does not apply to a citizen u1[C,E], and closure costs f8[C,E] in k$."""
    home = _own_country(edges)
    citizen = home & ((edges.control >= 0) | (edges.into_sector >= 0))
    shut = closed_land[edges.head_country] & (edges.abroad == 1) & (edges.air == 0) & (edges.into_sector < 0)
    return citizen.astype(np.uint8), np.where(shut & ~home, CLOSURE_COST, 0.0)


def openings(edges: Edges, countries: list[int], month: int, closed_land: np.ndarray,
             closed_air: np.ndarray) -> Openings:
    """Group the nationalities `countries` by identical openings; groups in order of first member.

    closed_land, closed_air bool[C] of the month. Nationalities not listed get group -1. Kept in memory: what
    is open depends on the world alone, and every run of it asks for the same sets.
    """
    window = (edges.first <= month) & (month <= edges.last)
    key = (window.tobytes(), closed_land.tobytes(), closed_air.tobytes(), tuple(countries))
    known = _known_openings(edges)
    if key not in known:
        while len(known) >= MOST_OPENINGS:
            known.pop(next(iter(known)))
        known[key] = _openings(edges, countries, month, closed_land, closed_air)
    return known[key]


@lru_cache(maxsize=4)
def _known_openings(edges: Edges) -> dict[tuple[Any, ...], Openings]:
    return {}


def _openings(edges: Edges, countries: list[int], month: int, closed_land: np.ndarray,
              closed_air: np.ndarray) -> Openings:
    found: dict[bytes, int] = {}
    rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    group = np.full(len(edges.allowed), -1, np.int16)
    open_edge = open_edges(edges, month, closed_air)
    citizen, closure = _exemptions(edges, closed_land)
    citizen, closure = citizen * open_edge, closure * open_edge
    for country in countries:
        row = (open_edge[country], citizen[country], closure[country])
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
    edge_list = np.concatenate([part.edge_list for part in parts])
    list_start = np.array(starts, np.int64).reshape(len(rows), -1)
    twin = np.empty((len(rows), shape[0]), np.int16)
    find_twins(list_start, edge_list, twin)
    return Openings(
        group=group, members=members,
        open_edge=np.array([row[0] for row in rows], np.uint8).reshape(len(rows), -1),
        citizen=np.array([row[1] for row in rows], np.uint8).reshape(len(rows), -1),
        closure=np.array([row[2] for row in rows], np.float64).reshape(len(rows), -1),
        rank=np.array([part.rank for part in parts], np.int16).reshape(-1, *shape),
        edge_list=edge_list, list_start=list_start, twin=twin)
