"""docs/calibration.md: what flows say about settings, what they leave open, whether the method can be trusted."""

from __future__ import annotations

import pandas as pd
import yaml

from experiments.lib.calibration import ensemble, problem
from experiments.lib.config import CONF
from experiments.lib.files import records
from experiments.lib.pages.markdown import page, table
from experiments.lib.pages.validation import DATA
from model.settings import BY_NAME
from model.world import load

NAME = "americas"
"""The calibration that runs of the Americas use."""
EARLY = "americas_2020_09"
"""The same settings fitted to what was counted by September 2020."""
LITTLE, MUCH = 0.2, 0.4
"""Shrinkage below which a setting is called open, and above which it is called known (judgement)."""
EDGE, CROWD = 0.05, 0.3
"""Outer part of a searched range, and the share of draws in it from which they are said to pile up there."""
ABOUT = (
    "Settings that evidence leaves wide are fitted to yearly flows: runs spread over the ranges of all free settings "
    "at once, further runs around what the first say, twice as wide, where Gaussian processes do not rule the model "
    "out (history matching), then approximate Bayesian computation with regression adjustment, "
    "widened by what a regression of so many targets on so few runs cannot know. Of the draws that this leaves, each "
    "run once, those are kept whose flows come nearest to what was counted. The result is an *ensemble*: "
    "draws, taken as equally likely, stored in `scenarios/<world>/ensembles/`. Every command takes its seed's draw, "
    "so that intervals over seeds hold what is not known about settings beside luck; `ensemble=none` takes the "
    "defaults of the table instead, `settings.<name>=` overrides single ones."
)
ABOUT_ES = (
    "Los parámetros que la evidencia deja abiertos se ajustan a flujos anuales: corridas repartidas sobre los rangos, "
    "otras donde las primeras no descartaron el modelo, y computación bayesiana aproximada. El resultado es un "
    "*conjunto* de extracciones igualmente probables; cada semilla usa la suya, de modo que los intervalos contienen "
    "también lo que no se sabe de los parámetros. `ensemble=none` usa los valores de la tabla."
)
HOW = (
    "`python -m experiments.calibrate targets=americas publish=true` does it again (it goes on where it was stopped); "
    "`python -m experiments.calibrate targets=valley proof=300 publish=true` repeats the proof of the method. What is "
    "free and what is compared: [conf/calibration/americas.yaml](../conf/calibration/americas.yaml)."
)


def calibration_page() -> str:
    """Text of docs/calibration.md."""
    parts = [ABOUT, ABOUT_ES, HOW, *_shrinkage(), *_predictive(), *_early(), *_proof()]
    return page("Calibration", *parts)


def _read(name: str) -> pd.DataFrame | None:
    path = DATA / f"{name}.csv"
    return pd.read_csv(path) if path.is_file() else None


def _shrinkage() -> list[str]:
    found, waves = _read(f"calibration_shrinkage_{NAME}"), _read(f"calibration_waves_{NAME}")
    if found is None:
        return ["No calibration has been published yet."]
    rows = [(f"`{row.parameter}`", BY_NAME[row.parameter].meaning, BY_NAME[row.parameter].unit,
             f"{_short(row.prior_q05)} … {_short(row.prior_q95)}", f"{_short(row.q05)} … {_short(row.q95)}",
             _short(row.q50),
             f"{row.shrinkage:.2f}", _said(row.shrinkage), BY_NAME[row.parameter].grade)
            for row in records(found.sort_values("shrinkage", ascending=False))]
    lines = ["## What the flows say about settings",
             f"{problem.read(NAME).description['en']}. {_waves(waves)} {_kept(NAME)}",
             f"![Posterior of every setting](pictures/calibration-shrinkage-{NAME}.svg)",
             table(("setting", "meaning", "unit", "90 % before", "90 % after", "median", "shrinkage", "", "grade"),
                   rows),
             "*Shrinkage* is one less the 90 % range after over that before: 1 known, 0 nothing learned, below 0 wider "
             "than before (draws at both ends)."]
    cut = ", ".join(f"`{name}` {low:g} to {high:g}" for name, (low, high) in problem.read(NAME).within.items())
    if cut:
        lines.append(f"The search of some settings is cut to what [patterns](patterns.md) leave of their range: {cut}.")
    lines += _edges()
    still = [f"`{row.parameter}`" for row in records(found) if row.shrinkage < LITTLE]
    if still:
        lines.append(f"**Not identified** by these flows (the range hardly narrows): {', '.join(still)}. What is said "
                     "about them rests on the evidence beside the table of settings, not on this fit.")
    return lines


def _edges() -> list[str]:
    """Settings whose draws pile up at an end of the searched range, and those whose default lies outside it."""
    chosen = problem.read(NAME)
    draws = ensemble.read(load(chosen.world), NAME).table
    unit = chosen.unit(draws[[*chosen.parameters]].to_numpy(float))
    piled = [(name, end) for name, column in zip(chosen.parameters, unit.T, strict=True)
             for end, there in (("low", column < EDGE), ("high", column > 1.0 - EDGE)) if there.mean() >= CROWD]
    outside = [f"`{name}` ({BY_NAME[name].default:g})" for name, (low, high) in chosen.within.items()
               if not low <= BY_NAME[name].default <= high]
    lines = []
    if piled:
        ends = ", ".join(f"`{name}` ({end})" for name, end in piled)
        lines.append("**Draws pile up at an end** of the searched range (three in ten and more in its last twentieth): "
                     f"{ends}. The flows would have them further out; read these as bounds, not as estimates.")
    if outside:
        lines.append(f"Defaults of the table outside the search: {', '.join(outside)}; `ensemble=none` uses them.")
    return lines


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _said(shrinkage: float) -> str:
    return "open" if shrinkage < LITTLE else "narrowed" if shrinkage < MUCH else "much narrowed"


