"""The page of the table of levers: one row a lever, charts of flow and, beside it, harm, return and cost."""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.lib import files, report_parts
from experiments.lib.compare import charts, levers
from experiments.lib.compare.paired import Compared
from experiments.lib.compare.sentences import Sentences, outcome_words, unit_words
from experiments.lib.names import Names
from experiments.lib.panels import Drawn
from experiments.lib.runfolder import RunFolder
from experiments.lib.words import say

FORESTS = ("arrivals", "deaths", "abused", "remigration", "displaced", "cost")


def context(compared: Compared, table: pd.DataFrame, names: Names, folder: RunFolder) -> dict[str, Any]:
    """Values of `templates/levers.html.j2`; charts are written as files on the way."""
    lang, world, job = names.lang, compared.question.job.world, compared.question.job
    drawn = _forests(compared, lang)
    for chart in drawn:
        files.write_text(folder.figures / f"{chart.stem}.svg", chart.svg, durable=False)
    return {
        "lang": lang, "say": lambda key, **values: say(key, lang, **values),
        "title": say("levers_title", lang, world=world.title[lang]),
        "what": say("levers_what", lang, count=len(table), first=world.label(compared.question.since),
                    last=world.label(compared.question.last), seeds=len(compared.question.seeds),
                    scale=report_parts.scale_words(job.scale, names)),
        "notes": [report_parts.interval_words(compared.question.seeds, job.ensemble, lang),
                  say("compare_no_rank", lang), say("levers_catalogue", lang), _chance(table, lang)],
        "heads": [outcome_words(key, lang) for key in levers.SHOWN], "rows": [_row(row, lang) for row in
                                                                           table.to_dict("records")],
        "forests": drawn, "attribution": world.attribution, **report_parts.repeat_of(folder, world, lang)}


def _chance(table: pd.DataFrame, lang: str) -> str:
    """How many intervals would leave zero out by luck alone, and how many do."""
    rows: list[dict[Any, Any]] = table.to_dict("records")
    looked, luck, clear = levers.chance(rows)
    return say("levers_chance", lang, looked=looked, luck=luck, clear=clear, few=levers.FEW)


def _forests(compared: Compared, lang: str) -> list[Drawn]:
    words, drawn = Sentences(compared, lang), []
    for key in FORESTS:
        unit = say("count_usd", lang) if key == "cost" else unit_words(key, lang)
        rows = words.differences(key, lambda lever: report_parts.lever_words(lever, lang))
        drawn.append(Drawn(f"lever-{key}", charts.forest(outcome_words(key, lang), unit, rows, lang), "", False))
    return drawn


def _row(row: dict[Any, Any], lang: str) -> dict[str, Any]:
    cells = []
    for key in levers.SHOWN:
        low, high = row[f"{key}_low90"], row[f"{key}_high90"]
        cells.append({"value": charts.signed(row[key], lang), "noise": not levers.clear(row, key),
                      "share": charts.signed(row[f"{key}_relative"], lang, percent=True),
                      "interval": say("to", lang, low=charts.signed(low, lang), high=charts.signed(high, lang))})
    regime = levers.regime(str(row["lever"]), str(row["world"]))
    name = report_parts.lever_words(str(row["lever"]), lang)
    return {"lever": f"{name} ({regime})" if regime else name, "cells": cells,
            "cost": _millions(row["cost_usd"], lang),
            "others": say("levers_others", lang, cost=_millions(row["other_costs_usd"], lang)),
            "catalogue": row["catalogue"], "direction": say(f"direction_{row['direction']}", lang),
            "detail": row["by_outcome"], "bad": row["direction"] == levers.AGAINST}


def _millions(usd: float, lang: str) -> str:
    return charts.signed(usd / 1e6, lang) if abs(usd) >= 5e3 else "0"
