"""What the rules read: bundles of arrays for the kernels. All are fields of the previous step.

P places, O origin places, C countries, S settle places, N border sectors, G control groups, Q programmes,
T steps. Every float is float64 and every index int64 unless said otherwise, so that a bundle built by
`engine_fields.py` always has one numba signature.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np

from model.bundles import Packed
from model.setting_table import PARAMETERS

SWITCH_NUMBERS = ("hump_within", "expelled_like_sanction", "cash_substitutes")
KernelSettings: Any = namedtuple("KernelSettings", [p.name for p in PARAMETERS] + list(SWITCH_NUMBERS))  # type: ignore[misc]
"""Every parameter as a float, plus switches the rules read as 0/1."""


class Who(NamedTuple):
    """One household: row, row within its place, place uid, origin index, country, weight."""

    i: int
    local: np.uint32
    uid: np.uint32
    o: int
    country: int
    weight: int


class Geo(NamedTuple):
    """Places and countries; constant in a run."""

    place_country: np.ndarray  # i8[P]
    place_origin: np.ndarray  # i8[P], -1 if not an origin
    settle_of_place: np.ndarray  # i8[P], -1 if nobody settles there
    sector_of_place: np.ndarray  # i8[P], -1 if not a border sector
    sector_place: np.ndarray  # i8[N]
    sector_city: np.ndarray  # i8[N] where expelled people are sent back to
    sector_southwest: np.ndarray  # i8[N] 0/1: borders the hub by land on its southern side
    origin_place: np.ndarray  # i8[O]
    origin_country: np.ndarray  # i8[O]
    origin_uid: np.ndarray  # u4[O]
    first_row: np.ndarray  # i8[O]
    weight: np.ndarray  # i8[O]
    main_place: np.ndarray  # i8[C]
    settle_place: np.ndarray  # i8[S]
    settle_country: np.ndarray  # i8[S]
    block_bit: np.ndarray  # i8[C] bit of `ties`
    home_city: np.ndarray  # i8[C] main place of a country if it is an origin, else the first origin place
    reception_place: np.ndarray  # i8[O] where returned people arrive
    neighbour_cdf: np.ndarray  # f8[O,O] where displaced people go
    hub: np.ndarray  # i8[1] country index of the hub destination
    transit_country: np.ndarray  # i8[1] country whose controls return people (Mexico), -1 none
    exempt: np.ndarray  # i8[C,C] 1 if nationals of the second are citizens or exempt in the first


class Fields(NamedTuple):
    """Everything that changes by step."""

    # money and income
    y: np.ndarray  # f8[O,2] income index (other, farm)
    cum_y: np.ndarray  # i8[T+1,O,2] milli-index summed to the start of a step
    cum_z: np.ndarray  # i8[T+1,O] US$ received per household that receives, summed
    z: np.ndarray  # f8[O] US$ a month per household with relatives abroad who send
    # wish
    ln_omega: np.ndarray  # f8[C] log of income per earner at destinations, PPP
    price_level: np.ndarray  # f8[C] cash per PPP
    violence: np.ndarray  # f8[O] running mean homicide rate
    violence_term: np.ndarray  # f8[O] beta_v ln(max(.2, v/25))
    victim_p: np.ndarray  # f8[O]
    victim_beta: np.ndarray  # f8[C]
    propensity: np.ndarray  # f8[256] logit of the wish by class of `trait`
    wish_shift: np.ndarray  # f8[O] levers on the logit of the wish
    women_victim: np.ndarray  # f8[O] levers on victim_p of households led by a woman
    # attempt
    dry_term: np.ndarray  # f8[O] log hazard ratio of farm households
    food_relief: np.ndarray  # f8[O]
    aid_cash: np.ndarray  # f8[O] US$ at hand of households that aid reaches
    dest_count: np.ndarray  # i8[O]
    dest: np.ndarray  # i8[O,C] destination countries of an origin, compressed
    rate: np.ndarray  # f8[O,C,6] attempt rate at A = 1 by list position and kind*2+mode (0 guided, 1 own)
    rate_sum: np.ndarray  # f8[O]
    main_slot: np.ndarray  # i8[O] list position of the destination with the highest rate, -1 none
    price: np.ndarray  # f8[O,C,2] US$ by list position and mode
    own_price: np.ndarray  # f8[256] factor on it by class of the household's `price`
    settle_cdf: np.ndarray  # f8[C,S] cumulative shares of settle places inside their country, by nationality
    bound: np.ndarray  # f8[O,5] largest probability of any slow decision at home, by band
    bound_relocated: np.ndarray  # f8[O]
    bound_displaced: np.ndarray  # f8[O]
    bound_abroad: np.ndarray  # f8[O]
    # displacement and internal moves
    displace_rate: np.ndarray  # f8[O] per month at victim = 0, already divided by its mean
    disaster_p: np.ndarray  # f8[O]
    home_exit: np.ndarray  # f8[O] exp(-.7 (v/v_ref - 1))
    displaced_help: np.ndarray  # f8[O] share of displaced people helped, by home place
    cross_belief: np.ndarray  # f8[O] hope of adults towards the hub
    internal_rate: np.ndarray  # f8[O]
    internal_cdf: np.ndarray  # f8[O,O]
    # programmes
    home_programme: np.ndarray  # i8[O,16] programmes people at home may apply to, -1 none
    programme_at: np.ndarray  # i8[CHANNELS,O,C] programme by channel, origin, country where, -1 none
    programme_channel: np.ndarray  # i8[Q]
    programme_host: np.ndarray  # i8[Q]
    programme_price: np.ndarray  # f8[Q]
    programme_months: np.ndarray  # i8[Q]
    programme_hazard: np.ndarray  # f8[Q]
    programme_farm: np.ndarray  # i8[Q]
    programme_wish: np.ndarray  # i8[Q] 0: people at home apply whether they wish to leave or not
    programme_once: np.ndarray  # i8[Q] bit of `flags` that says the household has won, 0 none
    apply_sum: np.ndarray  # f8[O] application rates of home programmes for people who wish to leave
    apply_plain: np.ndarray  # f8[O] application rates of the other home programmes
    apply_multiplier: np.ndarray  # f8[O] levers on applications to lawful channels
    visa_price: np.ndarray  # f8[C] levers on the price of seasonal work, by nationality
    # travel and border
    interdiction: np.ndarray  # f8[G] capture per control passed
    hope: np.ndarray  # f8[C,3,C] (B / B_ref)^gamma_B by nationality, kind and goal
    harm_multiplier: np.ndarray  # f8[C]
    harm_party: np.ndarray  # f8[C,3] levers on harm by nationality and kind
    stop_rate: np.ndarray  # f8[C] settling on the way, per month
    outcome_cdf: np.ndarray  # f8[C,3,5]
    surrender: np.ndarray  # f8[C,3]
    evader_met: np.ndarray  # f8[N]
    sector_cdf: np.ndarray  # f8[N] where joiners cross
    join_interdiction: np.ndarray  # f8[C] on the whole way to the hub
    # abroad
    wage: np.ndarray  # f8[C] US$ per earner-month
    demand: np.ndarray  # f8[C]
    cum_f: np.ndarray  # f8[T+1,S] integration clock
    integration: np.ndarray  # f8[C,2] lever on integration (irregular; pending or lawful)
    remittance: np.ndarray  # f8[C] US$ a month of a party just arrived
    own_scale: np.ndarray  # f8[O] h_own x income change at home
    caging: np.ndarray  # f8[O,C] effect of the cost of coming back on the own return of irregular parties
    removal: np.ndarray  # f8[C,C] per month, by host and nationality
    onward_rate: np.ndarray  # f8[C,C,C,2] nationality, host, destination, mode
    onward_price: np.ndarray  # f8[C,C,C,2]
    onward_sum: np.ndarray  # f8[C,C]
    join_rate: np.ndarray  # f8[O,C]
    crowd: np.ndarray  # f8[P] newcomers per 1000 residents
    claim_logit: np.ndarray  # f8[C,C] country of asylum, nationality
    recognition: np.ndarray  # f8[C,C]
    decide_before: np.ndarray  # i8[C] claims of earlier steps are decided now
    decide_marginal: np.ndarray  # i8[C] claims of this step enter the lottery
    overstay: np.ndarray  # f8[C]
    rehire_shift: np.ndarray  # f8[C]
    # return
    stigma: np.ndarray  # f8[O]
    referral: np.ndarray  # f8[O]
    violence_ref: np.ndarray  # f8[O]


class Bundle(NamedTuple):
    """What every rule gets besides the household: geography, fields, settings, routes."""

    geo: Packed
    f: Packed
    s: Packed
    r: Packed
