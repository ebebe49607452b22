"""A place and a leg of a route in numbers: what a click on the map tells."""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.lib import numbers
from experiments.lib.demo.chart_map import INDEX, SLICES, slice_words
from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.reading import BY_ORIGIN, Months
from experiments.lib.demo.series import last_year
from experiments.lib.words import has
from model.ledger import PLACE_EVENT

TOLD_EVENTS = ("entered", "met", "abused", "died", "stranded", "claimed", "received")


def of_place(visit: Visit, run: Months, month: int, code: str) -> list[str]:
    """Lines about a country or place; empty if the code is none."""
    world = visit.service.world
    if code in world.country_index:
        own = world.place_country == world.country_index[code]
    elif code in world.place_index:
        own = np.arange(len(world.place_ids)) == world.place_index[code]
    else:
        return []
    head = f"{visit.names.place(code)} · {visit.month_words(month)}"
    return [head, *_at_home(visit, run, month, own), *_fees(visit, own), *_present(visit, run, month, own),
            *_events(visit, run, month, own), visit.say("demo_card_note")]


def _at_home(visit: Visit, run: Months, month: int, own: np.ndarray) -> list[str]:
    world = visit.service.world
    mask = own[world.origins]
    if not mask.any():
        return []
    residents = world.places["population"].to_numpy(float)[world.origins][mask].sum()
    lines = [visit.say("demo_card_residents", count=numbers.count(residents, visit.lang))]
    for index, name in enumerate(BY_ORIGIN):
        total = float(last_year(run.origins[:, index], month)[mask].sum())
        if total:
            lines.append(visit.say(f"demo_card_{name}", count=numbers.count(total, visit.lang)))
    return lines


def _fees(visit: Visit, own: np.ndarray) -> list[str]:
    """What the whole irregular journey cost people from here, where a survey says so."""
    world = visit.service.world
    here = {world.countries[country] for country in np.unique(world.place_country[own])}
    fees = world.tables["fees"]
    return [visit.say(f"demo_card_fee_{channel}", price=numbers.rounded(float(price), visit.lang))
            for country, channel, price in zip(fees["origin_iso3"], fees["channel"], fees["price_usd"], strict=True)
            if country in here and has(f"demo_card_fee_{channel}")]


def _present(visit: Visit, run: Months, month: int, own: np.ndarray) -> list[str]:
    persons = run.states[month][own].sum(axis=0)
    counts = {names: float(sum(persons[INDEX[name]] for name in names)) for names in SLICES}
    return [f"{slice_words(names, visit.lang)}: {numbers.count(count, visit.lang)}"
            for names, count in counts.items() if count]


def _events(visit: Visit, run: Months, month: int, own: np.ndarray) -> list[str]:
    total = last_year(run.events, month)[:, own].sum(axis=1)
    return [visit.say(f"demo_card_{name}_here", count=numbers.count(float(total[PLACE_EVENT[name]]), visit.lang))
            for name in TOLD_EVENTS if total[PLACE_EVENT[name]]]


def of_leg(visit: Visit, run: Months, month: int, data: dict[str, Any]) -> list[str]:
    """Lines about a leg or an arc: flow, fare, danger, and harm at its end."""
    start, end = data["ends"]
    kind = str(data["kind"])
    lines = [f"{visit.names.place(start)} → {visit.names.place(end)}",
             visit.say(f"demo_flow_{kind}"),
             visit.say("demo_persons_year", count=numbers.count(float(data["value"]), visit.lang))]
    if kind == "out":
        lines += [*_route(visit, start, end), *_guides(visit)]
        total = last_year(run.events, month)[:, visit.service.world.place_index[end]]
        lines += [visit.say(f"demo_leg_{name}", count=numbers.count(float(total[PLACE_EVENT[name]]), visit.lang))
                  for name in ("abused", "died") if total[PLACE_EVENT[name]]]
    return lines


def _guides(visit: Visit) -> list[str]:
    """Range over origins of what a guided journey cost, where surveys say so."""
    fees = visit.service.world.tables["fees"]
    prices = fees.loc[fees["channel"] == "guided", "price_usd"]
    low, high = (numbers.rounded(float(price), visit.lang, 2) for price in (prices.min(), prices.max()))
    return [visit.say("demo_leg_guides", low=low, high=high)] if len(prices) else []


def _route(visit: Visit, start: str, end: str) -> list[str]:
    routes = visit.service.world.routes
    rows = routes[(routes["from_place"] == start) & (routes["to_place"] == end) & (routes["channel"] == "irregular")]
    lines = []
    for mode, km, fare, danger in zip(rows["mode"], rows["distance_km"], rows["fare_usd"], rows["hazard_class"],
                                      strict=True):
        words = visit.say(f"demo_danger_{danger}") if has(f"demo_danger_{danger}") else str(danger)
        moving = visit.say(f"demo_mode_{mode}") if has(f"demo_mode_{mode}") else str(mode)
        lines.append(visit.say("demo_leg_route", mode=moving, km=numbers.full(float(km), visit.lang, 0),
                               fare=numbers.full(float(fare), visit.lang, 0), danger=words))
    return lines
