"""The simplified model with one Mesa agent a household."""

from __future__ import annotations

import math
import time

import mesa
import numpy as np

from experiments.lib.peers.rules import (
    ARRIVE,
    AWAY,
    HOME,
    MOST_TRIES,
    RETURN,
    SAVED_AWAY,
    SAVED_HOME,
    TIE,
    TRANSIT,
    TRY,
    TURN_BACK,
    WISH,
    first_day,
    place_of,
    places,
)


class Household(mesa.Agent):
    """One household."""

    def __init__(self, model: mesa.Model, column: dict[str, int], place: dict[str, float]) -> None:
        super().__init__(model)
        self.state, self.tie = column["state"], column["tie"]
        self.savings: float = column["savings"]
        self.tries = column["tries"]
        self.price, self.rate, self.gap = place["price"] * column["members"], place["rate"], place["gap"]

    def wish(self) -> float:
        """Aspiration to leave, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-(WISH + self.gap + TIE * self.tie + TRY * min(self.tries, MOST_TRIES))))

    def step(self) -> None:
        """One month."""
        u = self.model.random.random()
        if self.state == HOME:
            self.savings += SAVED_HOME
            if u < self.rate * self.wish() and self.savings >= self.price:
                self.savings -= self.price
                self.state = TRANSIT
                self.tries += 1
        elif self.state == TRANSIT:
            if u < ARRIVE:
                self.state = AWAY
            elif u < ARRIVE + TURN_BACK:
                self.state = HOME
        else:
            self.savings += SAVED_AWAY
            if u < RETURN:
                self.state = HOME


class Simple(mesa.Model):
    """Households in order of creation (Mesa's fastest activation)."""

    def __init__(self, households: int, seed: int) -> None:
        super().__init__(rng=seed)
        columns = {name: column.tolist() for name, column in first_day(households, seed).items()}
        at = place_of(households).tolist()
        fields = {name: field.tolist() for name, field in places().items()}
        for row in range(households):
            Household(self, {name: column[row] for name, column in columns.items()},
                      {name: field[at[row]] for name, field in fields.items()})

    def step(self) -> None:
        """One month of everybody."""
        self.agents.do("step")


def run(households: int, steps: int, seed: int) -> tuple[float, list[int]]:
    """(seconds of stepping, households by state at the end)."""
    model = Simple(households, seed)
    began = time.perf_counter()
    for _ in range(steps):
        model.step()
    seconds = time.perf_counter() - began
    counts = np.bincount([agent.state for agent in model.agents], minlength=3)
    registry = getattr(mesa.Agent, "_ids", None)
    if registry is not None and hasattr(registry, "pop"):
        registry.pop(model, None)
    return seconds, counts.tolist()
