"""A world: places, routes, drivers, shocks, people at the start and observed targets, read from a folder.

`load` reads the small tables of `scenarios/<name>/`, checks them against `model/world_tables.py` and
across tables, and returns an immutable record of NumPy arrays and data frames.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from model.checks import InputError, nearest
from model.world_checks import check_references, check_world
from model.world_header import Header, absolute_month, read_header
from model.world_read import Problems, decode, read_tables

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
FAR = 1_000_000  # months: "always" and "never" for blank dates


@dataclass(frozen=True, eq=False)
class World:
    """Everything a run knows about its world; see the field comments for shapes and units.

    P places, C countries (sorted by code), O origins in use, S settle places, N border sectors, T months.
    """

    name: str
    folder: Path
    hash: str                        # blake2b over world.yaml and all tables
    title: dict[str, str]            # en, es
    description: dict[str, str]      # en, es
    attribution: str
    start: int                       # absolute month, year * 12 + month - 1
    end: int
    months: int                      # T
    history_end: int                 # index of the last observed month, relative to start
    step_days: float
    default_scale: int
    season: np.ndarray               # f8[12], January to December, by month of arrival at the border
    hub: int                         # country index of the hub destination
    places: pd.DataFrame
    place_ids: tuple[str, ...]
    place_index: dict[str, int]
    place_country: np.ndarray        # i2[P]
    place_uid: np.ndarray            # u4[P], hash of the place's name: its luck does not depend on others
    countries: tuple[str, ...]
    country_index: dict[str, int]
    country_block: np.ndarray        # i1[C], block of family ties
    host_only: np.ndarray            # bool[C]
    main_place: np.ndarray           # i4[C], place index where parties settle by default
    origins: np.ndarray              # i4[O], place indices
    origin_country: np.ndarray       # i2[O]
    place_origin: np.ndarray         # i2[P], origin index or -1
    settle_places: np.ndarray        # i4[S], place indices
    settle_of_place: np.ndarray      # i2[P], settle index or -1
    dest_country: np.ndarray         # i2[S]
    sectors: np.ndarray              # i4[N], place indices
    sector_of_place: np.ndarray      # i2[P], sector index or -1
    routes: pd.DataFrame             # plus tail, head (place indices), open_from_month, open_to_month
    tables: dict[str, pd.DataFrame]  # every other table; shocks and policy_timeline plus start/end_month

    def month_of(self, text: str) -> int:
        """Step index of a month `YYYY-MM`, 0 at the world's start. Raises InputError outside the world."""
        month = absolute_month(str(text))
        if month is None or not self.start <= month <= self.end:
            raise InputError(f"month {text!r}: the world '{self.name}' holds {self.label(0)} to "
                             f"{self.label(self.months - 1)}, written YYYY-MM.")
        return month - self.start

    def label(self, index: int) -> str:
        """Month `YYYY-MM` of a step index."""
        month = self.start + int(index)
        return f"{month // 12:04d}-{month % 12 + 1:02d}"


def available(root: Path = SCENARIOS) -> list[str]:
    """Names of the worlds in `scenarios/`, those to copy (with a leading underscore) left out."""
    return sorted(path.parent.name for path in root.glob("*/world.yaml") if path.parent.name[0] != "_")


def load(name_or_folder: str | Path, origins: Sequence[str] | None = None) -> World:
    """Read and check a world by name (in `scenarios/`) or folder; `origins` keeps only some origins.

    `origins` lists country codes or place ids. Raises InputError with up to ten problems at once.
    """
    folder = _folder(name_or_folder)
    problems = Problems(folder.name)
    raw = _read_yaml(folder)
    text = decode(raw, "world.yaml", problems)
    header = None if text is None else read_header(text, problems)
    tables, raw_tables = read_tables(folder, problems)
    problems.stop()
    check_references(tables, problems)
    problems.stop()
    assert header is not None
    check_world(header, tables, problems)
    problems.stop()
    digest = hashlib.blake2b(b"\0".join([raw, *raw_tables]), digest_size=16).hexdigest()
    whole = _assemble(folder, header, tables, digest)
    return whole if origins is None else restricted(whole, tuple(origins))


@lru_cache(maxsize=8)
def restricted(world: World, origins: tuple[str, ...]) -> World:
    """The same world with some origins in use, by country code or place id. Raises InputError: unknown origin.

    Every run of a sweep asks for it, so it is made once a world.
    """
    chosen = _chosen_origins(world.places, origins)
    return replace(world, origins=chosen, origin_country=world.place_country[chosen],
                   place_origin=_positions(chosen, len(world.place_ids)))


def _folder(name_or_folder: str | Path) -> Path:
    for candidate in (Path(name_or_folder), SCENARIOS / str(name_or_folder)):
        if candidate.is_dir():
            return candidate
    names = available()
    raise InputError(f"world {str(name_or_folder)!r}: no folder and no world of this name. "
                     f"{nearest(str(name_or_folder), names)} Worlds: {', '.join(names) or 'none'}.")


