"""What trips cost by country of destination: the route values as attempts and onward moves read them.

A nationality's cost of going to a country is the mean over the settle places of the country that can be
reached, weighted by where its people live there.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from model.jit import entry, rule
from model.route_sweep import cost_of
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
    """

    cost: np.ndarray
    money: np.ndarray
    onward: np.ndarray
    near: np.ndarray

    def __init__(self, world: Any, settings: Settings, values: RouteValues, settle_share: np.ndarray) -> None:
        self.world, self.values, self.settle_share = world, values, settle_share
        self.theta = settings["theta_C"]
        self.nation, self.place, self.main_place, self.settle_country = (
            np.array(part, np.int64) for part in (
                world.origin_country, world.origins, world.main_place, world.dest_country))
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
        world, tables = self.world, self.values.tables
        origins, countries = len(world.origins), len(world.countries)
        self.cost, self.money = np.empty((origins, countries, 4)), np.empty((origins, countries, 2))
        from_home(self.nation, self.place, tables.openings.group, self.settle_share, self.settle_country,
                  self.values.guided_price_factor, tables.x, tables.money, tables.mu, np.empty(countries),
                  np.empty(len(self.settle_country)), self.cost, self.money)

    def _from_abroad(self) -> None:
        size, tables = len(self.main_place), self.values.tables
        cost, self.onward = (np.full((size, size, size, 2), np.inf) for _ in range(2))
        from_abroad(self.main_place, tables.openings.group, self.settle_share, self.settle_country,
                    self.values.guided_price_factor, np.ones(size), tables.x, tables.money, tables.mu, np.empty(size),
                    np.empty((size, len(self.settle_country))), cost, self.onward)
        open_ = np.isfinite(cost)
        near = np.where(open_, np.exp(-self.theta * np.where(open_, cost, 0.0)), 0.0)
        every = np.arange(size)
        near[every, :, every] = 0.0
        near[:, every, every] = 0.0
        near[every, every] = 0.0
        self.near = near


def _moved(new: np.ndarray, old: np.ndarray | None, least: float) -> np.ndarray:
    """The new values where they moved by `least` or more, else the old: noise of a month moves no table."""
    return new.copy() if old is None else np.where(np.abs(new - old) >= least, new, old)


@rule
def mean_by_country(values, share, settle_country, total, out, last, scale):
    """out[:, last] of out f8[C,M] = scale x mean of values f8[S] by country over the places that can be reached."""
    for c in range(out.shape[0]):
        total[c], out[c, last] = 0.0, 0.0
    for s in range(values.shape[0]):
        if values[s] < math.inf:
            total[settle_country[s]] += share[s]
            out[settle_country[s], last] += share[s] * values[s]
    for c in range(out.shape[0]):
        out[c, last] = out[c, last] / total[c] * scale if total[c] > 0.0 else math.inf


@entry
def from_home(nation, place, group, share, settle_country, factor, x, money_to, mu, total, values, cost, money):
    """cost f8[O,C,4] and money f8[O,C,2] from the origin place of every row (nation, place i8[O]).

    share f8[C,S]; factor f8[C] of guided prices; x f8[G,4,S,P]; money_to f8[G,2,S,P]; scratch total f8[C],
    values f8[S].
    """
    for o in range(nation.shape[0]):
        g, n, p = group[nation[o]], nation[o], place[o]
        for m in range(4):
            for s in range(values.shape[0]):
                values[s] = cost_of(x[g, m, s, p], mu)
            mean_by_country(values, share[n], settle_country, total, cost[o], m, 1.0)
        for mode in range(2):
            for s in range(values.shape[0]):
                values[s] = money_to[g, mode, s, p]
            scale = factor[n] if mode == 0 else 1.0
            mean_by_country(values, share[n], settle_country, total, money[o], mode, scale)


@rule
def read_costs(x, places, mu, values):
    """Costs (k$) of x f8[S,P] at some places into values f8[C,S]."""
    for s in range(x.shape[0]):
        for h in range(places.shape[0]):
            values[h, s] = cost_of(x[s, places[h]], mu)


@rule
def read_columns(table, places, values):
    """Table f8[S,P] at some places into values f8[C,S]."""
    for s in range(table.shape[0]):
        for h in range(places.shape[0]):
            values[h, s] = table[s, places[h]]


@rule
def means_of_group(g, mode, group, share, settle_country, factor, total, values, out):
    """Means by destination for every nationality of a group and every host, into out f8[C,C,C,2]."""
    for n in range(group.shape[0]):
        if group[n] == g:
            for h in range(values.shape[0]):
                mean_by_country(values[h], share[n], settle_country, total, out[n, h], mode, factor[n])


@entry
def from_abroad(main_place, group, share, settle_country, factor, one, x, money_to, mu, total, values, cost, money):
    """cost and money f8[C,C,C,2] of adults by nationality, host (from its main place), destination, mode.

    Arguments as in `from_home`; one f8[C] holds ones; scratch values f8[C,S]. Nationalities without a group
    stay as they are.
    """
    for g in range(x.shape[0]):
        for mode in range(2):
            read_costs(x[g, 2 * mode], main_place, mu, values)
            means_of_group(g, mode, group, share, settle_country, one, total, values, cost)
            read_columns(money_to[g, mode], main_place, values)
            means_of_group(g, mode, group, share, settle_country, factor if mode == 0 else one, total, values, money)
