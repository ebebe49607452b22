"""Names a world may use inside its long tables: driver series and types of shock.

A misspelt series would otherwise be ignored without a word; here it is an error with the nearest name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """One driver series: unit, allowed range of its values, and meaning."""

    unit: str
    low: float | None
    high: float | None
    meaning: str


COUNTRY_SERIES: dict[str, Series] = {
    "population": Series("persons", 1, None, "residents, mid-year"),
    "gdp_per_capita_ppp": Series("international $", 1, None, "GDP per head at purchasing power parity"),
    "homicide_rate": Series("per 100 000", 0, 500, "intentional homicides per 100 000 residents and year"),
    "unemployment_rate": Series("percent", 0, 100, "unemployed, age 15 and over, of the labour force"),
    "natural_increase": Series("persons", None, None, "births less deaths in the year"),
    "births": Series("persons", 0, None, "births in the year"),
    "deaths": Series("persons", 0, None, "deaths in the year"),
    "price_level_us_1": Series("ratio", 0, 5, "price level, USA = 1"),
    "undernourishment_pct": Series("percent", 0, 100, "share of people undernourished"),
    "food_insecurity_pct": Series("percent", 0, 100, "share of people moderately or severely food insecure"),
    "agriculture_employment_pct": Series("percent", 0, 100, "share of work in farming"),
    "urban_share_pct": Series("percent", 0, 100, "share of people in towns"),
    "household_size_mean": Series("persons", 1, 12, "persons per household"),
    "remittances_usd": Series("US$", 0, None, "personal remittances received in the year"),
    "gdp_per_capita_usd": Series("US$", 0, None, "GDP per head, nominal"),
    "consumer_prices_2015_100": Series("index", 0, None, "consumer prices, 2015 = 100"),
    "gini": Series("share", 0, 1, "income inequality"),
    "rule_of_law": Series("index", 0, 1, "rule of law, 0 worst to 1 best"),
    "minimum_wage_month_usd": Series("US$", 0, None, "minimum wage a month"),
}

US_MONTH_SERIES: dict[str, Series] = {
    "unemployment_rate": Series("percent", 0, 100, "unemployment, seasonally adjusted"),
    "unemployment_rate_u6": Series("percent", 0, 100, "unemployment and under-employment"),
    "job_openings_nonfarm": Series("thousand", 0, None, "job openings"),
    "nonfarm_employment": Series("thousand", 0, None, "jobs"),
    "hourly_earnings_production_nonsupervisory": Series("US$", 0, None, "hourly earnings"),
    "cpi_all_urban": Series("index", 0, None, "consumer prices"),
    "oni_el_nino_index": Series("degrees", -5, 5, "Oceanic Niño index"),
}

# shock type -> (driver that reads it, why the others are dates for reading only)
SHOCK_TYPES: dict[str, tuple[str, str]] = {
    "drought": ("drought", "severity / 4, lagged 3 to 12 months"),
    "storm": ("disaster", "share of households hit by class"),
    "flood": ("disaster", "share of households hit by class"),
    "earthquake": ("disaster", "share of households hit by class"),
    "volcano": ("disaster", "share of households hit by class"),
    "landslide": ("disaster", "share of households hit by class"),
    "pandemic_border_land": ("closed_land", "land borders closed"),
    "pandemic_border_air": ("closed_air", "airports closed"),
    "pandemic_border_all": ("closed_land and closed_air", "all borders closed"),
    "us_labour_demand_up": ("", "already in the unemployment series"),
    "us_labour_demand_down": ("", "already in the unemployment series"),
    "violence": ("", "already in the homicide series"),
    "transit_violence": ("", "hazard classes of the routes carry it"),
    "economic": ("", "already in the income series"),
    "crop_pest": ("", "already in the income series"),
    "political": ("", "no driver; read by people and by the timeline of beliefs"),
    "infrastructure": ("", "no driver"),
}
