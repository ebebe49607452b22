"""Does the order of plans survive the disputed evidence? The comparison again under every switch variant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from experiments.lib import files
from experiments.lib.compare.outcomes import KEYS
from experiments.lib.compare.paired import Compared, spread
from model.setting_table import SWITCHES
from model.settings import Settings, make

HOLDS, WEAKENS, REVERSES = "holds", "weakens", "reverses"


def variants(settings: Settings) -> Iterator[tuple[str, str, Settings]]:
    """(switch, variant, settings) of every variant that the run itself does not use."""
    for switch in SWITCHES:
        for variant in switch.variants:
            if variant != settings.switches[switch.name]:
                changed = {**settings.switches, switch.name: variant}
                yield switch.name, variant, make(dict(settings.values), changed)


def order(compared: Compared) -> np.ndarray:
    """i1[K, pairs]: sign of the difference of every pair of arms where outside the noise, else 0."""
    signs = []
    for one, other in combinations(range(len(compared.question.arms)), 2):
        _, _, _, low, high = spread(compared.totals(one) - compared.totals(other))
        signs.append(np.where(low > 0, 1, np.where(high < 0, -1, 0)))
    return np.stack(signs, axis=1)


def verdicts(base: Compared, others: list[tuple[str, str, Compared]]) -> pd.DataFrame:
    """By outcome and variant: does the order of plans hold, weaken or reverse; and which pairs."""
    before, rows = order(base), []
    pairs = [f"{base.name(a)} / {base.name(b)}" for a, b in combinations(range(len(base.question.arms)), 2)]
    for switch, variant, compared in others:
        now = order(compared)
        for k, key in enumerate(KEYS):
            turned = before[k] * now[k] < 0
            faded = (before[k] != 0) & (now[k] == 0)
            word = REVERSES if turned.any() else WEAKENS if faded.any() else HOLDS
            named = [pair for pair, bad in zip(pairs, turned if turned.any() else faded, strict=True) if bad]
            rows.append((switch, variant, key, word, "; ".join(named)))
    return pd.DataFrame(rows, columns=["switch", "variant", "outcome", "verdict", "pairs"])


def survival(table: pd.DataFrame) -> pd.DataFrame:
    """By outcome: the worst verdict over all variants, and the variants that give it."""
    rank = {HOLDS: 0, WEAKENS: 1, REVERSES: 2}
    rows = []
    for outcome, part in table.groupby("outcome", sort=False):
        worst = max(part["verdict"], key=rank.__getitem__)
        named = part[part["verdict"] == worst] if worst != HOLDS else part.iloc[:0]
        rows.append((outcome, worst, ", ".join(f"{r.switch}={r.variant}" for r in files.records(named))))
    return pd.DataFrame(rows, columns=["outcome", "verdict", "variants"])
