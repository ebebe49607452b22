"""Hashes of a run: what two runs must share to count as the same."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

BLOCK = 1 << 21


def digest_of(simulation: Any) -> str:
    """Hash over all columns of formed rows, stocks and history."""
    hasher = hashlib.blake2b(digest_size=16)
    for column in simulation.households:
        _add(hasher, column, 0, simulation.population.rows)
    for name in sorted(simulation.stocks):
        hasher.update(np.ascontiguousarray(simulation.stocks[name]).tobytes())
    hasher.update(simulation.history.digest().encode())
    return hasher.hexdigest()


def _add(hasher: Any, column: np.ndarray, lo: int, hi: int) -> None:
    """Rows lo..hi of a column (a strided view), block by block."""
    for first in range(lo, hi, BLOCK):
        hasher.update(column[first:min(hi, first + BLOCK)].tobytes())


def digest_by_origin(simulation: Any) -> dict[str, str]:
    """Hash by origin country over the rows of its places and its part of the history."""
    world = simulation.world
    recorded = simulation.history.digest_by_origin(world)
    digests = {}
    for country in np.unique(world.origin_country):
        code = world.countries[country]
        hasher = hashlib.blake2b(digest_size=16)
        rows = 0
        for o in np.flatnonzero(world.origin_country == country):
            lo, hi = int(simulation.band_starts[o, 0]), int(simulation.band_starts[o, 5])
            rows += hi - lo
            for column in simulation.households:
                _add(hasher, column, lo, hi)
        hasher.update(recorded[code].encode())
        if rows:
            digests[code] = hasher.hexdigest()
    return digests
