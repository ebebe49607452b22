"""Coverage: delivered is what is left to cover, effects start a month after delivery and fade with half-life."""

from __future__ import annotations

import numpy as np
import pytest

from model.levers import _coverage as cover
from model.levers import get
from model.plan import load_plan

from .conftest import Stage, row_for

FIRST, LAST = 17, 28  # 2015-06 to 2016-05 in the valley
COVERAGE = ("humanitarian_aid", "idp_solutions", "migrant_resource_centres", "messaging")


def by_hand(lever, row, conditions, planned, target, t: int) -> tuple[float, float]:
    """Covered before step t and delivered in it, month by month."""
    keep, covered = 2.0 ** (-1.0 / lever.value(row, "half_life")), 0.0
    for step in range(row.start, t):
        covered = min(target, covered * keep + planned(step))
    return covered, min(planned(t), target - covered * keep)


@pytest.mark.parametrize("target", [50.0, 400.0, 1e9])
def test_stock_is_the_recursion(target, stage: Stage, write, valley):
    row = load_plan(write(row_for("humanitarian_aid", quantity=100, per="month")), valley).rows[-1]
    lever, conditions = get("humanitarian_aid"), stage.at(0, None)

    def planned(step: int) -> np.ndarray:
        return np.array(100.0 * cover.arrived(lever, step, row, conditions))

    for t in range(FIRST, LAST + 20):
        covered = cover.covered_before(lever, t, row, conditions, planned, np.array(target))
        _, now = cover.reach_people(lever, t, row, conditions, planned, np.array(target))
        wanted = by_hand(lever, row, conditions, lambda step: float(planned(step)), target, t)
        assert (float(covered), float(now)) == pytest.approx(wanted)


def test_level_fades_from_what_it_was(stage: Stage, write, valley):
    row = load_plan(write(row_for("stigma_campaigns", strength=0.5)), valley).rows[-1]
    lever, conditions = get("stigma_campaigns"), stage.at(0, None)
    full = cover.arrived(lever, FIRST, row, conditions)

    def level(step: int) -> np.ndarray:
        return np.array(0.5 * cover.arrived(lever, step, row, conditions))

    kept = {t: float(cover.kept_level(lever, t, row, conditions, level)) for t in (FIRST, LAST, LAST + 9, LAST + 18)}
    assert kept == pytest.approx({FIRST: full / 2, LAST: full / 2, LAST + 9: full / 4, LAST + 18: full / 8})


@pytest.mark.parametrize("lever_id", COVERAGE)
def test_nothing_is_paid_when_nobody_is_left(lever_id, stage: Stage, write, valley):
    plan = load_plan(write(row_for(lever_id, strength=100)), valley)
    lever, row = get(lever_id), plan.rows[-1]
    units = []
    for t in range(FIRST, LAST):
        units.append(sum(c.units for c in plan.book(t, {}, stage.at(t, plan)) if c.row == row.index))
    keep = cover.keep(lever.value(row, "half_life"))
    assert units[0] > 0 and np.allclose(units[1:], units[0] * (1 - keep))


def test_memory_gives_what_going_through_all_steps_gives(stage: Stage, write, valley):
    rows = [row_for(name) for name in (*COVERAGE, "worker_protections", "stigma_campaigns", "child_protection")]
    plan, names = load_plan(write(*rows), valley), ("food_relief", "risk_truth", "harm_party", "stigma_shift")
    stepwise = [[getattr(stage.at(t, plan), name).copy() for name in names] for t in range(LAST + 8)]
    fresh = Stage(valley)
    for name, array in zip(names, stepwise[-1], strict=True):
        assert np.allclose(getattr(fresh.at(LAST + 7, plan), name), array)


@pytest.mark.parametrize("lever_id", COVERAGE)
def test_restricted_runs_keep_their_part(lever_id, americas):
    from model.world import load

    few = load("americas", origins=["HND"])
    row = {"lever": lever_id, "start": "2015-01", "origins": ["HND", "GTM", "SLV"]}
    arrays = ("food_relief", "displaced_help", "apply_multiplier", "harm_party", "belief_shift")
    results = []
    for world in (americas, few):
        stage, where = Stage(world), np.flatnonzero(world.origin_country == world.country_index["HND"])
        conditions = stage.at(20, load_plan(_file(row), world))
        hnd = world.country_index["HND"]
        results.append([getattr(conditions, name)[where if name[0] not in "hb" else hnd] for name in arrays])
    assert all(np.allclose(whole, part) for whole, part in zip(*results, strict=True))


def _file(row: dict):
    import tempfile
    from pathlib import Path

    import yaml

    from .conftest import HEAD

    path = Path(tempfile.mkdtemp()) / "test.yaml"
    path.write_text(yaml.safe_dump({**HEAD, "levers": [row]}), encoding="utf-8")
    return path
