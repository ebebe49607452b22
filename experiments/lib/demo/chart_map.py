"""The map as options of a chart: routes with moving dots, arcs, pies by state, places coloured by departures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.lib import numbers
from experiments.lib.demo.reading import ARCS, BY_ORIGIN, Months
from experiments.lib.demo.series import arcs_of, last_year
from experiments.lib.names import Names
from experiments.lib.words import say
from model.continuum import STATES
from model.world import World

NAME = "vaiven"
COLOURS = {"out": "#0072B2", "lawful": "#009E73", "onward": "#E69F00", "back": "#CC79A7"}
"""Okabe and Ito's colours, told apart with any colour vision."""
DASHES = {"out": "solid", "lawful": [8, 3], "onward": [3, 3], "back": [10, 3, 2, 3]}
STEPS = ("#f1f1ee", "#dfe3e6", "#c5ccd3", "#a5b0bb", "#8492a1")
WATER, EDGE = "#fbfcfd", "#ffffff"
MOST_LINES = {"out": 70, "lawful": 20, "onward": 30, "back": 30}
CUTS = (2, 10, 25, 50)
"""Departures a year per 1,000 residents between the shades of grey."""
PIES = ("USA", "MEX", "GTM", "SLV", "HND", "NIC", "CRI", "PAN", "COL", "VEN", "ECU", "PER", "CHL", "HTI", "DOM", "CUB")
SLICES = {("IRREGULAR",): "#D55E00", ("LAWFUL",): "#009E73", ("ASYLUM_PENDING",): "#56B4E9",
          ("TEMPORARY_WORKER",): "#F0E442", ("IN_TRANSIT",): "#0072B2", ("STRANDED",): "#111111",
          ("IN_CUSTODY",): "#8c8c8c", ("DISPLACED",): "#E69F00", ("RETURNED", "REINTEGRATING"): "#CC79A7"}
"""States of a slice and its colour."""
INDEX = {state.name: state.index for state in STATES}
FOCUS = {"all": [[-122, 44], [-60, -20]], "north": [[-118, 37], [-79, 7]], "south": [[-92, 19], [-58, -36]]}
"""Corners of what the map shows."""
CORNERS = FOCUS["all"]
LARGEST_PIE, SMALLEST_PIE = 26.0, 5.0


def shapes(world: World) -> str:
    """GeoJSON of countries and, above them, of departments, each named by its code."""
    found = []
    for file, key in (("basemap", "iso3"), ("departments", "place_id")):
        path = world.folder / f"{file}.geojson"
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"] if path.is_file() else ():
            found.append({**feature, "properties": {"name": feature["properties"][key]}})
    return json.dumps({"type": "FeatureCollection", "features": found}, separators=(",", ":"))


