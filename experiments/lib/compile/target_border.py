"""Targets observed at the United States border: encounters, sectors, outcomes, got-aways, expulsions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile import target_tools as tools
from experiments.lib.compile.target_tools import block, by_fiscal_year, by_month

CBP = "US Customs and Border Protection, southwest land border encounters (US government, public domain)"
CBP_ALL = "US Customs and Border Protection, nationwide encounters (US government, public domain)"
OHSS = "US DHS Office of Homeland Security Statistics, monthly tables (US government, public domain)"
USBP_PDF = "US Border Patrol, apprehensions by citizenship and sector (US government, public domain)"
GOTAWAYS = "US Customs and Border Protection figures released to the press (six page figures)"
SECTORS = {
    "Big Bend, TX": "big-bend",
    "Del Rio, TX": "del-rio",
    "El Centro, CA": "el-centro",
    "El Paso, TX": "el-paso",
    "Laredo, TX": "laredo",
    "Rio Grande Valley, TX": "rio-grande-valley",
    "San Diego, CA": "san-diego",
    "Tucson, AZ": "tucson",
    "Yuma, AZ": "yuma",
    "Miami, FL": "miami",
}
NORTHERN_CENTRAL_AND_MEXICO = ("MEX", "GTM", "HND", "SLV")
DEMOGRAPHICS = {
    "single_adult": "single_adult",
    "family_unit": "family_unit",
    "uac": "uac",
    "accompanied_minor": "family_unit",  # minors met with a parent at a port are family members
}


def monthly_encounters(raw: Path) -> pd.DataFrame:
    """Southwest encounter rows of the window, with nationality, value (events) and fiscal_year."""
    columns = ["year_month", "citizenship_iso3", "border", "component", "demographic", "authority", "series"]
    table = tools.read(raw, "flows/encounters_monthly.csv", [*columns, "count"])
    table = tools.in_window(tools.numbers(table, "count", "flows/encounters_monthly.csv"))
    table = table[table["border"] == "southwest"]
    table = table.rename(columns={"citizenship_iso3": "nationality", "count": "value"})
    return table.assign(fiscal_year=tools.fiscal_year(table["year_month"]))


def _years(table: pd.DataFrame, series: str, first: int, last: int) -> pd.DataFrame:
    year = table["fiscal_year"]
    return table[(table["series"] == series) & (year >= first) & (year <= last)]


def _nationality_parts(table: pd.DataFrame) -> list[tuple[pd.DataFrame, str, str]]:
    """(rows, series, source): one series for each nationality and fiscal year, as in the data notes."""
    listed = table[table["nationality"].isin(tools.LISTED)]
    four = listed["nationality"].isin(NORTHERN_CENTRAL_AND_MEXICO)
    return [
        (_years(listed, "ohss_swb", 2014, 2018), "ohss_swb", OHSS),
        (_years(listed[~four], "ohss_swb", 2019, 2019), "ohss_swb", OHSS),
        (_years(listed[four], "cbp_sbo_fy19", 2019, 2019), "cbp_sbo_fy19", CBP),
        (_years(listed, "cbp_swb", 2020, 2022), "cbp_swb", CBP),
    ]


def encounters_by_nationality(table: pd.DataFrame, raw: Path) -> list[pd.DataFrame]:
    """`encounters_swb` of ten nationalities, months and fiscal years; NIC to FY2019 is Border Patrol only."""
    out = []
    for rows, series, source in _nationality_parts(table):
        values = pd.concat([by_month(rows), by_fiscal_year(rows)])
        out.append(_encounters(values, series, source))
    lower_bound = "(lower_bound,USBP_only)"
    nicaragua = _years(table[table["nationality"] == "NIC"], "ohss_usbp_citp", 2014, 2019)
    out.append(_encounters(by_month(nicaragua), f"ohss_usbp_citp{lower_bound}", OHSS))
    yearly = usbp_by_citizenship(raw)
    yearly = yearly[(yearly["nationality"] == "NIC") & (yearly["period"] <= "2019")]
    out.append(_encounters(yearly, f"usbp_citizenship_sector{lower_bound}", USBP_PDF))
    return out


def _encounters(values: pd.DataFrame, series: str, source: str) -> pd.DataFrame:
    sigma = tools.small_cell_sigma(values["value"], 0.01)
    return block(
        "encounters_swb", values, unit="events", series=series, source=source, sigma=sigma, place="USA"
    )


def encounters_nationwide(raw: Path) -> list[pd.DataFrame]:
    """`encounters_nationwide`: all borders, airports and the interior, from FY2020, nationalities and total."""
    name = "flows/encounters_monthly.csv"
    table = tools.read(raw, name, ["year_month", "citizenship_iso3", "count", "series"])
    table = tools.numbers(table[table["series"] == "cbp_nationwide"], "count", name)
    table = tools.in_window(table.rename(columns={"citizenship_iso3": "nationality", "count": "value"}))
    table = tools.with_total(table)
    values = pd.concat([by_month(table), by_fiscal_year(table)])
    sigma = tools.small_cell_sigma(values["value"], 0.01)
    return [block("encounters_nationwide", values, unit="events", series="cbp_nationwide", source=CBP_ALL,
                  sigma=sigma, place="USA")]


def encounters_total(table: pd.DataFrame) -> list[pd.DataFrame]:
    """`encounters_swb` of everyone: published totals to FY2017, sums of the public file after."""
    parts = [("ohss_swb_total", 2014, 2017, OHSS), ("cbp_swb", 2018, 2022, CBP)]
    out = []
    for series, first, last, source in parts:
        rows = _years(table, series, first, last).assign(nationality=tools.TOTAL)
        values = pd.concat([by_month(rows), by_fiscal_year(rows)])
        out.append(
            block(
                "encounters_swb",
                values,
                unit="events",
                series=series,
                source=source,
                sigma=0.005,
                place="USA",
            )
        )
    return out


def usbp_by_citizenship(raw: Path) -> pd.DataFrame:
    """Exact Border Patrol counts of the southwest border by fiscal year and nationality (FY2014-2020)."""
    name = "flows/encounters_annual.csv"
    table = tools.read(raw, name, ["fiscal_year", "citizenship_iso3", "border", "count", "series"])
    table = tools.numbers(table, "count", name)
    table = table[(table["series"] == "usbp_citizenship_sector") & (table["border"] == "southwest")]
    table = table[table["fiscal_year"].between("2014", "2020")]
    named = {"citizenship_iso3": "nationality", "fiscal_year": "period", "count": "value"}
    return table.rename(columns=named)[["period", "nationality", "value"]].assign(year_type="fiscal_year")


def border_patrol(table: pd.DataFrame, raw: Path) -> list[pd.DataFrame]:
    """`encounters_usbp_swb`: Border Patrol only, by fiscal year, nationality and total."""
    early = tools.with_total(usbp_by_citizenship(raw))
    early = early.groupby(["period", "year_type", "nationality"])["value"].sum().reset_index()
    late = _years(table[table["component"] == "USBP"], "cbp_swb", 2021, 2022)
    parts = [
        (early, "usbp_citizenship_sector", USBP_PDF),
        (by_fiscal_year(tools.with_total(late)), "cbp_swb", CBP),
    ]
    # Exact counts: 0.1 % stands for "no error" and keeps the weights finite.
    return [
        block(
            "encounters_usbp_swb",
            values,
            unit="events",
            series=series,
            source=source,
            sigma=0.001,
            place="USA",
        )
        for values, series, source in parts
    ]


def by_demographic(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Adults, families, children alone: Border Patrol only to FY2017, with ports after (a jump in scope)."""
    early = _years(table, "ohss_usbp_family", 2014, 2017).assign(nationality=tools.TOTAL)
    out = _demographic_block(early, "encounters_usbp_swb_", "ohss_usbp_family", OHSS)
    four = _years(table, "cbp_sbo_fy19", 2019, 2019)
    four = four[four["nationality"].isin(NORTHERN_CENTRAL_AND_MEXICO)]
    out += _demographic_block(four, "encounters_swb_", "cbp_sbo_fy19", CBP)
    everyone = _years(table, "cbp_swb", 2018, 2022).assign(nationality=tools.TOTAL)
    out += _demographic_block(everyone, "encounters_swb_", "cbp_swb", CBP)
    named = _years(table, "cbp_swb", 2020, 2022)
    named = named[named["nationality"].isin(tools.LISTED)]
    return out + _demographic_block(named, "encounters_swb_", "cbp_swb", CBP)


