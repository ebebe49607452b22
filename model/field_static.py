"""What the fields of every step are built from and that does not change in a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.geography import series_controls
from model.judgements import (
    CLAIM_LOGIT,
    CLAIM_LOGIT_DEFAULT,
    CONTROL_BASE,
    DISPLACED_BY_VIOLENCE,
    GUATEMALA,
    KAPPA_ONWARD_ONE,
    MONTHS_ON_THE_WAY,
    NEIGHBOUR_ONWARD,
    ONWARD_FROM_NEIGHBOUR,
    OVERSTAY_LOW,
)
from model.settings import Settings
from model.world_tables import PARTY_KINDS

KINDS = 3
VISA_SUBSTITUTION = 0.3
"""Candidates of the place whose attempts halve for a year, per visa, under the switch (F1, F3, F4)."""
DESIRE_SURVEY = {"nca2021": 0.38, "panel": 0.43, "high": 0.70}
"""Share of households that wish to leave, by survey (A1, A1b)."""
NORTHERN = ("GTM", "HND", "SLV")
OWN_KAPPA = (*NORTHERN, "MEX", "VEN", "CUB", "HTI", "NIC", "COL", "ECU")
"""Countries whose intercept towards the hub has a factor of its own: those with flows to be fitted to."""
SURVEY_DEFAULT = 0.38
RATIONAL_HALF_LIFE = 0.01
UNCOUNTED_SECTOR = 0.005
"""Share in the agents of a sector without a count (northern and coastal ones; J)."""
NETWORK_SWITCH = {"none": 0.0, "suppress": -0.2, "amplify": 0.2}
ONWARD_SWITCH = {"neutral": 1.0, "enable": 1.15}


def per_country(world: Any, named: Mapping[str, float], other: float) -> np.ndarray:
    """f8[C] a value by country code, `other` for countries not named."""
    return np.array([named.get(code, other) for code in world.countries])


@dataclass
class Static:
    """Constants of a run for the field builders; shapes as in `fields.py`."""

    kappa: np.ndarray  # f8[C] attempt intercept towards other countries than the hub, solved at compile time
    affinity: np.ndarray  # f8[C,C] by nationality and destination, solved at compile time; hub x setting
    onward_affinity: np.ndarray  # f8[C,C] the same for people abroad: the hub draws them more
    party_weight: np.ndarray  # f8[C,3,C] weight of a kind of party by nationality and destination, solved for the hub
    guided: np.ndarray  # f8[C] weight of the guided channel
    season: np.ndarray  # f8[12,C,2] factor of a departure in a calendar month, by nationality and mode
    beta_v: np.ndarray  # f8[C]
    displaced: np.ndarray  # f8[C] displacement by violence over that of Honduras at the same homicide rate
    victim_beta: np.ndarray  # f8[C]
    chi_n: float
    kappa_onward: np.ndarray  # f8[C,C] onward hazard by nationality and host over Venezuelans in the region
    chi_reg: float
    claim_logit: np.ndarray  # f8[C,C]
    overstay: np.ndarray  # f8[C]
    control_base: np.ndarray  # f8[G] capture of single controls, nan for those in series
    series: np.ndarray  # i8 control groups in series
    sector_cost: np.ndarray  # f8[N] k$ of crossing a border sector, solved at compile time
    sector_share: np.ndarray  # f8[N] least share of a border sector in the agents of all
    belief_half_life: float
    wish_shift: float  # logit, switch desire_survey
    wish_reference: float
    visa_substitution: float  # irregular attempts given up per visa, switch visas


def build(world: Any, settings: Settings, edges: Any) -> Static:
    """Constants from world tables, settings, switches and judgements."""
    s = settings
    affinity = affinities(world, _own(world, s, "kappa", OWN_KAPPA))
    more_abroad = np.where(np.arange(len(world.countries)) == world.hub, s["kappa_on_hub"], 1.0)
    return Static(
        kappa=solved_kappa(world)[:, 0], affinity=affinity, onward_affinity=affinity * more_abroad,
        party_weight=party_weights(world), guided=_own(world, s, "guided", NORTHERN), season=departure_season(world),
        beta_v=per_country(world, {GUATEMALA: s["beta_v_gtm"]}, s["beta_v"]),
        displaced=per_country(world, DISPLACED_BY_VIOLENCE, DISPLACED_BY_VIOLENCE["*"]),
        victim_beta=per_country(world, {GUATEMALA: s["beta_vic_gtm"]}, s["beta_vic"]),
        chi_n=NETWORK_SWITCH[s.variant("climate_network")],
        kappa_onward=onward_factors(world, settings),
        chi_reg=ONWARD_SWITCH.get(s.variant("regularisation_onward"), s["chi_reg"]),
        claim_logit=claim_logit(world),
        overstay=per_country(world, {OVERSTAY_LOW: s["overstay_mex"]}, s["overstay_nca"]),
        control_base=np.array([CONTROL_BASE.get(name, np.nan) for name in edges.control_names]),
        series=series_controls(edges), sector_cost=solved_sector_cost(world),
        sector_share=sector_shares(world),
        belief_half_life={"sticky": 18.0, "rational": RATIONAL_HALF_LIFE}.get(s.variant("belief"), s["H_B"]),
        wish_shift=math.log(_odds(DESIRE_SURVEY[s.variant("desire_survey")]) / _odds(SURVEY_DEFAULT)),
        wish_reference=s["wish_reference"] * DESIRE_SURVEY[s.variant("desire_survey")] / SURVEY_DEFAULT,
        visa_substitution=VISA_SUBSTITUTION if s.variant("visas") == "displacing" else 0.0,
    )


def _own(world: Any, settings: Settings, name: str, codes: tuple[str, ...]) -> np.ndarray:
    """f8[C] a setting that some countries have for themselves, `<name>_other` for the rest."""
    return per_country(world, {code: settings[f"{name}_{code.lower()}"] for code in codes}, settings[f"{name}_other"])


def _odds(share: float) -> float:
    return share / (1.0 - share)


def solved_kappa(world: Any) -> np.ndarray:
    """f8[C,2] intercepts of intercepts.csv (other destinations, hub); 1 where the world has none."""
    table = world.tables.get("intercepts")
    if table is None or len(table) == 0:
        return np.ones((len(world.countries), 2))
    columns = (dict(zip(table["origin_iso3"], table[name], strict=True)) for name in ("kappa", "kappa_hub"))
    return np.stack([per_country(world, named, 1.0) for named in columns], axis=1)


def affinities(world: Any, to_hub: np.ndarray) -> np.ndarray:
    """f8[C,C] factors by nationality and destination, for attempts from home (onward moves: `onward_affinity`).

    Those of affinities.csv; for the hub that of its own solved intercept times to_hub f8[C]; else 1.
    """
    factor = np.ones((len(world.countries),) * 2)
    table = world.tables.get("affinities")
    for row in table.itertuples(index=False) if table is not None else ():
        factor[world.country_index[row.origin_iso3], world.country_index[row.destination_iso3]] = row.factor
    kappa = solved_kappa(world)
    factor[:, world.hub] = to_hub * kappa[:, 1] / kappa[:, 0]
    return factor


def solved_sector_cost(world: Any) -> np.ndarray:
    """f8[N] thousand US$ by border sector from sector_costs.csv; 0 where the world has none."""
    return _by_sector(world, "cost_kusd", 0.0)


def sector_shares(world: Any) -> np.ndarray:
    """f8[N] share of each border sector in the encounters counted; a little where none is, 0 without a table."""
    return _by_sector(world, "observed_share", UNCOUNTED_SECTOR)


def _by_sector(world: Any, column: str, other: float) -> np.ndarray:
    """f8[N] a column of sector_costs.csv, `other` for sectors it lacks; 0 where the world has no such table."""
    table = world.tables.get("sector_costs")
    if table is None:
        return np.zeros(len(world.sectors))
    named = dict(zip(table["place_id"], table[column], strict=True))
    return np.array([named.get(world.place_ids[place], other) for place in world.sectors])


def party_weights(world: Any) -> np.ndarray:
    """f8[C,3,C] factors of party_weights.csv for attempts towards the hub; 1 elsewhere and without the table."""
    weight = np.ones((len(world.countries), KINDS, len(world.countries)))
    table = world.tables.get("party_weights")
    for row in table.itertuples(index=False) if table is not None else ():
        weight[world.country_index[row.origin_iso3], PARTY_KINDS.index(row.kind), world.hub] = row.factor
    return weight


def departure_season(world: Any) -> np.ndarray:
    """f8[12,C,2] factor of a departure in a month: that of the month a trip arrives in, weighted between two months."""
    table = world.tables.get("seasons")
    aimed = world.season if table is None or len(table) == 0 else table.sort_values("month")["factor"].to_numpy()
    ahead = np.array([MONTHS_ON_THE_WAY.get(code, MONTHS_ON_THE_WAY["*"]) for code in world.countries])
    arrival = np.arange(12)[:, None, None] + ahead
    return np.interp(arrival % 12, np.arange(13), np.append(aimed, aimed[0]))


def solved_belief(world: Any) -> np.ndarray:
    """f8[C,3,C] perceived success at the start from beliefs.csv; one half where the world has none."""
    size = len(world.countries)
    belief = np.full((size, KINDS, size), 0.5)
    table = world.tables.get("beliefs")
    if table is None:
        return belief
    for row in table.itertuples(index=False):
        belief[world.country_index[row.origin_iso3], PARTY_KINDS.index(row.kind),
               world.country_index[row.destination_iso3]] = row.belief
    return belief


def onward_factors(world: Any, settings: Settings) -> np.ndarray:
    """f8[C,C] onward hazard by nationality and host over that of Venezuelans."""
    named = {KAPPA_ONWARD_ONE: 1.0, "HTI": settings["kappa_on_hti"], "CUB": settings["kappa_on_cub"]}
    factor = np.repeat(per_country(world, named, settings["kappa_on_other"])[:, None], len(world.countries), axis=1)
    for code, hosts in ONWARD_FROM_NEIGHBOUR.items():
        for host in hosts:
            if code in world.country_index and host in world.country_index:
                factor[world.country_index[code], world.country_index[host]] *= NEIGHBOUR_ONWARD
    return factor


def claim_logit(world: Any) -> np.ndarray:
    """f8[C,C] logit of filing a claim on arrival, by country of asylum and nationality."""
    logit = np.full((len(world.countries),) * 2, CLAIM_LOGIT_DEFAULT)
    for host, rows in CLAIM_LOGIT.items():
        if host in world.country_index:
            logit[world.country_index[host]] = per_country(world, rows, rows.get("*", CLAIM_LOGIT_DEFAULT))
    return logit
