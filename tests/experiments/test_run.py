"""The commands from end to end on the small world: run, report, reproduce, story."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from commands import here

ROOT = Path(__file__).resolve().parents[2]
VOID = {"meta", "br", "link", "img", "input", "hr", "path", "rect", "circle"}


def command(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"experiments.{name}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of three years with three seeds behind its ranges."""
    path = tmp_path_factory.mktemp("run") / "valley"
    done = command("run", "world=valley", "scale=5", "months=36", "seeds=3", f"out={path}")
    assert done.returncode == 0, done.stderr
    return path


class Balance(HTMLParser):
    """Checks that tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def test_the_manifest_is_complete(run_folder: Path) -> None:
    manifest = json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))
    for key in (
        "command",
        "world",
        "plan",
        "settings",
        "seed",
        "scale",
        "start",
        "months",
        "code_version",
        "package_versions",
        "status",
        "digest",
        "digest_by_origin",
        "seconds_total",
        "seconds_per_step",
        "peak_rss_bytes",
    ):
        assert manifest[key] not in (None, ""), key
    assert manifest["status"] == "finished" and manifest["months"] == 36
    assert set(manifest["digest_by_origin"]) == {"MID", "VAL"}


def test_tables_are_tidy_and_the_same_in_both_formats(run_folder: Path) -> None:
    table = pd.read_parquet(run_folder / "tables" / "indicators.parquet")
    assert list(table.columns) == [
        "year_month",
        "indicator",
        "place",
        "nationality",
        "group",
        "value",
        "unit",
    ]
    spreadsheets = [
        pd.read_csv(run_folder / "tables" / f"{name}.csv") for name in ("indicators", "indicators_places")
    ]
    assert sum(map(len, spreadsheets)) == (table["value"] != 0).sum()
    assert sum(part["value"].sum() for part in spreadsheets) == pytest.approx(table["value"].sum())
    seeds = pd.read_parquet(run_folder / "tables" / "indicators_seeds.parquet")
    assert [column for column in seeds if column.startswith("seed_")] == ["seed_2", "seed_3", "seed_4"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_report_stands_alone(run_folder: Path, lang: str) -> None:
    assert command("report", str(run_folder), f"lang={lang}").returncode == 0
    page = (run_folder / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{lang}">' in page
    assert not re.search(r'(src|href)\s*=\s*"(?!#)', page), "a link or load outside the page"
    assert "@import" not in page and "url(" not in page and "<script" not in page
    checker = Balance()
    checker.feed(page)
    assert not checker.open
    assert page.count("<svg xmlns") > 30
    assert "nan" not in re.sub(r"<[^>]+>", " ", page).lower().split()
    assert list((run_folder / "figures").glob("*.svg"))


def test_languages_do_not_mix(run_folder: Path) -> None:
    command("report", str(run_folder), "lang=es")
    text = re.sub(r"<[^>]+>", " ", (run_folder / "report.html").read_text(encoding="utf-8"))
    for word in ("simulated", "observed", "range over", "seed ", "after history", "persons"):
        assert word not in text.split("Parámetros")[0].split("Plan:")[0].lower(), word


def test_reproduce_gives_the_same_digest(run_folder: Path) -> None:
    done = command("reproduce", str(run_folder), "interval=true")
    assert done.returncode == 0 and done.stdout.count("same digest") == 2, done.stdout + done.stderr


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_says_it_is_unfinished(tmp_path: Path, how: signal.Signals) -> None:
    path = tmp_path / "stopped"
    with subprocess.Popen(
        [sys.executable, "-m", "experiments.run", "world=valley", "scale=1", "seeds=40", f"out={path}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not (path / "UNFINISHED.txt").exists() and process.poll() is None:
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(how)
        words = process.stderr.read() if process.stderr else ""
    status = json.loads((path / "manifest.json").read_text(encoding="utf-8"))["status"]
    assert status == ("running" if how == signal.SIGKILL else "failed")
    assert process.returncode == (-9 if how == signal.SIGKILL else 130)
    assert "Traceback" not in words
    assert (path / "UNFINISHED.txt").exists()
    assert command("reproduce", str(path)).returncode == 2


@pytest.mark.slow
def test_reproduce_repeats_a_comparison_and_refuses_what_it_cannot(tmp_path: Path) -> None:
    path = tmp_path / "compare"
    asked = ["world=valley", "scale=20", "months=24", "plans=[baseline,none]", "seeds=2", "stories=false"]
    assert command("compare", *asked, f"out={path}").returncode == 0
    done = command("reproduce", str(path))
    assert done.returncode == 0 and "same digest" in done.stdout, done.stderr
    told = tmp_path / "story"
    assert command("story", "world=valley", "scale=20", "months=24", f"out={told}").returncode == 0
    done = command("reproduce", str(told))
    assert done.returncode == 2 and "experiments.story" in done.stderr


def test_reproduce_notices_a_difference(run_folder: Path, tmp_path: Path) -> None:
    manifest = json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(
        json.dumps(manifest | {"seed": manifest["seed"] + 1}), encoding="utf-8"
    )
    done = command("reproduce", str(tmp_path))
    assert done.returncode == 1 and "DIFFERENT" in done.stdout


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("report", ["no/such/folder"], "no run folder"),
        ("report", [], "give one run folder"),
        ("report", [".", "lan=es"], "Did you mean 'lang'?"),
        ("reproduce", ["no/such/folder"], "no run folder"),
        ("story", ["world=valley", "who=nobody"], "allowed are"),
        ("story", ["world=valley", "houshold=3"], "Did you mean 'households'?"),
    ],
)
def test_bad_input_is_one_message(name: str, arguments: list[str], words: str) -> None:
    done = here(f"experiments.{name}", *arguments)
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr


def test_stories_are_told_and_can_be_told_again(tmp_path: Path) -> None:
    keys = ("world=valley", "scale=5", "months=36", "households=2", "lang=es", "beside=none")
    done = command("story", *keys, f"out={tmp_path / 'a'}")
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "a" / "story.md").read_text(encoding="utf-8")
    numbers = re.findall(r"## Hogar (\d+)", told)
    assert len(numbers) == 2 and told.count("*Plan:") == 4
    assert re.search(r"de 201[4-6]: ", told)
    again = command(
        "story",
        *keys[:-2],
        "lang=es",
        "beside=none",
        f"numbers=[{','.join(numbers)}]",
        f"out={tmp_path / 'b'}",
    )
    assert again.returncode == 0, again.stderr
    first, second = (
        {part.split("\n")[0]: part for part in text.split("## ")[1:]}
        for text in (told, (tmp_path / "b" / "story.md").read_text(encoding="utf-8"))
    )
    assert {key: part.strip() for key, part in first.items()} == {
        key: part.strip() for key, part in second.items()
    }
