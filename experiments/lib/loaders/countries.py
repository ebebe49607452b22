"""Names of countries as publishers spell them, and their codes."""

from __future__ import annotations

import csv
import difflib
import unicodedata
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


NEAR = 0.78
"""Likeness (0 to 1) from which an unknown name is a misspelt one; no two countries of the world are that much alike."""


@cache
def known() -> dict[str, str]:
    """Code by name in capitals without accents, of the countries of the Americas world and further ones."""
    with (SCENARIOS / "americas" / "countries.csv").open(encoding="utf-8", newline="") as file:
        named = {plain(row["name_en"]): row["country_iso3"] for row in csv.DictReader(file)}
    return named | SPELLINGS


def plain(name: str) -> str:
    """A name in capitals, without accents, marks and double spaces."""
    letters = unicodedata.normalize("NFD", " ".join(name.replace("\ufeff", "").split()).upper())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def code(name: str, where: str, column: str) -> str:
    """ISO3 code of a country by name, `OTHER` for the rest. Raises InputError with the nearest name."""
    if plain(name) in REST:
        return "OTHER"
    if plain(name) not in known():
        hint = nearest(plain(name), known())
        raise InputError(f"{where}, column '{column}': unknown country '{name}'. {hint}".rstrip())
    return known()[plain(name)]


def listed(name: str, where: str, column: str) -> str | None:
    """Code of a country of the Americas world by name, None for any other. Raises InputError for a misspelt one."""
    if plain(name) not in known():
        refuse_near(plain(name), tuple(known()), where, column, name)
    found = known().get(plain(name))
    return found if found in codes() else None


def refuse_near(word: str, names: tuple[str, ...], where: str, column: str, shown: str = "") -> None:
    """Raise InputError if an unknown word is nearly one of the names: leaving it out would lose its rows."""
    close = difflib.get_close_matches(word, names, n=1, cutoff=NEAR)
    close = close or [name for name in names if sorted(name) == sorted(word)]
    if close:
        raise InputError(f"{where}, column '{column}': unknown '{shown or word}'. Did you mean '{close[0]}'?")


@cache
def codes() -> frozenset[str]:
    """Codes of the countries of the Americas world."""
    with (SCENARIOS / "americas" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["country_iso3"] for row in csv.DictReader(file))
