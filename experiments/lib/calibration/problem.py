"""A calibration as written in conf/calibration/<name>.yaml: free settings, targets with errors, design."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from experiments.lib.config import CONF
from model import source_hash
from model.checks import InputError, nearest
from model.settings import BY_NAME

FOLDER = CONF / "calibration"
KEYS = ("description_en", "description_es", "world", "plan", "start", "months", "origins", "scale", "parameters",
        "targets", "design", "within")
TARGET_KEYS = ("indicator", "nationality", "place", "group", "year_type", "spans", "discrepancy")
DESIGN = {"first": 120, "later": 100, "waves": 2, "cutoff": 3.0, "seed": 1, "draws": 40}
"""Runs of the first and of later waves, number of waves, cut-off of implausibility, seed, draws kept."""
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

    @property
    def hash(self) -> str:
        """Of what decides a run: runs of another problem, or of another version of the model, are never mixed in."""
        record = [self.world, self.plan, self.start, self.months, self.origins, self.scale, self.parameters,
                  sorted(self.within.items()), [repr(target) for target in self.targets], source_hash()]
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
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    _only(content, KEYS, path.name)
    parameters = content.get("parameters") or [item.name for item in BY_NAME.values() if item.calibrate]
    for parameter in parameters:
        if parameter not in BY_NAME:
            raise InputError(f"{path.name}, parameters: unknown setting '{parameter}'. {nearest(parameter, BY_NAME)}")
    design = content.get("design") or {}
    _only(design, DESIGN, f"{path.name}, design")
    targets = tuple(_target(row, f"{path.name}, targets row {number}")
                    for number, row in enumerate(content["targets"], 1))
    return Problem(path.stem, content["world"], content.get("plan", "baseline"), content.get("start"),
                   content.get("months"), tuple(content.get("origins") or ()), content.get("scale"),
                   tuple(parameters), targets, {**DESIGN, **design},
                   {lang: content[f"description_{lang}"] for lang in ("en", "es")},
                   _within(content.get("within") or {}, parameters, path.name))


def _within(given: Mapping[str, Any], parameters: Sequence[str], file: str) -> dict[str, tuple[float, float]]:
    found = {}
    for name, ends in given.items():
        if name not in parameters:
            raise InputError(f"{file}, within: '{name}' is not among the parameters. {nearest(name, parameters)}")
        low, high = (float(end) for end in ends)
        setting = BY_NAME[name]
        if not setting.low <= low < high <= setting.high:
            raise InputError(f"{file}, within: {name} from {low:g} to {high:g}; allowed is a part of "
                             f"{setting.low:g} to {setting.high:g}.")
        found[name] = (low, high)
    return found


def _target(row: Mapping[str, Any], where: str) -> Target:
    _only(row, TARGET_KEYS, where)
    for needed in ("indicator", "spans"):
        if needed not in row:
            raise InputError(f"{where}: '{needed}' is missing; e.g. spans: [[2015, 2018], [2019, 2019]].")
    return Target(row["indicator"], tuple(row.get("nationality") or ("ALL",)), row.get("year_type", "fiscal_year"),
                  tuple((int(first), int(last)) for first, last in row["spans"]),
                  row.get("group", ""), row.get("place", ""), float(row.get("discrepancy", 0.2)))


def _only(found: Mapping[str, Any], allowed: Any, where: str) -> None:
    for key in found:
        if key not in allowed:
            raise InputError(f"{where}: unknown key '{key}'. {nearest(key, allowed)} Allowed: {', '.join(allowed)}.")
