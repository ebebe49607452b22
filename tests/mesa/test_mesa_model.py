"""Mesa's face: the same run as the bare engine, collected, copied, pickled, batched and let go."""

from __future__ import annotations

import copy
import gc
import pickle
import subprocess
import sys
import weakref
from typing import Any

import mesa
import numpy as np
import pytest

from model import plan, settings, world
from model.checks import InputError
from model.engine import Simulation
from model.mesa_model import MigrationModel

SHORT = {"world": "valley", "scale": 20, "months": 14}


def short(**more: Any) -> MigrationModel:
    return MigrationModel(**{**SHORT, **more})


@pytest.fixture
def model():
    with short() as wrapped:
        yield wrapped


def test_wrapped_run_equals_bare_run(model: MigrationModel) -> None:
    valley = world.load("valley")
    bare = Simulation(valley, plan.load_plan("none", valley), settings.make(), seed=1, scale=20, months=14)
    while model.running:
        model.step()
        bare.step()
    assert model.steps == bare.t == 14
    assert model.digest() == bare.digest()
    with pytest.raises(InputError, match="the run ended"):
        model.step()


def test_data_collector_frames(model: MigrationModel) -> None:
    model.run_model()
    steps = model.datacollector.get_model_vars_dataframe()
    assert len(steps) == 15
    history = model.simulation.history
    assert steps["persons_in_transit"].iloc[1:].tolist() == history.state_origin[:, :, 7].sum(axis=1).tolist()
    assert steps["month"].iloc[-1] == history.labels[-1]
    places = model.datacollector.get_agent_vars_dataframe().reset_index()
    assert len(places) == 15 * len(model.world.place_ids)
    last = places[places["Step"] == 14]
    recorded = history.state_place[-1]
    assert last["present"].sum() == recorded.sum() - recorded[:, 4].sum()
    assert last.set_index("place_id")["price"].notna().any()


def test_place_agents(model: MigrationModel) -> None:
    assert len(model.agents) == len(model.world.place_ids)
    model.step()
    home = model.place(model.world.place_ids[model.world.origins[0]])
    assert home.persons["SETTLED"] > 0 and home.crowding >= 0
    loads = [place.reception_load for place in model.places if place.role == "reception"]
    assert all(load >= 0 or np.isnan(load) for load in loads)
    with pytest.raises(InputError, match="not in the world"):
        model.place("nowhere")


def test_copies_and_pickles_continue_identically(model: MigrationModel) -> None:
    for _ in range(5):
        model.step()
    twins = [copy.deepcopy(model), pickle.loads(pickle.dumps(model))]
    model.run_model()
    for twin in twins:
        assert twin.steps == 5 and twin.digest() != model.digest()
        twin.run_model()
        assert twin.digest() == model.digest()
        assert twin.places[0].model is twin
        twin.close()


def test_batch_run_over_seeds_and_parameters() -> None:
    varied = {**SHORT, "seed": [1, 2], "collect_places": False}
    rows = mesa.batch_run(MigrationModel, varied, max_steps=3, display_progress=False,
                          data_collection_period=1)
    assert {row["seed"] for row in rows} == {1, 2}
    last = {row["seed"]: row["persons_in_transit"] for row in rows if row["Step"] == 3}
    assert len(last) == 2 and all(value > 0 for value in last.values())


def test_parameters_are_keywords() -> None:
    from model.setting_table import PARAMETERS

    parameter = PARAMETERS[0]
    with short(**{parameter.name: parameter.low}) as model:
        assert model.simulation.settings[parameter.name] == parameter.low
    with pytest.raises(InputError, match="unknown setting"):
        short(no_such_parameter=1.0)


@pytest.mark.parametrize("seed", ["x", -1, 1.5, True])
def test_bad_seeds(seed: Any) -> None:
    with pytest.raises(InputError, match="seed"):
        short(seed=seed)


def test_rng_is_another_name_of_seed() -> None:
    with short(rng=3) as one, short(seed="3") as two:
        one.step()
        two.step()
        assert one.digest() == two.digest()
    with pytest.raises(InputError, match="give one of them"):
        short(seed=1, rng=2)


def test_close_lets_the_model_go() -> None:
    model = short()
    model.step()
    alive = weakref.ref(model)
    columns = weakref.ref(model.simulation)
    model.close()
    del model
    gc.collect()
    assert alive() is None and columns() is None


def test_household_view(model: MigrationModel) -> None:
    for _ in range(13):
        model.step()
    h = model.households
    views = [model.household(row) for row in range(0, model.simulation.population.rows, 7)]
    for view in views:
        assert view.home in model.world.place_ids and view.place in model.world.place_ids
        assert sum(view.members) >= sum(view.party) >= 0
        assert view.debt >= 0 and 0 <= view.integration <= 1
        assert all(0 <= score <= 1 for score in view.scores.values())
    saved = [view for view in views if view.state == "SETTLED"]
    assert any(view.savings != int(h.sav[view.row]) for view in saved)
    with pytest.raises(InputError, match="this run has rows"):
        model.household(10**9)


def test_engine_never_imports_mesa() -> None:
    code = "import sys, model.engine, model.stories; sys.exit('mesa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
