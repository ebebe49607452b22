"""Names of countries as publishers spell them, and their codes."""

from __future__ import annotations

import csv
from functools import cache

from model.checks import InputError, nearest
from model.world import SCENARIOS

SPELLINGS = {
    "UNITED STATES": "USA", "UNITED STATES OF AMERICA": "USA", "VENEZUELA (BOLIVARIAN REPUBLIC OF)": "VEN",
    "BOLIVIA (PLURINATIONAL STATE OF)": "BOL", "DOMINICAN REP.": "DOM", "BOLIVARIAN REPUBLIC OF VENEZUELA": "VEN",
    "CHINA": "CHN", "CHINA, PEOPLES REPUBLIC OF": "CHN", "PEOPLE'S REPUBLIC OF CHINA": "CHN", "INDIA": "IND",
    "MYANMAR (BURMA)": "MMR", "PHILIPPINES": "PHL", "ROMANIA": "ROU", "RUSSIA": "RUS", "TURKEY": "TUR",
    "TURKIYE": "TUR", "UKRAINE": "UKR", "TOTAL": "ALL", "ALL": "ALL",
}
REST = ("OTHER", "OTHERS", "UNKNOWN", "ALL OTHERS", "ALL OTHER")
"""What publishers call everybody they do not name; such rows count in totals only."""


@cache
def known() -> dict[str, str]:
    """Code by name in capitals, of the countries of the Americas world and further ones."""
    with (SCENARIOS / "americas" / "countries.csv").open(encoding="utf-8", newline="") as file:
        named = {row["name_en"].upper(): row["country_iso3"] for row in csv.DictReader(file)}
    return named | SPELLINGS


def code(name: str, where: str, column: str) -> str:
    """ISO3 code of a country by name, `OTHER` for the rest. Raises InputError with the nearest name."""
    plain = " ".join(name.replace("\ufeff", "").split()).upper()
    if plain in REST:
        return "OTHER"
    if plain not in known():
        raise InputError(f"{where}, column '{column}': unknown country '{name}'. {nearest(plain, known())}".rstrip())
    return known()[plain]


def listed(name: str) -> str | None:
    """Code of a country of the Americas world by name, None for any other."""
    found = known().get(" ".join(name.split()).upper())
    return found if found and found not in ("ALL",) else None


@cache
def codes() -> frozenset[str]:
    """Codes of the countries of the Americas world."""
    with (SCENARIOS / "americas" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["country_iso3"] for row in csv.DictReader(file))