class Painter:
    """Draws one world in one language."""

    def __init__(self, world: World, lang: str) -> None:
        self.world, self.lang, self.names = world, lang, Names(world, lang)
        places = world.places
        self.at = np.column_stack([places["lon"], places["lat"]])
        rows = world.routes.iloc[np.flatnonzero((world.routes["channel"] == "irregular").to_numpy())]
        self.legs = np.array([[world.place_index[a], world.place_index[b]]
                              for a, b in zip(rows["from_place"], rows["to_place"], strict=True)])
        self.residents = places["population"].to_numpy(float)[world.origins]

    def options(self, run: Months | None, month: int, focus: str = "all") -> dict[str, Any]:
        """All options for a month (index into `run`); an empty map without a run."""
        series = [*self._lines(run, month), *self._pies(run, month)]
        geo = {**self._geo(run, month), "boundingCoords": FOCUS[focus]}
        return {"animation": False, "backgroundColor": WATER, "geo": geo,
                "tooltip": {"confine": True, "textStyle": {"fontSize": 14}}, "series": series}

    def _geo(self, run: Months | None, month: int) -> dict[str, Any]:
        return {"map": NAME, "roam": True,
                "itemStyle": {"areaColor": STEPS[0], "borderColor": "#b9c0c7", "borderWidth": 0.6},
                "emphasis": {"label": {"show": False}, "itemStyle": {"areaColor": "#ffe9b8"}},
                "select": {"disabled": True}, "regions": self._regions(run, month), "tooltip": {"show": True}}

    # ---- colours of places ----------------------------------------------------------------------------
    def rates(self, run: Months, month: int) -> dict[str, float]:
        """Departures of the last twelve months per 1,000 residents, by department and by country."""
        left = last_year(run.origins[:, BY_ORIGIN.index("departed")], month).astype(float)
        world = self.world
        rates = {world.place_ids[place]: 1000 * left[o] / self.residents[o]
                 for o, place in enumerate(world.origins) if self.residents[o] > 0}
        for c in np.unique(world.origin_country):
            own = world.origin_country == c
            rates[world.countries[c]] = 1000 * left[own].sum() / max(1.0, self.residents[own].sum())
        return rates

    def _regions(self, run: Months | None, month: int) -> list[dict[str, Any]]:
        if run is None:
            return []
        rates = self.rates(run, month)
        per = say("demo_per_1000", self.lang)
        return [{"name": code, "itemStyle": {"areaColor": STEPS[int(np.searchsorted(CUTS, rate, side="right"))]},
                 "tooltip": {"formatter": f"{self.names.place(code)}<br>{numbers.rounded(rate, self.lang)} {per}"}}
                for code, rate in rates.items()]

    # ---- lines ----------------------------------------------------------------------------------------
    def _lines(self, run: Months | None, month: int) -> list[dict[str, Any]]:
        rows: dict[str, list[tuple[int, int, int]]] = {kind: [] for kind in COLOURS}
        if run is not None:
            persons = last_year(run.legs, month)
            rows["out"] = _merged((int(a), int(b), int(n)) for (a, b), n in zip(self.legs, persons, strict=True) if n)
            arcs = arcs_of(run, month)
            for index, kind in enumerate(ARCS):
                rows[kind] = [(int(a), int(b), int(n)) for k, a, b, n in arcs if k == index]
        top = max((n for kind in rows for _, _, n in rows[kind]), default=1)
        return [self._series(kind, sorted(rows[kind], key=lambda row: -row[2])[: MOST_LINES[kind]], top)
                for kind in COLOURS]

    def _series(self, kind: str, rows: Sequence[tuple[int, int, int]], top: int) -> dict[str, Any]:
        colour = COLOURS[kind]
        return {"type": "lines", "name": say(f"demo_flow_{kind}", self.lang), "coordinateSystem": "geo", "zlevel": 1,
                "id": kind, "data": [self._line(kind, row, top) for row in rows],
                "effect": {"show": bool(rows), "period": 4, "trailLength": 0, "symbol": "circle", "symbolSize": 4,
                           "color": colour},
                "lineStyle": {"color": colour, "opacity": 0.55, "curveness": 0.0 if kind == "out" else 0.25,
                              "type": DASHES[kind]},
                "emphasis": {"lineStyle": {"opacity": 1.0}}}

    def _line(self, kind: str, row: tuple[int, int, int], top: int) -> dict[str, Any]:
        start, end, persons = row
        words = f"{self._place(start)} → {self._place(end)}"
        count = say("demo_persons_year", self.lang, count=numbers.count(persons, self.lang))
        return {"coords": [self.at[start].tolist(), self.at[end].tolist()], "value": persons,
                "ends": [self.world.place_ids[start], self.world.place_ids[end]], "kind": kind,
                "lineStyle": {"width": round(0.8 + 7.0 * float(np.sqrt(persons / top)), 2)},
                "tooltip": {"formatter": f"{words}<br>{say(f'demo_flow_{kind}', self.lang)}: {count}"}}

    def _place(self, index: int) -> str:
        return self.names.place(self.world.place_ids[index])

    # ---- pies -----------------------------------------------------------------------------------------
    def _pies(self, run: Months | None, month: int) -> list[dict[str, Any]]:
        counted = [(code, self._away(run, month, code)) for code in PIES if code in self.world.country_index]
        top = max((sum(parts.values()) for _, parts in counted), default=1) or 1
        return [self._pie(code, parts, top) for code, parts in counted]

    def _away(self, run: Months | None, month: int, code: str) -> dict[tuple[str, ...], int]:
        if run is None:
            return {}
        own = self.world.place_country == self.world.country_index[code]
        persons = run.states[month][own].sum(axis=0)
        return {names: int(sum(persons[INDEX[name]] for name in names)) for names in SLICES}

    def _pie(self, code: str, parts: dict[tuple[str, ...], int], top: int) -> dict[str, Any]:
        total = sum(parts.values())
        centre = self._middle(self.world.country_index[code])
        radius = SMALLEST_PIE + (LARGEST_PIE - SMALLEST_PIE) * float(np.sqrt(total / top)) if total else 0
        data = [{"name": slice_words(names, self.lang), "value": count, "itemStyle": {"color": SLICES[names]},
                 "country": code, "tooltip": {"formatter": f"{self.names.nation(code)}<br>"
                                              f"{slice_words(names, self.lang)}: {numbers.count(count, self.lang)}"}}
                for names, count in parts.items() if count]
        return {"type": "pie", "id": f"pie-{code}", "name": code, "coordinateSystem": "geo", "center": centre,
                "radius": round(radius, 1), "label": {"show": False}, "labelLine": {"show": False}, "zlevel": 2,
                "itemStyle": {"borderColor": EDGE, "borderWidth": 0.7}, "data": data,
                "emphasis": {"scale": False}, "tooltip": {"trigger": "item"}}

    def _middle(self, country: int) -> list[float]:
        """Where the pie of a country stands: amid the places where people settle, else at its main place."""
        world = self.world
        settle = [place for place in world.settle_places if world.place_country[place] == country]
        return [float(x) for x in self.at[settle or [world.main_place[country]]].mean(axis=0)]


def slice_words(names: tuple[str, ...], lang: str) -> str:
    """What a slice of a pie counts."""
    if len(names) > 1:
        return say("demo_slice_returned", lang)
    state = next(s for s in STATES if s.name == names[0])
    return state.label_es if lang == "es" else state.label_en


def rate_words(lang: str) -> list[tuple[str, str]]:
    """(colour, departures per 1,000 residents) of every shade."""
    ends = [f"< {CUTS[0]}", *(f"{low}–{high}" for low, high in zip(CUTS, CUTS[1:], strict=False)), f"> {CUTS[-1]}"]
    return list(zip(STEPS, ends, strict=True))


def _merged(rows: Any) -> list[tuple[int, int, int]]:
    """Rows of the same leg (by bus, on foot) added up."""
    total: dict[tuple[int, int], int] = {}
    for start, end, persons in rows:
        total[start, end] = total.get((start, end), 0) + persons
    return [(start, end, persons) for (start, end), persons in total.items()]
