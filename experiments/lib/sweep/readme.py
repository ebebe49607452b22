"""The README of a store: how to read it without our code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.lib.sweep.asked import Asked

TEXT = """# {title}

{runs:,} runs of the world `{world}`: plans {plans}; {points:,} point(s) of the design; {seeds} seed(s).
`manifest.json` says everything about them; the report is `report.html`.

| what | where |
|---|---|
| one run | `runs/<key>.parquet`, never changed once it is there |
| run -> plan, seed, assumptions | `design.csv`, `design.parquet` (column `key`) |
| tables over all runs | `tables/*.parquet`, `tables/*.csv` |
| what happened when | `history.jsonl`: a line for every run sent, stored, failed |
| damaged files | `aside/` (found by their checksums; such runs are made again) |

Columns of a run: `key, plan, seed, part, outcome, unit, place, year, group, value, error`. `part` is `window` (from
{since} to the end, all origins), `place` (the window by origin place), `year` (calendar years of the whole run),
`cost` (US$ of 2021 of the window by `payer/lever`) or `error` (the only row of a run that failed). Values are persons,
events, households or US$ of 2021 of real households, not of simulated ones. Stocks are means, flows are sums.

## With pandas

    import pandas as pd
    runs = pd.read_parquet("runs")                       # all runs
    design = pd.read_parquet("design.parquet")
    runs = runs[runs["key"].isin(design["key"])]         # runs of earlier code or worlds may lie here too
    deaths = runs[(runs["part"] == "window") & (runs["outcome"] == "deaths")]
    deaths = design.merge(deaths[["key", "value"]], on="key")   # plans that are alike share a run
    deaths.groupby("plan", observed=True)["value"].describe()

## With DuckDB

    SELECT design.plan, quantile_cont(value, [0.05, 0.5, 0.95])
    FROM 'design.parquet' AS design JOIN 'runs/*.parquet' USING (key)
    WHERE part = 'window' AND outcome = 'deaths' GROUP BY design.plan;

Hold a flow beside the harm and the cost it comes with; never rank plans by flow alone. Attribution of the data:
{attribution}

## En español

Una corrida por archivo en `runs/` (Parquet); `design.csv` dice qué plan, semilla y supuestos tiene cada una; `tables/`
guarda los resúmenes. Junto a todo flujo, mire los daños y los costos.
"""


def readme(asked: Asked) -> str:
    """Text of the README."""
    world = asked.job.world
    return TEXT.format(
        title=asked.design.title["en"], runs=len(asked.points), world=world.name, plans=", ".join(asked.plans),
        points=len(asked.design.draws), seeds=len({point.seed for point in asked.points}),
        since=asked.job.whole.label(asked.base.since), attribution=world.attribution)
