"""Behavioural parameters: one declaration each, with unit, range, evidence row and grade.

The same record feeds the kernels, the command line, the report, sliders, sweeps and calibration.
Evidence rows are those of `docs/evidence.md`; grade H/M/L is the evidence table's, J is our judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model.checks import InputError, nearest
from model.setting_table import PARAMETERS, SWITCHES, Parameter, Switch

BY_NAME: dict[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}
SWITCH_BY_NAME: dict[str, Switch] = {switch.name: switch for switch in SWITCHES}


@dataclass(frozen=True)
class Settings:
    """All parameter values and switch variants of one run. Read with `settings["gamma_B"]`."""

    values: Mapping[str, float]
    switches: Mapping[str, str]

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def variant(self, switch: str) -> str:
        """The chosen variant of a named switch."""
        return self.switches[switch]


def make(values: Mapping[str, Any] | None = None, switches: Mapping[str, Any] | None = None,
         where: str = "settings") -> Settings:
    """Defaults overridden by `values` and `switches`; every key, type and range is checked.

    Raises InputError naming the key, the value seen, what is allowed and the nearest valid name.
    """
    chosen = {parameter.name: float(parameter.default) for parameter in PARAMETERS}
    for key, value in (values or {}).items():
        chosen[key] = _checked_value(key, value, where)
    variants = {switch.name: switch.variants[0] for switch in SWITCHES}
    for key, value in (switches or {}).items():
        variants[key] = _checked_variant(key, value)
    return Settings(values=chosen, switches=variants)


def _checked_value(key: str, value: Any, where: str) -> float:
    parameter = BY_NAME.get(key)
    if parameter is None:
        raise InputError(f"{where}: unknown setting '{key}'. {nearest(key, BY_NAME)} "
                         "`python -m model list settings` shows all.")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{where}.{key} = {value!r}: a number is needed (unit {parameter.unit}).")
    if not parameter.low <= value <= parameter.high:
        raise InputError(f"{where}.{key} = {value}: allowed is {parameter.low:g} to {parameter.high:g} "
                         f"({parameter.unit}; {parameter.meaning}).")
    return float(value)


def _checked_variant(key: str, value: Any) -> str:
    switch = SWITCH_BY_NAME.get(key)
    if switch is None:
        raise InputError(f"switches: unknown switch '{key}'. {nearest(key, SWITCH_BY_NAME)} "
                         "`python -m model list settings` shows all.")
    if str(value) not in switch.variants:
        raise InputError(f"switches.{key} = {value!r}: allowed are {', '.join(switch.variants)}.")
    return str(value)
