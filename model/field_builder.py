"""One step's fields for the kernels, from drivers, conditions, route values and feedback state."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from model import feedbacks
from model import field_abroad as abroad
from model import field_home as home
from model import field_levers as levers
from model import field_way as way
from model.bundles import Packed, pack
from model.conditions import CHANNEL, Conditions
from model.draws import key
from model.feedbacks import Feedback
from model.field_programmes import ProgrammeTables
from model.field_routes import Ways
from model.field_static import Static
from model.fields import Fields, Geo, KernelSettings
from model.geography import distances
from model.judgements import CLOSED_ATTEMPTS, REMITTED_TO_RELATIVES
from model.route_values import RouteValues
from model.settings import Settings
from model.traits import own_price, propensity

STOCK_FLOOR = 0.5
"""Part of the network floor that follows recorded stocks; the rest follows population over distance (J)."""
ROOM_PER_1000 = 20.0
"""Newcomers of two years per 1000 residents that halve the pull of a destination (J)."""


class FieldBuilder:
    """Builds `Fields` every step; keeps cumulative fields and the country view of route values.

    O origins, C countries, S settle places, T steps. `residents` f8[O] persons of the place at home.
    """

    def __init__(self, world: Any, drivers: Any, settings: Settings, values: RouteValues, static: Static,
                 geo: Geo, residents: np.ndarray, tied: np.ndarray, settle_share: np.ndarray, steps: int,
                 start: int, dt: float) -> None:
        self.world, self.drivers, self.settings, self.values = world, drivers, settings, values
        self.static, self.geo, self.residents, self.tied = static, geo, residents, np.maximum(1.0, tied)
        self.start, self.dt = start, dt
        self.ways = Ways(world, settings, values, drivers.wage, settle_share)
        self.neighbours = home.neighbours(geo.origin_country, residents)
        self.settle_cdf = self._settle_cdf(settle_share)
        origins, settles = len(world.origins), len(world.settle_places)
        self.cum_y = np.zeros((steps + 1, origins, 2), np.int64)
        self.cum_z = np.zeros((steps + 1, origins), np.int64)
        self.cum_f = np.zeros((steps + 1, settles))
        self.traits = {"propensity": propensity(settings), "own_price": own_price(settings)}
        self.price_level = np.maximum(0.05, drivers.price_level[start])
        self.kernel_settings = kernel_settings(settings, static)
        self.reference: Any = None
        self.floor: Any = None
        self.onward_base: np.ndarray | None = None
        self.onward_level: Any = None
        self.cost_ref: Any = None
        self.violence_ref: np.ndarray | None = None
        self._attempt_near: Any = None

    def month(self, t: int) -> int:
        """Month index of the world for step t of the run."""
        return min(self.world.months - 1, self.start + int(t * self.dt + 1e-9))

    def _settle_cdf(self, settle_share: np.ndarray) -> np.ndarray:
        """f8[C,S] cumulative share inside each destination country, by nationality."""
        cdf = np.zeros_like(settle_share)
        for country in range(len(self.world.countries)):
            places = np.flatnonzero(self.world.dest_country == country)
            if len(places) == 0:
                continue
            running = np.cumsum(settle_share[:, places], axis=1)
            running /= running[:, -1:]
            running[:, -1] = 1.0
            cdf[:, places] = running
        return cdf

    # ---- the step -------------------------------------------------------------------------------------
    def build(self, t: int, state: Feedback, conditions: Conditions, tables: ProgrammeTables, queue: Any,
              family_met: float, fixed: bool) -> Fields:
        """Fields of step t. `queue` = (decide_before, marginal) i8[C]; `fixed` holds feedbacks."""
        m, c = self.month(t), self.geo.origin_country
        f: dict[str, np.ndarray] = dict(self.traits)
        f["y"] = home.income(m, self.drivers, c, state, conditions, self.settings)
        self._violence(m, state, conditions, f)
        border, crossing = way.border_fields(state, self.static, conditions, self.settings, self.geo,
                                             family_met, fixed)
        f |= border
        self._attempts(t, m, state, conditions, crossing, f)
        self._abroad(m, state, conditions, tables, f)
        self._programmes(tables, queue, f)
        f |= levers.fields(conditions, tables)
        self._money(t, m, state, f)
        self._bounds(t, m, state, conditions, tables, f)
        return Fields(**{name: _plain(f[name]) for name in Fields._fields})

    def _violence(self, m: int, state: Feedback, conditions: Conditions, f: dict[str, np.ndarray]) -> None:
        rate = self.drivers.homicide[m] * conditions.violence_multiplier
        if self.violence_ref is None:
            state.violence[:] = rate
            self.violence_ref = rate.copy()
        keep = 2.0 ** (-self.dt / 12.0)
        state.violence[:] = keep * state.violence + (1.0 - keep) * rate
        f |= home.violence_fields(state, self.static, conditions, self.geo.origin_country, self.settings,
                                  self.violence_ref)

    def _attempts(self, t: int, m: int, state: Feedback, conditions: Conditions, crossing: np.ndarray,
                  f: dict[str, np.ndarray]) -> None:
        c, world = self.geo.origin_country, self.world
        faded = state.crisis * levers.crisis_left(conditions, self.settings["hl_crisis"], self.dt)[c]
        state.crisis[:] = np.maximum(self.drivers.crisis[m], faded)
        fee = feedbacks.fee_index(state, self._effort(conditions), self.settings) * conditions.fee_multiplier
        risk = np.clip((state.risk / state.risk_ref).mean(axis=0), 0.2, 5.0)
        ways = self.ways
        changed = ways.update(t, m, _policy_bytes(conditions), fee, f["interdiction"], risk, crossing)
        self._references(state, ways.cost)
        if changed:
            self._attempt_near = home.near(ways.cost, self.cost_ref[c], self.settings)
        net = home.network(state, self.residents, self.reference[c], self.floor[c], self.settings)
        pull = self.drivers.demand[m] ** self.settings["epsilon_d"]
        pull = pull * (self.drivers.wage[m] / self.drivers.wage[m, world.hub]) ** self.settings["epsilon_w"]
        people = np.maximum(1.0, self.drivers.population[m])
        pull = pull / (1.0 + 1000.0 * state.newcomers / people / ROOM_PER_1000)
        season = self.static.season[(world.start + m) % 12]
        f["_hope"] = home.hope(state, people, self.settings)
        rates = home.attempt_rates(c, self.static, self.settings, state, conditions, net, pull,
                                   self._attempt_near, f["_hope"], season)
        rates *= self._visa_effect()[:, None, None]
        shut = self.drivers.closed_land[m, c] & self.drivers.closed_air[m, c]
        rates *= np.where(shut, CLOSED_ATTEMPTS, 1.0)[:, None, None]
        f["dest_count"], f["dest"], f["rate"], f["price"] = home.compress(rates, ways.money)
        f["rate_sum"] = rates.sum(axis=(1, 2))
        f["main_slot"] = np.where(f["dest_count"] > 0, f["rate"].sum(axis=2).argmax(axis=1), -1)
        f["dry_term"] = home.dry_term(m, self.drivers, conditions, self.settings, self.static, f["violence"],
                                      net[:, world.hub])
        f["cross_belief"], f["hope"] = f["_hope"][c, 0, world.hub], f["_hope"]
        f["_rates"], f["onward_price"], f["_guided_money"] = rates, ways.onward, ways.money[..., 0]
        self.fee = fee

    def _visa_effect(self) -> np.ndarray:
        """f8[O] factor on attempts where visas take candidates away (switch `visas`): their wish halves a year."""
        if self.static.visa_substitution == 0.0:
            return np.ones(len(self.residents))
        wanting = np.maximum(1.0, self.settings["wish_reference"] * self.residents)
        return 1.0 - 0.5 * np.minimum(1.0, self.static.visa_substitution * self.visas / wanting)

    def _effort(self, conditions: Conditions) -> np.ndarray:
        """f8[C] enforcement input on the way: border sectors, and the controls in series for foreigners."""
        border = float(conditions.sector_enforcement.mean()) if len(conditions.sector_enforcement) else 1.0
        series = self.static.series
        inland = float(conditions.enforcement[series].mean()) if len(series) else border
        effort = np.full(len(self.world.countries), 0.5 * (border + inland))
        if self.geo.transit_country[0] >= 0:
            effort[self.geo.transit_country[0]] = border
        return np.maximum(0.01, effort)

    def _references(self, state: Feedback, cost: np.ndarray) -> None:
        """Network and cost at the start, one number per country: towards the hub, or the nearest way."""
        if self.reference is not None:
            return
        c, countries = self.geo.origin_country, len(self.world.countries)
        people = np.bincount(c, self.residents, countries)
        there = np.zeros((countries, countries))
        np.add.at(there, c, state.abroad + self.settings["omega_r"] * state.recent)
        total = np.maximum(1.0, there.sum(axis=1, keepdims=True))
        self.floor = self.settings["s_0"] * (STOCK_FLOOR * there / total + (1.0 - STOCK_FLOOR) * self._gravity())
        self.reference = (there / np.maximum(1.0, people)[:, None] + self.floor).max(axis=1)
        own = cost[:, self.world.hub, 0]
        nearest = np.where(np.isfinite(cost[..., 0]), cost[..., 0], 1e9).min(axis=1)
        own = np.where(np.isfinite(own), own, np.where(nearest < 1e9, nearest, 0.0))
        self.cost_ref = np.bincount(c, own * self.residents, countries) / np.maximum(1.0, people)

    def _gravity(self) -> np.ndarray:
        """f8[C,C] share of a destination by population over squared distance, where no network is recorded."""
        mains = self.world.main_place
        km = np.maximum(300.0, distances(self.world, mains, mains))
        pull = self.drivers.population[self.start][None, :] / km**2
        np.fill_diagonal(pull, 0.0)
        return pull / pull.sum(axis=1, keepdims=True)

    def _abroad(self, m: int, state: Feedback, conditions: Conditions, tables: ProgrammeTables,
                f: dict[str, np.ndarray]) -> None:
        s, c, drivers, world = self.settings, self.geo.origin_country, self.drivers, self.world
        countries = len(world.countries)
        f["wage"], f["demand"] = drivers.wage[m], drivers.demand[m]
        f["ln_omega"] = self._omega(m, state)
        f["price_level"] = self.price_level
        people = np.maximum(1.0, drivers.population[m])
        f["_crowding"] = 1000.0 * state.newcomers / people * conditions.crowding_multiplier
        f["crowd"] = f["_crowding"][self.geo.place_country] / (s["absorb"] * conditions.absorb)
        f["integration"] = conditions.integration_multiplier
        f["remittance"] = s["R0"] * drivers.wage[m] / drivers.wage[m, world.hub] * drivers.demand[m]
        f["own_scale"] = abroad.own_scale(f["y"], s)
        f["caging"] = abroad.caging(f["_guided_money"], state.belief[c, 0], s)
        f["removal"] = abroad.removal(state, conditions)
        summed = np.zeros((countries, countries))
        np.add.at(summed, c, state.abroad + s["omega_r"] * state.recent)
        residents = np.maximum(1.0, np.bincount(c, self.residents, countries))
        net = summed / residents[:, None] + self.floor
        net /= net.max(axis=1, keepdims=True)  # who moves on chooses among what there is: only shares count
        wanted = abroad.onward_wish(f["_hope"], net, self.static, s)
        gain = abroad.onward_gain(drivers.demand[m], drivers.wage[m], s)
        if self.onward_base is None:
            even = np.ones((countries, countries))
            self.onward_base = abroad.onward_rates(wanted, gain, self.static, self.ways.near, even).sum(axis=(2, 3))
            self.onward_level = abroad.onward_level(self.onward_base, self.static, s)
        f["onward_rate"] = abroad.onward_rates(wanted, gain, self.static, self.ways.near, self.onward_level)
        f["onward_sum"] = f["onward_rate"].sum(axis=(2, 3))
        f["join_rate"] = s["h_join"] * f["_hope"][c, 1, :]
        f["stop_rate"] = s["h_stop"] * drivers.demand[m]
        f["claim_logit"] = self.static.claim_logit + conditions.claim_shift[:, None]
        f["recognition"] = conditions.recognition
        f["overstay"] = np.minimum(1.0, self.static.overstay * conditions.overstay_multiplier)
        f["stigma"] = np.clip(state.stigma + conditions.stigma_shift, 0.05, 1.0)
        f["referral"] = np.clip(s["psi_ref"] + conditions.referral, 0.0, 1.0)
        f["victim_beta"] = self.static.victim_beta

    def _omega(self, m: int, state: Feedback) -> np.ndarray:
        """f8[C] log of PPP income per earner where people of the country live, the hub where nobody does."""
        wage = self.drivers.wage[m] / np.maximum(0.05, self.drivers.price_level[m])
        stock = np.zeros((len(wage), len(wage)))
        np.add.at(stock, self.geo.origin_country, state.abroad)
        total = stock.sum(axis=1)
        mean = np.divide(stock @ wage, total, out=np.full(len(wage), wage[self.world.hub]), where=total > 0)
        return np.log(mean)

    def _programmes(self, tables: ProgrammeTables, queue: Any, f: dict[str, np.ndarray]) -> None:
        f["home_programme"], f["programme_at"] = tables.home, tables.at
        f["programme_channel"], f["programme_host"] = tables.channel, tables.host
        f["programme_price"], f["programme_months"] = tables.price, tables.months
        f["programme_hazard"], f["programme_farm"] = tables.hazard, tables.farm
        f["decide_before"], f["decide_marginal"] = queue
        f["settle_cdf"] = self.settle_cdf

    def _money(self, t: int, m: int, state: Feedback, f: dict[str, np.ndarray]) -> None:
        """Cumulative fields up to the start of the next step; closed-form money reads their differences."""
        sent = (state.per_party * self.parties).sum(axis=1)
        f["z"] = REMITTED_TO_RELATIVES * sent / (self.tied * self.settings["receiving_share"])
        settle = self.world.settle_places
        pace = f["demand"][self.world.dest_country] / (1.0 + f["crowd"][settle] / self.settings["kappa_c"])
        self.cum_y[t + 1] = self.cum_y[t] + np.rint(1000.0 * f["y"] * self.dt).astype(np.int64)
        self.cum_z[t + 1] = self.cum_z[t] + np.rint(f["z"] * self.dt).astype(np.int64)
        self.cum_f[t + 1] = self.cum_f[t] + pace * self.dt
        f["cum_y"], f["cum_z"], f["cum_f"] = self.cum_y, self.cum_z, self.cum_f

    def _bounds(self, t: int, m: int, state: Feedback, conditions: Conditions, tables: ProgrammeTables,
                f: dict[str, np.ndarray]) -> None:
        s, c = self.settings, self.geo.origin_country
        first = int(t * self.dt + 1e-9) != int((t - 1) * self.dt + 1e-9) or t == 0
        self.hit = self.drivers.disaster[m] * float(first)
        f["disaster_p"] = levers.disaster_chance(self.hit, conditions)
        f["internal_rate"], f["internal_cdf"] = home.internal_moves(f["y"], f["violence"], self.neighbours, s)
        applying = f["apply_sum"] + f["apply_plain"]
        other = home.victim_rate(f["displace_rate"]) + f["internal_rate"] + applying
        f["bound"] = home.home_bounds(f["_rates"], other, f["disaster_p"], f["dry_term"], f["y"],
                                      f["food_relief"], s, self.dt)
        f["bound_relocated"] = home.relocated_bounds(f["bound"], applying, c, self.dt)
        f["bound_displaced"] = home.displaced_bounds(f["home_exit"], f["cross_belief"], f["displaced_help"], s, self.dt)
        permits = 0.2 * (tables.at[CHANNEL["regularise"]] >= 0).any(axis=1) + levers.training_rates(tables)
        assisted = 0.05 * (tables.at[CHANNEL["assisted_return"]] >= 0).any(axis=1)
        f["bound_abroad"] = abroad.abroad_bounds(f, c, permits, assisted, f["crowd"][self.geo.main_place], s, self.dt)

    def packed_settings(self) -> Packed:
        """The settings as one pointer for kernels."""
        return _packed(self.kernel_settings)

    visas: np.ndarray
    """f8[O] persons who left on a visa in the last twelve months, set by the engine."""
    parties: np.ndarray
    """f8[O,C] weighted parties abroad, set by the engine before `build`."""
    hit: np.ndarray
    """f8[O] share of households that a disaster of the step hits, whether displaced or not."""


@lru_cache(maxsize=8)
def _packed(kernel_settings: Any) -> Packed:
    """Numbers only, equal for equal settings: the one bundle that may be kept from step to step."""
    return pack(kernel_settings)


def _policy_bytes(conditions: Conditions) -> bytes:
    """What levers say about controls, sectors and fees, to a tenth: slow fading waits for the quarter."""
    return b"".join(np.round(part, 1).tobytes() for part in (
        conditions.enforcement, conditions.sector_enforcement, conditions.fee_multiplier))


def _plain(array: np.ndarray) -> np.ndarray:
    """C-contiguous float64, int64: one numba signature for every bundle. Views are copied: fields are stored."""
    kind = np.int64 if array.dtype.kind in "iub" else np.float64
    plain = np.ascontiguousarray(array, kind)
    return plain.copy() if plain.base is not None else plain


def kernel_settings(settings: Settings, static: Static) -> Any:
    """Settings as a namedtuple of floats; switches the rules read become numbers."""
    values = {name: float(settings.values[name]) for name in settings.values}
    values["chi_reg"] = static.chi_reg
    values["alpha_0"] += static.wish_shift
    values["hump_within"] = float(settings.variant("hump") == "within")
    values["cash_substitutes"] = float(settings.variant("cash") == "substitute")
    values["expelled_like_sanction"] = float(settings.variant("t42_repeats") == "unchanged")
    return KernelSettings(**values)


def seeds(seed: int, world_seed: int) -> tuple[np.uint32, ...]:
    """(k0, k1, w0, w1) of run and world seed."""
    return (*key(seed), *key(world_seed))


