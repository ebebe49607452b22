"""Exact sharing of whole numbers: pure helpers of the population synthesis.

A marginal that must fit even in a place of twenty rows cannot be left to independent draws. Everything
here hands out integers by largest remainder, so totals are met exactly and parts within one unit.
"""

from __future__ import annotations

import math

import numpy as np

LARGEST_HOUSEHOLD = 14
"""Persons in the largest household that is simulated (adults and children have 4 bits each)."""

_RATIOS = ((math.sqrt(5) - 1) / 2, math.sqrt(2) - 1, (math.sqrt(13) - 3) / 2)
"""Golden, silver and bronze ratio: the most evenly spreading steps."""
_TILT_STEPS = 60
_TINY = 1e-290


def largest_remainder(expected: np.ndarray, total: int | None = None) -> np.ndarray:
    """Whole numbers near `expected` (f8, >= 0) with the given sum; i8 of the same shape.

    `total` defaults to the rounded sum of `expected`. Ties go to the earlier cell, so the result is a
    function of the arguments alone. Hare's method of largest remainders.
    """
    expected = np.asarray(expected, float)
    wanted = int(round(float(expected.sum()))) if total is None else int(total)
    flat = expected.ravel()
    if flat.sum() <= 0 or wanted <= 0:
        return np.zeros(expected.shape, np.int64)
    if flat.sum() < _TINY:  # the quotient below would overflow
        flat = flat / flat.max()
    scaled = flat * (wanted / flat.sum())
    whole = np.floor(scaled + 1e-9).astype(np.int64)
    missing = wanted - int(whole.sum())
    order = np.argsort(-(scaled - whole), kind="stable")
    if missing > 0:
        whole[order[:missing]] += 1
    elif missing < 0:
        whole[order[missing:]] -= 1
    return whole.reshape(expected.shape)


def carry_rounding(expected: np.ndarray) -> np.ndarray:
    """Whole numbers whose running sums are those of `expected`, rounded; i8 of the same length.

    Any run of neighbouring cells is met within one unit, so cells that belong together (a status, a
    country) should lie together. Many tiny cells get their share, unlike with largest remainders.
    """
    sums = np.floor(np.cumsum(np.asarray(expected, float)) + 0.5)
    return np.diff(sums, prepend=0.0).astype(np.int64)


