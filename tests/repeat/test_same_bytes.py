"""The same inputs give the same bytes: threads, thinning, copies, restarts; only the digest may tell."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import numpy as np
import pytest
from simulated import everything, finish, hooked, run, start

from model import engine
from model.engine import Simulation
from model.ledger import EVENT

OPTIONS = {"scale": 3, "months": 24}
NORTHERN = ["SLV", "GTM", "HND"]


@pytest.fixture(scope="module")
def digest(valley) -> str:
    return run(valley, **OPTIONS).digest()


def test_twice_the_same(valley, digest):
    assert run(valley, **OPTIONS).digest() == digest


def test_looking_at_everybody_changes_nothing(valley, digest):
    """Bounds decide who is looked at, never the outcome: thinned and dense runs share their bytes."""
    thinned, dense = run(valley, **OPTIONS), run(valley, dense=True, **OPTIONS)
    assert dense.digest() == digest == thinned.digest()
    assert thinned.touched_share < 0.5 < dense.touched_share


@pytest.mark.parametrize("workers", [2, 3, 7])
def test_workers_in_turn_change_nothing(valley, digest, workers):
    """Small runs share chunks among workers one after the other."""
    assert run(valley, threads=workers, **OPTIONS).digest() == digest


@pytest.mark.parametrize("dense", [False, True])
def test_two_threads_at_once_change_nothing(valley, digest, dense, monkeypatch):
    monkeypatch.setattr(engine, "PARALLEL_ROWS", 0)
    monkeypatch.setattr("model.kernels.CHUNK_ROWS", 512)
    assert run(valley, threads=2, dense=dense, **OPTIONS).digest() == digest


@pytest.mark.parametrize("rows", [64, 100, 1000])
def test_the_size_of_a_chunk_changes_nothing(valley, digest, rows, monkeypatch):
    monkeypatch.setattr("model.kernels.CHUNK_ROWS", rows)
    assert run(valley, **OPTIONS).digest() == digest


@pytest.mark.parametrize("options", [{"dense": True}, {"threads": 2}, {"threads": 3, "dense": True}], ids=str)
def test_thinning_and_threads_change_nothing_under_every_hook(valley, busy_plan, options):
    def plan():
        return hooked(valley, everything(valley), busy_plan)

    months = {**OPTIONS, "months": 36}
    thinned = run(valley, plan(), **months)
    assert run(valley, plan(), **options, **months).digest() == thinned.digest()
    assert thinned.history.events[:, [EVENT[name] for name in ("livelihood", "labour_market", "victim_service")]].sum(
        axis=(0, 2, 3)).all()


def test_other_seeds_give_other_runs(valley, digest):
    others = [run(valley, seed=2, **OPTIONS), run(valley, world_seed=1, **OPTIONS),
              run(valley, seed=1 + 2**32, **OPTIONS)]
    assert len({digest, *(other.digest() for other in others)}) == 4


def half_way(valley, **options) -> Simulation:
    simulation = start(valley, **(OPTIONS | options))
    for _ in range(11):
        simulation.step()
    return simulation


def test_copies_in_the_middle_go_on_alike_and_apart(valley, digest):
    """A deep copy and a pickled run continue identically; stepping one does not move the other."""
    simulation = half_way(valley)
    before = simulation.digest()
    twin, thawed = copy.deepcopy(simulation), pickle.loads(pickle.dumps(simulation))
    finish(twin)
    assert simulation.digest() == before and simulation.t == 11
    assert [finish(other).digest() for other in (simulation, thawed)] == [digest] * 2
    assert twin.digest() == digest


def test_copies_of_a_run_at_its_start_go_on_alike(valley, digest):
    simulation = start(valley, **OPTIONS)
    assert finish(copy.deepcopy(simulation)).digest() == digest == finish(simulation).digest()


@pytest.mark.parametrize("options", [{"dense": True}, {"threads": 2}, {"feedbacks": False}],
                         ids=lambda o: next(iter(o)))
def test_copies_of_every_kind_of_run_go_on_alike(valley, options):
    simulation = half_way(valley, **options)
    twin = pickle.loads(pickle.dumps(copy.deepcopy(simulation)))
    assert finish(simulation).digest() == finish(twin).digest()


@pytest.mark.parametrize("days", [10.14583, 7.0])
def test_steps_shorter_than_a_month_repeat_and_thin(valley, days):
    world = dataclasses.replace(valley, step_days=days)
    one, dense = run(world, months=6), run(world, months=6, dense=True, threads=2)
    assert one.steps == round(6 * 30.4375 / days) and one.digest() == dense.digest()


def begun(simulation: Simulation, origin: int) -> list[np.ndarray]:
    """Columns of the households of a place that exist at the start."""
    lo, hi = simulation.band_starts[origin, 0], simulation.band_starts[origin, 4]
    return [column[lo:hi] for column in simulation.households]


def test_a_longer_run_begins_with_the_shorter_one(valley):
    """Households of the start live the same months however long the run is (feedbacks held).

    Those that form later are shared out over the whole run, so they may differ.
    """
    short, long = (start(valley, scale=3, months=months, feedbacks=False) for months in (12, 18))
    for _ in range(12):
        short.step()
        long.step()
    for o in range(len(valley.origins)):
        assert all(map(np.array_equal, begun(short, o), begun(long, o)))


@pytest.mark.parametrize("code", ["VAL", "MID"])
def test_leaving_countries_out_changes_nobody_else_where_feedbacks_are_held(valley, code):
    """Same households, same luck, same books for everybody who is still there."""
    full = run(valley, feedbacks=False, **OPTIONS)
    part = run(valley, feedbacks=False, origins=[code], **OPTIONS)
    kept = np.flatnonzero(valley.origin_country == valley.country_index[code])
    assert np.array_equal(full.history.events[:, :, kept], part.history.events[:, :, kept])
    assert full.history.events[:, :, kept].sum() == part.history.events.sum() > 0
    assert part.digest_by_origin() == {code: full.digest_by_origin()[code]}


def test_leaving_places_out_keeps_the_households_and_luck_of_the_others(valley):
    """One place of a country alone: its households and their first step are those of the full run.

    Later steps may differ for those who move to a place that is not in the run: what relatives send there
    is not known.
    """
    places = ["val-dry", "val-port"]
    full, part = start(valley, feedbacks=False), start(valley, feedbacks=False, origins=places)
    full.step()
    part.step()
    for o in range(len(valley.origins)):
        if valley.place_ids[valley.origins[o]] in places:
            assert all(map(np.array_equal, begun(full, o), begun(part, o)))


@pytest.mark.slow
def test_americas_restricted_to_three_countries(americas):
    options = {"scale": 1000, "months": 6, "feedbacks": False}
    full = run(americas, **options).digest_by_origin()
    part = run(americas, origins=NORTHERN, **options).digest_by_origin()
    assert sorted(part) == sorted(NORTHERN) and {code: full[code] for code in part} == part


@pytest.mark.slow
def test_americas_thinned_dense_and_on_two_threads(americas):
    options = {"scale": 1000, "months": 12}
    thinned = run(americas, **options)
    assert run(americas, dense=True, threads=2, **options).digest() == thinned.digest()
    assert thinned.touched_share < 0.4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
def test_bounds_never_hide_anybody_over_many_seeds(valley, busy_plan, seed):
    options = {"scale": 1, "months": 48, "seed": seed}
    thinned, dense = run(valley, busy_plan, **options), run(valley, busy_plan, dense=True, **options)
    assert thinned.digest() == dense.digest()
