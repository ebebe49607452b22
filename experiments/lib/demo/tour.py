"""The guided tour: what each step shows. Its words are in the words room (`tour_<key>_title`, `_text`)."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.lib.demo.asked import Wish


@dataclass(frozen=True)
class Step:
    """One step: two plans, a view, four curves and a month."""

    key: str
    first: Wish
    second: Wish
    view: str = "map"
    curves: tuple[str, ...] = ("arrivals", "deaths", "separated", "reintegrated")
    month: int = 35


BASE = Wish("baseline")
STEPS: tuple[Step, ...] = (
    Step("loop", BASE, Wish("visas"), curves=("arrivals", "returned", "reintegrated", "remigration"), month=23),
    Step("harm", BASE, Wish("enforcement_only"), curves=("arrivals", "deaths", "abused", "stranded")),
    Step("balloon", BASE, Wish("baseline", (("border_enforcement", 480000.0),)),
         curves=("arrivals", "stranded", "abused", "deaths")),
    Step("visas", BASE, Wish("visas"), view="compare"),
    Step("surge", BASE, Wish("return_surge"), curves=("returned", "reintegrated", "remigration", "separated")),
    Step("binds", Wish("return_surge"), Wish("return_surge_with_reintegration"), view="compare"),
    Step("roots", BASE, Wish("root_causes"), curves=("arrivals", "immobile", "displaced", "borrowed")),
    Step("lives", BASE, Wish("portfolio"), view="lives"),
    Step("unknown", BASE, Wish("portfolio"), view="unknown"),
    Step("keep", BASE, Wish("portfolio"), view="keep"),
)
