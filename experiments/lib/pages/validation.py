"""docs/validation.md: how well months that were not used are predicted, what is right, wrong and unknowable."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.lib.files import records
from experiments.lib.pages.markdown import page, table
from experiments.lib.pages.measured_with import older
from experiments.lib.validation.skill import NAIVE, POOL, SUM, beaten

DATA = Path(__file__).resolve().parents[3] / "docs" / "data"
TARGETS = DATA.parents[1] / "scenarios" / "americas" / "targets.csv"
SPANS = ((1, 3), (4, 6), (7, 12), (13, 24))
SHOWN = (POOL, "model", *NAIVE)
NAMES = {"encounters_southwest": "encounters, southwest border", "darien_crossings": "Darién crossings",
         "encounters_elsewhere": "encounters elsewhere", "returns_to_origin": "returns (Mexico + United States)",
         "encounters_single_adult": "encounters of single adults", "encounters_uac": "encounters of children alone",
         "encounters_family_unit": "encounters of families"}
ABOUT = (
    "The test: with nothing observed after September 2020, predict October 2020 to September 2022, the largest change "
    "on record. *Known* policies act on their dates, *frozen* ones stay as they were at the cut; economies, violence "
    "and outcomes at the border are held at their last twelve months either way, and a regime at the border that no "
    "month up to the cut had shown does not act: whom it would release was not known. Tables by year end with the "
    "last whole year. Settings are draws fitted to nothing "
    "later than the cut ([calibration](calibration.md)). A forecast pools the model's relative path, brought to the "
    "observed level, with naive forecasts; weights and spread are learned from forecasts replayed from earlier "
    "months. Naive forecasts get intervals by the same rule, so that only their centres differ: the *last value*, the "
    "same month of the year before (*seasonal naive*), the straight line (*drift*), the mean of the last 12 (*level*) "
    "and 36 months (*long level*), a gravity *regression* on the same drivers. *Vaivén* is the pool, *model* the "
    "model's path alone. CRPS and MAE are in persons a month (encounters: events a month), lower is better."
)
ABOUT_ES = (
    "La prueba: sin nada observado después de septiembre de 2020, predecir de octubre de 2020 a septiembre de 2022, "
    "el mayor cambio registrado. Los parámetros son extracciones ajustadas a nada posterior al corte. El pronóstico "
    "mezcla la trayectoria relativa del modelo, llevada al nivel observado, con pronósticos ingenuos; los pesos y la "
    "amplitud se aprenden repitiendo pronósticos desde meses anteriores. Los ingenuos reciben intervalos con la misma "
    "regla. Una CRPS menor es mejor."
)
HOW = (
    "`python -m experiments.validate publish=true` measures all of this again; `python -m experiments.forecast` makes "
    "the forecast of the months after the last observed one. Pictures: [months](pictures/validation-"
    "encounters_southwest.svg), [Darién](pictures/validation-darien_crossings.svg), "
    "[returns](pictures/validation-returns_to_origin.svg), [scores](pictures/validation-skill.svg)."
)
MET_BEFORE = (
    "Share of encounters at the southwest border with people met in the twelve months before: counted, in the model's "
    "path after the cut, and in the model's own last year before it."
)
CAVEATS = (
    "- Two years are one event, not many: months in them move together. The table of replays is the broader test.",
    "- The weights before learning were chosen with replays of 2016–2022 in view (all before the months that "
    "`experiments.forecast` predicts).",
    "- Settings are fitted to 2015 to September 2020 for cuts from September 2020 on, to nothing (the table) for "
    "earlier ones, to 2015–2022 for the forecast of the months after. The ranges they are searched in were cut with "
    "patterns some of which are of later years (`within` in conf/calibration: repeats of 2021–22, announcements).",
    "- Some settings rest on evidence of 2021–22 (onward moves of Haitians and Venezuelans, regimes of expulsion), so "
    "the model's path was not blind to them. Intercepts are solved on 2014–16, destinations other than the "
    "hub on the growth of stocks to mid 2020, the weights of families and children alone on counts to February 2020, "
    "the season on counts of 2000 to 2019: replays of earlier cuts have seen these.",
    "- The policy timeline was written afterwards: its announcements and dates are known better than on the day.",
)
UNKNOWABLE = (
    "- Who opens or closes an air route, a visa or a border, and when. With frozen policies, at one to two years, the "
    "forecast {frozen}.",
    "- First arrivals of a nationality that hardly came before. Colombians, Nicaraguans and Venezuelans multiplied "
    "some 70 to 300 times in two years; the intervals of September 2020 did not hold it.",
    "- The Darién: months are counted from {counted} on, earlier years only as totals. In {above} of the {months} "
    "months of the test more people crossed than the upper end (95 %) of the forecast with known policies.",
    "- What is not counted: people not met, deaths not found, returns by own decision.",
)


def validation_page() -> str:
    """Text of docs/validation.md; short where nothing has been published yet."""
    if not (DATA / "validation_skill.csv").is_file():
        return page("Validation", ABOUT, ABOUT_ES, HOW, "Nothing is published yet.")
    skill, replays = (pd.read_csv(DATA / f"validation_{name}.csv") for name in ("skill", "replays"))
    parts = [*older("validation"), ABOUT, ABOUT_ES, HOW, "## Does it beat naive forecasts?", *_verdicts(skill, replays),
             "## Skill from September 2020", _skill(skill), "## Each nationality", _nations(skill),
             "## All replays since 2018", _replays(replays), "## What each part contributes", _weights(),
             "## Met before", MET_BEFORE, _shares(), "## Read with care",
             "\n".join((f"- {known_or_frozen(skill)}", *CAVEATS)),
             "## What it cannot know", "\n".join(UNKNOWABLE).format(**_unknowable(skill)), "## Evidence", _evidence()]
    return page("Validation", *parts)


def _unknowable(skill: pd.DataFrame) -> dict[str, object]:
    """Figures of what it cannot know, from the tables."""
    return {"frozen": against_line(skill), **darien(pd.read_csv(TARGETS, low_memory=False),
                                                    pd.read_csv(DATA / "validation_months.csv"))}


def known_or_frozen(skill: pd.DataFrame) -> str:
    """Whether to know the policies helped the forecast of encounters, by span of months."""
    rows = skill[(skill["indicator"] == "encounters_southwest") & (skill["citizenship_iso3"] == SUM)
                 & (skill["forecaster"] == POOL)]
    crps = rows.pivot(index=["first_month", "last_month"], columns="policies", values="crps").loc[list(SPANS)]
    helped = crps["known"] < crps["frozen"]
    spans = {yes: ", ".join(f"{first}–{last}" for first, last in crps.index[helped == yes]) for yes in (True, False)}
    if helped.all():
        return "To know the policies of 2020–22 helped in all spans of months."
    return (f"To know the policies of 2020–22 did not help in months {spans[False]} (it did in "
            f"{spans[True] or 'none'}): what the model makes of them is then no better than leaving them as they were.")


def against_line(skill: pd.DataFrame) -> str:
    """Which indicators' forecasts beat a straight line in the second year with frozen policies, and which do not."""
    rows = skill[skill["policies"] == "frozen"]
    line = {name: beaten(rows, name, *SPANS[-1]).get("drift") for name in NAMES}
    won = [NAMES[name] for name, ratio in line.items() if ratio is not None and ratio > 1]
    lost = [NAMES[name] for name, ratio in line.items() if ratio is not None and ratio <= 1]
    said = [f"{verb} a straight line for {'; '.join(names)}"
            for verb, names in (("beats", won), ("does not beat", lost)) if names]
    return ", but ".join(said) or "is not held against a straight line"


