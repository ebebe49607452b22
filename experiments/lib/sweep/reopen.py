"""Opens a store again from its own files, for commands that read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.lib.files import records
from experiments.lib.runfolder import OUTPUTS
from experiments.lib.sweep import reading
from experiments.lib.sweep.points import Point
from experiments.lib.sweep.store import DAMAGE, Store, exists, previous
from model.checks import InputError


def reopened(path: Path) -> tuple[Store, dict[str, Any], list[Point]]:
    """Store, manifest and the runs of its design that are there. Raises InputError if it is no store."""
    if not exists(path) or not (path / "design.parquet").is_file():
        known = sorted(str(found.parent) for found in OUTPUTS.glob("sweep/*/manifest.json"))
        hint = f" Known: {', '.join(known[:5])}." if known else " `python -m experiments.sweep` makes one."
        raise InputError(f"{path}: no store of a sweep.{hint}")
    store = Store(path)
    design = pd.read_parquet(path / "design.parquet")
    points = [point for row in records(design) if (point := _point(store, row))]
    return store, previous(path), points


def _point(store: Store, row: Any) -> Point | None:
    try:
        run = reading.read_shard(store.shard(row.key))[1]["run"]
    except DAMAGE:
        return None
    return Point(row.key, row.plan, row.plan, run["plan_hash"], tuple(run["changes"].items()),
                 tuple(run["settings"].items()), tuple(run["switches"].items()), int(row.seed), int(row.draw))
