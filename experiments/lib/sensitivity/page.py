"""The page of a sensitivity analysis: the research agenda in words and one picture, then every index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.lib import numbers
from experiments.lib.names import Names
from experiments.lib.report_parts import scale_words
from experiments.lib.runfolder import RunFolder
from experiments.lib.sensitivity import charts, indices
from experiments.lib.sweep.asked import Asked
from experiments.lib.sweep.findings import Part, Table, write_page
from experiments.lib.sweep.summary import unit_of
from experiments.lib.words import say
from model.plan import load_plan
from model.settings import BY_NAME

if TYPE_CHECKING:
    from experiments.sensitivity import Screened

WEAK = "JL"
LARGE = 0.5
"""Of the strongest effect on some outcome: from here an effect is called large (judgement)."""
SHOWN, TORNADO = 30, 12


def write(folder: RunFolder, screened: Screened, asked: Asked, lang: str) -> None:
    """report.html with its pictures."""
    title = say("sensitivity_title", lang, world=asked.job.world.title[lang])
    plan = load_plan(asked.sources[asked.baseline], asked.job.whole).title[lang]
    what = say("sensitivity_what", lang, settings=len(screened.names), runs=numbers.full(screened.runs, lang),
               plan=plan, scale=scale_words(asked.base.scale, Names(asked.job.whole, lang)), months=asked.base.months)
    parts = [_agenda(screened, lang), _heat(screened, lang), _sobol(screened, lang), _tornado(screened, lang),
             _table(screened, lang)]
    write_page(folder, title, what, _notes(screened, lang), [part for part in parts if part],
               asked.job.world.attribution, lang)


def overall(screened: Screened) -> pd.Series:
    """Largest relative effect of each setting over all outcomes, largest first."""
    return screened.morris.groupby("setting")["relative"].max().reindex(indices.ranked(screened.morris))


def agenda(screened: Screened) -> list[str]:
    """Settings with a large effect on some outcome and weak evidence."""
    return [str(name) for name, value in overall(screened).items()
            if value >= LARGE and BY_NAME[str(name)].grade in WEAK]


def _notes(screened: Screened, lang: str) -> list[str]:
    notes = [say("sensitivity_note_paired", lang), say("sensitivity_note_range", lang)]
    if screened.thin:
        notes.append(say("sensitivity_thin", lang, outcomes=", ".join(_label(name, lang) for name in screened.thin)))
    if np.isfinite(screened.overlap):
        notes.append(say("sensitivity_overlap", lang, share=numbers.percent(screened.overlap, lang)))
    if screened.sobol is not None and np.isfinite(indices.settled(screened.sobol)):
        notes.append(say("sensitivity_settled", lang, change=numbers.full(indices.settled(screened.sobol), lang, 2)))
    return notes


def _label(outcome: str, lang: str) -> str:
    return say(f"outcome_{outcome}", lang)


def _agenda(screened: Screened, lang: str) -> Part:
    sentences = []
    for name in agenda(screened):
        own = screened.morris[screened.morris["setting"] == name].sort_values("relative", ascending=False)
        best = own.iloc[0]
        sentences.append(say(
            "sensitivity_sentence", lang, name=name, meaning=say(f"setting_{name}", lang), grade=BY_NAME[name].grade,
            source=BY_NAME[name].source, outcome=_label(str(best["outcome"]), lang),
            change=numbers.rounded(float(best["mu_star"]), lang), unit=_unit(str(best["outcome"]), lang),
            share=_share(float(best["mu_star"]), float(best["mean"]), lang)))
    rows = [(str(name), float(value), 0.0) for name, value in overall(screened).head(SHOWN).items()]
    picture = charts.bars(say("sensitivity_agenda", lang), say("sensitivity_agenda_unit", lang), rows, lang)
    return Part(say("sensitivity_agenda", lang), say("sensitivity_agenda_text", lang), sentences,
                [("agenda", picture)], wide=True)


def _unit(outcome: str, lang: str) -> str:
    unit = unit_of(outcome)
    return say("unit_usd_2021" if unit == "usd" else f"unit_{unit}", lang)


def _share(value: float, mean: float, lang: str) -> str:
    return numbers.percent(value / abs(mean), lang) if mean else "–"


def _heat(screened: Screened, lang: str) -> Part:
    names = indices.ranked(screened.morris)[:SHOWN]
    labels = {outcome: _label(outcome, lang) for outcome in screened.counted}
    picture = charts.heat_map(say("sensitivity_heat", lang), say("sensitivity_heat_unit", lang), screened.morris, names,
                              labels, lang)
    return Part(say("sensitivity_heat", lang), "", [], [("heat-map", picture)], wide=True)


def _sobol(screened: Screened, lang: str) -> Part | None:
    if screened.sobol is None:
        return None
    last = screened.sobol[screened.sobol["samples"] == screened.sobol["samples"].max()]
    pictures = []
    for outcome in screened.counted:
        own = last[last["outcome"] == outcome].sort_values("ST", ascending=False).head(TORNADO)
        rows = list(zip(own["setting"], own["ST"], own["ST_conf"], strict=True))
        title = say("sensitivity_total", lang, outcome=_label(outcome, lang))
        pictures.append((f"sobol-{outcome}", charts.bars(title, say("sensitivity_total_unit", lang), rows, lang, 1.0)))
    return Part(say("sensitivity_sobol", lang), say("sensitivity_sobol_text", lang), [], pictures, wide=True)


def _tornado(screened: Screened, lang: str) -> Part:
    pictures = []
    for outcome in screened.counted:
        own = screened.morris[screened.morris["outcome"] == outcome]
        own = own.sort_values("mu_star", ascending=False).head(TORNADO)
        rows = list(zip(own["setting"], own["mu_star"], own["mu_star_conf"], strict=True))
        unit = say("sensitivity_tornado_unit", lang, unit=_unit(outcome, lang))
        pictures.append((f"tornado-{outcome}", charts.bars(_label(outcome, lang), unit, rows, lang)))
    return Part(say("sensitivity_tornado", lang), "", [], pictures, wide=True)


def _table(screened: Screened, lang: str) -> Part:
    heads = [say("sweep_setting", lang), say("sweep_grade", lang), say("sweep_source", lang), say("sweep_range", lang),
             say("sensitivity_largest", lang)]
    rows = []
    for name, value in overall(screened).items():
        p = BY_NAME[str(name)]
        rows.append([f"{p.name}: {say(f'setting_{name}', lang)}", p.grade, p.source, f"{p.low:g} – {p.high:g} {p.unit}",
                     numbers.percent(float(value), lang)])
    return Part(say("sensitivity_all", lang), "", [], [], [Table(heads, rows, 4)])
