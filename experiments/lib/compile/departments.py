"""departments.geojson: our own schematic cells, nearest-capital areas clipped to the country outline.

They are Voronoi cells of the department capitals, not administrative borders. Needs shapely (extra
`compile`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import Voronoi

from experiments.lib.compile.basemap import outlines, rounded, write_features
from experiments.lib.compile.common import NORTH
from model.checks import InputError

FAR = 20.0  # degrees: helper points around the country close all cells
REACH = 0.05  # degrees: disc for a capital off the simplified outline (small islands)


def shapes_module() -> Any:
    """The shapely package, or an InputError that says how to get it."""
    try:
        import shapely
    except ImportError as error:
        raise InputError(
            "departments.geojson needs shapely: install the extra 'compile' of this project."
        ) from error
    return shapely


def cells(points: np.ndarray) -> list[np.ndarray]:
    """Corner points of the nearest-point cell of each of n points f8[n, 2] (longitude, latitude)."""
    centre = points.mean(axis=0)
    ring = centre + FAR * np.array([(-1, -1), (-1, 1), (1, -1), (1, 1), (0, 1), (0, -1), (1, 0), (-1, 0)])
    diagram = Voronoi(np.vstack([points, ring]))
    return [diagram.vertices[diagram.regions[diagram.point_region[i]]] for i in range(len(points))]


def clipped(shapely: Any, corners: np.ndarray, outline: Any, point: np.ndarray) -> dict:
    """GeoJSON geometry of cell and outline; a small disc when the outline has no land there."""
    from shapely.geometry import mapping

    cell = shapely.MultiPoint(corners).convex_hull
    land = cell.intersection(outline)
    own = shapely.Point(point).buffer(REACH, quad_segs=4).intersection(cell)
    shape = shapely.union_all([land, own]) if not land.contains(shapely.Point(point)) else land
    shape = shapely.make_valid(shapely.set_precision(shape, 0.001))
    polygons = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    shape = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    geometry = mapping(shapely.normalize(shape))
    return {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}


def country_features(shapely: Any, places: pd.DataFrame, outline: Any) -> list[dict]:
    """Features of one country's departments in the order of places.csv."""
    points = places[["lon", "lat"]].to_numpy(dtype=float)
    return [
        {
            "type": "Feature",
            "properties": {"place_id": place},
            "geometry": clipped(shapely, corners, outline, point),
        }
        for place, corners, point in zip(places.place_id, cells(points), points, strict=True)
    ]


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Write departments.geojson; the frame lists the places."""
    shapely = shapes_module()
    from shapely.geometry import shape

    places, land = tables["places"], outlines(raw)
    features = []
    for country in NORTH:
        own = places[(places.country_iso3 == country) & (places.admin_level == "department")]
        features += country_features(shapely, own, shapely.make_valid(shape(land[country])))
    note = (
        "Nearest-capital cells, not administrative borders; outline: Made with Natural Earth (public domain)"
    )
    write_features(features, out / "departments.geojson", note)
    return pd.DataFrame({"place_id": [feature["properties"]["place_id"] for feature in features]})
