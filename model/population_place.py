"""The plan of one place (how many households of what kind) and the writing of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from model.draws import key, uniform_block
from model.households import NEVER, NOWHERE, Households, allocate
from model.population_allocation import (
    LARGEST_HOUSEHOLD,
    child_cells,
    largest_remainder,
    size_counts,
    stride,
)
from model.population_kernels import Cells, abroad, count_home, fill_home, fill_reserve, fill_traits
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
from model.population_traits import (
    QUANTILES,
    STREAMS,
    Traits,
    mean_income,
    poor_ranks,
    weyl_steps,
)
from model.settings import Settings
from model.world import World

SHIFTS_DECISION = 1001
"""Draws of a place (world seed): shifts of its sequences."""
LATTICE_DECISION = 1002
"""Draws of a place (world seed): shifts of its lattices."""

DOCUMENTS_SHARE = 0.95
SECOND_BLOCK_SHARE = 0.12
POOR_LINES = 1.5
"""Band limit: household income per person over the food line."""
SAVINGS_SPREAD, SAVINGS_CAP = 1.2, 12.0
"""Months of income saved: log-normal around one month, at most twelve."""
ABROAD_SIZES = (0.78, 0.13, 0.06, 0.03)
"""Parties of 1, 2, 3 and 4 persons abroad; mean 1.34 (1.35 persons a party by judgement)."""
_MEAN_SAMPLE = 50_000


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
    home_lattice: np.ndarray
    reserve_lattice: np.ndarray
    bands: np.ndarray
    """i8[5] rows of the four bands and of the reserve"""


def place_plan(world: World, settings: Settings, source: CountrySources, place: int, seed: int,
               start: int) -> PlacePlan:
    """Plan of one origin place; its rows are counted here, so that all places can be laid out."""
    row = int(np.flatnonzero(source.places == place)[0])
    households, persons = _home_counts(source, row)
    home = _group(source, row, households, persons)
    formed = np.round(households * (source.growth - 1.0)).astype(np.int64)
    new_size = max(SMALLEST_NEW_HOUSEHOLD, float(source.size_mean[row]) * source.new_size)
    reserve = _group(source, row, int(formed[-1]), round(int(formed[-1]) * new_size))
    line = POOR_LINES * settings["foodline"]
    uid = int(world.place_uid[place])
    home_lattice, reserve_lattice = _lattices(home.count, reserve.count, seed, uid)
    poor = _poor(home, source.sigma, line)
    bands, chances = np.zeros(4, np.int64), np.zeros(len(poor))
    count_home(home.types, poor, home_lattice[0, 0], home_lattice[0, 1], home.count, bands, chances)
    traits, cells = _traits(source, row, home.mu, seed, uid), _cells(source, row)
    abroad(allocate(0), bands, cells, line, traits, np.zeros(5, np.int64), 0)
    return PlacePlan(
        place=place, source=source, row=row, residents=float(source.persons[row]),
        mean_income=float(source.mean_income[row]), size_mean=float(source.size_mean[row]),
        tie_share=float(source.tie[row]), home=home, reserve=reserve, formed=formed, traits=traits,
        special=_special(world, settings, source, row, home, chances, (world.start + start) % 12),
        cells=cells, poor=poor, poor_line=line, home_lattice=home_lattice, reserve_lattice=reserve_lattice,
        bands=np.append(bands, reserve.count))


def _home_counts(source: CountrySources, row: int) -> tuple[int, int]:
    """Simulated households and persons at home; the country's totals are met by largest remainder."""
    households = largest_remainder(source.persons / source.size_mean / source.scale)
    persons = largest_remainder(source.persons / source.scale)
    count = max(1, int(households[row]))
    return count, max(count, int(persons[row]))


def _group(source: CountrySources, row: int, households: int, persons: int) -> Group:
    counts = size_counts(source.sizes, households, persons)
    cells = child_cells(counts, round(source.children * persons))
    types = _types(cells, round(float(source.tie[row]) * households))
    return Group(types, households, _log_median(float(source.mean_income[row]), source.sigma, households))


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


