"""Outcomes at the border: complete, summing to one, and true to the published totals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.lib.compile import outcomes

WORLD = Path(__file__).parents[2] / "scenarios" / "americas"
SHARES = ["removed", "expelled", "released", "waiting", "repatriated"]
REGIMES = {
    "title_8_2014",
    "title_8_2019",
    "title_42",
    "title_42_no_families",
    "title_42_extended",
    "mpp",
    "title_8_2023",
    "proclamation_2024",
    "closure_2025",
}


@pytest.fixture(scope="module")
def months() -> pd.DataFrame:
    """border_outcomes.csv."""
    return pd.read_csv(WORLD / "border_outcomes.csv")


@pytest.fixture(scope="module")
def regimes() -> pd.DataFrame:
    """border_regimes.csv."""
    return pd.read_csv(WORLD / "border_regimes.csv")


def test_every_month_group_and_kind_once(months: pd.DataFrame, regimes: pd.DataFrame) -> None:
    assert len(months) == 108 * 10 * 3 and not months.duplicated(["year_month", "origin_iso3", "kind"]).any()
    assert (months["year_month"].min(), months["year_month"].max()) == ("2013-10", "2022-09")
    assert set(regimes["regime"]) == REGIMES
    assert regimes.groupby("regime").size().eq(30).all()


def test_shares_sum_to_one(months: pd.DataFrame, regimes: pd.DataFrame) -> None:
    for table in (months, regimes):
        assert np.abs(table[SHARES].sum(axis=1) - 1).max() < 1e-9
        assert table[SHARES].min().min() >= 0
        assert (table["source"] != "").all() and table["grade"].isin(["A", "B", "C"]).all()


def test_expulsion_only_under_title_42_and_repatriation_only_for_mexicans(months: pd.DataFrame) -> None:
    assert months.loc[months["year_month"] < "2020-03", "expelled"].max() == 0
    assert months.loc[months["origin_iso3"] != "MEX", "repatriated"].max() == 0
    assert months.loc[months["year_month"] < "2019-01", "waiting"].max() == 0
    assert months.loc[months["kind"] == "UC", "waiting"].max() < 0.001


def test_known_episodes(months: pd.DataFrame) -> None:
    rows = months.set_index(["year_month", "origin_iso3", "kind"])
    assert rows.loc[("2015-05", "CUB", "SA"), "released"] > 0.95  # paroled until January 2017
    assert rows.loc[("2020-08", "GTM", "FU"), "expelled"] > 0.9
    assert rows.loc[("2021-04", "GTM", "UC"), "expelled"] < 0.02  # children outside the order
    assert rows.loc[("2022-06", "VEN", "SA"), "released"] > 0.9
    assert 0.55 < rows.loc[("2015-05", "HND", "FU"), "released"] < 0.7


def test_adults_expelled_in_fiscal_2021_match_the_counts(months: pd.DataFrame) -> None:
    window = months[months["year_month"].between("2020-10", "2021-09") & (months["kind"] == "SA")]
    guatemala = window.loc[window["origin_iso3"] == "GTM", "expelled"].mean()
    assert guatemala == pytest.approx(136382 / (136382 + 4927), abs=0.02)


def test_rounding_is_absorbed_by_the_largest_share() -> None:
    shares = outcomes.rounded(np.array([1, 1, 1, 1, 3]) / 7)
    assert shares.sum() == pytest.approx(1, abs=1e-12) and shares.argmax() == 4


def test_fitted_table_keeps_both_margins() -> None:
    rows, columns = np.array([80.0, 20.0]), np.array([30.0, 10.0, 60.0])
    table = outcomes._fit(rows, columns, np.ones((2, 3)))
    np.testing.assert_allclose(table.sum(axis=1), rows, rtol=1e-6)
    np.testing.assert_allclose(table.sum(axis=0), columns, rtol=1e-6)
