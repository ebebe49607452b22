"""Life stories: differences of columns, allowed by the continuum, at no cost to the run."""

from __future__ import annotations

import json

import numpy as np
import pytest

from model import plan, settings, world
from model.checks import InputError
from model.continuum import STATES, is_allowed
from model.engine import Simulation
from model.stories import WANTED, Stories, pick, rows_of

INDEX = {state.name: state.index for state in STATES}


def simulation(months: int = 30) -> Simulation:
    valley = world.load("valley")
    none = plan.load_plan("none", valley)
    return Simulation(valley, none, settings.make(), seed=2, scale=10, months=months)


@pytest.fixture(scope="module")
def told() -> Stories:
    run = simulation()
    stories = Stories(run)
    while run.t < run.steps:
        run.step()
        stories.observe()
    return stories


def test_watching_changes_nothing(told: Stories) -> None:
    bare = simulation()
    while bare.t < bare.steps:
        bare.step()
    assert bare.digest() == told.simulation.digest()


def test_a_few_rows_tell_what_all_rows_tell(told: Stories) -> None:
    rows = np.argsort(-told.moves())[:5]
    run = simulation()
    few = Stories(run, rows)
    while run.t < run.steps:
        run.step()
        few.observe()
    for row in rows:
        assert few.story(row) == told.story(row)
    with pytest.raises(InputError, match="not among"):
        few.events(int(np.setdiff1d(told.rows, rows)[0]))


def test_events_follow_on_each_other_and_on_the_continuum(told: Stories) -> None:
    for row in told.rows[told.moves() > 0]:
        story = told.story(row)
        at, state = story.start["place"], story.start["state"]
        for event in story.events:
            assert (event["place_from"], event["from_state"]) == (at, state)
            assert is_allowed(INDEX[event["from_state"]], INDEX[event["to_state"]]), event
            at, state = event["place_to"], event["to_state"]
        assert (at, state) == (story.end["place"], story.end["state"])
        json.dumps(story.events)


def test_picks_fit(told: Stories) -> None:
    run = told.simulation
    for kind in WANTED:
        rows = pick(run, kind, 4)
        assert len(set(rows)) == min(4, len(rows_of(run, kind)))
    again = told.story(pick(run, "returned_again", 1)[0])
    states = [event["to_state"] for event in again.events]
    assert "RETURNED" in states and again.end["state"] not in ("SETTLED", "REINTEGRATING")
    assert len(set(pick(run, "mixed", 5))) == 5
    with pytest.raises(InputError, match="Did you mean 'lost'"):
        pick(run, "lots")


def test_reasons(told: Stories) -> None:
    events = [event for row in told.rows[told.moves() > 0] for event in told.events(row)]
    displaced = {event["reason"] for event in events if event["to_state"] == "DISPLACED"}
    assert displaced and displaced <= {"violence", "disaster", "cannot_go_home"}
    lawful = {event["reason"] for event in events if event["to_state"] == "LAWFUL"}
    assert lawful <= {"refugee", "regularised", "family", "parole", "citizen"}


def test_a_skipped_step_is_an_error() -> None:
    run = simulation(3)
    stories = Stories(run, [0])
    run.step()
    run.step()
    with pytest.raises(RuntimeError, match="after every step"):
        stories.observe()


def test_unknown_rows() -> None:
    with pytest.raises(InputError, match="this run has rows"):
        Stories(simulation(1), [-1])
