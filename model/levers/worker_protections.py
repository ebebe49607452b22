"""Protection of seasonal workers: fair recruitment, training before departure, outreach and inspection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow, LeverSetting, NotUsed, common_settings, draft


class WorkerProtections(Lever):
    lever_id = "worker_protections"
    family = "pathways"
    title_en = "Protection of seasonal workers"
    title_es = "Protección de trabajadores temporales"
    description_en = (
        "Training before departure, recruitment without fees, outreach and inspection: workers owe less, are "
        "called again more often and stay on without papers less often."
    )
    description_es = (
        "Formación antes de partir, contratación sin cobros, orientación e inspección: los trabajadores se "
        "endeudan menos, se los vuelve a llamar más y se quedan menos sin papeles."
    )
    mechanism = (
        "cov = workers reached, fading, over visas of a year; price of a visa x (1 - .5 cov), called again + .1 cov, "
        "staying on x (1 - .1 cov)"
    )
    expected_direction = "debt of workers with visas down"
    evidence = ("F7", "F5", "B2")
    unit = "event"
    accumulates = True
    settings = common_settings(
        quantity=66, unit="event", unit_cost=2000, half_life=18, quantity_high=5_000,
        cost_source="judgement", source="Collaborative strategy 2022: 597 events in nine months", grade="M",
    ) + (
        LeverSetting("workers_per_event", 50, 5, 500, "workers", "reached by one event", "judgement", "J"),
        LeverSetting("price_cut", 0.5, 0.0, 1.0, "share",
                     "lower price for the worker at full coverage", "judgement", "J"),
        LeverSetting("rehire_gain", 0.1, 0.0, 0.3, "probability",
                     "added to being called again at full coverage", "judgement", "J"),
        LeverSetting("overstay_cut", 0.1, 0.0, 0.5, "share",
                     "fewer who stay on at full coverage", "judgement", "J"),
    )

    def from_timeline(self, row: Mapping[str, Any], world: Any) -> list[LeverRow]:
        drafted = cover.reaching_people(draft(self.lever_id, row, world), world)
        if np.isnan(drafted.quantity):
            raise NotUsed("number not known")
        if drafted.unit != "events":
            raise NotUsed(f"unit '{drafted.unit}' is no number of events")
        return [drafted]

    def weights(self, row: LeverRow, host: int, world: Any) -> np.ndarray:
        """Events are split by visas issued in the year before the row, else by residents."""
        workers = visa_workers(world, row.start)
        return workers if workers[list(row.meant(len(workers)))].sum() > 0 else facts.population(world)

    def apply(self, t: int, row: LeverRow, conditions: Conditions, context: Context) -> None:
        """Protect the workers covered; an event counts as far as workers are left to reach."""
        world, workers = context.world, self.value(row, "workers_per_event")
        target = visa_workers(world, t) * reached_share(world)
        covered, reached = cover.reach_people(
            self, t, row, conditions, lambda step: workers * self._events(step, row, conditions, world), target
        )
        self.book(t, row, float(reached.sum()) / workers, conditions)
        conditions.visa_price_multiplier *= 1.0 - self.value(row, "price_cut") * covered
        conditions.rehire_shift += self.value(row, "rehire_gain") * covered
        conditions.overstay_multiplier *= 1.0 - self.value(row, "overstay_cut") * covered

    def _events(self, step: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
        """f8[C] events planned for the people of each nationality in the run."""
        return np.bincount(world.origin_country, cover.units_by_origin(self, step, row, conditions, world),
                           len(world.countries))


def visa_workers(world: Any, t: int) -> np.ndarray:
    """f8[C] seasonal visas issued to a nationality in the fiscal year of step t, all classes."""
    return _visas_of(world, facts.fiscal_year(world, t))


@lru_cache(maxsize=256)
def _visas_of(world: Any, year: int) -> np.ndarray:
    classes = dict.fromkeys(world.tables["visas_annual"]["visa_class"])
    return sum((facts.visas_in_year(world, str(name), year) for name in classes), np.zeros(len(world.countries)))


def reached_share(world: Any) -> np.ndarray:
    """f8[C] share of a nationality's people who are in the run."""
    return facts.by_country(world, np.ones(len(world.origins)))


LEVER = WorkerProtections()
