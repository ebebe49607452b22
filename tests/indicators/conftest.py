"""A small random history of the valley, and an empty one to fill by hand."""

from __future__ import annotations

import numpy as np
import pytest

from model.conditions import CostRow
from model.history import FIELDS, History
from model.ledger import EVENT
from model.world import World, load

MONTHS = 30


@pytest.fixture(scope="session")
def valley() -> World:
    return load("valley")


@pytest.fixture
def empty(valley: World) -> History:
    """Nothing happened in 30 recorded months from January 2014."""
    history = History(valley, MONTHS)
    history.recorded = MONTHS
    return history


@pytest.fixture(scope="session")
def busy(valley: World) -> History:
    """Every array filled at random, programmes and costs booked; the wish is known once a year."""
    random = np.random.default_rng(7)
    history = History(valley, MONTHS)
    for t in range(MONTHS):
        arrays = {field.name: _random(random, getattr(history, field.name)[t]) for field in FIELDS}
        arrays["events"][EVENT["returned_women"]] = arrays["events"][EVENT["returned_girls"]] = 0
        if t % 12 != 11:
            arrays["wish"] = arrays["immobile"] = np.full(len(valley.origins), np.nan)
        history.record(
            t, costs=[CostRow(t, "reception", 0, "VAL", 5.0, "person", 400.0),
                      CostRow(t, "visas_h2a", 1, "NOR", 2.0, "visa", 3000.0)],
            delivered={"visas_h2a/NOR/VAL": 3.0, "reception/VAL/VAL": 2.0},
            programme_applied={"visas_h2a/NOR/VAL": 9.0}, programme_places={"visas_h2a/NOR/VAL": 4.0},
            **arrays)
    return history


def _random(random: np.random.Generator, like: np.ndarray) -> np.ndarray:
    if like.dtype.kind == "i":
        return random.poisson(4.0, like.shape).astype(like.dtype)
    return random.random(like.shape)
