"""countries.csv: names, tie blocks, price level, inequality and the default share without status of a
host.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import HOST_ONLY, START_YEAR, wide, world_countries

COLUMNS = [
    "country_iso3",
    "name_en",
    "name_es",
    "tie_block",
    "host_only",
    "price_level_ratio",
    "gini",
    "irregular_share_default",
    "citizens_exempt_note",
    "source",
    "grade",
]

NAMES = {
    "ABW": ("Aruba", "Aruba"),
    "ARG": ("Argentina", "Argentina"),
    "ATG": ("Antigua and Barbuda", "Antigua y Barbuda"),
    "BHS": ("Bahamas", "Bahamas"),
    "BLZ": ("Belize", "Belice"),
    "BOL": ("Bolivia", "Bolivia"),
    "BRA": ("Brazil", "Brasil"),
    "BRB": ("Barbados", "Barbados"),
    "CAN": ("Canada", "Canadá"),
    "CHL": ("Chile", "Chile"),
    "COL": ("Colombia", "Colombia"),
    "CRI": ("Costa Rica", "Costa Rica"),
    "CUB": ("Cuba", "Cuba"),
    "CUW": ("Curaçao", "Curazao"),
    "DMA": ("Dominica", "Dominica"),
    "DOM": ("Dominican Republic", "República Dominicana"),
    "ECU": ("Ecuador", "Ecuador"),
    "ESP": ("Spain", "España"),
    "GRD": ("Grenada", "Granada"),
    "GTM": ("Guatemala", "Guatemala"),
    "GUY": ("Guyana", "Guyana"),
    "HND": ("Honduras", "Honduras"),
    "HTI": ("Haiti", "Haití"),
    "JAM": ("Jamaica", "Jamaica"),
    "KNA": ("Saint Kitts and Nevis", "San Cristóbal y Nieves"),
    "LCA": ("Saint Lucia", "Santa Lucía"),
    "MEX": ("Mexico", "México"),
    "NIC": ("Nicaragua", "Nicaragua"),
    "PAN": ("Panama", "Panamá"),
    "PER": ("Peru", "Perú"),
    "PRI": ("Puerto Rico", "Puerto Rico"),
    "PRY": ("Paraguay", "Paraguay"),
    "SLV": ("El Salvador", "El Salvador"),
    "SUR": ("Suriname", "Surinam"),
    "TCA": ("Turks and Caicos Islands", "Islas Turcas y Caicos"),
    "TTO": ("Trinidad and Tobago", "Trinidad y Tobago"),
    "URY": ("Uruguay", "Uruguay"),
    "USA": ("United States", "Estados Unidos"),
    "VCT": ("Saint Vincent and the Grenadines", "San Vicente y las Granadinas"),
    "VEN": ("Venezuela", "Venezuela"),
}
BLOCKS = [
    ("USA",),
    ("MEX",),
    ("ESP", "CAN"),
    ("CRI", "PAN", "BLZ"),
    ("COL", "ECU"),
    ("PER", "CHL"),
    ("BRA", "ARG", "URY"),
]
OTHER_BLOCK = 7
# Share of foreign residents without status at the start (judgement; USA by origin in stocks_abroad).
IRREGULAR = {"USA": 0.35, "CAN": 0.05, "ESP": 0.15}
IRREGULAR_ELSEWHERE = 0.55
EXEMPT = {
    "MEX": "controls of mexico-south, mexico-isthmus and mexico-north do not act on Mexican citizens",
    "PRI": "citizens of the United States: no border control towards the mainland",
    "PAN": "at darien-exit Panama registers and passes people on",
}
PRICE_YEAR = 2021  # the benchmark year of the purchasing-power incomes and of the money in the model


def block(country: str) -> int:
    """Number of the tie block, 0-7."""
    return next((number for number, group in enumerate(BLOCKS) if country in group), OTHER_BLOCK)


def gini(raw: Path, countries: list[str]) -> pd.DataFrame:
    """Gini 0-1 of the survey nearest to 2014 (the earlier one on a tie); the median where there is none."""
    table = wide(raw, "gini") / 100
    rows = {}
    for country in countries:
        own = table[country].dropna() if country in table else pd.Series(dtype=float)
        if len(own):
            year = min(own.index, key=lambda y: (abs(y - START_YEAR), y))
            rows[country] = (own[year], f"World Bank, survey of {year}")
    median = pd.Series({country: value for country, (value, _) in rows.items()}).median()
    for country in countries:
        rows.setdefault(country, (median, "median of the others"))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["gini", "gini_source"])


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per country. price_level_ratio: US$ of 2021 per 2021 international $."""
    yearly = tables["country_year"]
    price = yearly[(yearly.series == "price_level_us_1") & (yearly.year == PRICE_YEAR)].set_index(
        "country_iso3"
    )
    table = pd.DataFrame({"country_iso3": world_countries(raw)})
    code = table.country_iso3
    table["name_en"] = code.map(lambda c: NAMES[c][0])
    table["name_es"] = code.map(lambda c: NAMES[c][1])
    table["tie_block"] = code.map(block)
    table["host_only"] = code.isin(HOST_ONLY).astype(int)
    table["price_level_ratio"] = code.map(price.value)
    spread = gini(raw, list(code))
    table["gini"] = code.map(spread.gini).round(3)
    table["irregular_share_default"] = code.map(IRREGULAR).fillna(IRREGULAR_ELSEWHERE)
    table["citizens_exempt_note"] = code.map(EXEMPT).fillna("")
    judged = price.grade.reindex(code).to_numpy() == "C"
    table["source"] = (
        "price level 2021: "
        + code.map(price.source)
        + "; gini: "
        + code.map(spread.gini_source)
        + "; irregular share: judgement"
    )
    table["grade"] = pd.Series(judged | (code.map(spread.gini_source) == "median of the others")).map(
        {True: "C", False: "B"}
    )
    return table[COLUMNS]
