"""A lever that does nothing changes nothing; no lever acts before its start."""

from __future__ import annotations

import numpy as np
import pytest
from simulated import run

OPTIONS = {"scale": 3, "months": 24}
START = 12
ROWS = {
    "visas_h2b": {"hosts": ["NOR"]}, "safe_access_cam": {"hosts": ["NOR"]}, "reception": {"hosts": ["VAL"]},
    "border_enforcement": {"hosts": ["NOR"]}, "deportation": {"hosts": ["NOR"]},
    "asylum_capacity": {"hosts": ["NOR"]}, "assisted_voluntary_return": {"hosts": ["MID"]},
    "regularisation": {"hosts": ["NOR"]},
}


@pytest.fixture(scope="module")
def baseline(valley):
    return run(valley, **OPTIONS)


def row(lever: str, **more) -> dict:
    return {"lever": lever, "start": "2015-01", "quantity": 400, "per": "month", **ROWS[lever], **more}


@pytest.mark.parametrize("lever", sorted(ROWS))
def test_a_lever_of_zero_strength_is_a_placebo(lever, valley, baseline, write_plan):
    assert run(valley, write_plan(row(lever, strength=0)), **OPTIONS).digest() == baseline.digest()


@pytest.mark.parametrize("lever", sorted(ROWS))
def test_a_lever_acts_from_its_start_and_not_before(lever, valley, baseline, write_plan):
    """Every recorded array is equal up to the month of the start; most levers change something after it."""
    treated = run(valley, write_plan(row(lever, strength=3)), **OPTIONS)
    for (name, ours), (_, theirs) in zip(baseline.history.named_arrays(), treated.history.named_arrays(),
                                         strict=False):
        if "/" not in name:
            assert np.array_equal(ours[:START], theirs[:START], equal_nan=True), name
    assert all(cost.t >= START or cost in baseline.history.costs for cost in treated.history.costs)
    assert treated.digest() != baseline.digest(), "the lever did nothing at all after its start"


def test_a_row_that_begins_after_the_run_changes_nothing(valley, baseline, write_plan):
    late = write_plan(row("border_enforcement", start="2016-01"))
    assert run(valley, late, **OPTIONS).digest() == baseline.digest()


def test_most_households_live_the_same_life_under_another_plan(valley, baseline, write_plan):
    """Counterfactual twins: luck belongs to the household, so a small lever moves few of them."""
    treated = run(valley, write_plan(row("visas_h2b", quantity=3)), **OPTIONS)
    same = baseline.households.state == treated.households.state
    assert 0.9 < same.mean() < 1.0
