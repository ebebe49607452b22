"""What follows an encounter at the border: a named regime replaces the outcome shares.

Up to the end of history the observed table `border_outcomes.csv` is the delivered regime, so rows of the
timeline wait until then; afterwards the row in force with the named nationality, and among those the latest
start, sets the shares of `border_regimes.csv`. A row of a plan sets them from its own start, history or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft
from model.world_tables import OUTCOMES, PARTY_KINDS


@lru_cache(maxsize=32)
def regime_shares(world: Any, name: str) -> np.ndarray:
    """f8[C,3,5] shares of a regime by nationality and kind; nan where it says nothing (kind not listed)."""
    shares = np.full((len(world.countries), 3, 5), np.nan)
    rows = world.tables["border_regimes"]
    rows = rows[rows["regime"] == name]
    for general in (True, False):
        for row in rows[(rows["origin_iso3"] == "OTHER") == general].to_dict("records"):
            where = slice(None) if general else world.country_index[row["origin_iso3"]]
            shares[where, PARTY_KINDS.index(row["kind"])] = [row[outcome] for outcome in OUTCOMES]
    return shares


class ConsequenceRegime(Lever):
    lever_id = "consequence_regime"
    family = "manage"
    title_en = "What follows an encounter at the border"
    title_es = "Qué sigue a un encuentro en la frontera"
    description_en = (
        "Switches to a named regime: removal with a sanction, expulsion, release with a claim, return to "
        "wait, or voluntary repatriation, by nationality and kind of party."
    )
    description_es = (
        "Cambia a un régimen con nombre: expulsión con sanción, expulsión inmediata, liberación con "
        "solicitud, devolución para esperar o repatriación voluntaria, por nacionalidad y tipo de grupo."
    )
    mechanism = (
        "outcome[nationality, kind] = (1 - strength) x shares in force + strength x shares of the regime"
    )
    expected_direction = "re-attempts 1.05-1.6 per person by regime"
    evidence = ("D2", "D3", "D4")
    unit = "month in force"
    modes = ("replace",)
    settings = common_settings(
        quantity=1,
        unit="month in force",
        unit_cost=0,
        cost_source="catalogue: none",
        source="Collaborative strategy 2022",
        grade="J",
    )[1:] + (
        LeverSetting(
            "strength",
            1.0,
            0.0,
            1.0,
            "share",
            "share of encounters treated under the regime",
            "judgement",
            "J",
        ),
        LeverSetting(
            "claim_access",
            1.0,
            0.0,
            1.0,
            "share",
            "share of those who surrender that reach agents or a port",
            "judgement",
            "J",
        ),
    )

    def regimes(self, world: Any) -> tuple[str, ...]:
        """Names of border_regimes.csv."""
        return tuple(dict.fromkeys(world.tables["border_regimes"]["regime"]))

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = draft(self.lever_id, row, world)
        if not drafted.setting:
            raise NotUsed("names no regime; its effect is in the observed outcomes of border_outcomes.csv")
        if drafted.setting not in self.regimes(world):
            raise NotUsed(f"regime '{drafted.setting}' is not in border_regimes.csv")
        if drafted.end <= world.history_end:
            raise NotUsed(
                "ended within the history: its effect is in the observed outcomes of border_outcomes.csv"
            )
        return [drafted]

    def precedence(self, row: LeverRow) -> tuple[int, ...]:
        """Rows that name nationalities come after (and so overwrite) general ones; then the latest start."""
        return (int(row.named()), row.start)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Write the regime's shares for the row's nationalities, unless the month is mostly another row's."""
        world = context.world
        if row.kind == "timeline" and t <= world.history_end or row.month_share(t) < 0.5:
            return
        share = np.zeros(len(world.countries))
        np.maximum.at(share, world.origin_country, row.strength_by_origin(t))
        for country in map(int, np.flatnonzero(share)):
            _switch(conditions, country, regime_shares(world, row.setting)[country], min(1.0, share[country]))
            access = self.value(row, "claim_access")
            if access < 1.0:
                conditions.claim_access[country] *= 1.0 - min(1.0, share[country]) * (1.0 - access)


def _switch(conditions: Conditions, country: int, regime: np.ndarray, share: float) -> None:
    kinds = ~np.isnan(regime[:, 0])
    after = regime[kinds]
    if share != 1.0:
        after = (1.0 - share) * conditions.outcome[country, kinds] + share * after
    conditions.outcome[country, kinds] = after


LEVER = ConsequenceRegime()
