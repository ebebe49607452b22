"""Internal displacement: stock, entries and exits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.continuum import DISPLACED
from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import flow, flow_by_kind, share
from model.indicators.frames import by_country, concat, places_of, tidy

if TYPE_CHECKING:
    from model.world import World


def stock(history: History, world: World) -> pd.DataFrame:
    """Displaced persons by country (place and nationality alike), in total, and by place they are in."""
    people = by_country(world, history.state_origin[:, :, DISPLACED])
    where = history.state_place[:, :, DISPLACED]
    both = {"place": world.countries, "nationality": world.countries}
    codes = [world.countries[c] for c in world.place_country]
    total, _ = places_of(world, where)
    return concat([tidy(history, total[:, 0], "last"), tidy(history, people, "last", both),
                   tidy(history, where, "last", {"place": world.place_ids, "nationality": codes})])


INDICATORS = [
    Indicator(
        name="idp_stock", label_en="Internally displaced persons", label_es="Personas desplazadas internas",
        unit="persons", kind="stock", better="down",
        description_en="Persons forced out of their place who remain in their country.",
        description_es="Personas forzadas a dejar su lugar que siguen en su país.",
        definition="State DISPLACED, violence and disaster together. Held against UNHCR stocks, which count "
                   "violence only and stay constant between surveys.",
        function=stock),
    Indicator(
        name="displaced", label_en="Persons newly displaced inside their country",
        label_es="Personas recién desplazadas dentro de su país", unit="persons", kind="flow", better="down",
        description_en="Persons displaced in the month, by cause.",
        description_es="Personas desplazadas en el mes, por causa.",
        definition="Events displaced_violence and displaced_disaster.",
        function=flow_by_kind({"violence": ("displaced_violence",), "disaster": ("displaced_disaster",)})),
    Indicator(
        name="displacement_ended", label_en="Ends of displacement", label_es="Fin del desplazamiento",
        unit="persons", kind="flow", better="neither",
        description_en="Persons who stopped being displaced: back home, settled where they were, settled "
                       "elsewhere in the country, gone abroad.",
        description_es="Personas que dejaron de estar desplazadas: de vuelta en casa, asentadas donde "
                       "estaban, "
                       "asentadas en otra parte del país, en el exterior.",
        definition="Events displacement_ended_*.",
        function=flow_by_kind({kind: (f"displacement_ended_{kind}",)
                               for kind in ("home", "local", "elsewhere", "abroad")})),
    Indicator(
        name="departures_after_displacement", label_en="Departures of persons once displaced",
        label_es="Salidas de personas alguna vez desplazadas", unit="persons", kind="flow", better="neither",
        description_en="Persons who left their country after having been displaced inside it.",
        description_es="Personas que salieron de su país tras haber sido desplazadas en él.",
        definition="Event departed_after_displacement.", function=flow("departed_after_displacement")),
    Indicator(
        name="ever_displaced_share", label_en="Share of cross-border movers once displaced",
        label_es="Proporción de quienes salen del país que fueron desplazados", unit="share", kind="rate",
        better="neither", description_en="Share of departures by persons who had been internally displaced.",
        description_es="Proporción de salidas de personas que habían sido desplazadas internas.",
        definition="Ratio of sums. Held against the share among cross-border returnees (pattern P18b).",
        function=share(("departed_after_displacement",), ("departed", "-departed_onward")),
        ratio_of=("departures_after_displacement", "departures")),
]
