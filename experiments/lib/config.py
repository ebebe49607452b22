"""Command-line keys: declared once as a dataclass, composed by Hydra, checked here.

Hydra stays at this edge. `read(arguments)` returns a plain record; whatever is wrong with the arguments
becomes one `InputError` with the nearest valid name, never a traceback. The default values live in
`conf/config.yaml`; type, meaning and range of a key live in the metadata of the field below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from experiments.lib.config_values import allowed, checked_value, parsed_value, quoted
from model.checks import InputError, nearest
from model.settings import BY_NAME, SWITCH_BY_NAME

CONF = Path(__file__).resolve().parents[2] / "conf"
MISSING = "???"
SHOWN_AS = {
    "settings_from": "settings",
    "switches_over": "switches",
    "settings": "settings.<name>",
    "switches": "switches.<name>",
}
GROUP_KEYS = {"settings": "settings_from", "switches": "switches_over"}
"""Keys whose short name is also that of a group of values."""
Schema = TypeVar("Schema")


def key(
    kind: str,
    meaning: str,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    default_note: str = "",
) -> Any:
    """A field of a key: its kind (text, whole, scale, month, yes-no, list), meaning and range."""
    meta = {
        "kind": kind,
        "meaning": meaning,
        "low": low,
        "high": high,
        "choices": choices,
        "default_note": default_note,
    }
    return field(default=MISSING, metadata=meta)


@dataclass
class EngineConfig:
    """Keys of the engine itself; they never change a result."""

    dense: bool = key("yes-no", "look at every household in every step (slow; same results)")


@dataclass
class RunConfig:
    """Keys common to all commands that run the model."""

    UNUSED: ClassVar[tuple[str, ...]] = ()
    """Keys of a run that a command built on it has no use for; giving one is an error, not ignored."""

    world: str = key("text", "the world: a name in scenarios/ or a folder")
    plan: str = key("text", "the plan: a name in conf/plan/ or a YAML file")
    settings_from: str | None = key(
        "text",
        "settings=<name>: a file in conf/settings/ or a YAML file of parameter values",
        default_note="none: the defaults of the parameter table",
    )
    ensemble: str = key(
        "text", "calibrated draws of settings, one a seed: a name in the world's ensembles/, auto (that of the "
        "world's own name, if there is one) or none (the defaults of the table)"
    )
    seed: int = key("whole", "seed of the run's luck and of its draw of settings", 0, 2**32 - 1)
    scale: Any = key(
        "scale",
        "real households per simulated one: a number, or by country {SLV:10,GTM:10}",
        1,
        1000,
        default_note="the world's own (americas: 100)",
    )
    start: str | None = key("month", "first month, YYYY-MM", default_note="the world's start")
    months: int | None = key(
        "whole", "how many months to run", 1, 1200, default_note="to the end of the world (americas: 204)"
    )
    threads: int = key("whole", "threads of one run; results do not depend on it", 1, 256)
    out: str | None = key("text", "the folder to write", default_note="a folder under outputs/")
    origins: list[str] = key(
        "list", "only these origins: country codes or place ids, e.g. [SLV,GTM,HND]", default_note="all"
    )
    feedbacks: bool = key("yes-no", "feedbacks between steps (diaspora, crowding, beliefs, fees)")
    seeds: int = key(
        "whole", "how many extra seeds the interval of the report is drawn from; 0 draws none", 0, 1000
    )
    band_scale: int | None = key(
        "whole",
        "scale of those extra runs",
        1,
        1000,
        default_note="coarser than the main run where that is large",
    )
    lang: str = key("text", "language of the report", choices=("en", "es"))
    engine: EngineConfig = field(default_factory=EngineConfig)
    settings: dict[str, Any] = key("settings", "settings.<name>=value: one behavioural parameter")
    switches: dict[str, Any] = key("switches", "switches.<name>=variant: one disputed piece of evidence")


def read(arguments: Iterable[str], schema: type[Schema], name: str = "config") -> Schema:
    """Arguments `key=value` over the values of conf/<name>.yaml, as a checked record of `schema`.

    Raises InputError: unknown key, a key given twice, wrong type, out of range, unreadable value.
    """
    metas = leaves(schema)
    overrides = _overrides(list(arguments), metas)
    record = _compose(overrides, schema, name)
    for path, meta in metas.items():
        holder, leaf = _holder(record, path)
        setattr(holder, leaf, checked_value(path, getattr(holder, leaf), meta))
    return record


def leaves(schema: type) -> dict[str, Any]:
    """Every key a command takes by its dotted path, with the metadata of its field."""
    found: dict[str, Any] = {}
    for item in fields(schema):
        if item.name == "engine":
            found |= {f"engine.{inner.name}": inner.metadata for inner in fields(EngineConfig)}
        else:
            found[item.name] = item.metadata
    unused = getattr(schema, "UNUSED", ())
    return {path: meta for path, meta in found.items() if path not in unused}


def _holder(record: Any, path: str) -> tuple[Any, str]:
    owner, _, leaf = path.rpartition(".")
    return (getattr(record, owner) if owner else record), leaf


def _overrides(arguments: list[str], metas: dict[str, Any]) -> list[str]:
    seen: set[str] = set()
    overrides = []
    for argument in arguments:
        path, text = _split(argument)
        if path in seen:
            raise InputError(f"{path} is given twice; give each key once.")
        seen.add(path)
        overrides.append(_override(path, text, metas))
    return overrides


def _split(argument: str) -> tuple[str, str]:
    if argument.startswith(("+", "~", "-")) or "=" not in argument:
        raise InputError(f"'{argument}': write key=value, e.g. seed=1. --help lists the keys.")
    path, text = argument.split("=", 1)
    return path.strip(), text.strip()


def _override(path: str, text: str, metas: dict[str, Any]) -> str:
    if path.startswith(("settings.", "switches.")):
        _check_named(path)
        parsed_value(path, text, "one value")
        return f"++{path}={text}"
    given, path = path, GROUP_KEYS.get(path, path)
    meta = metas.get(path)
    if meta is None:
        path = given
        raise InputError(_unknown_key(path, metas))
    text = "" if text == "null" else text
    if text and meta["kind"] in ("text", "month"):
        text = quoted(text)
    elif text and meta["kind"] in ("list", "numbers") and not text.startswith("["):
        text = f"[{text}]"
    checked_value(path, parsed_value(path, text, allowed(meta)) if text else None, meta)
    return f"{path}={text or 'null'}"


def _check_named(path: str) -> None:
    group, _, name = path.partition(".")
    known = BY_NAME if group == "settings" else SWITCH_BY_NAME
    if name not in known:
        kind = "setting" if group == "settings" else "switch"
        raise InputError(
            f"unknown {kind} '{name}'. {nearest(name, known)} `python -m model list settings` shows all."
        )


def _unknown_key(path: str, metas: dict[str, Any]) -> str:
    if path in BY_NAME:
        return f"unknown key '{path}'. Did you mean 'settings.{path}'?"
    if path in SWITCH_BY_NAME:
        return f"unknown key '{path}'. Did you mean 'switches.{path}'?"
    shown = [SHOWN_AS.get(name, name) for name in metas]
    hint = f" {nearest(path, shown)}" if nearest(path, shown) else ""
    elsewhere = path in leaves(RunConfig) and path not in metas
    what = f"'{path}' is a key of other commands, without meaning here." if elsewhere else f"unknown key '{path}'."
    return f"{what}{hint} Allowed: {', '.join(shown)}."


def _compose(overrides: list[str], schema: type[Schema], name: str) -> Schema:
    from hydra import compose, initialize_config_dir
    from hydra.core.config_store import ConfigStore
    from hydra.core.global_hydra import GlobalHydra
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    ConfigStore.instance().store(name="run_schema", node=schema)
    GlobalHydra.instance().clear()
    named = [override for override in overrides if _is_folder(override)]
    try:
        with initialize_config_dir(str(CONF), version_base="1.3"):
            composed = compose(name, overrides=[override for override in overrides if override not in named])
        merged = OmegaConf.merge(
            composed,
            {
                path: parsed_value(path, text, "one value")
                for path, _, text in (override.partition("=") for override in named)
            },
        )
        return OmegaConf.to_object(merged)  # type: ignore[return-value]
    except (HydraException, OmegaConfBaseException) as error:
        raise InputError(_one_line(error, overrides)) from None


def _is_folder(override: str) -> bool:
    """True for `plan=...`: conf/plan/ is a folder of plans, which Hydra would take for a group of its own."""
    return (CONF / override.partition("=")[0]).is_dir()


def _one_line(error: Exception, overrides: list[str]) -> str:
    first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    given = " ".join(part.lstrip("+") for part in overrides)
    return f"{first.strip()} (given: {given}). --help lists the keys with type and range."


def help_text(schema: type = RunConfig, name: str = "config", command: str = "run") -> str:
    """The keys of a command with meaning, type, default and range, for --help."""
    import yaml

    values = yaml.safe_load((CONF / f"{name}.yaml").read_text(encoding="utf-8"))
    lines = [f"python -m experiments.{command} key=value ...", ""]
    for path, meta in leaves(schema).items():
        lines.append(f"  {SHOWN_AS.get(path, path):<16} {meta['meaning']}")
        lines.append(f"  {'':<16} {_type_line(path, meta, values)}")
    lines += ["", "`python -m model list` shows worlds, plans, levers, settings and switches."]
    return "\n".join(lines)


def _type_line(path: str, meta: Any, values: dict[str, Any]) -> str:
    owner, _, leaf = path.rpartition(".")
    default = (values.get(owner) or {}).get(leaf) if owner else values.get(leaf)
    note = meta["default_note"] or (str(default).lower() if isinstance(default, bool) else default)
    parts = [meta["kind"]]
    if meta["choices"]:
        parts.append("one of " + ", ".join(meta["choices"]))
    if meta["low"] is not None:
        parts.append(f"{meta['low']:.0f} to {meta['high']:.0f}")
    if meta["kind"] not in ("settings", "switches"):
        parts.append(f"default {note}")
    return f"[{'; '.join(parts)}]"
