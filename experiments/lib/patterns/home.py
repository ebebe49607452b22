"""Patterns at home: income, violence, drought, a shock that fades."""

from __future__ import annotations

import numpy as np

from experiments.lib.patterns.follow import Leavers, income_groups
from experiments.lib.patterns.lab import Lab, Run, between, once, ratio
from model.households import Flag

STORMS = ("S135", "S136", "S137", "S138")
"""Rows of shocks.csv: hurricanes Eta and Iota in Guatemala and Honduras, November 2020."""


def hump(lab: Lab) -> float:
    """P02: elasticity of departures to an income 10 % higher for good, 2016-20."""
    def richer(t, c, _):  # type: ignore[no-untyped-def]
        c.income_multiplier *= 1.1

    first = lab.month("2016-01")
    plain, rich = lab.run(months=84), lab.run(months=84, change=between(first, richer))
    return float(np.log(ratio(rich.departures()[first:], plain.departures()[first:])) / np.log(1.1))


def flat_gradient(lab: Lab) -> float:
    """P02b: households of the top third of income that leave over those of the bottom third, 2016-21."""
    run = lab.run(months=96, watch=lambda simulation: Leavers(simulation, income_groups(simulation)))
    top, bottom = run.seen.left[:, 24:].sum(axis=1)
    sizes = run.seen.groups @ run.seen.weight
    return float((top / sizes[0]) / (bottom / sizes[1]))


def violence(lab: Lab) -> float:
    """P03a: further children alone met at the border per further homicide, homicides a tenth higher in 2014-19."""
    def worse(t, c, _):  # type: ignore[no-untyped-def]
        c.violence_multiplier *= 1.1

    plain, violent = lab.run(months=72, scale=100), lab.run(months=72, scale=100, change=worse)
    children = [run.events("met_southwest", "met_elsewhere", "met_at_port", kinds=(3,)).sum()
                for run in (plain, violent)]
    return float((children[1] - children[0]) / _homicides(plain, 72, 0.1))


def _homicides(run: Run, months: int, share: float) -> float:
    """Further homicides over the run if the rate were higher by a share."""
    simulation = run.simulation
    rate = simulation.drivers.homicide[simulation.start : simulation.start + months]
    return float((share * rate / 1e5 / 12 * simulation.persons_formed).sum())


def violence_memory(lab: Lab) -> float:
    """P03b: effect twelve months after homicides came down again over the largest effect; doubled in 2016-18."""
    def doubled(t, c, _):  # type: ignore[no-untyped-def]
        c.violence_multiplier *= 2.0

    first, last = lab.month("2016-01"), lab.month("2018-12")
    plain, violent = lab.run(months=84), lab.run(months=84, change=between(first, doubled, last))
    effect = smooth(violent.departures() / np.maximum(plain.departures(), 1.0) - 1.0, 7)
    return float(effect[last + 12] / effect[first:].max())


def smooth(values: np.ndarray, months: int) -> np.ndarray:
    """Centred mean of an odd number of months."""
    padded = np.pad(values, months // 2, mode="edge")
    return np.convolve(padded, np.full(months, 1.0 / months), mode="valid")


def drought(lab: Lab) -> float:
    """P04: farming households that leave in months of strong drought over the same without drought, 2014-18."""
    def shielded(t, c, _):  # type: ignore[no-untyped-def]
        c.drought_shield[:] = 1.0

    def watch(simulation):  # type: ignore[no-untyped-def]
        n = simulation.population.rows
        farm = (simulation.households.flags[:n] & Flag.FARM) != 0
        origin = np.searchsorted(simulation.band_starts[:, 0], np.arange(n), side="right") - 1
        return Leavers(simulation, np.stack([farm & (origin == o) for o in range(len(simulation.world.origins))]))

    dry, normal = lab.run(months=60, watch=watch), lab.run(months=60, change=shielded, watch=watch)
    drought_then = dry.simulation.drivers.drought[:60, : len(dry.seen.left)].T
    strong = drought_then >= 0.5
    return ratio(dry.seen.left[strong], normal.seen.left[strong])


@once
def _shock(lab: Lab) -> np.ndarray:
    """f8[T] departures of Guatemala and Honduras with the storms of November 2020 over those without."""
    runs = [lab.run(months=108, origins=("GTM", "HND"), scale=100, world=world)
            for world in (lab.world, lab.without_shocks(STORMS))]
    hit, spared = (smooth(run.departures(), 3) for run in runs)
    return (hit / np.maximum(spared, 1.0))[lab.month("2020-11"):]


def shock_peak(lab: Lab) -> float:
    """P19a: largest multiplier of departures in the year after the storms."""
    return float(_shock(lab)[:12].max())


def shock_half_life(lab: Lab) -> float:
    """P19b: months from the peak until half of the excess is gone.

    Where it is not gone when the run ends, the months until then: too few, but not nothing.
    """
    excess = _shock(lab) - 1.0
    peak = int(excess[:12].argmax())
    below = np.flatnonzero(excess[peak:] <= excess[peak] / 2)
    if excess[peak] <= 0:
        return float("nan")
    return float(below[0]) if len(below) else float(len(excess) - peak)
