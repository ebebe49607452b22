"""The reference trip: guide fees and harm per day such that known totals come out on average.

Two scalars of a world are solved here: US$ per unit of guide work (surveyed guided prices) and the
rescaling of abuse per day (share abused in a transit of the country before the hub's border).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from model.route_groups import openings
from model.route_sweep import forward, survival
from model.route_tables import MonthInputs, Tables, edge_costs
from model.routes import HARM_PER_DAY, Edges
from model.settings import BY_NAME, Settings

if TYPE_CHECKING:
    from model.world import World

GUIDE_WORK_PER_DAY = np.array([0.25, 1.0, 1.25, 1.5])
"""Units of guide work per moving day by hazard class (judgement, J): time first, a premium for danger."""
CROSSING_SHARE = 0.4
"""Share of the whole guided price that is the crossing of the border sector itself (judgement, J).

Border-only prices of 1-3 k$ were quoted when whole trips cost 5-9 k$ (evidence B1). A flat crossing
price leaves the choice of sector to enforcement, days and danger."""
ROUNDS = 25


@dataclass(frozen=True)
class Reference:
    """Solved scalars and the arrays they imply."""

    harm_scale: float
    fee_per_unit: float          # US$ per unit of guide work
    crossing_fee: float          # US$
    transit_country: int         # country index, -1 if the world has no border sector in use
    harm: np.ndarray             # f8[E] per moving day
    guide_fee: np.ndarray        # f8[E] US$
    price_factor: np.ndarray     # f8[C] surveyed guided price / route price; 1 without a survey
    abused: float                # probability reached in the reference transit


@dataclass
class Travellers:
    """Who the reference trip is averaged over: T nationalities from their places to the hub."""

    countries: list[int]
    origins: list[np.ndarray]    # place indices by nationality
    shares: list[np.ndarray]     # of people over these places
    goals: np.ndarray            # f8[T,S] share of each settle place among the goals
    size: np.ndarray             # f8[T] people, sum 1
    guided: np.ndarray           # f8[T] share travelling guided
    price: np.ndarray            # f8[T] surveyed guided price, nan without a survey

    def mean(self, table: np.ndarray) -> np.ndarray:
        """f8[T]: mean over places and reachable goals of table f8[T,S,P] (nan: nothing reachable)."""
        means = np.full(len(self.countries), np.nan)
        for t, (origins, shares) in enumerate(zip(self.origins, self.shares, strict=True)):
            values = table[t][:, origins]
            weight = np.where(np.isfinite(values), self.goals[t][:, None] * shares[None, :], 0.0)
            if weight.sum() > 0.0:
                means[t] = np.sum(np.where(weight > 0.0, values, 0.0) * weight) / weight.sum()
        return means


def guided_prices(world: World, settings: Settings) -> dict[int, float]:
    """US$ by country index: mean guided price of fees.csv, moved by the setting `fee_guided_<iso3>`."""
    fees = world.tables.get("fees")
    if fees is None or not len(fees):
        return {}
    rows = fees[fees["channel"] == "guided"]
    prices = {}
    for iso3, price in zip(rows["origin_iso3"], rows["price_usd"], strict=True):
        name = f"fee_guided_{iso3.lower()}"
        moved = settings[name] / BY_NAME[name].default if name in BY_NAME else 1.0
        prices[world.country_index[iso3]] = float(price) * moved
    return prices


def guided_share(world: World, settings: Settings, country: int) -> float:
    """Share travelling guided, by setting `guided_<iso3>`, else `guided_other`."""
    name = f"guided_{world.countries[country].lower()}"
    return settings[name if name in BY_NAME else "guided_other"]


def travellers(world: World, settings: Settings) -> Travellers:
    """Nationalities with a surveyed price (all origin countries if there is none), whole world."""
    places = world.places
    people = places["population"].fillna(0.0).to_numpy(np.float64)
    is_origin = (places["role"] == "origin").to_numpy()
    prices = guided_prices(world, settings)
    candidates = prices or dict.fromkeys(sorted(set(world.place_country[is_origin].tolist())), np.nan)
    countries = [int(c) for c in sorted(candidates) if c != world.hub]
    origins = [np.flatnonzero(is_origin & (world.place_country == c)) for c in countries]
    totals = np.array([people[o].sum() for o in origins])
    shares = [people[o] / max(people[o].sum(), 1e-300) for o in origins]
    return Travellers(countries, origins, shares, np.array([_goals(world, c) for c in countries]),
                      totals / max(totals.sum(), 1e-300),
                      np.array([guided_share(world, settings, c) for c in countries]),
                      np.array([candidates[c] for c in countries], np.float64))


def _goals(world: World, country: int) -> np.ndarray:
    """f8[S]: where in the hub people of a country live at the start (evenly if unknown)."""
    in_hub = (np.asarray(world.dest_country) == world.hub).astype(np.float64)
    stocks = world.tables.get("stocks_abroad")
    living = np.zeros(len(in_hub))
    if stocks is not None:
        rows = stocks[stocks["origin_iso3"] == world.countries[country]]
        places = np.array([world.place_index[place] for place in rows["place_id"]], np.int64)
        np.add.at(living, world.settle_of_place[places], rows["persons"].to_numpy(np.float64))
    living *= in_hub
    return living / living.sum() if living.sum() > 0.0 else in_hub / max(in_hub.sum(), 1.0)


_RELEVANT = ("mu", "nu", "slow_guided", "slow_own", "l_H", "kappa_g_guided", "kappa_g_own", "p_abuse")


def reference(world: World, settings: Settings, edges: Edges) -> Reference:
    """Solve the reference trip in the first month, without interdiction, crossing cost or closures."""
    key = tuple(sorted((name, value) for name, value in settings.values.items()
                       if name in _RELEVANT or name.startswith(("guided_", "fee_guided_"))))
    if (edges, key) not in _SOLVED:
        if len(_SOLVED) > 64:
            _SOLVED.clear()
        _SOLVED[edges, key] = _Solver(world, settings, edges).run()
    return _SOLVED[edges, key]


_SOLVED: dict[tuple[Edges, tuple[tuple[str, float], ...]], Reference] = {}


@lru_cache(maxsize=8)
def guide_work(edges: Edges) -> np.ndarray:
    """f8[E] units of guide work: days by hazard on land; none on boats, flights and the crossing itself."""
    land = (edges.priced == 0) & (edges.into_sector < 0)
    return np.where(land, edges.days * GUIDE_WORK_PER_DAY[edges.hazard], 0.0)


class _Solver:
    """Guide fees first (they move routes, routes move the mean price), then harm on the routes found."""

    def __init__(self, world: World, settings: Settings, edges: Edges) -> None:
        self.world, self.settings, self.edges = world, settings, edges
        self.who = travellers(world, settings)
        shut = np.zeros(len(world.countries), bool)
        self.openings = [openings(edges, [c], 0, shut, shut) for c in self.who.countries]
        self.tables = [Tables(edges, each, settings) for each in self.openings]
        priced = self.who.price[np.isfinite(self.who.price)]
        self.crossing = CROSSING_SHARE * float(priced.mean()) if len(priced) else 0.0
        kappa = np.array([settings["kappa_g_guided"], settings["kappa_g_own"]])
        self.exposure = kappa * np.array([settings["slow_guided"], settings["slow_own"]])

    def run(self) -> Reference:
        """Alternate routes and fees until the fee per unit stands still (relative change below 1e-6)."""
        rate = 0.0
        for _ in range(ROUNDS):
            tables = self._solve(rate)
            new_rate = self._rate(tables, rate)
            still = abs(new_rate - rate) <= 1e-6 * rate
            rate = new_rate
            if still:
                break
        tables = self._solve(rate)
        transit = self._transit_country(tables)
        scale, abused = self._scale(tables, transit)
        return Reference(scale, rate, self.crossing, transit, scale * HARM_PER_DAY[self.edges.hazard],
                         self._guide_fee(rate), self._factor(tables), abused)

    def _guide_fee(self, rate: float) -> np.ndarray:
        """US$ by edge. The fare of a boat that lands in a sector is part of its crossing price."""
        crossing = np.maximum(0.0, self.crossing - self.edges.fare)
        return rate * guide_work(self.edges) + np.where(self.edges.into_sector >= 0, crossing, 0.0)

    def _solve(self, rate: float) -> list[Tables]:
        costs = edge_costs(self.edges, self.settings, self._guide_fee(rate))
        sectors = int(self.edges.sector.max(initial=-1)) + 1
        month = MonthInputs(np.ones(1), np.zeros((2, len(self.edges.control_names))), np.ones(2),
                            np.zeros((sectors, 2)))
        for table, each in zip(self.tables, self.openings, strict=True):
            table.reopen(each)
            table.solve(costs, month)
        return self.tables

    def _prices(self, tables: list[Tables]) -> np.ndarray:
        """f8[T] expected guided price of the whole trip, US$."""
        return self.who.mean(np.array([table.money[0, 0] for table in tables]))

    def _rate(self, tables: list[Tables], rate: float) -> float:
        """US$ per unit of work that would meet the mean surveyed price on the present routes."""
        if not np.isfinite(self.who.price).any():
            return 0.0
        now, work = self._prices(tables), self._work(tables)
        known = np.isfinite(self.who.price) & np.isfinite(now) & (work > 0.0)
        if not known.any():
            return 0.0
        gap = float(self.who.price[known].mean() - now[known].mean())
        return max(0.0, rate + gap / float(work[known].mean()))

    def _work(self, tables: list[Tables]) -> np.ndarray:
        """f8[T] expected units of guide work of a guided trip."""
        return np.array([float(self._usage(t, table, 0) @ guide_work(self.edges))
                         for t, table in enumerate(tables)])

    def _usage(self, t: int, table: Tables, mode: int) -> np.ndarray:
        """f8[E] expected use of edges by adults of nationality t, per traveller."""
        edges, usage = self.edges, np.zeros(len(self.edges.tail))
        start = table.openings.list_start[0]
        for s in np.flatnonzero(self.who.goals[t]):
            load = np.zeros(len(edges.sector))
            load[self.who.origins[t]] = self.who.goals[t, s] * self.who.shares[t]
            forward(start[s], start[s + 1], table.openings.edge_list, edges.tail, edges.head,
                    table.weight[0, 2 * mode], table.x[0, 2 * mode, s], load, usage)
        return usage

    def _transit_country(self, tables: list[Tables]) -> int:
        """The country from which most reference travellers enter the border sectors."""
        use = np.zeros(len(self.edges.tail))
        for t, table in enumerate(tables):
            use += self.who.size[t] * self._usage(t, table, 0)
        use[self.edges.into_sector < 0] = 0.0
        if use.sum() <= 0.0:
            return -1
        return int(np.bincount(self.world.place_country[self.edges.tail], weights=use).argmax())

    def _scale(self, tables: list[Tables], transit: int) -> tuple[float, float]:
        """Rescaling of harm that gives `p_abuse` (regula falsi on ln(-ln(1 - p)) over ln scale)."""
        inside = self.edges.head_country == transit if transit >= 0 else np.ones(len(self.edges.tail), bool)
        daily = np.where(inside, HARM_PER_DAY[self.edges.hazard] * self.edges.days, 0.0)
        target = -np.log1p(-self.settings["p_abuse"])
        log_scale, scale, abused = 0.0, 1.0, self._abused(tables, daily, 1.0)
        if abused <= 0.0:
            return 1.0, 0.0
        slope, previous = 1.0, None
        for _ in range(30):
            gap = float(np.log(target) - np.log(-np.log1p(-abused)))
            if abs(gap) < 1e-9:
                break
            if previous is not None:
                slope = min(1.0, max(0.05, (previous[1] - gap) / (log_scale - previous[0])))
            previous = (log_scale, gap)
            log_scale += float(np.clip(gap / slope, -2.0, 2.0))
            scale = float(np.exp(log_scale))
            abused = self._abused(tables, daily, scale)
        return scale, abused

    def _abused(self, tables: list[Tables], daily: np.ndarray, scale: float) -> float:
        keep = np.exp(-scale * daily[None, :] * self.exposure[:, None])
        unharmed = np.array([self._unharmed(table, keep) for table in tables])
        by_mode = np.stack([self.who.mean(unharmed[:, mode]) for mode in range(2)])
        mixed = self.who.guided * by_mode[0] + (1.0 - self.who.guided) * by_mode[1]
        known = np.isfinite(mixed)
        return 1.0 - float(np.average(mixed[known], weights=self.who.size[known])) if known.any() else 0.0

    def _unharmed(self, table: Tables, keep: np.ndarray) -> np.ndarray:
        result = np.full((1, 2, *table.x.shape[2:]), np.nan)
        survival(self.edges.settle, table.openings.list_start, table.openings.edge_list, self.edges.tail,
                 self.edges.head, table.weight, table.x, keep, result)
        return result[0]

    def _factor(self, tables: list[Tables]) -> np.ndarray:
        factor, prices = np.ones(len(self.world.countries)), self._prices(tables)
        for t, country in enumerate(self.who.countries):
            if np.isfinite(self.who.price[t]) and prices[t] > 0.0:
                factor[country] = self.who.price[t] / prices[t]
        return factor