def darien(targets: pd.DataFrame, forecast: pd.DataFrame) -> dict[str, object]:
    """First month counted, months of the test, and how many lie above the interval."""
    rows = targets[(targets["indicator"] == "darien_crossings") & (targets["year_type"] == "month")
                   & (targets["nationality"] == "ALL")].set_index("year_month")["value"]
    test = forecast[(forecast["indicator"] == "darien_crossings") & (forecast["citizenship_iso3"] == "ALL")
                    & (forecast["policies"] == "known")].set_index("year_month")["q95"]
    both = rows.reindex(test.index).dropna()
    return {"counted": min(rows.index), "months": len(both), "above": int((both > test[both.index]).sum())}


def _verdicts(skill: pd.DataFrame, replays: pd.DataFrame) -> list[str]:
    tables = {"policies known": skill[skill["policies"] == "known"],
              "policies frozen": skill[skill["policies"] == "frozen"], "all replays, policies known": replays}
    return [table(("test", "indicator", *(f"months {first}–{last}" for first, last in SPANS)),
                  [(test, NAMES[indicator], *(_verdict(rows, indicator, *span) for span in SPANS))
                   for test, rows in tables.items()
                   for indicator in ("encounters_southwest", "darien_crossings", "returns_to_origin")])]


def _verdict(rows: pd.DataFrame, indicator: str, first: int, last: int) -> str:
    ratios = beaten(rows, indicator, first, last)
    lost = [name for name, ratio in ratios.items() if ratio <= 1]
    closest = min(ratios.values(), default=float("nan"))
    if not lost:
        return f"beats all; the best naive scores {100 * (closest - 1):.0f} % worse"
    better = (f"{_name(name)} ({100 * (1 - ratios[name]):.0f} % better)" for name in lost)
    return "**not** " + ", ".join(better)


