"""The displacement continuum: every state a party can be in and every move it may make.

The graph below is the only declaration of the allowed moves. The kernels follow it, the tests hold
every run against it, and `docs/` draws it.

A state byte in the household columns is `index | WATCHED` for households that are listed every step
and plain `index` for the many who are found by the step's draw alone. People at home who came back
carry in between the class of their hazard ratio (`AGAIN_CAPS`): it bounds their draw, never decides.
Use `state & INDEX_MASK` to get the index 0..13.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

WATCHED = 0x80
INDEX_MASK = 0x0F
CLASS_SHIFT = 4
AGAIN_CAPS = (1.0, 1.0, 1.6, 2.5, 4.0, 6.5, 11.0, 1e9)
"""Largest hazard ratio of leaving again by class 1..7 of people at home who came back; class 0: never left."""

SETTLED = 0
RELOCATED = 1
IRREGULAR = 2
LAWFUL = 3
LOST = 4
DISPLACED = 5
NOT_YET_FORMED = 6
IN_TRANSIT = 7
STRANDED = 8
IN_CUSTODY = 9
ASYLUM_PENDING = 10
TEMPORARY_WORKER = 11
RETURNED = 12
REINTEGRATING = 13

STATE_COUNT = 14
ALWAYS_WATCHED = (
    RELOCATED, DISPLACED, IN_TRANSIT, STRANDED, IN_CUSTODY, ASYLUM_PENDING, TEMPORARY_WORKER, RETURNED, REINTEGRATING)
ABROAD = (IRREGULAR, LAWFUL, ASYLUM_PENDING, TEMPORARY_WORKER)


@dataclass(frozen=True)
class State:
    """One state of the continuum: its index, names for people, meaning and colour in pictures."""

    index: int
    name: str
    label_en: str
    label_es: str
    meaning: str
    colour: str


STATES: tuple[State, ...] = (
    State(SETTLED, "SETTLED", "at home", "en su hogar", "lives in its place of origin", "#4c78a8"),
    State(RELOCATED, "RELOCATED", "resettled in the country", "reasentado en el país",
          "durable solution elsewhere in the country, or an internal move", "#72b7b2"),
    State(IRREGULAR, "IRREGULAR", "abroad, irregular", "en el exterior, irregular",
          "lives abroad without a residence permit", "#e45756"),
    State(LAWFUL, "LAWFUL", "abroad, lawful", "en el exterior, regular",
          "lives abroad as refugee, regularised, family member or permit holder", "#54a24b"),
    State(LOST, "LOST", "died or missing", "fallecido o desaparecido",
          "the party died or went missing on the way", "#000000"),
    State(DISPLACED, "DISPLACED", "internally displaced", "desplazado interno",
          "forced out of its place by violence or disaster, inside the country", "#f58518"),
    State(NOT_YET_FORMED, "NOT_YET_FORMED", "not yet formed", "aún no formado",
          "a household that forms later in the run", "#d9d9d9"),
    State(IN_TRANSIT, "IN_TRANSIT", "in transit", "en tránsito", "on the way", "#b279a2"),
    State(STRANDED, "STRANDED", "stranded", "varado",
          "out of money, waiting, or returned to wait in a transit country", "#9d755d"),
    State(IN_CUSTODY, "IN_CUSTODY", "in custody", "bajo custodia",
          "held by an authority before return or release", "#7f7f7f"),
    State(ASYLUM_PENDING, "ASYLUM_PENDING", "asylum pending", "asilo en trámite",
          "abroad, waiting for a decision on a claim", "#eeca3b"),
    State(TEMPORARY_WORKER, "TEMPORARY_WORKER", "temporary worker", "trabajador temporal",
          "abroad under a seasonal contract", "#8cd17d"),
    State(RETURNED, "RETURNED", "returned, at reception", "retornado, en recepción",
          "just back in the country of origin", "#ff9da6"),
    State(REINTEGRATING, "REINTEGRATING", "reintegrating", "en reintegración",
          "back home and rebuilding income, ties and wellbeing", "#d4a6c8"),
)

MOVES: dict[int, tuple[int, ...]] = {
    NOT_YET_FORMED: (SETTLED,),
    SETTLED: (DISPLACED, RELOCATED, IN_TRANSIT, LAWFUL, TEMPORARY_WORKER),
    RELOCATED: (DISPLACED, IN_TRANSIT, LAWFUL, TEMPORARY_WORKER, RELOCATED),
    DISPLACED: (SETTLED, RELOCATED, IN_TRANSIT),
    IN_TRANSIT: (IN_TRANSIT, STRANDED, IN_CUSTODY, ASYLUM_PENDING, IRREGULAR, RETURNED, LOST),
    STRANDED: (IN_TRANSIT, RETURNED, ASYLUM_PENDING, IRREGULAR),
    IN_CUSTODY: (RETURNED, ASYLUM_PENDING),
    ASYLUM_PENDING: (LAWFUL, IRREGULAR, IN_TRANSIT, RETURNED),
    IRREGULAR: (LAWFUL, IN_TRANSIT, IN_CUSTODY, RETURNED),
    TEMPORARY_WORKER: (RETURNED, IRREGULAR),
    LAWFUL: (IN_TRANSIT, RETURNED),
    RETURNED: (REINTEGRATING, DISPLACED, IN_TRANSIT, SETTLED),
    REINTEGRATING: (SETTLED, RELOCATED, IN_TRANSIT, LAWFUL, TEMPORARY_WORKER, DISPLACED),
    LOST: (),
}


def graph() -> nx.DiGraph:
    """The continuum as a networkx graph: nodes are state names, edges the allowed moves."""
    continuum = nx.DiGraph()
    for state in STATES:
        continuum.add_node(state.name, index=state.index, label_en=state.label_en, label_es=state.label_es)
    continuum.add_edges_from((name(a), name(b)) for a, targets in MOVES.items() for b in targets)
    return continuum


def name(index: int) -> str:
    """Name of a state index, e.g. `name(0) == "SETTLED"`."""
    return STATES[index].name


def is_allowed(before: int, after: int) -> bool:
    """True if the continuum allows the move between two state indices (staying is always allowed)."""
    return before == after or after in MOVES[before]
