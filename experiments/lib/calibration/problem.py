"""A calibration as written in conf/calibration/<name>.yaml: free settings, targets with errors, design."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from experiments.lib.calibration import ensemble, written
from experiments.lib.config import CONF, RunConfig
from experiments.lib.config_values import checked_value
from model import source_hash
from model.checks import InputError, nearest
from model.indicators import find
from model.indicators.periods import YEAR_TYPES
from model.settings import BY_NAME

FOLDER = CONF / "calibration"
KEYS = ("description_en", "description_es", "world", "plan", "start", "months", "origins", "scale", "parameters",
        "targets", "design", "within", "like")
NEEDED = ("description_en", "description_es", "world", "targets")
OF_A_RUN = {item.name: item.metadata for item in fields(RunConfig) if item.name in ("start", "months", "scale")}
"""Keys that mean what they mean for a run, with their ranges."""
TARGET_KEYS = ("indicator", "nationality", "place", "group", "year_type", "spans", "discrepancy")
DESIGN = {"first": 120, "later": 100, "waves": 2, "cutoff": 3.0, "seed": 1, "tries": 120, "draws": 40}
"""Runs of the first and of later waves, number of waves, cut-off of implausibility, seed, draws run and draws kept."""
POINTS_OF = ("first", "later", "cutoff", "seed")
"""What decides where the points of a design lie; more waves go on from those that are there."""
LIMITS = {"first": (20, 100_000), "later": (1, 100_000), "waves": (1, 20), "cutoff": (0.1, 100.0), "seed": (0, 2**31),
          "tries": (1, 100_000), "draws": (1, 10_000)}
"""Least and most of each; emulators are held against every fifth run, which takes some."""
DISCREPANCY = (0.01, 10.0)
LAST_MONTH = {"fiscal_year": 9, "calendar_year_jan_sep": 9}
"""Of kinds of years that do not end in December."""
LOG_FROM = 4.0
"""A range whose ends differ by more than this factor is searched in logs."""


@dataclass(frozen=True)
class Target:
    """Rows of targets.csv that count, and how far the model may be from them for reasons of its own."""

    indicator: str
    nationality: tuple[str, ...]
    year_type: str
    spans: tuple[tuple[int, int], ...]
    """First and last year of each sum: years next to each other say the same thing twice"""
    group: str = ""
    place: str = ""
    discrepancy: float = 0.2
    """Standard deviation in logs of what the model leaves out (judgement)"""


@dataclass(frozen=True)
class Problem:
    """Everything a calibration depends on, apart from the world's tables."""

    name: str
    world: str
    plan: str
    start: str | None
    months: int | None
    origins: tuple[str, ...]
    scale: Any
    parameters: tuple[str, ...]
    targets: tuple[Target, ...]
    design: Mapping[str, float]
    description: Mapping[str, str]
    within: Mapping[str, tuple[float, float]]
    """Ends of settings that other evidence than the targets leaves: the prior is cut to them"""
    file: str = ""
    """Name of the file it was read from, for messages"""

    @property
    def until(self) -> str:
        """Last month YYYY-MM of what it is fitted to."""
        return max(f"{last:04d}-{LAST_MONTH.get(target.year_type, 12):02d}"
                   for target in self.targets for _, last in target.spans)

    @property
    def hash(self) -> str:
        """Of what decides a run: runs of another problem, another design or another model are never mixed in."""
        design = [self.design[key] for key in POINTS_OF]
        record = [self.world, self.plan, self.start, self.months, self.origins, self.scale, self.parameters,
                  sorted(self.within.items()), [repr(target) for target in self.targets], design, source_hash()]
        return hashlib.blake2b(json.dumps(record, default=str).encode(), digest_size=6).hexdigest()

    def values(self, unit: np.ndarray) -> np.ndarray:
        """Settings f8[n, p] from points of the unit cube: the prior is uniform there, in logs for wide ranges."""
        low, high, wide = self._ranges()
        with np.errstate(divide="ignore", invalid="ignore"):
            logged = np.exp(np.log(low) + unit * (np.log(high) - np.log(low)))
        return np.where(wide, logged, low + unit * (high - low))

    def unit(self, values: np.ndarray) -> np.ndarray:
        """Points of the unit cube from settings."""
        low, high, wide = self._ranges()
        with np.errstate(divide="ignore", invalid="ignore"):
            logged = (np.log(values) - np.log(low)) / (np.log(high) - np.log(low))
        return np.where(wide, logged, (values - low) / (high - low))

    def _ranges(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        whole = {name: (BY_NAME[name].low, BY_NAME[name].high) for name in self.parameters}
        low, high = np.array([self.within.get(name, whole[name]) for name in self.parameters], float).T
        wide = (low > 0) & (high > LOG_FROM * np.maximum(low, 1e-300))
        return low, high, wide


def available() -> list[str]:
    """Names of the calibrations in conf/calibration."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read(name: str) -> Problem:
    """Read and check a calibration by name or path. Raises InputError about the first problem."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise InputError(f"targets = {name}: no file {path}. {nearest(name, available())} Known: "
                         f"{', '.join(available()) or 'none'}.")
    content = _completed(written.content(path), path)
    written.needed(content, NEEDED, path.name, "conf/calibration/valley.yaml shows all that is needed")
    for key in ("description_en", "description_es", "world"):
        written.text(content[key], f"{path.name}, {key}")
    of_a_run = {key: checked_value(f"{path.name}, {key}", content.get(key), meta) for key, meta in OF_A_RUN.items()}
    parameters = _parameters(content, path.name)
    found = Problem(path.stem, content["world"], written.text(content.get("plan", "baseline"), f"{path.name}, plan"),
                    of_a_run["start"], of_a_run["months"], _origins(content, path.name), of_a_run["scale"],
                    parameters, _targets(content, path.name), _design(content, path.name),
                    {lang: content[f"description_{lang}"] for lang in ("en", "es")},
                    _within(_given(content, "within"), parameters, path.name), path.name)
    _check_name(found)
    return found


