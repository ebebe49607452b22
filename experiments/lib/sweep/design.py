"""Which points of the space of assumptions a sweep visits: grid, Latin hypercube, Sobol sequence, draws of a file.

A design file (`conf/sweep/<name>.yaml`) says what varies; every key, setting, variant and range is checked.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from experiments.lib.config import CONF
from model.checks import InputError, nearest
from model.setting_table import PARAMETERS
from model.settings import BY_NAME, SWITCH_BY_NAME

KINDS = ("once", "grid", "latin", "sobol", "draws")
TEXTS = ("title_en", "title_es", "about_en", "about_es")
TOP = (*TEXTS, "run", "design", "points", "design_seed", "vary", "draws")
GROUPS = ("settings", "switches", "plan")
RANGE = ("low", "high")
MOST_POINTS = 1_000_000

Draw = Mapping[str, Any]
"""One point: `settings.<name>`, `switches.<name>` or `plan.<override>` -> value."""


@dataclass(frozen=True)
class Factor:
    """One thing that varies: its levels, or a range where there are none."""

    group: str
    name: str
    levels: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0

    @property
    def column(self) -> str:
        """Its name in tables: `settings.gamma_B`."""
        return f"{self.group}.{self.name}"

    def at(self, share: float) -> Any:
        """The value at a share 0 to 1 of the range, or of the levels."""
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        return float(self.low + (self.high - self.low) * share)


@dataclass(frozen=True)
class Design:
    """A design as read: texts, kind, factors and the points themselves."""

    name: str
    kind: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    factors: tuple[Factor, ...]
    draws: tuple[Draw, ...]
    content: Mapping[str, Any]


def read_file(name: str) -> tuple[dict[str, Any], str]:
    """Content of a design file and its path; InputError if there is none or it is no mapping of known keys."""
    folder = CONF / "sweep"
    path = Path(name) if name.endswith((".yaml", ".yml")) else folder / f"{name}.yaml"
    if not path.is_file():
        known = sorted(found.stem for found in folder.glob("*.yaml"))
        raise InputError(f"sweep = '{name}': no file {path}. {nearest(name, known)} Known: {', '.join(known)}.")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not readable YAML ({str(error).splitlines()[0]}).") from None
    if not isinstance(content, dict):
        raise InputError(f"{path}: keys and values are needed, e.g. `design: grid`.")
    for key in content:
        if key not in TOP:
            raise InputError(f"{path}: unknown key '{key}'. {nearest(str(key), TOP)} Allowed: {', '.join(TOP)}.")
    return content, str(path)


def make(content: Mapping[str, Any], file: str, points: int | None = None) -> Design:
    """The design of a file's content; `points` wins over its own. Raises InputError."""
    kind = content.get("design", "once")
    if kind not in KINDS:
        raise InputError(f"{file}: design = {kind!r}. {nearest(str(kind), KINDS)} Allowed: {', '.join(KINDS)}.")
    factors = read_factors(content.get("vary") or {}, file)
    _fits(kind, factors, content, file)
    count = points if points is not None else content.get("points")
    seed = int(content.get("design_seed", 1))
    draws = _draws(kind, factors, content, file, count, seed)
    if len(draws) > MOST_POINTS:
        raise InputError(f"{file}: {len(draws):,} points; at most {MOST_POINTS:,}. Vary less, or use design: latin.")
    name = Path(file).stem
    texts = {key: str(content.get(key, name)) for key in TEXTS}
    return Design(name, kind, {lang: texts[f"title_{lang}"] for lang in ("en", "es")},
                  {lang: texts[f"about_{lang}"] if f"about_{lang}" in content else "" for lang in ("en", "es")},
                  factors, tuple(draws), content)


def _fits(kind: str, factors: Sequence[Factor], content: Mapping[str, Any], file: str) -> None:
    if kind in ("grid", "latin", "sobol") and not factors:
        raise InputError(f"{file}: design: {kind} needs `vary:` with settings, switches or plan.")
    if kind in ("once", "draws") and factors:
        raise InputError(f"{file}: design: {kind} takes no `vary:`; use design: grid, latin or sobol.")
    if (kind == "draws") != ("draws" in content):
        raise InputError(f"{file}: `draws: <file>` and `design: draws` belong together.")
    if kind == "grid":
        for factor in factors:
            if not factor.levels:
                raise InputError(f"{file}: vary.{factor.column}: a grid needs a list of values, not a range; "
                                 "ranges are for design: latin or sobol.")


