"""What trips cost by country of destination: the route values as attempts and onward moves read them.

A nationality's cost of going to a country is the mean over the settle places of the country that can be
reached, weighted by where its people live there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.field_kernels import from_abroad, from_home
from model.route_values import RouteValues
from model.settings import Settings

QUARTER = 3
LEAST_MOVE = (0.03, 0.02, 0.1, 0.06)
"""Least change of what route values read (fee index, capture, risk ratio, k$ of crossing) that is taken up."""


class Ways:
    """Cost and price of trips between countries, as travellers know them; O origins, C countries.

    cost     f8[O,C,4]    k$ from an origin place by mode * 2 + kind; inf where no way is open
    money    f8[O,C,2]    US$ of an adult by mode
    onward   f8[C,C,C,2]  US$ by nationality, host, destination and mode
    near     f8[C,C,C,2]  effect of the cost of an onward trip; 0 where there is none to make

    Onward trips are worked out only to countries whose wages are higher in some month: nobody makes others.
    """

    cost: np.ndarray
    money: np.ndarray
    onward: np.ndarray
    near: np.ndarray

    def __init__(self, world: Any, settings: Settings, values: RouteValues, wage: np.ndarray,
                 settle_share: np.ndarray) -> None:
        self.values = values
        self.theta = settings["theta_C"]
        self.nation, self.place, self.main_place = (
            np.array(part, np.int64) for part in (world.origin_country, world.origins, world.main_place))
        self.settle, self.first = _by_country(world)
        self.share = np.ascontiguousarray(settle_share[:, self.settle])
        self.wanted = (wage[:, None, :] / wage[:, :, None] > 1.0).any(axis=0).astype(np.uint8)
        self.everywhere = np.ones(len(self.main_place), np.uint8)
        self.made = 0
        self._policy = b""
        self._known: list[np.ndarray] | None = None

    def update(self, t: int, m: int, policy: bytes, fee: np.ndarray, capture: np.ndarray, risk_ratio: np.ndarray,
               crossing: np.ndarray) -> bool:
        """Bring the ways to step t (month m); True if any changed.

        What travellers know of fees, controls and risk is taken up every third step, at once when `policy`
        (bytes of the enforcement a lever sets) or an opening changes.
        """
        if t % QUARTER and self._known and policy == self._policy:
            least = (np.inf,) * 4
        else:
            least = LEAST_MOVE
        self._policy = policy
        self._known = [_moved(new, old, least) for new, old, least in zip(
            (fee, capture, risk_ratio, crossing), self._known or (None,) * 4, least, strict=True)]
        changed = self.values.update(m, *self._known) or not self.made
        if changed:
            self.made += 1
            self._from_home()
            self._from_abroad()
        return changed

    def _from_home(self) -> None:
        tables, origins, countries = self.values.tables, len(self.place), len(self.main_place)
        self.cost, self.money = np.empty((origins, countries, 4)), np.empty((origins, countries, 2))
        from_home(self.nation, self.place, tables.openings.group, self.share, self.settle, self.first,
                  self.values.guided_price_factor, tables.x, tables.money, tables.mu,
                  self.everywhere, np.empty(len(self.settle)), self.cost, self.money)

    def _from_abroad(self) -> None:
        size, tables = len(self.main_place), self.values.tables
        cost, self.onward = (np.full((size, size, size, 2), np.inf) for _ in range(2))
        from_abroad(self.main_place, tables.openings.group, self.share, self.settle, self.first, self.wanted,
                    self.values.guided_price_factor, np.ones(size), tables.read_cost, tables.money,
                    np.empty((size, len(self.settle))), cost, self.onward)
        open_ = np.isfinite(cost)
        self.near = np.zeros_like(cost)
        self.near[open_] = np.exp(-self.theta * cost[open_])


def _by_country(world: Any) -> tuple[np.ndarray, np.ndarray]:
    """(settle places country by country i8[S], first of each country in that list i8[C+1])."""
    places = np.bincount(world.dest_country, minlength=len(world.countries))
    order = np.argsort(world.dest_country, kind="stable").astype(np.int64)
    return order, np.concatenate([[0], np.cumsum(places)]).astype(np.int64)


def _moved(new: np.ndarray, old: np.ndarray | None, least: float) -> np.ndarray:
    """The new values where they moved by `least` or more, else the old: noise of a month moves no table."""
    return new.copy() if old is None else np.where(np.abs(new - old) >= least, new, old)