def share_out(weights: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Share every column total among the rows ∝ `weights`; i8[rows, columns].

    Columns sum to `totals` exactly. What a row misses in one column is made up in the next, so row sums
    stay within about one unit of their expectation too. weights f8[rows] sum to 1, totals i8[columns].
    """
    result = np.zeros((len(weights), len(totals)), np.int64)
    owed = np.zeros(len(weights))
    for column, total in enumerate(totals):
        owed += weights * float(total)
        result[:, column] = _pay(owed, int(total))
        owed -= result[:, column]
    return result


def _pay(owed: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers with the sum `total` that leave as little as possible of `owed` (f8, any sign)."""
    if total <= 0:
        return np.zeros(len(owed), np.int64)
    whole = np.maximum(np.floor(owed), 0).astype(np.int64)
    missing = total - int(whole.sum())
    while missing < 0:
        over = np.where(whole > 0, whole - owed, -np.inf)
        whole[int(np.argmax(over))] -= 1
        missing += 1
    turns, rest = divmod(missing, len(owed))
    whole += turns
    order = np.argsort(whole - owed, kind="stable")
    whole[order[:rest]] += 1
    return whole


def tilt(shares: np.ndarray, values: np.ndarray, mean: float) -> np.ndarray:
    """Shares tilted by exp(multiplier * value) until the mean of `values` is `mean`; f8, sum 1.

    The mean is clipped to what the values allow. See docs/odd.md, Initialisation.
    """
    target = min(max(mean, values.min() + 1e-6), values.max() - 1e-6)
    centred = values - values.mean()
    lower, upper, multiplier = -40.0, 40.0, 0.0
    for _ in range(_TILT_STEPS):
        weights = _tilted(shares, centred, multiplier)
        moment = float(weights @ values)
        lower, upper = (multiplier, upper) if moment < target else (lower, multiplier)
        spread = float(weights @ (values - moment) ** 2)
        guess = multiplier + (target - moment) / max(spread, 1e-12)
        if abs(guess - multiplier) < 1e-13:
            break
        multiplier = guess if lower < guess < upper else (lower + upper) / 2
    return weights


def _tilted(shares: np.ndarray, centred: np.ndarray, multiplier: float) -> np.ndarray:
    exponent = multiplier * centred
    weights = shares * np.exp(exponent - exponent.max())
    return weights / weights.sum()


def size_counts(shares: np.ndarray, households: int, persons: int) -> np.ndarray:
    """Households of 1 ... LARGEST_HOUSEHOLD persons: `households` of them with `persons` in all.

    `persons` is clipped to what that many households can hold. i8[LARGEST_HOUSEHOLD].
    """
    sizes = np.arange(1, LARGEST_HOUSEHOLD + 1)
    if households <= 0:
        return np.zeros(LARGEST_HOUSEHOLD, np.int64)
    persons = int(np.clip(persons, households, LARGEST_HOUSEHOLD * households))
    expected = tilt(shares, sizes.astype(float), persons / households) * households
    counts = largest_remainder(expected, households)
    return _shift(counts, expected, persons - int((counts * sizes).sum()))


def _shift(counts: np.ndarray, expected: np.ndarray, missing: int) -> np.ndarray:
    """Move units between neighbouring cells until the first moment has changed by `missing`."""
    while missing != 0:
        over = counts - expected
        gain = over[:-1] - over[1:] if missing > 0 else over[1:] - over[:-1]
        giver = counts[:-1] if missing > 0 else counts[1:]
        cell = int(np.argmax(np.where(giver > 0, gain, -np.inf)))
        step = 1 if missing > 0 else -1
        counts[cell] -= step
        counts[cell + 1] += step
        missing -= step
    return counts


def size_shares(classes: np.ndarray, tail: float = 0.55) -> np.ndarray:
    """Shares of sizes 1 ... LARGEST_HOUSEHOLD from the classes 1, 2-3, 4-5, 6+ (f8[4], sum 1).

    Even inside a class; 6+ is 6 + geometric with ratio `tail` (judgement). See docs/odd.md, Initialisation.
    """
    extra = tail ** np.arange(LARGEST_HOUSEHOLD - 5)
    shares = np.concatenate([[classes[0]], np.repeat(classes[1:3] / 2, 2), classes[3] * extra / extra.sum()])
    shares = np.maximum(shares, 1e-6)
    return shares / shares.sum()


def child_cells(counts: np.ndarray, children: int) -> np.ndarray:
    """Split households of each size by number of children; i8[size - 1, children], rows sum to `counts`.

    Binomial(size - 1, p) with p solved for `children` in all, met exactly (clipped to persons less one
    adult a household). See docs/odd.md, Initialisation.
    """
    sizes = np.arange(1, len(counts) + 1)
    room = int((counts * (sizes - 1)).sum())
    children = int(np.clip(children, 0, room))
    cells = np.zeros((len(counts), len(counts)), np.int64)
    expected = np.zeros(cells.shape)
    for size in sizes:
        chances = binomial(int(size) - 1, children / room if room else 0.0)
        expected[size - 1, :size] = counts[size - 1] * chances
        cells[size - 1, :size] = largest_remainder(expected[size - 1, :size], int(counts[size - 1]))
    return _shift_children(cells, expected, children - int((cells * np.arange(len(counts))).sum()))


def _shift_children(cells: np.ndarray, expected: np.ndarray, missing: int) -> np.ndarray:
    possible = np.arange(len(cells))[None, 1:] <= np.arange(len(cells))[:, None]
    while missing != 0:
        over = cells - expected
        gain = over[:, :-1] - over[:, 1:] if missing > 0 else over[:, 1:] - over[:, :-1]
        giver = cells[:, :-1] if missing > 0 else cells[:, 1:]
        row, column = np.unravel_index(np.argmax(np.where(possible & (giver > 0), gain, -np.inf)), gain.shape)
        step = 1 if missing > 0 else -1
        cells[row, column] -= step
        cells[row, column + 1] += step
        missing -= step
    return cells


def binomial(trials: int, chance: float) -> np.ndarray:
    """Probabilities of 0 ... `trials` successes, f8[trials + 1]."""
    k = np.arange(trials + 1)
    return np.array([math.comb(trials, int(i)) for i in k]) * chance**k * (1 - chance) ** (trials - k)


def stride(count: int, ratio: int = 0) -> int:
    """A step coprime to `count`, near a golden (1: silver, 2: bronze) share of it.

    `(stride * i + shift) mod count` for i = 0 ... count-1 then visits every number once, and evenly at
    every scale: a rank-one lattice. It pairs two stratified attributes without a sort or a table.
    """
    if count <= 2:
        return 1
    guess = max(1, round(count * _RATIOS[ratio]))
    near = [c for c in range(max(1, guess - 24), min(count, guess + 25)) if math.gcd(c, count) == 1]
    return min(near, key=lambda c: (_largest_quotient(c, count), abs(c - guess))) if near else 1


def _largest_quotient(numerator: int, denominator: int) -> int:
    """Largest partial quotient of the continued fraction: small means evenly spread."""
    largest = 0
    while numerator > 1:
        quotient, rest = divmod(denominator, numerator)
        largest = max(largest, quotient)
        numerator, denominator = rest, numerator
    return largest
