"""Seasonal farm visas without a cap (H-2A): the places of history are the visas issued by nationality.

`visas_annual.csv` gives issues by nationality and fiscal year; beyond the table its last year is held. A
number in the timeline is a cap over all nationalities. A plan row adds places on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers._visas import VisaLever, visa_settings
from model.levers.base import Context, LeverRow, NotUsed, Unused, draft

VISA_CLASS = "H-2A"
SEASON = np.array([0.09, 0.13, 0.15, 0.14, 0.11, 0.09, 0.07, 0.05, 0.04, 0.04, 0.04, 0.05])
"""Share of a year's visas issued by month, January first: most farm contracts begin in spring (J)."""


class VisasH2A(VisaLever):
    lever_id = "visas_h2a"
    title_en = "Seasonal farm visas (H-2A)"
    title_es = "Visas agrícolas temporales (H-2A)"
    description_en = "Contracts of about seven months on farms; workers of the last season go first."
    description_es = (
        "Contratos de unos siete meses en el campo; quienes trabajaron la temporada anterior tienen "
        "prioridad."
    )
    mechanism = (
        "places = visas issued (history) + places added; farm households apply; return at the end or overstay"
    )
    expected_direction = "irregular crossings -0.1 to -0.6 per visa at most"
    settings = visa_settings(
        quantity=5000 / 12,
        high=50_000,
        price=1500,
        months=7,
        farm=1,
        source="Collaborative strategy 2022: 5 000 a year",
        grade="J",
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """A row for everybody, or with a cap, carries the issues; frameworks for some are part of them."""
        drafted = draft(self.lever_id, row, world)
        if drafted.nationalities and np.isnan(drafted.quantity):
            raise NotUsed("recruitment framework: its effect is in the visas issued (visas_annual.csv)")
        if not facts.visas_issued(world, VISA_CLASS):
            raise NotUsed("visas_annual.csv has no visas of this class")
        return [drafted]

    def arrange(self, rows: list[LeverRow], world: Any) -> tuple[list[LeverRow], list[Unused]]:
        """Beside a row for everybody, a number for some would count their visas twice."""
        general = [row for row in rows if not row.nationalities]
        idle = [row for row in rows if general and row.nationalities]
        return [row for row in rows if row not in idle], [
            Unused(row.key, self.lever_id, row.title, f"part of the visas issued under {general[0].key}")
            for row in idle
        ]

    def profile(self, t: int, row: LeverRow, world: Any) -> float:
        return float(12.0 * SEASON[(world.start + t) % 12])

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """History: visas issued in the fiscal year, spread by season; a plan row: its own number."""
        if row.kind != "timeline":
            super().apply(t, row, conditions, context)
            return
        world = context.world
        year = facts.fiscal_year(world, t)
        issued = facts.visas_in_year(world, VISA_CLASS, year)
        if row.nationalities:
            issued = issued * np.isin(np.arange(len(issued)), row.nationalities)
        cap = 12.0 * row.quantity / max(issued.sum(), 1e-9)
        scale = SEASON[(world.start + t) % 12] * (min(1.0, cap) if not np.isnan(cap) else 1.0)
        for host in row.hosts:
            places = issued * scale * self.reach(t, row, host, world)
            self.offer_all(row, conditions, context, self.channel, host, places, **self.details(row))


LEVER = VisasH2A()