def _demographic_block(rows: pd.DataFrame, prefix: str, series: str, source: str) -> list[pd.DataFrame]:
    known = rows[rows["demographic"].isin(DEMOGRAPHICS)]
    known = known.assign(demographic=known["demographic"].map(DEMOGRAPHICS))
    out = []
    for name, part in known.groupby("demographic"):
        values = pd.concat([by_month(part), by_fiscal_year(part)])
        sigma = tools.small_cell_sigma(values["value"], 0.01)
        out.append(
            block(
                f"{prefix}{name}",
                values,
                unit="events",
                series=series,
                source=source,
                sigma=sigma,
                place="USA",
            )
        )
    return out


def expulsions(raw: Path) -> list[pd.DataFrame]:
    """`title42_expulsions_swb` by nationality; most were expelled to Mexico, not to their own country."""
    name = "flows/returns.csv"
    table = tools.read(raw, name, ["period", "period_type", "to_iso3", "kind", "count", "series"])
    table = table[
        (table["series"] == "ohss_swb_bookouts") & (table["kind"] == "title42_expulsion_by_citizenship")
    ]
    table = tools.numbers(table, "count", name)
    table = table.rename(columns={"period": "year_month", "to_iso3": "nationality", "count": "value"})
    table = tools.in_window(table[table["nationality"].isin([*tools.LISTED, tools.TOTAL])])
    table = table[table["year_month"] >= "2020-03"]
    values = pd.concat([by_month(table), by_fiscal_year(table)])
    return [
        block(
            "title42_expulsions_swb",
            values,
            unit="events",
            series="ohss_swb_bookouts",
            source=OHSS,
            sigma=tools.small_cell_sigma(values["value"], 0.01),
            place="USA",
        )
    ]


