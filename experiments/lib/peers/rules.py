"""The simplified model that the benchmark writes three times: plain Mesa, mesa-frames, our kernel style.

A household is at HOME in one of 100 places, in TRANSIT or AWAY. Every month it saves (20 at home, 60 away).
At home it sets out with probability `rate * wish`, where the wish is a logit over the gap of its place, a
tie abroad and earlier attempts, if its savings reach the price of the place for its members; then it pays.
On the way it arrives with .5 and turns back with .2. Away it comes home with .02. One uniform number a
household and month decides. This file needs numpy only: a peer may live in another Python environment.
"""

from __future__ import annotations

import numpy as np

HOME, TRANSIT, AWAY = 0, 1, 2
PLACES = 100
SAVED_HOME, SAVED_AWAY = 20, 60
ARRIVE, TURN_BACK, RETURN = 0.5, 0.2, 0.02
WISH, TIE, TRY, MOST_TRIES = -1.0, 0.8, 0.3, 3
"""wish = 1 / (1 + exp(-(WISH + gap + TIE tie + TRY min(tries, MOST_TRIES))))"""


def place_of(households: int) -> np.ndarray:
    """i8[N] place of every household: contiguous, equal shares."""
    return np.arange(households) * PLACES // households


def places() -> dict[str, np.ndarray]:
    """price (US$ a member), rate (a month) and gap of every place, f8[PLACES]."""
    at = np.arange(PLACES)
    return {"price": 1000.0 + 15.0 * at, "rate": 0.008 + 0.0002 * (at * 37 % PLACES),
            "gap": at * 61 % PLACES / 50.0}


def first_day(households: int, seed: int) -> dict[str, np.ndarray]:
    """Columns on the first day: 97 % at home, 1 % on the way, 2 % away; savings 0 to 5000.

    state, tie, tries and members are u1[N], savings is i4[N].
    """
    luck = np.random.default_rng(seed)
    return {
        "state": np.searchsorted([0.97, 0.98], luck.random(households), side="right").astype(np.uint8),
        "savings": luck.integers(0, 5000, households, dtype=np.int32),
        "tie": (luck.random(households) < 0.3).astype(np.uint8),
        "members": luck.integers(1, 5, households, dtype=np.uint8),
        "tries": np.zeros(households, np.uint8),
    }
