"""Officers and means at controls and border sectors: the input index of enforcement, 1 at the start.

The engine turns the index into the chance of being met, the capture rate and capacity of controls, and the
smuggler's fee: the lever writes inputs, never effects. Routes divert because costs change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from model.checks import InputError
from model.conditions import Conditions
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft

FORCE = 20000.0
"""Officers of a full national border force, the scale of personnel numbers of the timeline (J)."""


class BorderEnforcement(Lever):
    lever_id = "border_enforcement"
    family = "manage"
    title_en = "Border management capacity"
    title_es = "Capacidad de gestión fronteriza"
    description_en = (
        "More officers and means at the controls of a country or at chosen controls and border sectors."
    )
    description_es = (
        "Más personal y medios en los controles de un país o en controles y sectores fronterizos elegidos."
    )
    mechanism = "enforcement index of the controls x (1 + x); x = officers / force, fading once ended"
    expected_direction = "flow -5 to -20 % if tripled everywhere; elsewhere routes divert"
    evidence = ("D1", "D5", "D7", "P10")
    unit = "officer-month"
    who = "nobody"
    hosts_needed = True
    where_named = True
    settings = common_settings(
        quantity=600,
        unit="officer-month",
        unit_cost=2500,
        half_life=9,
        cost_source="judgement: 30 000 a year",
        source="Collaborative strategy 2022",
        grade="L",
        quantity_high=200_000,
    ) + (
        LeverSetting(
            "force",
            FORCE,
            10,
            1_000_000,
            "officers",
            "officers that double the index (x = 1): a national force",
            "judgement: about 20 000 agents of the United States Border Patrol",
            "J",
        ),
        LeverSetting(
            "unknown",
            0.25,
            0.0,
            1.0,
            "ratio",
            "x of an operation of the timeline without a number",
            "judgement",
            "J",
        ),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        """A multiplier is the index itself; personnel is weighed against a national force (a row without a
        number counts as `unknown` of it). `setting` names the controls and sectors."""
        if str(row["unit"]) not in ("multiplier", "personnel", ""):
            raise NotUsed(f"unit '{row['unit']}' is no multiplier and no number of officers")
        drafted = draft(self.lever_id, row, world)
        number = float(row["quantity"])
        where = tuple(name for name in drafted.setting.split(";") if name)
        if row["unit"] == "multiplier" and not np.isnan(number):
            force = self.setting("force").default
            officers, values = force * (number - 1.0), {"force": force, "unit_cost": 0.0}
        else:
            officers, values = (
                self.setting("unknown").default * FORCE if np.isnan(number) else number,
                {"force": FORCE},
            )
        drafted = replace(drafted, quantity=officers, values=values, where=where, setting="")
        if not any(len(found) for found in targets(drafted, world)):
            raise NotUsed("no control and no border sector of this country is on the routes of the world")
        return [drafted]

    def resolve(self, row: LeverRow, world: Any) -> LeverRow:
        """Officers where no route meets a control would cost money and change nothing: refused."""
        if not any(len(found) for found in targets(row, world)):
            stands = sorted({world.countries[c] for c in facts.control_country(world).values()}
                            | {world.countries[c] for c in world.place_country[world.sectors]})
            named = ", ".join(world.countries[host] for host in row.hosts)
            raise InputError(f"hosts = {named}: no control and no border sector on the routes of the world. "
                             f"Countries with one: {', '.join(stands)}; or name controls in `where`.")
        return row

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Raise the index of the chosen controls and sectors by the level x and book the officers."""
        level = self.level(t, row, conditions) * self.setting("quantity").default / self.value(row, "force")
        self.book(t, row, self.planned(t, row, conditions), conditions)
        if not level:
            return
        for index, chosen in zip(
            (conditions.enforcement, conditions.sector_enforcement), targets(row, context.world), strict=True
        ):
            # Numbers of the timeline are relative to the start, so they do not multiply each other.
            index[chosen] = (
                np.maximum(index[chosen], 1.0 + level)
                if row.kind == "timeline" and level > 0
                else index[chosen] * (1.0 + level)
            )


def targets(row: LeverRow, world: Any) -> tuple[np.ndarray, np.ndarray]:
    """Indices of control groups and of border sectors a row acts on: those named, else all of its hosts."""
    names = facts.control_groups(world)
    stands = facts.control_country(world)
    sector_names = [world.place_ids[place] for place in world.sectors]
    if row.where:
        return (
            np.array([names.index(n) for n in row.where if n in names], int),
            np.array([sector_names.index(n) for n in row.where if n in sector_names], int),
        )
    return (
        np.array([g for g, name in enumerate(names) if stands[name] in row.hosts], int),
        np.flatnonzero(np.isin(world.place_country[world.sectors], row.hosts)),
    )


LEVER = BorderEnforcement()
