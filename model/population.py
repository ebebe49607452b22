"""Synthesis of the households of a world at the start of a run.

    population = synthesise(world, drivers, settings, scale=100)

Rows lie contiguous by origin place. Inside a place come four static bands (band = 2 * poor + (a child and
a tie)), then the reserve: households that form later, in the order they form. Every marginal is shared
out in whole units (largest remainder), attributes follow low-discrepancy sequences shifted by draws of
the place, so the tables are met even in small places (`Population.fit`) and a row depends on its place,
its scale and the world seed alone: keeping some origins or adding a country changes nobody.

Choices that a reader should know:

* Residents of the tables (population series) are the rows at home. People abroad are further rows of
  their origin place, formed from its households' incomes and ties; the series does not count them.
* A party abroad has 1.34 persons on average (`ABROAD_SIZES`), as parties that leave do, and is the whole
  row (`party == members`): remittances and onward moves are counted per party.
* Seasonal workers and recent returnees belong to resident households: one adult (or an adult with a
  child) is the party, the other members are at home.
* Household size is frozen. New households grow 0.8 % a year faster than people, hence are smaller.
* The stocks are those of the world's start; a run that starts later takes the residents of its own month
  and these stocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from model.checks import InputError, nearest
from model.drivers import Drivers
from model.households import NOWHERE, Households, allocate
from model.population_fit import Recount, fit_table, recount_all
from model.population_place import PlacePlan, place_plan, write_place
from model.population_sources import CountrySources, country_sources
from model.population_tables import read
from model.settings import Settings
from model.world import World

BANDS = 4
RESERVE_BAND = 4


@dataclass(eq=False)
class Population:
    """Households at the start and where they lie; O origin places in use, T months."""

    households: Households
    rows: int
    starts: np.ndarray       # i8[O+1] first row of each origin place
    band_starts: np.ndarray  # i8[O, 6] first row of bands 0-3, of the reserve, and the end
    weight: np.ndarray       # i8[O] real households per row
    formed: np.ndarray       # i8[T+1, O] rows of the reserve formed by the end of month t
    mean_inc: np.ndarray     # f8[O] mean household income at home, US$ of 2021 a month
    size_mean: np.ndarray    # f8[O] persons per household at home
    tie_share: np.ndarray    # f8[O] households at home with close family abroad
    persons: np.ndarray      # f8[O] residents of the source tables
    recount: Recount         # what the rows add up to, counted at the start

    @cached_property
    def fit(self) -> pd.DataFrame:
        """Source and synthetic value of every marginal, by place and country (see `fit_table`)."""
        return fit_table(self.recount)


def synthesise(world: World, drivers: Drivers, settings: Settings, scale: int | Mapping[str, int] = 100,
               world_seed: int = 0, start: int = 0, months: int = 204) -> Population:
    """Make the households of the world's origins in use.

    scale: real households per row, one number or by country code (others: the world's default).
    start: first month of the run as a step of the world; months: length of the run (later-forming rows).
    Raises InputError for a scale below 1 or an unknown country in `scale`.
    """
    scales = _scales(world, scale)
    tables = read(world)
    sources = {code: country_sources(world, tables, drivers, settings, code, scales[code], start, months)
               for code in dict.fromkeys(world.countries[c] for c in world.origin_country)}
    plans = [place_plan(world, settings, sources[world.countries[world.place_country[place]]], int(place),
                        world_seed, start) for place in world.origins]
    counts = np.array([plan.bands for plan in plans], np.int64).reshape(-1, BANDS + 1)
    band_starts, starts = _layout(counts)
    households = allocate(int(starts[-1]))
    for plan, bands in zip(plans, band_starts, strict=True):
        write_place(households, plan, bands)
    _seal(households, int(starts[-1]))
    weight = np.array([plan.source.scale for plan in plans], np.int64)
    return Population(
        households=households, rows=int(starts[-1]), starts=starts, band_starts=band_starts, weight=weight,
        formed=_formed(plans, months), mean_inc=np.array([plan.mean_income for plan in plans]),
        size_mean=np.array([plan.size_mean for plan in plans]),
        tie_share=np.array([plan.tie_share for plan in plans]),
        persons=np.array([plan.residents for plan in plans]),
        recount=recount_all(world, households, band_starts, plans, sources))


def _scales(world: World, scale: int | Mapping[str, int]) -> dict[str, int]:
    if not isinstance(scale, Mapping):
        return {code: _checked_scale(scale, "scale") for code in world.countries}
    for code in scale:
        if code not in world.country_index:
            raise InputError(f"scale: no country '{code}' in the world. {nearest(code, world.countries)}")
    return {code: _checked_scale(scale.get(code, world.default_scale), f"scale.{code}")
            for code in world.countries}


def _checked_scale(value: int, where: str) -> int:
    if isinstance(value, bool) or int(value) != value or not 1 <= value <= 100_000:
        raise InputError(f"{where} = {value!r}: a whole number from 1 to 100000 is needed "
                         "(real households per simulated one).")
    return int(value)


def _layout(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First rows of the bands and of the places from the rows per band, i8[O, 6] and i8[O+1]."""
    ends = np.cumsum(counts.ravel()).reshape(counts.shape)
    begins = ends - counts
    band_starts = np.concatenate([begins, ends[:, -1:]], axis=1)
    return band_starts, np.concatenate([band_starts[:, 0], ends.ravel()[-1:]])


def _formed(plans: list[PlacePlan], months: int) -> np.ndarray:
    """Cumulative rows of each place's reserve formed by the end of month t, i8[T+1, O]."""
    formed = np.zeros((months + 1, len(plans)), np.int64)
    for column, plan in enumerate(plans):
        formed[:, column] = plan.formed
    return formed


def _seal(households: Households, rows: int) -> None:
    """Give the padding rows the value nowhere, so that no scan takes them for people at a place."""
    households.where[rows:] = NOWHERE
    households.goal[rows:] = NOWHERE


def worst_marginals(fit: pd.DataFrame, count: int = 20, least_units: int = 50) -> pd.DataFrame:
    """The marginals that fit worst among those of at least `least_units` simulated units."""
    large = fit[fit["units"] >= least_units]
    order = large["relative_error"].abs().sort_values(ascending=False).index
    return large.loc[order[:count]].reset_index(drop=True)


__all__ = ["BANDS", "RESERVE_BAND", "CountrySources", "Population", "synthesise", "worst_marginals"]
