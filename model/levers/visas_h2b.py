"""Seasonal visas outside farming (H-2B): half-year caps and country reserves, bounded by the visas issued.

Rule. The rows of the timeline (caps, supplements, reserves) add up. Each is split over the nationalities it
names by their visas issued; so caps say *when* places appear and how reserves favour some. Then each
nationality's places of a fiscal year are scaled to the visas it was issued in that year: a use rate. After
the table ends its last use rate is held, so larger or smaller caps move the places from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers._visas import VisaLever, visa_settings
from model.levers.base import Context, LeverRow, LeverSetting, NotUsed, Unused, draft

VISA_CLASS = "H-2B"
LEVER_ID = "visas_h2b"
FRONT = 2.0
"""Months in which the demand for a newly opened allotment halves (J): caps of a half-year go quickly."""


def _drafts(world: Any) -> list[LeverRow]:
    rows = []
    for entry in world.tables["policy_timeline"].to_dict("records"):
        if entry["lever_id"] == LEVER_ID:
            try:
                rows.append(_draft(entry, world))
            except NotUsed:
                continue
    return rows


def _draft(entry: Mapping[str, Any], world: Any) -> LeverRow:
    drafted = draft(LEVER_ID, entry, world)
    if not drafted.quantity > 0.0:
        raise NotUsed("gives no number of visas above zero; what was issued is in visas_annual.csv")
    return drafted


def _later(row: LeverRow, years: int, last: int, world: Any) -> LeverRow:
    """The same allotment some years later; cut at the end of the world, with the quantity a month kept."""
    start, end = row.start + 12 * years, min(row.end + 12 * years, world.months - 1)
    return replace(row, start=start, end=end, key=f"{row.key}+{years}", note=f"held: as in FY{last}")


@lru_cache(maxsize=1024)
def front_weight(row: LeverRow, t: int) -> float:
    """Places of month t over the row's quantity a month: more when the allotment opens, mean 1."""
    steps = range(row.start, row.end + 1)
    weight = {s: row.month_share(s) * 2.0 ** (-(s - row.start) / FRONT) for s in steps}
    return weight.get(t, 0.0) * sum(row.month_share(s) for s in steps) / sum(weight.values())


@lru_cache(maxsize=4)
def issue_weights(world: Any) -> np.ndarray:
    """f8[C]: mean visas issued a year, the weights by which a cap is split."""
    issued = facts.visas_issued(world, VISA_CLASS)
    weights = np.zeros(len(world.countries))
    for country, series in issued.items():
        weights[country] = sum(series.values()) / max(1, len(series))
    return weights


@lru_cache(maxsize=512)
def _split(row: LeverRow, world: Any) -> np.ndarray:
    weights = np.zeros(len(world.countries))
    meant = list(row.meant(len(weights)))
    weights[meant] = issue_weights(world)[meant]
    return weights / weights.sum() if weights.sum() > 0 else weights


@lru_cache(maxsize=4)
def use_rates(world: Any) -> dict[int, np.ndarray]:
    """Fiscal year -> f8[C]: visas issued over the places the caps would have given, years of the table."""
    raw: dict[int, np.ndarray] = {}
    for row in _drafts(world):
        for t in range(row.start, row.end + 1):
            places = row.quantity * front_weight(row, t) * _split(row, world)
            raw[facts.fiscal_year(world, t)] = raw.get(facts.fiscal_year(world, t), 0.0) + places
    issued = facts.visas_issued(world, VISA_CLASS)
    known = {year for series in issued.values() for year in series} & set(raw)
    return {
        year: np.divide(
            facts.visas_in_year(world, VISA_CLASS, year),
            raw[year],
            out=np.zeros(len(world.countries)),
            where=raw[year] > 0,
        )
        for year in known
    }


class VisasH2B(VisaLever):
    lever_id = LEVER_ID
    title_en = "Seasonal visas outside farming (H-2B)"
    title_es = "Visas temporales no agrícolas (H-2B)"
    description_en = (
        "Half-year caps with supplements and reserves for some countries; contracts of about eight months."
    )
    description_es = (
        "Topes semestrales con suplementos y reservas para algunos países; contratos de unos ocho meses."
    )
    mechanism = "places = caps x use rate by nationality (visas issued) + places added; all adults may apply"
    expected_direction = "irregular crossings at most -3 %"
    settings = visa_settings(
        quantity=1500,
        high=50_000,
        price=1500,
        months=8,
        farm=0,
        source="Collaborative strategy 2022: 18 000 in FY2022",
        grade="M",
    ) + (
        LeverSetting(
            "use_unknown",
            0.0,
            0.0,
            1.0,
            "share",
            "use of a cap by nationalities never issued a visa",
            "judgement",
            "J",
        ),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = _draft(row, world)
        if not use_rates(world):
            raise NotUsed("visas_annual.csv has no visas of this class in the years of the caps")
        return [drafted]

    def arrange(self, rows: list[LeverRow], world: Any) -> tuple[list[LeverRow], list[Unused]]:
        """Caps are law: the fiscal year of the last rows is repeated to the end of the world."""
        last = max(facts.fiscal_year(world, row.start) for row in rows)
        final = [row for row in rows if facts.fiscal_year(world, row.start) == last]
        years = range(1, facts.fiscal_year(world, world.months - 1) - last + 1)
        again = [_later(row, year, last, world) for year in years for row in final]
        return rows + [row for row in again if row.start < world.months], []

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """History: caps x use rate by nationality; a plan row: its own number."""
        if row.kind != "timeline":
            super().apply(t, row, conditions, context)
            return
        world = context.world
        rates = use_rates(world)
        year = min(max(facts.fiscal_year(world, t), min(rates)), max(rates))
        rate = np.where(issue_weights(world) > 0, rates[year], self.value(row, "use_unknown"))
        places = row.quantity * front_weight(row, t) * rate * _split(row, world)
        for host in row.hosts:
            reached = places * self.reach(t, row, host, world)
            self.offer_all(row, conditions, context, self.channel, host, reached, **self.details(row))


LEVER = VisasH2B()
