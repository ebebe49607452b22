"""What is kept of a run: one tidy table as Parquet bytes, the same bytes wherever the run was made.

Columns: key, plan, seed, part, outcome, unit, place, year, group, value, error. Parts: `window` (the whole
window, by nobody), `place` (the window by origin place), `year` (calendar years of the whole run), `cost` (the window
by `payer/lever`), `error` (the only row of a failed run). Nothing that depends on the machine or on time is in it.
"""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.lib.compare import households, outcomes
from experiments.lib.compare.outcomes import OUTCOMES
from experiments.lib.jobs import Job
from experiments.lib.sweep.points import Base, Point

META = b"vaiven"
COST, USD = "cost", "usd"
TEXTS = ("key", "plan", "part", "outcome", "unit", "place", "group", "error")
TEXT = pa.dictionary(pa.int16(), pa.string())
SCHEMA = pa.schema([
    ("key", TEXT), ("plan", TEXT), ("seed", pa.int64()), ("part", TEXT), ("outcome", TEXT), ("unit", TEXT),
    ("place", TEXT), ("year", pa.int16()), ("group", TEXT), ("value", pa.float64()), ("error", TEXT)])

Row = tuple[str, str, str, str, int, str, float]
"""part, outcome, unit, place, year (0 none), group, value"""


def shard_of(point: Point, base: Base, job: Job, simulation: Any) -> bytes:
    """The shard of a finished run."""
    world, history = job.whole, simulation.history
    kept = [world.place_origin[place] for place in job.world.origins]
    _, at_end = households.snapshot(simulation, households.Moves(simulation))
    if job.origins:
        history = history.only(kept, job.world)
        at_end = {name: values[kept] for name, values in at_end.items()}
    first = int(np.ceil((base.since - simulation.start) / simulation.dt))
    by_origin = outcomes.by_origin(history, first, simulation.dt, at_end)
    rows = [*_window(by_origin), *_places(by_origin, job), *_years(history, simulation.dt),
            *_costs(simulation.history, first)]
    return written(point, base, rows)


def failed(point: Point, base: Base, error: str) -> bytes:
    """The shard of a run that failed: one row with its error."""
    return written(point, base, [("error", "", "", "", 0, "", float("nan"))], error)


def _window(by_origin: np.ndarray) -> list[Row]:
    return [("window", outcome.key, outcome.unit, "", 0, "", float(value))
            for outcome, value in zip(OUTCOMES, by_origin.sum(axis=1), strict=True)]


def _places(by_origin: np.ndarray, job: Job) -> list[Row]:
    names = [job.world.place_ids[place] for place in job.world.origins]
    return [("place", outcome.key, outcome.unit, name, 0, "", float(value))
            for outcome, values in zip(OUTCOMES, by_origin, strict=True)
            for name, value in zip(names, values, strict=True)]


def _years(history: Any, dt: float) -> list[Row]:
    """Sums of flows and means of stocks by calendar year."""
    monthly = outcomes.monthly(history, 0, dt)
    years = np.array([int(label[:4]) for label in history.labels[: history.recorded]])
    rows: list[Row] = []
    for outcome, values in zip(OUTCOMES, monthly, strict=True):
        for year in np.unique(years) if outcome.read is not None else ():
            own = values[years == year]
            value = own.sum() if outcome.how == "sum" else _mean(own)
            rows.append(("year", outcome.key, outcome.unit, "", int(year), "", float(value)))
    return rows


def _mean(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _costs(history: Any, first: int) -> list[Row]:
    """US$ of 2021 of the window: the total, and by payer and lever."""
    paid = outcomes.costs(history, first)
    rows: list[Row] = [("window", COST, USD, "", 0, "", float(sum(paid.values())))]
    return rows + [("cost", COST, USD, "", 0, f"{payer}/{lever}", float(amount))
                   for (payer, lever), amount in sorted(paid.items())]


def written(point: Point, base: Base, rows: list[Row], error: str = "") -> bytes:
    """Parquet bytes with checksums; the identity of the run is in the file's own metadata too."""
    part, outcome, unit, place, year, group, value = (list(column) for column in zip(*rows, strict=True))
    count = len(rows)
    columns: dict[str, Any] = {
        "key": [point.key] * count, "plan": [point.plan] * count, "seed": [point.seed] * count, "part": part,
        "outcome": outcome, "unit": unit, "place": place, "year": year, "group": group, "value": value,
        "error": [error] * count}
    record = {"key": point.key, "status": "failed" if error else "done", "run": point.record(), "base": base.record()}
    meta = {META: json.dumps(record, sort_keys=True, default=str).encode()}
    arrays = [pa.array(columns[field.name], pa.string()).dictionary_encode().cast(TEXT) if field.name in TEXTS
              else pa.array(columns[field.name], field.type) for field in SCHEMA]
    table = pa.Table.from_arrays(arrays, schema=SCHEMA.with_metadata(meta))
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return sink.getvalue()


def read_shard(source: Any) -> tuple[pa.Table, dict[str, Any]]:
    """Table and identity of a shard; checksums are verified. Raises OSError, ValueError or KeyError if damaged."""
    reader = pq.ParquetFile(source, page_checksum_verification=True)
    identity = json.loads((reader.schema_arrow.metadata or {})[META])
    return reader.read(), identity
