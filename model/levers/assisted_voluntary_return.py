"""Assisted voluntary return: capacity-limited offers to stranded people and to those who do badly abroad."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, NotUsed, checked_channel, common_settings, draft


class AssistedVoluntaryReturn(Lever):
    lever_id = "assisted_voluntary_return"
    family = "return"
    title_en = "Assisted voluntary return"
    title_es = "Retorno voluntario asistido"
    description_en = (
        "Offers of a safe journey home, without custody, to people stranded or doing badly abroad."
    )
    description_es = (
        "Ofertas de viaje seguro a casa, sin custodia, a personas varadas o con dificultades en el exterior."
    )
    mechanism = "places a month by host and nationality; accepted with probability a_AVR; better first scores"
    acts_on = "slots"
    expected_direction = "stranded people down"
    evidence = ("G3", "G9")
    unit = "person"
    hosts_needed = True
    channel = checked_channel("assisted_return")
    settings = common_settings(
        quantity=250,
        unit="person",
        unit_cost=1500,
        quantity_high=20_000,
        cost_source="judgement",
        source="Collaborative strategy 2022: 1 250 in five months",
        grade="M",
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        if str(row["unit"]) != "persons" or np.isnan(float(row["quantity"])):
            raise NotUsed("gives no number of persons")
        return [draft(self.lever_id, row, world)]

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Split the places over hosts by the square root of residents (J), then over nationalities."""
        people = np.sqrt(facts.population(context.world))[list(row.hosts)]
        for host, share in zip(row.hosts, people / people.sum(), strict=True):
            self.offer_split(
                t, row, conditions, context, channel=self.channel, host=host, units=self.monthly(row) * share
            )


LEVER = AssistedVoluntaryReturn()
