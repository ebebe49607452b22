"""Who sets out and who tries again: weights of kinds by nationality, and parties with children at the border."""

from __future__ import annotations

import numpy as np
import pytest

from model.engine import Simulation
from model.field_static import departure_season, party_weights
from model.judgements import MONTHS_ON_THE_WAY
from model.ledger import EVENT, KIND_GROUPS
from model.plan import load_plan
from model.settings import make
from model.world import World, load
from model.world_tables import PARTY_KINDS

AGAIN = EVENT["departed_again"]
WITH_CHILDREN = [number for number, name in enumerate(KIND_GROUPS) if name != "single_adult"]


@pytest.fixture(scope="module")
def americas() -> World:
    return load("americas")


def test_weights_of_kinds_act_on_the_way_to_the_hub_only(americas: World) -> None:
    weight = party_weights(americas)
    elsewhere = np.delete(weight, americas.hub, axis=2)
    assert (elsewhere == 1.0).all()
    mexico, families = americas.country_index["MEX"], PARTY_KINDS.index("FU")
    assert weight[mexico, families, americas.hub] < 0.2
    assert (weight[:, PARTY_KINDS.index("SA")] == 1.0).all()


def test_a_world_without_the_table_weighs_all_alike() -> None:
    assert (party_weights(load("valley")) == 1.0).all()


def test_departures_are_timed_by_the_month_of_arrival(americas: World) -> None:
    """A guided Honduran of December thinks of January; two months weigh by the part of a month on the way."""
    season, factor = departure_season(americas), americas.tables["seasons"].sort_values("month")["factor"].to_numpy()
    january, december, guided = 0, 11, 0
    beyond = MONTHS_ON_THE_WAY["*"][guided] - 1.0
    assert season[december, americas.country_index["HND"], guided] == pytest.approx(
        (1.0 - beyond) * factor[january] + beyond * factor[january + 1])
    early = MONTHS_ON_THE_WAY["MEX"][guided]
    assert season[december, americas.country_index["MEX"], guided] == pytest.approx(
        (1.0 - early) * factor[december] + early * factor[january])


def test_a_world_without_a_solved_season_aims_at_its_own() -> None:
    valley = load("valley")
    season = departure_season(valley)
    assert season.min() >= valley.season.min() and season.max() <= valley.season.max()
    assert season.mean(axis=0) == pytest.approx(np.full(season.shape[1:], valley.season.mean()))


def again(chi_f: float) -> np.ndarray:
    """i8[4] departures anew by kind of person in the valley, from home after a return among them; nothing fed back."""
    world = load("valley")
    simulation = Simulation(world, load_plan("baseline", world), make({"chi_f": chi_f}), scale=1, months=36,
                            feedbacks=False)
    for _ in range(36):
        simulation.step()
    return simulation.history.events[:, AGAIN].sum(axis=(0, 1))


def test_parties_with_children_try_again_less_often_and_single_adults_as_before() -> None:
    seldom, often = again(0.1), again(1.0)
    assert seldom[WITH_CHILDREN].sum() < 0.9 * often[WITH_CHILDREN].sum()
    assert seldom[0] == pytest.approx(often[0], rel=0.1)
