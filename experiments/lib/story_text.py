"""Tells the journey of a household in plain English or Spanish, with dates and places.

The teller knows nothing of the engine: it reads a list of events, each a mapping with
`year_month`, `from_state`, `to_state` (names of `model/continuum.py`), `place_from`, `place_to`
(place ids), `party` (adults, children) and, where known, `goal` (place id), `money` (savings, debt in US$ of
2021), `reason` and `also` (codes of `model/stories.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.lib import numbers
from experiments.lib.words import has, say
from model.continuum import STATES

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
STATE_LABEL = {state.name: {"en": state.label_en, "es": state.label_es} for state in STATES}

CARRIED = ("IN_TRANSIT", "STRANDED")
"""States in which savings are the money carried on the way."""
SAID = {
    ("ASYLUM_PENDING", "claim_denied"),
    ("IN_CUSTODY", "removed"),
    ("TEMPORARY_WORKER", "contract_over"),
    ("TEMPORARY_WORKER", "overstayed"),
}
"""Reasons that the sentence of the move has already given."""

Event = Mapping[str, Any]


def tell(events: Sequence[Event], names: Mapping[str, str], lang: str) -> list[str]:
    """One dated sentence per event, in order. `names` gives the words for place ids."""
    return [f"{month_words(event['year_month'], lang)}: {sentence(event, names, lang)}" for event in events]


def sentence(event: Event, names: Mapping[str, str], lang: str) -> str:
    """What happened in one event, with money and reason where they are known."""

    def place(key: str) -> str:
        return names.get(event.get(key) or "", event.get(key) or say("somewhere", lang))

    goal = event.get("goal") or event.get("place_to")
    main = say(
        _sentence_key(event),
        lang,
        here=place("place_from"),
        there=place("place_to"),
        goal=names.get(goal or "", goal or say("somewhere", lang)),
        party=party_words(event.get("party"), lang),
    )
    return " ".join(part for part in (main, _money(event, lang), _reason(event, lang)) if part)


def month_words(year_month: str, lang: str) -> str:
    """`2019-05` -> `May 2019` or `mayo de 2019`."""
    year, month = year_month.split("-")
    word = MONTHS[lang][int(month) - 1]
    return f"{word} {year}" if lang == "en" else f"{word} de {year}"


def party_words(party: Any, lang: str) -> str:
    """`(1, 2)` -> `one adult and 2 children`."""
    adults, children = (int(party[0]), int(party[1])) if party is not None else (0, 0)
    parts = []
    if adults:
        parts.append(say("adult_1", lang) if adults == 1 else say("adult_n", lang, n=adults))
    if children:
        kind = "child" if adults else "alone"
        parts.append(say(f"{kind}_1", lang) if children == 1 else say(f"{kind}_n", lang, n=children))
    return f" {say('and', lang)} ".join(parts) or "–"


def _sentence_key(event: Event) -> str:
    before, after = event["from_state"], event["to_state"]
    exact = f"story_{before}_{after}"
    if event.get("place_from") == event.get("place_to") and has(f"{exact}_inside"):
        return f"{exact}_inside"
    if has(exact):
        return exact
    if before != after:
        return f"story_to_{after}"
    return "story_joined" if event.get("place_from") == event.get("place_to") else "story_same_place"


def _money(event: Event, lang: str) -> str:
    """What they carry on the way, and what they owe."""
    money = event.get("money") or {}
    kinds = ("savings", "debt") if event["to_state"] in CARRIED else ("debt",)
    words = [
        say(f"story_money_{kind}", lang, value=numbers.full(float(money[kind]), lang, 0))
        for kind in kinds
        if money.get(kind, 0) > 0
    ]
    return f"({', '.join(words)})" if words else ""


def _reason(event: Event, lang: str) -> str:
    """The reason and what else happened in the month; codes without words are left as they are."""
    codes = [event.get("reason"), *event.get("also", ())]
    return " ".join(
        _code_words(str(code), lang) for code in codes if code and (event["from_state"], code) not in SAID
    )


def _code_words(code: str, lang: str) -> str:
    if has(f"note_{code}"):
        return say(f"note_{code}", lang)
    return say("story_reason", lang, reason=code.replace("_", " "))
