"""The history copies what it is given, dates it, and hashes the same for the same run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.conditions import CostRow
from model.history import History
from model.indicators import table
from model.world import World


def test_record_copies(empty: History) -> None:
    given = np.ones(empty.pending.shape[1])
    empty.record(3, pending=given)
    given[:] = 9
    assert (empty.pending[3] == 1).all() and (empty.pending[2] == 0).all()


def test_record_refuses_unknown_names_and_shapes(empty: History) -> None:
    with pytest.raises(ValueError, match="pending"):
        empty.record(0, pendin=np.zeros(3))
    with pytest.raises(ValueError, match="shape"):
        empty.record(0, pending=np.zeros(2))


def test_costs_are_dated_by_the_step_of_the_run(empty: History) -> None:
    empty.record(5, costs=[CostRow(29, "reception", 0, "VAL", 1.0, "person", 10.0)])
    assert [row.t for row in empty.costs] == [5]


def test_labels_follow_the_start(valley: World) -> None:
    assert History(valley, 3, start_step=11).labels == ("2014-12", "2015-01", "2015-02")


def test_steps_of_one_month_share_a_label(valley: World) -> None:
    weekly = replace(valley, step_days=30.4375 / 4)
    history = History(weekly, 8)
    assert history.labels == ("2014-01",) * 4 + ("2014-02",) * 4
    history.recorded = 8
    history.events[:, :, 0, 0] = 1
    history.pending[:] = np.arange(8)[:, None]
    rows = table(history, weekly, ["encounters_usbp_swb", "asylum_pending_stock"])
    values = rows[rows["nationality"] == "ALL"].groupby("indicator", observed=True)["value"]
    assert values.get_group("encounters_usbp_swb").tolist() == [4.0, 4.0]
    assert set(values.get_group("asylum_pending_stock")) == {3.0, 7.0, 9.0, 21.0}


def test_only_recorded_months_are_reported(valley: World) -> None:
    history = History(valley, 12)
    history.record(0)
    history.record(1)
    assert set(table(history, valley)["year_month"].astype(str)) == {"2014-01", "2014-02"}


def test_digest_reads_everything(valley: World) -> None:
    def one() -> History:
        history = History(valley, 4)
        history.record(0, delivered={"a/b/c": 1.0}, costs=[CostRow(0, "x", 0, "VAL", 1.0, "u", 2.0)])
        return history

    base, other = one(), one()
    assert base.digest() == other.digest()
    other.costs[0].amount = 3.0
    assert base.digest() != other.digest()
    other = one()
    other.abroad[2, 1, 0] = 1
    assert base.digest() != other.digest()
    before, after = base.digest_by_origin(valley), other.digest_by_origin(valley)
    changed = valley.countries[valley.origin_country[1]]
    assert {code for code in before if before[code] != after[code]} == {changed}


def test_routes_can_be_left_out(valley: World) -> None:
    history = History(valley, 2, edges=False)
    assert history.edges.shape[1] == 0
    history.recorded = 2
    assert not table(history, valley, ["irregular_entries"])["value"].any()
