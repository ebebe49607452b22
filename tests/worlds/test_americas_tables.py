"""The compiled tables of the world americas: totals, sums and references. Reads only scenarios/americas."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "americas"
WITH_SOURCE = [
    "places",
    "routes",
    "countries",
    "country_year",
    "origins",
    "household_structure",
    "stocks_abroad",
    "stocks_displaced",
    "stocks_returned",
    "stocks_seasonal",
    "visas_annual",
    "asylum",
    "fees",
    "us_month",
]
BANDS = ["years_0_5", "years_5_10", "years_10_15", "years_15_20", "years_20_25", "years_25_plus"]
HOUSEHOLDS_2014 = {
    "SLV": 1.68e6,
    "GTM": 3.25e6,
    "HND": 2.09e6,
    "BRA": 63.06e6,
    "MEX": 31.73e6,
    "VEN": 8.02e6,
    "NIC": 1.36e6,
    "CUB": 4.09e6,
    "HTI": 2.37e6,
}


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv")


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    return table("places")


@pytest.fixture(scope="module")
def households(places: pd.DataFrame) -> pd.Series:
    """Households of 2014 by country of origin."""
    persons = (
        table("country_year").query("series == 'population' and year == 2014").set_index("country_iso3").value
    )
    origins = table("origins").merge(places[["place_id", "country_iso3"]], on="place_id")
    count = origins.population_share * origins.country_iso3.map(persons) / origins.household_size_mean
    return count.groupby(origins.country_iso3).sum()


def test_households_of_2014(households: pd.Series) -> None:
    assert households.sum() == pytest.approx(177.9e6, rel=0.02)
    for country, expected in HOUSEHOLDS_2014.items():
        assert households[country] == pytest.approx(expected, rel=0.02), country


def test_origins_are_54_departments_and_33_countries(places: pd.DataFrame) -> None:
    origins = places[places.role == "origin"]
    assert len(origins) == 87
    assert (origins.admin_level == "department").sum() == 54
    assert not origins.country_iso3.isin(["USA", "CAN", "ESP"]).any()
    assert list(table("origins").place_id) == list(origins.place_id)


def test_shares_of_places_sum_to_one(places: pd.DataFrame) -> None:
    origins = table("origins").merge(places[["place_id", "country_iso3"]], on="place_id")
    for column in ("population_share", "emigrant_weight"):
        assert origins.groupby("country_iso3")[column].sum().sub(1).abs().max() < 1e-4, column
    relative = (origins.population_share * origins.homicide_relative).groupby(origins.country_iso3).sum()
    assert relative.sub(1).abs().max() < 1e-3


def test_shares_of_households_sum_to_one() -> None:
    rows = table("household_structure")
    sums = rows[rows.variable != "woman_led_share"].groupby(["country_iso3", "variable"]).value.sum()
    assert sums.sub(1).abs().max() < 1e-3
    assert len(sums) == 2 * rows.country_iso3.nunique()


@pytest.mark.parametrize("name", WITH_SOURCE)
def test_every_row_has_source_and_grade(name: str) -> None:
    rows = table(name)
    assert rows.source.notna().all() and (rows.source.str.strip() != "").all()
    assert rows.grade.isin(["A", "B", "C"]).all()


def test_one_main_place_per_country(places: pd.DataFrame) -> None:
    assert (places.groupby("country_iso3").main.sum() == 1).all()
    assert (places[places.main == 1].settle == 1).all()
    assert set(places.country_iso3) == set(table("countries").country_iso3)
    assert places[places.settle == 1].population.gt(0).all()


def test_ends_of_routes_are_places(places: pd.DataFrame) -> None:
    routes = table("routes")
    known = set(places.place_id)
    assert set(routes.from_place) <= known and set(routes.to_place) <= known
    assert known <= set(routes.from_place) | set(routes.to_place)
    assert (routes.days > 0).all() and routes.channel.isin(["irregular", "lawful", "return"]).all()
    assert routes.control_group.notna().sum() == 48 + 14  # controls of the raw table, and the judged northern buses


def test_stocks_abroad(places: pd.DataFrame) -> None:
    stocks = table("stocks_abroad")
    assert stocks[BANDS].sum(axis=1).sub(1).abs().max() < 1e-6
    assert (stocks.irregular_share + stocks.pending_share <= 0.951).all()
    country = stocks.place_id.map(places.set_index("place_id").country_iso3)
    assert (country != stocks.origin_iso3).all()
    persons = stocks.groupby([stocks.origin_iso3, country]).persons.sum()
    # between the UN DESA stocks of 2010 and 2015
    assert 1_223_863 < persons["SLV", "USA"] < 1_379_162
    assert 823_536 < persons["GTM", "USA"] < 952_839
    assert 509_973 < persons["HND", "USA"] < 621_409
    assert persons["HTI", "BRA"] == 30_000


def test_published_totals() -> None:
    """Figures of the agencies that the loaders must reproduce."""
    visas = table("visas_annual")
    nca = visas[visas.nationality_iso3.isin(["SLV", "GTM", "HND"]) & (visas.visa_class == "H-2B")]
    assert list(nca.groupby("fiscal_year")["count"].sum().loc[[2014, 2019, 2022]]) == [4490, 4751, 15121]
    asylum = table("asylum").set_index(["series", "country_iso3", "origin_iso3", "year"]).value
    assert asylum["applications", "MEX", "ALL", 2021] == 131_418
    assert asylum["applications", "CRI", "NIC", 2021] == 101_962
    assert asylum["applications", "USA", "ALL", 2019] == 166_731 + 89_467


def test_nothing_after_the_history() -> None:
    assert table("us_month").year_month.max() == "2022-09"
    assert table("country_year").year.max() == 2022
    assert table("visas_annual").fiscal_year.max() == 2022
    assert table("asylum").year.max() == 2021


def test_maps_cover_departments_and_countries(places: pd.DataFrame) -> None:
    cells = json.loads((FOLDER / "departments.geojson").read_text(encoding="utf-8"))["features"]
    assert [cell["properties"]["place_id"] for cell in cells] == list(
        places[places.admin_level == "department"].place_id
    )
    assert all(cell["geometry"]["coordinates"] for cell in cells)
    outlines = json.loads((FOLDER / "basemap.geojson").read_text(encoding="utf-8"))["features"]
    assert set(places.country_iso3) <= {shape["properties"]["iso3"] for shape in outlines}


def test_border_sectors_are_solved_on_what_was_counted() -> None:
    """Every sector with a count has a cost; their mean over those met is zero; shares come within .02."""
    sectors = table("sector_costs")
    assert len(sectors) == 10 and sectors.observed_share.sum() == pytest.approx(1.0, abs=1e-4)
    assert (sectors.cost_kusd * sectors.observed_share).sum() == pytest.approx(0.0, abs=1e-3)
    assert (sectors.observed_share - sectors.simulated_share).abs().max() < 0.02


def test_departures_are_aimed_so_that_encounters_have_the_counted_season() -> None:
    """Every month has a factor, their mean is one, and simulated shares come within .03 of the counted."""
    seasons = table("seasons")
    assert list(seasons.month) == list(range(1, 13))
    assert seasons.factor.mean() == pytest.approx(1.0, abs=1e-3)
    assert (seasons.observed - seasons.simulated).abs().max() < 0.03


def test_mexicans_come_alone_as_counted() -> None:
    """Weights of kinds are solved where the count says something; northern Central America is what w_FU is about."""
    weights = table("party_weights").set_index(["origin_iso3", "kind"])
    assert (weights.loc[["GTM", "HND", "SLV", "HTI", "VEN"], "factor"] == 1.0).all()
    assert (weights.xs("SA", level="kind").factor == 1.0).all()
    mexico = weights.loc["MEX"]
    assert mexico.factor["FU"] < 0.2
    assert (mexico.observed_share - mexico.simulated_share).abs().max() < 0.03
