"""Years of residence of a stock, from the stocks of 1990 to 2015 alone.

Arrivals of a five-year period = stock at its end - stock at its start x 0.985^5, not below 0, then
survived at 1.5 % a year to 2015. What remains of the stock of 1990 has lived there 25 years or more.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

SURVIVAL = 0.985**5
STOCK_YEARS = [1990, 1995, 2000, 2005, 2010, 2015]
BANDS = ["years_0_5", "years_5_10", "years_10_15", "years_15_20", "years_20_25", "years_25_plus"]


def band_counts(stock: np.ndarray) -> np.ndarray:
    """f8[n, 6] persons of 2015 by band (youngest first) from stocks f8[n, 6] of 1990 ... 2015."""
    arrivals = np.maximum(stock[:, 1:] - stock[:, :-1] * SURVIVAL, 0)  # 1990-95 ... 2010-15
    survived = arrivals * SURVIVAL ** np.array([4, 3, 2, 1, 0])
    oldest = stock[:, :1] * SURVIVAL**5
    return np.concatenate([survived[:, ::-1], oldest], axis=1)


def band_shares(stocks: pd.DataFrame) -> pd.DataFrame:
    """Shares by band (sum 1) for each (origin, host) row of `stocks` (columns 1990 ... 2015)."""
    table = stocks.reindex(columns=STOCK_YEARS)
    table = table.interpolate(axis=1, limit_area="inside").bfill(axis=1).ffill(axis=1)
    counts = band_counts(table.to_numpy(dtype=float))
    total = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, total, out=np.full_like(counts, np.nan), where=total > 0)
    return pd.DataFrame(shares, index=stocks.index, columns=BANDS)


def pooled_shares(stocks: pd.DataFrame, host: str) -> np.ndarray:
    """Band shares of all listed origins of a host together, f8[6]."""
    own = stocks[stocks.index.get_level_values("destination_iso3") == host]
    counts = band_counts(own.reindex(columns=STOCK_YEARS).fillna(0).sum().to_numpy(dtype=float)[None, :])[0]
    return counts / counts.sum()


def rounded_shares(shares: np.ndarray, decimals: int = 4) -> np.ndarray:
    """Rows rounded to `decimals` whose sums stay exactly 1: the largest band takes the difference."""
    rounded = np.round(shares, decimals)
    largest = rounded.argmax(axis=1)
    rounded[np.arange(len(rounded)), largest] += 1 - rounded.sum(axis=1)
    return np.round(rounded, decimals)
