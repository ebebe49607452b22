"""The simplified model in mesa-frames (polars columns). Runs as a script in an environment of its own:

    <python with mesa-frames> experiments/lib/peers/frames.py HOUSEHOLDS STEPS SEED     prints JSON
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

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


def run(households: int, steps: int, seed: int) -> tuple[float, list[int]]:
    """(seconds of stepping, households by state at the end). ImportError without mesa-frames."""
    model = _model(households, seed)
    began = time.perf_counter()
    for _ in range(steps):
        model.step()
    seconds = time.perf_counter() - began
    states = model.agents._agentsets[0].agents["state"].to_numpy()
    return seconds, np.bincount(states, minlength=3).tolist()


def _model(households: int, seed: int) -> Any:
    import polars as pl
    from mesa_frames import AgentSetPolars, ModelDF

    class Households(AgentSetPolars):
        _agents: Any

        def step(self) -> None:
            u = pl.Series("u", self.model.random.random(len(self._agents)))
            self._agents = _month(self._agents.with_columns(u), pl)

    columns, at = first_day(households, seed), place_of(households)
    fields = {name: field[at] for name, field in places().items()}
    fields["price"] = fields["price"] * columns["members"]
    model = ModelDF(seed)
    people = Households(model)
    people.add(pl.DataFrame({"unique_id": np.arange(households), **columns, **fields}))
    model.agents += people
    return model


def _month(table: Any, pl: Any) -> Any:
    state, u, c = pl.col("state"), pl.col("u"), pl.col
    saved = pl.when(state == HOME).then(SAVED_HOME).when(state == AWAY).then(SAVED_AWAY).otherwise(0)
    table = table.with_columns(savings=(c("savings") + saved).cast(pl.Int32))
    x = WISH + c("gap") + TIE * c("tie") + TRY * pl.min_horizontal(c("tries"), MOST_TRIES)
    leaves = (state == HOME) & (u < c("rate") / (1.0 + (-x).exp())) & (c("savings") >= c("price"))
    home = ((state == TRANSIT) & (u >= ARRIVE) & (u < ARRIVE + TURN_BACK)) | ((state == AWAY) & (u < RETURN))
    arrives = (state == TRANSIT) & (u < ARRIVE)
    after = pl.when(leaves).then(TRANSIT).when(home).then(HOME).when(arrives).then(AWAY).otherwise(state)
    paid = pl.when(leaves).then(c("savings") - c("price")).otherwise(c("savings"))
    tries = c("tries") + leaves.cast(pl.UInt8)
    return table.with_columns(state=after.cast(pl.UInt8), savings=paid.cast(pl.Int32), tries=tries)


if __name__ == "__main__":
    print(json.dumps(run(*(int(word) for word in sys.argv[1:4]))))
