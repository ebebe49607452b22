"""Value tables of every trip: what routes cost, how likely each next leg is, money and days expected.

A recursive logit over an acyclic transit graph (`docs/adr/0004-route-values.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model.route_groups import openings
from model.route_reference import reference
from model.route_sweep import forward
from model.route_tables import NOWHERE, EdgeCosts, MonthInputs, Tables, edge_costs
from model.routes import Routes, deaths, edges_of
from model.settings import Settings

if TYPE_CHECKING:
    from model.world import World


class RouteValues:
    """Tables over visa group, mode and kind, settle place and place, kept up to date by `update`.

    Modes: 0 guided, 1 own; kinds: 0 adults, 1 with child.

    cost   f8[G,4,S,P]  generalised cost of the trip from a place to a settle place, k$; inf unreachable;
                        second axis = mode * 2 + kind
    money  f8[G,2,S,P]  expected outlay of one adult by mode, US$; guided: fares and guide; own: fares and
                        nu/2 a day
    guided_price_factor f8[C]  surveyed guided price of the country / `money` from there (1 if unknown)
    reference           solved scalars of the reference trip (`route_reference.Reference`)

    Only nationalities with simulated origins have a group. A country's own fee index acts on its group
    through the population-weighted mean of the members (groups hold a single nationality or a few small
    ones, except where passports are equal everywhere).
    """

    def __init__(self, world: World, settings: Settings, drivers: Any) -> None:
        self.edges = edges_of(world)
        self.settings, self.drivers = settings, drivers
        self.reference = reference(world, settings, self.edges)
        self.guided_price_factor = self.reference.price_factor
        self.control_names = self.edges.control_names
        self.death = deaths(self.edges, settings["death_darien"], settings["death_swb"])
        self.costs = edge_costs(self.edges, settings, self.reference.guide_fee)
        self.control_country = np.where(self.edges.control >= 0, self.edges.head_country, -1).astype(np.int16)
        self.nationalities = sorted(set(np.asarray(world.origin_country).tolist()))
        self.people = _people(world)
        self.exposure = np.array([settings["kappa_g_guided"], settings["kappa_g_own"]])
        self._opened: bytes | None = None
        self._seen: tuple[EdgeCosts, bytes] | None = None
        self.tables: Any = None  # Tables, from the first update on
        self.main_place = np.asarray(getattr(world, "main_place", NOWHERE), np.int64)
        self._month = 0
        self.solved = 0

    def update(self, month: int, fee_index: np.ndarray, interdiction: np.ndarray, risk_ratio: np.ndarray,
               cross_cost: np.ndarray, closed_land: np.ndarray | None = None,
               closed_air: np.ndarray | None = None) -> bool:
        """Bring the tables to `month` (relative to the world's start); True if any value changed.

        fee_index f8[C] by nationality (1 at base); interdiction f8[controls], capture probability on an
        edge of the control before the exposure of the mode (`kappa_g`), order of `control_names`;
        risk_ratio f8[2] guided, own; cross_cost f8[N,2] k$ by sector, adults / with child; closures bool[C],
        by default those of the drivers. Citizens are exempt from their country's controls and sectors.
        """
        land, air = self._closures(month, closed_land, closed_air)
        self._open(month, land, air)
        if not self._new_inputs(fee_index, interdiction, risk_ratio, cross_cost):
            return False
        capture = np.minimum(1.0, self.exposure[:, None] * np.asarray(interdiction, np.float64)[None, :])
        inputs = MonthInputs(self._group_fee(fee_index), capture, np.asarray(risk_ratio, np.float64),
                             np.ascontiguousarray(cross_cost, np.float64))
        self.solved = self.tables.solve(self.costs, inputs)
        return self.solved > 0

    @property
    def routes(self) -> Routes:
        """The bundle for kernels; arrays are replaced when openings change, so fetch it every step."""
        edges, tables = self.edges, self.tables
        return Routes(
            out_start=edges.out_start, tail=edges.tail, head=edges.head, edge_row=edges.row, days=edges.days,
            fare=edges.fare, guide_fee=self.costs.guide_fee, hazard=edges.hazard, harm=self.reference.harm,
            death=self.death, control=edges.control, control_country=self.control_country,
            darien=(edges.darien_last >= self._month).astype(np.uint8), sector=edges.sector,
            group=tables.openings.group, weight=tables.weight, rank=tables.openings.rank, x=tables.x)

    @property
    def cost(self) -> np.ndarray:
        return self.tables.cost

    @property
    def money(self) -> np.ndarray:
        return self.tables.money

    def _new_inputs(self, *inputs: np.ndarray) -> bool:
        """False where the tables already stand for these very numbers: no edge can have moved."""
        seen = b"".join(np.asarray(part, np.float64).tobytes() for part in inputs)
        known, self._seen = self._seen, (self.costs, seen)
        return self.tables.fresh or known is None or known[0] is not self.costs or known[1] != seen

    def _closures(self, month: int, land: np.ndarray | None, air: np.ndarray | None
                  ) -> tuple[np.ndarray, np.ndarray]:
        row = min(month, len(self.drivers.closed_land) - 1)
        land = self.drivers.closed_land[row] if land is None else land
        air = self.drivers.closed_air[row] if air is None else air
        return np.asarray(land, bool), np.asarray(air, bool)

    def _open(self, month: int, land: np.ndarray, air: np.ndarray) -> None:
        """Regroup nationalities and reorder places, only if a window or a closure changed."""
        self._month = month
        window = (self.edges.first <= month) & (month <= self.edges.last)
        opened = b"".join(part.tobytes() for part in (window, land, air))
        if opened != self._opened:
            found = openings(self.edges, self.nationalities, month, land, air)
            if self.tables is not None and len(found.members) == len(self.tables.weight):
                self.tables.reopen(found)
            else:
                self.tables = Tables(self.edges, found, self.settings, self.main_place)
            self._opened = opened

    def _group_fee(self, fee_index: np.ndarray) -> np.ndarray:
        fee = np.asarray(fee_index, np.float64)
        return np.array([(fee[m] * self.people[m]).sum() / self.people[m].sum()
                         for m in self.tables.openings.members])


def _people(world: World) -> np.ndarray:
    """f8[C] population of the origin places by country, at least one."""
    people = world.places["population"].fillna(0.0).to_numpy(np.float64)
    people = np.where((world.places["role"] == "origin").to_numpy(), people, 0.0)
    totals = np.bincount(np.asarray(world.place_country), weights=people, minlength=len(world.countries))
    return np.maximum(totals, 1.0)


def route_shares(values: RouteValues, origin_place: int, settle_place: int, group: int,
                 mode: int) -> np.ndarray:
    """f8[E] expected use of each edge by one party from a place to a settle place, both place indices.

    `mode` is the second axis of the tables (mode * 2 + kind). All zero if the goal cannot be reached.
    Without interdiction on the way: this is where a party that gets through passes.
    """
    edges, tables = values.edges, values.tables
    goal = int(np.flatnonzero(edges.settle == settle_place)[0])
    start = tables.openings.list_start[group]
    load, usage = np.zeros(len(edges.sector)), np.zeros(len(edges.tail))
    load[origin_place] = 1.0
    forward(start[goal], start[goal + 1], tables.openings.edge_list, edges.tail, edges.head,
            tables.weight[group, mode], tables.x[group, mode, goal], load, usage)
    return usage
