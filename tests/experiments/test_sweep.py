"""Sweeps: designs, keys, shared households, resume, failures, the same bytes from every engine, the report."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from simulated import plan_of
from test_run import Balance

from experiments import sweep
from experiments.lib.compare.outcomes import KEYS
from experiments.lib.sweep import design as designs
from experiments.lib.sweep import multirun, reading, summary
from experiments.lib.sweep import points as run_points
from experiments.lib.sweep.asked import Asked, asked_of, config_of
from experiments.lib.sweep.conduct import Order, conduct, tasks_of
from experiments.lib.sweep.engines import serial, where_of
from experiments.lib.sweep.store import Store, opened
from experiments.lib.sweep.work import Done, OverLimit, Task, limited, work
from model import population_sharing
from model.checks import InputError
from model.engine import Simulation
from model.plan import load_plan
from model.settings import make

SMALL = ("world=valley", "scale=20", "months=14", "sweep=smoke")


def asked(out: Path, *more: str) -> Asked:
    given = {text.split("=", 1)[0]: text for text in (*SMALL, "points=2", "seeds=2", f"out={out}", *more)}
    return asked_of(*config_of(list(given.values())))


def conducted(question: Asked, work_of: Any = work, engine: Any = serial) -> Any:
    with opened(question.path, question.manifest("sweep", [])) as (store, folder):
        return conduct(store, folder, Order(question.base, question.points, engine, 1, 60, "en", work=work_of))


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep of eight runs with its report."""
    path = tmp_path_factory.mktemp("sweep") / "store"
    assert sweep.main([*SMALL, "points=2", "seeds=2", f"out={path}", "on=serial"]) == 0
    return path


def digests(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((path / "runs").glob("*.parquet"))}


# ---- designs ----------------------------------------------------------------------------------------------
def test_every_shipped_design_can_be_read() -> None:
    for path in sorted((designs.CONF / "sweep").glob("*.yaml")):
        content, file = designs.read_file(path.stem)
        made = designs.make(content, file)
        assert made.draws and made.title["en"] != made.title["es"], path


def test_latin_points_fill_every_slice() -> None:
    cube = designs.cube("latin", 3, 16, 1)
    assert all(sorted((column * 16).astype(int)) == list(range(16)) for column in cube.T)


def test_a_grid_is_every_combination() -> None:
    made = designs.make({"design": "grid", "vary": {"settings": {"gamma_B": [1, 2]}, "switches": {"hump": "all"}}}, "x")
    assert len(made.draws) == 4
    assert {draw["switches.hump"] for draw in made.draws} == {"gate", "within"}


def test_draws_of_a_posterior_come_from_a_table(tmp_path: Path) -> None:
    table = tmp_path / "posterior.csv"
    table.write_text("draw,gamma_B,settings.h0,hump\n0,2.5,0.003,within\n1,2,0.002,gate\n")
    made = designs.make({"design": "draws", "draws": str(table)}, "x")
    assert made.draws[0] == {"settings.gamma_B": 2.5, "settings.h0": 0.003, "switches.hump": "within"}


@pytest.mark.parametrize(("content", "words"), [
    ({"design": "grit"}, "grid"), ({"design": "grid"}, "vary"),
    ({"design": "latin", "vary": {"settings": {"gama_B": "prior"}}, "points": 4}, "gamma_B"),
    ({"design": "latin", "vary": {"settings": {"gamma_B": {"low": 1, "high": 3}}}, "points": 4}, "0.5 to 2.5"),
    ({"design": "latin", "vary": {"settings": {"gamma_B": "prior"}}}, "points"),
    ({"design": "grid", "vary": {"settings": {"gamma_B": "prior"}}}, "list"),
    ({"design": "grid", "vary": {"switches": {"hump": ["gat"]}}}, "gate"),
    ({"design": "draws", "draws": "nowhere.csv"}, "nowhere.csv"),
    ({"design": "latin", "vary": {"setting": {}}, "points": 4}, "settings")])
