"""Raw tables -> a world folder: `python -m experiments.compile_world raw=<folder>
out=scenarios/americas`.

Each step is one module of `experiments/lib/compile/` with `build(raw, out, tables) -> DataFrame`. `raw`
is the folder of raw tables (with `drivers/` and `flows/`), `out` the world folder, `tables` the tables so
far by name. A step with a table name has its frame written to `<out>/<table>.csv`; a step without one
writes its own file. Same inputs, same bytes: no clock, no randomness, fixed order of rows.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pandas as pd

from model.checks import InputError, nearest

STEPS: list[tuple[str, str | None]] = [
    ("world_yaml", None),
    ("places", "places"),
    ("routes", "routes"),
    ("country_year", "country_year"),
    ("countries", "countries"),
    ("origins", "origins"),
    ("household_structure", "household_structure"),
    ("stocks_abroad", "stocks_abroad"),
    ("stocks_displaced", "stocks_displaced"),
    ("stocks_returned", "stocks_returned"),
    ("visas_annual", "visas_annual"),
    ("stocks_seasonal", "stocks_seasonal"),
    ("asylum", "asylum"),
    ("fees", "fees"),
    ("us_month", "us_month"),
    ("basemap", None),
    ("departments", None),
    ("targets", "targets"),
    ("outcomes", "border_outcomes"),
    ("border_regimes", "border_regimes"),
    ("shocks", "shocks"),
    ("timeline", "policy_timeline"),
    ("party_weights", "party_weights"),
    ("sector_costs", "sector_costs"),
    ("intercepts", "intercepts"),
    ("affinities", "affinities"),
    ("seasons", "seasons"),
]


def arguments(words: list[str]) -> dict[str, str]:
    """`key=value` words as a dict; an unknown or missing key is an InputError. `only=a,b` runs some steps."""
    allowed = ("raw", "out", "only")
    given = {"out": "scenarios/americas", "only": ""}
    for word in words:
        key, _, value = word.partition("=")
        if key not in allowed or not value:
            raise InputError(
                f"Argument '{word}': expected key=value with key in {', '.join(allowed)}. "
                f"{nearest(key, allowed)}"
            )
        given[key] = value
    if "raw" not in given:
        raise InputError("Argument raw is missing: give the folder with drivers/ and flows/, raw=<folder>.")
    return given


def chosen_steps(only: str) -> list[tuple[str, str | None]]:
    """All steps in order, or those named in the comma list."""
    names = [name for name in only.split(",") if name]
    known = [name for name, _ in STEPS]
    for name in names:
        if name not in known:
            raise InputError(
                f"Argument only: no step '{name}'. {nearest(name, known)} Steps: {', '.join(known)}"
            )
    return [step for step in STEPS if not names or step[0] in names]


def write_table(table: pd.DataFrame, path: Path) -> None:
    """UTF-8, comma, LF ends; blank cells are missing values."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def compiled_tables(out: Path) -> dict[str, pd.DataFrame]:
    """Tables that already lie in the folder, for a run of only some steps."""
    return {path.stem: pd.read_csv(path) for path in sorted(out.glob("*.csv"))}


def compile_world(raw: Path, out: Path, only: str = "") -> None:
    """Run the steps in order and write their tables."""
    if not (raw / "drivers").is_dir() or not (raw / "flows").is_dir():
        raise InputError(f"Argument raw: '{raw}' has no drivers/ and flows/ folders of raw tables.")
    out.mkdir(parents=True, exist_ok=True)
    tables = compiled_tables(out) if only else {}
    for name, table in chosen_steps(only):
        module = importlib.import_module(f"experiments.lib.compile.{name}")
        frame = module.build(raw, out, tables)
        if table is not None:
            tables[table] = frame
            write_table(frame, out / f"{table}.csv")
        print(f"{name:22s} {len(frame):6d} rows")


def main(words: list[str]) -> int:
    """Exit code 0, or 2 with a message that says what to fix."""
    try:
        given = arguments(words)
        compile_world(Path(given["raw"]), Path(given["out"]), given["only"])
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
