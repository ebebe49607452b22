"""`python -m experiments.calibrate targets=<name> key=value ...`: settings fitted to flows, as an ensemble for runs."""

from __future__ import annotations

import hashlib
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib import cli, files
from experiments.lib.calibration import against_world, ensemble, pictures, posterior, problem, proof, waves
from experiments.lib.calibration.runs import Store, worlds
from experiments.lib.config import key, read
from experiments.lib.out_folder import writable
from experiments.lib.words import LANGUAGES, say
from model.checks import InputError

PREDICTED, TRIED = 100_000, 200_000
"""Numbers of runs that are not of a wave: every number has a luck of its own."""
PROVEN_FROM = 100
"""Fewest runs of the first wave that the method is held against."""
NOTHING_LEFT = 0.001
"""Share of the prior that is not ruled out below which nothing fits."""
DATA = Path(__file__).resolve().parents[1] / "docs" / "data"


@dataclass
class CalibrateConfig:
    """Keys of a calibration."""

    targets: str = key("text", "what is free and what is compared: a name in conf/calibration/ or a YAML file")
    out: str | None = key("text", "the folder of runs and results; a second start goes on where the first stopped",
                          default_note="outputs/calibrate/<name>")
    publish: bool = key("yes-no", "store the ensemble in the world's folder and the tables in docs/data")
    proof: int = key("whole", "hold the method against its own data: so many tests, 0 for none", 0, 2000)
    predictive: int = key("whole", "runs of the posterior for the predictive picture", 0, 200)
    lang: str = key("text", "language of messages and pictures", choices=LANGUAGES)


def main(arguments: list[str]) -> int:
    """Waves of runs, posterior, ensemble, pictures; or the proof of the method."""
    began = time.perf_counter()
    config = read(arguments, CalibrateConfig, "calibrate")  # type: ignore[type-var]
    chosen = problem.read(config.targets)
    against_world.check(chosen)
    if config.proof:
        _check_proof(chosen)
    folder = writable(config.out or Path("outputs") / "calibrate" / chosen.name)
    store = Store(chosen, folder)
    said = waves.run(chosen, store, config.lang, lambda wave: _tell(wave, config.lang))
    files.write_csv(folder / "waves.csv", pd.DataFrame([vars(wave) for wave in said]))
    if config.proof:
        _prove(chosen, store, config.proof, folder, config.publish, config.lang)
    else:
        _fit(chosen, store, folder, config)
    print(say("calibrate_done", config.lang, seconds=time.perf_counter() - began, path=folder,
              runs=len(store.read()[0])))
    return 0


def _tell(wave: waves.Wave, lang: str) -> None:
    print(say("calibrate_wave", lang, number=wave.number, runs=wave.runs, left=100 * wave.left, skill=wave.skill,
              best=wave.best), file=sys.stderr)
    if wave.left < NOTHING_LEFT:
        print(say("calibrate_nothing_left", lang), file=sys.stderr)


def _fit(chosen: problem.Problem, store: Store, folder: Path, config: CalibrateConfig) -> None:
    points, values = store.read()
    compared = store.compared()
    seed = int(chosen.design["seed"])
    many, noisy = posterior.noisy(points, compared.logs(values), compared.error, seed)
    adjusted, weights = posterior.sample(many, noisy, np.zeros(len(compared.keys)))
    tried = posterior.draws(adjusted, weights, int(chosen.design["tries"]), seed)
    apart = compared.logs(_runs_of(chosen, tried, folder / "tried", TRIED, config.lang)) / compared.error
    drawn = posterior.middle_first(tried[posterior.nearest(apart, int(chosen.design["draws"]))])
    even = np.full(len(drawn), 1.0 / len(drawn))
    shrunk = shrinkage(chosen, drawn, even)
    table = pd.DataFrame(chosen.values(drawn), columns=list(chosen.parameters))
    files.write_csv(folder / "shrinkage.csv", shrunk)
    files.write_csv(folder / "posterior.csv", table)
    pictures.shrinkage(chosen, drawn, even, config.lang, folder / "figures" / "calibration-shrinkage.svg")
    if config.predictive:
        _predict(chosen, store, drawn[: config.predictive], folder, config.lang)
    if config.publish:
        _publish(chosen, table, shrunk, folder)
    print(shrunk.round(3).to_string(index=False))


