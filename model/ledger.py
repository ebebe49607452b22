"""The books: what happened in a step, in weighted persons, as integers.

Every worker writes its own `Books`; the engine adds them up. Stocks are kept as differences and are
equal to a recount of the columns (tested). The names below are what indicators read.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from model.continuum import STATE_COUNT

KIND_GROUPS = ("single_adult", "family_adult", "family_child", "unaccompanied_child")
"""Last axis of `events`: adults without children, adults and children of families, children alone."""

EVENTS: tuple[str, ...] = (
    "departed", "departed_again", "departed_after_displacement", "departed_onward", "departed_onward_settled",
    "darien", "darien_from_third_country",
    "met_southwest", "met_elsewhere", "met_again", "met_first_in_year", "met_at_port", "evaded",
    "outcome_removed", "outcome_expelled", "outcome_released", "outcome_waiting", "outcome_repatriated",
    "interdicted", "entered", "settled_on_the_way", "became_stranded",
    "claimed", "claimed_mexico", "granted", "denied",
    "abused", "kidnapped", "died_darien", "died_border", "died_on_the_way",
    "returned_removal_usa", "returned_expulsion", "returned_mexico_deportation", "returned_mexico_assisted",
    "returned_removal_other", "returned_border", "removed_to_border",
    "returned_assisted", "returned_own", "returned_season", "returned_women", "returned_girls",
    "displaced_violence", "displaced_disaster", "displacement_ended_home", "displacement_ended_local",
    "displacement_ended_elsewhere", "displacement_ended_abroad",
    "moved_internally", "formed", "joined", "lawful_family", "season_started", "overstayed", "regularised",
    "received", "received_served", "service_economic", "service_social", "service_psychosocial",
    "reintegrated", "reintegration_timed_out", "asset_seized", "livelihood", "labour_market", "victim_service",
)
EVENT: dict[str, int] = {name: index for index, name in enumerate(EVENTS)}

PLACE_EVENTS: tuple[str, ...] = (
    "met", "evaded", "interdicted", "claimed", "granted", "denied", "died", "abused", "stranded", "received",
    "received_served", "entered", "darien",
)
PLACE_EVENT: dict[str, int] = {name: index for index, name in enumerate(PLACE_EVENTS)}

MONEY: tuple[str, ...] = ("fees", "borrowed", "help", "extorted", "ransom", "fares", "seized")
MONEY_INDEX: dict[str, int] = {name: index for index, name in enumerate(MONEY)}

AGAIN_LAGS = 61
"""Months since return 0..60 (the last one gathers the rest) in the table of those who leave again."""

CLAIM_BACK = 120
"""Claims filed up to this many steps before the start of the run are kept apart by step."""


class Books(NamedTuple):
    """Tallies of one worker in one step; int64, weighted persons unless said otherwise."""

    at: np.ndarray
    """[places, states] change of persons of the party by place and state."""
    origin: np.ndarray
    """[origins, states] the same by origin; members left behind count as SETTLED at their origin."""
    abroad: np.ndarray
    """[origins, countries] change of persons settled abroad (states ABROAD)."""
    arrivals: np.ndarray
    """[origins, countries] persons who began to live in a country this step."""
    parties: np.ndarray
    """[origins, countries] change of parties settled abroad (weighted households)."""
    pending: np.ndarray
    """[countries, claim steps + CLAIM_BACK] change of persons waiting by step of claim."""
    events: np.ndarray
    """[EVENTS, origins, KIND_GROUPS]"""
    place_events: np.ndarray
    """[PLACE_EVENTS, places]"""
    edges: np.ndarray
    """[irregular edges, countries] persons who travelled an edge, by nationality."""
    money: np.ndarray
    """[MONEY, origins] US$ of 2021"""
    trips: np.ndarray
    """[countries, kinds, destination countries, 2] trips resolved, trips that entered (weighted parties)."""
    harm_trips: np.ndarray
    """[countries, modes, 2] trips resolved, trips with abuse (weighted parties)."""
    set_out: np.ndarray
    """[countries, countries] persons who set out on an irregular trip, by nationality and destination."""
    removed: np.ndarray
    """[countries, countries] persons taken for removal from inside a country, by host and nationality."""
    again: np.ndarray
    """[countries, AGAIN_LAGS] persons who left again by months since return."""
    lost_members: np.ndarray
    """[origins] members who died on their way to join a party abroad (the party goes on living)."""
    scores: np.ndarray
    """[origins, 4] sums over reintegrating persons of the three scores x 250, and those persons."""
    touched: np.ndarray
    """[2] rows looked at, candidates among them (rows, not weighted)."""


    def __reduce__(self) -> tuple[Any, ...]:
        """Copies share one buffer again."""
        return _books, (whole(self), tuple(tally.shape for tally in self))


def allocate(workers: int, places: int, origins: int, countries: int, edges: int, steps: int) -> list[Books]:
    """Zeroed books, one per worker."""
    shapes = (
        (places, STATE_COUNT), (origins, STATE_COUNT), (origins, countries), (origins, countries),
        (origins, countries), (countries, steps + 1 + CLAIM_BACK), (len(EVENTS), origins, len(KIND_GROUPS)),
        (len(PLACE_EVENTS), places), (edges, countries), (len(MONEY), origins), (countries, 3, countries, 2),
        (countries, 2, 2), (countries, countries), (countries, countries), (countries, AGAIN_LAGS), (origins,),
        (origins, 4), (2,),
    )
    size = sum(math.prod(shape) for shape in shapes)
    return [_books(np.zeros(size, np.int64), shapes) for _ in range(workers)]


def _books(buffer: np.ndarray, shapes: tuple[tuple[int, ...], ...]) -> Books:
    """Books whose tallies lie one after the other in a buffer i8[N]: cleared and added up in one pass."""
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    return Books(*(part.reshape(shape) for part, shape in zip(np.split(buffer, ends[:-1]), shapes, strict=True)))


def whole(books: Books) -> np.ndarray:
    """The buffer i8[N] under all tallies of the books."""
    buffer = books.at.base
    if buffer is None or buffer.size != sum(tally.size for tally in books):
        raise ValueError("these books do not lie in one buffer")
    return buffer


def clear(books: Books) -> None:
    """Set every tally to zero."""
    whole(books).fill(0)


def add_up(books: list[Books]) -> Books:
    """Sum of the workers' books (the order does not matter: integers)."""
    if len(books) == 1:
        return books[0]
    total = whole(books[0]).copy()
    for other in books[1:]:
        total += whole(other)
    return _books(total, tuple(tally.shape for tally in books[0]))