def _skill(skill: pd.DataFrame) -> str:
    rows = skill[(skill["citizenship_iso3"] == SUM) & (skill["forecaster"].isin(SHOWN))]
    lines = [(policies, *line) for policies in ("known", "frozen")
             for line in _lines(rows[rows["policies"] == policies])]
    heading = ("policies", "indicator", "months", *(_name(name) for name in SHOWN), "MAE", "RMSE of logs",
               "inside 50 %", "inside 90 %")
    return ("CRPS, mean over nationalities and months; the last four columns are of the pool.\n\n"
            + table(heading, lines))


def _lines(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """One line an indicator and span: CRPS of every forecaster shown, accuracy of the pool."""
    found = {(row.indicator, row.first_month, row.last_month, row.forecaster): row for row in records(rows)}
    return [(NAMES[indicator], f"{first}–{last}",
             *(_crps(found.get((indicator, first, last, name))) for name in SHOWN),
             *_accuracy(found[indicator, first, last, POOL]))
            for indicator in NAMES for first, last in SPANS if (indicator, first, last, POOL) in found]


def _name(forecaster: str) -> str:
    return "Vaivén" if forecaster == POOL else forecaster.replace("_", " ")


def _crps(row: Any) -> str:
    return "–" if row is None else f"{row.crps:,.0f}"


def _accuracy(row: Any) -> tuple[str, ...]:
    return f"{row.mae:,.0f}", f"{row.rmse_log:.2f}", f"{row.cover50:.2f}", f"{row.cover90:.2f}"


def _nations(skill: pd.DataFrame) -> str:
    rows = skill[(skill["policies"] == "known") & (skill["citizenship_iso3"] != SUM) & (skill["first_month"] == 1)
                 & (skill["last_month"] == 24)]
    keys = ["indicator", "citizenship_iso3"]
    best = rows[rows["forecaster"].isin(NAIVE)].sort_values("crps").drop_duplicates(keys)
    naive = {(row.indicator, row.citizenship_iso3): row for row in records(best)}
    lines = [(NAMES[row.indicator], row.citizenship_iso3, _crps(row), _crps(other), _name(other.forecaster),
              *_accuracy(row)) for row in records(rows[rows["forecaster"] == POOL])
             if (other := naive.get((row.indicator, row.citizenship_iso3)))]
    return table(("indicator", "citizenship", "CRPS", "best naive", "which", "MAE", "RMSE of logs", "inside 50 %",
                  "inside 90 %"), lines)


def _replays(replays: pd.DataFrame) -> str:
    lines = _lines(replays[replays["citizenship_iso3"] == SUM])
    heading = ("indicator", "months", *(_name(name) for name in SHOWN), "MAE", "RMSE of logs",
               "inside 50 %", "inside 90 %")
    return ("A forecast every four months, each with weights and spread that its own month could know.\n\n"
            + table(heading, lines))


def _weights() -> str:
    rows = pd.read_csv(DATA / "validation_weights.csv")
    rows = rows[(rows["policies"] == "known") & rows["group"].isin(["border", "returns"])]
    parts = rows.sort_values("first_month", kind="stable").groupby(["group", "member"], sort=False)["weight"]
    lines = [(group, _name(str(member)), *(f"{value:.2f}" for value in part))
             for (group, member), part in parts]
    return table(("indicators", "member", *(f"months {first}–{last}" for first, last in SPANS)), lines)


def _shares() -> str:
    rows = pd.read_csv(DATA / "validation_shares.csv")
    lines = [(row["year_month"], row["policies"], f"{row['observed']:.2f}", f"{row['simulated']:.2f}",
              f"{row['without_change']:.2f}") for _, row in rows.iterrows()]
    return table(("month", "policies", "observed share met before", "model", "model's last year before the cut"), lines)


def _evidence() -> str:
    from model.settings import BY_NAME

    grades = Counter(parameter.grade for parameter in BY_NAME.values())
    count = ", ".join(f"{grades[letter]} {letter}" for letter in "HMLJ")
    return (f"Grades of the {sum(grades.values())} settings: {count} (H causal or official, M surveyed, L borrowed, "
            "J judgement). Patterns beyond flows: [patterns.md](patterns.md).")
