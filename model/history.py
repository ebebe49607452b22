"""What a run leaves behind: one row per step of everything indicators read, in weighted persons.

Weighted means real persons: a simulated household stands for `scale` real ones. Arrays are T-first and
preallocated; the engine calls `record` once a step and nothing here keeps a view of the engine's arrays.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from model.checks import nearest
from model.conditions import CostRow
from model.continuum import STATE_COUNT
from model.ledger import AGAIN_LAGS, EVENTS, KIND_GROUPS, MONEY, PLACE_EVENTS

if TYPE_CHECKING:
    from model.world import World

MONTH_DAYS = 30.4375
KINDS = 3
GUIDES = 2


class Recorded(NamedTuple):
    """One array of the history: its axes after T, its dtype, unit and meaning."""

    name: str
    axes: tuple[str, ...]
    dtype: type
    unit: str
    meaning: str
    empty: float = 0


FIELDS: tuple[Recorded, ...] = (
    Recorded("state_origin", ("origins", "states"), np.int64, "persons",
             "by origin place and state; members left behind count as SETTLED"),
    Recorded("state_place", ("places", "states"), np.int64, "persons", "by place where they are and state"),
    Recorded("events", ("events", "origins", "kind_groups"), np.int64, "persons", "events of the step"),
    Recorded("place_events", ("place_events", "places"), np.int64, "persons", "events of the step by place"),
    Recorded("edges", ("edges", "countries"), np.int32, "persons",
             "who travelled an irregular route row, by nationality"),
    Recorded("abroad", ("origins", "countries"), np.int64, "persons", "settled abroad, by country"),
    Recorded("parties", ("origins", "countries"), np.int64, "households", "parties settled abroad"),
    Recorded("arrivals", ("origins", "countries"), np.int64, "persons", "began to live in a country"),
    Recorded("money", ("money", "origins"), np.int64, "US$ of 2021", "paid, borrowed or lost in the step"),
    Recorded("again", ("countries", "lags"), np.int64, "persons", "left again, by months since return"),
    Recorded("belief", ("countries", "kinds", "countries"), np.float64, "share",
             "perceived success by origin country, party kind and destination"),
    Recorded("risk", ("countries", "guides"), np.float64, "share",
             "perceived risk of abuse by origin country; guided, alone"),
    Recorded("fee_index", ("countries",), np.float64, "ratio", "price of a guided journey, 1 at base"),
    Recorded("pending", ("countries",), np.float64, "persons", "waiting for a decision on a claim"),
    Recorded("wait_months", ("countries",), np.float64, "months", "expected wait for a decision"),
    Recorded("remittances", ("origins", "countries"), np.float64, "US$ of 2021 a month",
             "sent home, by country of residence"),
    Recorded("crowd", ("places",), np.float64, "per 1 000", "newcomers per 1 000 residents"),
    Recorded("stigma", ("origins",), np.float64, "share", "stigma returned people meet, 0 to 1"),
    Recorded("households", ("origins",), np.int64, "households", "formed so far"),
    Recorded("scores", ("origins", "scores"), np.float64, "score sums",
             "sum over reintegrating persons of economic, social, psychosocial score; then persons"),
    Recorded("immobile", ("origins",), np.float64, "persons",
             "wish to leave and cannot; nan outside the yearly pass", np.nan),
    Recorded("wish", ("origins",), np.float64, "persons", "wish to leave; nan likewise", np.nan),
    Recorded("separated", ("origins",), np.int64, "persons", "children left behind while a parent is abroad"),
    Recorded("trips", ("countries", "kinds", "countries", "pair"), np.int64, "parties",
             "trips resolved and trips that entered"),
    Recorded("set_out", ("countries", "countries"), np.int64, "persons",
             "set out on an irregular trip, by nationality and destination"),
    Recorded("harm_trips", ("countries", "guides", "pair"), np.int64, "parties",
             "trips resolved and trips with abuse; guided, alone"),
)
"""In the order in which the digest reads them. `record` may leave out what a run does not know."""
FIELD: dict[str, Recorded] = {field.name: field for field in FIELDS}


class History:
    """All recorded arrays of a run, as attributes named in `FIELDS`, and the books of programmes.

    `start_step` is the world's month index in which the run begins. `edges=False` leaves the table of
    routes empty. `recorded` counts the steps written so far.
    """

    state_origin: np.ndarray
    state_place: np.ndarray
    events: np.ndarray
    place_events: np.ndarray
    edges: np.ndarray
    abroad: np.ndarray
    parties: np.ndarray
    arrivals: np.ndarray
    money: np.ndarray
    again: np.ndarray
    belief: np.ndarray
    risk: np.ndarray
    fee_index: np.ndarray
    pending: np.ndarray
    wait_months: np.ndarray
    remittances: np.ndarray
    crowd: np.ndarray
    stigma: np.ndarray
    households: np.ndarray
    scores: np.ndarray
    immobile: np.ndarray
    wish: np.ndarray
    separated: np.ndarray
    trips: np.ndarray
    set_out: np.ndarray
    harm_trips: np.ndarray

    def __init__(self, world: World, months: int, start_step: int = 0, edges: bool = True) -> None:
        irregular = (world.routes["channel"] == "irregular").to_numpy()
        self.edge_rows = np.flatnonzero(irregular & edges).astype(np.int32)
        self.months = int(months)
        self.start_step = int(start_step)
        self.recorded = 0
        self.labels = tuple(_label(world, self.start_step, t) for t in range(self.months))
        sizes = _sizes(world, len(self.edge_rows))
        for field in FIELDS:
            shape = (self.months, *(sizes[axis] for axis in field.axes))
            setattr(self, field.name, np.full(shape, field.empty, field.dtype))
        self.costs: list[CostRow] = []
        self.delivered: dict[str, np.ndarray] = {}
        self.programme_applied: dict[str, np.ndarray] = {}
        self.programme_places: dict[str, np.ndarray] = {}

    def record(self, t: int, *, costs: Iterable[CostRow] = (), delivered: Mapping[str, float] | None = None,
               programme_applied: Mapping[str, float] | None = None,
               programme_places: Mapping[str, float] | None = None, **arrays: Any) -> None:
        """Copy what is given into step `t` of the run (0 is its first), costs dated by it.

        Arrays by name, programme numbers by key. Raises ValueError for an unknown name or a wrong shape (an
        error of the caller, not of a person).
        """
        for name, values in arrays.items():
            self._write(t, name, np.asarray(values))
        self._book(t, self.delivered, delivered)
        self._book(t, self.programme_applied, programme_applied)
        self._book(t, self.programme_places, programme_places)
        self.costs.extend(replace(row, t=t) for row in costs)
        self.recorded = max(self.recorded, t + 1)

    def _write(self, t: int, name: str, values: np.ndarray) -> None:
        if name not in FIELD:
            raise ValueError(f"history has no array '{name}'. {nearest(name, FIELD)}")
        target = getattr(self, name)
        if values.shape != target.shape[1:]:
            raise ValueError(f"history.{name}[t] has shape {target.shape[1:]} {FIELD[name].axes}, "
                             f"not {values.shape}")
        target[t] = values

    def _book(self, t: int, books: dict[str, np.ndarray], amounts: Mapping[str, float] | None) -> None:
        for key, amount in (amounts or {}).items():
            if key not in books:
                books[key] = np.zeros(self.months)
            books[key][t] = amount

    def only(self, origins: Sequence[int], world: World) -> History:
        """The same history for some origins (indices here, in the order of `world.origins`).

        Arrays without an origin axis, programmes and costs stay as they are: those of the whole run.
        """
        part = copy.copy(self)
        for field in FIELDS:
            if "origins" in field.axes:
                axis = 1 + field.axes.index("origins")
                setattr(part, field.name, np.take(getattr(self, field.name), list(origins), axis=axis))
        if part.state_origin.shape[1] != len(world.origins):
            raise ValueError("one index is needed for every origin of the restricted world")
        return part

    def named_arrays(self) -> Iterator[tuple[str, np.ndarray]]:
        """Name and array of everything recorded, in a fixed order (fields, then programmes by key)."""
        for field in FIELDS:
            yield field.name, getattr(self, field.name)
        for title in ("delivered", "programme_applied", "programme_places"):
            books = getattr(self, title)
            for key in sorted(books):
                yield f"{title}/{key}", books[key]

    def digest(self) -> str:
        """Hash (hex) over everything recorded; equal runs give equal digests."""
        hasher = hashlib.blake2b(digest_size=16)
        for name, array in self.named_arrays():
            _feed(hasher, name, array)
        for row in sorted(self.costs, key=_cost_key):
            hasher.update(repr(_cost_key(row)).encode())
        return hasher.hexdigest()

    def digest_by_origin(self, world: World) -> dict[str, str]:
        """Hash (hex) by origin country over the arrays with an origin axis, rows of that country only."""
        return {world.countries[c]: self._digest_rows(np.flatnonzero(world.origin_country == c))
                for c in np.unique(world.origin_country)}

    def _digest_rows(self, rows: np.ndarray) -> str:
        hasher = hashlib.blake2b(digest_size=16)
        for field in FIELDS:
            if "origins" in field.axes:
                axis = 1 + field.axes.index("origins")
                _feed(hasher, field.name, np.take(getattr(self, field.name), rows, axis=axis))
        return hasher.hexdigest()


def _sizes(world: World, edges: int) -> dict[str, int]:
    return {"origins": len(world.origins), "places": len(world.place_ids), "countries": len(world.countries),
            "states": STATE_COUNT, "events": len(EVENTS), "kind_groups": len(KIND_GROUPS),
            "place_events": len(PLACE_EVENTS), "edges": edges, "money": len(MONEY), "lags": AGAIN_LAGS,
            "kinds": KINDS, "guides": GUIDES, "scores": 4, "pair": 2}


def _label(world: World, start: int, step: int) -> str:
    """Month of a step of the run; several steps share a month when steps are shorter than a month."""
    return world.label(start + int(step * world.step_days / MONTH_DAYS + 1e-9))


def _feed(hasher: Any, name: str, array: np.ndarray) -> None:
    hasher.update(f"{name}{array.shape}{array.dtype.str}".encode())
    hasher.update(np.ascontiguousarray(array).tobytes())


def _cost_key(row: CostRow) -> tuple[int, str, int, str, float, str, float]:
    return (int(row.t), row.lever_id, int(row.row), row.payer, float(row.units), row.unit, float(row.amount))
