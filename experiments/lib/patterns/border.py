"""Patterns at the border: consequences, diversion between sectors, announcements, visas."""

from __future__ import annotations

import numpy as np

from experiments.lib.patterns.follow import MetAgain
from experiments.lib.patterns.lab import NORTH, Lab, between, once, ratio

REMOVED, EXPELLED, RELEASED, WAITING, REPATRIATED = range(5)
ANNOUNCED = -0.11
"""Shift of perceived success that an announcement of the size of January 2025 makes (evidence D8)."""


def _per_person(lab: Lab, first: str, last: str) -> float:
    """Encounters per different person, first met since the October before, over all nationalities."""
    run = lab.run(months=lab.month(last) + 1, origins=(), scale=1000)
    months = slice(lab.month(first), lab.month(last) + 1)
    return ratio(run.events("met_southwest", "met_elsewhere")[months], run.events("met_first_in_year")[months])


def repeats_sanctioned(lab: Lab) -> float:
    """P08a: encounters per person in the fiscal year 2019."""
    return _per_person(lab, "2018-10", "2019-09")


def repeats_expelled(lab: Lab) -> float:
    """P08b: encounters per person in the fiscal years 2021 and 2022."""
    return _per_person(lab, "2020-10", "2022-09")


def sanction(lab: Lab) -> float:
    """P09: Mexicans met again within 18 months if all who are sent back are removed, less if all are let go back."""
    shares = []
    for to in (REMOVED, REPATRIATED):
        def all_the_same(t, c, _, to=to):  # type: ignore[no-untyped-def]
            sent = c.outcome[:, :, [REMOVED, EXPELLED, REPATRIATED]].sum(axis=2)
            c.outcome[:, :, [REMOVED, EXPELLED, REPATRIATED]] = 0.0
            c.outcome[:, :, to] += sent

        run = lab.run(months=48, origins=("MEX",), scale=500, change=all_the_same,
                      watch=lambda simulation: MetAgain(simulation, 0, 24, 18))
        shares.append(run.seen.share())
    return shares[0] - shares[1]


@once
def _tripled(lab: Lab, sectors: slice | list[int], scale: int = 500, edges: bool = False):  # type: ignore[no-untyped-def]
    first = lab.month("2016-01")

    def more(t, c, _):  # type: ignore[no-untyped-def]
        c.sector_enforcement[sectors] *= 3.0

    return first, [lab.run(months=48, origins=("MEX",), scale=scale, change=change, edges=edges)
                   for change in (None, between(first, more))]


def balloon_total(lab: Lab) -> float:
    """P10a: change of departures of Mexicans if enforcement is tripled in every sector, second year."""
    first, (plain, strict) = _tripled(lab, slice(None))
    return ratio(strict.departures()[first + 12 :], plain.departures()[first + 12 :]) - 1.0


def balloon_fee(lab: Lab) -> float:
    """P10b: change of the price of a guided journey of Mexicans, second year of the same."""
    first, (plain, strict) = _tripled(lab, slice(None))
    country = lab.world.country_index["MEX"]
    prices = [run.history.fee_index[first + 12 :, country].mean() for run in (plain, strict)]
    return float(prices[1] / prices[0] - 1.0)


def balloon_elsewhere(lab: Lab) -> float:
    """P10c: of those the busiest sector loses when enforcement is tripled there, the share that goes elsewhere."""
    busiest = int(_bound_for(lab.run(months=24, origins=("MEX",), scale=100, edges=True)).argmax())
    first, runs = _tripled(lab, [busiest], scale=100, edges=True)
    plain, strict = (_bound_for(run, first) for run in runs)
    change = strict - plain
    return float((change.sum() - change[busiest]) / -change[busiest])


def _bound_for(run, first: int = 0) -> np.ndarray:  # type: ignore[no-untyped-def]
    """f8[sectors] persons who come to the towns each sector is crossed from, less those who go on elsewhere.

    Not attempts: people sent back try again in the same sector, so enforcement raises attempts by itself.
    """
    edges = run.simulation.values.edges
    flow = np.zeros(len(edges.tail))
    flow[run.simulation.edge_order] = run.history.edges[first:].sum(axis=(0, 2))
    bound = np.zeros(len(run.simulation.world.sectors))
    for sector in range(len(bound)):
        town = np.zeros(len(edges.sector), bool)
        town[edges.tail[edges.into_sector == sector]] = True
        leads_in, leads_out = town[edges.head] & ~town[edges.tail], town[edges.tail] & ~town[edges.head]
        bound[sector] = flow[leads_in].sum() - flow[leads_out & (edges.into_sector != sector)].sum()
    return bound


@once
def _announced(lab: Lab, closed: bool = False) -> np.ndarray:
    """f8[T] departures for the hub over those of history, from an announcement on; `closed`: and access closes.

    The source counts arrivals at the hub's border and people on their way north.
    """
    first = lab.month("2018-01")

    def heard(t, c, _):  # type: ignore[no-untyped-def]
        if t == first:
            c.belief_shift[:, :, lab.world.hub] += ANNOUNCED
        if closed:
            c.outcome[:] = 0.0
            c.outcome[:, :, REMOVED] = 1.0
            c.claim_access[:] = 0.0
            c.sector_enforcement *= 10.0

    plain, after = (lab.run(months=72, scale=100, change=change) for change in (None, between(first, heard)))
    bound, other = (run.history.set_out[:, :, lab.world.hub].sum(axis=1) for run in (after, plain))
    return (bound / np.maximum(other, 1.0))[first:]


def announcement(lab: Lab) -> float:
    """P13a: change of departures for the hub in the month of the announcement."""
    return float(_announced(lab)[0] - 1.0)


def announcement_fades(lab: Lab) -> float:
    """P13b: departures for the hub a year later over those of history, if access has not changed."""
    return float(_announced(lab)[11:14].mean())


def closure(lab: Lab) -> float:
    """P13c: change of departures for the hub in the second year if nobody is released and nearly everybody is met."""
    return float(_announced(lab, closed=True)[12:24].mean() - 1.0)


def _visas(lab: Lab, origins: tuple[str, ...], scale: int, *rows):  # type: ignore[no-untyped-def]
    return [lab.run(months=60, origins=origins, scale=scale, plan=lab.plan_of(*chosen)) for chosen in ((), rows)]


def visa_elasticity(lab: Lab) -> float:
    """P12a: elasticity of irregular arrivals to lawful work visas, eight to twelve months after 50 % more."""
    first = lab.month("2016-01")
    rows = [{"lever": lever, "mode": "scale", "strength": 1.5, "start": "2016-01"}
            for lever in ("visas_h2a", "visas_h2b")]
    plain, more = _visas(lab, ("MEX", *NORTH), 100, *rows)
    year, months = slice(first, first + 13), slice(first + 8, first + 13)
    lawful = ratio(more.events("season_started")[year], plain.events("season_started")[year])
    return float(np.log(ratio(more.arrivals()[months], plain.arrivals()[months])) / np.log(lawful))


def visa_volume(lab: Lab) -> float:
    """P12b: change of departures of northern Central America from 20 000 further seasonal visas a year."""
    row = {"lever": "visas_h2b", "start": "2016-01", "quantity": 20000, "per": "year", "origins": list(NORTH)}
    plain, more = _visas(lab, NORTH, 20, row)
    first = lab.month("2017-01")
    return ratio(more.departures()[first:], plain.departures()[first:]) - 1.0
