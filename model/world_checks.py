"""Checks that look across the tables of a world: references, sums, dates, and who can reach whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from model.checks import nearest
from model.world_header import Header, absolute_month
from model.world_read import Problems
from model.world_tables import BANDS, OUTCOMES, PARTY_KINDS, TABLES, Column

Tables = dict[str, pd.DataFrame]
TOLERANCE = 0.005
RUN_UP = 12  # months before the start that targets may hold: the first fiscal year begins there


def check_references(tables: Tables, problems: Problems) -> None:
    """Every place and country named anywhere must be a row of places.csv or countries.csv."""
    countries = list(tables["countries"]["country_iso3"])
    places = list(tables["places"]["place_id"])
    allowed_by_kind = {"iso3": countries, "iso3_list": countries, "place": places, "place_list": places,
                       "place_or_country": [*places, *countries]}
    for table in TABLES.values():
        for column in table.columns:
            if column.kind in allowed_by_kind:
                _check_column(table.name, column, tables[table.name][column.name],
                              allowed_by_kind[column.kind], problems)


def _check_column(table: str, column: Column, values: pd.Series, known: list[str],
                  problems: Problems) -> None:
    allowed = {*known, *column.also}
    parts = _parts if column.kind.endswith("_list") else _whole
    bad = {value for value in set(values) if not allowed.issuperset(parts(value))}
    if not bad:
        return
    what = "country of countries.csv" if column.kind.startswith("iso3") else "place of places.csv"
    extra = f" (or {', '.join(column.also)})" if column.also else ""
    for row, value in enumerate(values, start=2):
        if value in bad:
            word = next(part for part in parts(value) if part not in allowed)
            message = f"'{word}' is no {what}{extra}. {nearest(word, known)}"
            problems.cell(f"{table}.csv", row, column.name, value, message.strip())


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(";")] if value else []


def _whole(value: str) -> list[str]:
    return [value] if value else []


def check_world(header: Header, tables: Tables, problems: Problems) -> None:
    """All checks that need valid cells and references; notes problems, raises nothing."""
    _check_countries(header, tables, problems)
    _check_places(tables, problems)
    _check_origins(tables, problems)
    _check_routes(tables["routes"], problems)
    _check_stocks(tables, problems)
    _check_dates(header, tables, problems)
    _check_outcomes(header, tables, problems)
    _check_targets(header, tables["targets"], problems)
    _check_required_series(tables, problems)
    if not len(problems):
        check_graph(tables, problems)


def _check_countries(header: Header, tables: Tables, problems: Problems) -> None:
    countries = tables["countries"]
    known = list(countries["country_iso3"])
    for row, code in enumerate(known, start=2):
        if not (len(code) == 3 and code.isascii() and code.isupper()):
            problems.cell("countries.csv", row, "country_iso3", code, "three capital letters are needed.")
    if header.hub_destination not in known:
        problems.add(f"world.yaml, key 'hub_destination' = {header.hub_destination!r}: no country of "
                     f"countries.csv. {nearest(header.hub_destination, known)}")


def _check_places(tables: Tables, problems: Problems) -> None:
    places = tables["places"]
    host_only = set(tables["countries"].loc[tables["countries"]["host_only"] == 1, "country_iso3"])
    for row, place in enumerate(places.itertuples(), start=2):
        _check_place(row, place, host_only, problems)
    if not (places["role"] == "origin").any():
        problems.add("places.csv, column 'role': no place has the role origin; households need one.")
    mains = places.loc[places["main"] == 1, "country_iso3"].value_counts()
    for row, code in enumerate(tables["countries"]["country_iso3"], start=2):
        if mains.get(code, 0) != 1:
            problems.cell("countries.csv", row, "country_iso3", code,
                          f"the country has {mains.get(code, 0)} places with main = 1 in places.csv; exactly "
                          "one is needed (with settle = 1).")


def _check_place(row: int, place: Any, host_only: set[str], problems: Problems) -> None:
    def bad(column: str, message: str) -> None:
        problems.cell("places.csv", row, column, getattr(place, column), message)

    if place.main and not place.settle:
        bad("settle", f"the main place '{place.place_id}' must have settle = 1.")
    if place.role == "origin" and not place.population > 0:
        bad("population", f"the origin '{place.place_id}' needs a population above 0.")
    if place.role == "origin" and place.country_iso3 in host_only:
        bad("role", f"{place.country_iso3} is host_only in countries.csv and can have no origin.")
    if place.role != "reception" and not np.isnan(place.capacity_month):
        bad("capacity_month", "only reception places have a capacity; leave it blank.")


def _check_origins(tables: Tables, problems: Problems) -> None:
    places, origins = tables["places"], tables["origins"]
    role = dict(zip(places["place_id"], places["role"], strict=True))
    country = dict(zip(places["place_id"], places["country_iso3"], strict=True))
    for row, place in enumerate(origins["place_id"], start=2):
        if role.get(place) != "origin":
            problems.cell("origins.csv", row, "place_id", place,
                          f"has the role {role.get(place)} in places.csv; only origins stand here.")
    listed = set(origins["place_id"])
    for row, (place, kind) in enumerate(zip(places["place_id"], places["role"], strict=True), start=2):
        if kind == "origin" and place not in listed:
            problems.cell("places.csv", row, "place_id", place, "is an origin without a row in origins.csv.")
    for column in ("population_share", "emigrant_weight"):
        sums = origins.groupby(origins["place_id"].map(country))[column].sum()
        for code, total in sums.items():
            if abs(total - 1) > TOLERANCE:
                problems.add(f"origins.csv, column '{column}': the places of {code} sum to {total:.4f}; "
                             "they must sum to 1.")


def _check_routes(routes: pd.DataFrame, problems: Problems) -> None:
    for row in np.flatnonzero(routes["from_place"] == routes["to_place"]).tolist():
        problems.cell("routes.csv", row + 2, "to_place", routes["to_place"][row], "leads to where it starts.")
    _check_window("routes", routes, "open_from", "open_to", problems)


def _check_window(name: str, frame: pd.DataFrame, first: str, last: str, problems: Problems) -> None:
    backwards = (frame[first] != "") & (frame[last] != "") & (frame[last] < frame[first])
    for row in np.flatnonzero(backwards).tolist():
        problems.cell(f"{name}.csv", row + 2, last, frame[last][row],
                      f"lies before {first} {frame[first][row]}; it must be the same day or later.")


def _check_stocks(tables: Tables, problems: Problems) -> None:
    stocks, places = tables["stocks_abroad"], tables["places"]
    country = dict(zip(places["place_id"], places["country_iso3"], strict=True))
    settle = dict(zip(places["place_id"], places["settle"], strict=True))
    pairs = zip(stocks["origin_iso3"], stocks["place_id"], strict=True)
    for row, (origin, place) in enumerate(pairs, start=2):
        if not settle[place]:
            problems.cell("stocks_abroad.csv", row, "place_id", place, "needs settle = 1 in places.csv.")
        if country[place] == origin:
            problems.cell("stocks_abroad.csv", row, "place_id", place,
                          f"lies in {origin} itself; people abroad live in another country.")
    _check_sum("stocks_abroad", stocks, BANDS, 1, problems)
    _check_sum("stocks_abroad", stocks, ("irregular_share", "pending_share"), None, problems)


def _check_sum(name: str, frame: pd.DataFrame, columns: Iterable[str], exact: float | None,
               problems: Problems) -> None:
    columns = list(columns)
    total = frame[columns].sum(axis=1).to_numpy(dtype=float)
    wrong = np.abs(total - exact) > TOLERANCE if exact is not None else total > 1 + TOLERANCE
    words = f"must sum to {exact:g}" if exact is not None else "must not sum to more than 1"
    for row in np.flatnonzero(wrong).tolist():
        problems.cell(f"{name}.csv", row + 2, "+".join(columns), f"{total[row]:.4f}", f"{words}.")


def _check_dates(header: Header, tables: Tables, problems: Problems) -> None:
    for name in ("shocks", "policy_timeline"):
        frame = tables[name]
        _check_window(name, frame, "start_date", "end_date", problems)
        for row, date in enumerate(frame["start_date"], start=2):
            month = absolute_month(date[:7])
            if month is not None and month > header.end:
                problems.cell(f"{name}.csv", row, "start_date", date,
                              f"lies after the end of the world ({_month_name(header.end)} in world.yaml).")


def _check_outcomes(header: Header, tables: Tables, problems: Problems) -> None:
    outcomes = tables["border_outcomes"]
    for name in ("border_outcomes", "border_regimes"):
        _check_sum(name, tables[name], OUTCOMES, 1, problems)
    has_sector = (tables["places"]["role"] == "sector").any()
    groups = {key: set(rows["year_month"]) for key, rows in outcomes.groupby(["origin_iso3", "kind"])}
    if has_sector:
        groups = {**{("OTHER", kind): set() for kind in PARTY_KINDS}, **groups}
    for (origin, kind), months in groups.items():
        missing = [month for month in _history(header) if month not in months]
        if missing:
            problems.add(f"border_outcomes.csv: origin_iso3 {origin}, kind {kind} has no row for {missing[0]}"
                         f"{f' and {len(missing) - 1} more months' if len(missing) > 1 else ''}; every month "
                         f"from {_month_name(header.start)} to {_month_name(header.history_end)} is needed.")


def _history(header: Header) -> list[str]:
    return [_month_name(month) for month in range(header.start, header.history_end + 1)]


def _month_name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _check_targets(header: Header, targets: pd.DataFrame, problems: Problems) -> None:
    """A period is a month or a year of some kind, never both, and must touch the world's months."""
    columns = (targets["year_type"].tolist(), targets["year_month"].tolist(), targets["year"].tolist())
    wrong = {key: _period_problem(header, *key) for key in set(zip(*columns, strict=True))}
    for row, key in enumerate(zip(*columns, strict=True), start=2):
        found = wrong[key]
        if found is not None:
            column, message = found
            problems.cell("targets.csv", row, column, key[1] if column == "year_month" else key[2], message)


