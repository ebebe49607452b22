"""Sentences of docs/validation.md about what cannot be known follow from the tables."""

from __future__ import annotations

import pandas as pd

from experiments.lib.pages.validation import UNKNOWABLE, against_line, darien


def skill(ratios: dict[str, float]) -> pd.DataFrame:
    """Scores in the second year with frozen policies: those of a straight line are `ratios` of the pool's."""
    rows = [(indicator, forecaster, crps) for indicator, ratio in ratios.items()
            for forecaster, crps in (("vaiven", 1.0), ("drift", ratio))]
    table = pd.DataFrame(rows, columns=["indicator", "forecaster", "crps"])
    return table.assign(policies="frozen", citizenship_iso3="sum", first_month=13, last_month=24)


def test_the_straight_line_is_named_where_it_wins_and_where_it_loses():
    both = against_line(skill({"returns_to_origin": 1.2, "darien_crossings": 0.9}))
    assert both == ("beats a straight line for returns (Mexico + United States), but does not beat a straight line "
                    "for Darién crossings")
    assert "does not" not in against_line(skill({"returns_to_origin": 1.2}))
    assert against_line(skill({"returns_to_origin": 0.8})).startswith("does not beat")
    assert against_line(skill({})) == "is not held against a straight line"


def test_months_of_the_darien_are_counted_not_claimed():
    months = ["2020-01", "2021-01", "2021-02"]
    targets = pd.DataFrame({"indicator": "darien_crossings", "year_type": "month", "nationality": "ALL",
                            "year_month": months, "value": [5.0, 50.0, 500.0]})
    forecast = pd.DataFrame({"indicator": "darien_crossings", "citizenship_iso3": "ALL", "policies": "known",
                             "year_month": months[1:], "q95": [100.0, 100.0]})
    found = darien(targets, forecast)
    assert found == {"counted": "2020-01", "months": 2, "above": 1}
    assert "In 1 of the 2 months" in "\n".join(UNKNOWABLE).format(frozen="", **found)