def sectors(raw: Path) -> list[pd.DataFrame]:
    """`encounters_usbp_sector:<name>` of nine southwest sectors and Miami; place is the sector's place_id."""
    name = "flows/usbp_sector_monthly.csv"
    table = tools.read(raw, name, ["year_month", "sector", "count"])
    table = tools.in_window(tools.numbers(table, "count", name)).rename(columns={"count": "value"})
    out = []
    for label, sector in SECTORS.items():
        rows = table[table["sector"] == label].assign(nationality=tools.TOTAL)
        values = pd.concat([by_month(rows), by_fiscal_year(rows)])
        sigma = tools.small_cell_sigma(values["value"], 0.01)
        out.append(
            block(
                f"encounters_usbp_sector:{sector}",
                values,
                unit="events",
                series="usbp_sector_monthly",
                source=OHSS,
                sigma=sigma,
                place=f"usa-bp-{sector}",
            )
        )
    return out


def outcomes(raw: Path) -> list[pd.DataFrame]:
    """`swb_outcome:<kind>`: what followed an encounter; total_encounters is the denominator."""
    name = "flows/swb_outcomes_monthly.csv"
    table = tools.read(raw, name, ["year_month", "citizenship_iso3", "outcome", "count"])
    table = tools.in_window(tools.numbers(table, "count", name))
    table = table.rename(columns={"citizenship_iso3": "nationality", "count": "value"})
    table = table[table["nationality"].isin([*tools.LISTED, tools.TOTAL])]
    values = pd.concat(
        [
            by_month(table[table["nationality"] == tools.TOTAL], ("outcome", "nationality"), fill=False),
            by_fiscal_year(table, ("outcome", "nationality")),
        ],
        ignore_index=True,
    )
    sigma = tools.small_cell_sigma(values["value"], 0.02)
    return [
        block(
            "swb_outcome:" + values["outcome"],
            values,
            unit="events",
            series="swb_outcomes_monthly",
            source=OHSS,
            sigma=sigma,
            place="USA",
        )
    ]


def supplement(raw: Path) -> list[pd.DataFrame]:
    """Known got-aways (fiscal years) and the share of encounters with people met before."""
    name = "flows/encounters_supplement.csv"
    table = tools.read(raw, name, ["table", "period", "period_type", "measure", "value", "series"])
    table = tools.numbers(table, "value", name)
    got = table[(table["measure"] == "known_gotaways") & (table["period"] >= "2013")]
    got = got[["period", "value"]].assign(year_type="fiscal_year")
    again = table[(table["measure"] == "repeat_encounter_share_pct") & (table["period_type"] == "month")]
    again = again.assign(value=again["value"] / 100, year_type="month")[["period", "value", "year_type"]]
    page = "US Customs and Border Protection, statement on a stored page"
    return [
        block(
            "known_gotaways_swb",
            got,
            unit="persons",
            series="usbp_gotaways_foia",
            source=GOTAWAYS,
            sigma=0.25,
            place="USA",
        ),
        block(
            "repeat_encounter_share",
            again,
            unit="share",
            series="cbp_repeat",
            source=page,
            sigma=0.1,
            place="USA",
        ),
    ]


def build(raw: Path) -> pd.DataFrame:
    """All targets of the United States border, columns of targets.csv."""
    table = monthly_encounters(raw)
    parts = encounters_by_nationality(table, raw) + encounters_total(table) + border_patrol(table, raw)
    parts += encounters_nationwide(raw) + by_demographic(table) + expulsions(raw) + sectors(raw)
    parts += outcomes(raw) + supplement(raw)
    return pd.concat(parts, ignore_index=True)
