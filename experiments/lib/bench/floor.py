"""The memory-bandwidth floor: what a step would take if it did nothing but move the bytes it must."""

from __future__ import annotations

import time

import numpy as np

from model.households import COLUMNS

CACHE_LINE = 64
PROBE_BYTES = 256 << 20
"""Far larger than any cache."""
REPEATS = 5


def bandwidth() -> dict[str, float]:
    """Bytes a second of one thread: `read` (sum), `copy` and `change` (in place), bytes moved both ways."""
    values, other = np.ones(PROBE_BYTES // 4, np.float32), np.empty(PROBE_BYTES // 4, np.float32)
    words = values.view(np.uint64)
    return {
        "read": PROBE_BYTES / _best(lambda: np.bitwise_or.reduce(words)),
        "copy": 2 * PROBE_BYTES / _best(lambda: np.copyto(other, values)),
        "change": 2 * PROBE_BYTES / _best(lambda: np.add(values, 1.0, out=values)),
    }


def _best(work: object) -> float:
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()  # type: ignore[operator]
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def bytes_per_step(households: float, touched: float) -> float:
    """Bytes that must come from memory: every state byte, and each cache line that a touched row needs.

    Touched rows lie at random: a line of n rows is needed with probability 1 - (1 - touched share)^n.
    """
    share = min(1.0, touched / max(1.0, households))
    total = households
    for column in COLUMNS:
        size = np.dtype(column.dtype).itemsize
        if column.name != "state":
            total += households * size * (1.0 - (1.0 - share) ** (CACHE_LINE / size))
    return total


def floor_seconds(households: float, touched: float, bytes_a_second: float) -> float:
    """Seconds of a step at the floor."""
    return bytes_per_step(households, touched) / bytes_a_second
