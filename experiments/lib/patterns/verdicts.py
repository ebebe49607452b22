"""What each pattern should be, what comes out over the seeds, and whether it passes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compare.paired import spread
from experiments.lib.patterns import back, border, history, home
from experiments.lib.patterns.lab import Lab
from experiments.lib.pool import Progress, run_tasks
from model.checks import InputError, nearest

DATA = Path(__file__).resolve().parents[3] / "docs" / "data"
BANDS, RESULT, FAILING = DATA / "patterns.csv", DATA / "patterns_result.csv", DATA / "patterns_failing.csv"
PASS, FAIL, NOT_MEASURED = "pass", "fail", "not measured"

MEASURES: dict[str, Callable[[Lab], float]] = {
    "P01a": history.wish, "P01c": history.realised_exit, "P02": home.hump, "P02b": home.flat_gradient,
    "P03a": home.violence, "P03b": home.violence_memory, "P04": home.drought, "P05": history.network,
    "P06a": history.june, "P06b": history.july, "P07a": history.again_early, "P07b": history.again,
    "P08a": border.repeats_sanctioned, "P08b": border.repeats_expelled, "P09": border.sanction,
    "P10a": border.balloon_total, "P10b": border.balloon_fee, "P10c": border.balloon_elsewhere, "P11": back.caging,
    "P12a": border.visa_elasticity, "P12b": border.visa_volume, "P13a": border.announcement,
    "P13b": border.announcement_fades, "P13c": border.closure, "P14a": history.from_third_countries,
    "P14b": history.onward, "P15": back.integration, "P16a": back.wishes_again, "P16b": back.left_again,
    "P16c": back.rooted, "P17a": back.uptake,
    "P17c": back.doubled_budget, "P18a": history.end_of_displacement, "P18b": history.displaced_before,
    "P19a": home.shock_peak, "P19b": home.shock_half_life, "P20a": history.single_adults, "P20b": history.families,
    "P20c": history.children_alone, "P21a": history.receiving, "P21b": history.amount, "P22a": history.abused,
    "P22b": history.darien_deaths,
}
"""How each pattern is measured; scale and people are fixed in the function."""
LAB = cache(Lab)
"""One lab a seed in each process: patterns that look at the same runs make them once."""
UNMEASURED = {
    "P01b": "The model has no plan between the wish (P01a) and the departure (P01c).",
    "P17b": "Not an outcome: the setting rho_2 says what each further service does.",
}
CHOSEN = {
    "P01a": "alpha_0: the wish at the start", "P01c": "calibration: encounters of the same years",
    "P04": "beta_dr: the search of the calibration is cut to .3 and more", "P05": "eta: the search is cut",
    "P06a": "seasons.csv: solved on the same counts", "P06b": "the same",
    "P07a": "r_on, b_x: those sent back try again, soon", "P07b": "the same",
    "P08b": "chi_e: after an expulsion", "P09": "chi_s: after a sanction",
    "P10a": "p_app, gamma_B, eta_E: the search is cut", "P10c": "mu: rests on the same evidence",
    "P11": "S_v, q_perm: own returns that mind the price of coming back",
    "P12a": "h_app_work: how many apply for seasonal work", "P12b": "the same",
    "P13a": "gamma_B, H_B: the search is cut", "P13b": "the same", "P13c": "the same",
    "P14a": "h_on, kappa_on_hub: the search is cut", "P14b": "the same",
    "P15": "beta_I, chi_reg: onward moves",
    "P16b": "b_x, b_D: experience of a trip, debt", "P17a": "on_top of the lever reception",
    "P19a": "beta_dis: direct effect of a disaster", "P19b": "eta_E, beta_crisis: the search is cut",
    "P20a": "party_weights.csv: solved on the same counts of earlier years; w_FU: the search is cut",
    "P20b": "the same", "P20c": "the same",
    "P21a": "receiving_share", "P21b": "remitting_share",
    "P22b": "death_darien: documented deaths over the share that is documented",
}
"""Settings of judgement that were chosen, inside their ranges, with sight of a pattern."""


@dataclass(frozen=True)
class Band:
    """One row of docs/data/patterns.csv."""

    id: str
    statement: str
    low: float
    high: float
    observed: str
    unit: str
    strength: str
    source: str

    def holds(self, value: float) -> bool:
        """True if a value lies in the band."""
        return bool(self.low <= value <= self.high)


@cache
def bands() -> dict[str, Band]:
    """All bands by id."""
    with BANDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["id"]: Band(row["id"], row["statement"], float(row["low"]), float(row["high"]), row["observed"],
                            row["unit"], row["strength"], row["source"]) for row in rows}


@cache
def reasons() -> dict[str, str]:
    """Why a pattern is known to fail, by id (docs/data/patterns_failing.csv)."""
    with FAILING.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["reason"] for row in csv.DictReader(file)}


def chosen(names: Sequence[str]) -> list[str]:
    """Ids of measured patterns, all without names. Raises InputError with the nearest valid id."""
    for name in names:
        if name in UNMEASURED:
            raise InputError(f"only: {name} is not measured. {UNMEASURED[name]}")
        if name not in MEASURES:
            raise InputError(f"only: unknown pattern '{name}'. {nearest(name, MEASURES)} "
                             f"Known: {', '.join(MEASURES)}.")
    return [name for name in MEASURES if not names or name in names]


def measured(names: Sequence[str], seeds: Sequence[int], lang: str) -> pd.DataFrame:
    """One row a pattern: band, mean over seeds with 90 % interval, verdict."""
    tasks = [(name, seed) for name in names for seed in seeds]
    values = np.array(run_tasks(tasks, _one, [1.0] * len(tasks), lang), float).reshape(len(names), len(seeds))
    return pd.DataFrame([row_of(name, values[n]) for n, name in enumerate(names)])


def _one(task: tuple[str, int], progress: Progress) -> float:
    name, seed = task
    value = MEASURES[name](LAB(seed))
    progress(1.0)
    return value


def row_of(name: str, values: np.ndarray) -> dict[str, object]:
    """The row of one pattern from its value in each seed."""
    band = bands()[name]
    mean, _, _, low, high = (float(x) for x in spread(values))
    known = bool(np.isfinite(mean))
    return {"id": name, "low": band.low, "high": band.high, "simulated": mean, "low90": low, "high90": high,
            "seeds": len(values), "verdict": NOT_MEASURED if not known else PASS if band.holds(mean) else FAIL,
            "by_seed": " ".join(f"{value:.5g}" for value in values)}
