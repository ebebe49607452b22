"""The first day of a run: population, geography, route values and feedback state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model import drivers as drivers_module
from model import field_static, geography
from model.baseline_conditions import asylum_by_year
from model.continuum import ABROAD, INDEX_MASK
from model.feedbacks import Feedback
from model.field_static import Static, solved_belief
from model.fields import Geo
from model.households import NEVER, Households, persons
from model.ledger import CLAIM_BACK
from model.population import Population
from model.population_sharing import households_of
from model.route_values import RouteValues
from model.world import restricted

DAYS_PER_MONTH = 30.4375
OLDEST = -29_000
"""Step of the earliest date before a run; dates are int16 and NEVER lies below."""
FIRST_PER_PARTY = 0.75
"""US$ a month a party sends before the first panel, over R0 (overwritten in the first step)."""


@dataclass
class Start:
    """What a simulation begins with; O origins of the whole world, C countries."""

    population: Population
    households: Households
    band_starts: np.ndarray  # i8[O,6]
    formed: np.ndarray  # i8[T+1,O]
    weight: np.ndarray  # i8[O]
    residents: np.ndarray  # f8[O] persons at home at the start, of every origin place of the world
    tied: np.ndarray  # f8[O] weighted households with ties
    asylum_share: np.ndarray  # f8[C] part of the world's claims that the origins in the run make
    settle_share: np.ndarray  # f8[C,S] where a nationality lives inside each country
    geo: Geo
    static: Static
    values: RouteValues
    feedback: Feedback


def start_of(world: Any, drivers: Any, settings: Any, scale: int | Mapping[str, int],
             origins: Sequence[str] | None, world_seed: int, start: int, months: int, steps: int,
             dt: float, live: bool) -> Start:
    """Everything a run begins with. `origins` restricts whose households exist, never what the fields know.

    Where feedbacks are held (not `live`) networks and crowding are the recorded ones, not those of the sample.
    """
    chosen = restricted(world, tuple(origins)) if origins else world
    chosen_drivers = drivers_module.build(chosen, settings["wage_usa"]) if origins else drivers
    population = households_of(chosen, chosen_drivers, settings, scale, world_seed, start, months)
    index = world.place_origin[chosen.origins].astype(np.int64)
    size = len(world.origins)
    weight = _spread(population.weight, index, size, 1)
    band_starts = _spread_starts(population.band_starts, index, size)
    formed = np.zeros((population.formed.shape[0], size), np.int64)
    formed[:, index] = population.formed
    residents = place_residents(world, drivers, start)
    values = RouteValues(world, settings, drivers)
    geo = geography.build(world, values.edges, weight, band_starts[:, 0], residents)
    static = field_static.build(world, settings, values.edges)
    households = population.households
    _in_steps(households, dt)
    _not_yet(households)
    settle = settle_shares(world)
    feedback = first_feedback(world, geo, settings, values, households, band_starts)
    if not live:
        for stock in (feedback.abroad, feedback.recent, feedback.newcomers):
            stock.fill(0.0)
        fill_absent(feedback, world, index[:0])
    elif origins:
        fill_absent(feedback, world, index)
    tied = _spread(population.tie_share, index, size, 0.3) * residents / np.maximum(1.0, _spread(
        population.size_mean, index, size, 4.0))
    return Start(population, households, band_starts, formed, weight, residents, tied,
                 asylum_share(world, chosen), settle, geo, static, values, feedback)


def _in_steps(h: Households, dt: float) -> None:
    """Dates before the start are months in the population and steps in a run; claims go back CLAIM_BACK steps."""
    if dt == 1.0:
        return
    for column, oldest in ((h.t_in, OLDEST), (h.t_ret, OLDEST), (h.claim, -CLAIM_BACK)):
        dated = (column < 0) & (column != NEVER)
        column[dated] = np.maximum(oldest, np.rint(column[dated] / dt))


def _not_yet(h: Households) -> None:
    """Nobody entered a state in step 0: that mark means `moved in this step`."""
    np.minimum(h.t_in, np.int16(-1), out=h.t_in)


def _spread(values: np.ndarray, index: np.ndarray, size: int, empty: float) -> np.ndarray:
    out = np.full(size, empty, values.dtype)
    out[index] = values
    return out


def _spread_starts(starts: np.ndarray, index: np.ndarray, size: int) -> np.ndarray:
    """Band starts of all origins of the world; origins without households get an empty range in order."""
    out = np.zeros((size, starts.shape[1]), np.int64)
    end = int(starts[-1, -1])
    position = {int(o): row for row, o in enumerate(index)}
    following = end
    for o in range(size - 1, -1, -1):
        if o in position:
            out[o] = starts[position[o]]
            following = int(out[o, 0])
        else:
            out[o] = following
    return out


def place_residents(world: Any, drivers: Any, start: int) -> np.ndarray:
    """f8[O] residents of every origin place: share of the country's population series."""
    table = world.tables["origins"].set_index("place_id")
    ids = [world.place_ids[p] for p in world.origins]
    share = table.loc[ids, "population_share"].to_numpy(float)
    return share * drivers.population[start, world.origin_country]


