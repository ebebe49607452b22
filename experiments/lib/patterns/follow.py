"""Observers of households for patterns: who leaves, who moves on, who is met again, who leaves again."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from model.continuum import (
    ASYLUM_PENDING,
    DISPLACED,
    IN_TRANSIT,
    INDEX_MASK,
    IRREGULAR,
    LAWFUL,
    REINTEGRATING,
    RELOCATED,
    RETURNED,
    SETTLED,
)
from model.engine import Simulation
from model.household_view import is_formed, origins_of, wish_today
from model.households import CAUSE_VIOLENCE, NEVER, Flag, persons

HOME = (SETTLED, RELOCATED, DISPLACED, REINTEGRATING)


class Watcher:
    """Keeps the state of every row before the step; subclasses look at what changed."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.n = simulation.population.rows
        self.rows = np.arange(self.n)
        self.origin = origins_of(simulation, self.rows)
        self.weight = simulation.weight[self.origin]
        self.before = self.state()

    def state(self) -> np.ndarray:
        """u1[n] state of every row now."""
        return self.simulation.households.state[: self.n] & INDEX_MASK

    def flags(self) -> np.ndarray:
        """u4[n] flags of every row now."""
        return self.simulation.households.flags[: self.n]

    def observe(self) -> None:
        """To be called after every step."""
        now = self.state()
        self.look(self.before, now)
        self.before = now

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        """What the observer counts."""
        raise NotImplementedError


class Leavers(Watcher):
    """Months in which each of some groups of households leaves: `left[g, t]` households."""

    def __init__(self, simulation: Simulation, groups: np.ndarray) -> None:
        super().__init__(simulation)
        self.groups = groups
        self.left = np.zeros((len(groups), simulation.steps))

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        gone = np.isin(before, HOME) & (now == IN_TRANSIT)
        self.left[:, self.simulation.t - 1] = self.groups[:, gone] @ self.weight[gone]


def income_groups(simulation: Simulation) -> np.ndarray:
    """bool[2, n] top and bottom third of income per head of each country, of those who exist at the start."""
    rows = np.arange(simulation.population.rows)
    h = simulation.households
    a_head = h.inc[: len(rows)] / np.maximum(1, persons(h.members[: len(rows)]))
    country = simulation.world.origin_country[origins_of(simulation, rows)]
    at_home = is_formed(simulation, rows) & np.isin(h.state[: len(rows)] & INDEX_MASK, HOME)
    groups = np.zeros((2, len(rows)), bool)
    for code in np.unique(country):
        own = (country == code) & at_home
        low, high = np.quantile(a_head[own], (1 / 3, 2 / 3))
        groups[0] |= own & (a_head >= high)
        groups[1] |= own & (a_head <= low)
    return groups


class Exits(Watcher):
    """Household-months and exits by state: those that `where(row place)` keeps, from `first` on."""

    def __init__(self, simulation: Simulation, first: int, ends: tuple[int, ...], keep: Callable[[Watcher], np.ndarray],
                 last: int = 10**6) -> None:
        super().__init__(simulation)
        self.first, self.last, self.ends, self.keep = first, last, ends, keep
        self.months = {IRREGULAR: 0.0, LAWFUL: 0.0}
        self.moves = {IRREGULAR: 0.0, LAWFUL: 0.0}
        self.kept = keep(self)

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        if self.first <= self.simulation.t - 1 <= self.last:
            for state in self.months:
                own = self.kept & (before == state)
                self.months[state] += self.weight[own].sum()
                self.moves[state] += self.weight[own & np.isin(now, self.ends)].sum()
        self.kept = self.keep(self)

    def hazard(self, state: int) -> float:
        """Exits per household-month of a state."""
        return self.moves[state] / self.months[state] if self.months[state] else float("nan")


class MetAgain(Watcher):
    """Of households first returned at the border in months first..last, who is returned or met again in `within`."""

    def __init__(self, simulation: Simulation, first: int, last: int, within: int) -> None:
        super().__init__(simulation)
        self.window, self.within = (first, last), within
        self.total = self._total()
        self.since = np.full(self.n, NEVER)
        self.again, self.months = np.zeros(self.n, bool), np.zeros(self.n, int)

    def _total(self) -> np.ndarray:
        return self.simulation.households.tries[: self.n] >> 2

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        t, total = self.simulation.t - 1, self._total()
        sent = total > self.total
        waiting = (self.since > NEVER) & (t - self.since <= self.within) & (t > self.since)
        fresh = sent & (self.since == NEVER) & (self.window[0] <= t <= self.window[1])
        met = (waiting & sent) | (fresh & (total > self.total + 1))
        self.months[met & ~self.again & ~fresh] = t - self.since[met & ~self.again & ~fresh]
        self.again |= met
        self.since[fresh] = t
        self.total = total

    def share(self) -> float:
        """Share of the cohort."""
        cohort = self.since > NEVER
        return float(self.weight[cohort & self.again].sum() / max(1, self.weight[cohort].sum()))

    def early(self, months: int) -> float:
        """Share of those met again who are so within `months`."""
        return float(self.weight[self.again & (self.months <= months)].sum() / max(1, self.weight[self.again].sum()))


