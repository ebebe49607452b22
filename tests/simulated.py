"""Helpers for tests of the running model: start runs, count stocks again, copy columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from model import ledger, passes
from model.bundles import Packed, pack
from model.continuum import INDEX_MASK
from model.draws import Now
from model.engine import Simulation
from model.fields import Bundle
from model.households import Households
from model.ledger import Books
from model.plan import load_plan
from model.settings import make
from model.world import World

SCALE, MONTHS = 10, 24
STOCKS = ("at", "origin", "abroad", "parties", "pending")


def plan_of(folder: Path, *rows: dict[str, Any], **top: Any) -> Path:
    """File of a plan with the given lever rows; other keys of the plan by name."""
    head = {"name": "test", "title_en": "Test", "title_es": "Prueba", "about_en": "A test.",
            "about_es": "Una prueba.", "timeline": "historical", "levers": list(rows)}
    path = folder / "test.yaml"
    path.write_text(yaml.safe_dump(head | top, allow_unicode=True), encoding="utf-8")
    return path


def start(world: World, plan: str | Path = "baseline", settings: Any = None, **options: Any) -> Simulation:
    """A run at its first step; valley sizes unless told otherwise."""
    options = {"scale": SCALE, "months": MONTHS} | options
    return Simulation(world, load_plan(plan, world), settings or make(), **options)


def finish(simulation: Simulation) -> Simulation:
    """Step to the end."""
    while simulation.t < simulation.steps:
        simulation.step()
    return simulation


def run(world: World, plan: str | Path = "baseline", settings: Any = None, **options: Any) -> Simulation:
    """A finished run."""
    return finish(start(world, plan, settings, **options))


def fresh_books(simulation: Simulation) -> Books:
    """Empty books of the size of a run."""
    return ledger.allocate(1, *simulation._sizes(), simulation.steps)[0]


def last_row(simulation: Simulation, origin: int) -> int:
    """End of the rows of an origin whose households exist."""
    return int(simulation.band_starts[origin, 4] + simulation.formed[simulation._formed_row(), origin])


def count_again(simulation: Simulation) -> dict[str, np.ndarray]:
    """All stocks of the books from the columns alone."""
    books = fresh_books(simulation)
    h, geo, packed, now = pack(simulation.households), pack(simulation.geo), pack(books), simulation._now()
    passes.recount(*simulation._rows(), now, h, geo, packed)
    return {name: getattr(books, name) for name in STOCKS}


def rows_of(simulation: Simulation) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(row, origin, static band) of every household that exists, i8[n] each."""
    rows, origins, bands = [], [], []
    for o in range(len(simulation.world.origins)):
        ends = [*simulation.band_starts[o, :5], last_row(simulation, o)]
        for band in range(5):
            count = int(ends[band + 1] - ends[band])
            rows.append(np.arange(ends[band], ends[band] + count))
            origins.append(np.full(count, o))
            bands.append(np.full(count, band))
    return tuple(np.concatenate(part).astype(np.int64) for part in (rows, origins, bands))  # type: ignore


def states(h: Households) -> np.ndarray:
    """State indices of the rows."""
    return h.state & INDEX_MASK


def copy_of(h: Households) -> Households:
    """Columns of their own."""
    return Households(*(column.copy() for column in h))


def same_columns(a: Households, b: Households) -> np.ndarray:
    """bool[n]: rows equal in every column."""
    return np.logical_and.reduce([one == other for one, other in zip(a, b, strict=True)])


def moment(simulation: Simulation, h: Households | None = None, settings: dict[str, float] | None = None,
           **fields: np.ndarray) -> tuple[Now, Packed, Bundle, Packed]:
    """(now, h, b, books) as rules get them, with some settings and fields replaced."""
    changed = simulation.fields._replace(**fields)
    chosen = simulation.builder.kernel_settings._replace(**(settings or {}))
    parts = (pack(simulation.geo), pack(changed), pack(chosen), pack(simulation.values.routes))
    return simulation._now(), pack(h or simulation.households), Bundle(*parts), pack(fresh_books(simulation))
