"""People whom programmes reach at home, abroad and after harm."""

from __future__ import annotations

from model.indicators.base import Indicator
from model.indicators.events import flow

INDICATORS = [
    Indicator(
        name="livelihoods_gained", label_en="Persons of households that gained a livelihood", unit="persons",
        kind="flow", label_es="Personas de hogares que ganaron un medio de vida", better="up",
        description_en="Work, training, credit or land use through a programme at home.",
        description_es="Trabajo, formación, crédito o uso de la tierra por un programa en casa.",
        definition="Event `livelihood`.", function=flow("livelihood")),
    Indicator(
        name="labour_market_places", label_en="Persons in labour-market programmes abroad", unit="persons",
        kind="flow", label_es="Personas en programas laborales en el exterior", better="up",
        description_en="Persons of parties abroad that got a place: skills, job search, recognition.",
        description_es="Personas de grupos en el exterior con un cupo: destrezas, empleo, reconocimiento.",
        definition="Event `labour_market`.", function=flow("labour_market")),
    Indicator(
        name="victims_served", label_en="Abused persons that a service reached", unit="persons", kind="flow",
        label_es="Personas que sufrieron abusos y recibieron un servicio", better="up",
        description_en="Persons of parties abused on their way, stranded or returned, found and cared for.",
        description_es="Personas de grupos que sufrieron abusos en el camino, varadas o retornadas, atendidas.",
        definition="Event `victim_service`.", function=flow("victim_service")),
]
