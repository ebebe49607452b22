"""Generated pages say what the code says; what settings cite exists; links lead somewhere."""

from __future__ import annotations

import re

import pytest

from experiments import docs
from experiments.lib import pages
from experiments.lib.pages.commands import commands
from experiments.lib.pages.evidence import known_ids, rows
from experiments.lib.pages.settings import FACTOR, GROUPS, SPLIT
from model.setting_table import PARAMETERS, SWITCHES

WORDS_WITHOUT_ROW = {"judgement", "solved at compile time"}
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)|<img src=\"([^\"]+)\"")
TEXTS = sorted([*pages.ROOT.glob("*.md"), *(pages.ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", pages.PAGES)
def test_generated_page_is_up_to_date(path):
    assert path not in pages.stale(), f"{path} is out of date: run `python -m experiments.docs` (make docs)"


@pytest.mark.parametrize("record", [*PARAMETERS, *SWITCHES], ids=lambda record: record.name)
def test_source_of_every_setting_is_a_row_of_the_evidence(record):
    words = {FACTOR.sub("", word.strip()) for word in SPLIT.split(record.source)}
    assert words - WORDS_WITHOUT_ROW <= known_ids(), "add the row to docs/evidence.csv"


def test_settings_page_holds_every_parameter():
    assert [p.name for _, _, group in GROUPS for p in group] == [p.name for p in PARAMETERS]


def test_evidence_rows_are_whole():
    for row in rows():
        assert all(value for name, value in row.items() if not name.endswith("_es")), row["id"]
        assert bool(row["quantity_es"]) == bool(row["value_es"]), row["id"]
        assert row["grade"] in "HMLJ", row["id"]
    assert len(known_ids()) == len(rows())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(pages.ROOT)))
def test_links_lead_to_files(path):
    for linked, shown in LINK.findall(path.read_text(encoding="utf-8")):
        target = linked or shown
        assert (path.parent / target).exists(), f"{target} in {path.name}"


def test_every_command_says_what_it_does():
    for usage, what in commands():
        assert usage.startswith("`python -m experiments.") and len(what) > 10, usage


@pytest.mark.parametrize(("arguments", "code"), [(["check"], 0), (["--help"], 0), (["nonsense"], 2),
                                                 (["run=/nowhere"], 2)])
def test_the_command(arguments, code, capsys):
    assert docs.main(arguments) == code
    assert any(capsys.readouterr())


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_every_setting_has_unit_range_source_and_grade(parameter):
    assert parameter.unit and parameter.meaning and parameter.source
    assert parameter.low <= parameter.default <= parameter.high and parameter.low < parameter.high
    assert parameter.grade in ("H", "M", "L", "J")
