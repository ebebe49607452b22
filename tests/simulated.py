"""Helpers for tests of the running model: start runs, count stocks again, copy columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from model import ledger, passes
from model.bundles import Packed, pack
from model.conditions import Conditions, Programme
from model.continuum import INDEX_MASK
from model.draws import Now
from model.engine import Simulation
from model.fields import Bundle
from model.households import Households, restored
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


@dataclass
class Hooked:
    """A plan whose conditions are changed further in every step, as a lever would: `change(t, conditions)`."""

    plan: Any
    change: Callable[[int, Conditions], None]

    def apply(self, t: int, conditions: Conditions, context: Any) -> None:
        self.plan.apply(t, conditions, context)
        self.change(t, conditions)

    def book(self, *args: Any) -> Any:
        return self.plan.book(*args)


def hooked(world: World, change: Callable[[int, Conditions], None], plan: str | Path = "baseline") -> Hooked:
    """A plan of the world with `change` on top."""
    return Hooked(load_plan(plan, world), change)


def everything(world: World) -> Callable[[int, Conditions], None]:
    """A change that turns every hook of households on, those that raise hazards by much, from the second step on."""
    def change(t: int, conditions: Conditions) -> None:
        if t == 0:
            return
        for name, value in HOOKS.items():
            getattr(conditions, name)[:] = value
        for country in np.unique(world.origin_country):
            conditions.programmes += programmes_for(world, int(country))
    return change


HOOKS = {
    "disaster_multiplier": 3.0, "aid_cash": 500.0, "food_relief": 0.5, "displaced_help": 0.6, "apply_multiplier": 4.0,
    "risk_truth": 0.5, "harm_party": 1.5, "visa_price_multiplier": 0.5, "rehire_shift": 0.1,
    "overstay_multiplier": 1.5, "crowding_multiplier": 0.5, "wish_shift": 0.4, "crisis_half_life": 1.5,
    "women_victim": 0.7,
}


def programmes_for(world: World, country: int) -> list[Programme]:
    """Places of every kind that only levers offer, for people of a country; two ask for no wish to leave."""
    mask, code = world.origin_country == country, world.countries[country]
    abroad = next(c for c in np.unique(world.dest_country) if c != country)
    effects = {"cash": 60.0, "loan": 100.0, "income_gain": 0.2, "formal": 1.0}
    common: dict[str, Any] = {"lever_id": "test", "row": 0, "origins": mask, "places": 900.0}
    return [
        Programme(key=f"farms/{code}", channel="livelihood", hazard=0.1, farm_only=True, needs_wish=False, once=0,
                  price=50.0, effects=effects, **common),
        Programme(key=f"jobs/{code}", channel="livelihood", hazard=0.2, effects=effects, **common),
        Programme(key=f"training/{code}", channel="livelihood", hazard=0.05, needs_wish=False, **common),
        Programme(key=f"skills/{code}", channel="labour_market", host=int(abroad), hazard=0.3,
                  effects={"score": 0.05}, **common),
        Programme(key=f"care/{code}", channel="victim_service", hazard=0.5, effects={"score": 0.08, "cash": 90.0},
                  **common),
    ]


def start(world: World, plan: str | Path | Hooked = "baseline", settings: Any = None, **options: Any) -> Simulation:
    """A run at its first step; valley sizes unless told otherwise."""
    options = {"scale": SCALE, "months": MONTHS} | options
    loaded = plan if isinstance(plan, Hooked) else load_plan(plan, world)
    return Simulation(world, loaded, settings or make(), **options)


def finish(simulation: Simulation) -> Simulation:
    """Step to the end."""
    while simulation.t < simulation.steps:
        simulation.step()
    return simulation


def run(world: World, plan: str | Path | Hooked = "baseline", settings: Any = None, **options: Any) -> Simulation:
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
    return restored(*h)


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
