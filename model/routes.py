"""The transit graph: places and routes as a networkx graph, and as static arrays for compiled kernels.

One row of `routes.csv` with channel `irregular` is one directed edge of the arrays; parallel modes and
parallel opening windows stay separate edges. Value tables over these edges are in `route_values.py`,
the choice between them in `route_sweep.py` (`docs/adr/0004-route-values.md`).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from model.world import World

HAZARD_CLASSES = ("low", "medium", "high", "extreme")
HARM_PER_DAY = np.array([0.002, 0.01, 0.03, 0.08])
"""Abuse per moving day by hazard class before the rescaling to the reference transit (J)."""
DEATH_PER_CROSSING = np.array([0.0, 0.0, 2e-5, 2e-4])
"""Death per person and crossing by hazard class, outside the Darién and remote sectors (J)."""
DARIEN_GATES: dict[str, str | None] = {
    "pan-bajo-chiquito": None, "pan-canaan-membrillo": None, "pan-puerto-obaldia": "2016-05"}
"""Places whose entries are the official Darién count, with the last month counted (None: no end).

The registered boat transfer from Puerto Obaldía ended on 2016-05-09."""
NEVER = np.iinfo(np.int32).max


class Routes(NamedTuple):
    """What kernels read about routes this month. E edges sorted by tail, P places, S settle places.

    G visa groups (nationalities with the same open edges and exemptions); second axis = mode * 2 + kind,
    mode 0 guided, 1 own; kind 0 adults only, 1 with child. An edge e may be used toward settle place s
    iff `weight[g, m, e] > 0` and `rank[g, s, head[e]] < rank[g, s, tail[e]]`; it is then taken with
    probability proportional to `weight[g, m, e] * x[g, m, s, head[e]]` (0 at a dead end).
    """

    out_start: np.ndarray        # i4[P+1] edges of tail n are out_start[n] ... out_start[n+1] - 1
    tail: np.ndarray             # i4[E] place index
    head: np.ndarray             # i4[E] place index
    edge_row: np.ndarray         # i4[E] row of world.routes
    days: np.ndarray             # f8[E] moving days
    fare: np.ndarray             # f8[E] US$ of 2021 a person, without the guide
    guide_fee: np.ndarray        # f8[E] US$ a guided adult pays the guide here at fee index 1
    hazard: np.ndarray           # u1[E] 0 low ... 3 extreme
    harm: np.ndarray             # f8[E] abuse hazard per moving day
    death: np.ndarray            # f8[E] probability per person and crossing
    control: np.ndarray          # i2[E] index into Edges.control_names, -1 none
    control_country: np.ndarray  # i2[E] country whose control it is (its citizens are exempt), -1 none
    darien: np.ndarray           # u1[E] entry counted as a Darién crossing this month
    sector: np.ndarray           # i2[P] index of the border sector, -1 none
    group: np.ndarray            # i2[C] visa group of a nationality, -1 if nobody of it is simulated
    weight: np.ndarray           # f8[G,4,E] exp(-mu * cost of the edge), 0 if not open
    rank: np.ndarray             # i2[G,S,P] 0 at the settle place, P where it cannot be reached
    x: np.ndarray                # f8[G,4,S,P] exp(-mu * value); 0 where it cannot be reached


@dataclass(frozen=True, eq=False)
class Edges:
    """Static arrays of the irregular edges of one world (never changed, shared between runs)."""

    out_start: np.ndarray
    in_start: np.ndarray         # i4[P+1], in_edge i4[E]: edges by head
    in_edge: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    row: np.ndarray
    km: np.ndarray               # f8[E] length
    days: np.ndarray
    fare: np.ndarray
    hazard: np.ndarray
    control: np.ndarray
    control_names: tuple[str, ...]
    head_country: np.ndarray     # i2[E]
    air: np.ndarray              # u1[E]
    abroad: np.ndarray           # u1[E] the edge leaves the country of its tail
    priced: np.ndarray           # u1[E] fare is already the whole price (boats and flights)
    into_sector: np.ndarray      # i2[E] sector index, -1 none
    allowed: np.ndarray          # u1[C,E] open to the nationality when inside its window
    first: np.ndarray            # i4[E] first and last open month, relative to the start of the world
    last: np.ndarray
    darien_last: np.ndarray      # i4[E] last month counted as Darién entry, -NEVER never
    sector: np.ndarray           # i2[P]
    settle: np.ndarray           # i4[S]
    blocked: np.ndarray          # u1[S,P] sectors that may not be used toward a settle place

    def __deepcopy__(self, memo: dict[int, Any]) -> Edges:
        return self


_EDGES: OrderedDict[str, Edges] = OrderedDict()


def graph(world: World, channel: str = "irregular") -> nx.MultiDiGraph:
    """Places and the routes of one channel (or `all`) with every column as attribute; edge key = row.

    An unknown channel gives a graph without edges.
    """
    net = nx.MultiDiGraph(name=world.name, channel=channel)
    for place in world.places.to_dict("records"):
        net.add_node(place["place_id"], **{str(k): v for k, v in place.items() if k != "place_id"})
    rows = world.routes if channel == "all" else world.routes[world.routes["channel"] == channel]
    for row, route in zip(rows.index, rows.to_dict("records"), strict=True):
        columns = {str(name): value for name, value in route.items()}
        net.add_edge(route["from_place"], route["to_place"], key=int(row), **columns)
    return net


def edges_of(world: World) -> Edges:
    """Static edge arrays of a world, built once per world hash."""
    if world.hash not in _EDGES:
        _EDGES[world.hash] = _build_edges(world)
        while len(_EDGES) > 8:
            _EDGES.popitem(last=False)
    return _EDGES[world.hash]


def _build_edges(world: World) -> Edges:
    frame = world.routes.reset_index(drop=True)
    frame = frame[frame["channel"] == "irregular"]
    frame = frame.sort_values("tail", kind="stable")
    tail, head = (_own(frame[side], np.int32) for side in ("tail", "head"))
    in_edge = np.argsort(head, kind="stable").astype(np.int32)
    names, control = _controls(frame)
    country = np.asarray(world.place_country, np.int16)
    mode = frame["mode"].to_numpy(str)
    sector = np.asarray(world.sector_of_place, np.int16)
    return Edges(
        out_start=_starts(tail, len(country)), in_start=_starts(head, len(country)), in_edge=in_edge,
        tail=tail, head=head, row=_own(frame.index, np.int32),
        km=_own(frame["distance_km"], np.float64), days=_own(frame["days"], np.float64),
        fare=_own(frame["fare_usd"].fillna(0.0), np.float64),
        hazard=np.array([HAZARD_CLASSES.index(c) for c in frame["hazard_class"]], np.uint8),
        control=control, control_names=names, head_country=country[head],
        air=(mode == "air").astype(np.uint8), abroad=(country[head] != country[tail]).astype(np.uint8),
        priced=np.isin(mode, ("air", "boat")).astype(np.uint8), into_sector=sector[head],
        allowed=_allowed(frame, world), first=_month(frame["open_from_month"]),
        last=_month(frame["open_to_month"]), darien_last=_darien_last(world)[head],
        sector=sector, settle=np.asarray(world.settle_places, np.int32),
        blocked=_blocked_sectors(world, tail, head))


def _own(column: Any, kind: type) -> np.ndarray:
    """A writable copy: pandas hands out read-only views, which would be another signature to kernels."""
    return np.array(column, kind)


def _starts(node: np.ndarray, places: int) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(np.bincount(node, minlength=places))]).astype(np.int32)


def _month(column: Any) -> np.ndarray:
    return np.clip(column.to_numpy(np.int64), -NEVER, NEVER).astype(np.int32)


def _controls(frame: Any) -> tuple[tuple[str, ...], np.ndarray]:
    group = frame["control_group"].fillna("").astype(str).to_numpy()
    names = tuple(sorted(set(group) - {""}))
    index = {name: position for position, name in enumerate(names)}
    return names, np.array([index.get(name, -1) for name in group], np.int16)


def _allowed(frame: Any, world: World) -> np.ndarray:
    """u1[C,E]: nationalities that may use an edge while it is open (blank list: all)."""
    allowed = np.ones((len(world.countries), len(frame)), np.uint8)
    for edge, text in enumerate(frame["open_to_nationalities"].fillna("").astype(str)):
        if text:
            allowed[:, edge] = 0
            for iso3 in text.split(";"):
                allowed[world.country_index[iso3.strip()], edge] = 1
    return allowed


def _darien_last(world: World) -> np.ndarray:
    """i4[P]: last month in which entering a place counts as a Darién crossing."""
    last = np.full(len(world.place_country), -NEVER, np.int32)
    for place_id, month in DARIEN_GATES.items():
        if place_id in world.place_index:
            end = NEVER if month is None else int(month[:4]) * 12 + int(month[5:7]) - 1 - world.start
            last[world.place_index[place_id]] = end
    return last


def _blocked_sectors(world: World, tail: np.ndarray, head: np.ndarray) -> np.ndarray:
    """u1[S,P]: nobody passes another country's border sector, unless it borders on the settle place."""
    blocked = np.zeros((len(world.settle_places), len(world.place_country)), np.uint8)
    for place in world.sectors:
        neighbours = set(head[tail == place].tolist())
        for s, goal in enumerate(world.settle_places):
            foreign = world.place_country[place] != world.place_country[goal]
            blocked[s, place] = foreign and int(goal) not in neighbours
    return blocked


def deaths(edges: Edges, death_darien: float, death_swb: float) -> np.ndarray:
    """f8[E] probability of death per person and crossing.

    Jungle entries to the Darién gates carry the whole Darién risk; dangerous land edges into a border
    sector carry the remote-border risk; every other edge its class.
    """
    dangerous = edges.hazard >= HAZARD_CLASSES.index("high")
    jungle = (edges.darien_last > -NEVER) & dangerous
    remote = (edges.into_sector >= 0) & dangerous & (edges.priced == 0)
    by_class = DEATH_PER_CROSSING[edges.hazard]
    return np.where(jungle, death_darien, np.where(remote, death_swb, by_class))
