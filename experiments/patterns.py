"""`python -m experiments.patterns key=value`: patterns that levers must bring about, against their bands."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pandas as pd

from experiments.lib import cli, files
from experiments.lib.config import key, read
from experiments.lib.patterns import verdicts
from experiments.lib.words import LANGUAGES


@dataclass
class PatternsConfig:
    """Keys of the pattern table."""

    only: list[str] = key("list", "only these patterns, e.g. [P10a,P12b]", default_note="all")
    seeds: int = key("whole", "seeds: seed, seed+1, ...", 1, 100)
    seed: int = key("whole", "first seed", 0, 2**32 - 1)
    publish: bool = key("yes-no", "write docs/data/patterns_result.csv, which docs/patterns.md shows; keeps rows of "
                                  "patterns not measured now")
    lang: str = key("text", "language of the progress bar", choices=LANGUAGES)


def main(arguments: list[str]) -> int:
    """Measure, print the table. 0 also where a pattern fails: the table says so."""
    config = read(arguments, PatternsConfig, "patterns")  # type: ignore[type-var]
    names = verdicts.chosen(config.only)
    table = verdicts.measured(names, range(config.seed, config.seed + config.seeds), config.lang)
    print(table.drop(columns="by_seed").to_string(index=False, float_format=lambda value: f"{value:.3g}"))
    if config.publish:
        publish(table)
    return 0


def publish(table: pd.DataFrame) -> None:
    """Put the rows in docs/data/patterns_result.csv, in the order of the bands."""
    old = pd.read_csv(verdicts.RESULT) if verdicts.RESULT.is_file() else table.iloc[:0]
    merged = pd.concat([old[~old["id"].isin(table["id"])], table])
    order = {name: place for place, name in enumerate(verdicts.bands())}
    merged = merged.sort_values("id", key=lambda ids: ids.map(order))
    files.write_csv(verdicts.RESULT, merged.round(5).reset_index(drop=True))
    print(f"written: {verdicts.RESULT}; run `python -m experiments.docs` for docs/patterns.md")


if __name__ == "__main__":
    sys.exit(cli.command(main, PatternsConfig, "patterns", "patterns"))