def test_a_wrong_design_says_what_is_allowed(content: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        designs.make(content, "x.yaml")


def test_unknown_designs_and_engines_name_the_nearest() -> None:
    with pytest.raises(InputError, match="smoke"):
        config_of(["sweep=smok"])
    with pytest.raises(InputError, match="serial"):
        where_of("seriel", None)


# ---- keys -------------------------------------------------------------------------------------------------
def test_keys_follow_what_decides_a_run(tmp_path: Path) -> None:
    one, same = asked(tmp_path / "a"), asked(tmp_path / "b")
    keys = [point.key for point in one.points]
    assert len(set(keys)) == 8 == len(keys) and keys == [point.key for point in same.points]
    for change in ("months=15", "scale=21", "feedbacks=false", "settings.theta_C=0.2", "since=2014-06"):
        assert not set(keys) & {point.key for point in asked(tmp_path / "c", change).points}, change


def test_another_code_or_world_gives_other_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked(tmp_path / "a")
    conducted(before)
    monkeypatch.setattr(run_points, "code_hash", lambda: "another")
    after = asked(tmp_path / "a")
    assert not {p.key for p in before.points} & {p.key for p in after.points}
    assert any("code" in line for line in after.notices())


def test_another_design_in_the_same_store_is_told(tmp_path: Path) -> None:
    before = asked(tmp_path / "a")
    conducted(before)
    assert not asked(tmp_path / "a").notices()
    assert any("another design" in line for line in asked(tmp_path / "a", "seeds=3").notices())


# ---- shared work ------------------------------------------------------------------------------------------
def test_a_copied_population_changes_no_byte(valley: Any) -> None:
    plan = load_plan("baseline", valley)

    def digest(settings: Any) -> str:
        simulation = Simulation(valley, plan, settings, scale=10, months=6, edges=False)
        while simulation.t < simulation.steps:
            simulation.step()
        return simulation.digest()

    cases = [make(), make({"gamma_B": 2}), make({"foodline": 55}), make({"rss_init": 0.5}), make()]
    plain = [digest(case) for case in cases]
    population_sharing.share()
    try:
        assert [digest(case) for case in cases] == plain
    finally:
        population_sharing.share(False)


def test_a_family_gives_the_shards_of_single_runs(tmp_path: Path) -> None:
    question = asked(tmp_path, "plans=[baseline,none]")
    together = {done.key: done.content for task in tasks_of(_order(question), question.points) for done in work(task)}
    alone = {point.key: work(Task(question.base, (point,), 60))[0].content for point in question.points}
    assert together == alone


def test_kept_months_change_no_byte(tmp_path: Path) -> None:
    late, later = (plan_of(tmp_path, {"lever": "regularisation", "start": start, "quantity": 300, "per": "month",
                                      "hosts": ["NOR"]}, name=name).rename(tmp_path / f"{name}.yaml")
                   for name, start in (("late", "2014-05"), ("later", "2014-09")))
    question = asked(tmp_path / "store", f"plans=[baseline,{late},{later}]", "seeds=1")
    alone = {point.key: work(Task(question.base, (point,), 60))[0].content for point in question.points[:3]}
    assert len(set(alone.values())) == 3
    for chosen in (question.points[:3:2], question.points[:3], question.points[:1], question.points[1:3]):
        for done in work(Task(question.base, tuple(chosen), 60, keep=True)):
            assert done.content == alone[done.key]


def _order(question: Asked) -> Order:
    return Order(question.base, question.points, serial, 1, 60, "en")


def test_many_values_of_a_run_are_a_grid(tmp_path: Path) -> None:
    question = multirun.asked(["-m", "world=valley", "months=3", "plan=baseline,none", "seed=1,5",
                               "settings.gamma_B=1,2", "switches.hump=gate,within", f"out={tmp_path}"])
    assert len(question.points) == 16 and {point.seed for point in question.points} == {1, 5}
    assert question.plans == ["baseline", "none"] and len(question.design.draws) == 4
    with pytest.raises(InputError, match="one sweep a value"):
        multirun.asked(["-m", "world=valley", "scale=1,2"])
    with pytest.raises(InputError, match="gamma_B"):
        multirun.asked(["-m", "world=valley", "settings.gama_B=2,3"])


# ---- the store --------------------------------------------------------------------------------------------
def test_what_is_stored_is_never_made_again(tmp_path: Path) -> None:
    question = asked(tmp_path / "store")
    assert conducted(question).made == 8
    before = digests(question.path)
    again = conducted(question, _must_not_run)
    assert (again.made, again.found, again.left) == (0, 8, 0) and digests(question.path) == before
    sent = [line["key"] for line in Store(question.path).history() if line["event"] == "sent"]
    assert len(sent) == len(set(sent)) == 8


def _must_not_run(task: Task) -> list[Done]:
    raise AssertionError("nothing was to be run")


def test_more_points_keep_what_is_there(tmp_path: Path) -> None:
    conducted(asked(tmp_path / "store"))
    more = conducted(asked(tmp_path / "store", "seeds=3"))
    assert (more.found, more.made) == (8, 4)


def test_plans_that_are_alike_share_a_run(tmp_path: Path) -> None:
    twin = tmp_path / "twin.yaml"
    twin.write_text((designs.CONF / "plan" / "none.yaml").read_text().replace("name: none", "name: twin"))
    question = asked(tmp_path / "store", f"plans=[none,{twin}]")
    assert conducted(question).made == 4
    results = summary.read(Store(question.path), question.points)
    assert (summary.differences(results, "none")["mean"] == 0).all() and results.plans == ["none", "twin"]


def test_a_failed_run_is_a_row_and_stops_nothing(tmp_path: Path) -> None:
    question = asked(tmp_path / "store")

    def work_of(task: Task) -> list[Done]:
        done = work(task)
        if task.points[0].seed == 2:
            return [Done(p.key, reading.failed(p, task.base, "ValueError: on purpose"), True, 0.0) for p in task.points]
        return done

    counts = conducted(question, work_of)
    assert (counts.made, counts.failed, counts.left) == (8, 4, 0)
    results = summary.read(Store(question.path), question.points)
    assert len(results.points) == 4 and set(results.errors.values()) == {"ValueError: on purpose"}
    assert conducted(question, _must_not_run).failed == 4
    retried = replace(question, config=replace(question.config, retry_failed=True))
    with opened(retried.path, retried.manifest("sweep", [])) as (store, folder):
        order = Order(retried.base, retried.points, serial, 1, 60, "en", retry_failed=True)
        assert conduct(store, folder, order).failed == 0


def test_errors_inside_a_run_become_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    question = asked(tmp_path / "store", "seeds=1")
    monkeypatch.setattr(reading, "shard_of", lambda point, *_: 1 / 0 if point.plan == "none" else b"fine")
    found = work(Task(question.base, question.points[:2], 60))
    assert [done.failed for done in found] == [False, True]
    assert b"ZeroDivisionError" in found[1].content


def test_a_run_over_its_limit_is_stopped() -> None:
    with pytest.raises(OverLimit, match="0.2 seconds"), limited(0.2):
        while True:
            pass


def test_a_limit_rings_again_where_its_exception_was_swallowed() -> None:
    with pytest.raises(OverLimit), limited(0.1):
        with suppress(OverLimit):
            time.sleep(5)
        time.sleep(5)


def test_a_limit_rings_in_the_thread_of_a_worker() -> None:
    said: list[str] = []

    def hang() -> None:
        try:
            with limited(0.1):
                while True:
                    time.sleep(0.01)
        except OverLimit as error:
            said.append(str(error))

    thread = threading.Thread(target=hang)
    thread.start()
    thread.join(timeout=10)
    assert said == ["stopped: over limit_s"]


def test_a_run_that_hangs_is_a_row_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    question = asked(tmp_path / "store", "seeds=1", "months=3")
    work(Task(question.base, question.points[:1], 0))  # whatever is compiled or read at first is there
    monkeypatch.setattr(reading, "shard_of", lambda *_: time.sleep(30))
    found = work(Task(question.base, question.points[:1], 1))
    assert found[0].failed and b"longer than limit_s = 1 seconds" in found[0].content


def test_a_process_that_never_comes_back_is_ended_with_a_word() -> None:
    code = ("import time\nfrom experiments.lib.sweep import work\nwork.GRACE = 1.0\n"
            "with work.limited(0.2):\n    while True:\n        try:\n            time.sleep(9)\n"
            "        except work.OverLimit:\n            pass\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 3 and "on=dask" in done.stderr and "Traceback" not in done.stderr


def test_damaged_shards_are_set_aside_and_made_again(tmp_path: Path) -> None:
    question = asked(tmp_path / "store")
    conducted(question)
    before, store = digests(question.path), Store(question.path)
    first, second, third = (store.shard(point.key) for point in question.points[:3])
    first.write_bytes(first.read_bytes()[:500])
    content = bytearray(second.read_bytes())
    content[len(content) // 5] ^= 0xFF
    second.write_bytes(bytes(content))
    third.write_bytes(first.read_bytes() and before[store.shard(question.points[4].key).name])
    counts = conducted(question)
    assert (counts.damaged, counts.made) == (3, 3) and digests(question.path) == before
    assert len(list(store.aside.iterdir())) == 3


def test_two_sweeps_cannot_use_one_store(tmp_path: Path) -> None:
    question = asked(tmp_path / "store")
    with opened(question.path, {}), pytest.raises(InputError, match="another sweep"), opened(question.path, {}):
        pass


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="neither empty"), opened(tmp_path, {}):
        pass


# ---- what comes out ---------------------------------------------------------------------------------------
def test_a_store_is_read_without_our_code(swept: Path) -> None:
    runs = pd.read_parquet(swept / "runs").merge(pd.read_csv(swept / "design.csv"), on=["key", "plan", "seed"])
    window = runs[runs["part"] == "window"]
    assert set(window["outcome"]) == {*KEYS, "cost"} and window["key"].nunique() == 8
    places = runs[(runs["part"] == "place") & (runs["outcome"] == "departures")].groupby("key", observed=True)["value"]
    whole = window[window["outcome"] == "departures"].set_index("key")["value"]
    np.testing.assert_allclose(places.sum().to_numpy(), whole[places.sum().index].to_numpy())
    assert "read_parquet" in (swept / "README.md").read_text()


def test_tables_and_manifest(swept: Path) -> None:
    manifest = json.loads((swept / "manifest.json").read_text())
    assert manifest["status"] == "finished" and manifest["runs"]["done"] == 8
    differences = pd.read_parquet(swept / "tables" / "differences.parquet")
    assert (differences["pairs"] == 4).all() and set(differences["plan"]) == {"none"}
    assert differences.loc[differences["outcome"] == "arrivals", "better"].isna().all()
    assert (swept / "tables" / "quantiles.csv").stat().st_size > 1000


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_report_closes_its_tags_and_shows_harm(swept: Path, tmp_path: Path, lang: str) -> None:
    assert sweep.main([*SMALL, "points=2", "seeds=2", f"out={swept}", "on=serial", f"lang={lang}"]) == 0
    page = (swept / "report.html").read_text()
    reader = Balance()
    reader.feed(page)
    assert not reader.open
    assert ("Deaths and disappearances" if lang == "en" else "Muertes y desapariciones") in page
    assert "experiments.sweep" in page


def test_outcomes_of_few_simulated_persons_are_marked(swept: Path) -> None:
    values = np.array([[2000.0, 40_000.0, 100.0]])
    assert summary.thin(values, ["deaths", "arrivals", "debt"], 1000) == ["deaths"]
    assert "\u2020" in (swept / "report.html").read_text()


def test_rank_correlation_finds_what_drives() -> None:
    rng = np.random.default_rng(1)
    inputs = rng.random((200, 2))
    found = summary.rank_correlation(inputs, np.exp(inputs[:, :1]))
    assert found[0, 0] == pytest.approx(1.0) and abs(found[1, 0]) < 0.2
