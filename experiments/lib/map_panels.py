"""The maps of a report: legs travelled, countries people leave, departments people leave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from experiments.lib.maps import features, flow_map, value_map
from experiments.lib.names import Names
from experiments.lib.panels import Drawn
from experiments.lib.results import Key, Results
from experiments.lib.words import say

FAR_EAST = 45.0
"""Degrees of longitude from the middle of the world beyond which a place is left off a map."""


class MapPainter:
    """Draws the maps of one run in one language."""

    def __init__(self, results: Results, names: Names) -> None:
        self.results, self.names, self.lang = results, names, names.lang
        self.places = results.world.places.set_index("place_id")[["lon", "lat", "name", "country_iso3"]]

    def flows(self) -> Iterator[Drawn]:
        """Legs of irregular journeys: the first years and the last twelve months' year of history."""
        if self.results.flows is None or not len(self.results.flows):
            return
        years = sorted(self.results.flows["year"].unique())
        last = self._last_full_year(years)
        for year in dict.fromkeys([last, *([years[0]] if years[0] != last else [])]):
            yield self._flow(int(year))

    def _last_full_year(self, years: list[int]) -> int:
        end = self.results.first_month + min(self.results.history_end, self.results.months - 1)
        full = [year for year in years if (year + 1) * 12 - 1 <= end]
        return full[-1] if full else years[-1]

    def _flow(self, year: int) -> Drawn:
        assert self.results.flows is not None
        rows = self.results.flows[self.results.flows["year"] == year]
        legs = rows.groupby(["from_place", "to_place"], as_index=False)["persons"].sum()
        legs["pair"] = [
            tuple(sorted(ends)) for ends in zip(legs["from_place"], legs["to_place"], strict=True)
        ]
        legs = legs.groupby("pair", as_index=False)["persons"].sum()
        table = pd.DataFrame({"persons": legs["persons"]})
        for number, side in enumerate("ab"):
            ends = self.places.loc[[pair[number] for pair in legs["pair"]]]
            table[f"lon_{side}"], table[f"lat_{side}"] = ends["lon"].to_numpy(), ends["lat"].to_numpy()
            table[f"name_{side}"] = [self.names.place(place) for place in ends.index]
            table[f"country_{side}"] = ends["country_iso3"].to_numpy()
        far = self._far(table, "a") | self._far(table, "b")
        svg = flow_map(
            self.results.world.folder,
            say("map_flows", self.lang, year=year),
            say("map_flows_unit", self.lang),
            table[~far],
            self.lang,
        )
        return Drawn(f"map-flows-{year}", svg, self._flow_note(table), False)

    def _far(self, table: pd.DataFrame, side: str) -> pd.Series:
        return (table[f"lon_{side}"] - float(np.median(self.places["lon"]))).abs() >= FAR_EAST

    def _flow_note(self, table: pd.DataFrame) -> str:
        left = sorted(
            {
                self.names.nation(code)
                for side in "ab"
                for code in table.loc[self._far(table, side), f"country_{side}"]
            }
        )
        more = f" {say('map_left_off', self.lang, places=', '.join(left))}" if left else ""
        return say("map_flows_note", self.lang) + more

    def origins(self) -> Iterator[Drawn]:
        """Departures per 1,000 residents and year: by country, and by department where there are several."""
        first, last = self._window()
        years = (last - first + 1) / 12
        window = say("window", self.lang, first=self.results.label(first), last=self.results.label(last))
        yield from self._countries(first, last, years, window)
        yield from self._departments(first, last, years, window)

    def _window(self) -> tuple[int, int]:
        end = min(self.results.history_end, self.results.months - 1)
        last = end if end >= 0 else self.results.months - 1
        return max(0, last - 59), last

    def _countries(self, first: int, last: int, years: float, window: str) -> Iterator[Drawn]:
        world = self.results.world
        residents = self._residents()
        rates = {}
        for code in {world.countries[country] for country in world.origin_country}:
            left = self.results.over(Key("departures", "", code), first, last).value
            rates[code] = 1000 * left / years / residents[code] if residents.get(code) else np.nan
        if len(rates) < 2 or not features(world.folder, "basemap", "iso3"):
            return
        points = self.places[(self.places.lon - self.places.lon.median()).abs() < FAR_EAST]
        svg = value_map(
            world.folder,
            say("map_countries", self.lang),
            f"{say('map_rate', self.lang)}, {window}",
            rates,
            self.lang,
            "iso3",
            list(zip(points.lon, points.lat, strict=True)),
            self._country_points(),
        )
        yield Drawn("map-origins-countries", svg, say("map_countries_note", self.lang), False)

    def _country_points(self) -> pd.DataFrame:
        world = self.results.world
        main = self.places.loc[[world.place_ids[place] for place in world.main_place]]
        return pd.DataFrame(
            {
                "lon": main.lon.to_numpy(),
                "lat": main.lat.to_numpy(),
                "name": [self.names.nation(code) for code in world.countries],
            },
            index=list(world.countries),
        )

    def _residents(self) -> dict[str, float]:
        world = self.results.world
        table = world.places[world.places["role"] == "origin"]
        return {str(code): float(n) for code, n in table.groupby("country_iso3")["population"].sum().items()}

    def _departments(self, first: int, last: int, years: float, window: str) -> Iterator[Drawn]:
        world = self.results.world
        ids = [world.place_ids[place] for place in world.origins]
        several = self.places.country_iso3[ids].value_counts()
        chosen = [place for place in ids if several[self.places.country_iso3[place]] > 1]
        if len(chosen) < 2:
            return
        residents = world.places.set_index("place_id")["population"]
        rates = {
            place: 1000
            * self.results.over(Key("departures", place, self.places.country_iso3[place]), first, last).value
            / years
            / residents[place]
            for place in chosen
        }
        own = self.places.loc[chosen]
        svg = value_map(
            world.folder,
            say("map_departments", self.lang),
            f"{say('map_rate', self.lang)}, {window}",
            rates,
            self.lang,
            "place_id",
            list(zip(own.lon, own.lat, strict=True)),
            self.places,
        )
        yield Drawn("map-origins-departments", svg, say("map_departments_note", self.lang), False)
