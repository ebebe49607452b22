"""Value tables of a set of visa groups: costs of edges in, values and money of whole trips out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.route_groups import Openings
from model.route_sweep import costs_of, refresh, sweep
from model.routes import HARM_PER_DAY, Edges
from model.settings import Settings

COST_TOLERANCE = 0.005
"""k$: an edge is refreshed only when its cost moved by more than this."""

NOWHERE = np.empty(0, np.int64)


@dataclass
class EdgeCosts:
    """Static parts of edge costs under one settings record; second last axis of harm_loss: kind."""

    fixed: np.ndarray        # f8[2,E] k$: fare + nu * slow * days
    money: np.ndarray        # f8[2,E] US$ paid on the edge, without the guide
    harm_loss: np.ndarray    # f8[2,2,E] k$ expected loss by harm at risk ratio 1
    guide_fee: np.ndarray    # f8[E] US$ at fee index 1


@dataclass
class MonthInputs:
    """What feedbacks and levers say about this month."""

    fee_index: np.ndarray    # f8[G]
    capture: np.ndarray      # f8[2,controls] probability by mode
    risk_ratio: np.ndarray   # f8[2]
    cross: np.ndarray        # f8[N,2] k$


def edge_costs(edges: Edges, settings: Settings, guide_fee: np.ndarray) -> EdgeCosts:
    """Static cost parts from guide_fee f8[E] US$.

    Money paid by a guided party is fares and fees (food and bed are in the fee); alone, fares and half
    of nu a day. The loss by harm uses the class hazards before their rescaling: abuse repeats, and a sum
    of rescaled losses over 25 legs would price one trip at several times `l_H`, which is the loss of
    being harmed on it (ADR 4).
    """
    slow = np.array([settings["slow_guided"], settings["slow_own"]])
    days = slow[:, None] * edges.days[None, :]
    loss = (1.0 - np.exp(-HARM_PER_DAY[edges.hazard][None, :] * days)) * settings["l_H"]
    money = np.stack([edges.fare, edges.fare + settings["nu"] * days[1] / 2.0])
    return EdgeCosts(fixed=(edges.fare[None, :] + settings["nu"] * days) / 1000.0, money=money,
                     harm_loss=np.ascontiguousarray(np.stack([loss, 1.5 * loss], axis=1)),
                     guide_fee=np.ascontiguousarray(guide_fee, np.float64))


class Tables:
    """Arrays of one set of openings: x, weight [G,4,...] by mode * 2 + kind; money [G,2,...] of adults by mode.

    read_cost f8[G,2,S,R] holds the costs (k$) of adults from the places `read` i8[R], by mode.
    """

    def __init__(self, edges: Edges, openings: Openings, settings: Settings, read: np.ndarray = NOWHERE) -> None:
        groups, settles, places = openings.rank.shape
        self.edges, self.read = edges, np.array(read, np.int64)
        self.mu, self.loss = settings["mu"], settings["l_I"]
        size = len(edges.tail)
        self.edge_cost, self.weight = np.empty((groups, 4, size)), np.empty((groups, 4, size))
        self.edge_money = np.zeros((groups, 2, size))
        self.changed = np.zeros((groups, 2, size + 1), np.uint8)
        self.x, self.money = np.empty((groups, 4, settles, places)), np.empty((groups, 2, settles, places))
        self.read_cost = np.empty((groups, 2, settles, len(self.read)))
        self.reopen(openings)

    def reopen(self, openings: Openings) -> None:
        """Start over with other openings of as many groups: the next `solve` writes every cell anew."""
        self.openings, self.fresh = openings, True

    @property
    def cost(self) -> np.ndarray:
        """f8[G,4,S,P] generalised cost, k$; made when asked for, since a run reads it at a few places only."""
        cost = np.empty_like(self.x)
        costs_of(self.x.reshape(-1), self.mu, cost.reshape(-1))
        return cost

    def solve(self, costs: EdgeCosts, month: MonthInputs, tolerance: float = COST_TOLERANCE) -> int:
        """Refresh edge costs and solve what they touch; returns how many (group, mode, goal)."""
        edges, openings = self.edges, self.openings
        refresh(costs.fixed, costs.money, costs.guide_fee, month.fee_index, month.capture, self.loss,
                costs.harm_loss, month.risk_ratio, month.cross, openings.closure, openings.open_edge,
                openings.citizen, edges.control, edges.into_sector, self.mu, tolerance, self.fresh,
                self.edge_cost, self.edge_money, self.weight, self.changed)
        scratch = (np.empty(len(self.weight), np.uint8), np.empty((len(edges.tail), 3)),
                   np.empty((len(edges.sector), 3)))
        solved = sweep(edges.settle, openings.list_start, openings.edge_list, openings.rank, openings.twin,
                       openings.open_edge, edges.tail, edges.head, self.weight, self.edge_money, self.changed,
                       self.fresh, *scratch, self.mu, self.read, self.x, self.money, self.read_cost)
        self.fresh = False
        return int(solved)
