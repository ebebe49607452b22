"""The published table of levers: measuring one again leaves the others."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments import lever_table


def test_rows_measured_again_take_the_place_of_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lever_table, "PUBLISHED", tmp_path / "effects.csv")
    pd.DataFrame({"lever": ["a", "b", "c"], "arrivals": [1, 2, 3]}).to_csv(tmp_path / "effects.csv", index=False)
    both = lever_table.beside_published(pd.DataFrame({"lever": ["d", "b"], "arrivals": [5, 4]}))
    assert both["lever"].tolist() == ["a", "b", "c", "d"] and both["arrivals"].tolist() == [1, 4, 3, 5]
