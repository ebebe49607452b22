"""The plan of one place (how many households of what kind) and the writing of its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.draws import uniform_block
from model.households import Households, allocate
from model.population_allocation import child_cells, largest_remainder, size_counts, stride
from model.population_kernels import Cells, abroad, count_home, fill_home, fill_reserve
from model.population_sources import (
    CAUSES,
    FARM_CAP,
    FARM_URBAN,
    SMALLEST_NEW_HOUSEHOLD,
    CountrySources,
    contract_months_left,
    neighbours,
)
from model.population_special import DISPLACED_CASE, RETURNED_CASE, SEASONAL_CASE, Special
from model.population_traits import HOME, RESERVE, STREAMS, Traits, mean_income, poor_ranks, weyl_steps
from model.settings import Settings
from model.world import World

SHIFTS_DECISION = 1001
"""Draws of a place (world seed): shifts of its sequences."""
LATTICE_DECISION = 1002
"""Draws of a place (world seed): shifts of its lattices."""

DOCUMENTS_SHARE = 0.95
SECOND_BLOCK_SHARE = 0.12
POOR_LINES = 1.5
"""Band limit: household income per person over the food line (MODEL §7)."""
SAVINGS_SPREAD, SAVINGS_CAP = 1.2, 12.0
"""Months of income saved: log-normal around one month, at most twelve (MODEL §3.5)."""
ABROAD_SIZES = (0.78, 0.13, 0.06, 0.03)
"""Parties of 1, 2, 3 and 4 persons abroad; mean 1.34 (MODEL §13 counts 1.35 persons a party)."""
_TABLE = 4096
_MEAN_SAMPLE = 200_000


@dataclass(eq=False)
class Group:
    """Households of one place written together: types i8[k, 4] (adults, children, tied, households)."""

    types: np.ndarray
    count: int
    mu: float


@dataclass(eq=False)
class PlacePlan:
    """Everything needed to write the rows of a place; a function of its country's sources and its name."""

    place: int
    source: CountrySources
    row: int
    residents: float
    mean_income: float
    size_mean: float
    tie_share: float
    home: Group
    reserve: Group
    formed: np.ndarray
    traits: Traits
    special: Special
    cells: Cells
    poor: np.ndarray
    poor_line: float
    lattice: np.ndarray


def place_plan(world: World, settings: Settings, source: CountrySources, place: int, seed: int,
               start: int) -> PlacePlan:
    """Plan of one origin place."""
    row = int(np.flatnonzero(source.places == place)[0])
    households, persons = _home_counts(source, row)
    home = _group(source, row, households, persons, float(source.mean_income[row]))
    formed = np.round(households * (source.growth - 1.0)).astype(np.int64)
    new_size = max(SMALLEST_NEW_HOUSEHOLD, float(source.size_mean[row]) * source.new_size)
    later = int(formed[-1])
    reserve = _group(source, row, later, round(later * new_size), float(source.mean_income[row]))
    line = POOR_LINES * settings["foodline"]
    uid = int(world.place_uid[place])
    traits = _traits(source, row, place, home.mu, seed, uid)
    return PlacePlan(
        place=place, source=source, row=row, residents=float(source.persons[row]),
        mean_income=float(source.mean_income[row]), size_mean=float(source.size_mean[row]),
        tie_share=float(source.tie[row]), home=home, reserve=reserve, formed=formed, traits=traits,
        special=_special(world, settings, source, row, home, (world.start + start) % 12),
        cells=_cells(source, row), poor=_poor(home, source.sigma, line), poor_line=line,
        lattice=_lattice(home.count, later, seed, uid))


def _home_counts(source: CountrySources, row: int) -> tuple[int, int]:
    """Simulated households and persons at home; the country's totals are met by largest remainder."""
    households = largest_remainder(source.persons / source.size_mean / source.scale)
    persons = largest_remainder(source.persons / source.scale)
    count = max(1, int(households[row]))
    return count, max(count, int(persons[row]))


