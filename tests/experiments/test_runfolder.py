"""A run folder says at any time whether it is finished, and its files are whole or absent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from experiments.lib import files, runfolder
from model.checks import InputError


def status(path: Path) -> str:
    return json.loads((path / "manifest.json").read_text(encoding="utf-8"))["status"]


def test_a_new_folder_says_it_is_unfinished(tmp_path: Path) -> None:
    runfolder.create(tmp_path / "a", {"seed": 1})
    assert status(tmp_path / "a") == "running"
    assert "not finished" in (tmp_path / "a" / "UNFINISHED.txt").read_text(encoding="utf-8")
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    assert "not finished" in page and "no ha terminado" in page


def test_a_finished_folder_says_so(tmp_path: Path) -> None:
    run = runfolder.create(tmp_path / "a", {})
    run.write_table("t", pd.DataFrame({"x": [1, 2], "name": pd.Categorical(["b", "a"])}))
    run.finish()
    assert status(tmp_path / "a") == "finished"
    assert not (tmp_path / "a" / "UNFINISHED.txt").exists()
    back = pd.read_csv(tmp_path / "a" / "tables" / "t.csv")
    assert back["name"].tolist() == ["b", "a"] and back["x"].tolist() == [1, 2]
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize("error", [ValueError("boom"), KeyboardInterrupt()])
def test_a_failure_is_recorded_and_passes_on(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)), runfolder.guarded(runfolder.create(tmp_path / "a", {})):
        raise error
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "failed" and manifest["error"]
    assert (tmp_path / "a" / "UNFINISHED.txt").exists()


def test_a_finished_run_of_another_question_is_not_lost(tmp_path: Path) -> None:
    asked = {"command": ["python", "-m", "experiments.run"], "world": {"name": "valley"}, "seed": 1}
    runfolder.create(tmp_path / "a", asked).finish()
    with pytest.raises(InputError, match="another question .seed: 1 there, 2 here"):
        runfolder.create(tmp_path / "a", asked | {"seed": 2})
    with pytest.raises(InputError, match=r"experiments\.run there, experiments\.story here"):
        runfolder.create(tmp_path / "a", asked | {"command": ["python", "-m", "experiments.story"]})
    assert status(tmp_path / "a") == "finished"
    runfolder.create(tmp_path / "a", asked)


def test_a_killed_run_is_called_killed(tmp_path: Path) -> None:
    run = runfolder.create(tmp_path / "a", {})
    assert runfolder.open_folder(str(tmp_path / "a")).manifest["status"] == "running"
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True,
                           check=True)
    run.manifest["process"] = int(ended.stdout)
    run.save()
    assert runfolder.open_folder(str(tmp_path / "a")).manifest["status"] == "killed"


def test_an_older_run_is_cleared_but_foreign_files_are_not_touched(tmp_path: Path) -> None:
    first = runfolder.create(tmp_path / "a", {})
    first.write_table("old", pd.DataFrame({"x": [1]}))
    first.finish()
    runfolder.create(tmp_path / "a", {})
    assert not list((tmp_path / "a" / "tables").iterdir())
    foreign = tmp_path / "b"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not a run folder"):
        runfolder.create(foreign, {})
    assert [path.name for path in foreign.iterdir()] == ["thesis.txt"]


def test_out_must_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError):
            runfolder.create(target, {})


def test_a_broken_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no run folder"):
        runfolder.open_folder(str(tmp_path))
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="not readable JSON"):
        runfolder.open_folder(str(tmp_path))


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    files.write_text(path, "old")

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(files.os, "replace", broken)
    with pytest.raises(OSError):
        files.write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.txt"]