def _waves(waves: pd.DataFrame | None) -> str:
    if waves is None:
        return ""
    last = waves.iloc[-1]
    return (f"{int(last['runs'])} runs in {len(waves)} waves; of the prior {100 * last['left']:.2g} % was left at the "
            f"end; the emulators explain {100 * last['skill']:.0f} % of runs left out (median over targets).")


def _kept(name: str) -> str:
    design = problem.read(name).design
    return f"Of {int(design['tries'])} draws, each run once, the {int(design['draws'])} nearest to the counts are kept."


def _predictive() -> list[str]:
    found = _read(f"calibration_predictive_{NAME}")
    if found is None:
        return []
    rows = [(row.target, f"{row.observed:,.0f}", f"{row.prior_q50:,.0f} ({row.prior_q05:,.0f} … {row.prior_q95:,.0f})",
             f"{row.posterior_q50:,.0f} ({row.posterior_q05:,.0f} … {row.posterior_q95:,.0f})",
             f"{row.posterior_q50 / row.observed:.2f}",
             "yes" if row.posterior_q05 <= row.observed <= row.posterior_q95 else "**no**")
            for row in records(found)]
    inside = sum(row[-1] == "yes" for row in rows)
    return ["## What the fitted model gives", f"![Before and after](pictures/calibration-predictive-{NAME}.svg)",
            "Persons; encounters are events. Encounters and removals are of fiscal years (October to September), "
            "returns from Mexico and Darién crossings of calendar years; years that stand together are summed.",
            f"Runs of the ensemble hold {inside} of {len(rows)} observed values in their 5 to 95 % range (luck and "
            "settings together; the declared discrepancy of each target comes on top). The range is that of "
            f"{_runs_shown()} draws, each run once more with other luck, so nearly the lowest and highest of them; one "
            f"simulated household stands for {problem.read(NAME).scale}: counts of a few thousand are a few simulated "
            "persons.",
            table(("target", "observed", "before: median (5 … 95 %)", "after: median (5 … 95 %)", "after / observed",
                   "inside"), rows)]


def _runs_shown() -> int:
    """Runs of the picture before and after: the command's default, which published tables are made with."""
    return int(yaml.safe_load((CONF / "calibrate.yaml").read_text(encoding="utf-8"))["predictive"])


def _early() -> list[str]:
    early, late, waves = (_read(f"calibration_{name}") for name in (
        f"shrinkage_{EARLY}", f"shrinkage_{NAME}", f"waves_{EARLY}"))
    if early is None or late is None:
        return []
    both = early.merge(late, on="parameter", suffixes=("", "_late"))
    rows = [(f"`{row.parameter}`", f"{_short(row.q50)} ({_short(row.q05)} … {_short(row.q95)})",
             f"{_short(row.q50_late)} ({_short(row.q05_late)} … {_short(row.q95_late)})", f"{row.shrinkage:.2f}",
             "yes" if row.q05 <= row.q50_late <= row.q95 else "**no**") for row in records(both)]
    agree = sum(row[-1] == "yes" for row in rows)
    return ["## Fitted to what was counted by September 2020",
            "Forecasts from October 2020 on take draws that have not seen what they are held against "
            f"([validation](validation.md)): `targets={EARLY}`. {_waves(waves)} {_kept(EARLY)} Pictures: "
            f"[settings](pictures/calibration-shrinkage-{EARLY}.svg), "
            f"[flows](pictures/calibration-predictive-{EARLY}.svg).",
            f"Of {len(rows)} settings, {agree} have the median of the full fit inside the 90 % range of the early one.",
            table(("setting", "early: median (5 … 95 %)", "all years", "shrinkage, early", "inside"), rows)]


def _proof() -> list[str]:
    found = _read("calibration_proof")
    if found is None:
        return []
    rows = [(f"`{row.parameter}`", f"{row.cover90:.2f}", f"{row.p_uniform:.2f}", f"{row.correlation:.2f}",
             f"{row.shrinkage:.2f}") for row in records(found)]
    mean = found["cover90"].mean()
    return ["## Can the method be trusted?",
            "Simulation-based calibration on the invented world: each run in turn stands as the observation, with "
            "noise added, and the others must find its settings. 90 % intervals should hold the truth in 85 to 95 % of "
            "tests, "
            f"ranks of the truth should be even (p not small). Mean coverage here: {mean:.3f}. The invented world has "
            "12 free settings, 8 targets and 320 runs in one wave. In the shape of the Americas (31 settings, 59 "
            "targets, 290 runs; the fits above have fewer) residuals alone would hold the truth in 73 % of tests on a "
            "linear model; with the widening they hold it in 92 % (tests/experiments/test_waves.py). The choice of the "
            "nearest draws after that is not in the proof; it makes intervals narrower: settings whose full fit lies "
            "outside the early range (table above) say how much is missed.",
            "![Ranks](pictures/calibration-proof.svg)",
            table(("setting", "90 % interval holds the truth", "p, ranks even", "correlation with the truth",
                   "shrinkage"), rows)]
