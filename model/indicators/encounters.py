"""Encounters at the border of the hub destination: events, so repeats count each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import FAMILY_UNIT, SINGLE_ADULT, UNACCOMPANIED, at_places, flow
from model.indicators.frames import concat, tidy
from model.indicators.geography import hub, sector_name

if TYPE_CHECKING:
    from model.world import World

LAND = ("met_southwest", "met_at_port")
PATROL = ("met_southwest",)
EVERYWHERE = ("met_southwest", "met_at_port", "met_elsewhere")

KINDS = (
    ("single_adult", SINGLE_ADULT, "single adults", "adultos solos", "adults in parties without children",
     "adultos en grupos sin niñas ni niños"),
    ("family_unit", FAMILY_UNIT, "persons in families", "personas en familias",
     "adults and children of parties that hold both", "adultos, niñas y niños de grupos con ambos"),
    ("uac", UNACCOMPANIED, "unaccompanied children", "niñas y niños no acompañados",
     "children in parties without an adult", "niñas y niños en grupos sin adultos"),
)


def sectors(history: History, world: World) -> pd.DataFrame:
    """Encounters of each border sector, one indicator name per sector."""
    met = at_places(history, "met")
    return concat([
        tidy(history, met[:, place], "sum", place=world.place_ids[place],
             indicator=f"encounters_usbp_sector:{sector_name(world, place)}")
        for place in world.sectors])


def _encounters(name: str, events: tuple[str, ...], en: str, es: str, definition: str) -> Indicator:
    return Indicator(
        name=name, label_en=en, label_es=es, unit="events", kind="flow", better="neither",
        description_en=f"{en}, by nationality; a person met twice counts twice.",
        description_es=f"{es}, por nacionalidad; una persona hallada dos veces cuenta dos veces.",
        definition=definition, function=flow(*events, where=hub))


def _by_kind(stem: str, events: tuple[str, ...], scope: str) -> list[Indicator]:
    return [Indicator(
        name=f"{stem}_{name}", label_en=f"Encounters at the southwest border: {en} ({scope})",
        label_es=f"Encuentros en la frontera suroeste: {es} ({scope})", unit="events", kind="flow",
        better="neither", description_en=f"Events for {means_en}, by nationality.",
        description_es=f"Eventos de {means_es}, por nacionalidad.",
        definition=f"Persons in {' + '.join(events)} events; {means_en}.",
        function=flow(*events, kinds=kinds, where=hub)) for name, kinds, en, es, means_en, means_es in KINDS]


INDICATORS = [
    _encounters("encounters_swb", LAND, "Encounters at the southwest border",
                "Encuentros en la frontera suroeste",
                "Persons met between ports in southwest sectors plus claimants found inadmissible at ports. "
                "Held against CBP southwest land border encounters (Border Patrol and field offices)."),
    _encounters("encounters_usbp_swb", PATROL, "Border Patrol encounters at the southwest border",
                "Encuentros de la Patrulla Fronteriza en la frontera suroeste",
                "Persons met between ports in southwest sectors. Held against Border Patrol counts by "
                "citizenship."),
    _encounters("encounters_nationwide", EVERYWHERE, "Encounters at all borders",
                "Encuentros en todas las fronteras",
                "encounters_swb plus northern and coastal sectors."),
    *_by_kind("encounters_swb", LAND, "CBP"),
    *_by_kind("encounters_usbp_swb", PATROL, "USBP"),
    Indicator(
        name="encounters_usbp_sector:{sector}", label_en="Border Patrol encounters: {sector}",
        label_es="Encuentros de la Patrulla Fronteriza: {sector}", unit="events", kind="flow",
        better="neither", description_en="Persons met in one border sector, all nationalities.",
        description_es="Personas halladas en un sector fronterizo, todas las nacionalidades.",
        definition="place event `met` of the sector. Held against Border Patrol sector counts.",
        function=sectors, by_nationality=False),
]
