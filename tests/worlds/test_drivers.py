"""Drivers follow the tables to the end of history and hold the last twelve months afterwards."""

from __future__ import annotations

import dataclasses
import math
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model.drivers import LEAST_DEMAND, MOST_DEMAND, Drivers, build
from model.world import SCENARIOS, World, load


@pytest.fixture(scope="module")
def valley() -> World:
    return load("valley")


@pytest.fixture(scope="module")
def drivers(valley: World) -> Drivers:
    return build(valley)


def test_shapes_and_rules(valley: World, drivers: Drivers) -> None:
    months, countries, origins = valley.months, len(valley.countries), len(valley.origins)
    per_origin = {"homicide", "drought", "disaster", "crisis"}
    for field in dataclasses.fields(Drivers):
        if field.name == "held_from":
            continue
        array = getattr(drivers, field.name)
        assert array.shape[:2] == (months, origins if field.name in per_origin else countries), field.name
        assert np.isfinite(array).all() and field.name in Drivers.rule


def test_drivers_are_held_after_history(valley: World, drivers: Drivers) -> None:
    last = valley.history_end + 1
    for name in ("gdp_ppp", "demand", "homicide", "population", "price_level", "drought", "border_outcomes"):
        array = getattr(drivers, name)
        mean = array[last - 12 : last].mean(axis=0)
        assert np.allclose(array[last:], mean), name


def test_income_index_starts_at_one(drivers: Drivers) -> None:
    assert (drivers.income_index[0] == 1).all()


def test_yearly_values_are_those_of_mid_year(valley: World, drivers: Drivers) -> None:
    june, july = valley.month_of("2015-06"), valley.month_of("2015-07")
    country = valley.country_index["VAL"]
    rows = valley.tables["country_year"].query(
        "country_iso3 == 'VAL' and series == 'population' and year == 2015"
    )
    between = drivers.population[[june, july], country]
    assert between[0] < rows["value"].iloc[0] < between[1]


def test_wage_at_the_hub_is_the_setting(valley: World) -> None:
    wage = build(valley, wage_usa=1800).wage
    assert (wage[:, valley.hub] == 1800).all() and (np.delete(wage, valley.hub, axis=1) < 1800).all()


def test_demand_falls_when_unemployment_is_high(valley: World, drivers: Drivers) -> None:
    hub = drivers.demand[:, valley.hub]
    assert hub[0] < 1 < hub[valley.history_end]
    assert drivers.demand.min() >= LEAST_DEMAND and drivers.demand.max() <= MOST_DEMAND


def test_demand_rises_with_job_openings_at_the_same_unemployment(valley: World, drivers: Drivers) -> None:
    """2021-22 at the hub: unemployment as in 2019, but two openings for every person who seeks work."""
    monthly = valley.tables["us_month"]
    per_person = np.where(monthly["year_month"] < "2017-01", 1.0, 2.0)
    openings = monthly.assign(series="job_openings_nonfarm", value=per_person)
    tables = valley.tables | {"us_month": pd.concat([monthly, openings], ignore_index=True)}
    with_openings = build(dataclasses.replace(valley, tables=tables)).demand[:, valley.hub]
    before, after = valley.month_of("2015-06"), valley.month_of("2018-06")
    grown = (with_openings / drivers.demand[:, valley.hub])[[before, after]]
    assert grown[1] / grown[0] == pytest.approx(math.sqrt(2), rel=0.02)


def test_drought_comes_months_after_the_rain_fails(valley: World, drivers: Drivers) -> None:
    dry = drivers.drought[:, valley.place_origin[valley.place_index["val-dry"]]]
    start = valley.month_of("2014-05")
    assert (dry[: start + 3] == 0).all() and dry[start + 3] > 0
    assert dry[start + 12 : valley.month_of("2015-10") + 3] == pytest.approx(0.75)
    assert (dry[valley.month_of("2015-10") + 13 :] == 0).all()
    assert (drivers.drought[:, valley.place_origin[valley.place_index["val-port"]]] == 0).all()


def test_storm_hits_the_places_named_in_its_month(valley: World, drivers: Drivers) -> None:
    port = drivers.disaster[:, valley.place_origin[valley.place_index["val-port"]]]
    assert port[valley.month_of("2016-10")] == pytest.approx(0.06) and np.count_nonzero(port) == 1
    assert (drivers.disaster[:, valley.place_origin[valley.place_index["val-dry"]]] == 0).all()


def test_closures_follow_their_dates(valley: World, drivers: Drivers) -> None:
    february, april = valley.month_of("2018-02"), valley.month_of("2018-04")
    val, mid, hub = (valley.country_index[code] for code in ("VAL", "MID", "NOR"))
    assert drivers.closed_air[february:april, [val, mid]].all() and not drivers.closed_air[:, hub].any()
    assert drivers.closed_land[:, mid].sum() == 1 and not drivers.closed_land[:, val].any()


def test_outcomes_sum_to_one_and_follow_the_month(valley: World, drivers: Drivers) -> None:
    assert np.allclose(drivers.border_outcomes.sum(axis=-1), 1)
    family = drivers.border_outcomes[:, valley.country_index["VAL"], 1, 3]
    assert family[valley.month_of("2017-05")] == 0 and family[valley.month_of("2017-06")] == pytest.approx(
        0.3
    )


def test_restricting_origins_leaves_their_drivers_alone(valley: World, drivers: Drivers) -> None:
    part = load("valley", origins=["val-dry"])
    whole = valley.place_origin[valley.place_index["val-dry"]]
    again = build(part)
    for name in ("homicide", "drought", "disaster"):
        assert (getattr(again, name)[:, 0] == getattr(drivers, name)[:, whole]).all()


def test_a_shock_after_history_is_a_scenario_and_acts(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    shutil.copytree(SCENARIOS / "valley", folder)
    with (folder / "shocks.csv").open("a", encoding="utf-8") as shocks:
        shocks.write("V99,2019-05-01,2019-05-02,Storm Later,storm,VAL,val-dry,4,invented,test,C,\n")
    world = load(folder)
    dry = build(world).disaster[:, world.place_origin[world.place_index["val-dry"]]]
    assert dry[world.month_of("2019-05")] == pytest.approx(0.15) and np.count_nonzero(dry) == 1
