"""Every word a person sees exists in English and Spanish, with the same blanks to fill in."""

from __future__ import annotations

import inspect
import re
import string
from pathlib import Path

import pytest

from experiments.lib import numbers
from experiments.lib.sections import SECTIONS
from experiments.lib.story_text import party_words, tell
from experiments.lib.words import has, say, table
from model import stories
from model.continuum import MOVES, STATES, name
from model.household_view import CAUSES, LEGAL
from model.stories import MARKS

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(r"\b(illegal|illegals|alien|ilegal|ilegales)\b", re.IGNORECASE)


def blanks(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_both_languages_and_the_same_blanks() -> None:
    for key, (english, spanish) in table().items():
        assert bool(english) == bool(spanish) or key == "english_only", key
        assert blanks(english) == blanks(spanish), key


def test_no_blank_is_left_open_where_words_are_used() -> None:
    call = re.compile(r'say\(\s*"([a-z0-9_]+)"\s*(?:,\s*[a-z._]*lang\s*)?\)')
    files = [path for ending in ("*.py", "*.j2") for path in (ROOT / "experiments").rglob(ending)]
    used = [(path.name, key) for path in files for key in call.findall(path.read_text(encoding="utf-8"))]
    assert len(used) > 200
    assert not [(file, key) for file, key in used if key in table() and blanks(table()[key][0])]


def test_language_is_neutral() -> None:
    for key, words in table().items():
        assert not any(FORBIDDEN.search(text) for text in words), key


def test_every_section_has_a_heading_and_reading_help() -> None:
    for section in SECTIONS:
        assert has(f"section_{section.key}") and has(f"section_{section.key}_text")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_allowed_move_can_be_told(lang: str) -> None:
    for before, targets in MOVES.items():
        for after in targets:
            event = {
                "year_month": "2019-05",
                "from_state": name(before),
                "to_state": name(after),
                "place_from": "a",
                "place_to": "b",
                "goal": "c",
                "party": (1, 2),
                "money": {"savings": 300, "debt": 6200},
            }
            words = tell([event], {"a": "Cortés", "b": "Tapachula", "c": "Houston"}, lang)[0]
            assert "{" not in words and len(words) > 20
            assert ("May 2019" if lang == "en" else "mayo de 2019") in words


@pytest.mark.parametrize("before", ["SETTLED", "RELOCATED"])
def test_nobody_moves_from_a_country_to_itself(before: str) -> None:
    event = {"year_month": "2019-05", "from_state": before, "to_state": "RELOCATED", "place_from": "col",
             "place_to": "col"}
    assert tell([event], {"col": "Colombia"}, "en")[0].count("Colombia") == 1
    assert "de Colombia a Colombia" not in tell([event], {"col": "Colombia"}, "es")[0]


def test_every_reason_has_words() -> None:
    codes = {*CAUSES, *LEGAL, *MARKS} | set(re.findall(r'"([a-z_]+)"', inspect.getsource(stories)))
    known = {key.removeprefix("note_") for key in table() if key.startswith("note_")}
    assert known <= codes
    assert {*CAUSES[1:], *LEGAL[1:], *MARKS} <= known


def test_any_state_can_be_reached_in_a_story() -> None:
    for state in STATES:
        assert has(f"story_to_{state.name}")


def test_parties_in_words() -> None:
    assert party_words((1, 2), "en") == "one adult and 2 children"
    assert party_words((0, 1), "es") == "una niña o un niño sin acompañante"


def test_numbers_in_both_languages() -> None:
    assert numbers.full(75271, "en") == "75,271"
    assert numbers.full(75271, "es") == "75\u202f271"
    assert numbers.short(1_250_000, "en") == "1.25M" and numbers.short(250_000, "es") == "250\u00a0mil"
    assert numbers.rounded(2_378_944, "en") == "2,380,000"
    assert numbers.percent(0.456, "en") == "46\u00a0%"
    assert numbers.full(float("nan"), "en") == "–"


def test_unknown_words_are_an_error() -> None:
    with pytest.raises(KeyError):
        say("no_such_words", "en")
