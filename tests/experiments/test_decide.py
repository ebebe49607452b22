"""Sensitivity, discovery and portfolios on the small world and on functions whose answer is known."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from simulated import plan_of
from test_run import Balance

from experiments import discover, optimise, sensitivity, sweep
from experiments.lib.discover import boxes
from experiments.lib.optimise import search as searching
from experiments.lib.optimise.portfolios import packages_of, written
from experiments.lib.optimise.search import Scores
from experiments.lib.sensitivity import indices
from model.checks import InputError
from model.plan import load_plan

pytestmark = pytest.mark.skipif(
    not all(find_spec(name) for name in ("SALib", "ema_workbench", "pymoo")), reason="needs the extra `decide`")
QUICK = ("world=valley", "scale=50", "on=serial")


def page_of(folder: Path) -> str:
    page = (folder / "report.html").read_text()
    reader = Balance()
    reader.feed(page)
    assert not reader.open
    return page


# ---- sensitivity ------------------------------------------------------------------------------------------
def ishigami(shares: np.ndarray) -> np.ndarray:
    x = -np.pi + 2 * np.pi * shares
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_a_known_function() -> None:
    names = ["gamma_B", "h0", "theta_C"]
    values = ishigami(indices.sobol_sample(names, 2048, 1))[:, None]
    table = indices.sobol_table(names, values, ["deaths"])
    last = table[table["samples"] == table["samples"].max()].set_index("setting")
    np.testing.assert_allclose(last.loc[names, "S1"], [0.314, 0.442, 0.0], atol=0.03)
    np.testing.assert_allclose(last.loc[names, "ST"], [0.558, 0.442, 0.244], atol=0.04)
    assert indices.settled(table) < 0.1


def test_morris_ranks_and_survives_failed_runs() -> None:
    names = ["gamma_B", "h0", "theta_C"]
    shares = indices.morris_sample(names, 20, 1)
    values = (5 * shares[:, 0] + shares[:, 1])[:, None]
    values[2] = np.nan
    table = indices.morris_table(names, shares, values, ["deaths"])
    assert indices.ranked(table) == names
    assert table.set_index("setting").loc["gamma_B", "mu_star"] == pytest.approx(5.0)


def test_sensitivity_from_end_to_end(tmp_path: Path) -> None:
    more = ["over=[gamma_B,h0,theta_C]", "trajectories=3", "keep=2", "samples=4", "months=8",
            "outcomes=[arrivals,deaths]"]
    assert sensitivity.main([*QUICK, *more, f"out={tmp_path}"]) == 0
    page = page_of(tmp_path / "findings")
    assert "research agenda" in page and "gamma_B" in page
    assert set(pd.read_parquet(tmp_path / "findings" / "tables" / "morris.parquet")["setting"]) == {
        "gamma_B", "h0", "theta_C"}


def test_unknown_settings_and_outcomes_name_the_nearest() -> None:
    with pytest.raises(InputError, match="calibrated"):
        sensitivity.chosen(["gama_B"])
    with pytest.raises(InputError, match="deaths"):
        sensitivity.checked_outcomes(["death"])


# ---- discovery --------------------------------------------------------------------------------------------
def test_a_box_is_found_where_it_is_and_nowhere_else() -> None:
    luck = np.random.default_rng(1)
    table = pd.DataFrame(luck.random((200, 4)), columns=[f"settings.{name}" for name in ("a", "b", "c", "d")])
    happens = (table["settings.a"] > 0.6).to_numpy() & (table["settings.b"] < 0.5).to_numpy()
    box = boxes.box_of(table, happens)
    assert box is not None and {limit.column for limit in box.limits} == {"settings.a", "settings.b"}
    assert box.density > 0.85 and box.chance(4, float(happens.mean())) < 1e-6
    noise = boxes.box_of(table, luck.random(200) < 0.5)
    assert noise is None or noise.chance(4, 0.5) > 0.0001


def test_discover_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    design = tmp_path / "weak.yaml"
    design.write_text("title_en: Weak\ntitle_es: D\u00e9bil\nrun: {world: valley, plans: [baseline, none], scale: 50, "
                      "months: 4, seeds: 1}\ndesign: latin\npoints: 24\n"
                      "vary: {settings: {gamma_B: prior, h0: prior}, switches: {hump: all}}\n")
    store = tmp_path / "store"
    assert sweep.main([f"sweep={design}", "on=serial", f"out={store}"]) == 0
    for lang in ("en", "es"):
        assert discover.main([str(store), f"lang={lang}", "outcomes=[arrivals,abused,debt]"]) == 0
    assert "Arrepentimiento" in page_of(store / "discover")
    assert len(pd.read_parquet(store / "discover" / "tables" / "boxes.parquet")) == 3
    with pytest.raises(InputError, match="none"):
        discover.main([str(store), "plan=non"])
    with pytest.raises(InputError, match="no store"):
        discover.main([str(tmp_path)])


# ---- portfolios -------------------------------------------------------------------------------------------
@pytest.fixture
def two_plans(tmp_path: Path) -> list[str]:
    """Two small plans of the valley."""
    files = []
    for name, row in {
            "papers": {"lever": "regularisation", "start": "2014-04", "quantity": 30, "per": "month", "hosts": ["NOR"]},
            "home": {"lever": "assisted_voluntary_return", "start": "2014-03", "quantity": 40, "per": "month",
                     "hosts": ["MID", "NOR"]}}.items():
        (tmp_path / name).mkdir()
        path = plan_of(tmp_path / name, row, name=name).rename(tmp_path / f"{name}.yaml")
        files.append(str(path))
    return files


def test_a_portfolio_is_a_plan_with_scaled_rows(two_plans: list[str], tmp_path: Path, valley: object) -> None:
    packages = packages_of(two_plans, "lever")
    assert [package.name for package in packages] == ["papers/regularisation", "home/assisted_voluntary_return"]
    file = written(tmp_path / "plans", packages, [0.5, 0.0])
    rows = [row for row in load_plan(file, valley).rows if row.kind == "plan"]
    assert [(row.lever_id, row.strength) for row in rows] == [("regularisation", 0.5)]
    assert file == written(tmp_path / "plans", packages, [0.5, 0.0])


def test_the_search_finds_a_known_frontier() -> None:
    """Package 1 helps at a price, package 2 does harm: the frontier holds none of package 2."""
    def evaluate(strengths: list[np.ndarray]) -> list[Scores | None]:
        return [Scores(*(np.array([value]) for value in (one.sum(), -one[0], one[1] - 0.1 * one[0], one[0])))
                for one in strengths]

    found = searching.search(2, evaluate, 1.0, 8, 6, 1)  # type: ignore[arg-type]
    front = found.frontier()
    assert (0.0, 0.0) in front and (1.0, 0.0) in front and all(one[1] == 0 for one in front)
    assert all(sum(one) <= 1.0 for one in found.within())


def test_optimise_from_end_to_end(two_plans: list[str], tmp_path: Path) -> None:
    out = tmp_path / "store"
    more = [f"plans=[{','.join(two_plans)}]", "budget=1", "population=4", "generations=2", "seeds=1", "months=8"]
    assert optimise.main([*QUICK, *more, f"out={out}"]) == 0
    assert "beaten by no other" in page_of(out)
    tried = pd.read_parquet(out / "tables" / "portfolios.parquet")
    assert {"cost", "arrivals", "harm", "reintegrated", "frontier"} <= set(tried.columns) and len(tried) >= 4
    assert optimise.main([*QUICK, *more, f"out={out}", "lang=es"]) == 0
    assert "presupuesto" in page_of(out)
