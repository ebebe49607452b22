"""The committed targets of the world americas against figures typed from the data notes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

FILE = Path(__file__).parents[2] / "scenarios" / "americas" / "targets.csv"
KEY = ["indicator", "year_month", "year", "year_type", "place", "nationality", "group"]
YEARS = range(2014, 2023)

# Encounters on the southwest border, fiscal years 2014-2022 (Nicaragua to 2019: Border Patrol only).
ENCOUNTERS = {
    "MEX": (285540, 253680, 256110, 181530, 221710, 237078, 297711, 655594, 808339),
    "GTM": (84040, 61880, 87090, 76690, 133230, 270198, 48054, 283035, 231565),
    "HND": (95660, 35390, 59830, 53700, 88210, 261122, 41543, 319324, 213023),
    "SLV": (68380, 45120, 80580, 57200, 37010, 92351, 17165, 98690, 97030),
    "VEN": (50, 160, 280, 390, 720, 7690, 2787, 48678, 187716),
    "CUB": (17570, 31090, 41620, 15570, 7150, 33030, 13410, 38674, 220908),
    "HTI": (500, 350, 6430, 9270, 290, 3080, 4535, 47255, 53910),
    "NIC": (1809, 1015, 1298, 1057, 3282, 13309, 2291, 50109, 163876),
    "COL": (330, 420, 480, 290, 340, 650, 404, 6202, 125172),
    "ECU": (4860, 2660, 2990, 1600, 1560, 13360, 12095, 96150, 24060),
    "ALL": (570060, 444870, 559000, 415220, 521090, 977509, 458088, 1734686, 2378944),
}
DARIEN = (6175, 29289, 30055, 6780, 9222, 22102, 6465, 133726, 151582)
SPOTS = [
    ("encounters_swb_family_unit", "2019", "ALL", 528063),
    ("encounters_swb_uac", "2021", "ALL", 146925),
    ("encounters_usbp_swb_family_unit", "2014", "ALL", 67060),
    ("encounters_usbp_swb_uac", "2016", "ALL", 59690),
    ("encounters_usbp_sector:rio-grande-valley", "2021", "ALL", 549090),
    ("encounters_usbp_sector:del-rio", "2022", "ALL", 480940),
    ("visas_h2b", "2022", "ALL", 124644),
    ("title42_expulsions_swb", "2021", "ALL", 1063526),
    ("known_gotaways_swb", "2022", "ALL", 606131),
    ("asylum_applications_mex_persons", "2021", "ALL", 131418),
    ("asylum_applications_cri_persons", "2021", "NIC", 101962),
    ("deaths_us_mexico_border_zone", "2021", "ALL", 807),
    ("remittances_received", "2021", "HND", 7203427000),
]


@pytest.fixture(scope="module")
def targets() -> pd.DataFrame:
    """All rows as text, values as float64."""
    table = pd.read_csv(FILE, keep_default_na=False, dtype=str)
    return table.assign(value=table["value"].astype(float), sigma_rel=table["sigma_rel"].astype(float))


def yearly(table: pd.DataFrame, indicator: str, year: str, nationality: str) -> float:
    """The one yearly value of an indicator over all groups."""
    rows = table[(table["indicator"] == indicator) & (table["year"] == year) & (table["group"] == "")]
    rows = rows[rows["nationality"] == nationality]
    assert len(rows) == 1, (indicator, year, nationality)
    return float(rows["value"].iloc[0])


def test_keys_are_unique_and_nothing_lies_after_the_last_observation(targets: pd.DataFrame) -> None:
    assert not targets.duplicated(KEY).any()
    assert targets["year_month"].max() == "2022-09"
    assert set(targets.loc[targets["year"] == "2022", "year_type"]) == {
        "fiscal_year",
        "calendar_year_jan_sep",
    }
    assert not (targets["year"] > "2022").any()


def test_every_row_has_a_period_a_source_and_an_error(targets: pd.DataFrame) -> None:
    month = targets["year_type"] == "month"
    assert (targets.loc[month, "year_month"].str.fullmatch(r"\d{4}-\d{2}")).all()
    assert (targets.loc[~month, "year"].str.fullmatch(r"\d{4}")).all()
    assert (targets[["source", "series", "unit"]] != "").all().all()
    assert (targets["value"] >= 0).all() and targets["sigma_rel"].between(0.0005, 1.2).all()


@pytest.mark.parametrize("nationality", list(ENCOUNTERS))
def test_encounters_of_nine_fiscal_years(targets: pd.DataFrame, nationality: str) -> None:
    found = [yearly(targets, "encounters_swb", str(year), nationality) for year in YEARS]
    assert found == pytest.approx(list(ENCOUNTERS[nationality]), abs=15)


def test_darien_by_year(targets: pd.DataFrame) -> None:
    assert [yearly(targets, "darien_crossings", str(year), "ALL") for year in YEARS] == list(DARIEN)
    family = yearly(targets, "darien_crossings", "2021", "HTI_FAMILY")
    assert family == sum(yearly(targets, "darien_crossings", "2021", code) for code in ("HTI", "CHL", "BRA"))


@pytest.mark.parametrize(("indicator", "year", "nationality", "value"), SPOTS)
def test_spot_figures(
    targets: pd.DataFrame, indicator: str, year: str, nationality: str, value: float
) -> None:
    assert yearly(targets, indicator, year, nationality) == pytest.approx(value, abs=15)


def test_three_origins_together(targets: pd.DataFrame) -> None:
    codes = ("SLV", "GTM", "HND")
    removed = [sum(yearly(targets, "removals_usa", str(year), code) for code in codes) for year in YEARS]
    assert removed == [121950, 75300, 76180, 73710, 92510, 112160, 60450, 15690, 20710]
    returned = [
        sum(yearly(targets, "returns_from_mexico", str(year), code) for code in codes)
        for year in range(2015, 2023)
    ]
    assert returned == [175136, 149540, 77539, 110917, 142958, 57916, 122846, 84817]
    visas = [sum(yearly(targets, "visas_h2b", str(year), code) for code in codes) for year in YEARS]
    assert visas == [4490, 3945, 5054, 5323, 4707, 4751, 2849, 6553, 15121]


def test_months_add_up_to_years_and_kinds_to_totals(targets: pd.DataFrame) -> None:
    months = targets[(targets["indicator"] == "encounters_swb") & (targets["year_type"] == "month")]
    assert months.groupby("nationality").size().eq(108).all()
    honduras = months[(months["nationality"] == "HND") & months["year_month"].between("2018-10", "2019-09")]
    assert honduras["value"].sum() == ENCOUNTERS["HND"][5]
    returns = targets[(targets["indicator"] == "returns_from_mexico") & (targets["nationality"] == "HND")]
    returns = returns[returns["year"] == "2019"]
    assert (
        returns.loc[returns["group"] != "", "value"].sum()
        == returns.loc[returns["group"] == "", "value"].sum()
    )


def test_closed_months_are_written_as_zero(targets: pd.DataFrame) -> None:
    closed = targets[(targets["indicator"] == "darien_crossings") & (targets["nationality"] == "ALL")]
    closed = closed.set_index("year_month")["value"]
    assert [closed[month] for month in ("2020-04", "2020-05", "2020-07")] == [0, 0, 0]


def test_returnees_of_the_founding_document(targets: pd.DataFrame) -> None:
    rows = targets[targets["indicator"] == "returns_received_24m"].set_index("group")["value"]
    assert rows.to_dict() == {"men": 75271, "women": 22308, "boys": 13740, "girls": 7866}


def test_stocks_are_december_rows(targets: pd.DataFrame) -> None:
    rows = targets[(targets["indicator"] == "idp_stock") & (targets["place"] == "HND")]
    assert set(rows["year_month"].str[-2:]) == {"12"}
    assert rows.set_index("year_month").loc["2021-12", "value"] == 247090
    abroad = targets[(targets["indicator"] == "venezuelans_abroad_by_host") & (targets["place"] == "")]
    assert abroad.set_index("year_month")["value"].to_dict() == {
        "2018-12": 3075551,
        "2019-12": 4465164,
        "2020-12": 4878679,
        "2021-12": 5570279,
    }
