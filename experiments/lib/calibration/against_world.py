"""A calibration held against its world before anything is simulated: names, months, and what is observed there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from experiments.lib.calibration.problem import Problem, Target
from experiments.lib.calibration.runs import worlds
from model.checks import InputError, nearest
from model.indicators.geography import DERIVED
from model.indicators.periods import YEAR_TYPES
from model.plan import load_plan
from model.world import World

MONTH = "month"
ALL = "ALL"


def check(problem: Problem) -> None:
    """Raise InputError, naming the file and the row, about the first thing that a run would stumble over."""
    whole, world = _named(problem, "world and origins", lambda: worlds(problem.world, problem.origins))
    months = _months(problem, world)
    _named(problem, "plan", lambda: load_plan(problem.plan, whole))
    if isinstance(problem.scale, dict):
        for code in problem.scale:
            _one_of(str(code), whole.countries, f"{problem.file}, scale: country")
    covered = _covered(world)
    for number, target in enumerate(problem.targets, 1):
        _check_target(target, whole, months, covered, f"{problem.file}, targets row {number}")


def _named(problem: Problem, what: str, made: Callable[[], Any]) -> Any:
    """What `made` gives; its messages with the file and the key before them."""
    try:
        return made()
    except InputError as error:
        raise InputError(f"{problem.file}, {what}: {error}") from None


def _months(problem: Problem, world: World) -> frozenset[str]:
    """Months YYYY-MM that a run holds."""
    first = _named(problem, "start", lambda: world.month_of(problem.start or world.label(0)))
    left = world.months - first
    if problem.months and problem.months > left:
        raise InputError(f"{problem.file}, months: {problem.months}; from {world.label(first)} the world "
                         f"'{world.name}' holds {left} months.")
    return frozenset(world.label(first + month) for month in range(problem.months or left))


def _check_target(target: Target, whole: World, months: frozenset[str], covered: set[str], where: str) -> None:
    rows = _plain(whole)
    for column in ("indicator", "year_type", "group", "place"):
        wanted = getattr(target, column)
        if column != "place" or wanted:
            _one_of(wanted, rows[column].unique(), f"{where}: {column}", f" of {target.indicator}")
            rows = rows[rows[column] == wanted]
    for nation in target.nationality:
        _one_of(nation, rows["nationality"].unique(), f"{where}: nationality", f" of {target.indicator}")
        if nation not in covered:
            raise InputError(f"{where}: nationality '{nation}' is observed, but its people are not all simulated; "
                             f"with these origins are: {', '.join(sorted(covered))}.")
        _check_spans(target, _years(rows[rows["nationality"] == nation]), months, f"{where}: {nation}")


def _one_of(wanted: str, known: Iterable[Any], where: str, of: str = "") -> None:
    names = sorted(str(name) for name in known)
    if wanted not in names:
        some = ", ".join(name or "(none)" for name in names[:20]) + (" …" if len(names) > 20 else "")
        raise InputError(f"{where} '{wanted}' is not in the world's tables{of}. {nearest(wanted, names)} "
                         f"There are: {some}.")


def _check_spans(target: Target, observed: set[int], months: frozenset[str], where: str) -> None:
    """Every year of a span counts in its sum, so every one must be observed and simulated whole."""
    for first, last in target.spans:
        asked = range(first, last + 1)
        for lacking, what in (([year for year in asked if year not in observed], "not observed"),
                              ([year for year in asked if not months_of(target.year_type, year) <= months],
                               "not wholly in the months of a run")):
            if lacking:
                raise InputError(f"{where}, {target.year_type} [{first}, {last}]: {_listed(lacking)} {what}; observed "
                                 f"are {_listed(sorted(observed))}, a run holds {min(months)} to {max(months)}.")


def _listed(years: list[int]) -> str:
    return ", ".join(map(str, years)) if len(years) <= 3 else f"{len(years)} years, {years[0]} to {years[-1]}"


def months_of(year_type: str, year: int) -> set[str]:
    """Months YYYY-MM of a year; years counted month by month are calendar years."""
    kind = YEAR_TYPES["calendar_year" if year_type == MONTH else year_type]
    return {f"{year - (month >= kind.from_month):04d}-{month:02d}" for month in kind.months}


def _years(rows: pd.DataFrame) -> set[int]:
    """Years observed; those counted month by month where all twelve are."""
    if (rows["year_type"] != MONTH).all():
        return set(rows["year"].astype(int))
    counted = rows.drop_duplicates("year_month")["year_month"].astype(str).str[:4].astype(int).value_counts()
    return set(counted.index[counted >= 12])


def _plain(world: World) -> pd.DataFrame:
    """Targets as runs are compared with them: totals of nationalities are ALL, of groups empty."""
    rows = world.tables["targets"]
    texts = {name: rows[name].fillna("").astype(str) for name in ("place", "nationality", "group")}
    out = rows.assign(**texts)
    return out.assign(nationality=out["nationality"].replace("", ALL), group=out["group"].replace(ALL, ""))


def _covered(world: World) -> set[str]:
    """Nationalities that are simulated whole: every origin place of theirs is in the run."""
    origins = world.places[world.places["role"] == "origin"]
    used = {world.place_ids[place] for place in world.origins}
    missing = set(origins.loc[~origins["place_id"].isin(used), "country_iso3"])
    known = set(origins["country_iso3"]) - missing
    groups = {name for name, codes in DERIVED.items() if set(codes) <= known}
    return known | groups | (set() if missing else {ALL})
