"""docs/continuum.md: the states, their words in two languages and the moves allowed between them."""

from __future__ import annotations

from experiments.lib.pages.markdown import code, page, table
from model.continuum import ALWAYS_WATCHED, MOVES, STATES, name

ABOUT = (
    "Every household that has formed is in exactly one state. The state is that of the party, the "
    "members of the household who are on the move or live abroad; members left behind are counted at "
    "home. A move that has no arrow here never happens: the tests hold every run against this graph "
    "(`model/continuum.py`)."
)
ABOUT_ES = (
    "Cada hogar está en un solo estado: el de las personas del hogar que se mueven o viven en el "
    "exterior. Quienes se quedan se cuentan en el hogar. Un cambio sin flecha no ocurre nunca."
)
PICTURE = "![The displacement continuum: states and allowed moves](pictures/continuum.png)"
WATCHED = (
    "Watched states are looked at in every step. In the others, slow states, only candidates of the "
    "step's draw are looked at, which never changes a result ([decision "
    "5](adr/0005-watched-states.md))."
)


def continuum_page() -> str:
    """Text of docs/continuum.md."""
    states = table(("state", "English", "español", "meaning", "watched"), (
        (f"`{s.name}`", s.label_en, s.label_es, s.meaning, "yes" if s.index in ALWAYS_WATCHED else "no")
        for s in STATES))
    moves = table(("from", "may move to"), ((f"`{s.name}`", code(name(after) for after in MOVES[s.index]))
                                           for s in STATES))
    return page("The displacement continuum", ABOUT, ABOUT_ES, PICTURE, "## States / Estados", states,
                WATCHED, "## Allowed moves / Cambios permitidos", moves)
