"""Conditions of a month before any lever acts: history tables where they exist, declared stand-ins elsewhere.

Border outcomes come from the drivers; interior removal from the setting `h_removal`; asylum decisions and
recognition from `asylum.csv`, whose last year is held. Everything else is neutral.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts

OTHER_HOSTS = 0.25
"""Interior removal in hosts other than the hub over that of the hub (J: few remove from the interior)."""
UNKNOWN_DECISIONS = 1.0
"""Asylum decisions a month per million residents where a host has no figure (J)."""
ONES = (
    "enforcement",
    "sector_enforcement",
    "fee_multiplier",
    "claim_access",
    "income_multiplier",
    "violence_multiplier",
    "displacement_multiplier",
    "attempt_multiplier",
    "integration_multiplier",
    "absorb",
    "harm_multiplier",
    "disaster_multiplier",
    "apply_multiplier",
    "harm_party",
    "visa_price_multiplier",
    "overstay_multiplier",
    "crowding_multiplier",
    "crisis_half_life",
    "women_victim",
)
ZEROS = (
    "removal_quota",
    "claim_shift",
    "drought_shield",
    "food_relief",
    "belief_shift",
    "risk_shift",
    "stigma_shift",
    "referral",
    "aid_cash",
    "displaced_help",
    "risk_truth",
    "rehire_shift",
    "wish_shift",
)


def base_conditions(world: Any, drivers: Any, settings: Any, t: int, out: Conditions) -> Conditions:
    """Write the conditions of step t into `out` (all arrays; lists and notes emptied) and return it.

    `drivers` may be None (checks of plans): then the border outcomes stay as they are.
    """
    for name in ONES:
        getattr(out, name).fill(1.0)
    for name in ZEROS:
        getattr(out, name).fill(0.0)
    if drivers is not None:
        out.outcome[:] = drivers.border_outcomes[t]
    out.removal_rate[:] = settings["h_removal"] * OTHER_HOSTS
    out.removal_rate[world.hub] = settings["h_removal"]
    np.fill_diagonal(out.removal_rate, 0.0)
    capacity, recognition = asylum_by_year(world)
    year = min(max((world.start + t) // 12 - world.start // 12, 0), len(capacity) - 1)
    out.asylum_capacity[:] = capacity[year]
    out.recognition[:] = np.where(np.isnan(recognition[year]), settings["grant_default"], recognition[year])
    for part in (out.programmes, out.costs, out.notes):
        part.clear()
    return out


@lru_cache(maxsize=4)
def asylum_by_year(world: Any) -> tuple[np.ndarray, np.ndarray]:
    """Asylum of the years of the world: capacity f8[Y,C] decisions a month, recognition f8[Y,C,C] (nan none).

    Capacity counts the nationalities in the run, so that leaving origins out leaves the others' wait alone.
    """
    first, last = world.start // 12, world.end // 12
    rows = world.tables["asylum"]
    years = range(first, last + 1)
    decisions = _grid(world, rows[rows["series"] == "decisions"], years)
    rates = _grid(world, rows[rows["series"] == "recognition_rate"], years)
    return _capacity(world, decisions) / 12.0, _fill_nationalities(rates)


def _grid(world: Any, rows: Any, years: range) -> np.ndarray:
    """f8[Y,C,C+1] by year, country of asylum and nationality (last column ALL); nan where no figure."""
    known = sorted(set(rows["year"].astype(int)))
    size = len(world.countries)
    grid = np.full((len(years), size, size + 1), np.nan)
    names = {**world.country_index, "ALL": size}
    for host, group in rows.groupby("country_iso3"):
        table: dict[int, dict[int, float]] = {}
        for year, nation, value in zip(group["year"], group["origin_iso3"], group["value"], strict=True):
            if nation in names:
                table.setdefault(int(year), {})[names[nation]] = float(value)
        for index, year in enumerate(years):
            source = _nearest_year(table, year) if known else None
            for nation, value in table.get(source, {}).items() if source is not None else ():
                grid[index, world.country_index[str(host)], nation] = value
    return grid


def _nearest_year(table: dict[int, dict[int, float]], year: int) -> int | None:
    """The latest year up to `year`, else the first one."""
    earlier = [known for known in table if known <= year]
    return max(earlier) if earlier else min(table, default=None)


def _capacity(world: Any, decisions: np.ndarray) -> np.ndarray:
    """f8[Y,C] decisions a year for the people in the run: by nationality where listed, else the total."""
    total, listed = decisions[:, :, -1], decisions[:, :, :-1]
    everyone = facts.covered(world, ())
    here = np.divide(
        facts.by_country(world, np.ones(len(world.origins))),
        everyone,
        out=np.zeros(len(everyone)),
        where=everyone > 0,
    )
    by_nation = np.nansum(listed * here, axis=2)
    judged = UNKNOWN_DECISIONS * 12.0 * facts.population(world) / 1e6
    capacity = np.where(np.isnan(listed).all(axis=2), total, by_nation)
    return np.where(np.isnan(capacity), judged, capacity)


def _fill_nationalities(rates: np.ndarray) -> np.ndarray:
    """f8[Y,C,C]: nationality's own rate, else the country's rate for all; nan without both."""
    own, general = rates[:, :, :-1], rates[:, :, -1:]
    return np.where(np.isnan(own), general, own)
