"""Patterns of history itself: nothing is changed, one run is held against what was observed."""

from __future__ import annotations

from functools import partial

import numpy as np

from experiments.lib.patterns.follow import Exits, MetAgain, Receiving, Returned, Staying, Watcher
from experiments.lib.patterns.lab import Lab, Run, once, ratio
from model.continuum import DISPLACED, IN_TRANSIT, IRREGULAR, LAWFUL, RELOCATED, SETTLED
from model.engine import Simulation
from model.indicators import table
from model.indicators.deaths import DOCUMENTED
from model.indicators.events import FAMILY_UNIT, SINGLE_ADULT, UNACCOMPANIED
from model.ledger import EVENT

ELSEWHERE = ("USA", "CAN", "ESP")
"""Destinations outside Latin America and the Caribbean."""


# ---- northern Central America -----------------------------------------------------------------------------
@once
def _north(lab: Lab) -> Run:
    """Northern Central America, 2014-23."""
    months = lab.month("2014-12"), lab.month("2023-12")
    return lab.run(months=120, watch=lambda simulation: Receiving(simulation, months))


def wish(lab: Lab) -> float:
    """P01a: share of persons at home who wish to leave, northern Central America 2021."""
    run = _north(lab)
    months = slice(lab.month("2021-01"), lab.month("2021-12") + 1)
    wish = run.history.wish[months]
    home = run.history.state_origin[months][:, :, [SETTLED, RELOCATED, DISPLACED]].sum(axis=2)
    known = np.isfinite(wish) & (home > 0)
    return float(wish[known].sum() / home[known].sum())


def realised_exit(lab: Lab) -> float:
    """P01c: persons who reach the hub's border, each once a year if met, over residents, a year, 2016-20.

    The source estimates emigration to the United States, not departures: many are turned back on the way.
    """
    run = _north(lab)
    months = slice(lab.month("2016-01"), lab.month("2020-12") + 1)
    reached = run.events("met_first_in_year", "evaded")[months]
    return float(reached.sum() / 5.0 / _residents(run))


def _residents(run: Run) -> float:
    """Residents of the places that the run simulates (places.csv)."""
    simulation = run.simulation
    rows = [simulation.world.origins[o] for o in np.flatnonzero(simulation.stocks["origin"].sum(axis=1) > 0)]
    return float(simulation.world.places["population"].to_numpy(float)[rows].sum())


def network(lab: Lab) -> float:
    """P05: elasticity over departments of departures per resident to people abroad per resident, 2014-18.

    Least squares in logs, weighted by residents, with homicide, drought and a constant for every country beside it,
    as the source's gravity equations have; departments of northern Central America.
    """
    run = _north(lab)
    events = run.history.events[:60]
    left = events[:, EVENT["departed"]].sum(axis=(0, 2)) - events[:, EVENT["departed_onward"]].sum(axis=(0, 2))
    abroad = run.history.abroad[0].reshape(len(left), -1).sum(axis=1)
    people = run.simulation.world.places["population"].to_numpy(float)[run.simulation.world.origins]
    known = (left > 0) & (abroad > 0)
    drivers, country = run.simulation.drivers, run.simulation.world.origin_country
    beside = [np.log(np.maximum(abroad, 1.0) / people), drivers.homicide[:60].mean(axis=0),
              drivers.drought[:60].mean(axis=0), *(country == code for code in np.unique(country[known]))]
    weight = np.sqrt(people[known])
    x = np.stack([column[known].astype(float) for column in beside], axis=1) * weight[:, None]
    return float(np.linalg.lstsq(x, np.log(left[known] / people[known]) * weight, rcond=None)[0][0])


def displaced_before(lab: Lab) -> float:
    """P18b: share of people who come back to Guatemala and Honduras that had once been displaced, 2016-23."""
    seen = lab.run(months=108, origins=("GTM", "HND"),
                   watch=lambda simulation: Returned(simulation, lab.month("2016-01"))).seen
    return float(seen.displaced / seen.all)


def end_of_displacement(lab: Lab) -> float:
    """P18a: of those displaced by violence at the start of 2015, ends of displacement a year until 2018, Honduras.

    The source compares those displaced by violence up to 2014 with how many of them still were in 2018.
    """
    seen = lab.run(months=60, origins=("HND",), watch=lambda simulation: Staying(simulation, lab.month("2014-12"))).seen
    return float(-np.log(seen.left()) / 4.0)


def receiving(lab: Lab) -> float:
    """P21a: households that get money from abroad over all, El Salvador, December 2023."""
    whole, gets = _north(lab).seen.found[lab.month("2023-12"), "SLV"]
    return gets / whole


def amount(lab: Lab) -> float:
    """P21b: money received a month by a household that gets any, Honduras, December 2014 (US$ of 2021)."""
    run, month = _north(lab), lab.month("2014-12")
    received = run.history.remittances[month, _of(run.simulation, "HND")].sum()
    return float(received / run.seen.found[month, "HND"][1])


