"""What the page says: places and routes in numbers, refusals and names in both languages, checks before the trip."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from experiments.lib.demo import place_facts, prepare
from experiments.lib.demo.asked import sliders
from experiments.lib.demo.chart_curves import SHOWN, curves, spending_bar
from experiments.lib.demo.chart_map import CUTS, SLICES, Painter, rate_words
from experiments.lib.demo.evidence import known, rows_of
from experiments.lib.demo.refused import Refused, told
from experiments.lib.demo.trunk import SHOWN_BEFORE, Room, made
from experiments.lib.names import Names
from experiments.lib.words import say
from experiments.lib.words.demo_levers import EXPECTED_ES, MECHANISM_ES
from experiments.lib.words.places import place_es
from model.settings import SWITCH_BY_NAME

LAST = SHOWN_BEFORE - 1


@pytest.fixture(scope="module")
def run(valley):
    return made(Room("valley", 10, 6, "2017-01"), valley, (), 1).past


def visit(world, lang):
    return SimpleNamespace(service=SimpleNamespace(world=world), names=Names(world, lang), lang=lang,
                           say=lambda key, **values: say(key, lang, **values), month_words=lambda month: str(month))


def test_a_place_is_told_in_numbers(valley, run):
    lines = place_facts.of_place(visit(valley, "en"), run, LAST, "VAL")
    assert lines[0].startswith("Valley") and any(line.startswith("Residents in 2014: 68,000") for line in lines)
    assert any(line.startswith("Left: ") for line in lines)
    spanish = place_facts.of_place(visit(valley, "es"), run, LAST, "val-hills")
    assert spanish[0].startswith("Cerros Verdes") and not any("Left" in line for line in spanish)
    assert place_facts.of_place(visit(valley, "en"), run, LAST, "nowhere") == []


def test_a_leg_is_told_with_flow_fare_and_harm(valley, run):
    painter = Painter(valley, "en")
    out = next(series for series in painter.options(run, LAST)["series"] if series.get("id") == "out")
    words = [place_facts.of_leg(visit(valley, "en"), run, LAST, line) for line in out["data"]]
    assert all("→" in lines[0] and "persons in the last 12 months" in lines[2] for lines in words)
    assert any("fare US$" in line and "danger" in line for lines in words for line in lines)
    assert any(line.startswith("Abused around") for lines in words for line in lines)


def test_the_map_counts_everybody_away_from_home_once(valley, run):
    names = [name for names in SLICES for name in names]
    assert len(names) == len(set(names)) and len(rate_words("es")) == len(CUTS) + 1
    assert Painter(valley, "es").options(None, 0)["series"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_curve_can_be_drawn_before_and_after_an_answer(valley, run, lang):
    labels = [f"m {2015 + t // 12}" for t in range(SHOWN_BEFORE + 6)]
    for key in SHOWN:
        for runs in ([[], []], [[run], [run, run, run]]):
            options = curves(key, runs, labels, SHOWN_BEFORE, lang, False, LAST, 10)
            assert len(options["series"]) == 6 and options["title"]["text"]
    assert spending_bar({}, 100.0, {}, lang, True)["series"]


def test_a_refusal_is_told_in_the_language_of_the_page():
    error = Refused("refused_number", name="seeds", value="99", low=1, high=12)
    assert str(error) == "seeds = 99: allowed is 1 to 12." and told(error, "es") == "seeds = 99: se admite de 1 a 12."
    assert told(ValueError("as it is"), "es") == "as it is"


def test_every_slider_is_explained_in_spanish_too():
    assert set(MECHANISM_ES) == set(EXPECTED_ES) == set(sliders())
    for lever in sliders():
        assert all(source.quantity_es and source.value_es for source in known(lever).sources)


def test_every_disputed_reading_names_its_evidence():
    for switch in SWITCH_BY_NAME.values():
        rows = rows_of(switch.source)
        assert not any(" and " in row.cited("es") or "others" in row.cited("es") for row in rows)
        assert rows and all(row.quantity_es and row.value_es for row in rows), switch.name


@pytest.mark.parametrize(("name", "spanish"), [
    ("Mexico City", "Ciudad de México"), ("USBP Tucson Sector", "Sector Tucson (Patrulla Fronteriza)"),
    ("Reception of returned nationals, Havana airport", "Recepción de personas retornadas, aeropuerto de La Habana"),
    ("Repatriation module, Nogales (Sonora)", "Módulo de repatriación, Nogales (Sonora)"), ("Tapachula", "Tapachula")])
def test_places_have_their_usual_spanish_names(name, spanish):
    assert place_es(name) == spanish


def test_single_places_of_a_country_carry_its_name(americas):
    assert Names(americas, "es").place("bra") == "Brasil" and Names(americas, "en").place("bra") == "Brazil"


def test_checks_before_the_trip_speak_both_languages(tmp_path):
    assert "libres" in prepare.memory("es").what and "free" in prepare.memory("en").what
    assert prepare.disk(Room(cache=tmp_path), "es").fix.startswith("Libere")
    assert prepare.packages("en").good and prepare.python_version("es").good


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(prepare, "PACKAGES", ("numpy", "no-such-package"))
    found = prepare.packages("es")
    assert not found.good and found.what == "no-such-package" and "antes del viaje" in found.fix
