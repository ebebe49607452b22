"""A run of some origins tells of them exactly what the run of everybody tells, feedbacks held."""

from __future__ import annotations

from experiments.lib.config import RunConfig, read
from experiments.lib.jobs import prepare
from experiments.lib.simulate import simulate


def outcome_of(*words: str):
    """Outcome of the run command's own job on the valley, half a year."""
    common = ["world=valley", "scale=10", "months=6", "feedbacks=false", "seeds=0"]
    return simulate(prepare(read([*common, *words], RunConfig)))


def test_command_gives_the_same_digest_by_origin_for_some_origins() -> None:
    whole, part = outcome_of(), outcome_of("origins=[VAL]")
    assert part.digest_by_origin["VAL"] == whole.digest_by_origin["VAL"]
    assert "MID" not in part.digest_by_origin


def test_history_of_some_origins_has_only_them() -> None:
    part = outcome_of("origins=[VAL]")
    assert part.history.state_origin.shape[1] == part.history.events.shape[2] == 4
