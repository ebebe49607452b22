"""Facts about host countries that levers of integration need: who lives there, with papers or a claim."""

from __future__ import annotations

import numpy as np

from model.conditions import Conditions
from model.continuum import ABROAD, ASYLUM_PENDING, LAWFUL, REINTEGRATING, RETURNED
from model.levers import _coverage as cover
from model.levers import _world as facts
from model.levers.base import Context, Lever, LeverRow


def migrants(context: Context, hosts: tuple[int, ...]) -> np.ndarray:
    """f8[H] people of the run who live in each host; before a run, those recorded at its start."""
    if context.abroad is not None:
        return context.abroad[:, list(hosts)].sum(axis=0)
    here = facts.by_country(context.world, np.ones(len(context.world.origins)))
    return (facts.stock_abroad(context.world)[list(hosts)] * here).sum(axis=1)


def with_status(context: Context, hosts: tuple[int, ...]) -> np.ndarray:
    """f8[H] those of them with papers or a claim: by the mix of each home place, the same in every host."""
    if context.abroad is None or context.stocks is None:
        return migrants(context, hosts)
    everyone = context.stocks[:, list(ABROAD)].sum(axis=1)
    known = context.stocks[:, [LAWFUL, ASYLUM_PENDING]].sum(axis=1)
    share = np.divide(known, everyone, out=np.zeros(len(everyone)), where=everyone > 0)
    return (context.abroad[:, list(hosts)] * share[:, None]).sum(axis=0)


def returned(context: Context, hosts: tuple[int, ...]) -> np.ndarray:
    """f8[H] people of each country who came back and rebuild their life there."""
    world = context.world
    if context.stocks is None:
        here = facts.by_country(world, np.ones(len(world.origins)))
        return (24.0 * facts.returns_month(world) * here)[list(hosts)]
    back = context.stocks[:, [RETURNED, REINTEGRATING]].sum(axis=1)
    return np.bincount(world.origin_country, back, len(world.countries))[list(hosts)]


def intensity(lever: Lever, step: int, row: LeverRow, conditions: Conditions, most: float = 1.0) -> np.ndarray:
    """f8[H] intensity in each host in a step, 1 = the catalogue's programme, never above `most`."""
    arrived = np.array([cover.arrived(lever, step, row, conditions, host) for host in row.hosts])
    return np.minimum(most, lever.monthly(row) * row.strength_at(step) * arrived)


def kept_intensity(lever: Lever, t: int, row: LeverRow, conditions: Conditions, most: float = 1.0) -> np.ndarray:
    """f8[H] intensity that acts in step t: that of the month, or what is left of an earlier one."""
    return cover.kept_level(lever, t, row, conditions, lambda step: intensity(lever, step, row, conditions, most))