def _read_yaml(folder: Path) -> bytes:
    path = folder / "world.yaml"
    if not path.is_file():
        raise InputError(f"{folder}: the file world.yaml is missing, so this is no world folder. "
                         "Copy scenarios/_template to begin one.")
    return path.read_bytes()


def _assemble(folder: Path, header: Header, tables: dict[str, pd.DataFrame], digest: str) -> World:
    places = tables["places"]
    ids = tuple(places["place_id"])
    countries = tuple(sorted(tables["countries"]["country_iso3"]))
    country_index = {code: index for index, code in enumerate(countries)}
    place_index = {place: index for index, place in enumerate(ids)}
    place_country = places["country_iso3"].map(country_index).to_numpy(dtype=np.int16)
    origins = np.flatnonzero((places["role"] == "origin").to_numpy()).astype(np.int32)
    settle = np.flatnonzero(places["settle"].to_numpy() == 1).astype(np.int32)
    sectors = np.flatnonzero(places["role"].to_numpy() == "sector").astype(np.int32)
    by_country = tables["countries"].set_index("country_iso3").loc[list(countries)]
    return World(
        name=header.name, folder=folder, hash=digest, title=header.title, description=header.description,
        attribution=header.attribution, start=header.start, end=header.end,
        months=header.end - header.start + 1, history_end=header.history_end - header.start,
        step_days=header.step_days, default_scale=header.default_scale, season=np.array(header.season),
        hub=country_index[header.hub_destination], places=places, place_ids=ids, place_index=place_index,
        place_country=place_country, place_uid=_uids(ids), countries=countries, country_index=country_index,
        country_block=by_country["tie_block"].to_numpy(dtype=np.int8),
        host_only=by_country["host_only"].to_numpy(dtype=bool),
        main_place=_main_places(places, place_country, len(countries)),
        origins=origins, origin_country=place_country[origins], place_origin=_positions(origins, len(ids)),
        settle_places=settle, settle_of_place=_positions(settle, len(ids)),
        dest_country=place_country[settle],
        sectors=sectors, sector_of_place=_positions(sectors, len(ids)),
        routes=_routes(tables["routes"], place_index, header.start),
        tables=_other_tables(tables, header.start))


def _uids(ids: tuple[str, ...]) -> np.ndarray:
    digests = [hashlib.blake2s(place.encode(), digest_size=4).digest() for place in ids]
    return np.frombuffer(b"".join(digests), dtype="<u4").astype(np.uint32)


def _positions(members: np.ndarray, size: int) -> np.ndarray:
    positions = np.full(size, -1, dtype=np.int16)
    positions[members] = np.arange(len(members))
    return positions


def _main_places(places: pd.DataFrame, place_country: np.ndarray, count: int) -> np.ndarray:
    main = np.full(count, -1, dtype=np.int32)
    rows = np.flatnonzero(places["main"].to_numpy() == 1)
    main[place_country[rows]] = rows
    return main


def _chosen_origins(places: pd.DataFrame, wanted: Sequence[str]) -> np.ndarray:
    is_origin = (places["role"] == "origin").to_numpy()
    origin_ids = set(places.loc[is_origin, "place_id"])
    origin_codes = set(places.loc[is_origin, "country_iso3"])
    for word in wanted:
        if word not in origin_ids | origin_codes:
            raise InputError(f"origins: '{word}' is no origin place and no country with origins. "
                             f"{nearest(word, origin_ids | origin_codes)} Countries: "
                             f"{', '.join(sorted(origin_codes))}.")
    kept = is_origin & (places["place_id"].isin(wanted) | places["country_iso3"].isin(wanted)).to_numpy()
    if not kept.any():
        raise InputError("origins: the list is empty; leave the key out to use all origins.")
    return np.flatnonzero(kept).astype(np.int32)


def _month_column(dates: pd.Series, start: int, blank: int) -> np.ndarray:
    months = {date: (absolute_month(date[:7]) or 0) - start if date else blank for date in set(dates)}
    return dates.map(months).to_numpy(dtype=np.int32)


def _routes(routes: pd.DataFrame, place_index: dict[str, int], start: int) -> pd.DataFrame:
    return routes.assign(
        tail=routes["from_place"].map(place_index).to_numpy(dtype=np.int32),
        head=routes["to_place"].map(place_index).to_numpy(dtype=np.int32),
        open_from_month=_month_column(routes["open_from"], start, -FAR),
        open_to_month=_month_column(routes["open_to"], start, FAR))


def _other_tables(tables: dict[str, pd.DataFrame], start: int) -> dict[str, pd.DataFrame]:
    others = {name: frame for name, frame in tables.items() if name not in ("places", "routes")}
    for name in ("shocks", "policy_timeline"):
        frame = others[name]
        others[name] = frame.assign(start_month=_month_column(frame["start_date"], start, -FAR),
                                    end_month=_month_column(frame["end_date"], start, FAR))
    return others
