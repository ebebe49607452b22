"""`python -m experiments.forecast key=value ...`: encounters, Darién crossings and returns of the months to come."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.lib import cli
from experiments.lib.config import key, read
from experiments.lib.forecast import parole, produce
from experiments.lib.forecast.assumed import Assumed
from experiments.lib.forecast.cutoff import POLICIES
from experiments.lib.forecast.series import shifted
from experiments.lib.forecast.stores import cached, shipped, stale
from experiments.lib.jobs import chosen_settings, settings_in
from experiments.lib.out_folder import writable, writable_file
from experiments.lib.words import LANGUAGES, say
from model.checks import InputError
from model.world import World, load


@dataclass
class ForecastConfig:
    """Keys of a forecast."""

    world: str = key("text", "the world: a name in scenarios/ or a folder")
    start: str = key("month", "first month to forecast; nothing observed from then on is read")
    months: int = key("whole", "how many months to forecast", 1, 60)
    policies: str = key("text", "dated policies act on their dates, or none that begins later acts",
                        choices=POLICIES)
    out: str = key("text", "the CSV file to write")
    ensemble: str = key("text", "calibrated draws of settings: auto (for every month the latest that were fitted to "
                                "nothing later), none, or a name in the world's ensembles/")
    settings_from: str | None = key("text", "settings=<name>: a file in conf/settings/ or a YAML file",
                                    default_note="none: the defaults of the parameter table")
    settings: dict[str, Any] = key("settings", "settings.<name>=value: one behavioural parameter")
    switches: dict[str, Any] = key("switches", "switches.<name>=variant: one disputed piece of evidence")
    replays: str = key("text", "use the simulated replays of the world's folder, or run them again (20 minutes)",
                       choices=("shipped", "fresh"))
    lang: str = key("text", "language of the messages", choices=LANGUAGES)


def main(arguments: list[str]) -> int:
    """Check, simulate what is missing, combine, write one table."""
    began = time.perf_counter()
    config = read(arguments, ForecastConfig, "forecast")  # type: ignore[type-var]
    world = load(config.world)
    cut = last_known(world, config.start, config.months)
    assumed = Assumed(chosen_settings(config.settings_from, config.settings, config.switches), config.ensemble,
                      tuple(sorted({*config.settings, *settings_in(config.settings_from)})))
    if until := assumed.knows_later(world, cut):
        print(say("forecast_fitted_later", config.lang, ensemble=config.ensemble, until=until, start=config.start),
              file=sys.stderr)
    use = replays_of(world, assumed, config.replays, config.lang)
    writable(Path(config.out).parent)
    out = writable_file(config.out)
    made = produce.make(world, cut, config.months, config.policies, assumed, cached(world, assumed), use,
                        lang=config.lang)
    paroled = parole.quantiles(world, cut, config.months) if config.policies == "known" else {}
    table = produce.table(made, paroled)
    table.to_csv(out, index=False, lineterminator="\n")
    print(say("forecast_done", config.lang, seconds=time.perf_counter() - began, path=out, rows=len(table), cut=cut))
    return 0


def replays_of(world: World, assumed: Assumed, wanted: str, lang: str) -> Path | None:
    """The shipped replays where they answer the question; says so where they are of earlier tables or draws."""
    use = shipped(world) if wanted == "shipped" and assumed.plain else None
    if use and stale(world, assumed):
        print(say("forecast_stale", lang), file=sys.stderr)
    return use


def last_known(world: World, start: str, months: int) -> str:
    """The month before `start`; InputError if the world does not reach from there to the last month."""
    first = world.month_of(start)
    if not 36 <= first <= world.history_end + 1:
        raise InputError(f"start = {start}: forecasts begin between {world.label(36)} and "
                         f"{world.label(world.history_end + 1)}, the month after the last observed one.")
    if first + months > world.months:
        raise InputError(f"months = {months}: the world '{world.name}' ends in {world.label(world.months - 1)}; "
                         f"from {start} it holds {world.months - first} months.")
    return shifted(start, -1)


if __name__ == "__main__":
    sys.exit(cli.command(main, ForecastConfig, "forecast", "forecast"))