def _traits(source: CountrySources, row: int, mu: float, seed: int, uid: int) -> Traits:
    rural, farm = float(source.rural[row]), float(source.farm[row])
    low, high = key(seed)
    urban_farms = min(FARM_URBAN, farm) * (1.0 - rural)
    rural_farms = min(FARM_CAP * rural, farm - urban_farms)
    return Traits(uid=np.uint32(uid), k0=low, k1=high, mu=mu, sigma=source.sigma, rural=rural,
                  farm_from=rural - rural_farms, farm_to=rural + urban_farms, woman=source.women,
                  documents=DOCUMENTS_SHARE, second_block=SECOND_BLOCK_SHARE, blocks=source.blocks,
                  savings=_savings_table(), logits=_logit_table(), steps=weyl_steps(),
                  shifts=_shifts(seed, uid))


def _shifts(seed: int, uid: int) -> np.ndarray:
    """Shifts of the sequences of a place, u8[3, STREAMS]."""
    draws = uniform_block(seed, uid, 0, (3 * STREAMS + 3) // 4, 0, SHIFTS_DECISION).ravel()
    return (draws[:3 * STREAMS] * 2.0**63).astype(np.uint64).reshape(3, STREAMS) * np.uint64(2)


@lru_cache
def _savings_table() -> np.ndarray:
    """Months of income saved at the middles of equal shares of households, f8[QUANTILES]."""
    return np.minimum(SAVINGS_CAP, np.exp(SAVINGS_SPREAD * _normal_scores()))


@lru_cache
def _logit_table() -> np.ndarray:
    middles = (np.arange(QUANTILES) + 0.5) / QUANTILES
    return np.log(middles / (1.0 - middles))


def _normal_scores() -> np.ndarray:
    grid = np.linspace(-5.0, 5.0, 20_001)
    density = np.exp(-grid**2 / 2)
    below = np.cumsum(density) - density / 2
    return np.interp((np.arange(QUANTILES) + 0.5) / QUANTILES, below / density.sum(), grid)


@lru_cache
def _score_table(mean: float, weight: float = 11.0) -> np.ndarray:
    """Quantiles of Beta(mean * weight, (1 - mean) * weight), 6 and 5 in9; f8[QUANTILES]."""
    grid = (np.arange(20_000) + 0.5) / 20_000
    density = grid ** (mean * weight - 1) * (1 - grid) ** ((1 - mean) * weight - 1)
    below = np.cumsum(density) - density / 2
    return np.interp((np.arange(QUANTILES) + 0.5) / QUANTILES, below / density.sum(), grid)


def _special(world: World, settings: Settings, source: CountrySources, row: int, home: Group,
             chances: np.ndarray, calendar_month: int) -> Special:
    cases = _cases(source, row, calendar_month)
    staying, shares = neighbours(world, source.places, int(source.places[row]))
    hub = int(world.main_place[world.hub])
    density = [_displaced_density(source, row, home, case, chances) if case[0] == DISPLACED_CASE
               else np.full(len(chances), case[2] / home.count) for case in cases]
    return Special(
        case=np.array([case[0] for case in cases], np.int64),
        detail=np.array([case[1] for case in cases], np.int64),
        density=np.array(density, float).reshape(len(cases), len(chances)), owed=np.zeros(len(cases)),
        where=np.full(len(cases), hub, np.uint16),
        months=np.array([case[3] for case in cases], float).reshape(len(cases), 13),
        neighbours=staying, neighbour_shares=shares, scores=_score_table(settings["rss_init"]),
        forced=settings["rss_forced"], fee=source.fee, guided=source.guided)


def _displaced_density(source: CountrySources, row: int, home: Group, case: tuple[int, int, int, np.ndarray],
                       chances: np.ndarray) -> np.ndarray:
    """Displaced households per unit of chance by size, so that their persons meet the table; f8[size + 1]."""
    cause = list(CAUSES.values()).index(case[1])
    persons = round(float(source.displaced_persons[row, cause]) / source.scale)
    sizes = home.types[:, 0] + home.types[:, 1]
    there = np.bincount(sizes, home.types[:, 3], minlength=LARGEST_HOUSEHOLD + 1)
    wanted = size_counts(np.maximum(there[1:], 1e-9) / there.sum(), case[2], persons)
    wanted = np.minimum(wanted, there[1:])[:len(chances) - 1]
    return np.append(0.0, np.divide(wanted, chances[1:], out=np.zeros(len(wanted)), where=chances[1:] > 0))


def _cases(source: CountrySources, row: int, calendar_month: int) -> list[tuple[int, int, int, np.ndarray]]:
    """Special situations with members: (case, detail, units, cumulative months left)."""
    nobody = np.ones(13)
    cases = [(SEASONAL_CASE, int(months), int(units), contract_months_left(int(months), calendar_month))
             for months, units in zip(source.contract_months, source.seasonal[row], strict=True)]
    cases += [(RETURNED_CASE, kind, int(units), nobody) for kind, units in enumerate(source.returned[row])]
    cases += [(DISPLACED_CASE, cause, int(units), nobody)
              for cause, units in zip(CAUSES.values(), source.displaced[row], strict=True)]
    return [case for case in cases if case[2] > 0]


def _cells(source: CountrySources, row: int) -> Cells:
    cells, persons = source.cells, source.abroad[row]
    kept = persons > 0
    return Cells(where=cells.place[kept].astype(np.uint16), state=cells.state[kept], persons=persons[kept],
                 profile=cells.profile[kept], block=cells.block[kept], wait=cells.wait[kept],
                 years=source.years, sizes=np.cumsum(ABROAD_SIZES))


def _poor(home: Group, sigma: float, line: float) -> np.ndarray:
    """First income rank that is not poor, by household size; i8[size + 1]."""
    largest = int((home.types[:, 0] + home.types[:, 1]).max())
    ranks = [poor_ranks(home.mu, sigma, home.count, line * size) for size in range(largest + 1)]
    return np.array(ranks, np.int64)


def _lattices(home: int, later: int, seed: int, uid: int) -> tuple[np.ndarray, np.ndarray]:
    """Strides and shifts i8[3, 2] of the rows at home (income ranks, rural-farm, women) and i8[2, 2] of the
    reserve (types, income ranks)."""
    draws = uniform_block(seed, uid, 0, 2, 0, LATTICE_DECISION).ravel()
    here = [[stride(home, ratio), int(draws[ratio] * home)] for ratio in range(3)]
    there = [[stride(later, ratio), int(draws[3 + ratio] * later)] for ratio in range(2)]
    return np.array(here, np.int64), np.array(there, np.int64)


def write_place(households: Households, plan: PlacePlan, band_starts: np.ndarray) -> None:
    """Write all rows of a place; `band_starts` i8[6] are the first rows of its bands, reserve and end."""
    next_row = band_starts[:4].copy()
    _fill_alike(households, plan.place, int(band_starts[0]), int(band_starts[5]))
    plan.special.owed[:] = 0.0
    fill_home(households, next_row, plan.home.types, plan.poor, plan.home_lattice, plan.home.count,
              plan.traits, plan.special)
    abroad(households, next_row, plan.cells, plan.poor_line, plan.traits, np.zeros(5, np.int64), 1)
    if not np.array_equal(next_row, band_starts[1:5]):
        raise AssertionError(f"rows of place {plan.place} do not fill their bands: {next_row} {band_starts}")
    fill_traits(households, band_starts[0], band_starts[5], plan.traits.uid, plan.traits.k0, plan.traits.k1)
    if plan.reserve.count:
        fill_reserve(households, band_starts[4], plan.reserve.types, np.cumsum(plan.reserve.types[:, 3]),
                     plan.reserve_lattice, plan.reserve.count, plan.traits._replace(mu=plan.reserve.mu))


def _fill_alike(households: Households, place: int, first: int, last: int) -> None:
    """What is alike for all: at home, no destination, never returned, no claim (zeros stay unwritten)."""
    households.where[first:last] = place
    households.goal[first:last] = NOWHERE
    households.t_ret[first:last] = NEVER
    households.claim[first:last] = NEVER
    households.t_in[first:last] = -1  # before the run: step 0 as date would mean "moved in step 0"
