"""Indicators worked out by hand on a few numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from model.history import History
from model.indicators import find, table
from model.indicators.darien import crossings
from model.indicators.periods import calendar_year, calendar_year_jan_sep, fiscal_year
from model.indicators.remigration import curve
from model.ledger import EVENT, PLACE_EVENT
from model.world import World

SINGLE, ADULT, CHILD, ALONE = range(4)


def put(history: History, t: int, event: str, origin: int, kind: int, persons: int) -> None:
    history.events[t, EVENT[event], origin, kind] += persons


def value(frame: pd.DataFrame, **key: str | int) -> float:
    for column, wanted in key.items():
        frame = frame[frame[column] == wanted]
    assert len(frame) == 1, frame
    return float(frame["value"].iloc[0])


def yearly(history: History, world: World, *names: str, by=fiscal_year) -> pd.DataFrame:
    return by(table(history, world, list(names)))


def test_repeat_share_is_a_ratio_of_sums(empty: History, valley: World) -> None:
    put(empty, 9, "met_southwest", 0, SINGLE, 90)
    put(empty, 9, "met_again", 0, SINGLE, 9)
    put(empty, 10, "met_southwest", 0, SINGLE, 10)
    put(empty, 10, "met_again", 0, SINGLE, 6)
    rows = table(empty, valley, ["repeat_encounter_share"])
    rows = rows[(rows["indicator"] == "repeat_encounter_share") & (rows["nationality"] == "ALL")]
    assert rows["value"].tolist() == pytest.approx([0.1, 0.6])
    name = "repeat_encounter_share"
    assert value(yearly(empty, valley, name), indicator=name, nationality="VAL") == pytest.approx(0.15)


def test_encounters_per_person_counts_from_october(empty: History, valley: World) -> None:
    for t, met, first in ((8, 100, 100), (9, 30, 20), (10, 30, 20)):
        put(empty, t, "met_southwest", 0, SINGLE, met)
        put(empty, t, "met_first_in_year", 0, SINGLE, first)
    rows = find("encounters_per_person").frame(empty, valley)
    rows = rows[rows["nationality"] == "ALL"].set_index("year_month")["value"]
    assert rows["2014-09"] == 1.0 and rows["2014-10"] == 1.5 and rows["2015-09"] == 1.5
    assert "2015-10" not in rows.index


def test_fiscal_year_runs_from_october(empty: History, valley: World) -> None:
    empty.events[:, EVENT["met_southwest"], 0, SINGLE] = np.arange(30)
    names = ("encounters_usbp_swb",)
    fiscal = yearly(empty, valley, *names)
    assert sorted(fiscal["year"].unique()) == [2015]
    assert value(fiscal, nationality="ALL", year=2015) == sum(range(9, 21))
    calendar = yearly(empty, valley, *names, by=calendar_year)
    assert value(calendar, nationality="ALL", year=2014) == sum(range(12))
    part = yearly(empty, valley, *names, by=calendar_year_jan_sep)
    assert value(part, nationality="ALL", year=2015) == sum(range(12, 21))
    assert set(part["year"]) == {2014, 2015}


def test_stocks_are_read_once(empty: History, valley: World) -> None:
    empty.abroad[:, 0, 1] = np.arange(30)
    empty.pending[:, 1] = np.arange(30)
    host = valley.countries[1].lower()
    year = yearly(empty, valley, "asylum_pending_stock", f"migrant_stock_in_{host}", by=calendar_year)
    assert value(year, indicator="asylum_pending_stock", place=valley.countries[1], year=2014) == 11
    assert value(year, indicator=f"migrant_stock_in_{host}", nationality="ALL", year=2014) == 5
    assert value(yearly(empty, valley, "asylum_pending_stock"), place="", year=2015) == 20


def test_yearly_pass_is_read_where_it_was_taken(empty: History, valley: World) -> None:
    empty.state_origin[:, :, 0] = 100
    empty.wish[17], empty.immobile[17] = 30.0, 12.0
    year = yearly(empty, valley, "wish_share", "involuntary_immobility_share", by=calendar_year)
    assert value(year, indicator="wish_share", nationality="ALL", place="", year=2015) == pytest.approx(0.3)
    share = value(year, indicator="involuntary_immobility_share", nationality="ALL", place="", year=2015)
    assert share == pytest.approx(0.4)


def test_darien_share_and_the_derived_family(empty: History, valley: World) -> None:
    put(empty, 0, "darien", 0, SINGLE, 80)
    put(empty, 0, "darien", 4, ADULT, 20)
    put(empty, 0, "darien_from_third_country", 4, ADULT, 15)
    rows = find("darien_secondary_share").frame(empty, valley)
    assert value(rows, year_month="2014-01", nationality="ALL") == pytest.approx(0.15)
    assert value(rows, year_month="2014-01", nationality="MID") == pytest.approx(0.75)
    assert value(rows, year_month="2014-01", nationality="VAL") == 0.0
    renamed = replace(valley, countries=("CHL", "HTI", "VAL"), country_index={"CHL": 0, "HTI": 1, "VAL": 2})
    family = crossings(empty, renamed)
    assert value(family, year_month="2014-01", nationality="HTI_FAMILY") == 20
    assert value(family, year_month="2014-01", nationality="ALL") == 100


def test_remigration_curve_by_hand() -> None:
    returned = np.array([[100.0], [0.0], [50.0], [0.0]])
    again = np.zeros((4, 1, 61))
    again[0, 0, 0] = 10   # of the 150 seen at lag 0
    again[2, 0, 0] = 5
    again[1, 0, 1] = 20   # of the 150 seen at lag 1
    again[3, 0, 3] = 30   # of the 100 seen at lag 3
    again[0, 0, 2] = 99   # returned before the run: not counted
    shares = curve(again, returned)[:, 0]
    expected = [0.0, 15 / 150, 15 / 150 + 20 / 150, 35 / 150, 35 / 150 + 30 / 100]
    assert shares[:5] == pytest.approx(expected)
    assert np.isnan(shares[5:]).all()


def test_remigration_starts_with_returns_of_the_run(empty: History, valley: World) -> None:
    put(empty, 0, "returned_own", 0, SINGLE, 40)
    country = valley.origin_country[0]
    empty.again[6, country, 6] = 10
    rows = find("remigration_by_months_since_return").frame(empty, valley)
    assert set(rows["year_month"]) == {"2016-06"}
    curve_of = rows[rows["nationality"] == "VAL"].set_index("group")["value"]
    assert curve_of["06"] == 0.0 and curve_of["07"] == 0.25 and curve_of["24"] == 0.25


def test_returns_by_sex_and_age(empty: History, valley: World) -> None:
    put(empty, 2, "returned_removal_usa", 0, SINGLE, 60)
    put(empty, 2, "returned_mexico_assisted", 0, ADULT, 40)
    put(empty, 2, "returned_mexico_assisted", 0, CHILD, 30)
    put(empty, 2, "returned_mexico_deportation", 0, ALONE, 20)
    put(empty, 2, "returned_women", 0, SINGLE, 25)
    put(empty, 2, "returned_girls", 0, ALONE, 18)
    put(empty, 2, "returned_season", 0, SINGLE, 500)
    rows = find("returns_received").frame(empty, valley)
    rows = rows[(rows["year_month"] == "2014-03") & (rows["nationality"] == "VAL") & (rows["place"] == "")]
    got = rows.set_index(rows["group"].astype(str))["value"]
    assert got[["men", "women", "boys", "girls"]].tolist() == [75, 25, 32, 18]
    assert got[""] == 150 and got["removal_usa"] == 60 and got["mexico_assisted"] == 70
    mexico = find("returns_from_mexico").frame(empty, valley)
    mexico = mexico[(mexico["year_month"] == "2014-03") & (mexico["nationality"] == "VAL")]
    assert mexico.set_index(mexico["group"].astype(str))["value"].to_dict() == {
        "": 90, "assisted_return": 40, "assisted_return_minor": 50}
    two_years = find("returns_received_24m").frame(empty, valley)
    assert value(two_years, year_month="2015-12", nationality="VAL", group="women") == 25
    assert value(two_years, year_month="2016-03", nationality="VAL", group="women") == 0
    assert "2015-11" not in set(two_years["year_month"])


def test_encounters_by_kind_and_port(empty: History, valley: World) -> None:
    for kind, persons in ((SINGLE, 50), (ADULT, 20), (CHILD, 30), (ALONE, 7)):
        put(empty, 0, "met_southwest", 0, kind, persons)
    put(empty, 0, "met_at_port", 0, SINGLE, 3)
    put(empty, 0, "met_elsewhere", 0, SINGLE, 11)
    names = {"encounters_swb": 110, "encounters_usbp_swb": 107, "encounters_nationwide": 121,
             "encounters_swb_single_adult": 53, "encounters_swb_family_unit": 50, "encounters_swb_uac": 7}
    for name, persons in names.items():
        rows = find(name).frame(empty, valley)
        assert value(rows, year_month="2014-01", nationality="VAL") == persons, name


def test_gotaways_and_sectors(empty: History, valley: World) -> None:
    west, east = valley.sectors
    empty.place_events[0, PLACE_EVENT["evaded"], west] = 100
    empty.place_events[0, PLACE_EVENT["met"], east] = 40
    assert value(find("known_gotaways_swb").frame(empty, valley), year_month="2014-01") == 85
    rows = find("encounters_usbp_sector:{sector}").frame(empty, valley)
    assert set(rows["indicator"]) == {"encounters_usbp_sector:west", "encounters_usbp_sector:east"}
    assert value(rows, year_month="2014-01", place="nor-sector-east") == 40


def test_deaths_documented_and_all(empty: History, valley: World) -> None:
    put(empty, 0, "died_darien", 0, SINGLE, 10)
    put(empty, 0, "died_border", 0, SINGLE, 4)
    every = find("deaths").frame(empty, valley)
    assert value(every, year_month="2014-01", nationality="ALL", group="") == 14
    documented = find("deaths_darien_colombia").frame(empty, valley)
    assert value(documented, year_month="2014-01", nationality="ALL") == 5


def test_departures_are_from_home_and_shares_add_onward(empty: History, valley: World) -> None:
    put(empty, 0, "departed", 0, SINGLE, 100)
    put(empty, 0, "departed_onward", 0, SINGLE, 25)
    put(empty, 0, "departed_after_displacement", 0, SINGLE, 15)
    assert value(find("departures").frame(empty, valley), year_month="2014-01", nationality="VAL", place="",
                 group="") == 75
    for name, expected in (("secondary_share", 0.25), ("ever_displaced_share", 0.2)):
        assert value(find(name).frame(empty, valley), year_month="2014-01", nationality="VAL") == expected


def test_entries_follow_the_routes(empty: History, valley: World) -> None:
    rows = valley.routes.iloc[empty.edge_rows]
    into = int(np.flatnonzero((rows["from_place"] == "val-hills") & (rows["to_place"] == "mid-crossing"))[0])
    inside = int(np.flatnonzero((rows["from_place"] == "mid-crossing") & (rows["to_place"] == "mid-city"))[0])
    nation = valley.country_index["VAL"]
    empty.edges[0, into, nation], empty.edges[0, inside, nation] = 12, 99
    frame = find("irregular_entries").frame(empty, valley)
    assert value(frame, year_month="2014-01", place="MID", nationality="VAL") == 12
    assert set(frame["place"]) == {"MID"}


def test_costs_by_lever_and_payer(busy: History, valley: World) -> None:
    levers = find("cost_by_lever").frame(busy, valley)
    assert value(levers, year_month="2014-01", group="") == 3400
    assert value(levers, year_month="2014-01", group="reception") == 400
    assert value(find("cost_by_payer").frame(busy, valley), year_month="2014-01", group="NOR") == 3000
    units = find("units_delivered").frame(busy, valley)
    assert set(units["unit"]) == {"person", "visa"}
    visas = find("visas_h2a").frame(busy, valley)
    assert value(visas, year_month="2014-01", nationality="VAL") == 3
    uptake = find("programme_uptake").frame(busy, valley)
    assert value(uptake, year_month="2014-01", place="NOR", nationality="VAL") == 0.75
