"""Runs of the page are runs of the engine; the queue is fair, stops what nobody wants, and outlives its processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.lib.compare import outcomes
from experiments.lib.demo import asked, trunk
from experiments.lib.demo.asked import Run, Wish
from experiments.lib.demo.reading import Reader
from experiments.lib.demo.series import of_outcome
from experiments.lib.demo.service import Result, Service
from experiments.lib.demo.trunk import SHOWN_BEFORE, Room
from experiments.lib.demo.worker import Desk, Lives
from model import settings as model_settings
from model.engine import Simulation
from model.plan import load_plan

MONTHS = 6


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return Room("valley", 10, MONTHS, "2017-01", tmp_path_factory.mktemp("rooms"))


@pytest.fixture(scope="module")
def service(room: Room) -> Iterator[Service]:
    from model.world import load

    made = Service(room, load("valley"), 1)
    made.start()
    yield made
    made.close()


def until(true: Callable[[], Any], seconds: float = 120.0) -> Any:
    """The first true value of `true()`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := true():
            return value
        time.sleep(0.02)
    raise AssertionError("waited too long")


def finished(service: Service, task: Any) -> Result:
    return until(lambda: (found := service.get(task)) and (found.complete or found.error) and found)


def test_a_copy_of_the_past_goes_on_as_the_whole_run_would(valley, room):
    shared = trunk.made(room, valley, (), 3)
    plan = load_plan("baseline", valley)
    copied = trunk.thawed(shared, room, valley, trunk.settings_of(room, valley, (), 3), plan)
    reader = Reader(copied)
    whole = Simulation(valley, plan, model_settings.make(), seed=3, scale=10, months=valley.months)
    while whole.t < valley.month_of(room.branch) + MONTHS:
        whole.step()
    for _ in range(MONTHS):
        copied.step()
        reader.observe()
    months = reader.take()
    expected = outcomes.monthly(whole.history, valley.month_of(room.branch), whole.dt).T
    assert np.array_equal(months.outcomes, expected.astype(np.float32), equal_nan=True)
    assert len(months) == MONTHS and len(shared.past) == SHOWN_BEFORE
    assert np.array_equal(copied.households.state, whole.households.state)


def test_a_damaged_file_of_the_past_is_made_again(valley, room):
    path = trunk.path_of(room, valley, (), 9)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"cut off")
    assert len(trunk.load(room, valley, (), 9).past) == SHOWN_BEFORE
    assert len(trunk.read(path).past) == SHOWN_BEFORE


def test_a_run_arrives_in_parts_and_is_the_same_twice(service):
    service.want("one", [Run(Wish())])
    first = finished(service, Run(Wish()))
    assert len(first.months) == SHOWN_BEFORE + MONTHS and first.version > 1 and not first.error
    curve = of_outcome("departures", [first.months], SHOWN_BEFORE + MONTHS)
    assert np.isfinite(curve.mean[11:]).all() and not np.isfinite(curve.low).any()
    service.drop(Run(Wish()))
    service.want("one", [Run(Wish())])
    assert np.array_equal(finished(service, Run(Wish())).content, first.content)


def test_a_kept_run_is_read_from_its_file(service, valley):
    service.want("one", [Run(Wish())])
    before = finished(service, Run(Wish())).content
    service.keep(Run(Wish()))
    other = Service(service.room, valley, 1)
    assert np.array_equal(other.get(Run(Wish())).content, before)


def test_a_plan_that_cannot_be_run_is_a_message(service):
    service.want("one", [Run(Wish("visas"))])
    assert "outside the world" in finished(service, Run(Wish("visas"))).error


REMOVALS = Wish("baseline", (("deportation", 2_000.0),))


@pytest.fixture
def of_the_valley(monkeypatch) -> None:
    """One slider whose row lies in the valley: removals from North."""
    made = {"deportation": asked.Slider("deportation", 2_000.0, 10.0, "year", True, {"hosts": ["NOR"]})}
    monkeypatch.setattr(asked, "sliders", lambda: made)


def test_a_slider_begins_at_the_branch_month_of_the_room(valley, room, of_the_valley):
    rows = [row for row in asked.plan_of(REMOVALS, room.branch)["levers"] if row["lever"] == "deportation"]
    assert [row["start"] for row in rows] == ["2017-01"]


def test_lives_are_told_under_both_plans(room, of_the_valley):
    told = Desk(room, threading.Event()).lives(Lives(Wish(), REMOVALS, (), 1))
    persons, better, worse, _ = told.twins.by_type[0]
    assert persons > better + worse > 0
    assert {pair.side for pair in told.pairs} <= {"better", "worse"} and told.pairs
    for pair in told.pairs:
        assert (pair.first.row, pair.first.start) == (pair.second.row, pair.second.start)
        assert pair.first.events != pair.second.events


def test_lives_that_cannot_be_told_are_a_message(service):
    task = Lives(Wish(), Wish("visas"), (), 1)
    service.want("one", [task])
    assert "outside the world" in finished(service, task).error


def test_a_process_that_dies_is_started_again_and_its_run_tried_once_more(service):
    until(lambda: service.ready)
    run = Run(Wish(), (("belief", "sticky"),), 5)
    service.want("one", [run])
    until(lambda: run in service.busy.values())
    service.processes[0].kill()
    assert finished(service, run).complete
    assert service.restarts >= 1


def test_what_nobody_wants_any_more_is_stopped(service):
    run = Run(Wish(), (("belief", "rational"),), 6)
    service.want("one", [run])
    until(lambda: run in service.busy.values())
    service.leave("one")
    until(lambda: not service.busy)
    assert service.waiting() == 0


def test_browsers_are_served_by_turns(valley, room):
    queue = Service(room, valley, 1)
    queue.want("greedy", [Run(Wish(), (), seed) for seed in range(20, 30)])
    queue.want("late", [Run(Wish(), (), seed) for seed in range(30, 32)])
    order = []
    for _ in range(4):
        task = queue._next()
        queue.results[task] = Result(complete=True)
        order.append(task.seed)
    assert order == [20, 30, 31, 21] or order[:2] in ([20, 30], [30, 20])


def test_paths_hold_nothing_from_outside(room, valley):
    assert trunk.path_of(room, valley, (("hump", "within"),), 1).parent == trunk.folder_of(room, valley)
    assert isinstance(trunk.folder_of(room, valley), Path)
