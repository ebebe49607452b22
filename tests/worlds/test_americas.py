"""The flagship world loads as it is committed and holds what the data notes promise."""

from __future__ import annotations

import pytest

from model.drivers import Drivers, build
from model.world import World, load
from model.world_names import check_names
from model.world_summary import persons_and_households


@pytest.fixture(scope="module")
def americas() -> World:
    return load("americas")


@pytest.fixture(scope="module")
def drivers(americas: World) -> Drivers:
    return build(americas)


def test_every_name_it_uses_exists(americas: World) -> None:
    check_names(americas)


def test_departments_and_countries_are_origins(americas: World) -> None:
    by_country = [americas.countries[country] for country in americas.origin_country]
    assert [by_country.count(code) for code in ("SLV", "GTM", "HND")] == [14, 22, 18]
    hosts = {code for code, host in zip(americas.countries, americas.host_only, strict=True) if host}
    assert hosts >= {"USA", "CAN", "ESP"}


def test_households_in_2014_are_those_of_the_data_notes(americas: World) -> None:
    persons, households = persons_and_households(americas)
    assert persons == pytest.approx(612.5e6, rel=0.02) and households == pytest.approx(177.9e6, rel=0.02)


def test_three_origins_can_be_run_alone() -> None:
    part = load("americas", origins=["SLV", "GTM", "HND"])
    assert len(part.origins) == 54
    assert persons_and_households(part)[1] == pytest.approx(7.02e6, rel=0.02)


def test_homicide_follows_the_series(americas: World, drivers: Drivers) -> None:
    country = americas.country_index["SLV"]
    mean = drivers.homicide[:, americas.origin_country == country].mean(axis=1)
    assert mean[americas.month_of("2015-12")] > 3 * mean[americas.month_of("2020-06")]


def test_borders_closed_in_2020_and_the_dry_corridor_dried(americas: World, drivers: Drivers) -> None:
    april, hnd = americas.month_of("2020-04"), americas.country_index["HND"]
    assert drivers.closed_land[april, hnd] and drivers.closed_air[april, hnd]
    assert not drivers.closed_land[april, americas.country_index["NIC"]]
    dry = americas.place_origin[americas.place_index["hnd-choluteca"]]
    assert drivers.drought[americas.month_of("2015-06"), dry] > 0.3


def test_venezuelan_income_halves(americas: World, drivers: Drivers) -> None:
    assert drivers.income_index[americas.month_of("2019-01"), americas.country_index["VEN"]] < 0.6
