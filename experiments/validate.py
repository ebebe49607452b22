"""`python -m experiments.validate key=value ...`: how well months after a cut would have been predicted."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.forecast import last_known, replays_of
from experiments.lib import cli, files
from experiments.lib.config import key, read
from experiments.lib.forecast import produce
from experiments.lib.forecast.assumed import Assumed
from experiments.lib.forecast.cutoff import POLICIES
from experiments.lib.forecast.paths import collect
from experiments.lib.forecast.replay import replay
from experiments.lib.forecast.series import DEMOGRAPHIC, FORECAST, observed
from experiments.lib.forecast.stores import cached, ship
from experiments.lib.out_folder import writable
from experiments.lib.validation import pictures, shares, skill
from experiments.lib.words import LANGUAGES, say
from model.checks import InputError
from model.settings import make
from model.world import World, load

DATA = Path(__file__).resolve().parents[1] / "docs" / "data"
PICTURES = DATA.parent / "pictures"
ALL = (*FORECAST, *DEMOGRAPHIC)
FIRST_REPLAY = "2018-09"
"""Replays are scored from here on; earlier ones have too little before them to learn from."""
DRAWN = ("encounters_southwest", "darien_crossings", "returns_to_origin")


@dataclass
class ValidateConfig:
    """Keys of a validation."""

    world: str = key("text", "the world: a name in scenarios/ or a folder")
    start: str = key("month", "first month to predict; only earlier ones are used")
    months: int = key("whole", "how many months to predict", 1, 60)
    replays: str = key("text", "use the simulated replays of the world's folder, or run them again (25 minutes)",
                       choices=("shipped", "fresh"))
    out: str = key("text", "the folder to write tables and pictures to")
    publish: bool = key("yes-no", "also write docs/data/validation_*.csv and docs/pictures, from which "
                                  "docs/validation.md is made, and fresh replays into the world's folder")
    lang: str = key("text", "language of the pictures", choices=LANGUAGES)


def main(arguments: list[str]) -> int:
    """Predict under both readings of policies, score, draw."""
    began = time.perf_counter()
    config = read(arguments, ValidateConfig, "validate")  # type: ignore[type-var]
    world = load(config.world)
    cut = last_known(world, config.start, config.months)
    if cut >= world.label(world.history_end):
        raise InputError(f"start = {config.start}: nothing is observed from then on; give an earlier month.")
    out = writable(config.out)
    assumed = Assumed(make())
    use = replays_of(world, assumed, config.replays, config.lang)
    tables = measured(world, cut, config.months, assumed, use)
    written(tables, out / "tables", out / "figures", config.lang)
    if config.publish:
        written(tables, DATA, PICTURES, config.lang)
        if use is None:
            ship(world, cached(world, assumed), assumed)
    print(shown(tables["validation_skill"]))
    print(say("validation_done", config.lang, seconds=time.perf_counter() - began, path=out))
    return 0


def measured(world: World, cut: str, months: int, assumed: Assumed, use: Path | None) -> dict[str, pd.DataFrame]:
    """All tables of a validation by name."""
    truth = observed(world, world.label(world.history_end), ALL)
    store = cached(world, assumed)
    scored, months_of, weights = [], [], []
    for policies in POLICIES:
        made = produce.make(world, cut, months, policies, assumed, store, use, ALL)
        rows = skill.by_month(made, produce.scored_truth(truth, made))
        scored.append(skill.summed(rows).assign(policies=policies))
        months_of.append(produce.intervals(made).assign(policies=policies))
        weights.append(skill.weights(made).assign(policies=policies))
    repeated = [shares.repeated(world, cut, policies, assumed) for policies in POLICIES]
    return {"validation_skill": pd.concat(scored), "validation_months": pd.concat(months_of),
            "validation_weights": pd.concat(weights), "validation_shares": pd.concat(repeated),
            "validation_replays": replayed(world, assumed, store, use), "validation_history": _history(truth)}


def replayed(world: World, assumed: Assumed, store: Path, use: Path | None) -> pd.DataFrame:
    """Skill over all replays up to the end of history, each knowing only what its month knew."""
    end = world.label(world.history_end)
    cuts = produce.replay_cuts(world, end)
    paths = collect(world, [(cut, produce.HORIZON, "known") for cut in cuts], assumed, store, use)
    replays = replay(world, observed(world, end, FORECAST), paths, cuts, produce.HORIZON, "known")
    return skill.summed(skill.over_replays(replays, FIRST_REPLAY))


def _history(truth: produce.Observed) -> pd.DataFrame:
    rows = [(month, name.indicator, name.nationality, truth.at(name, month))
            for name in truth.names for month in truth.table.index if month >= "2017-01"]
    return pd.DataFrame(rows, columns=["year_month", "indicator", "citizenship_iso3", "observed"]).dropna()


def written(tables: dict[str, pd.DataFrame], folder: Path, figures: Path, lang: str) -> None:
    """Tables as CSV and pictures as SVG."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        if name != "validation_history":
            table = skill.worth_keeping(table) if "forecaster" in table else table
            files.write_csv(folder / f"{name}.csv", table.round(4).reset_index(drop=True))
    known = {name: table[table["policies"] == "known"] for name, table in tables.items() if "policies" in table}
    for indicator in DRAWN:
        history = tables["validation_history"]
        history = history[history["indicator"] == indicator]
        pictures.months(known["validation_months"], history, indicator, lang,
                        figures / f"validation-{indicator}.svg")
    pictures.skill(known["validation_skill"], "encounters_southwest", lang, figures / "validation-skill.svg")


def shown(table: pd.DataFrame) -> str:
    """CRPS on the sum over nationalities by span of months, one column a forecaster."""
    rows = table[table["citizenship_iso3"] == skill.SUM]
    wide = rows.pivot_table(index=["policies", "indicator", "first_month", "last_month"], columns="forecaster",
                            values="crps")
    return wide.round(0).to_string()


if __name__ == "__main__":
    sys.exit(cli.command(main, ValidateConfig, "validate", "validate"))
