"""basemap.geojson: country outlines of Natural Earth (public domain), property iso3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from model.checks import InputError


def rounded(part: Any) -> Any:
    """Coordinates to 3 decimals (about 100 m), any nesting."""
    return round(part, 3) if isinstance(part, (int, float)) else [rounded(item) for item in part]


def outlines(raw: Path) -> dict[str, dict]:
    """iso3 -> geometry, in the order of the raw file."""
    path = raw / "drivers/basemap_americas.geojson"
    if not path.is_file():
        raise InputError(f"{path}: country outlines not found; raw= must be the folder that holds them.")
    collection = json.loads(path.read_text(encoding="utf-8"))
    return {feature["properties"]["iso3"]: feature["geometry"] for feature in collection["features"]}


def write_features(features: list[dict], path: Path, attribution: str) -> None:
    """A FeatureCollection, one feature a line, same bytes every time."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    head = json.dumps({"type": "FeatureCollection", "attribution": attribution}, ensure_ascii=False)[:-1]
    path.write_text(f'{head}, "features": [\n{lines}\n]}}\n', encoding="utf-8")


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Write basemap.geojson; the frame lists the codes."""
    shapes = outlines(raw)
    features = [
        {
            "type": "Feature",
            "properties": {"iso3": code},
            "geometry": {"type": shape["type"], "coordinates": rounded(shape["coordinates"])},
        }
        for code, shape in shapes.items()
    ]
    write_features(features, out / "basemap.geojson", "Made with Natural Earth, 1:50m (public domain)")
    return pd.DataFrame({"iso3": list(shapes)})
