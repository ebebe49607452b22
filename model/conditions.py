"""What levers and feedbacks shift: fields by place, control, country, and the slots on offer.

Every step starts from the base of the month (drivers, history tables), then levers shift, then the
engine turns conditions into the kernel's fields. A lever of zero strength leaves every array as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

CHANNELS: tuple[str, ...] = (
    "family", "season_work", "regularise", "assisted_return", "reception", "service_economic",
    "service_social", "service_psychosocial", "asylum", "livelihood", "labour_market", "victim_service",
)
"""What a slot is: who may apply follows from the channel (see `slots.py`)."""
CHANNEL: dict[str, int] = {name: index for index, name in enumerate(CHANNELS)}

EFFECTS: dict[str, float] = {
    "deliver": 1.0, "score": 0.0, "cash": 0.0, "loan": 0.0, "income_gain": 0.0, "formal": 0.0,
}
"""What a place may do to its winner, and what it does if the programme says nothing.

deliver: share of a reintegration service that works; score: added to integration (labour_market) or to the
psychosocial score (victim_service), 0..1; cash: US$ added to savings; loan: US$ added to savings and debt;
income_gain: share added to household income; formal: 1 = formal credit from now on (the last three: livelihood).
"""
MARKS = 8
"""Different values of `Programme.once`."""


@dataclass
class Programme:
    """Capacity-limited places on offer this step.

    A household applies with hazard (or, where the channel says so, for certain) and an exact lottery
    picks winners until `places` persons (weighted) are reached; what is left carries over.
    """

    lever_id: str
    row: int
    """Which row of the plan offers it (index into the list of active lever rows)."""
    key: str
    """Stable name, unique in a run, e.g. `visas_h2b/USA/SLV`; carries unused places between steps."""
    channel: str
    origins: np.ndarray
    """bool[O] origin places whose households are eligible."""
    host: int = -1
    """Country index where the place is (destination, host or country of return), -1 any."""
    places: float = 0.0
    """New places this step, weighted persons (visas: parties)."""
    unit_is_party: bool = False
    hazard: float = 0.0
    """Application hazard per month for channels by own application; 0 takes the setting's."""
    price: float = 0.0
    """US$ of 2021 the household must be able to pay."""
    months: int = 0
    """Contract months of seasonal work."""
    farm_only: bool = False
    needs_wish: bool = True
    """True: people at home apply because they wish to leave; False: the hazard holds for everybody."""
    once: int = -1
    """0 to 7: a household wins places with this mark once in its life (livelihood, labour_market); -1: any number."""
    effects: dict[str, float] = field(default_factory=dict)
    """Size of the effect on winners, names as in EFFECTS (score, cash, ...)."""


@dataclass
class CostRow:
    """One amount booked: who pays how much for what, in which step."""

    t: int
    lever_id: str
    row: int
    payer: str
    units: float
    unit: str
    amount: float