def _group(source: CountrySources, row: int, households: int, persons: int, mean: float) -> Group:
    counts = size_counts(source.sizes, households, persons)
    cells = child_cells(counts, round(source.children * persons))
    types = _types(cells, round(float(source.tie[row]) * households))
    return Group(types, households, _log_median(mean, source.sigma, households))


def _types(cells: np.ndarray, tied: int) -> np.ndarray:
    """Households by adults, children and tie, i8[k, 4]; `tied` of them have close family abroad."""
    size, children = np.nonzero(cells)
    households = cells[size, children]
    with_tie = np.minimum(largest_remainder(households.astype(float), tied), households)
    columns = [np.repeat(size + 1 - children, 2), np.repeat(children, 2), np.tile([0, 1], len(size)),
               np.column_stack([households - with_tie, with_tie]).ravel()]
    types = np.column_stack(columns).astype(np.int64)
    return np.ascontiguousarray(types[types[:, 3] > 0])


def _log_median(mean: float, sigma: float, count: int) -> float:
    """Log of the median for which the mean over `count` stratified households is `mean`."""
    mu = float(np.log(mean) - sigma**2 / 2.0)
    if count <= 0:
        return mu
    for _ in range(2):
        mu += float(np.log(mean / mean_income(mu, sigma, min(count, _MEAN_SAMPLE))))
    return mu


def _traits(source: CountrySources, row: int, place: int, mu: float, seed: int, uid: int) -> Traits:
    rural, farm = float(source.rural[row]), float(source.farm[row])
    farm_urban = min(FARM_URBAN, farm)
    farm_rural = min(FARM_CAP, max(0.0, farm - farm_urban * (1 - rural)) / rural) if rural > 0 else 0.0
    return Traits(place=place, mu=mu, sigma=source.sigma, rural=rural, farm_rural=farm_rural,
                  farm_urban=farm_urban, woman=source.women, documents=DOCUMENTS_SHARE,
                  second_block=SECOND_BLOCK_SHARE, blocks=source.blocks, savings=_savings_table(),
                  steps=weyl_steps(), shifts=_shifts(seed, uid))


