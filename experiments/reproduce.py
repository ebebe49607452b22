"""`python -m experiments.reproduce <folder>`: rerun a manifest and compare digests. Writes nothing."""

from __future__ import annotations

import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from experiments.lib import cli, provenance
from experiments.lib.calibration import ensemble
from experiments.lib.calibration.ensemble import Ensemble
from experiments.lib.compare.branches import run_question
from experiments.lib.config import read
from experiments.lib.folder_arguments import one_folder
from experiments.lib.jobs import Job
from experiments.lib.record import digest_of_seeds
from experiments.lib.runfolder import open_folder
from experiments.lib.simulate import run_all
from experiments.lib.words import LANGUAGES, say
from model import settings as model_settings
from model.checks import InputError
from model.plan import Plan, load_plan
from model.world import World
from model.world import load as load_world

USAGE = """python -m experiments.reproduce FOLDER [threads=N] [interval=true] [lang=en|es]

  FOLDER    a finished folder of a run or a comparison
  threads   threads of the main run; the digest does not depend on them [default: as in the manifest]
  interval  also repeat the runs behind the interval [true or false; default false]"""
REPEATED = ("run", "compare")
NEEDED = ("world", "plan", "settings", "switches", "seed", "scale", "start", "months", "digest")


def main(arguments: list[str]) -> int:
    """0 if every digest is the same, 1 if one differs."""
    path, options = one_folder(
        arguments, {"threads": None, "interval": ("true", "false"), "lang": LANGUAGES}, USAGE
    )
    manifest = open_folder(path).manifest
    command = str(manifest.get("command", ["", "", ""])[2]).removeprefix("experiments.")
    if command not in REPEATED:
        raise InputError(f"{path}: was made by experiments.{command}; runs and comparisons can be held against "
                         f"their digests. Its command makes it again: {shlex.join(manifest['command'])}")
    _check(manifest, path)
    lang = options.get("lang") or manifest.get("lang", "en")
    if command == "compare":
        return 0 if _comparison(manifest, lang) else 1
    job = job_of(manifest, _threads(options.get("threads"), manifest), lang)
    interval = manifest["interval"] if options.get("interval") == "true" else {"seeds": [], "scale": None}
    outcome, seeds = run_all(job, [job.of_seed(seed, interval["scale"]) for seed in interval["seeds"]], lang)
    same = _compare(manifest, outcome.digest, outcome.digest_by_origin, lang)
    if seeds:
        same &= _say(manifest["interval_digest"], digest_of_seeds(seeds), lang)
    return 0 if same else 1


def _comparison(manifest: dict[str, Any], lang: str) -> bool:
    """Every run of a comparison again; they have one digest together."""
    from experiments import compare

    _note("code_changed", manifest["code_version"]["sources"], provenance.source_hash(), lang)
    asked = compare.asked_of(read(manifest["command"][3:], compare.CompareConfig, "compare"))
    _note("world_changed", manifest["world"]["hash"], asked.job.world.hash, lang)
    for plan, arm in zip(manifest["plans"], asked.arms, strict=True):
        _note("plan_changed", plan["hash"], arm.plan.hash, lang)
    return _say(manifest["digest"], compare.digest_of(run_question(asked, lang)), lang)


def _check(manifest: dict[str, Any], path: str) -> None:
    missing = [key for key in NEEDED if key not in manifest]
    if missing:
        raise InputError(
            f"{path}/manifest.json: no '{missing[0]}'; this is not the manifest of `experiments.run`."
        )
    if manifest["status"] != "finished" or not manifest["digest"]:
        raise InputError(f"{path}: the run is {manifest['status']}; it left no digest to compare with.")


def _threads(text: str | None, manifest: dict[str, Any]) -> int:
    if text is None:
        return int(manifest.get("threads", 1))
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise InputError(f"threads = {text!r}: a whole number, 1 to 256 is needed.")
    return int(text)


def job_of(manifest: dict[str, Any], threads: int, lang: str) -> Job:
    """The job a manifest describes; notes on standard error what changed since."""
    whole = _world(manifest, lang)
    origins = tuple(manifest["origins"] or ())
    world = load_world(whole.folder, list(origins)) if origins else whole
    _note("code_changed", manifest["code_version"]["sources"], provenance.source_hash(), lang)
    plan = _plan(manifest, whole, lang)
    settings = model_settings.make(manifest["settings"], manifest["switches"], "manifest.json: settings")
    return Job(
        world,
        whole,
        origins,
        plan,
        settings,
        int(manifest["seed"]),
        manifest["scale"],
        manifest["start"],
        int(manifest["months"]),
        threads,
        bool(manifest["engine"]["dense"]),
        bool(manifest["feedbacks"]),
        _ensemble(manifest, whole, lang),
        tuple((manifest.get("ensemble") or {}).get("fixed", ())),
    )


def _ensemble(manifest: dict[str, Any], world: World, lang: str) -> Ensemble | None:
    named = manifest.get("ensemble")
    if not named:
        return None
    found = ensemble.read(world, named["name"])
    _note("ensemble_changed", named["hash"], found.digest, lang)
    return found


def _world(manifest: dict[str, Any], lang: str) -> World:
    named = manifest["world"]
    world = load_world(named["folder"] if Path(named["folder"]).is_dir() else named["name"])
    _note("world_changed", named["hash"], world.hash, lang)
    return world


def _plan(manifest: dict[str, Any], world: World, lang: str) -> Plan:
    """The plan as stored in the manifest (the file of that name may have changed since)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / manifest["plan"]["file"]
        path.write_text(yaml.safe_dump(manifest["plan"]["content"], allow_unicode=True), encoding="utf-8")
        plan = load_plan(path, world)
    _note("plan_changed", manifest["plan"]["hash"], plan.hash, lang)
    return plan


def _note(word: str, before: str, after: str, lang: str) -> None:
    if before != after:
        print(say(word, lang, before=before, after=after), file=sys.stderr)


def _compare(manifest: dict[str, Any], digest: str, by_origin: dict[str, str], lang: str) -> bool:
    same = _say(manifest["digest"], digest, lang)
    if not same:
        before = manifest["digest_by_origin"] or {}
        places = sorted(code for code in {*before, *by_origin} if before.get(code) != by_origin.get(code))
        print(say("different_origin", lang, places=", ".join(places)))
    return same


def _say(before: str, after: str | None, lang: str) -> bool:
    same = before == after
    print(say("same", lang, digest=after) if same else say("different", lang, before=before, after=after))
    return same


if __name__ == "__main__":
    sys.exit(cli.command(main, None, "reproduce", usage=USAGE))
