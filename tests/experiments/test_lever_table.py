"""The published table of levers: measuring one again leaves the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import lever_table
from experiments.lib.compare import households, levers


def test_rows_measured_again_take_the_place_of_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lever_table, "PUBLISHED", tmp_path / "effects.csv")
    pd.DataFrame({"lever": ["a", "b", "c"], "arrivals": [1, 2, 3]}).to_csv(tmp_path / "effects.csv", index=False)
    both = lever_table.beside_published(pd.DataFrame({"lever": ["d", "b"], "arrivals": [5, 4]}))
    assert both["lever"].tolist() == ["a", "b", "c", "d"] and both["arrivals"].tolist() == [1, 4, 3, 5]


@pytest.mark.parametrize(("value", "low", "high", "clear"), [
    (-4000.0, -6000.0, -2000.0, True),
    (-4000.0, -6000.0, 100.0, False),
    (360.0, 80.0, 640.0, False),  # less than two simulated households, whatever the interval
    (0.0, 0.0, 0.0, False),
])
def test_a_difference_is_clear_if_it_is_neither_noise_nor_a_few_cases(value, low, high, clear) -> None:
    row = {"deaths": value, "deaths_low90": low, "deaths_high90": high, "scale": "200"}
    assert levers.clear(row, "deaths") == clear


def test_the_regime_that_a_lever_puts_in_force_has_a_name() -> None:
    assert levers.regime("consequence_regime", "americas") == "title_42"
    assert levers.regime("visas_h2b", "americas") == ""


def test_who_was_abused_is_not_better_off_for_more_money() -> None:
    def end(net: float, harmed: bool) -> households.Snapshot:
        zero = np.zeros(1, np.int64)
        return households.Snapshot(zero, zero, np.array([net]), np.array([harmed]), zero)

    better, worse = households.gains(end(0.0, False), end(5000.0, True))
    assert not better[0] and worse[0]
