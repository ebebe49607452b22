"""What a comparison reads from a run: flow, and beside it harm, debt, families, places to live, return, money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from model.continuum import DISPLACED, IRREGULAR, LAWFUL, STRANDED
from model.history import History
from model.ledger import EVENT, MONEY_INDEX

FAMILIES = ("flow", "harm", "debt", "family", "home", "abroad", "return", "money")
"""In the order in which they are shown; harm stands directly beside flow."""


@dataclass(frozen=True)
class Outcome:
    """One outcome: how it is read by month and origin place, and how a stretch of months is summed up.

    how: `sum` (flows), `mean` (stocks, of the months known) or `end` (read from households at the end).
    """

    key: str
    family: str
    unit: str
    """persons | events | usd | households"""
    better: str
    """up | down | neither: which way is good in itself; the size of a flow is never good or bad."""
    how: str
    read: Callable[[History], np.ndarray] | None
    """f8[T,O]; None: read from the households at the end."""


def _events(*names: str) -> Callable[[History], np.ndarray]:
    def read(history: History) -> np.ndarray:
        signs = [-1.0 if name.startswith("-") else 1.0 for name in names]
        parts = [
            sign * history.events[:, EVENT[name.removeprefix("-")]].sum(axis=2)
            for sign, name in zip(signs, names, strict=True)
        ]
        return np.asarray(np.sum(parts, axis=0, dtype=np.float64))

    return read


def _state(index: int) -> Callable[[History], np.ndarray]:
    return lambda history: history.state_origin[:, :, index].astype(np.float64)


def _money(*names: str) -> Callable[[History], np.ndarray]:
    rows = [MONEY_INDEX[name] for name in names]
    return lambda history: history.money[:, rows].sum(axis=1, dtype=np.float64)


RETURNED = (
    "returned_removal_usa",
    "returned_expulsion",
    "returned_mexico_deportation",
    "returned_mexico_assisted",
    "returned_removal_other",
    "returned_border",
    "returned_assisted",
    "returned_own",
)

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("arrivals", "flow", "events", "neither", "sum", _events("met_southwest", "met_elsewhere", "evaded")),
    Outcome("encounters", "flow", "events", "neither", "sum",
            _events("met_southwest", "met_elsewhere", "met_at_port")),
    Outcome("departures", "flow", "persons", "neither", "sum", _events("departed", "-departed_onward")),
    Outcome("onward", "flow", "persons", "neither", "sum", _events("departed_onward")),
    Outcome("deaths", "harm", "persons", "down", "sum",
            _events("died_darien", "died_border", "died_on_the_way")),
    Outcome("abused", "harm", "persons", "down", "sum", _events("abused")),
    Outcome("kidnapped", "harm", "persons", "down", "sum", _events("kidnapped")),
    Outcome("extorted", "harm", "usd", "down", "sum", _money("extorted", "ransom")),
    Outcome("borrowed", "debt", "usd", "down", "sum", _money("borrowed")),
    Outcome("debt", "debt", "usd", "down", "end", None),
    Outcome("assets_lost", "debt", "persons", "down", "sum", _events("asset_seized")),
    Outcome("separated", "family", "persons", "down", "mean",
            lambda history: history.separated.astype(np.float64)),
    Outcome("displaced", "home", "persons", "down", "sum", _events("displaced_violence", "displaced_disaster")),
    Outcome("idp_stock", "home", "persons", "down", "mean", _state(DISPLACED)),
    Outcome("immobile", "home", "persons", "down", "mean", lambda history: history.immobile),
    Outcome("lawful", "abroad", "persons", "up", "mean", _state(LAWFUL)),
    Outcome("irregular", "abroad", "persons", "down", "mean", _state(IRREGULAR)),
    Outcome("integrated", "abroad", "persons", "up", "end", None),
    Outcome("stranded", "abroad", "persons", "down", "mean", _state(STRANDED)),
    Outcome("returned", "return", "events", "neither", "sum", _events(*RETURNED)),
    Outcome("reintegrated", "return", "persons", "up", "sum", _events("reintegrated")),
    Outcome("remigration", "return", "persons", "neither", "sum", _events("departed_again")),
    Outcome("remittances", "money", "usd", "up", "sum",
            lambda history: history.remittances.sum(axis=2)),
)
KEYS = tuple(outcome.key for outcome in OUTCOMES)
BY_KEY = {outcome.key: outcome for outcome in OUTCOMES}


def monthly(history: History, first: int, dt: float) -> np.ndarray:
    """f8[K,T] totals by outcome and step from step `first`; nan where read at the end only."""
    steps = slice(first, history.recorded)
    rows = np.full((len(OUTCOMES), history.recorded - first), np.nan)
    for k, outcome in enumerate(OUTCOMES):
        if outcome.read is not None:
            rows[k] = outcome.read(history)[steps].sum(axis=1) * _length(outcome, dt)
    return rows


def by_origin(history: History, first: int, dt: float, at_end: dict[str, np.ndarray]) -> np.ndarray:
    """f8[K,O] of the whole window by outcome and origin place."""
    steps = slice(first, history.recorded)
    rows = []
    for outcome in OUTCOMES:
        if outcome.read is None:
            rows.append(at_end[outcome.key])
            continue
        values = outcome.read(history)[steps] * _length(outcome, dt)
        rows.append(values.sum(axis=0) if outcome.how == "sum" else _mean(values))
    return np.array(rows, np.float64)


def _mean(values: np.ndarray) -> np.ndarray:
    """Mean over the months known; zero where none is."""
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=0)
    return total / np.maximum(known.sum(axis=0), 1)


def _length(outcome: Outcome, dt: float) -> float:
    """Remittances are a rate per month; every other flow is a count of the step."""
    return dt if outcome.key == "remittances" else 1.0


def costs(history: History, first: int) -> dict[tuple[str, str], float]:
    """US$ of 2021 by (payer, lever) from step `first` on."""
    total: dict[tuple[str, str], float] = {}
    for row in history.costs:
        if row.t >= first:
            key = (row.payer, row.lever_id)
            total[key] = total.get(key, 0.0) + row.amount
    return total
