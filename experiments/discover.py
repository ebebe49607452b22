"""`python -m experiments.discover <folder of a sweep>`: the few assumptions that flip the ranking of plans."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from experiments.lib import cli, runfolder
from experiments.lib.discover import boxes
from experiments.lib.discover.page import OUTCOMES, Question, write
from experiments.lib.folder_arguments import one_folder
from experiments.lib.sweep import summary
from experiments.lib.sweep.reopen import reopened
from experiments.lib.words import say
from model.checks import InputError, nearest
from model.world import load

OPTIONS = {"plan": None, "against": None, "outcomes": None, "lang": ("en", "es")}
USAGE = ("python -m experiments.discover <folder of a sweep> [plan=<name>] [against=<name>] [outcomes=[a,b]] "
         "[lang=en|es]\n\n"
         "  plan      the plan that may stop winning (default: every plan)\n"
         "  against   the plan it is held against (default: the baseline of the sweep)\n"
         f"  outcomes  what is compared (default: {','.join(OUTCOMES)})\n"
         "  Needs a sweep over settings or switches, best 60 points or more.")
LEAST = 20


def main(arguments: list[str]) -> int:
    """Read a sweep, look for boxes, regret and satisficing; write <sweep>/discover/."""
    began = time.perf_counter()
    boxes.needs_workbench()
    text, options = one_folder(arguments, OPTIONS, USAGE)
    lang = options.get("lang", "en")
    store, manifest, points = reopened(Path(text))
    results = summary.read(store, points)
    question = _question(results, manifest, options)
    world = load(manifest["world"]["folder"] if Path(manifest["world"]["folder"]).is_dir()
                 else manifest["world"]["name"], manifest["origins"] or None)
    kept = {name: manifest[name] for name in ("world", "plans", "baseline", "seeds", "scale", "start", "months",
                                              "results_code", "design", "window_since", "origins")}
    command = ["python", "-m", "experiments.discover", *arguments]
    manifest = {"command": command, **kept}
    with runfolder.guarded(runfolder.create(store.path / "discover", manifest, anew=True)) as folder:
        write(folder, question, world, lang)
        folder.finish()
    print(say("discover_done", lang, seconds=time.perf_counter() - began, path=folder.path / "report.html"))
    return 0


def _question(results: summary.Results, manifest: dict[str, Any], options: dict[str, str]) -> Question:
    against = options.get("against", manifest["baseline"])
    plans = [options["plan"]] if "plan" in options else [plan for plan in results.plans if plan != against]
    for plan in [*plans, against]:
        if plan not in results.plans:
            raise InputError(f"plan '{plan}' is not in this sweep. {nearest(plan, results.plans)} "
                             f"It holds: {', '.join(results.plans)}.")
    outcomes = options["outcomes"].strip("[]").split(",") if "outcomes" in options else list(OUTCOMES)
    for outcome in outcomes:
        if outcome not in summary.ALL:
            raise InputError(f"outcomes: unknown '{outcome}'. {nearest(outcome, summary.ALL)}")
    points = len(set(results.draws.tolist()))
    if points < LEAST:
        raise InputError(f"the sweep holds {points} points of its design; discover needs {LEAST} or more "
                         "(points=64, with design: latin).")
    return Question(results, plans, against, outcomes, manifest["scale"])


if __name__ == "__main__":
    sys.exit(cli.command(main, None, "discover", usage=USAGE))
