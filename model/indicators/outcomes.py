"""What follows an encounter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.history import History
from model.indicators.base import Indicator, repeated
from model.indicators.events import flow
from model.indicators.frames import concat
from model.indicators.geography import hub

if TYPE_CHECKING:
    from model.world import World

OUTCOMES = {
    "removed": ("outcome_removed",),
    "t42_expulsions": ("outcome_expelled",),
    "released": ("outcome_released",),
    "migrant_protection_protocols": ("outcome_waiting",), "voluntary_repatriations": ("outcome_repatriated",),
    "t8_repatriations": ("outcome_removed", "outcome_repatriated"),
    "total_encounters": ("outcome_removed", "outcome_expelled", "outcome_released", "outcome_waiting",
                         "outcome_repatriated"),
}


def outcomes(history: History, world: World) -> pd.DataFrame:
    """Persons by outcome, one indicator name per outcome."""
    frames = []
    for name, events in OUTCOMES.items():
        frame = flow(*events, where=hub)(history, world)
        frame["indicator"] = repeated(f"swb_outcome:{name}", len(frame))
        frames.append(frame)
    return concat(frames)


INDICATORS = [
    Indicator(
        name="title42_expulsions_swb", label_en="Expulsions without sanction (Title 42)",
        label_es="Expulsiones sin sanción (Título 42)", unit="events", kind="flow", better="neither",
        description_en="Persons expelled at the border under the health order, most of them to the nearest "
                       "border city.",
        description_es="Personas expulsadas en la frontera por la orden sanitaria, casi todas a la ciudad "
                       "fronteriza más cercana.",
        definition="outcome_expelled by nationality. Held against book-outs of the southwest border.",
        function=flow("outcome_expelled", where=hub)),
    Indicator(
        name="swb_outcome:{outcome}", label_en="Outcome of encounters: {outcome}",
        label_es="Resultado de los encuentros: {outcome}", unit="events", kind="flow", better="neither",
        description_en="Persons by what followed their encounter: removed, expelled, released, returned to "
                       "wait, voluntary repatriation.",
        description_es="Personas según lo que siguió a su encuentro: removidas, expulsadas, liberadas, "
                       "devueltas a esperar, repatriación voluntaria.",
        definition="Events outcome_*; t8_repatriations = removed + voluntary_repatriations; total_encounters "
                   "= the sum of the five. `released` also holds children in care, so it has no single "
                   "observed series.",
        function=outcomes),
]