def settle_shares(world: Any) -> np.ndarray:
    """f8[C,S] share of settle places inside their country by nationality, from the stocks abroad.

    A country without recorded people of the nationality uses its main place; a hundredth of the weight is
    spread over all places so that no open way is lost.
    """
    share = np.zeros((len(world.countries), len(world.settle_places)))
    stocks = world.tables["stocks_abroad"]
    for row in stocks.itertuples(index=False):
        place = world.settle_of_place[world.place_index[row.place_id]]
        share[world.country_index[row.origin_iso3], place] += row.persons
    for country in range(len(world.countries)):
        places = np.flatnonzero(world.dest_country == country)
        if len(places) == 0:
            continue
        main = world.settle_of_place[world.main_place[country]]
        total = share[:, places].sum(axis=1)
        share[total <= 0, main] = 1.0
        share[:, places] /= share[:, places].sum(axis=1, keepdims=True)
        share[:, places] = 0.99 * share[:, places] + 0.01 / len(places)
    return share


def first_feedback(world: Any, geo: Geo, settings: Any, values: RouteValues, h: Households,
                   band_starts: np.ndarray) -> Feedback:
    """Feedback state of the first day; abroad and recent arrivals are counted from the columns."""
    origins, countries = len(world.origins), len(world.countries)
    abroad, recent = np.zeros((origins, countries)), np.zeros((origins, countries))
    for o in range(origins):
        lo, hi = int(band_starts[o, 0]), int(band_starts[o, 4])
        count_abroad(h, lo, hi, world.place_country, float(geo.weight[o]), abroad[o], recent[o])
    belief = solved_belief(world)
    risk = np.full((countries, 2), settings["p_abuse"])
    newcomers = recent.sum(axis=0)
    per_party = np.full((origins, countries), FIRST_PER_PARTY * settings["R0"])
    return Feedback(
        abroad=abroad, recent=recent, belief=belief, belief_ref=belief.copy(),
        entering=np.zeros_like(belief), entering_base=np.zeros_like(belief), risk=risk, risk_ref=risk.copy(),
        guided=np.zeros(countries), guided_base=np.zeros(countries), evaders=np.zeros(len(world.sectors)),
        evaders_base=np.zeros(len(world.sectors)), met=np.zeros(len(world.sectors)),
        controlled=first_flow(world, values, int(geo.transit_country[0])), newcomers=newcomers,
        stigma=np.full(origins, 0.3), violence=np.zeros(origins), crisis=np.zeros(origins),
        disaster_loss=np.zeros(origins),
        per_party=per_party, irregular=np.zeros((countries, countries)), harm_seen=np.zeros((countries, 2, 2)))


def first_flow(world: Any, values: RouteValues, transit: int) -> np.ndarray:
    """f8[G] persons a month through the controls in series at the start: foreigners bound for the hub."""
    flow = np.zeros(len(values.control_names))
    table = world.tables.get("intercepts")
    if table is not None and len(table) and transit >= 0:
        foreign = table[table["origin_iso3"] != world.countries[transit]]
        flow[geography.series_controls(values.edges)] = foreign["departures_target_hub"].sum() / 12.0
    return flow


def count_abroad(h: Households, lo: int, hi: int, place_country: np.ndarray, weight: float, stock: np.ndarray,
                 recent: np.ndarray) -> None:
    """Add persons abroad of rows lo..hi, and those who came in the last two years, by country."""
    step = 1 << 21
    for a in range(lo, hi, step):
        z = slice(a, min(hi, a + step))
        out = np.isin(h.state[z] & INDEX_MASK, ABROAD)
        country = place_country[h.where[z][out]]
        count = persons(h.party[z][out]).astype(float) * weight
        stock += np.bincount(country, count, len(stock))
        new = -h.t_in[z][out].astype(int) <= 24
        recent += np.bincount(country[new], count[new], len(stock))


def fill_absent(state: Feedback, world: Any, index: np.ndarray) -> None:
    """Networks and crowding must not depend on who is in the run: absent origins from the recorded stocks.

    Their people abroad enter by stock and by the share that came in the last five years (two fifths of it).
    """
    absent = np.ones(len(world.origins), bool)
    absent[index] = False
    weights = world.tables["origins"].set_index("place_id")["emigrant_weight"]
    by_origin = np.array([weights[world.place_ids[p]] for p in world.origins])
    for row in world.tables["stocks_abroad"].itertuples(index=False):
        mine = absent & (world.origin_country == world.country_index[row.origin_iso3])
        if mine.any():
            host = world.place_country[world.place_index[row.place_id]]
            state.abroad[mine, host] += row.persons * by_origin[mine]
            state.recent[mine, host] += row.persons * 0.4 * row.years_0_5 * by_origin[mine]
            state.newcomers[host] += row.persons * 0.4 * row.years_0_5 * by_origin[mine].sum()


def recorded_pending(world: Any) -> np.ndarray:
    """f8[C] persons waiting for a decision at the start, of all nationalities, by country of asylum."""
    stocks = world.tables["stocks_abroad"]
    host = world.place_country[[world.place_index[place] for place in stocks["place_id"]]]
    waiting = (stocks["persons"] * stocks["pending_share"]).to_numpy(float)
    return np.bincount(host, waiting, len(world.countries))


def asylum_share(world: Any, chosen: Any) -> np.ndarray:
    """f8[C] decisions for the nationalities in the run over those for all nationalities of the world."""
    if chosen is world:
        return np.ones(len(world.countries))
    part, whole = asylum_by_year(chosen)[0].mean(axis=0), asylum_by_year(world)[0].mean(axis=0)
    return np.divide(part, whole, out=np.ones(len(whole)), where=whole > 0)


