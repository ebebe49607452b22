"""`python -m experiments.run -m plan=a,b seed=1,2 settings.gamma_B=1,2`: a run with many values is a sweep by grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.lib.config import read
from experiments.lib.config_values import quoted
from experiments.lib.sweep import design as designs
from experiments.lib.sweep.asked import Asked, SweepConfig, asked_of
from model.checks import InputError

FLAGS = ("-m", "--multirun")
VARIED = ("plan", "seed", "settings.<name>", "switches.<name>")
TEXTS = {"title_en": "Several values of a run", "title_es": "Varios valores de una corrida"}


def wanted(arguments: Sequence[str]) -> bool:
    """True if the arguments ask for many runs."""
    return any(flag in arguments for flag in FLAGS)


def asked(arguments: Sequence[str]) -> Asked:
    """The sweep the arguments ask for. Raises InputError."""
    plain: list[str] = []
    vary: dict[str, dict[str, Any]] = {"settings": {}, "switches": {}}
    plans: list[str] = []
    seeds: list[int] = []
    for argument in (text for text in arguments if text not in FLAGS):
        path, _, text = argument.partition("=")
        group, _, name = path.partition(".")
        values = _values(path, text)
        if len(values) == 1:
            plain.append(argument)
        elif path == "plan":
            plans = [str(value) for value in values]
        elif path == "seed":
            seeds = [_seed(value) for value in values]
        elif group in vary and name:
            vary[group][name] = values
        else:
            raise InputError(f"{argument}: many values are possible for {', '.join(VARIED)}; "
                             "for anything else start one sweep a value.")
    content = TEXTS | _design({group: part for group, part in vary.items() if part})
    config = read([*plain, *([f"plans=[{','.join(map(quoted, plans))}]"] if plans else []),
                   *([] if any(text.startswith("seeds=") for text in plain) else ["seeds=1"])], SweepConfig, "sweep")
    return asked_of(config, designs.make(content, "run -m"), seeds or None)


def _design(vary: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {"design": "grid", "vary": vary} if vary else {"design": "once"}


def _values(path: str, text: str) -> list[Any]:
    """Values of Hydra's grammar: `a,b`, `range(1,4)`, `choice(a,b)`; a list in brackets is one value."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        parsed = OverridesParser.create().parse_override(f"{path}={text}")
    except HydraException:
        return [text]  # whatever is wrong with it, the check of single values says it better
    return list(parsed.sweep_iterator(transformer=lambda value: value)) if parsed.is_sweep_override() else [text]


def _seed(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError(f"seed = {value!r}: whole numbers from 0 are needed, e.g. seed=1,2,3.")
    return value
