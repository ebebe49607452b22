"""Who is met at the border: how crowding and enforcement move the chance, sector by sector."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model.feedbacks import BASE_MONTHS, evader_met
from model.settings import make

SHARE = np.array([0.5, 0.4, 0.1])


def met(now: list[float], base: list[float], effort: float = 1.0, steps: int = BASE_MONTHS + 1,
        **settings: float) -> np.ndarray:
    """f8[3] chance of being met; evaders of this month and of the base year by sector."""
    state = SimpleNamespace(evaders=np.array(now), evaders_base=np.array(base), steps=steps)
    return evader_met(state, np.full(3, effort), make(settings), SHARE)


def test_base_loads_are_met_as_the_setting_says():
    assert met([50.0, 40.0, 10.0], [50.0, 40.0, 10.0]) == pytest.approx(make()["p_app"])


def test_a_crowded_sector_meets_fewer_and_enforcement_more():
    calm, crowded = met([50.0, 40.0, 10.0], [50.0, 40.0, 10.0]), met([500.0, 40.0, 10.0], [50.0, 40.0, 10.0])
    assert crowded[0] < calm[0] and np.allclose(crowded[1:], calm[1:])
    assert (met([50.0, 40.0, 10.0], [50.0, 40.0, 10.0], effort=10.0, p_app=0.6) > 0.8).all()


def test_a_sector_nobody_crossed_in_the_base_year_is_not_unguarded():
    """A handful of evaders where one was seen at first must not open the door: the load counts from its share."""
    door = met([50.0, 40.0, 5.0], [50.0, 40.0, 0.1])[2]
    assert door > 0.95 * make()["p_app"]
    assert met([50.0, 40.0, 5.0], [50.0, 40.0, 0.0])[2] == pytest.approx(door, rel=0.01)
