"""A session travels as a link and as a file; whatever cannot be one is one clear message."""

from __future__ import annotations

import json

import pytest

from experiments.lib.demo.asked import FACTOR_TOP, Wish
from experiments.lib.demo.session import LARGEST_FILE, Session, from_file, from_record, from_text, to_text
from experiments.lib.demo.tour import STEPS
from model.checks import InputError


@pytest.fixture
def session() -> Session:
    plans = [Wish("baseline", (("reception", 50_000.0),)), Wish("visas", (("visas_h2b", 2.0),))]
    return Session("es", plans, (("hump", "within"),), seeds=8, side=0, view="compare", projector=True, budget=250.0,
                   month=41, speed=4, curves=("arrivals", "stranded", "borrowed", "deaths"))


def test_a_file_of_an_older_page_still_opens(session):
    old = session.record()
    for key in ("month", "speed", "curves"):
        del old[key]
    found = from_record(old)
    assert found.plans == session.plans and found.month == -1 and found.speed == 2


def test_a_link_and_a_file_bring_everything_back(session):
    assert from_text(to_text(session)) == session
    assert from_file(json.dumps(session.record()).encode()) == session
    assert len(to_text(session)) < 600


@pytest.mark.parametrize("text", ["", "abc", "%%%", "eJwDAAAAAAE", "A" * 5000])
def test_a_damaged_link_is_one_message(text):
    with pytest.raises(InputError):
        from_text(text)


@pytest.mark.parametrize(("key", "value"), [
    ("vaiven_session", 99), ("lang", "fr"), ("plans", []), ("plans", [{"base": "../etc"}, {}]), ("seeds", 0),
    ("seeds", "many"), ("side", 2), ("view", "admin"), ("budget", -1), ("budget", True), ("step", len(STEPS)),
    ("switches", {"hump": "upside"}), ("switches", {"none_such": "x"}), ("switches", 3),
    ("plans", [{"base": "visas", "amounts": {"visas_h2b": FACTOR_TOP + 1}}, {}]),
    ("plans", [{"base": "baseline", "amounts": {"reception": -1}}, {}]),
    ("plans", [{"base": "baseline", "amounts": {"reception": float("nan")}}, {}]),
    ("plans", [{"base": "baseline", "amounts": {"no_lever": 1}}, {}]),
    ("plans", [{"base": "none", "amounts": {}}, {}]), ("month", 10_000), ("speed", 3), ("curves", ["arrivals"]),
    ("curves", ["arrivals", "deaths", "separated", "none_such"]), ("curves", "arrivals")])
def test_values_that_the_page_could_not_have_made_are_refused(session, key, value):
    with pytest.raises(InputError):
        from_record({**session.record(), key: value})


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1, 2]", b"{", b"null", b" " * (LARGEST_FILE + 1)])
def test_files_that_are_no_session_are_refused(content):
    with pytest.raises(InputError):
        from_file(content)


def test_a_link_that_unpacks_into_very_much_is_refused():
    import base64
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode()
    with pytest.raises(InputError):
        from_text(bomb)
