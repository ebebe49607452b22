"""First sheet of a workbook: what was compared and what its columns mean, in English and Spanish side by side."""

from __future__ import annotations

import pandas as pd

from experiments.lib.compare.outcomes import OUTCOMES
from experiments.lib.compare.paired import Compared
from experiments.lib.names import Names
from experiments.lib.report_parts import interval_words, scale_words
from experiments.lib.words import LANGUAGES, say

COLUMNS = ("difference", "low90", "noise", "relative", "better", "level", "usd", "costs", "net")
"""Columns that are explained, by their key in the words `sheet_<key>`."""


def read_me(compared: Compared) -> pd.DataFrame:
    """Columns en, es: one line a fact."""
    return pd.DataFrame({lang: _lines(compared, lang) for lang in LANGUAGES})


def outcomes() -> pd.DataFrame:
    """Every outcome with its unit, its window and its name in both languages."""
    return pd.DataFrame([{"outcome": o.key, "family": o.family, "unit": o.unit, "window": o.how, "good": o.better,
                          "label_en": say(f"outcome_{o.key}", "en"), "label_es": say(f"outcome_{o.key}", "es")}
                         for o in OUTCOMES])


def _lines(compared: Compared, lang: str) -> list[str]:
    asked, job = compared.question, compared.question.job
    names = Names(job.world, lang)
    first = job.whole.month_of(job.start)
    plans = ", ".join(f"{arm.name}: {arm.title(lang)}" for arm in asked.arms)
    return [say("sheet_what", lang, world=job.world.title[lang], plans=plans),
            say("sheet_simulated", lang, scale=scale_words(job.scale, names), seeds=len(asked.seeds),
                first=job.whole.label(asked.since), last=job.whole.label(first + job.months - 1)),
            interval_words(asked.seeds, job.ensemble, lang), say("compare_no_rank", lang),
            *(say(f"sheet_{name}", lang) for name in COLUMNS)]