def _period_problem(header: Header, year_type: str, year_month: str, year: float) -> tuple[str, str] | None:
    monthly, has_year = year_type == "month", not np.isnan(year)
    if monthly and (not year_month or has_year):
        return "year_month", "a row with year_type month needs year_month and an empty year."
    if not monthly and (year_month or not has_year):
        return "year", f"a row with year_type {year_type} needs a year and an empty year_month."
    first, last = period(year_type, year_month, year)
    if first <= header.end and last >= header.start - RUN_UP:
        return None
    return "year_month" if monthly else "year", (f"lies outside the world ({_month_name(header.start)} to "
                                                 f"{_month_name(header.end)} in world.yaml).")


def period(year_type: str, year_month: str, year: float) -> tuple[int, int]:
    """First and last absolute month of a target's period (fiscal year t = October t-1 to September t)."""
    if year_type == "month":
        month = absolute_month(year_month) or 0
        return month, month
    january = int(year) * 12
    return {"fiscal_year": (january - 3, january + 8), "calendar_year_jan_sep": (january, january + 8),
            "calendar_year": (january, january + 11)}[year_type]


def _check_required_series(tables: Tables, problems: Problems) -> None:
    drivers = tables["country_year"]
    for series in ("population", "gdp_per_capita_ppp"):
        have = set(drivers.loc[drivers["series"] == series, "country_iso3"])
        for code in tables["countries"]["country_iso3"]:
            if code not in have:
                problems.add(f"country_year.csv: {code} has no row of the series {series}; at least one year "
                             "is needed.")


