"""Maps of the report: flows along routes and values by origin, drawn from the world's own outlines.

Outlines: `basemap.geojson` (property iso3) and `departments.geojson` (property place_id) of the world's
folder. Where a world has none, places are drawn as points.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib import numbers
from experiments.lib.figures import WIDTH, headed
from experiments.lib.files import records
from experiments.lib.svg import INK, QUIET, Sheet, path
from experiments.lib.words import say

LAND, COAST = "#ececec", "#bdbdbd"
FLOW = "#d55e00"
STEPS = ("#f7e7a9", "#c8dc9a", "#7fbf9f", "#3a8fa5", "#1d4a7d")
"""Light to dark, yellow to blue: ordered with any colour vision and in grey print."""
MAP_HEIGHT = 440


@dataclass(frozen=True)
class View:
    """A plate carrée window: which longitudes and latitudes fill which box of the sheet."""

    west: float
    south: float
    east: float
    north: float
    top: float
    width: float = WIDTH

    @property
    def squeeze(self) -> float:
        """Length of a degree of longitude over one of latitude, mid-window."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def per_degree(self) -> float:
        """Pixels per degree of latitude."""
        return self.width / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """Pixels from north to south."""
        return (self.north - self.south) * self.per_degree

    def at(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Pixel of a point, or of arrays of points."""
        return (
            (lon - self.west) * self.squeeze * self.per_degree,
            self.top + (self.north - lat) * self.per_degree,
        )

    def holds(self, lon: float, lat: float) -> bool:
        """True if the point lies in the window."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def view_of(lons: Iterable[float], lats: Iterable[float], top: float, margin: float = 0.06) -> View:
    """The window around points, at most `MAP_HEIGHT` px high, with a margin (share of the span)."""
    lons, lats = np.asarray(list(lons), float), np.asarray(list(lats), float)
    wide = max(np.ptp(lons), 0.5) * margin
    high = max(np.ptp(lats), 0.5) * margin
    west, east = lons.min() - wide, lons.max() + wide
    south, north = lats.min() - high, lats.max() + high
    view = View(west, south, east, north, top)
    if view.height > MAP_HEIGHT:
        need = (north - south) * WIDTH / MAP_HEIGHT / view.squeeze
        west, east = (west + east - need) / 2, (west + east + need) / 2
    elif view.height < 200:
        need = 200 / view.per_degree
        south, north = (south + north - need) / 2, (south + north + need) / 2
    return View(west, south, east, north, top)


@cache
def features(folder: Path, name: str, key: str) -> dict[str, list[list[np.ndarray]]]:
    """Polygons of a GeoJSON file by the property `key`; empty if the world has no such file."""
    source = folder / f"{name}.geojson"
    if not source.is_file():
        return {}
    found: dict[str, list[list[np.ndarray]]] = {}
    for feature in json.loads(source.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        rings = [[np.array(ring, float)[:, :2] for ring in polygon] for polygon in polygons]
        found.setdefault(feature["properties"].get(key) or "", []).extend(rings)
    return found


def outline(polygons: Iterable[Sequence[np.ndarray]], view: View, detail: float = 0.7) -> str:
    """Path steps of polygons; points closer than `detail` px and parts outside the view are left out."""
    steps = []
    for polygon in polygons:
        for ring in polygon:
            x, y = view.at(ring[:, 0], ring[:, 1])
            near = (x > -60) & (x < view.width + 60) & (y > view.top - 60) & (y < view.top + view.height + 60)
            kept = _thinned(x, y, detail) if near.any() else np.zeros(0, int)
            if len(kept) > 3:
                steps.append(path(zip(x[kept], y[kept], strict=True)) + "Z")
    return "".join(steps)


def _thinned(x: np.ndarray, y: np.ndarray, detail: float) -> np.ndarray:
    """Indices of the points that lie on a new cell of a grid of `detail` px."""
    cell = np.round(np.stack([x, y]) / detail)
    return np.flatnonzero(np.append(True, (np.diff(cell, axis=1) != 0).any(axis=0)))


def flow_map(folder: Path, title: str, unit: str, flows: pd.DataFrame, lang: str, labels: int = 9) -> str:
    """SVG of persons by leg; `flows` has lon_a, lat_a, lon_b, lat_b, name_a, name_b, persons."""
    sheet, top = headed(title, unit, 0)
    flows = flows[flows.persons > 0].sort_values("persons")
    flows = flows[flows.persons >= 0.002 * flows.persons.max()] if len(flows) else flows
    view = (
        view_of([*flows.lon_a, *flows.lon_b], [*flows.lat_a, *flows.lat_b], top + 8) if len(flows) else None
    )
    if view is None:
        sheet.height = top + 40
        sheet.text(8, top + 24, say("no_data", lang), 11, QUIET)
        return sheet.render()
    draw_land(sheet, folder, view)
    per_width = flows.persons.max() / 7
    for leg in records(flows):
        hint = f"{leg.name_a} – {leg.name_b}: {numbers.rounded(leg.persons, lang)}"
        _leg(
            sheet,
            view.at(leg.lon_a, leg.lat_a),
            view.at(leg.lon_b, leg.lat_b),
            max(leg.persons / per_width, 0.35),
            hint,
        )
    _name_places(sheet, view, flows, labels)
    close_map(sheet, view)
    _width_legend(sheet, flows.persons.max(), per_width, view.top + view.height + 16, lang)
    return sheet.render()


def _leg(sheet: Sheet, a: tuple[float, float], b: tuple[float, float], width: float, hint: str) -> None:
    sheet.raw(
        f'<path d="{path([a, b])}" stroke="{FLOW}" stroke-width="{width:.1f}" stroke-linecap="round"'
        f' opacity="0.72" fill="none"><title>{_escaped(hint)}</title></path>'
    )


def _name_places(sheet: Sheet, view: View, flows: pd.DataFrame, wanted: int) -> None:
    ends = pd.concat(
        [
            flows[["name_a", "lon_a", "lat_a", "persons"]].set_axis(["name", "lon", "lat", "n"], axis=1),
            flows[["name_b", "lon_b", "lat_b", "persons"]].set_axis(["name", "lon", "lat", "n"], axis=1),
        ]
    )
    loads = ends.groupby("name").agg(lon=("lon", "first"), lat=("lat", "first"), n=("n", "max"))
    taken: list[tuple[float, float, float, float]] = []
    for name, row in loads.sort_values("n", ascending=False).iterrows():
        if len(taken) >= wanted:
            break
        x, y = view.at(row.lon, row.lat)
        _place_label(sheet, view, x, y, str(name), taken)


def _place_label(sheet: Sheet, view: View, x: float, y: float, name: str, taken: list) -> None:
    long = 5.4 * len(name) + 8
    for anchor, left in (("start", x - 3), ("end", x + 3 - long)):
        box = (left, y - 10, left + long, y + 5)
        free = all(
            box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3]
            for other in taken
        )
        if (
            free
            and left > 2
            and box[2] < view.width - 2
            and box[1] > view.top
            and box[3] < view.top + view.height
        ):
            sheet.dot(x, y, 2, INK)
            sheet.text(x + (5 if anchor == "start" else -5), y + 3.5, name, 9.5, INK, anchor, halo=True)
            taken.append(box)
            return


def draw_land(sheet: Sheet, folder: Path, view: View) -> None:
    sheet.raw(
        f'<svg x="0" y="{view.top:.1f}" width="{view.width:g}" height="{view.height:.1f}" '
        f'viewBox="0 {view.top:.1f} {view.width:g} {view.height:.1f}">'
    )
    land = outline((part for parts in features(folder, "basemap", "iso3").values() for part in parts), view)
    if land:
        sheet.shape(land, LAND, COAST, 0.5)


def close_map(sheet: Sheet, view: View) -> None:
    sheet.raw("</svg>")
    sheet.height = view.top + view.height + 30


def _width_legend(sheet: Sheet, largest: float, per_width: float, y: float, lang: str) -> None:
    sheet.text(8, y + 3, say("legend_width", lang), 10, QUIET)
    x = 150.0
    for value in (numbers.nice_step(largest, 10), numbers.nice_step(largest, 1)):
        sheet.line([(x, y), (x + 24, y)], FLOW, max(value / per_width, 0.35), opacity=0.72)
        words = numbers.short(value, lang)
        sheet.text(x + 29, y + 3.5, words, 10)
        x += 46 + 6 * len(words)


def value_map(
    folder: Path,
    title: str,
    unit: str,
    values: Mapping[str, float],
    lang: str,
    key: str = "iso3",
    window: Sequence[tuple[float, float]] = (),
    points: pd.DataFrame | None = None,
) -> str:
    """SVG of a value by country (`key="iso3"`) or origin place (`key="place_id"`), five classes.

    `window` are the points (lon, lat) the map must hold; `points` (index place_id; lon, lat, name) are
    drawn where the world has no outlines for the key.
    """
    sheet, top = headed(title, unit, 0)
    shapes = features(folder, "basemap" if key == "iso3" else "departments", key)
    cuts = class_cuts([value for value in values.values() if np.isfinite(value)])
    view = view_of([point[0] for point in window], [point[1] for point in window], top + 8)
    draw_land(sheet, folder, view)
    names = points["name"].to_dict() if points is not None else {}
    for code, value in values.items():
        hint = f"{names.get(code, code)}: {numbers.rounded(value, lang)}"
        steps = outline(shapes.get(code, []), view, 0.4)
        if steps:
            sheet.shape(steps, colour_of(value, cuts), "#ffffff", 0.5, hint)
        elif points is not None and code in points.index:
            sheet.dot(
                *view.at(points.lon[code], points.lat[code]), 5, colour_of(value, cuts), "#555555", hint
            )
    close_map(sheet, view)
    _class_legend(sheet, cuts, view.top + view.height + 8, lang)
    return sheet.render()


def class_cuts(values: Sequence[float]) -> list[float]:
    """Up to four round cuts that split the values in about equal groups."""
    positive = np.array([value for value in values if value > 0])
    if not len(positive):
        return []
    cuts = [_round_two(cut) for cut in np.quantile(positive, (0.2, 0.4, 0.6, 0.8))]
    return sorted(set(cuts))


def _round_two(value: float) -> float:
    power = 10.0 ** (math.floor(math.log10(value)) - 1)
    return round(value / power) * power


def colour_of(value: float, cuts: Sequence[float]) -> str:
    """Colour of the class of a value; grey where there is none."""
    if not np.isfinite(value):
        return LAND
    return STEPS[int(np.searchsorted(cuts, value, side="right")) + (len(STEPS) - 1 - len(cuts))]


def _class_legend(sheet: Sheet, cuts: Sequence[float], y: float, lang: str) -> None:
    count = len(cuts) + 1
    wide = (WIDTH - 16) / count
    bounds = [None, *cuts, None]
    for index in range(count):
        x = 8 + wide * index
        sheet.rect(x, y, wide - 2, 8, STEPS[index + len(STEPS) - count])
        low, high = bounds[index], bounds[index + 1]
        sheet.text(x, y + 18, _range_words(low, high, lang), 9, QUIET)


def _range_words(low: float | None, high: float | None, lang: str) -> str:
    if low is None or high is None:
        ends = [f"≥ {numbers.short(low, lang)}"] if low is not None else []
        return "".join([*ends, *([f"< {numbers.short(high, lang)}"] if high is not None else [])])
    return f"{numbers.short(low, lang)}–{numbers.short(high, lang)}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
