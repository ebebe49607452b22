"""Shocks and the policy timeline of the world americas: what is held back, what is named, what adds up."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.lib.compile import shocks, timeline
from model.checks import InputError

WORLD = Path(__file__).parents[2] / "scenarios" / "americas"
HUB_AFTER = ("2022-11-15", "2023-03-15", "2024-03-15", "2024-08-15", "2025-06-15", "2029-06-15")
REGIME_AFTER = (
    "title_42_no_families",
    "title_42_no_families",
    "title_8_2023",
    "proclamation_2024",
    "closure_2025",
    "closure_2025",
)


def table(name: str) -> pd.DataFrame:
    """A table of the world, all cells as text."""
    return pd.read_csv(WORLD / f"{name}.csv", keep_default_na=False, dtype=str)


def test_no_shock_starts_after_the_last_observation() -> None:
    rows = table("shocks")
    assert rows["shock_id"].is_unique and rows["start_date"].max() <= "2022-09-30"
    assert rows["end_date"].max() <= "2022-09-30"
    assert rows["severity"].isin(list("1234")).all() and (rows["source"] != "").all()


def test_shocks_name_places_of_the_world() -> None:
    known = set(table("places")["place_id"])
    named = {name for cell in table("shocks")["places"] for name in cell.split(";") if name}
    assert named <= known
    eta = table("shocks").set_index("shock_id").loc["S137"]
    assert eta["places"] == "hnd-cortes;hnd-yoro" and eta["severity"] == "4"


def test_an_unknown_place_is_named_with_the_nearest_one() -> None:
    places = table("places")
    row = table("shocks").assign(places="hnd-cortez", countries_iso3="HND").to_dict("records")[0]
    with pytest.raises(InputError, match="hnd-cortes"):
        shocks._places(row, places)


def test_every_row_names_a_lever_and_a_known_setting() -> None:
    rows = table("policy_timeline")
    assert list(rows.columns) == timeline.COLUMNS and rows["policy_id"].is_unique
    assert set(rows["lever_id"]) <= set(timeline.LEVERS)
    regimes = set(table("border_regimes")["regime"])
    named = rows[(rows["lever_id"] == "consequence_regime") & (rows["setting"] != "")]
    assert set(named["setting"]) <= regimes
    assert (rows["source"] != "").all() and rows["grade"].isin(list("ABC")).all()


def test_amounts_have_a_unit_and_a_period() -> None:
    rows = table("policy_timeline")
    given = rows[rows["quantity"] != ""]
    assert (given["unit"] != "").all() and given["per"].isin(["month", "year", "total"]).all()
    assert (rows.loc[rows["lever_id"] == "consequence_regime", "unit"].isin(["", "appointments"])).all()


def test_announcements_carry_small_beliefs() -> None:
    rows = table("policy_timeline")
    assert ((rows["belief"] != "") == (rows["announcement"] == "1")).all()
    shift = rows.loc[rows["belief"] != "", "belief"].astype(float)
    assert shift.between(-0.3, 0.3).all()
    assert float(rows.set_index("policy_id").loc["P062", "belief"]) == -0.11


@pytest.mark.parametrize(("day", "regime"), list(zip(HUB_AFTER, REGIME_AFTER, strict=True)))
def test_one_regime_for_everybody_after_the_history(day: str, regime: str) -> None:
    rows = table("policy_timeline")
    rows = rows[(rows["lever_id"] == "consequence_regime") & (rows["setting"] != "")]
    rows = rows[(rows["target_iso3"] == "ALL") & (rows["start_date"] <= day)]
    open_rows = rows[(rows["end_date"] == "") | (rows["end_date"] >= day)]
    assert open_rows.sort_values("start_date")["setting"].iloc[-1] == regime


def test_h2b_caps_of_fiscal_2022() -> None:
    rows = table("policy_timeline")
    rows = rows[(rows["lever_id"] == "visas_h2b") & rows["start_date"].between("2021-10-01", "2022-09-30")]
    assert rows["quantity"].astype(float).sum() == 66000 + 20000 + 35000


def test_counts_of_what_happened_are_not_amounts() -> None:
    rows = table("policy_timeline").set_index("policy_id")
    for policy in ("P095", "P104", "P122", "P221", "P230", "P249"):
        assert rows.loc[policy, "quantity"] == "" and "raw table" in rows.loc[policy, "notes"]
