"""Targets observed elsewhere: Darién, returns, asylum, stocks, visas, deaths, remittances."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile import target_tools as tools
from experiments.lib.compile.target_border import OHSS
from experiments.lib.compile.target_tools import block, by_calendar_year, by_month

SNM = "Panama Servicio Nacional de Migración, irregular transits through Darién"
UPM = "Mexico Unidad de Política Migratoria (SEGOB)"
INM = "Honduras Instituto Nacional de Migración"
UNHCR = "UNHCR Refugee Data Finder (CC BY 4.0)"
IOM = "IOM Missing Migrants Project (CC BY 4.0); minimum counts"
STATE = "US Department of State, nonimmigrant visa issuances (US government, public domain)"
FACTSHEET = "USAID/IOM Integrated Responses on Migration from Central America (fact sheet)"
HAITIAN_FAMILY = ("HTI", "CHL", "BRA")  # most Chilean and Brazilian nationals are children of Haitians
ASYLUM_HOSTS = {
    "MEX": 0.02,
    "CRI": 0.03,
    "ESP": 0.03,
    "PER": 0.03,
    "BRA": 0.03,
    "ECU": 0.03,
    "CAN": 0.03,
    "PAN": 0.03,
    "COL": 0.03,
    "CHL": 0.03,
}
PENDING_HOSTS = ("USA", "MEX", "ESP", "PER", "CRI")
IDP_COUNTRIES = ("HND", "SLV", "COL")
DEATH_GROUPS = {
    "us_mexico_or_mexico": "deaths_mexico_us_all",
    "central_america": "deaths_central_america",
    "darien_or_colombia": "deaths_darien_colombia",
    "caribbean_or_other": "deaths_caribbean_other",
    "south_american_route": "deaths_south_america",
}
RETURNEES = {"men": 75_271, "women": 22_308, "boys": 13_740, "girls": 7_866}
REMITTANCE_COUNTRIES = ("SLV", "GTM", "HND")


def _family(table: pd.DataFrame) -> pd.DataFrame:
    """Listed nationalities, CHL, BRA, everyone, and Haitians with children born in Chile and Brazil."""
    family = table[table["nationality"].isin(HAITIAN_FAMILY)].assign(nationality="HTI_FAMILY")
    return pd.concat([tools.with_total(table, (*tools.LISTED, "CHL", "BRA")), family], ignore_index=True)


def darien(raw: Path) -> list[pd.DataFrame]:
    """`darien_crossings` by year 2014-2021, January-September 2022, and month from 2020 (absent = closed)."""
    yearly = tools.numbers(
        tools.read(raw, "flows/darien_annual.csv", ["year", "nationality_iso3", "count"]),
        "count",
        "flows/darien_annual.csv",
    )
    named = {"nationality_iso3": "nationality", "count": "value"}
    yearly = yearly[yearly["year"].between("2014", "2021")].rename(columns={**named, "year": "period"})
    yearly = _family(yearly).groupby(["period", "nationality"])["value"].sum().reset_index()
    monthly = tools.read(raw, "flows/darien_monthly.csv", ["year_month", "nationality_iso3", "count"])
    monthly = tools.numbers(monthly, "count", "flows/darien_monthly.csv").rename(columns=named)
    monthly = _family(tools.in_window(monthly))
    late = by_calendar_year(monthly)
    months = pd.concat([by_month(monthly), late[late["year_type"] == "calendar_year_jan_sep"]])
    parts = [(yearly.assign(year_type="calendar_year"), "darien_annual"), (months, "darien_monthly")]
    return [
        block(
            "darien_crossings",
            values,
            unit="persons",
            series=series,
            source=SNM,
            place="PAN",
            sigma=tools.small_cell_sigma(values["value"], 0.05),
        )
        for values, series in parts
    ]


def secondary_share() -> list[pd.DataFrame]:
    """Share of Venezuelans in the Darién who left from a third country (surveys of June-July 2022)."""
    values = pd.DataFrame(
        {"period": ["2022-06", "2022-07"], "year_type": "month", "nationality": "VEN", "value": 0.46}
    )
    source = "A Hemispheric Approach to Migration Management (USAID/LAC 2022)"
    return [
        block(
            "darien_secondary_share",
            values,
            unit="share",
            series="survey_2022_06_07",
            source=source,
            sigma=0.2,
            place="PAN",
        )
    ]


def returns_from_mexico(raw: Path) -> list[pd.DataFrame]:
    """`returns_from_mexico`: events by nationality, all kinds (blank group) and by kind; kinds add up."""
    name = "flows/returns.csv"
    table = tools.read(raw, name, ["period", "to_iso3", "kind", "count", "series"])
    table = tools.numbers(table[table["series"] == "mex_upm_expulsions_monthly"], "count", name)
    table = table.rename(
        columns={"period": "year_month", "to_iso3": "nationality", "count": "value", "kind": "group"}
    )
    table = tools.with_total(tools.in_window(table))
    table = pd.concat([table.assign(group=""), table], ignore_index=True)
    by = ("nationality", "group")
    values = pd.concat([by_month(table, by), by_calendar_year(table, by)], ignore_index=True)
    return [
        block(
            "returns_from_mexico",
            values,
            unit="events",
            series="mex_upm_expulsions_monthly",
            source=UPM,
            sigma=tools.small_cell_sigma(values["value"], 0.1),
            place="MEX",
        )
    ]


def removals(raw: Path) -> list[pd.DataFrame]:
    """`removals_usa` by fiscal year and month; expulsion flights home from 2020 are not in it."""
    name = "flows/returns.csv"
    table = tools.read(raw, name, ["period", "to_iso3", "kind", "count", "series"])
    table = table.rename(columns={"period": "year_month", "to_iso3": "nationality", "count": "value"})
    keep = [*tools.LISTED, tools.TOTAL]
    table = tools.numbers(
        table[table["nationality"].isin(keep)].rename(columns={"value": "count"}), "count", name
    )
    table = table.rename(columns={"count": "value"})
    yearly = table[(table["series"] == "ohss_removals_fy") & table["year_month"].between("2014", "2022")]
    yearly = yearly.rename(columns={"year_month": "period"}).assign(year_type="fiscal_year")
    monthly = by_month(tools.in_window(table[table["series"] == "ohss_removals"]))
    parts = [
        (yearly[["period", "year_type", "nationality", "value"]], "ohss_removals_fy"),
        (monthly, "ohss_removals"),
    ]
    return [
        block(
            "removals_usa",
            values,
            unit="events",
            series=series,
            source=OHSS,
            place="USA",
            sigma=_removal_sigma(values),
        )
        for values, series in parts
    ]


def _removal_sigma(values: pd.DataFrame) -> pd.Series:
    relative = values["period"].str[:4].map(lambda year: 0.05 if year <= "2019" else 0.40)
    floor = tools.small_cell_sigma(values["value"], 0.05)
    return floor.where(floor > relative, relative)


def returnees_by_sex() -> list[pd.DataFrame]:
    """Persons received in GTM, HND and SLV in the 24 months to April 2022, by sex and age."""
    values = pd.DataFrame(
        {
            "group": list(RETURNEES),
            "value": [float(n) for n in RETURNEES.values()],
            "period": "2022-04",
            "year_type": "month",
            "nationality": "NCA3",
        }
    )
    return [
        block(
            "returns_received_24m",
            values,
            unit="persons, last 24 months",
            series="founding_document",
            source=FACTSHEET,
            sigma=0.05,
        )
    ]


def asylum(raw: Path) -> list[pd.DataFrame]:
    """`asylum_applications_<host>_persons` by nationality and calendar year 2014-2021."""
    name = "flows/asylum.csv"
    columns = ["year", "country_of_asylum", "country_of_origin", "applications_persons", "series"]
    table = tools.read(raw, name, columns)
    table = table[(table["series"] == "unhcr_rsd") & table["year"].between("2014", "2021")]
    table = tools.numbers(table, "applications_persons", name)
    named = {"year": "period", "country_of_origin": "nationality", "applications_persons": "value"}
    out = []
    for host, relative in ASYLUM_HOSTS.items():
        rows = tools.with_total(table[table["country_of_asylum"] == host].rename(columns=named))
        values = rows.groupby(["period", "nationality"])["value"].sum().reset_index()
        values = values.assign(year_type="calendar_year")
        out.append(
            block(
                f"asylum_applications_{host.lower()}_persons",
                values,
                unit="persons",
                place=host,
                series="unhcr_rsd",
                source=UNHCR,
                sigma=tools.small_cell_sigma(values["value"], relative, 5.0),
            )
        )
    return out


def asylum_usa(raw: Path) -> list[pd.DataFrame]:
    """Court (persons) and affirmative (cases to 2020, persons 2021) claims, kept apart: they overlap."""
    name = "flows/asylum_usa_by_institution.csv"
    table = tools.read(raw, name, ["year", "country_of_origin", "app_type", "institution", "unit", "count"])
    table = tools.numbers(
        table[(table["app_type"] == "N") & table["year"].between("2014", "2021")], "count", name
    )
    table = table.rename(columns={"year": "period", "country_of_origin": "nationality", "count": "value"})
    names = {
        ("EO", "P"): ("court", "persons"),
        ("IN", "C"): ("affirmative", "cases"),
        ("IN", "P"): ("affirmative", "persons"),
    }
    out = []
    for (institution, unit), (label, word) in names.items():
        rows = table[(table["institution"] == institution) & (table["unit"] == unit)]
        values = tools.with_total(rows).groupby(["period", "nationality"])["value"].sum().reset_index()
        out.append(
            block(
                f"asylum_usa_{label}_{word}",
                values.assign(year_type="calendar_year"),
                unit=word,
                series="asylum_usa_by_institution",
                source=UNHCR,
                sigma=0.15,
                place="USA",
            )
        )
    return out


def stocks(raw: Path) -> list[pd.DataFrame]:
    """Year-end stocks as rows of December: pending claims, Venezuelans by host, internally displaced."""
    name = "flows/displacement_stock.csv"
    table = tools.read(raw, name, ["year", "country_iso3", "origin_iso3", "measure", "value"])
    table = tools.numbers(table[table["year"].between("2014", "2021")], "value", name)
    table = table.rename(columns={"country_iso3": "place", "origin_iso3": "nationality"})
    table = table.assign(period=table["year"] + "-12", year_type="month")
    return [_pending(table), _venezuelans(table), _displaced(table)]


def _stock_block(indicator: str, rows: pd.DataFrame, series: str, sigma: float) -> pd.DataFrame:
    by = ["period", "year_type", "place", "nationality"]
    values = rows.groupby(by)["value"].sum().reset_index()
    return block(indicator, values, unit="persons", series=series, source=UNHCR, sigma=sigma)


def _pending(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[(table["measure"] == "asylum_seekers_pending") & table["place"].isin(PENDING_HOSTS)]
    return _stock_block("asylum_pending_stock", tools.with_total(rows), "asylum_seekers_pending", 0.05)


def _venezuelans(table: pd.DataFrame) -> pd.DataFrame:
    series = "venezuelans_displaced_abroad_unhcr"  # 2014-2017 lack the category, so they are left out
    rows = table[(table["measure"] == series) & (table["year"] >= "2018") & (table["value"] > 0)]
    everywhere = rows.assign(place="")
    return _stock_block("venezuelans_abroad_by_host", pd.concat([rows, everywhere]), series, 0.10)


def _displaced(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[(table["measure"] == "idps_unhcr") & table["place"].isin(IDP_COUNTRIES)]
    return _stock_block("idp_stock", rows, "idps_unhcr", 0.30)


def visas(raw: Path) -> list[pd.DataFrame]:
    """`visas_h2a` and `visas_h2b` issued by fiscal year and nationality."""
    name = "flows/visas_annual.csv"
    table = tools.read(raw, name, ["fiscal_year", "visa_class", "nationality_iso3", "count"])
    table = tools.numbers(table[table["fiscal_year"].between("2014", "2022")], "count", name)
    table = table.rename(
        columns={"fiscal_year": "period", "nationality_iso3": "nationality", "count": "value"}
    )
    out = []
    for visa, indicator in {"H-2A": "visas_h2a", "H-2B": "visas_h2b"}.items():
        rows = tools.with_total(table[table["visa_class"] == visa])
        values = rows.groupby(["period", "nationality"])["value"].sum().reset_index()
        out.append(
            block(
                indicator,
                values.assign(year_type="fiscal_year"),
                unit="visas",
                series="visas_annual",
                source=STATE,
                sigma=0.01,
                place="USA",
            )
        )
    return out


def deaths(raw: Path) -> list[pd.DataFrame]:
    """Dead and missing by region: minimum counts (true value from 30 % lower to twice as high)."""
    name = "flows/deaths.csv"
    table = tools.read(raw, name, ["year_month", "region_group", "us_mexico_border_zone", "dead_missing"])
    table = tools.in_window(tools.numbers(table, "dead_missing", name))
    table = table[table["year_month"] >= "2014-01"].rename(columns={"dead_missing": "value"})
    zone = table[table["us_mexico_border_zone"] == "1"].assign(region="deaths_us_mexico_border_zone")
    table = pd.concat([table.assign(region=table["region_group"].map(DEATH_GROUPS)), zone])
    out = []
    for indicator, rows in table.groupby("region"):
        values = by_calendar_year(rows.assign(nationality=tools.TOTAL))
        sigma = (1 / values["value"].clip(lower=1.0) + 0.5**2) ** 0.5  # coverage and counting error together
        out.append(block(str(indicator), values, unit="persons", series="deaths", source=IOM, sigma=sigma))
    return out


def transit(raw: Path) -> list[pd.DataFrame]:
    """`irregular_events_mexico` and `irregular_entries_honduras`, 2018 to September 2022."""
    name = "flows/transit_irregular_monthly.csv"
    table = tools.read(raw, name, ["year_month", "nationality_iso3", "series", "count"])
    table = tools.in_window(tools.numbers(table, "count", name))
    table = table.rename(columns={"nationality_iso3": "nationality", "count": "value"})
    names = {
        "mex_upm_pam": ("irregular_events_mexico", "MEX", UPM),
        "hnd_inm_irregular_entries": ("irregular_entries_honduras", "HND", INM),
    }
    out = []
    for series, (indicator, place, source) in names.items():
        rows = tools.with_total(table[table["series"] == series])
        values = pd.concat([by_month(rows), by_calendar_year(rows)])
        out.append(
            block(
                indicator,
                values,
                unit="events",
                series=series,
                source=source,
                place=place,
                sigma=tools.small_cell_sigma(values["value"], 0.15),
            )
        )
    return out


def remittances(raw: Path) -> list[pd.DataFrame]:
    """`remittances_received` in US$ of 2021, 2014-2021: the year 2022 would reach past September."""
    name = "drivers/country_year_extra.csv"
    table = tools.read(raw, name, ["iso3", "year", "series", "value"])
    table = tools.numbers(table[table["year"].between("2014", "2021")], "value", name)
    prices = table[(table["iso3"] == "USA") & (table["series"] == "cpi_index_2015_100")].set_index("year")[
        "value"
    ]
    rows = table[(table["series"] == "remittances_received_usd") & table["iso3"].isin(REMITTANCE_COUNTRIES)]
    deflated = (rows["value"] * prices["2021"] / rows["year"].map(prices)).round(-3)
    values = rows.assign(value=deflated, period=rows["year"], place=rows["iso3"], nationality=rows["iso3"])
    source = (
        "World Bank, personal remittances received (CC BY 4.0), deflated with the US consumer price index"
    )
    return [
        block(
            "remittances_received",
            values.assign(year_type="calendar_year"),
            unit="usd_2021",
            series="remittances_received_usd",
            source=source,
            sigma=0.15,
        )
    ]


def build(raw: Path) -> pd.DataFrame:
    """All targets outside the United States border, columns of targets.csv."""
    parts = darien(raw) + secondary_share() + returns_from_mexico(raw) + removals(raw) + returnees_by_sex()
    parts += asylum(raw) + asylum_usa(raw) + stocks(raw) + visas(raw) + deaths(raw) + transit(raw)
    return pd.concat([*parts, *remittances(raw)], ignore_index=True)