@dataclass
class Conditions:
    """Arrays a lever may shift in a step (P places, O origins, C countries, G controls, N sectors)."""

    outcome: np.ndarray
    """f8[C,3,5] what follows an encounter: removed, expelled, released, waiting, repatriated."""
    enforcement: np.ndarray
    """f8[G] input index of each control group, 1 at base."""
    sector_enforcement: np.ndarray
    """f8[N] input index of each border sector, 1 at base."""
    fee_multiplier: np.ndarray
    """f8[C] on guided prices of a nationality."""
    claim_access: np.ndarray
    """f8[C] share of surrendering parties that reach agents or a port, by nationality."""
    removal_rate: np.ndarray
    """f8[C,C] interior removals per irregular party and year, by host and nationality."""
    removal_quota: np.ndarray
    """f8[C,C] removals a month in persons that replace the rate where > 0 (volume levers)."""
    asylum_capacity: np.ndarray
    """f8[C] decisions a month, persons."""
    recognition: np.ndarray
    """f8[C,C] probability of recognition by country of asylum and nationality."""
    claim_shift: np.ndarray
    """f8[C] added to the logit of claiming in a country."""
    income_multiplier: np.ndarray
    """f8[O,2] on the income index (other, farm)."""
    violence_multiplier: np.ndarray
    """f8[O]"""
    drought_shield: np.ndarray
    """f8[O] share of the drought effect taken away."""
    food_relief: np.ndarray
    """f8[O] share of food-insecure households relieved."""
    displacement_multiplier: np.ndarray
    """f8[O]"""
    attempt_multiplier: np.ndarray
    """f8[O,3] on the attempt hazard by kind."""
    belief_shift: np.ndarray
    """f8[C,3,C] added once to perceived success, by origin country, kind, destination country."""
    risk_shift: np.ndarray
    """f8[C,2] added once to perceived risk."""
    integration_multiplier: np.ndarray
    """f8[C,2] on integration abroad (irregular; pending or lawful)."""
    absorb: np.ndarray
    """f8[P] how a host place absorbs newcomers, 1 at base."""
    stigma_shift: np.ndarray
    """f8[O]"""
    harm_multiplier: np.ndarray
    """f8[C] on harm on the way in a country."""
    referral: np.ndarray
    """f8[O] added to the referral share at reception."""
    disaster_multiplier: np.ndarray
    """f8[O] on the probability of being displaced by a disaster."""
    aid_cash: np.ndarray
    """f8[O] US$ of 2021 at hand of a household that aid reaches (see food_relief)."""
    displaced_help: np.ndarray
    """f8[O] share of displaced people helped towards a durable solution, by home place."""
    apply_multiplier: np.ndarray
    """f8[O] on the rate of applying to lawful channels at home."""
    risk_truth: np.ndarray
    """f8[C] share of people who know the risk experienced instead of the one perceived, by nationality."""
    harm_party: np.ndarray
    """f8[C,3] on harm on the way by nationality and kind (single adults, families, children alone)."""
    visa_price_multiplier: np.ndarray
    """f8[C] on what a visa for seasonal work costs the worker, by nationality."""
    rehire_shift: np.ndarray
    """f8[C] added to the probability that a seasonal worker is called again, by nationality."""
    overstay_multiplier: np.ndarray
    """f8[C] on the probability of staying after a seasonal contract, by nationality."""
    crowding_multiplier: np.ndarray
    """f8[C] on the crowding that newcomers feel in a host country."""
    wish_shift: np.ndarray
    """f8[O] added to the logit of the wish to leave."""
    crisis_half_life: np.ndarray
    """f8[C] on the half-life of a crisis at home."""
    women_victim: np.ndarray
    """f8[O] on the probability that a household led by a woman meets violence in a year."""
    programmes: list[Programme] = field(default_factory=list)
    costs: list[CostRow] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    past: dict[str, Any] = field(default_factory=dict)
    """What levers remember of earlier steps, by hash of the plan (see `levers/_delivery.py`); never cleared."""


def neutral(places: int, origins: int, countries: int, controls: int, sectors: int) -> Conditions:
    """Conditions that change nothing; the base of the month is written over them each step."""
    return Conditions(
        outcome=np.zeros((countries, 3, 5)), enforcement=np.ones(controls), sector_enforcement=np.ones(sectors),
        fee_multiplier=np.ones(countries), claim_access=np.ones(countries),
        removal_rate=np.zeros((countries, countries)), removal_quota=np.zeros((countries, countries)),
        asylum_capacity=np.zeros(countries), recognition=np.zeros((countries, countries)),
        claim_shift=np.zeros(countries), income_multiplier=np.ones((origins, 2)),
        violence_multiplier=np.ones(origins), drought_shield=np.zeros(origins), food_relief=np.zeros(origins),
        displacement_multiplier=np.ones(origins), attempt_multiplier=np.ones((origins, 3)),
        belief_shift=np.zeros((countries, 3, countries)), risk_shift=np.zeros((countries, 2)),
        integration_multiplier=np.ones((countries, 2)), absorb=np.ones(places), stigma_shift=np.zeros(origins),
        harm_multiplier=np.ones(countries), referral=np.zeros(origins), disaster_multiplier=np.ones(origins),
        aid_cash=np.zeros(origins), displaced_help=np.zeros(origins), apply_multiplier=np.ones(origins),
        risk_truth=np.zeros(countries), harm_party=np.ones((countries, 3)), visa_price_multiplier=np.ones(countries),
        rehire_shift=np.zeros(countries), overstay_multiplier=np.ones(countries),
        crowding_multiplier=np.ones(countries), wish_shift=np.zeros(origins), crisis_half_life=np.ones(countries),
        women_victim=np.ones(origins),
    )


def share_of_month(conditions: Conditions, dt: float, first: bool) -> None:
    """Turn a month's places and costs into those of a step of `dt` months; announcements act once, in the
    `first` step of their month. Rates and levels are per month already and stay.
    """
    for programme in conditions.programmes:
        programme.places *= dt
    for _, parts in conditions.notes.get("offers", {}).values():
        parts.update({row: places * dt for row, places in parts.items()})
    for parts in conditions.notes.get("expected", {}).values():
        parts[:] = [(row, units * dt, share) for row, units, share in parts]
    conditions.costs[:] = [replace(c, units=c.units * dt, amount=c.amount * dt) for c in conditions.costs]
    if not first:
        conditions.belief_shift.fill(0.0)
        conditions.risk_shift.fill(0.0)