class Returned(Watcher):
    """Persons who come back to their country in months from `first` on, and those who had once been displaced."""

    def __init__(self, simulation: Simulation, first: int) -> None:
        super().__init__(simulation)
        self.first, self.all, self.displaced = first, 0.0, 0.0

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        if self.simulation.t - 1 < self.first:
            return
        fresh = (now == RETURNED) & (before != RETURNED)
        size = self.weight * persons(self.simulation.households.members[: self.n])
        self.all += size[fresh].sum()
        self.displaced += size[fresh & ((self.flags() & Flag.EVER_DISPLACED) != 0)].sum()


class Staying(Watcher):
    """Of households displaced by violence at the end of a month, those who still are at the end of the run."""

    def __init__(self, simulation: Simulation, month: int) -> None:
        super().__init__(simulation)
        self.month, self.still = month, np.zeros(self.n, bool)
        self.first = 0.0

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        if self.simulation.t - 1 == self.month:
            cause = (self.simulation.households.status[: self.n] >> 3) & 3
            self.still = (now == DISPLACED) & (cause == CAUSE_VIOLENCE)
            self.first = self.weight[self.still].sum()
        self.still &= now == DISPLACED

    def left(self) -> float:
        """Share of them still displaced."""
        return float(self.weight[self.still].sum() / max(1.0, self.first))


class Wishing(Watcher):
    """Of people back by their own or an assisted choice for up to some months: their wish to leave, month by month."""

    def __init__(self, simulation: Simulation, first: int, last: int, within: int = 24) -> None:
        super().__init__(simulation)
        self.window, self.within = (first, last), within
        self.asked, self.wishing = 0.0, 0.0

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        t, h = self.simulation.t - 1, self.simulation.households
        if not self.window[0] <= t <= self.window[1]:
            return
        back = h.t_ret[: self.n].astype(int)
        rows = np.flatnonzero((now == REINTEGRATING) & (back > NEVER) & (t - back <= self.within)
                              & ((self.flags() & Flag.FORCED) == 0))
        size = self.weight[rows] * persons(h.members[rows])
        self.asked += size.sum()
        self.wishing += float(size @ wish_today(self.simulation, rows))


class Receiving(Watcher):
    """By month asked for: households of a country, and those who get money from relatives or members abroad.

    Of households with close family abroad and of those with members away, the shares that get money.
    """

    def __init__(self, simulation: Simulation, months: Collection[int]) -> None:
        super().__init__(simulation)
        self.asked = set(months)
        self.found: dict[tuple[int, str], tuple[float, float]] = {}

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        month = self.simulation.t - 1
        if month not in self.asked:
            return
        h, world = self.simulation.households, self.simulation.world
        country = world.origin_country[self.origin]
        home = np.isin(now, HOME)
        split = np.isin(now, (IRREGULAR, LAWFUL, ASYLUM_PENDING)) & (h.party[: self.n] != h.members[: self.n])
        gets = self.weight * (home & self._receives())
        gets = gets + self.simulation.settings["remitting_share"] * self.weight * split
        for code in np.unique(country):
            own = country == code
            whole = float((self.weight * (home | split))[own].sum())
            self.found[month, world.countries[code]] = (whole, float(gets[own].sum()))


    def _receives(self) -> np.ndarray:
        """bool[n] as `model.rules.money.receives` has it."""
        h, share = self.simulation.households, self.simulation.settings["receiving_share"]
        trait = (h.trait[: self.n].astype(int) + h.price[: self.n]) & 255
        return (h.ties[: self.n] != 0) & (trait < 256.0 * share)


class LeftAgain(Watcher):
    """Of households back home from abroad (not from the border) in months up to `last`: who left in 24 months."""

    def __init__(self, simulation: Simulation, last: int, within: int = 24) -> None:
        super().__init__(simulation)
        self.last, self.within = last, within
        self.since = np.full(self.n, NEVER)
        self.again, self.rooted, self.removed = (np.zeros(self.n, bool) for _ in range(3))

    def look(self, before: np.ndarray, now: np.ndarray) -> None:
        t, flags = self.simulation.t - 1, self.flags()
        waiting = (self.since > NEVER) & (t - self.since <= self.within)
        self.again |= waiting & (now == IN_TRANSIT)
        away = self.simulation.households.away[: self.n] >= 6
        fresh = (now == RETURNED) & (before != RETURNED) & away & (self.since == NEVER) & (t <= self.last)
        self.since[fresh] = t
        self.rooted[fresh] = (flags[fresh] & Flag.DEST_CHILD) != 0
        self.removed[fresh] = (flags[fresh] & Flag.EVER_REMOVED) != 0

    def share(self, among: np.ndarray | None = None) -> float:
        """Share of the cohort that left again."""
        cohort = (self.since > NEVER) & (True if among is None else among)
        return float(self.weight[cohort & self.again].sum() / max(1, self.weight[cohort].sum()))
