"""A run against its world's targets: full periods only, one series at a time, known places and people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from model.history import History
from model.indicators import table
from model.indicators.compare import COLUMNS, compare_with_targets, not_compared
from model.ledger import EVENT
from model.world import World, load

HEADER = ["indicator", "year_month", "year", "year_type", "place", "nationality", "group", "value", "unit",
          "sigma_rel", "series", "source"]


def with_targets(world: World, *rows: tuple) -> World:
    frame = pd.DataFrame([(*row[:9], 0.1, row[9], "test") for row in rows], columns=HEADER)
    return replace(world, tables={**world.tables, "targets": frame})


@pytest.fixture
def run(empty: History) -> History:
    """Ten removals of Valley people a month; a stock of a hundred displaced."""
    empty.events[:, EVENT["met_southwest"], 0, 0] = 10
    empty.events[:, EVENT["returned_removal_usa"], 0, 0] = 10
    empty.state_origin[:, 0, 5] = 100
    return empty


def test_full_periods_only(run: History, valley: World) -> None:
    world = with_targets(
        valley,
        ("removals_usa", "", 2014, "fiscal_year", "NOR", "VAL", "", 60.0, "events", "a"),
        ("removals_usa", "", 2015, "fiscal_year", "NOR", "VAL", "", 60.0, "events", "a"),
        ("removals_usa", "", 2015, "fiscal_year", "NOR", "VAL", "", 240.0, "events", "b"),
        ("removals_usa", "2014-05", np.nan, "month", "NOR", "VAL", "", 5.0, "events", "a"),
        ("removals_usa", "2019-05", np.nan, "month", "NOR", "VAL", "", 5.0, "events", "a"),
        ("removals_usa_calendar", "", 2014, "calendar_year", "NOR", "VAL", "", 120.0, "events", "c"))
    got = compare_with_targets(table(run, world), world)
    assert list(got.columns) == COLUMNS
    rows = {(row.period, row.series): (row.simulated, row.ratio) for row in got.itertuples()}
    assert rows == {("2015", "a"): (120.0, 2.0), ("2015", "b"): (120.0, 0.5), ("2014-05", "a"): (10.0, 2.0),
                    ("2014", "c"): (120.0, 1.0)}


def test_places_left_blank_match_the_only_one(run: History, valley: World) -> None:
    world = with_targets(
        valley,
        ("encounters_swb", "", 2015, "fiscal_year", "", "VAL", "", 100.0, "events", "a"),
        ("idp_stock", "", 2014, "calendar_year", "VAL", "VAL", "", 50.0, "persons", "a"),
        ("idp_stock", "", 2015, "calendar_year", "", "VAL", "", 50.0, "persons", "a"),
        ("idp_stock", "", 2015, "calendar_year", "XXX", "VAL", "", 50.0, "persons", "a"))
    run.state_place[:, valley.origins[0], 5] = 100
    got = compare_with_targets(table(run, world), world)
    assert got["ratio"].tolist() == [1.2, 2.0, 2.0] and "XXX" not in set(got["place"])


def test_absent_series_is_zero_or_unknown(run: History, valley: World) -> None:
    world = with_targets(
        valley,
        ("title42_expulsions_swb", "", 2015, "fiscal_year", "NOR", "VAL", "", 7.0, "events", "a"),
        ("asylum_pending_stock", "2014-12", np.nan, "month", "NOR", "VAL", "", 7.0, "persons", "a"),
        ("recidivism_rate_usbp", "", 2015, "fiscal_year", "NOR", "ALL", "", 0.1, "share", "a"),
        ("removals_usa", "2014-05", np.nan, "month", "NOR", "VAL", "", 0.0, "events", "a"))
    main = table(run, world)
    got = compare_with_targets(main, world).set_index("indicator")
    assert got["simulated"].to_dict() == {"title42_expulsions_swb": 0.0, "removals_usa": 10.0}
    assert np.isnan(got.loc["removals_usa", "ratio"])
    assert set(not_compared(main, world)) == {"recidivism_rate_usbp"}


def test_restricted_runs_leave_totals_out(valley: World) -> None:
    restricted = load("valley", origins=["MID"])
    world = with_targets(
        restricted,
        ("removals_usa", "", 2015, "fiscal_year", "NOR", "ALL", "", 60.0, "events", "a"),
        ("removals_usa", "", 2015, "fiscal_year", "NOR", "VAL", "", 60.0, "events", "a"),
        ("removals_usa", "", 2015, "fiscal_year", "NOR", "MID", "", 60.0, "events", "a"))
    history = History(world, 30)
    history.recorded = 30
    got = compare_with_targets(table(history, world), world)
    assert got["nationality"].tolist() == ["MID"]


def test_no_targets_no_rows(run: History, valley: World) -> None:
    world = replace(valley, tables={**valley.tables, "targets": valley.tables["targets"].iloc[:0]})
    assert list(compare_with_targets(table(run, world), world).columns) == COLUMNS


def test_all_targets_of_the_valley_are_known(run: History, valley: World) -> None:
    main = table(run, valley)
    got = compare_with_targets(main, valley)
    assert len(got) and not not_compared(main, valley)
