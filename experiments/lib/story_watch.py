"""Watches chosen households during a run: what changed in their columns after each step.

Nothing is added to the kernels; the chosen rows are compared with what they were a step before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from model.continuum import IN_TRANSIT, INDEX_MASK, NOT_YET_FORMED, RETURNED, STRANDED, name
from model.households import CAUSE_DISASTER, CAUSE_VIOLENCE, NOWHERE, Flag

WATCHED_COLUMNS = ("state", "where", "goal", "party", "sav", "debt", "flags", "status")
CAUSES = {CAUSE_VIOLENCE: "violence", CAUSE_DISASTER: "disaster"}
EVENTFUL = (IN_TRANSIT, STRANDED)


class Watch:
    """Rows of a simulation and the events each of them lived through."""

    def __init__(self, simulation: Any, rows: np.ndarray) -> None:
        self.simulation = simulation
        self.rows = np.asarray(rows, np.int64)
        self.events: list[list[dict[str, Any]]] = [[] for _ in self.rows]
        self.before = self._now()
        self.first = [self.now_of(place) for place in range(len(self.rows))]

    def now_of(self, place: int) -> tuple[str, str]:
        """State name and place id of the household at this position, at the last look."""
        world, where = self.simulation.world, self.before["where"][place]
        return name(int(self.before["state"][place])), _place(world, where) or ""

    def _now(self) -> dict[str, np.ndarray]:
        columns = {
            column: getattr(self.simulation.households, column)[self.rows] for column in WATCHED_COLUMNS
        }
        columns["state"] = columns["state"] & INDEX_MASK
        return columns

    def look(self) -> None:
        """Compare with the last look; call it after each step."""
        now = self._now()
        moved = now["state"] != self.before["state"]
        went = (now["where"] != self.before["where"]) & (now["state"] != NOT_YET_FORMED)
        grew = (now["party"] != self.before["party"]) & (now["where"] != NOWHERE) & ~moved
        for place in np.flatnonzero(moved | went | grew):
            self.events[place].append(self._event(int(place), now))
        self.before = now

    def _event(self, place: int, now: dict[str, np.ndarray]) -> dict[str, Any]:
        world, before = self.simulation.world, self.before
        month = world.start + self.simulation.builder.month(self.simulation.t - 1)
        party = int(now["party"][place])
        return {
            "household": int(self.rows[place]),
            "year_month": f"{month // 12:04d}-{month % 12 + 1:02d}",
            "from_state": name(int(before["state"][place])),
            "to_state": name(int(now["state"][place])),
            "place_from": _place(world, before["where"][place]),
            "place_to": _place(world, now["where"][place]),
            "goal": _place(world, now["goal"][place]),
            "party": (party >> 4, party & 15),
            "money": self._money(place, now),
            "reason": self._reason(place, now),
        }

    def _money(self, place: int, now: dict[str, np.ndarray]) -> dict[str, int]:
        """Debt, and the money carried on the way; both were brought up to date by the move itself."""
        carried = int(now["sav"][place]) if int(now["state"][place]) in EVENTFUL else 0
        return {"savings": max(0, carried), "debt": max(0, int(now["debt"][place]))}

    def _reason(self, place: int, now: dict[str, np.ndarray]) -> str | None:
        after = name(int(now["state"][place]))
        flags = int(now["flags"][place])
        new = flags & ~int(self.before["flags"][place])
        if after == "DISPLACED":
            return CAUSES.get((int(now["status"][place]) >> 3) & 3)
        if new & Flag.ABUSED:
            return "abused"
        if int(now["state"][place]) == RETURNED:
            return "forced" if flags & Flag.FORCED else "own"
        if new & Flag.ASSET_LOST:
            return "asset_lost"
        return None


def _place(world: Any, index: Any) -> str | None:
    return None if int(index) == NOWHERE else world.place_ids[int(index)]


def panel(simulation: Any, most: int) -> np.ndarray:
    """At most `most` rows spread evenly over all origins, households that form later included."""
    rows = int(simulation.band_starts[-1, -1])
    return np.unique(np.linspace(0, rows - 1, min(most, rows)).astype(np.int64))


WHO = ("any", "displaced", "returned", "left_again", "asylum", "seasonal", "abroad", "died", "onward")
"""What a story must contain; `any` asks for eventful journeys of different kinds."""
STATES_OF = {
    "displaced": {"DISPLACED"},
    "returned": {"RETURNED", "REINTEGRATING"},
    "asylum": {"ASYLUM_PENDING"},
    "seasonal": {"TEMPORARY_WORKER"},
    "abroad": {"IRREGULAR", "LAWFUL"},
    "died": {"LOST"},
}


def fits(events: Sequence[dict[str, Any]], who: str) -> bool:
    """True if the events hold what `who` asks for."""
    states = [event["to_state"] for event in events]
    if who in STATES_OF:
        return bool(STATES_OF[who] & set(states))
    if who == "left_again":
        return any(
            event["from_state"] in ("RETURNED", "REINTEGRATING")
            and event["to_state"] not in ("RETURNED", "REINTEGRATING", "SETTLED", "DISPLACED")
            for event in events
        )
    if who == "onward":
        return any(
            event["from_state"] in ("IRREGULAR", "LAWFUL", "ASYLUM_PENDING")
            and event["to_state"] == "IN_TRANSIT"
            for event in events
        )
    return bool(events)


def choose(watch: Watch, who: str, count: int) -> list[int]:
    """Positions in the watch of the `count` most eventful fitting households, unlike each other."""
    fitting = [place for place, events in enumerate(watch.events) if fits(events, who)]
    fitting.sort(key=lambda place: (-_variety(watch.events[place]), place))
    return list(_unlike(watch, fitting))[:count]


def _variety(events: Sequence[dict[str, Any]]) -> int:
    return 3 * len({event["to_state"] for event in events}) + min(len(events), 12)


def _unlike(watch: Watch, ordered: Sequence[int]) -> Iterator[int]:
    """The best of each origin country first, then the best of the rest."""
    countries = watch.simulation.world.origin_country
    firsts = watch.simulation.band_starts[:, 0]
    seen: set[int] = set()
    rest = []
    for place in ordered:
        origin = int(np.searchsorted(firsts, watch.rows[place], side="right") - 1)
        if int(countries[origin]) in seen:
            rest.append(place)
        else:
            seen.add(int(countries[origin]))
            yield place
    yield from rest
