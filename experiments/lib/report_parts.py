"""Words and tables of the report that are not charts: what ran, caveats, fit, costs, parameters, facts."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib import misses, numbers
from experiments.lib.calibration.ensemble import Ensemble
from experiments.lib.intervals import coverage, cut
from experiments.lib.names import Names
from experiments.lib.observed import Observed
from experiments.lib.results import Results
from experiments.lib.runfolder import RunFolder
from experiments.lib.words import has, say
from model.levers import all_levers
from model.setting_table import PARAMETERS
from model.world import World

FIT_COLUMNS = (
    ("persons", "all"),
    ("households", "all"),
    ("income", "mean_usd_month"),
    ("households", "rural"),
    ("households", "farm"),
    ("persons_age", "0-17"),
    ("households", "woman_led"),
    ("households", "tie_abroad"),
    ("abroad", "irregular"),
    ("abroad", "lawful"),
    ("displaced", "violence"),
)
FIT_UNITS = 100
"""Marginals with fewer simulated units cannot be met better than in steps of a percent."""


def warning(results: Results, lang: str) -> str:
    """A sentence if the run did not finish (it is `running` while its own report is written)."""
    status = results.manifest["status"]
    return say("unfinished_run", lang, status=status) if status == "failed" else ""


def what_ran(results: Results, names: Names) -> str:
    """One or two sentences: plan, period, scale, seed, origins, changed settings."""
    manifest, lang = results.manifest, names.lang
    title = manifest["plan"]["content"].get(f"title_{lang}") or manifest["plan"]["name"]
    parts = [
        say(
            "what_ran",
            lang,
            plan=title,
            first=results.label(0),
            last=results.label(results.months - 1),
            scale=scale_words(manifest["scale"], names),
            seed=manifest["seed"],
        )
    ]
    if manifest["origins"]:
        parts.append(
            say(
                "what_ran_origins", lang, origins=", ".join(names.place(code) for code in manifest["origins"])
            )
        )
    if drawn := manifest.get("ensemble"):
        parts.append(say("what_ran_ensemble", lang, name=drawn["name"], seed=manifest["seed"]))
    if manifest["changed_settings"]:
        parts.append(say("what_ran_changed", lang, names=", ".join(manifest["changed_settings"])))
    return " ".join(parts)


def scale_words(scale: int | dict[str, int], names: Names) -> str:
    """`one simulated household for every 100 real ones`, by country where it differs."""
    if isinstance(scale, dict):
        parts = ", ".join(f"{names.nation(code)} {number}" for code, number in scale.items())
        return say("scale_by_country", names.lang, parts=parts)
    return (
        say("scale_one", names.lang)
        if scale == 1
        else say("scale_many", names.lang, scale=numbers.full(scale, names.lang, 0))
    )


def seeds_apart(ensemble: str, lang: str) -> dict[str, str]:
    """What runs of different seeds differ in (words `apart`), and what comes on top; `ensemble` is empty for none."""
    if not ensemble:
        return {"apart": say("apart_luck", lang), "on_top": say("on_top_all", lang)}
    return {"apart": say("apart_luck_and_settings", lang, name=ensemble), "on_top": say("on_top_model", lang)}


def interval_words(seeds: Collection[int], ensemble: Ensemble | None, lang: str) -> str:
    """How intervals of differences over seeds are made, and what they hold."""
    if len(seeds) == 1:
        return say("compare_few_seeds", lang)
    return say("compare_interval", lang, **seeds_apart(ensemble.name if ensemble else "", lang))


def caveats(results: Results, names: Names) -> list[str]:
    """How the interval was made, and where history ends."""
    lang, lines = names.lang, []
    seeds = results.manifest["interval"]["seeds"]
    if len(seeds) > 1 and results.seed_count:
        key = "what_ran_interval" if cut(len(seeds)) == 0 else "what_ran_interval_middle"
        scale = results.manifest["interval"]["scale"]
        lines.append(
            say(
                key,
                lang,
                seeds=len(seeds),
                first=min(seeds),
                last=max(seeds),
                scale=scale_words(scale, names),
                coverage=numbers.percent(coverage(len(seeds)), lang),
                **seeds_apart((results.manifest.get("ensemble") or {}).get("name", ""), lang),
            )
        )
        if scale != results.manifest["scale"]:
            lines.append(say("coarser", lang))
    else:
        lines.append(say("no_interval", lang))
    targets = results.world.tables["targets"]
    if (targets["nationality"] == "ALL").any():
        lines.append(say("limit_world", lang))
    if results.history_end < results.months - 1:
        lines.append(say("history_ends", lang, month=results.label(results.history_end)))
        content, last = results.manifest["plan"]["content"], results.label(results.months - 1)
        lines += later_policies(results.world, content.get("timeline"), content.get("timeline_until", last), lang)
    return lines


def later_policies(world: World, timeline: str, last: str, lang: str) -> list[str]:
    """That policies of the timeline begin between the end of history and month `last`, where they do."""
    if timeline != "historical":
        return []
    rows = world.tables["policy_timeline"]
    begin = rows.loc[rows["lever_id"] != "context", "start_date"].astype(str).str[:7]
    later = sorted(month for month in begin if world.label(world.history_end) < month <= last)
    return [say("later_policies", lang, count=len(later), first=later[0], last=later[-1])] if later else []


def miss_summary(compared: pd.DataFrame, lang: str) -> str:
    """How many yearly observed values there are and how many the run meets."""
    rows = misses.yearly(compared)
    rows = rows[(rows["observed"] > 0) & rows["ratio"].notna()]
    if not len(rows):
        return say("misses_no_targets", lang)
    large = rows[
        rows["observed"] >= misses.SMALLEST_SHARE * rows.groupby("indicator")["observed"].transform("max")
    ]
    close = ((large["ratio"] <= misses.CLOSE) & (large["ratio"] >= 1 / misses.CLOSE)).mean()
    return say(
        "misses_summary",
        lang,
        values=len(large),
        indicators=large["indicator"].nunique(),
        close=numbers.percent(float(close), lang),
        inside=numbers.percent(misses.meeting(large), lang),
    )


def limits(results: Results, lang: str) -> list[str]:
    """What the model leaves out, in words."""
    keys = (
        "limit_held",
        "limit_world",
        "limit_events",
        "limit_deaths",
        "limit_sex",
        "limit_party",
        "limit_economy",
    )
    month = results.world.label(results.world.history_end)
    return [say(key, lang, month=month) if key == "limit_held" else say(key, lang) for key in keys]


def fit(results: Results, names: Names) -> dict[str, Any] | None:
    """The fit of the synthetic population: a sentence, and one table per country with departments."""
    table = results.fit
    if table is None or not len(table):
        return None
    lang = names.lang
    judged = table[(table["units"] >= FIT_UNITS) & (table["source"] > 0)]
    gap = judged["relative_error"].abs()
    worst = judged.iloc[int(gap.to_numpy().argmax())] if len(gap) else None
    words = (
        "–"
        if worst is None
        else f"{numbers.percent(float(gap.max()), lang, 1)} ({names.place(worst['place'])})"
    )
    text = say(
        "fit_text",
        lang,
        values=numbers.full(len(judged), lang, 0),
        units=FIT_UNITS,
        one=numbers.percent(float((gap <= 0.01).mean()), lang),
        five=numbers.percent(float((gap <= 0.05).mean()), lang),
        worst=words,
    )
    columns = [
        column
        for column in FIT_COLUMNS
        if ((table["variable"] == column[0]) & (table["category"] == column[1])).any()
    ]
    return {
        "text": text,
        "columns": [_variable(column, lang) for column in columns],
        "blocks": _fit_blocks(table, columns, results, names),
    }


def _variable(column: tuple[str, str], lang: str) -> str:
    key = f"variable_{column[0]}_{column[1]}"
    return say(key, lang) if has(key) else " ".join(column)


def _fit_blocks(
    table: pd.DataFrame, columns: list[tuple[str, str]], results: Results, names: Names
) -> list[dict]:
    wide = table.set_index(["place", "variable", "category"])[["synthetic", "source"]]
    wide = wide[~wide.index.duplicated()]
    cells = {
        key: (row.synthetic, row.source)
        for key, row in zip(wide.index, wide.itertuples(index=False), strict=True)
    }
    world = results.world
    countries = list(dict.fromkeys(world.countries[c] for c in world.origin_country))
    own = {
        code: [world.place_ids[p] for p in world.origins if world.countries[world.place_country[p]] == code]
        for code in countries
    }
    several = [code for code in countries if len(own[code]) > 1]
    blocks = [
        {
            "title": names.nation(code),
            "rows": [_fit_row(place, columns, cells, names) for place in [*own[code], code]],
        }
        for code in several
    ]
    single = [code for code in countries if code not in several]
    if single:
        rows = [_fit_row(own[code][0], columns, cells, names, names.nation(code)) for code in single]
        blocks.append({"title": say("map_countries", names.lang), "rows": rows})
    return blocks


def _fit_row(
    place: str, columns: list[tuple[str, str]], cells: dict, names: Names, title: str = ""
) -> dict[str, Any]:
    written = []
    for column in columns:
        synthetic, source = cells.get((place, *column), (np.nan, np.nan))
        written.append(
            {
                "synthetic": numbers.full(synthetic, names.lang, 0),
                "source": numbers.full(source, names.lang, 0),
            }
        )
    return {"place": title or names.place(place), "cells": written}


def costs(results: Results, names: Names) -> list[dict[str, str]]:
    """Millions of US$ over the run: a row a lever, the largest first, and who pays how much of it."""
    table = results.costs
    if table is None or not len(table):
        return []
    paid = table.groupby(["lever_id", "payer"])["usd_2021"].sum() / 1e6
    totals = paid.groupby(level=0).sum().sort_values(ascending=False)
    return [{"lever": lever_words(str(lever), names.lang), "total": numbers.full(total, names.lang, 1),
             "payers": _who_pays(paid.loc[str(lever)], names)} for lever, total in totals.items() if total]


def _who_pays(paid: pd.Series, names: Names) -> str:
    """`Mexico 54.0, Honduras 33.5`: everybody who pays, the largest share first."""
    shares = paid[paid != 0].sort_values(ascending=False)
    return "; ".join(f"{payer_words(str(payer), names)} {numbers.full(amount, names.lang, 1)}"
                     for payer, amount in shares.items())


def payer_words(payer: str, names: Names) -> str:
    """Name of who pays: a country or a kind of payer."""
    return say(f"payer_{payer}", names.lang) if has(f"payer_{payer}") else names.nation(payer)


def lever_words(lever: str, lang: str) -> str:
    """Title of a lever; its id if it has no file."""
    record = all_levers().get(lever)
    return getattr(record, f"title_{lang}", lever) if record else lever


def parameters(results: Results, lang: str) -> dict[str, Any]:
    """Every parameter of the run with its range and grade, how many of each grade, and the switches."""
    values, changed = results.manifest["settings"], set(results.manifest["changed_settings"])
    rows = [
        {
            "name": item.name,
            "value": f"{values[item.name]:g}",
            "range": f"{item.low:g} – {item.high:g}",
            "unit": item.unit,
            "grade": item.grade,
            "meaning": item.meaning,
            "source": item.source,
            "changed": item.name in changed,
        }
        for item in PARAMETERS
        if item.name in values
    ]
    counts = {grade: sum(row["grade"] == grade for row in rows) for grade in "HMLJ"}
    return {
        "parameters": rows,
        "grades": say("grades_count", lang, **counts),
        "switches": sorted(results.manifest["switches"].items()),
    }


def sources(observed: Observed) -> list[tuple[str, int]]:
    """Sources of the observed values of this run, most used first."""
    counts = pd.Series([row.source for row in observed.rows], dtype=object).value_counts()
    return [(str(source), int(count)) for source, count in counts.items()]


def repeat(results: Results, lang: str) -> dict[str, Any]:
    """Commands that repeat and check the run, and the facts of the manifest."""
    check = f"python -m experiments.reproduce {shlex.quote(str(results.folder.path))}"
    return {"check_command": check, **repeat_of(results.folder, results.world, lang)}


def repeat_of(folder: RunFolder, world: World, lang: str) -> dict[str, Any]:
    """Command that makes a folder again, and the facts of its manifest."""
    return {
        "command": " ".join(shlex.quote(word) for word in folder.manifest["command"]),
        "facts": _facts(folder.manifest, lang),
        "more_sources": say("more_sources", lang, folder=f"scenarios/{world.folder.name}"),
    }


def _facts(manifest: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    code = manifest["code_version"]
    commit = (code["commit"] or "")[:12]
    memory = manifest["peak_rss_bytes"]
    timed = (manifest.get(name) for name in ("seconds_stepping", "seconds_per_step"))
    seconds = [str(found) for found in timed if found is not None]
    return [
        (say("fact_digest", lang), str(manifest["digest"])),
        (say("fact_world", lang), f"{manifest['world']['name']} {manifest['world']['hash']}"),
        (say("fact_plan", lang), f"{manifest['plan']['name']} {manifest['plan']['hash']}"),
        (
            say("fact_code", lang),
            f"{commit} {code['sources']}" + (say("fact_changed", lang) if code["changed"] else ""),
        ),
        (say("fact_when", lang), manifest["started_utc"]),
        *([(say("fact_seconds", lang), "; ".join(seconds))] if seconds else []),
        (say("fact_memory", lang), f"{memory / 2**20:.0f} MiB" if memory else "–"),
        (
            say("fact_packages", lang),
            ", ".join(f"{name} {version}" for name, version in manifest["package_versions"].items()),
        ),
    ]