def graph(tables: Tables, channels: Iterable[str]) -> nx.DiGraph:
    """Places as nodes with their country, settle mark and role; an edge per pair with an open row."""
    places, routes = tables["places"], tables["routes"]
    result = nx.DiGraph()
    for place in places.itertuples():
        result.add_node(place.place_id, country=place.country_iso3, settle=place.settle, role=place.role)
    rows = routes[routes["channel"].isin(list(channels))]
    result.add_edges_from(zip(rows["from_place"], rows["to_place"], strict=True))
    return result


def check_graph(tables: Tables, problems: Problems) -> None:
    """Origins must lead abroad, settle places must lead home; a note that begins 'isolated' is a waiver."""
    places = tables["places"]
    waived = set(places.loc[places["notes"].str.lower().str.startswith("isolated"), "place_id"])
    rows = {place: row for row, place in enumerate(places["place_id"], start=2)}
    everything = graph(tables, ("irregular", "lawful", "return"))
    lonely = {place for place in nx.isolates(everything) if place not in waived}
    out = _countries_reached(graph(tables, ("irregular", "lawful")), lambda node: node["settle"] == 1)
    home = _countries_reached(graph(tables, ("return",)),
                              lambda node: node["role"] in ("origin", "reception"))
    homes = {str(code) for code in places.loc[places["role"] == "origin", "country_iso3"]}
    for place, node in everything.nodes(data=True):
        must_lead_home = node["settle"] == 1 and bool(homes - {node["country"]})
        message = _graph_problem(node, place in lonely, must_lead_home, out[place], home[place])
        if message and place not in waived:
            problems.cell("places.csv", rows[place], "place_id", place, message)


def _graph_problem(node: dict[str, object], lonely: bool, must_lead_home: bool, out: frozenset[str],
                   home: frozenset[str]) -> str:
    advice = "Add a row to routes.csv, or begin the place's notes with 'isolated' if this is meant."
    if lonely:
        return f"the place is isolated: no row of routes.csv touches it. {advice}"
    if node["role"] == "origin" and not out - {node["country"]}:
        return f"the origin reaches no settle place of another country by irregular or lawful legs. {advice}"
    if must_lead_home and not home - {node["country"]}:
        return f"from this settle place no return leg leads to an origin or reception place abroad. {advice}"
    return ""


def _countries_reached(routes: nx.DiGraph, counts: Callable[[dict[str, object]], bool]
                       ) -> dict[str, frozenset[str]]:
    """For every place the countries of the places that count and can be reached from it."""
    condensed = nx.condensation(routes)
    reached: dict[int, frozenset[str]] = {}
    for component in reversed(list(nx.topological_sort(condensed))):
        own = {str(routes.nodes[place]["country"]) for place in condensed.nodes[component]["members"]
               if counts(routes.nodes[place])}
        further = (reached[after] for after in condensed.successors(component))
        reached[component] = frozenset(own.union(*further))
    return {place: reached[component] for place, component in condensed.graph["mapping"].items()}