# ---- the border -------------------------------------------------------------------------------------------
@once
def _everybody(lab: Lab) -> Run:
    """All nationalities, 2014-22."""
    return lab.run(months=108, origins=(), scale=1000)


def _month_over_may(lab: Lab, month: str) -> float:
    met = _everybody(lab).events("met_southwest", "met_elsewhere")
    of = {name: np.array([met[lab.month(f"{year}-{name}")] for year in range(2014, 2020)]) for name in (month, "05")}
    return ratio(of[month], of["05"])


def june(lab: Lab) -> float:
    """P06a: encounters in June over those in May, 2014-19."""
    return _month_over_may(lab, "06")


def july(lab: Lab) -> float:
    """P06b: encounters in July over those in May, 2014-19."""
    return _month_over_may(lab, "07")


@once
def _mexicans(lab: Lab) -> MetAgain:
    return lab.run(months=48, origins=("MEX",), scale=500,
                   watch=lambda simulation: MetAgain(simulation, 0, 24, 18)).seen


def again_early(lab: Lab) -> float:
    """P07a: of Mexicans returned at the border and met again in 18 months, those met in the first three, 2014-17."""
    return _mexicans(lab).early(3)


def again(lab: Lab) -> float:
    """P07b: share of Mexicans returned at the border who are met again within 18 months, 2014-17."""
    return _mexicans(lab).share()


def _kind_share(lab: Lab, kinds: tuple[int, ...]) -> float:
    """Share of party kinds in the encounters of fiscal year 2021."""
    run, year = _everybody(lab), slice(lab.month("2020-10"), lab.month("2021-09") + 1)
    return ratio(run.events("met_southwest", kinds=kinds)[year], run.events("met_southwest")[year])


def single_adults(lab: Lab) -> float:
    """P20a: share of single adults in encounters at the southwest border, fiscal year 2021."""
    return _kind_share(lab, SINGLE_ADULT)


def families(lab: Lab) -> float:
    """P20b: share of family units in encounters at the southwest border, fiscal year 2021."""
    return _kind_share(lab, FAMILY_UNIT)


def children_alone(lab: Lab) -> float:
    """P20c: share of children alone in encounters at the southwest border, fiscal year 2021."""
    return _kind_share(lab, UNACCOMPANIED)


# ---- the way ----------------------------------------------------------------------------------------------
@once
def _south(lab: Lab) -> Run:
    """Venezuelans and Haitians, 2014-22, fine enough for deaths in the Darién."""
    def keep(watcher: Watcher) -> np.ndarray:
        simulation, n = watcher.simulation, watcher.n
        outside = [simulation.world.country_index[code] for code in ELSEWHERE]
        there = simulation.world.place_country[simulation.households.where[:n]]
        return ~np.isin(there, outside) & _of(simulation, "VEN")[watcher.origin]

    return lab.run(months=108, origins=("VEN", "HTI"), scale=20,
                   watch=partial(Exits, first=lab.month("2022-01"), ends=(IN_TRANSIT,), keep=keep))


def _of(simulation: Simulation, code: str) -> np.ndarray:
    """bool[O] origin places of a country."""
    return simulation.world.origin_country == simulation.world.country_index[code]


def from_third_countries(lab: Lab) -> float:
    """P14a: share of Venezuelans in the Darién who had lived in a third country, June and July 2022."""
    run, months = _south(lab), slice(lab.month("2022-06"), lab.month("2022-07") + 1)
    own = run.history.events[months][:, :, _of(run.simulation, "VEN")].sum(axis=(0, 2, 3))
    return float(own[EVENT["darien_from_third_country"]] / own[EVENT["darien"]])


def onward(lab: Lab) -> float:
    """P14b: households of Venezuelans abroad in the region that move on, a year, 2022."""
    seen = _south(lab).seen
    moves, months = (sum(book[state] for state in (IRREGULAR, LAWFUL)) for book in (seen.moves, seen.months))
    return float(12.0 * moves / months)


def abused(lab: Lab) -> float:
    """P22a: trips with abuse over trips that came to an end, all nationalities, 2021."""
    run = _everybody(lab)
    found = table(run.history, run.simulation.world, ["trips_ended", "trips_with_abuse"])
    year = found[found["year_month"].astype(str).str.startswith("2021") & (found["nationality"] == "ALL")]
    sums = year.groupby("indicator", observed=True)["value"].sum()
    return float(sums["trips_with_abuse"] / sums["trips_ended"])


def darien_deaths(lab: Lab) -> float:
    """P22b: deaths that would be documented per 10 000 Darién crossings, Venezuelans and Haitians, 2021-22."""
    run, months = _south(lab), slice(lab.month("2021-01"), lab.month("2022-12") + 1)
    return 1e4 * DOCUMENTED * ratio(run.events("died_darien")[months], run.events("darien")[months])