def _completed(content: dict[str, Any], path: Path) -> dict[str, Any]:
    """The keys of the file, and those it leaves to the calibration it is `like`."""
    written.only(content, KEYS, path.name)
    if "like" not in content:
        return content
    model = written.text(content["like"], f"{path.name}, like")
    if model not in available():
        raise InputError(f"{path.name}, like: unknown calibration '{model}'. {nearest(model, available())} "
                         f"Known: {', '.join(available())}.")
    base = written.content(FOLDER / f"{model}.yaml")
    if "like" in base:
        raise InputError(f"{path.name}, like: '{model}' is itself like '{base['like']}'; name that one.")
    if isinstance(content.get("parameters"), list):  # cuts of settings that are not free here have no meaning here
        base["within"] = {name: ends for name, ends in (base.get("within") or {}).items()
                          if name in content["parameters"]}
    return {**base, **content}


def _given(content: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; an empty mapping where nothing does."""
    return {} if content.get(key) is None else content[key]


def _parameters(content: Mapping[str, Any], file: str) -> tuple[str, ...]:
    if "parameters" not in content:
        return tuple(item.name for item in BY_NAME.values() if item.calibrate)
    parameters = written.names(content["parameters"], f"{file}, parameters", "[eta, gamma_B]")
    for parameter in parameters:
        if parameter not in BY_NAME:
            raise InputError(f"{file}, parameters: unknown setting '{parameter}'. {nearest(parameter, BY_NAME)} "
                             "`python -m model list settings` shows all.")
    return parameters


def _origins(content: Mapping[str, Any], file: str) -> tuple[str, ...]:
    given = content.get("origins")
    return written.names(given, f"{file}, origins", "[SLV, GTM]") if given is not None else ()


def _design(content: Mapping[str, Any], file: str) -> Mapping[str, float]:
    design = _given(content, "design")
    written.only(design, DESIGN, f"{file}, design")
    for key, value in design.items():
        written.number(value, f"{file}, design: {key}", *LIMITS[key], whole=key != "cutoff")
    whole = {**DESIGN, **design}
    if whole.get("tries", whole["draws"]) < whole["draws"]:
        raise InputError(f"{file}, design: draws = {whole['draws']} of tries = {whole['tries']}; as many tries as "
                         "draws are needed.")
    return whole


def _check_name(problem: Problem) -> None:
    """A name that ends in a month promises that nothing later was used; forecasts rely on it."""
    month = ensemble.month_in(problem.name)
    if month and month < problem.until:
        raise InputError(f"{problem.file}: the name promises targets up to {month}, but they reach to {problem.until}; "
                         "end the spans earlier or give the file another name.")


def _within(given: Any, parameters: Sequence[str], file: str) -> dict[str, tuple[float, float]]:
    written.only(given, parameters, f"{file}, within")
    return {name: written.ends(pair, f"{file}, within: {name}", BY_NAME[name].low, BY_NAME[name].high)
            for name, pair in given.items()}


def _targets(content: Mapping[str, Any], file: str) -> tuple[Target, ...]:
    rows = content["targets"]
    if not isinstance(rows, list):
        raise InputError(f"{file}, targets: {written.shown(rows)}; a list of rows with {', '.join(TARGET_KEYS)} is "
                         "needed.")
    found = tuple(_target(row, f"{file}, targets row {number}") for number, row in enumerate(rows, 1))
    _no_sum_twice(found, file)
    return found


def _no_sum_twice(targets: Sequence[Target], file: str) -> None:
    seen: set[tuple[object, ...]] = set()
    for number, target in enumerate(targets, 1):
        sums = {(target.indicator, target.year_type, target.group, target.place, nation, span)
                for nation in target.nationality for span in target.spans}
        if twice := sums & seen:
            raise InputError(f"{file}, targets row {number}: {min(twice, key=str)} stands in an earlier row too; a "
                             "count may decide once only.")
        seen |= sums


def _target(row: Any, where: str) -> Target:
    written.only(row, TARGET_KEYS, where)
    written.needed(row, ("indicator", "spans"), where, "e.g. spans: [[2015, 2018], [2019, 2019]]")
    nations = row.get("nationality", ["ALL"])
    group, place = (written.text(row[key], f"{where}: {key}") if row.get(key) else "" for key in ("group", "place"))
    discrepancy = written.number(row.get("discrepancy", 0.2), f"{where}: discrepancy", *DISCREPANCY)
    return Target(_indicator(row["indicator"], where), written.names(nations, f"{where}: nationality", "[SLV, GTM]"),
                  _year_type(row.get("year_type", "fiscal_year"), where),
                  written.spans(row["spans"], f"{where}: spans"), group, place, float(discrepancy))


def _indicator(name: Any, where: str) -> str:
    try:
        find(written.text(name, f"{where}: indicator"))
    except InputError as error:
        raise InputError(f"{where}: {error}" if where not in str(error) else str(error)) from None
    return str(name)


def _year_type(kind: Any, where: str) -> str:
    allowed = ("month", *YEAR_TYPES)
    if kind not in allowed:
        raise InputError(f"{where}: unknown year_type {written.shown(kind)}. {nearest(kind, allowed)} Allowed: "
                         f"{', '.join(allowed)}.")
    return str(kind)
