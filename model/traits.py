"""Traits for life: a byte per household is the class of a standard normal, 256 classes of equal weight."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from model.settings import Settings

CLASSES = 256


def normal_classes() -> np.ndarray:
    """f8[256] standard normal score of each class, mean 0 and variance 1 exactly."""
    scores = np.array([NormalDist().inv_cdf((k + 0.5) / CLASSES) for k in range(CLASSES)])
    return scores / scores.std()


def propensity(settings: Settings) -> np.ndarray:
    """f8[256] added to the logit of the wish to leave by class of `trait`."""
    return settings["sigma_z"] * normal_classes()


def own_price(settings: Settings) -> np.ndarray:
    """f8[256] the household's own price over the mean price by class of `price`: lognormal with mean 1."""
    factor = np.exp(np.sqrt(np.log1p(settings["price_cv"] ** 2)) * normal_classes())
    return factor / factor.mean()