def _runs_of(chosen: problem.Problem, points: np.ndarray, folder: Path, first: int, lang: str) -> np.ndarray:
    """f8[n, t] simulated values of points, each run once; stored, so that a stopped calibration goes on."""
    held = Store(chosen, folder / hashlib.blake2b(points.tobytes(), digest_size=4).hexdigest())
    held.run(points, first, lang)
    return held.read()[1]


def _predict(chosen: problem.Problem, store: Store, drawn: np.ndarray, folder: Path, lang: str) -> None:
    values = _runs_of(chosen, drawn, folder / "predictive", PREDICTED, lang)
    prior = store.read()[1][: int(chosen.design["first"])]
    compared = store.compared()
    rows = predictive(compared.keys, compared.observed, compared.error, prior, values)
    files.write_csv(folder / "predictive.csv", rows)
    pictures.predictive(rows, lang, folder / "figures" / "calibration-predictive.svg")


def predictive(keys: tuple[str, ...], observed: np.ndarray, error: np.ndarray, prior: np.ndarray,
               values: np.ndarray) -> pd.DataFrame:
    """Observed values beside 5, 50 and 95 % of runs before and after the calibration."""
    table = pd.DataFrame({"target": keys, "observed": observed, "error": error})
    for name, runs in (("prior", prior), ("posterior", values)):
        for level in (5, 50, 95):
            table[f"{name}_q{level:02d}"] = np.percentile(runs, level, axis=0)
    return table


def shrinkage(chosen: problem.Problem, points: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
    """By setting: prior and posterior 90 % ranges and how much narrower the second is (0 not identified, 1 known)."""
    order = [np.argsort(column) for column in points.T]
    levels = {level: np.array([np.interp(level, np.cumsum(weights[rank]), column[rank])
                               for rank, column in zip(order, points.T, strict=True)]) for level in (0.05, 0.5, 0.95)}
    edges = {level: chosen.values(unit[None])[0] for level, unit in levels.items()}
    prior = [chosen.values(np.full((1, len(chosen.parameters)), level))[0] for level in (0.05, 0.95)]
    shrunk = 1.0 - (levels[0.95] - levels[0.05]) / 0.9
    return pd.DataFrame({"parameter": chosen.parameters, "prior_q05": prior[0], "prior_q95": prior[1],
                         "q05": edges[0.05], "q50": edges[0.5], "q95": edges[0.95], "shrinkage": shrunk.round(3)})


def _publish(chosen: problem.Problem, table: pd.DataFrame, shrunk: pd.DataFrame, folder: Path) -> None:
    world, _ = worlds(chosen.world, chosen.origins)
    path = ensemble.write(world, chosen.name, table)
    files.write_csv(DATA / f"calibration_shrinkage_{chosen.name}.csv", shrunk)
    for name in ("predictive", "waves"):
        if (folder / f"{name}.csv").is_file():
            files.write_csv(DATA / f"calibration_{name}_{chosen.name}.csv", pd.read_csv(folder / f"{name}.csv"))
    for picture in (folder / "figures").glob("calibration-*.svg"):
        files.write_text(DATA.parent / "pictures" / f"{picture.stem}-{chosen.name}.svg",
                         picture.read_text(encoding="utf-8"))
    print(f"{path}")


def _check_proof(chosen: problem.Problem) -> None:
    first = int(chosen.design["first"])
    if first < PROVEN_FROM:
        raise InputError(f"{chosen.file}, design: first = {first} with proof; the first wave needs at least "
                         f"{PROVEN_FROM} runs for it.")


def _prove(chosen: problem.Problem, store: Store, tests: int, folder: Path, publish: bool, lang: str) -> None:
    points, values = store.read()
    first = int(chosen.design["first"])
    found = proof.prove(chosen, points[:first], values[:first], store.compared(), tests)
    table = found.table()
    files.write_csv(folder / "proof.csv", table)
    pictures.ranks(found, lang, folder / "figures" / "calibration-proof.svg")
    if publish:
        files.write_csv(DATA / "calibration_proof.csv", table)
        picture = folder / "figures" / "calibration-proof.svg"
        files.write_text(DATA.parent / "pictures" / picture.name, picture.read_text(encoding="utf-8"))
    print(table.round(3).to_string(index=False))


if __name__ == "__main__":
    sys.exit(cli.command(main, CalibrateConfig, "calibrate", "calibrate"))