def _shifts(seed: int, uid: int) -> np.ndarray:
    """Shifts of the sequences of a place, u8[3, STREAMS]."""
    draws = uniform_block(seed, uid, 0, (3 * STREAMS + 3) // 4, 0, SHIFTS_DECISION).ravel()
    return (draws[:3 * STREAMS] * 2.0**63).astype(np.uint64).reshape(3, STREAMS) * np.uint64(2)


def _savings_table() -> np.ndarray:
    """Months of income saved at the middles of equal shares of households, f8[_TABLE]."""
    return np.minimum(SAVINGS_CAP, np.exp(SAVINGS_SPREAD * _normal_scores()))


def _normal_scores() -> np.ndarray:
    grid = np.linspace(-5.0, 5.0, 20_001)
    density = np.exp(-grid**2 / 2)
    below = np.cumsum(density) - density / 2
    return np.interp((np.arange(_TABLE) + 0.5) / _TABLE, below / density.sum(), grid)


def _score_table(mean: float, weight: float = 11.0) -> np.ndarray:
    """Quantiles of a Beta distribution with the given mean and weight (6 + 5 in MODEL §3.9), f8[_TABLE]."""
    grid = (np.arange(20_000) + 0.5) / 20_000
    density = grid ** (mean * weight - 1) * (1 - grid) ** ((1 - mean) * weight - 1)
    below = np.cumsum(density) - density / 2
    return np.interp((np.arange(_TABLE) + 0.5) / _TABLE, below / density.sum(), grid)


def _special(world: World, settings: Settings, source: CountrySources, row: int, home: Group,
             calendar_month: int) -> Special:
    cases = _cases(source, row, calendar_month)
    staying, shares = neighbours(world, source.places, int(source.places[row]))
    hub = int(world.main_place[world.hub])
    return Special(
        case=np.array([case[0] for case in cases], np.int64),
        detail=np.array([case[1] for case in cases], np.int64),
        density=np.array([case[2] / home.count for case in cases], float), owed=np.zeros(len(cases)),
        where=np.full(len(cases), hub, np.uint16),
        months=np.array([case[3] for case in cases], float).reshape(len(cases), 13),
        neighbours=staying, neighbour_shares=shares, scores=_score_table(settings["rss_init"]),
        forced=settings["rss_forced"], fee=source.fee, guided=source.guided)


def _cases(source: CountrySources, row: int, calendar_month: int) -> list[tuple[int, int, int, np.ndarray]]:
    """Special situations with members: (case, detail, units, cumulative months left)."""
    nobody = np.ones(13)
    cases = [(SEASONAL_CASE, int(months), int(units), contract_months_left(int(months), calendar_month))
             for months, units in zip(source.seasonal_classes["months"], source.seasonal[row], strict=True)]
    cases += [(RETURNED_CASE, kind, int(units), nobody) for kind, units in enumerate(source.returned[row])]
    cases += [(DISPLACED_CASE, cause, int(units), nobody)
              for cause, units in zip(CAUSES.values(), source.displaced[row], strict=True)]
    return [case for case in cases if case[2] > 0]


def _cells(source: CountrySources, row: int) -> Cells:
    table = source.abroad_cells
    persons = source.abroad[row]
    kept = persons > 0
    return Cells(where=table["place"].to_numpy(np.uint16)[kept], state=table["state"].to_numpy(np.int64)[kept],
                 persons=persons[kept], profile=table["profile"].to_numpy(np.int64)[kept],
                 block=table["block"].to_numpy(np.int64)[kept], wait=table["wait"].to_numpy(float)[kept],
                 years=source.years, sizes=np.cumsum(ABROAD_SIZES))


def _poor(home: Group, sigma: float, line: float) -> np.ndarray:
    """First income rank that is not poor, by household size; i8[size + 1]."""
    largest = int((home.types[:, 0] + home.types[:, 1]).max())
    ranks = [poor_ranks(home.mu, sigma, home.count, line * size) for size in range(largest + 1)]
    return np.array(ranks, np.int64)


def _lattice(home: int, later: int, seed: int, uid: int) -> np.ndarray:
    """Stride and shift of: income ranks at home, type positions and income ranks of the reserve; i8[6]."""
    draws = uniform_block(seed, uid, 0, 1, 0, LATTICE_DECISION)[0]
    return np.array([stride(home), int(draws[0] * home), stride(later), int(draws[1] * later),
                     stride(later, second=True), int(draws[2] * later)], np.int64)


def count_rows(plan: PlacePlan) -> np.ndarray:
    """Rows of a place in its four bands and its reserve, i8[5]."""
    bands = np.zeros(4, np.int64)
    lattice = plan.lattice
    count_home(plan.home.types, plan.poor, lattice[0], lattice[1], plan.home.count, bands)
    _abroad(allocate(0), plan, bands, writing=0)
    return np.append(bands, plan.reserve.count)


def write_place(households: Households, plan: PlacePlan, band_starts: np.ndarray) -> None:
    """Write all rows of a place; `band_starts` i8[6] are the first rows of its bands."""
    lattice = plan.lattice
    next_row = band_starts[:4].copy()
    plan.special.owed[:] = 0.0
    fill_home(households, next_row, plan.home.types, plan.poor, lattice[0], lattice[1], plan.home.count,
              plan.traits, plan.special)
    _abroad(households, plan, next_row, writing=1)
    if not np.array_equal(next_row, band_starts[1:5]):
        raise AssertionError(f"rows of place {plan.place} do not fill their bands: {next_row} {band_starts}")
    if plan.reserve.count:
        traits = plan.traits._replace(mu=plan.reserve.mu)
        fill_reserve(households, band_starts[4], plan.reserve.types, np.cumsum(plan.reserve.types[:, 3]),
                     lattice[2:], plan.reserve.count, traits)


def _abroad(households: Households, plan: PlacePlan, next_row: np.ndarray, writing: int) -> None:
    abroad(households, next_row, plan.cells, plan.poor_line, plan.traits, np.zeros(5, np.int64), writing)


__all__ = ["HOME", "RESERVE", "PlacePlan", "count_rows", "place_plan", "write_place"]
