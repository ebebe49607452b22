"""Support for communities that take people in: money for schools, clinics and water follows the newcomers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _hosts as hosts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings


class HostCommunitySupport(Lever):
    lever_id = "host_community_support"
    family = "integrate"
    title_en = "Support for host communities"
    title_es = "Apoyo a comunidades de acogida"
    description_en = (
        "Public money for schools, clinics and housing follows migrants to the places where they live, so that "
        "newcomers crowd less; people who come back there meet less stigma."
    )
    description_es = (
        "Dinero público para escuelas, clínicas y vivienda sigue a los migrantes a los lugares donde viven, con "
        "menos saturación; quienes retornan allí encuentran menos estigma."
    )
    mechanism = "x = US$ per migrant resident and year over 150; capacity of host places x (1 + .5 x), stigma - .05 x"
    expected_direction = "onward movement down where crowded"
    evidence = ("E9", "G9")
    unit = "person-year"
    who = "nobody"
    hosts_needed = True
    settings = common_settings(
        quantity=1, unit="person-year per migrant resident and year", unit_cost=150, half_life=12, quantity_high=4,
        cost_source="judgement",
        source="Hemispheric approach 2022: US$ per migrant resident set by the plan", grade="J",
    ) + (
        LeverSetting("capacity_gain", 0.5, 0.0, 2.0, "ratio",
                     "more newcomers a place takes in before it is crowded, at x = 1", "judgement", "J"),
        LeverSetting("stigma_cut", 0.05, 0.0, 0.3, "index", "less stigma of returned people at x = 1",
                     "judgement", "J"),
        LeverSetting("most", 2.0, 0.1, 10.0, "ratio", "x beyond which nothing more is spent or gained",
                     "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        raise NotUsed("gives no money per migrant resident")

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Raise what host places take in; book a twelfth of x person-years a month per migrant resident."""
        world, most = context.world, self.value(row, "most")
        x = np.zeros(len(world.countries))
        x[list(row.hosts)] = hosts.kept_intensity(self, t, row, conditions, most)
        conditions.absorb *= 1.0 + self.value(row, "capacity_gain") * x[world.place_country]
        conditions.stigma_shift -= self.value(row, "stigma_cut") * np.minimum(1.0, x)[world.origin_country]
        supported = hosts.intensity(self, t, row, conditions, most) * hosts.migrants(context, row.hosts)
        self.book(t, row, float(supported.sum()) / 12.0, conditions)


LEVER = HostCommunitySupport()
