"""Patterns abroad and back home: caging, integration, leaving again, services."""

from __future__ import annotations

from functools import partial

import numpy as np

from experiments.lib.patterns.follow import Exits, LeftAgain, Watcher, Wishing
from experiments.lib.patterns.lab import NORTH, Lab, between, once, ratio
from model.continuum import IN_TRANSIT, IRREGULAR, LAWFUL, RETURNED

SERVICES = ("reintegration_economic", "reintegration_social", "reintegration_psychosocial")


def caging(lab: Lab) -> float:
    """P11: change of the hazard of own return of irregular migrants, if guided journeys cost twice as much."""
    first = lab.month("2016-01")

    def dearer(t, c, _):  # type: ignore[no-untyped-def]
        c.fee_multiplier *= 2.0

    watch = partial(Exits, first=first, ends=(RETURNED,), keep=lambda watcher: np.ones(watcher.n, bool))
    plain, caged = (lab.run(months=48, origins=("MEX", *NORTH), scale=500, change=change, watch=watch)
                    for change in (None, between(first, dearer)))
    return caged.seen.hazard(IRREGULAR) / plain.seen.hazard(IRREGULAR) - 1.0


def integration(lab: Lab) -> float:
    """P15: onward hazard of Venezuelans in Colombia, lawful and integrated (0.5) over irregular, 2018-22.

    Raw hazards of the two groups: people with papers have also been there for longer.
    """
    def keep(watcher: Watcher) -> np.ndarray:
        simulation = watcher.simulation
        h, n = simulation.households, watcher.n
        there = simulation.world.place_country[h.where[:n]] == simulation.world.country_index["COL"]
        integrated = h.integ[:n] / 250.0 >= 0.5
        return there & ((watcher.state() != LAWFUL) | integrated)

    run = lab.run(months=105, origins=("VEN",), scale=200,
                  watch=partial(Exits, first=lab.month("2018-01"), ends=(IN_TRANSIT,), keep=keep))
    return run.seen.hazard(LAWFUL) / run.seen.hazard(IRREGULAR)


def wishes_again(lab: Lab) -> float:
    """P16a: wish to leave of people who came back by choice within the last 24 months, 2020-21."""
    months = lab.month("2020-01"), lab.month("2021-12")
    seen = lab.run(months=96, scale=100, watch=partial(Wishing, first=months[0], last=months[1])).seen
    return float(seen.wishing / seen.asked)


@once
def _left_again(lab: Lab) -> LeftAgain:
    return lab.run(months=84, scale=100, watch=partial(LeftAgain, last=59)).seen


def left_again(lab: Lab) -> float:
    """P16b: share of people back from abroad, not from the border, who leave again within 24 months."""
    return _left_again(lab).share()


def rooted(lab: Lab) -> float:
    """P16c: odds ratio of leaving again of people removed with a child or spouse rooted abroad."""
    seen = _left_again(lab)
    shares = [seen.share(seen.removed & (seen.rooted == side)) for side in (True, False)]
    odds = [share / (1.0 - share) if share < 1.0 else float("nan") for share in shares]
    return odds[0] / odds[1] if odds[1] else float("nan")


def uptake(lab: Lab) -> float:
    """P17a: persons served by any of three kinds of service over persons served at reception, 2020-22."""
    first, months = lab.month("2020-10"), lab.month("2022-09") + 1
    run = lab.run(months=months)
    served = run.events("service_economic", "service_social", "service_psychosocial")[first:].sum()
    return float(served / run.events("received_served")[first:].sum())


def doubled_budget(lab: Lab) -> float:
    """P17c: change of departures of persons who had returned, if reintegration services are doubled, 2020-25."""
    from model.levers import all_levers

    rows = [{"lever": lever, "mode": "scale", "strength": 2.0, "start": "2020-01"}
            for lever in SERVICES if lever in all_levers()]
    if not rows:
        return float("nan")
    plain, more = (lab.run(months=144, scale=100, plan=lab.plan_of(*chosen)) for chosen in ((), rows))
    first = lab.month("2020-01")
    return ratio(more.events("departed_again")[first:], plain.events("departed_again")[first:]) - 1.0
