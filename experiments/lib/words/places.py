"""Places with another usual name in Spanish: `places_es(name)`. Every other name stays as it is written there."""

from __future__ import annotations

import re

NAMES = {
    "Mexico City": "Ciudad de México", "Panama City": "Ciudad de Panamá", "Havana": "La Habana",
    "Port-au-Prince": "Puerto Príncipe", "Ouanaminthe": "Juana Méndez (Ouanaminthe)", "Montréal": "Montreal",
    "Rumichaca bridge": "Puente de Rumichaca", "Altar / Sásabe corridor": "Corredor Altar / Sásabe",
    "Coro / La Vela (Falcón coast)": "Coro / La Vela (costa de Falcón)",
    "Turks and Caicos Islands": "Islas Turcas y Caicos", "Nassau": "Nasáu",
    "Los Angeles-Long Beach-Anaheim, CA": "Los Ángeles-Long Beach-Anaheim, CA",
    "New York-Newark-Jersey City, NY-NJ-PA": "Nueva York-Newark-Jersey City, NY-NJ-PA",
    "New Orleans-Metairie, LA": "Nueva Orleans-Metairie, LA",
    "Philadelphia-Camden-Wilmington, PA-NJ-DE-MD": "Filadelfia-Camden-Wilmington, PA-NJ-DE-MD",
    "Repatriation by air, Mexico City": "Repatriación por aire, Ciudad de México",
    "CAMR San Pedro Sula (La Lima, R. Villeda Morales airport)":
        "CAMR San Pedro Sula (La Lima, aeropuerto R. Villeda Morales)",
    "Valley City": "Ciudad del Valle", "Port of Valley": "Puerto del Valle", "Green Hills": "Cerros Verdes",
    "Dry Plains": "Llanos Secos", "Midway City": "Ciudad Medio", "South Crossing": "Cruce Sur",
    "West Gate": "Puerta Oeste", "East Gate": "Puerta Este", "West Sector": "Sector Oeste",
    "East Sector": "Sector Este", "Lake City": "Ciudad del Lago",
}
PATTERNS = (
    (r"USBP New Orleans Sector", "Sector Nueva Orleans (Patrulla Fronteriza)"),
    (r"USBP (.+) Sector(?: \((.+)\))?", r"Sector \1 (Patrulla Fronteriza)"),
    (r"Repatriation module, (.+)", r"Módulo de repatriación, \1"),
    (r"Reception of returned nationals, (.+) airports, put at (.+)",
     r"Recepción de personas retornadas, aeropuertos de \1, situada en \2"),
    (r"Reception of returned nationals, (.+) airport", r"Recepción de personas retornadas, aeropuerto de \1"),
)


def place_es(name: str) -> str:
    """The usual Spanish name of a place that a world names in English."""
    if name in NAMES:
        return NAMES[name]
    for pattern, spanish in PATTERNS:
        if found := re.fullmatch(pattern, name):
            inner = found.expand(spanish)
            return inner.replace("Havana", "La Habana").replace("Port-au-Prince", "Puerto Príncipe")
    return name
