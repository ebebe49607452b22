"""Life stories: differences of the chosen rows after each step. Nothing of this is in the kernel.

    stories = Stories(simulation)            # or Stories(simulation, rows) for a few households
    while simulation.t < simulation.steps:
        simulation.step()
        stories.observe()
    for row in pick(simulation, "returned_again", 3):
        story = stories.story(row)

A household acts at most once a step, so comparing columns loses no move (what happens inside a step, such
as a second try at the border, shows in its tries and flags). A run is a pure function of its inputs:
the same rows can be followed under another plan and told side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from model.checks import InputError, nearest
from model.continuum import (
    ABROAD,
    ASYLUM_PENDING,
    DISPLACED,
    IN_CUSTODY,
    IN_TRANSIT,
    INDEX_MASK,
    IRREGULAR,
    LAWFUL,
    LOST,
    NOT_YET_FORMED,
    REINTEGRATING,
    RETURNED,
    SETTLED,
    STATE_COUNT,
    STRANDED,
    TEMPORARY_WORKER,
    name,
)
from model.household_view import CAUSES, LEGAL, checked_row, is_formed, origins_of
from model.households import CAUSE_ECONOMIC, LEGAL_NONE, LEGAL_REFUGEE, NOWHERE, Flag

if TYPE_CHECKING:
    from model.engine import Simulation

READ = ("state", "where", "goal", "members", "party", "flags", "inc", "sav", "debt", "tries", "status")
MOVED = ("state", "where", "party")
"""Columns whose change makes an event."""
GONE = (*ABROAD, IN_TRANSIT, STRANDED, IN_CUSTODY)
Cells = dict[str, np.ndarray]


@dataclass(frozen=True)
class Story:
    """What one household went through. Events as in `Stories.events`; `start` and `end` are moments."""

    row: int
    home: str
    country: str
    weight: int
    start: dict[str, Any]
    end: dict[str, Any]
    events: list[dict[str, Any]]


@dataclass
class _Month:
    """Followed households that changed in a step: positions, cells before and after."""

    label: str
    position: np.ndarray
    before: Cells
    after: Cells


class Stories:
    """Follows rows of a run; all of them without `rows`. Raises InputError for a row outside the run."""

    def __init__(self, simulation: Simulation, rows: Sequence[int] | np.ndarray | None = None) -> None:
        self.simulation = simulation
        if rows is None:
            self.rows = np.arange(simulation.population.rows)
        else:
            self.rows = np.array(sorted({checked_row(simulation, row) for row in rows}), np.int64)
        self._months: list[_Month] = []
        self._first_label = simulation.history.labels[min(simulation.t, simulation.steps - 1)]
        self._first = self._last = self._read()
        self._seen = simulation.t

    def _read(self) -> Cells:
        h = self.simulation.households
        cells = {column: getattr(h, column)[self.rows] for column in READ}
        formed = is_formed(self.simulation, self.rows)
        cells["state"] = np.where(formed, cells["state"] & INDEX_MASK, NOT_YET_FORMED).astype(np.uint8)
        return cells

    def observe(self) -> int:
        """Note what changed in the last step; returns how many households. To be called after every step."""
        if self.simulation.t == self._seen:
            return 0
        if self.simulation.t != self._seen + 1:
            raise RuntimeError("Stories.observe must be called after every step")
        now, last = self._read(), self._last
        changed = np.flatnonzero(np.logical_or.reduce([now[column] != last[column] for column in MOVED]))
        if len(changed):
            self._months.append(_Month(
                self.simulation.history.labels[self._seen], changed,
                {column: cell[changed] for column, cell in last.items()},
                {column: cell[changed] for column, cell in now.items()}))
        self._last, self._seen = now, self.simulation.t
        return len(changed)

    def moves(self) -> np.ndarray:
        """i8[len(rows)] events of each followed household so far."""
        count = np.zeros(len(self.rows), np.int64)
        for month in self._months:
            count[month.position] += 1
        return count

    def events(self, row: int) -> list[dict[str, Any]]:
        """Events of a household in order of time: plain values, ready for JSON.

        year_month, from_state, to_state (names of the continuum), place_from, place_to, goal (place ids or
        None), party (adults, children), money {savings, debt} in US$ of 2021 (savings is the wallet on the
        way), reason (a code or None) and also (further codes: what else happened in the month).
        """
        position = self._position(row)
        found = []
        for month in self._months:
            at = int(np.searchsorted(month.position, position))
            if at < len(month.position) and month.position[at] == position:
                found.append(self._event(month.label, _cells(month.before, at), _cells(month.after, at)))
        return found

    def story(self, row: int) -> Story:
        """Start, events and end of a household."""
        world, position = self.simulation.world, self._position(row)
        o = int(origins_of(self.simulation, np.array([row]))[0])
        labels = self.simulation.history.labels
        return Story(int(row), world.place_ids[world.origins[o]], world.countries[world.origin_country[o]],
                     int(self.simulation.weight[o]),
                     self._moment(self._first_label, _cells(self._first, position)),
                     self._moment(labels[max(0, self._seen - 1)], _cells(self._last, position)),
                     self.events(row))

    def _position(self, row: int) -> int:
        position = int(np.searchsorted(self.rows, row))
        if position >= len(self.rows) or self.rows[position] != row:
            raise InputError(f"household {row}: not among the {len(self.rows)} followed.")
        return position

    def _place(self, index: int) -> str | None:
        return None if index == NOWHERE else self.simulation.world.place_ids[index]

    def _moment(self, label: str, cells: dict[str, int]) -> dict[str, Any]:
        return {"year_month": label, "state": name(cells["state"]), "place": self._place(cells["where"]),
                "members": _heads(cells["members"]), "party": _heads(cells["party"]),
                "income": cells["inc"], "money": _money(cells)}

    def _event(self, label: str, before: dict[str, int], after: dict[str, int]) -> dict[str, Any]:
        why = reason(before, after)
        goal = after["goal"] if after["goal"] != NOWHERE else before["goal"]
        return {"year_month": label, "from_state": name(before["state"]), "to_state": name(after["state"]),
                "place_from": self._place(before["where"]), "place_to": self._place(after["where"]),
                "goal": self._place(goal), "party": _heads(after["party"]), "money": _money(after),
                "reason": why, "also": [code for code in marks(before, after) if code != why]}


def _cells(cells: Cells, at: int) -> dict[str, int]:
    return {column: int(cell[at]) for column, cell in cells.items()}


def _heads(packed: int) -> tuple[int, int]:
    return packed >> 4, packed & 15


def _money(cells: dict[str, int]) -> dict[str, int]:
    return {"savings": cells["sav"], "debt": cells["debt"]}


# ---- reasons ------------------------------------------------------------------------------------------
def newly(flag: int, before: dict[str, int], after: dict[str, int]) -> bool:
    """True if a flag was set in this step."""
    return bool(after["flags"] & flag) and not before["flags"] & flag


def sent_back_at_border(before: dict[str, int], after: dict[str, int]) -> bool:
    """True if the border returned the party in this step (the count in `tries` rose)."""
    return (after["tries"] >> 2) > (before["tries"] >> 2)


def reason(before: dict[str, int], after: dict[str, int]) -> str | None:
    """Why a household moved, as far as its columns show it: a code, None where they do not."""
    if before["state"] == after["state"] == IN_TRANSIT:
        return None
    explain = REASONS.get(after["state"])
    return explain(before, after) if explain else None


def _displaced(before: dict[str, int], after: dict[str, int]) -> str | None:
    cause = (after["status"] >> 3) & 3
    if cause == CAUSE_ECONOMIC:
        return "cannot_go_home" if before["state"] == RETURNED else None
    return CAUSES[cause]


def _in_custody(before: dict[str, int], after: dict[str, int]) -> str:
    if before["state"] in ABROAD:
        return "removal_order" if before["flags"] & Flag.ORDER else "interior_removal"
    return "removed_at_border" if sent_back_at_border(before, after) else "interdicted"


def _stranded(before: dict[str, int], after: dict[str, int]) -> str | None:
    if newly(Flag.WAITING, before, after):
        return "sent_to_wait"
    if sent_back_at_border(before, after):
        return "expelled"
    if before["state"] == IN_CUSTODY:
        return "put_across"
    return "out_of_money" if after["sav"] == 0 else None


def _lawful(before: dict[str, int], after: dict[str, int]) -> str | None:
    legal = after["status"] & 7
    return None if legal == LEGAL_NONE else LEGAL[legal]


def _returned(before: dict[str, int], after: dict[str, int]) -> str | None:
    if before["state"] == TEMPORARY_WORKER:
        return "contract_over"
    if sent_back_at_border(before, after):
        return "expelled"
    if before["state"] == IN_CUSTODY:
        return "removed"
    return "savings_target" if after["sav"] >= 12 * max(1, after["inc"]) else None


def _irregular(before: dict[str, int], after: dict[str, int]) -> str | None:
    if before["state"] == ASYLUM_PENDING:
        return "claim_denied"
    if before["state"] == TEMPORARY_WORKER:
        return "overstayed"
    return None


def _in_transit(before: dict[str, int], after: dict[str, int]) -> str | None:
    if before["state"] == DISPLACED:
        return _displaced(after, after)
    if before["state"] in (RETURNED, REINTEGRATING):
        return "in_debt" if before["debt"] > 0 else None
    return "alone" if newly(Flag.UNACCOMPANIED, before, after) else None


REASONS = {DISPLACED: _displaced, IN_CUSTODY: _in_custody, STRANDED: _stranded, LAWFUL: _lawful,
           RETURNED: _returned, IRREGULAR: _irregular, IN_TRANSIT: _in_transit}
MARKS = {"abused": Flag.ABUSED, "asset_seized": Flag.ASSET_LOST, "victim_helped": Flag.HELPED}


def marks(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """What else happened in the step: abuse on the way, a seized asset, an expulsion, a new debt."""
    found = [code for code, flag in MARKS.items() if newly(flag, before, after)]
    if sent_back_at_border(before, after):
        found.append("expelled")
    if after["state"] == IN_TRANSIT and after["debt"] > before["debt"]:
        found.append("borrowed")
    return found


# ---- choosing households ------------------------------------------------------------------------------
WANTED: dict[str, str] = {
    "returned_again": "came back in the run and left again",
    "returned_stayed": "came back in the run and stayed",
    "displaced_abroad": "was displaced and is abroad or on the way",
    "displaced": "is displaced at the end",
    "removed": "was removed from another country",
    "asylum": "waits for a decision or is a refugee",
    "season": "works or worked under a seasonal contract",
    "stranded": "is stranded at the end",
    "abroad": "reached another country in the run and lives there",
    "lost": "died or went missing on the way",
    "stayed": "stayed at home throughout",
}
"""Kinds of path that `pick` knows, in words."""


def pick(simulation: Simulation, wanted: str = "mixed", count: int = 3) -> list[int]:
    """Rows whose path fits at the end of a run, evenly spread over all that fit; fewer if few fit.

    wanted: a key of `WANTED`, or `mixed` for one household of as many different paths as possible. Raises
    InputError for an unknown word.
    """
    if wanted != "mixed" and wanted not in WANTED:
        allowed = ", ".join(("mixed", *WANTED))
        raise InputError(f"wanted = '{wanted}'. {nearest(wanted, WANTED)} Allowed: {allowed}.")
    fitting = {kind: rows_of(simulation, kind) for kind in (WANTED if wanted == "mixed" else (wanted,))}
    if wanted != "mixed":
        return _spread(fitting[wanted], count)
    return _one_of_each(list(fitting.values()), count)


def _one_of_each(fitting: list[np.ndarray], count: int) -> list[int]:
    """Rows by turns from several kinds until there are enough or none is left."""
    chosen: list[int] = []
    while len(chosen) < count:
        before = len(chosen)
        for rows in fitting:
            left = rows[~np.isin(rows, chosen)]
            chosen += _spread(left, min(1, count - len(chosen)))
        if len(chosen) == before:
            break
    return chosen


def _spread(rows: np.ndarray, count: int) -> list[int]:
    at = (np.arange(min(count, len(rows))) + 0.5) * len(rows) / max(1, min(count, len(rows)))
    return [int(row) for row in rows[at.astype(np.int64)]]


def rows_of(simulation: Simulation, kind: str) -> np.ndarray:
    """i8[n] rows that fit a kind of path now, in row order."""
    rows = np.arange(simulation.population.rows)
    h, n = simulation.households, len(rows)
    state, flags, legal = h.state[:n] & INDEX_MASK, h.flags[:n], h.status[:n] & 7
    is_gone = np.isin(np.arange(STATE_COUNT), GONE)[state]
    is_abroad = np.isin(np.arange(STATE_COUNT), ABROAD)[state]
    came_back, entered = h.t_ret[:n] >= 0, h.t_in[:n] >= 0
    displaced = (flags & Flag.EVER_DISPLACED) != 0
    fits = {
        "returned_again": came_back & is_gone,
        "returned_stayed": came_back & ((state == SETTLED) | (state == REINTEGRATING)),
        "displaced_abroad": displaced & is_gone & entered,
        "displaced": state == DISPLACED,
        "removed": came_back & ((flags & Flag.EVER_REMOVED) != 0),
        "asylum": (state == ASYLUM_PENDING) | ((state == LAWFUL) & (legal == LEGAL_REFUGEE) & entered),
        "season": (state == TEMPORARY_WORKER) | ((flags & Flag.SEASON_PRIORITY) != 0),
        "stranded": state == STRANDED,
        "abroad": is_abroad & entered,
        "lost": state == LOST,
        "stayed": (state == SETTLED) & ~entered,
    }[kind]
    return np.flatnonzero(fits & is_formed(simulation, rows))