def _draws(kind: str, factors: Sequence[Factor], content: Mapping[str, Any], file: str, count: Any,
           seed: int) -> list[Draw]:
    if kind == "once":
        return [{}]
    if kind == "grid":
        levels = [factor.levels for factor in factors]
        return [dict(zip([f.column for f in factors], values, strict=True)) for values in itertools.product(*levels)]
    if kind == "draws":
        return from_table(content["draws"], file, count)
    return from_cube(factors, cube(kind, len(factors), _count(count, file), seed))


def _count(count: Any, file: str) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or not 2 <= count <= MOST_POINTS:
        raise InputError(f"{file}: points = {count!r}: a whole number from 2 to {MOST_POINTS} is needed.")
    return count


def cube(kind: str, dimensions: int, count: int, seed: int) -> np.ndarray:
    """f8[count, dimensions] points of the unit cube."""
    if kind == "latin":  # one point in each of `count` equal slices of every dimension, slices shuffled
        luck = np.random.default_rng(seed)
        slices = np.stack([luck.permutation(count) for _ in range(dimensions)], axis=1)
        return (slices + luck.random((count, dimensions))) / count
    from scipy.stats import qmc

    power = int(np.ceil(np.log2(count)))  # whole powers of two keep the sequence balanced; the rest is cut off
    return qmc.Sobol(dimensions, seed=seed).random_base2(power)[:count]


def from_cube(factors: Sequence[Factor], shares: np.ndarray) -> list[Draw]:
    """Points of the factors at shares f8[count, factors]."""
    return [{factor.column: factor.at(float(share)) for factor, share in zip(factors, row, strict=True)}
            for row in shares]


def from_table(name: str, file: str, count: int | None) -> list[Draw]:
    """Draws of a table (CSV or Parquet), e.g. of a posterior: a column a setting, a row a draw, the first `count`."""
    path = Path(name) if Path(name).is_absolute() or Path(name).exists() else Path(file).parent / name
    if not path.is_file():
        raise InputError(f"{file}: draws = '{name}': no such file. Give a CSV or Parquet table of settings.")
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    chosen = table if count is None else table.head(count)
    columns = {column: _column(str(column), path) for column in table.columns if column not in ("draw", "weight")}
    draws: list[Draw] = [
        {full: _checked(full, row[column], f"{path}, row {number}") for column, full in columns.items()}
        for number, row in enumerate(chosen.to_dict("records"), start=1)]
    if not draws:
        raise InputError(f"{path}: the table holds no draw.")
    return draws


def _column(name: str, path: Path) -> str:
    bare = name.split(".", 1)[-1]
    for group, known in (("settings", BY_NAME), ("switches", SWITCH_BY_NAME)):
        if name in (bare, f"{group}.{bare}") and bare in known:
            return f"{group}.{bare}"
    raise InputError(f"{path}: column '{name}' is no setting and no switch. "
                     f"{nearest(bare, [*BY_NAME, *SWITCH_BY_NAME])} A column named `draw` or `weight` is left out.")


def _checked(full: str, value: Any, where: str) -> Any:
    group, _, name = full.partition(".")
    return _setting(name, value, where) if group == "settings" else _variant(name, value, where)


# ---- what varies ------------------------------------------------------------------------------------------
def read_factors(vary: Any, file: str) -> tuple[Factor, ...]:
    """Factors of the key `vary`."""
    if not isinstance(vary, Mapping) or not set(vary) <= set(GROUPS):
        wrong = next((key for key in vary if key not in GROUPS), vary) if isinstance(vary, Mapping) else vary
        raise InputError(f"{file}: vary: '{wrong}'. {nearest(str(wrong), GROUPS)} Allowed: {', '.join(GROUPS)}.")
    factors: list[Factor] = []
    for group in GROUPS:
        factors += _group(group, vary.get(group) or {}, f"{file}: vary.{group}")
    return tuple(factors)


