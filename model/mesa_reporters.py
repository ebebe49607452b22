"""What Mesa's DataCollector collects: module functions, so that a model can be pickled and copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from model.continuum import ABROAD, DISPLACED, IN_TRANSIT, LOST, REINTEGRATING, STATES, STRANDED
from model.ledger import EVENT, PLACE_EVENT

if TYPE_CHECKING:
    from model.engine import Simulation

DEATHS = ("died_darien", "died_border", "died_on_the_way")
GUIDED = 0


def persons_in(model: Any, *states: int) -> int:
    """Weighted persons in some states (indices of the continuum)."""
    return int(model.simulation.stocks["origin"][:, list(states)].sum())


def persons_of(model: Any, *events: str) -> int:
    """Weighted persons of some events (`model.ledger.EVENTS`) in the last step; 0 before the first."""
    simulation = model.simulation
    if simulation.t == 0:
        return 0
    return int(simulation.history.events[simulation.t - 1, [EVENT[name] for name in events]].sum())


def month(model: Any) -> str:
    """YYYY-MM of the last step."""
    return model.month


def persons_in_transit(model: Any) -> int:
    """Weighted persons on the way."""
    return persons_in(model, IN_TRANSIT)


def stranded(model: Any) -> int:
    """Weighted persons stranded."""
    return persons_in(model, STRANDED)


def displaced(model: Any) -> int:
    """Weighted persons displaced inside their country."""
    return persons_in(model, DISPLACED)


def abroad(model: Any) -> int:
    """Weighted persons who live abroad, in any status."""
    return persons_in(model, *ABROAD)


def reintegrating(model: Any) -> int:
    """Weighted persons back home and rebuilding their life."""
    return persons_in(model, REINTEGRATING)


def departed(model: Any) -> int:
    """Persons who left for another country in the step."""
    return persons_of(model, "departed")


def departed_again(model: Any) -> int:
    """Persons who left again after a return, in the step."""
    return persons_of(model, "departed_again")


def irregular_arrivals(model: Any) -> int:
    """Persons whose irregular journey ended inside the destination country, in the step."""
    return persons_of(model, "entered")


def returned(model: Any) -> int:
    """Persons received in their country of origin in the step."""
    return persons_of(model, "received")


def deaths(model: Any) -> int:
    """Persons who died or went missing on the way in the step."""
    return persons_of(model, *DEATHS)


MODEL_REPORTERS: dict[str, Callable[[Any], Any]] = {function.__name__: function for function in (
    month, persons_in_transit, stranded, displaced, abroad, reintegrating, departed, departed_again,
    irregular_arrivals, returned, deaths)}


class PlaceValues:
    """Values of places as of the last step; reads the run, stores no array."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.capacity = simulation.world.places["capacity_month"].to_numpy(float).tolist()

    def persons(self, place: int) -> dict[str, int]:
        """Weighted persons by state name, states without anybody left out."""
        row = self.simulation.stocks["at"][place]
        return {STATES[state].name: int(row[state]) for state in np.flatnonzero(row)}

    def present(self, place: int) -> int:
        """Weighted persons in any state but LOST."""
        row = self.simulation.stocks["at"][place]
        return int(row.sum() - row[LOST])

    def crowding(self, place: int) -> float:
        """Crowding as the rules read it; nan before the first step."""
        return float(self.simulation.fields.crowd[place]) if self.simulation.t else float("nan")

    def price(self, place: int) -> float:
        """US$ of 2021 of a guided journey to the destination with the highest attempt rate."""
        origin = int(self.simulation.world.place_origin[place])
        if origin < 0 or self.simulation.t == 0:
            return float("nan")
        slot = int(self.simulation.fields.main_slot[origin])
        return float(self.simulation.fields.price[origin, slot, GUIDED]) if slot >= 0 else float("nan")

    def reception_load(self, place: int) -> float:
        """Persons received in the last step over capacity; nan without capacity or before the first step."""
        capacity = self.capacity[place]
        if not capacity > 0 or self.simulation.t == 0:
            return float("nan")
        received = self.simulation.history.place_events[self.simulation.t - 1, PLACE_EVENT["received"], place]
        return float(received) / (capacity * self.simulation.dt)


def place_id(agent: Any) -> str:
    """Id of the place."""
    return agent.place_id


def present(agent: Any) -> int:
    """Weighted persons present."""
    return agent.present


def in_transit_here(agent: Any) -> int:
    """Weighted persons on the way who are here."""
    return int(agent.model.simulation.stocks["at"][agent.index, IN_TRANSIT])


def stranded_here(agent: Any) -> int:
    """Weighted persons stranded here."""
    return int(agent.model.simulation.stocks["at"][agent.index, STRANDED])


def crowding(agent: Any) -> float:
    """Crowding of the place."""
    return agent.crowding


def price(agent: Any) -> float:
    """Price of a guided journey from here, US$ of 2021."""
    return agent.price


def reception_load(agent: Any) -> float:
    """Reception over capacity."""
    return agent.reception_load


PLACE_REPORTERS: dict[str, Callable[[Any], Any]] = {
    "place_id": place_id, "present": present, "in_transit": in_transit_here, "stranded": stranded_here,
    "crowding": crowding, "price": price, "reception_load": reception_load}
