"""Parts of a forecast: the cut, the members, the layer, the scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.lib.forecast import layer, members, parole, produce, scores
from experiments.lib.forecast.cutoff import as_known
from experiments.lib.forecast.replay import MEMBERS, Replays, _at
from experiments.lib.forecast.series import Name, Observed, counts, months_between, observed, rooted
from model.plan import load_plan
from model.world import FAR, World, load
from model.world_tables import OUTCOMES


@pytest.fixture(scope="module")
def world() -> World:
    return load("americas")


def test_observations_after_the_cut_cannot_be_had(world: World) -> None:
    seen = observed(world, "2020-09")
    assert seen.table.index[-1] == "2020-09"
    with pytest.raises(AssertionError, match="only those to 2020-09"):
        seen.upto("2020-10")
    with pytest.raises(AssertionError, match="after the cut"):
        Observed("2020-08", seen.table)


def test_later_targets_change_nothing(world: World) -> None:
    """The same forecast inputs if every later target is another number."""
    targets = world.tables["targets"]
    later = (targets["year_type"] == "month") & (targets["year_month"] > "2020-09")
    later |= (targets["year_type"] != "month") & (pd.to_numeric(targets["year"], errors="coerce") >= 2020)
    changed = targets.assign(value=targets["value"].where(~later, targets["value"] * 7 + 1))
    from dataclasses import replace

    other = replace(world, tables={**world.tables, "targets": changed})
    pd.testing.assert_frame_equal(observed(world, "2020-09").table, observed(other, "2020-09").table)


def test_returns_are_both_senders_and_nationwide_is_more_than_southwest(world: World) -> None:
    seen = observed(world, "2022-09")
    assert seen.table.at["2022-09", Name("returns_to_origin", "GTM")] == 3534 + 670
    assert seen.table.at["2022-09", Name("encounters_elsewhere", "CUB")] == 564


def test_the_world_as_known_holds_nothing_later(world: World) -> None:
    known = as_known(world, "2020-09")
    assert known.label(known.history_end) == "2020-09"
    assert known.tables["us_month"]["year_month"].max() == "2020-09"
    assert known.tables["country_year"]["year"].astype(int).max() == 2019
    assert known.tables["visas_annual"]["fiscal_year"].astype(int).max() == 2020
    assert (known.tables["shocks"]["start_month"] <= known.history_end).all()
    assert len(known.tables["policy_timeline"]) == len(world.tables["policy_timeline"])
    frozen = as_known(world, "2020-09", "frozen").tables["policy_timeline"]
    assert (frozen["start_month"] <= known.history_end).all()
    assert not frozen["end_month"].between(known.history_end + 1, FAR - 1).any()


def test_a_regime_is_known_from_months_up_to_the_cut_or_not_at_all(world: World) -> None:
    """Title 42 without families was seen from March 2021 on: in September 2020 nobody knew whom it would release."""
    known = as_known(world, "2020-09").tables["border_regimes"]
    assert "title_42_no_families" not in set(known["regime"]) and "mpp" in set(known["regime"])
    expelled = known[known["regime"] == "title_42"]
    assert set(expelled["source"]) == {"mean of observed months 2020-04 to 2020-09"}
    assert np.allclose(expelled[list(OUTCOMES)].sum(axis=1), 1, atol=1e-3)
    assert load_plan("baseline", as_known(world, "2020-09")).rows


DATED = {"country_year": "year", "asylum": "year", "visas_annual": "fiscal_year", "us_month": "year_month",
         "border_outcomes": "year_month"}


@pytest.mark.parametrize("policies", ["known", "frozen"])
def test_whatever_is_observed_after_the_cut_changes_nothing(world: World, policies: str) -> None:
    """Every number of the dated tables after September 2020 made another: the world as known is the same."""
    tables = dict(world.tables)
    for name, column in DATED.items():
        later = tables[name][column].astype(str).str[:7] > "2020-09"
        numbers = tables[name].select_dtypes("number").columns.difference([column])
        tables[name] = tables[name].astype(dict.fromkeys(numbers, float))
        tables[name].loc[later, numbers] *= 7.0
    for name in DATED | {"border_regimes": ""}:
        first, second = (as_known(each, "2020-09", policies).tables[name]
                         for each in (world, replace(world, tables=tables)))
        pd.testing.assert_frame_equal(first, second, check_dtype=False)


def test_a_yearly_total_is_not_read_before_its_year_has_ended(world: World) -> None:
    """Darién crossings before 2020 are totals of years; in May 2016 that of 2016 was not known."""
    replayed = _at(world, observed(world, "2022-09"), "2016-05")
    darien = [name for name in replayed.table if name.indicator == "darien_crossings"]
    assert darien and replayed.table.loc["2016-01":, darien].isna().all().all()


def test_naive_members() -> None:
    history = np.arange(1.0, 25.0)
    assert members.last_value(history, 2).tolist() == [24, 24]
    assert members.seasonal_naive(history, 13)[[0, 11, 12]].tolist() == [13, 24, 13]
    assert members.drift(history, 2) == pytest.approx([25, 26])
    assert members.level(np.append(history[:-1], np.nan), 1)[0] == history[11:23].mean()


def test_the_models_path_keeps_the_observed_level_and_takes_the_change() -> None:
    history = rooted(np.full(6, 1000.0))
    before, after = np.full(6, 4700.0), np.array([4700.0, 9700.0, 1e9])
    path = counts(members.relative_path(history, before, after))
    assert path[:2] == pytest.approx([1000, 2000]) and path[2] == pytest.approx(8000)


def test_crps_of_a_normal_forecast() -> None:
    from scipy.stats import norm

    quantiles = norm.ppf(scores.LEVELS)
    assert scores.crps(quantiles, np.array(0.0)) == pytest.approx(0.2337, abs=0.01)
    assert scores.at(quantiles, 0.5) == pytest.approx(0.0)
    assert scores.covered(quantiles, np.array(1.6), 0.9) and not scores.covered(quantiles, np.array(1.7), 0.9)


def walk(cuts: int = 30, months: int = 24, step: float = 0.5, seed: int = 1) -> Replays:
    """Replays of random walks of roots: the last value is right on average, `drift` is far off."""
    rng = np.random.default_rng(seed)
    start = 10.0 + rng.normal(0, 1, (cuts, 5, 1))
    paths = start + np.cumsum(rng.normal(0, step, (cuts, 5, months)), axis=2)
    forecasts = np.full((len(MEMBERS), cuts, 5, months), np.nan)
    for number, name in enumerate(MEMBERS):
        forecasts[number] = start + (0.0 if name == "last_value" else 5.0)
    names = tuple(Name("encounters_southwest", nation) for nation in ("SLV", "GTM", "HND", "MEX", "NIC"))
    return Replays(tuple(months_between("2010-01", "2012-06")[:cuts]), names, forecasts, counts(paths))


def test_spread_grows_as_it_should_and_weights_go_to_the_better_member() -> None:
    replays = walk()
    fitted = layer.fit(replays, "2030-01")
    last = MEMBERS.index("last_value")
    assert fitted.spreads[last].horizon[[0, 23]] == pytest.approx([0.5, 0.5 * np.sqrt(24)], rel=0.35)
    assert fitted.learned[last].min() > 0.6
    assert fitted.weights.sum(axis=0) == pytest.approx(1.0)


def test_intervals_cover_new_walks() -> None:
    fitted = layer.fit(walk(), "2030-01")
    fresh = walk(seed=2)
    last = MEMBERS.index("last_value")
    quantiles = np.stack([fitted.spreads[last].around(centre) for centre in fresh.forecasts[last]])
    assert 0.85 < scores.covered(quantiles, fresh.observed, 0.9).mean() < 0.99


def test_only_what_had_passed_counts() -> None:
    replays = walk()
    seen = replays.seen_by("2010-06")
    assert seen[0].sum() == 5 and seen[4].sum() == 1 and not seen[5:].any()


def test_the_pool_mixes_and_absent_members_give_way() -> None:
    points = np.stack([np.full((1, 1, len(scores.LEVELS)), 1.0), np.full((1, 1, len(scores.LEVELS)), 3.0)])
    mixed = layer.pool(points, np.array([[0.5], [0.5]]))[0, 0]
    assert mixed[0] == pytest.approx(1.0) and mixed[-1] == pytest.approx(3.0)
    points[1] = np.nan
    assert layer.pool(points, np.array([[0.5], [0.5]]))[0, 0] == pytest.approx(1.0)


def test_people_paroled_by_air_follow_the_dated_caps(world: World) -> None:
    found = parole.caps(world, world.month_of("2022-10"), 24)
    assert set(found) == {"VEN", "CUB", "HTI", "NIC"}
    assert found["HTI"][:3].sum() == 0 and found["HTI"][6] == 7500


def test_replays_begin_where_enough_is_known(world: World) -> None:
    cuts = produce.replay_cuts(world, "2020-09")
    assert cuts[0] == "2016-01" and cuts[-1] <= "2020-05"