def _group(group: str, chosen: Any, where: str) -> list[Factor]:
    if group == "settings" and isinstance(chosen, str):
        return [prior(name) for name in named_settings(chosen, where)]
    if group == "switches" and chosen == "all":
        return [Factor("switches", name, switch.variants) for name, switch in SWITCH_BY_NAME.items()]
    if not isinstance(chosen, Mapping):
        raise InputError(f"{where} = {chosen!r}: names with values are needed, or `all`.")
    return [FACTORS[group](str(name), given, f"{where}.{name}") for name, given in chosen.items()]


def named_settings(word: str, where: str) -> list[str]:
    """Settings by a word: `all`, `calibrated`, or evidence grades such as `JL`."""
    if word == "all":
        return [parameter.name for parameter in PARAMETERS]
    if word == "calibrated":
        return [parameter.name for parameter in PARAMETERS if parameter.calibrate]
    if word and set(word) <= set("HMLJ"):
        return [parameter.name for parameter in PARAMETERS if parameter.grade in word]
    raise InputError(f"{where} = {word!r}: allowed are `all`, `calibrated`, grades such as `JL`, or names with values.")


def prior(name: str) -> Factor:
    """A setting over its whole allowed range, every value as likely."""
    parameter = BY_NAME[name]
    return Factor("settings", name, (), float(parameter.low), float(parameter.high))


def _setting_factor(name: str, given: Any, where: str) -> Factor:
    if name not in BY_NAME:
        raise InputError(f"{where}: unknown setting '{name}'. {nearest(name, BY_NAME)} "
                         "`python -m model list settings` shows all.")
    if given == "prior":
        return prior(name)
    if isinstance(given, Mapping):
        return _range("settings", name, given, where)
    levels = given if isinstance(given, list) else [given]
    return Factor("settings", name, tuple(_setting(name, value, where) for value in levels))


def _range(group: str, name: str, given: Mapping[str, Any], where: str) -> Factor:
    if set(given) != set(RANGE):
        raise InputError(f"{where} = {dict(given)!r}: write {{low: ..., high: ...}}, a list of values, or `prior`.")
    low, high = (_setting(name, given[end], f"{where}.{end}") if group == "settings" else float(given[end])
                 for end in RANGE)
    if not low < high:
        raise InputError(f"{where}: low = {low:g} must lie below high = {high:g}.")
    return Factor(group, name, (), low, high)


def _setting(name: str, value: Any, where: str) -> float:
    parameter = BY_NAME[name]
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise InputError(f"{where}: {name} = {value!r}: a number is needed (unit {parameter.unit}).")
    if not parameter.low <= value <= parameter.high:
        raise InputError(f"{where}: {name} = {value:g}: allowed is {parameter.low:g} to {parameter.high:g} "
                         f"({parameter.unit}; {parameter.meaning}).")
    return float(value)


def _switch_factor(name: str, given: Any, where: str) -> Factor:
    if name not in SWITCH_BY_NAME:
        raise InputError(f"{where}: unknown switch '{name}'. {nearest(name, SWITCH_BY_NAME)}")
    variants = SWITCH_BY_NAME[name].variants
    levels = list(variants) if given == "all" else given if isinstance(given, list) else [given]
    return Factor("switches", name, tuple(_variant(name, value, where) for value in levels))


def _variant(name: str, value: Any, where: str) -> str:
    variants = SWITCH_BY_NAME[name].variants
    if str(value) not in variants:
        raise InputError(f"{where}: {name} = {value!r}. {nearest(str(value), variants)} "
                         f"Allowed: {', '.join(variants)}.")
    return str(value)


def _plan_factor(name: str, given: Any, where: str) -> Factor:
    """A value of the plan, e.g. `levers.1.strength`; whether a plan has it is checked when it is read."""
    if isinstance(given, Mapping):
        return _range("plan", name, given, where)
    return Factor("plan", name, tuple(given if isinstance(given, list) else [given]))


FACTORS = {"settings": _setting_factor, "switches": _switch_factor, "plan": _plan_factor}
