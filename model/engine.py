"""One run: columns + fields + loop. A pure function of world, plan, settings, seed, scale; no Mesa, no I/O.

    simulation = Simulation(world, plan, settings, seed=1, scale=100, months=204)
    while simulation.t < simulation.steps:
        simulation.step()

No array view is stored on the simulation: deep copies and pickles continue identically.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from model import drivers as drivers_module
from model import feedbacks, kernels, ledger, passes, slots
from model.baseline_conditions import base_conditions
from model.bundles import Packed, pack
from model.checks import InputError
from model.conditions import Conditions, Programme, neutral, share_of_month
from model.digests import digest_by_origin, digest_of
from model.draws import Now, key
from model.engine_start import DAYS_PER_MONTH, Start, recorded_pending, start_of
from model.field_abroad import fixed_wait, queue
from model.field_builder import FieldBuilder
from model.field_home import LOST_WHERE_HIT
from model.field_programmes import ProgrammeTables
from model.fields import Bundle
from model.history import History
from model.ledger import EVENT
from model.levers import Context
from model.loop import PHASES

PARALLEL_ROWS = 200_000
MOST_PROGRAMMES = 65534


class Simulation:
    """A run in progress: `.step()`, `.t`, `.steps`, `.history`, `.digest()`, `.population.fit`.

    scale: real households per simulated one, a number or by country code. `origins` keeps only some
    origins (country codes or place ids); `feedbacks=False` holds every feedback and uncaps places.
    Raises InputError for a start or length outside the world.
    """

    def __init__(self, world: Any, plan: Any, settings: Any, *, seed: int = 1, scale: int | Mapping[str, int] = 100,
                 start: str | None = None, months: int = 204, threads: int = 1, dense: bool = False,
                 feedbacks: bool = True, origins: Sequence[str] | None = None, world_seed: int = 0,
                 edges: bool = True) -> None:
        self.world, self.plan, self.settings = world, plan, settings
        self.seed, self.world_seed, self.threads, self.dense, self.live = seed, world_seed, threads, dense, feedbacks
        self.start = world.month_of(start) if start else 0
        if not 1 <= months <= world.months - self.start:
            raise InputError(f"months = {months}: from {world.label(self.start)} the world '{world.name}' allows "
                             f"1 to {world.months - self.start}.")
        self.months = months
        self.dt = world.step_days / DAYS_PER_MONTH
        self.steps = int(round(months / self.dt))
        self.t = 0
        self.seconds: list[float] = []
        self._pointers: dict[str, Any] = {}
        self._in_step = False
        self._begin(scale, origins, edges)

    def _begin(self, scale: int | Mapping[str, int], origins: Sequence[str] | None, edges: bool) -> None:
        self.drivers = drivers_module.build(self.world, self.settings["wage_usa"])
        began: Start = start_of(self.world, self.drivers, self.settings, scale, origins, self.world_seed,
                                self.start, self.months, self.steps, self.dt, self.live)
        self.population, self.households = began.population, began.households
        self.band_starts, self.formed, self.weight = began.band_starts, began.formed, began.weight
        self.geo, self.static, self.values, self.feedback = began.geo, began.static, began.values, began.feedback
        self.asylum_share, self.residents = began.asylum_share, began.residents
        self.builder = FieldBuilder(self.world, self.drivers, self.settings, self.values, self.static, self.geo,
                                    began.residents, began.tied, began.settle_share, self.steps, self.start, self.dt)
        sizes = (len(self.world.place_ids), len(self.world.origins), len(self.world.countries))
        self.conditions: Conditions = neutral(*sizes, len(self.values.control_names), len(self.world.sectors))
        self.books = ledger.allocate(self.threads, *sizes, len(self.values.edges.tail), self.steps)
        self.scratch = kernels.scratch(self.threads)
        self.history = History(self.world, self.steps, self.start, edges=edges)
        self.edge_order = np.argsort(self.values.edges.row, kind="stable")
        self.control_edges = np.flatnonzero(self.values.edges.control >= 0)
        self.carry = slots.Carry()
        self.queue_carry = np.zeros(sizes[2])
        self.delivered: dict[str, float] = {}
        self.family_met = 0.0
        self.visas = np.zeros(len(self.world.origins))
        self._count_start()

    def _count_start(self) -> None:
        """Stocks of the first day from the columns."""
        books = ledger.allocate(1, *self._sizes(), self.steps)[0]
        passes.recount(*self._rows(), self._now(), pack(self.households), pack(self.geo), pack(books))
        self.stocks = {name: getattr(books, name).copy() for name in ("at", "origin", "abroad", "parties", "pending")}
        self.persons_formed = self.stocks["origin"].sum(axis=1)
        self.start_wait: np.ndarray | None = None

    def _sizes(self) -> tuple[int, int, int, int]:
        return (len(self.world.place_ids), len(self.world.origins), len(self.world.countries),
                len(self.values.edges.tail))

    def _rows(self) -> tuple[np.ndarray, np.ndarray]:
        """First row and end of the households that exist, i8[O] each."""
        starts = self.band_starts
        return starts[:, 0].copy(), starts[:, 4] + self.formed[self._formed_row()]

    def _now(self) -> Now:
        if "now" in self._pointers:
            return self._pointers["now"]
        month = self.world.start + self.builder.month(self.t) if hasattr(self, "builder") else self.world.start
        now = Now(*key(self.seed), *key(self.world_seed), np.uint32(self.t), self.t, self.dt, month // 12)
        return self._keep("now", now)

    def _keep(self, name: str, made: Any) -> Any:
        """Remember something of this step until its end; nothing outside a step."""
        if self._in_step:
            self._pointers[name] = made
        return made

    # ---- the step -------------------------------------------------------------------------------------
    def step(self) -> None:
        """One step, in the order of `model.loop.PHASES`."""
        began = time.perf_counter()
        for name, _ in PHASES:
            getattr(self, f"_{name}")()
        self._pointers, self._in_step = {}, False
        self.t += 1
        self.seconds.append(time.perf_counter() - began)

    def _conditions(self) -> None:
        m = self.builder.month(self.t)
        base_conditions(self.world, self.drivers, self.settings, m, self.conditions)
        context = Context(self.world, self.drivers, self.settings, m, self.delivered,
                          self.households_formed().astype(float), self.persons_formed.astype(float),
                          self.stocks["origin"].astype(float), self.stocks["abroad"].astype(float))
        self.plan.apply(m, self.conditions, context)
        if self.dt != 1.0:
            share_of_month(self.conditions, self.dt, self.t == 0 or self.builder.month(self.t - 1) != m)
        feedbacks.announce(self.feedback, self.conditions.belief_shift, self.conditions.risk_shift)

    def households_formed(self) -> np.ndarray:
        """i8[O] weighted households that exist."""
        return (self.band_starts[:, 4] - self.band_starts[:, 0] + self.formed[self._formed_row()]) * self.weight

    def _formed_row(self) -> int:
        return min(len(self.formed) - 1, int(self.t * self.dt + 1e-9))

    def _fields(self) -> None:
        decide, marginal = self._queue()
        if len(self.conditions.programmes) > MOST_PROGRAMMES:
            raise InputError(f"the plan offers {len(self.conditions.programmes)} programmes in one month; "
                             f"at most {MOST_PROGRAMMES} are possible.")
        self.tables = ProgrammeTables(self.conditions.programmes, self.geo, self.settings, len(self.world.countries))
        self.builder.visas = self.visas
        self.builder.parties = self.stocks["parties"].astype(float)
        fields = self.builder.build(self.t, self.feedback, self.conditions, self.tables, (decide, marginal),
                                    self.family_met, not self.live)
        self.fields, self._pointers, self._in_step = fields, {}, True

    def _queue(self) -> tuple[np.ndarray, np.ndarray]:
        """Who is decided: the queue in order of claim; a fixed wait where feedbacks are held."""
        capacity = self.conditions.asylum_capacity * self.asylum_share * self.dt
        pending = self.stocks["pending"]
        if not self.live:
            if self.start_wait is None:
                wait = fixed_wait(recorded_pending(self.world)[:, None], self.conditions.asylum_capacity, self.dt)
                self.start_wait = np.rint(wait).astype(np.int64)
            return self.t - self.start_wait, np.full(len(capacity), -ledger.CLAIM_BACK - 2, np.int64)
        before, marginal, left = queue(pending, capacity + self.queue_carry, self.t)
        self.queue_carry[:] = 0.0
        everyone = np.ones(len(self.world.origins), bool)
        for country in np.flatnonzero(left > 0):
            self.conditions.programmes.append(Programme(
                lever_id="asylum_queue", row=-1, key=f"asylum_queue/{self.world.countries[country]}",
                channel="asylum", origins=everyone, host=int(country), places=float(left[country])))
        return before, marginal

    def _panel(self) -> None:
        month = self.builder.month(self.t)
        self.panel = None
        if self.t and (self.world.start + month) % 12:
            return
        origins, countries = len(self.world.origins), len(self.world.countries)
        sums = [np.zeros(origins), np.zeros(origins), np.zeros(origins), np.zeros((origins, countries)),
                np.zeros((origins, countries)), np.zeros((countries, countries))]
        passes.panel(*self._rows(), self._now(), self._columns(), self._bundle(), *sums)
        self.panel = sums
        if self.live or self.t == 0:
            self._learn_panel(sums)

    def _learn_panel(self, sums: list[np.ndarray]) -> None:
        """What parties send, as a mean per party; cells without parties in the panel keep the host's mean."""
        sent, parties, irregular = sums[3], sums[4], sums[5]
        mean = np.divide(sent.sum(axis=0), parties.sum(axis=0), out=np.zeros(sent.shape[1]),
                         where=parties.sum(axis=0) > 0)
        other = np.tile(mean, (len(sent), 1)) if self.live else self.feedback.per_party.copy()
        self.feedback.per_party[:] = np.divide(sent, parties, out=other, where=parties > 0)
        self.feedback.irregular[:] = irregular

    def _households(self) -> None:
        for books in self.books:
            ledger.clear(books)
        h, now, bundle = pack(self.households), self._now(), self._bundle()
        chunks, words = self._chunks(), self.households.state.view(np.uint64)
        rows, planes, digits = self.scratch
        packed = [pack(books) for books in self.books]
        if self.threads > 1 and self.population.rows > PARALLEL_ROWS:
            at = np.array([books.address for books in packed])
            kernels.work_parallel(self.threads, now, chunks, words, h, bundle, packed[0], at, rows, planes, digits,
                                  self.dense)
            return
        for worker, own in enumerate(packed):
            kernels.work(worker, self.threads, now, chunks, words, h, bundle, own, rows[worker], planes[worker],
                         digits[worker], self.dense)

    def _bundle(self) -> Bundle:
        """What rules read besides the household, as pointers; made once a step and dropped at its end."""
        if "bundle" in self._pointers:
            return self._pointers["bundle"]
        return self._keep("bundle", Bundle(pack(self.geo), pack(self.fields), self.builder.packed_settings(),
                                           pack(self.values.routes)))

    def _columns(self) -> Packed:
        """The households as pointers; made once a step and dropped at its end."""
        return self._pointers.get("columns") or self._keep("columns", pack(self.households))

    def _tallies(self) -> Packed:
        """The books of all workers as pointers, from the slots to the end of the step."""
        return self._pointers.get("tallies") or self._keep("tallies", pack(self.total))

    def _chunks(self) -> np.ndarray:
        """i8[n,4] (origin, first row, end, band) of at most CHUNK_ROWS rows; the reserve as far as formed."""
        if not hasattr(self, "_fixed_chunks"):
            self._fixed_chunks = np.array(self._cut(range(4), None), np.int64).reshape(-1, 4)
        reserve = self._cut((4,), self.formed[self._formed_row()])
        return np.concatenate([self._fixed_chunks, np.array(reserve, np.int64).reshape(-1, 4)])

    def _cut(self, bands: Sequence[int], formed: np.ndarray | None) -> list[tuple[int, int, int, int]]:
        size, cuts = kernels.CHUNK_ROWS, []
        for o in range(len(self.world.origins)):
            for band in bands:
                lo = int(self.band_starts[o, band])
                hi = lo + int(formed[o]) if formed is not None else int(self.band_starts[o, band + 1])
                cuts += [(o, a, min(a + size, hi), band) for a in range(lo, hi, size)]
        return cuts

    def _slots(self) -> None:
        self.total = ledger.add_up(self.books)
        programmes = self.conditions.programmes
        h, now = self.households, self._now()
        rows = self._applicants()
        self.delivered = {}
        self.applied: dict[str, float] = {}
        self.offered: dict[str, float] = {}
        if not programmes:
            h.wish[rows] = 0
            return
        origin_of = np.searchsorted(self.band_starts[:, 0], rows, side="right") - 1
        order, size = np.empty(len(rows), np.uint64), np.empty(len(rows), np.int64)
        slots.lottery_keys(rows, len(rows), origin_of, self.tables.channel, now, self._columns(), self._bundle().geo,
                           order, size)
        programme = h.wish[rows].astype(np.int64) - 1
        unit = np.array([p.unit_is_party for p in programmes])
        size = np.where(unit[programme], self.weight[origin_of], size)
        available = slots.available_places(programmes, self.carry) if self.live else np.full(len(programmes), np.inf)
        won, used = slots.draw_winners(programme, order, size, available)
        slots.grant_all(rows[won], origin_of[won], self.tables.channel, self.tables.effects, now,
                        self._columns(), self._bundle(), self._tallies())
        slots.set_out_all(rows[~won], origin_of[~won], self.tables.channel, now, self._columns(), self._bundle(),
                          self._tallies())
        h.wish[rows] = 0
        applied = np.bincount(programme, size, len(programmes))
        if self.live:
            slots.carry_over(programmes, available, used, applied > used, 15.0 * float(self.weight.max()), self.carry)
        keys = [p.key for p in programmes]
        self.delivered = dict(zip(keys, used.tolist(), strict=True))
        self.applied = dict(zip(keys, applied.tolist(), strict=True))
        self.offered = {p.key: float(p.places) for p in programmes}

    def _applicants(self) -> np.ndarray:
        wish = self.households.wish
        words, rows = wish.view(np.uint64), np.empty(4096, np.int64)
        count = slots.applicants(words, wish, self.population.rows, rows)
        if count > len(rows):
            rows = np.empty(count, np.int64)
            slots.applicants(words, wish, self.population.rows, rows)
        return rows[:count]

    def _formation(self) -> None:
        now_row, next_row = self._formed_row(), min(len(self.formed) - 1, int((self.t + 1) * self.dt + 1e-9))
        before = self.total.origin.sum(axis=1)
        reserve = self.band_starts[:, 4]
        passes.form(reserve + self.formed[now_row], reserve + self.formed[next_row], self._now(), self._columns(),
                    self._bundle().geo, self._tallies())
        new = self.total.origin.sum(axis=1) - before
        self.total.events[EVENT["formed"], :, 0] += new
        self.persons_formed = self.persons_formed + new

    def _ledger(self) -> None:
        for name, stock in self.stocks.items():
            stock += getattr(self.total, name)
        if not np.array_equal(self.stocks["origin"].sum(axis=1), self.persons_formed):
            raise RuntimeError(f"persons were created or lost in step {self.t}: an error of the program")

    def _feedbacks(self) -> None:
        self.family_met = float(self.total.events[EVENT["met_southwest"], :, 1:3].sum()) / self.dt
        self.visas *= 1.0 - self.dt / 12.0
        self.visas += self.total.events[[EVENT["season_started"], EVENT["lawful_family"]]].sum(axis=(0, 2))
        if not self.live:
            return
        feedbacks.update(self.feedback, self.total, self.geo.origin_country, self.residents, self.settings, self.dt,
                         self.geo.place_country, self.geo.sector_place, self.control_edges,
                         self.values.edges.control[self.control_edges], self.static.belief_half_life)
        loss = self.feedback.disaster_loss
        loss *= 2.0 ** (-self.dt / self.settings["hl_dis"])
        loss += LOST_WHERE_HIT * self.builder.hit

    def _record(self) -> None:
        done = self.delivered | self._removals()
        costs = self.plan.book(self.builder.month(self.t), done, self.conditions)
        self.history.record(self.t, costs=costs, delivered=self.delivered, programme_applied=self.applied,
                            programme_places=self.offered, **self._recorded())

    def _removals(self) -> dict[str, float]:
        """Persons removed from inside a country by the key under which a lever awaits the report."""
        names, removed = self.world.countries, self.total.removed
        nobody = dict.fromkeys(self.conditions.notes.get("expected", ()), 0.0)
        return nobody | {
            f"deportation/{names[host]}/{names[nation]}": float(removed[host, nation])
            for host, nation in zip(*np.nonzero(removed), strict=True)}

    def _recorded(self) -> dict[str, np.ndarray]:
        f, books, state = self.fields, self.total, self.feedback
        capacity = self.conditions.asylum_capacity * self.asylum_share
        pending = self.stocks["pending"].sum(axis=1).astype(float)
        parties = self.stocks["parties"]
        recorded = {
            "state_origin": self.stocks["origin"], "state_place": self.stocks["at"], "events": books.events,
            "place_events": books.place_events, "abroad": self.stocks["abroad"], "parties": parties,
            "arrivals": books.arrivals, "money": books.money, "again": books.again, "belief": state.belief,
            "risk": state.risk, "fee_index": self.builder.fee, "pending": pending,
            "wait_months": np.divide(pending, capacity, out=np.zeros_like(pending), where=capacity > 0),
            "remittances": state.per_party * parties, "crowd": f.crowd, "stigma": f.stigma,
            "households": self.households_formed(), "scores": books.scores / [250.0, 250.0, 250.0, 1.0],
            "trips": books.trips, "set_out": books.set_out, "harm_trips": books.harm_trips,
        }
        if len(self.history.edge_rows):
            recorded["edges"] = books.edges[self.edge_order]
        if self.panel is not None:
            recorded |= {"immobile": self.panel[0], "wish": self.panel[1]}
            self.separated = self.panel[2].astype(np.int64)
        return recorded | {"separated": self.separated}

    # ---- results --------------------------------------------------------------------------------------
    def digest(self) -> str:
        """Hash over all columns and everything recorded: equal for equal inputs on any thread count."""
        return digest_of(self)

    def digest_by_origin(self) -> dict[str, str]:
        """Hash by origin country over its rows and its recorded events."""
        return digest_by_origin(self)

    @property
    def touched_share(self) -> float:
        """Rows looked at in the last step over rows formed."""
        formed = (self.band_starts[:, 4] - self.band_starts[:, 0] + self.formed[self._formed_row()]).sum()
        return float(self.total.touched[0]) / max(1, int(formed))


def run(world: Any, plan: Any, settings: Any, progress: Callable[[int, int], None] | None = None,
        **options: Any) -> Simulation:
    """Run a simulation to its end; `progress(done, total)` is called after every step."""
    simulation = Simulation(world, plan, settings, **options)
    while simulation.t < simulation.steps:
        simulation.step()
        if progress:
            progress(simulation.t, simulation.steps)
    return simulation
