"""docs/odd.md is true to the code: every name appears, numbers are those of the code."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from model.continuum import STATES
from model.households import COLUMNS
from model.loop import PHASES
from model.setting_table import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]
ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
PLAIN = re.sub(r"\s+", " ", ODD)
RULES = sorted(path.name for path in (ROOT / "model" / "rules").glob("[!_]*.py"))

SCORE_BYTE = 250

CONSTANTS: tuple[tuple[str, str], ...] = (
    ("rules.leave.POCKET_MONEY", "at least {} $ in the wallet"),
    ("rules.displace.VICTIM_FACTOR", "({:g} if victim)"),
    ("rules.displace.SAVINGS_KEPT", "Savings × {:g}"),
    ("rules.displace.DISASTER_HOME", "(v/v_start − 1)) | {:g} |"),
    ("rules.displace.DISASTER_LOCAL", "`q_loc` · `h_x` | {:g} |"),
    ("rules.displace.DISASTER_ELSEWHERE", "`q_mov` · `h_x` | {:g} |"),
    ("rules.displace.HELPED_EXITS", "ends inside the country × {:g}"),
    ("rules.displace.HELPED_ACROSS", "across the border × {:g}"),
    ("rules.displace.FRESH_MONTHS", "e^(−τ/{:g})"),
    ("field_home.DISPLACEMENT_BASE", "v/{:g} ·"),
    ("field_home.VIOLENCE_BASE", "√(v/{:g})"),
    ("rules.money.REPAY_SHARE", "payment a = {:.0%} of income"),
    ("rules.money.MAX_MONTHS_SAVED", "at most {:g} months of income"),
    ("rules.money.MAX_MONTHS_SAVED_ABROAD", "({:g} abroad)"),
    ("rules.travel.HELP_ON_THE_WAY", "{} $ from family"),
    ("rules.border.PORT_SHARE", "({:g} of them at a port)"),
    ("judgements.MONTHS_ON_THE_WAY", "Mexicans {0[MEX][0]:g} months after a guided departure and {0[MEX][1]:g} after"),
    ("judgements.MONTHS_ON_THE_WAY", "others {0[*][0]:g} and {0[*][1]:g})"),
    ("judgements.CLOSED_ATTEMPTS", "× {:g} while the own country keeps"),
    ("judgements.NEIGHBOUR_ONWARD", "the rate is {:g} of it"),
    ("rules.stranded.EARNED", "earns {} $"),
    ("rules.stranded.NEXT_LEG", "tries or {:g} $"),
    ("rules.stranded.ATTACK", "attack {:g}"),
    ("rules.stranded.CLAIM_AFTER_CUSTODY", "Λ(logit + {:g})"),
    ("rules.abroad.APPLY_REGULARISE", "permit ({:g} a month"),
    ("rules.abroad.APPLY_ASSISTED", "assisted return ({:g};"),
    ("rules.abroad.ASSISTED_INTEGRATION", "integration below {:g}"),
    ("rules.abroad.ASSISTED_SAVINGS", "savings below {} $"),
    ("rules.go_back.CHILD_ABROAD", "{:g} with rooted family"),
    ("rules.go_back.WOMEN_OF_ADULTS", "Women are {:g} of adults"),
    ("rules.go_back.GIRLS_OF_CHILDREN", "girls {:g} of children"),
    ("rules.work_season.SAVED_ABROAD", "{:g} of wages saved"),
    ("rules.receive.HOME_SHARE", "at home ({:.0%})"),
    ("rules.receive.CAPITAL_SHARE", "capital ({:.0%})"),
    ("slots.FIRST_AID", "documents, {} $"),
    ("slots.OTHER_SCORES", "scores gain {:g} of it"),
    ("rules.reintegrate.SUSTAINED", "Mean score {:g} or"),
    ("rules.reintegrate.LONGEST", "or {:g} months end it"),
    ("rules.reintegrate.VIOLENCE_SCALE", "min(1, v/{:g})"),
    ("rules.reintegrate.APPLY_SERVICE", "with {:g} a month"),
    ("rules.experience.EXPERIENCE_MONTHS", "e^(−t/{:g})"),
    ("rules.experience.YEARS_CAP", "min({:g}, years)"),
    ("rules.leave_again.UNSERVED_RISK", "× {:g} for six weeks"),
    ("feedbacks.NETWORK_MONTHS", "fade by 1/{} a month"),
    ("feedbacks.POOLING", "pooled with {:g}"),
    ("feedbacks.STIGMA_PER_RETURN", "+ {:g} × returns"),
    ("passes.PANEL_ROWS", "at most {} rows"),
    ("population_sources.SHARE_OF_GDP", "mean {:g} × price level"),
    ("population_sources.HEAD_RATE", "natural increase and {:.1%} a year"),
)
"""Constant of the code, and how docs/odd.md writes it."""


def mentioned(name: str) -> bool:
    return re.search(rf"`[^`]*\b{re.escape(name)}\b[^`]*`", ODD) is not None


@pytest.mark.parametrize("name", [column.name for column in COLUMNS])
def test_every_column(name):
    assert mentioned(name)


@pytest.mark.parametrize("name", [state.name for state in STATES])
def test_every_state(name):
    assert mentioned(name)


def test_phases_in_their_order():
    places = [ODD.index(f". `{name}`: ") for name, _ in PHASES]
    assert places == sorted(places)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_file(name):
    assert re.search(rf"^### .*`{re.escape(name)}`", ODD, re.M), f"docs/odd.md has no section for {name}"


@pytest.mark.parametrize("name", [parameter.name for parameter in PARAMETERS])
def test_every_parameter(name):
    assert mentioned(name), f"say in docs/odd.md where `{name}` acts"


@pytest.mark.parametrize(("name", "written"), CONSTANTS, ids=[name for name, _ in CONSTANTS])
def test_constants(name, written):
    module, _, constant = name.rpartition(".")
    value = getattr(importlib.import_module(f"model.{module}"), constant)
    text = written.format(value).replace("%", " %")
    assert text in PLAIN, f"{name} is {value}: docs/odd.md should say {text!r}"


def test_prices_of_parties():
    prices = importlib.import_module("model.rules.leave").PARTY_PRICE
    guided, alone = (", ".join(f"{price:g}" for price in prices[mode::2]) for mode in range(2))
    assert f"({guided} by kind with a guide; {alone} alone)" in PLAIN


def test_first_aid_of_the_psychosocial_score():
    score = importlib.import_module("model.slots").FIRST_AID_SCORE / SCORE_BYTE
    assert f"+{score:g} psychosocial score" in PLAIN
