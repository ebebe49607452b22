"""Perceived success at the start (beliefs.csv): a handful of trips says little about a kind of party."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.lib.compile.intercepts import PRIOR_TRIPS, SCALE, success
from model.world import load


@pytest.fixture(scope="module")
def world():
    return load("americas")


def told(world, children: int, entered: int) -> float:
    """Perceived success of Venezuelan children alone towards Chile if 90 of 100 adults got in, and so many children."""
    trips = np.zeros((len(world.countries), 3, len(world.countries), 2))
    origin, goal = world.country_index["VEN"], world.country_index["CHL"]
    trips[origin, 0, goal] = 100 * SCALE, 90 * SCALE
    trips[origin, 2, goal] = children * SCALE, entered * SCALE
    return success(world, trips)["VEN", "UC", "CHL"]


def test_three_children_sent_back_do_not_close_a_country(world) -> None:
    assert told(world, children=3, entered=0) > 0.6


def test_many_children_sent_back_do(world) -> None:
    assert told(world, children=int(50 * PRIOR_TRIPS), entered=0) < 0.1


def test_shipped_kinds_differ_less_than_fourfold(world) -> None:
    table = world.tables["beliefs"]
    found = table.pivot_table(index=["origin_iso3", "destination_iso3"], columns="kind", values="belief")
    assert float((found.max(axis=1) / found.min(axis=1)).max()) < 4.0
