"""Household columns: one row a household, one array a column, 43 bytes in all.

`state` and `wish` are scanned whole and lie alone; the other columns are strided views of one record a
household, because a rule that looks at somebody reads ten of them: one or two cache lines instead of ten
(docs/adr/0010-records.md). Rows lie contiguous by origin place and inside a place by static band (see
`population.py`). The origin place, its country, savings and debt of today and aspiration are derived, never stored.
Money is whole US dollars of 2021; times are steps since the start of the run (negative before it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np


@dataclass(frozen=True)
class Column:
    """Declaration of one column: numpy dtype, unit or range, meaning."""

    name: str
    dtype: str
    unit: str
    meaning: str


COLUMNS: tuple[Column, ...] = (
    Column("state", "u1", "continuum index | 128 if watched", "continuum state of the party"),
    Column("where", "u2", "place index", "where the party is; the home place if at home"),
    Column("goal", "u2", "place index, 65535 none", "destination of the trip, place of residence abroad"),
    Column("members", "u1", "adults<<4 | children", "the whole household"),
    Column("party", "u1", "adults<<4 | children", "those who moved; equals members at home"),
    Column("flags", "u4", "bits of Flag", "yes/no attributes and history"),
    Column("ties", "u1", "bit per block", "close family in a destination block"),
    Column("inc", "u2", "US$ of 2021 a month", "household cash income at base index 1"),
    Column("sav", "i4", "US$ of 2021", "savings at t_ref; the wallet while travelling or stranded"),
    Column("debt", "i4", "US$ of 2021", "migration debt at t_ref"),
    Column("t_ref", "i2", "step", "when finances were last touched"),
    Column("t_in", "i2", "step", "when the current state was entered"),
    Column("away", "u2", "months", "months lived abroad up to t_in, cumulative"),
    Column("t_ret", "i2", "step, -30000 never", "last return to the country of origin"),
    Column("tries", "u1", "left (2 bits) | total << 2", "tries left under the fee, border returns so far"),
    Column("integ", "u1", "score * 250", "integration at destination, at t_ref while settled abroad"),
    Column("rss_e", "u1", "score * 250", "economic reintegration"),
    Column("rss_s", "u1", "score * 250", "social reintegration"),
    Column("rss_p", "u1", "score * 250", "psychosocial reintegration"),
    Column("status", "u1", "legal (3 bits) | cause << 3 (2 bits) | mode << 5", "legal detail, cause, trip mode"),
    Column("leg", "u1", "days, or months of a contract or custody", "time left on the current leg"),
    Column("claim", "i2", "step, -30000 none", "asylum claim filed"),
    Column("trait", "u1", "quantile class 0..255", "unobserved propensity to leave, for life"),
    Column("price", "u1", "quantile class 0..255", "the price a guide asks of this household, for life"),
    Column("wish", "u2", "programme + 1, 0 none", "programme the household applied to this step"),
)
SCANNED = ("state", "wish")

NEVER = -30000
NOWHERE = 65535


class Households(NamedTuple):
    """The columns as a bundle of arrays, one entry a household (see COLUMNS)."""

    state: np.ndarray
    where: np.ndarray
    goal: np.ndarray
    members: np.ndarray
    party: np.ndarray
    flags: np.ndarray
    ties: np.ndarray
    inc: np.ndarray
    sav: np.ndarray
    debt: np.ndarray
    t_ref: np.ndarray
    t_in: np.ndarray
    away: np.ndarray
    t_ret: np.ndarray
    tries: np.ndarray
    integ: np.ndarray
    rss_e: np.ndarray
    rss_s: np.ndarray
    rss_p: np.ndarray
    status: np.ndarray
    leg: np.ndarray
    claim: np.ndarray
    trait: np.ndarray
    price: np.ndarray
    wish: np.ndarray

    def __deepcopy__(self, memo: dict[int, Any]) -> Households:
        return restored(*self)

    def __reduce__(self) -> tuple[Any, ...]:
        return restored, tuple(np.ascontiguousarray(column) for column in self)


class Flag:
    """Bits of the `flags` column."""

    RURAL = 1 << 0
    FARM = 1 << 1
    FORMAL_CREDIT = 1 << 2
    DOCUMENTS = 1 << 3
    GUIDED = 1 << 4
    DEST_CHILD = 1 << 5
    EVER_DISPLACED = 1 << 6
    EVER_REMOVED = 1 << 7
    EVER_EXPELLED = 1 << 8
    SANCTIONED = 1 << 9
    WOMAN_LED = 1 << 10
    ASSET_LOST = 1 << 11
    WAITING = 1 << 12
    ORDER = 1 << 13
    REFERRED = 1 << 14
    SEASON_PRIORITY = 1 << 15
    SECONDARY = 1 << 16
    """This trip began after six months or more abroad."""
    MET = 1 << 17
    """Met at the border in the last twelve months (see t_ret, tries)."""
    FORCED = 1 << 18
    """Last return was forced."""
    SERVED = 1 << 19
    """Served at reception after the last return."""
    ABUSED = 1 << 20
    """Abused at least once on this trip."""
    UNACCOMPANIED = 1 << 21
    """The party is a child without an adult."""
    HELPED = 1 << 22
    """A service for victims reached the party on or after this trip."""
    ONCE = 1 << 23
    """First of eight marks: a place was won in a programme that gives a household one at most (bits 23 to 30)."""


LEGAL_NONE, LEGAL_REFUGEE, LEGAL_REGULARISED, LEGAL_FAMILY, LEGAL_PAROLE, LEGAL_SEASONAL, LEGAL_CITIZEN = range(7)
CAUSE_ECONOMIC, CAUSE_VIOLENCE, CAUSE_DISASTER = range(3)

BYTES_PER_HOUSEHOLD = sum(np.dtype(column.dtype).itemsize for column in COLUMNS)


def _record() -> np.dtype:
    """One household's record: widest columns first, so that every one is aligned."""
    kept = sorted((c for c in COLUMNS if c.name not in SCANNED), key=lambda c: -np.dtype(c.dtype).itemsize)
    return np.dtype([(c.name, c.dtype) for c in kept])


RECORD = _record()


def allocate(rows: int) -> Households:
    """Zeroed columns for `rows` households, padded to a multiple of 8 rows (for word-wise scans)."""
    padded = (rows + 7) // 8 * 8
    records = np.zeros(padded, RECORD)
    return Households(**{c.name: np.zeros(padded, c.dtype) if c.name in SCANNED else records[c.name] for c in COLUMNS})


def restored(*columns: np.ndarray) -> Households:
    """Columns of the same values in a store of their own, in the layout of `allocate`."""
    households = allocate(len(columns[0]))
    for target, source in zip(households, columns, strict=True):
        target[:] = source
    return households


def adults(packed: np.ndarray) -> np.ndarray:
    """Adults in a packed `members` or `party` column (uint8)."""
    return packed >> 4


def children(packed: np.ndarray) -> np.ndarray:
    """Children in a packed `members` or `party` column (uint8)."""
    return packed & 15


def persons(packed: np.ndarray) -> np.ndarray:
    """Persons in a packed `members` or `party` column (uint8)."""
    return (packed >> 4) + (packed & 15)
