"""`python -m model list WHAT` shows what exists; `python -m model check NAME` checks a world or a plan."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from model.checks import InputError, nearest

ROOT = Path(__file__).resolve().parents[1]
USAGE = """usage: python -m model list worlds|states|settings|indicators|levers|loop|plans
       python -m model check WORLD           (a name or a folder)
       python -m model check --plan PLAN [WORLD]
           (a name or a file; on the world americas if none is named; `--plan` may be left out)"""
DEFAULT_WORLD = "americas"
Row = Sequence[object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 2 after bad input, whose message goes to standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _run(words)
        sys.stdout.flush()
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe such as `| head` has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _run(words: list[str]) -> None:
    if words in ([], ["-h"], ["--help"]):
        print(USAGE)
    elif len(words) == 2 and words[0] == "list":
        list_what(words[1])
    elif len(words) in (3, 4) and words[:2] == ["check", "--plan"]:
        check_plan_named(*words[2:])
    elif len(words) in (2, 3) and words[0] == "check":
        check(*words[1:])
    else:
        hint = nearest(words[0], ("list", "check"))
        raise InputError(f"{' '.join(words)!r}: not understood. {hint}\n{USAGE}")


def list_what(what: str) -> None:
    """Print one of the lists. Raises InputError for an unknown word."""
    if what not in LISTS:
        raise InputError(f"list {what!r}: no such list. {nearest(what, LISTS)} Lists: {', '.join(LISTS)}.")
    heading, rows = LISTS[what]()
    _print_table(heading, rows)


def _print_table(heading: Row, rows: Iterable[Row]) -> None:
    lines = [[str(cell) for cell in row] for row in (heading, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading) - 1)]
    for line in lines:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]))


def _worlds() -> tuple[Row, list[Row]]:
    from model.world import SCENARIOS, available
    from model.world_header import read_header
    from model.world_read import Problems

    rows: list[Row] = []
    for name in available():
        problems = Problems(name)
        header = read_header((SCENARIOS / name / "world.yaml").read_text(encoding="utf-8"), problems)
        title = f"{header.title['en']} / {header.title['es']}" if header else problems.lines()[0]
        rows.append((name, title))
    return ("world", "title / título"), rows


def _states() -> tuple[Row, list[Row]]:
    from model.continuum import MOVES, STATES, name

    return ("state", "English", "español", "meaning", "may move to"), [
        (state.name, state.label_en, state.label_es, state.meaning,
         ", ".join(name(after) for after in MOVES[state.index]) or "-") for state in STATES]


def _settings() -> tuple[Row, list[Row]]:
    from model.setting_table import PARAMETERS, SWITCHES

    rows: list[Row] = [(p.name, f"{p.default:g}", f"{p.low:g}..{p.high:g}", p.grade,
                        "*" if p.calibrate else "", p.source, f"{p.meaning} [{p.unit}]") for p in PARAMETERS]
    rows += [(f"switches.{s.name}", s.variants[0], "|".join(s.variants), "", "", s.source, s.meaning)
             for s in SWITCHES]
    return ("setting", "default", "range", "grade", "*", "evidence", "meaning [unit]; * is calibrated"), rows


def _indicators() -> tuple[Row, list[Row]]:
    from model.indicators import all_indicators

    known = all_indicators()
    files = {indicator.name: f"{name.rsplit('.', 1)[1]}.py" for name, module in sorted(sys.modules.items())
             if name.startswith("model.indicators.") for indicator in getattr(module, "INDICATORS", ())}
    return ("indicator", "kind", "unit", "English", "español", "file"), [
        (i.name, i.kind, i.unit, i.label_en, i.label_es, files[i.name]) for i in known]


def _levers() -> tuple[Row, list[Row]]:
    from model.levers import all_levers

    return ("lever", "family", "English", "español"), [
        (lever.lever_id, lever.family, lever.title_en, lever.title_es) for lever in all_levers().values()]


def _loop() -> tuple[Row, list[Row]]:
    from model.loop import PHASES

    return ("", "phase", "what happens"), [(number, name, description)
                                           for number, (name, description) in enumerate(PHASES, start=1)]


def plan_names() -> list[str]:
    """Names of the plans in `conf/plan/`, the one to copy (with a leading underscore) left out."""
    return sorted(path.stem for path in (ROOT / "conf" / "plan").glob("[!_]*.yaml"))


def _plans() -> tuple[Row, list[Row]]:
    import yaml

    rows: list[Row] = []
    for name in plan_names():
        content = yaml.safe_load((ROOT / "conf" / "plan" / f"{name}.yaml").read_text(encoding="utf-8")) or {}
        title = content.get("title_en") or content.get("title") or ""
        spanish = content.get("title_es")
        rows.append((name, f"{title} / {spanish}" if spanish else title))
    return ("plan", "title / título"), rows


LISTS: dict[str, Callable[[], tuple[Row, list[Row]]]] = {
    "worlds": _worlds, "states": _states, "settings": _settings, "indicators": _indicators, "levers": _levers,
    "loop": _loop, "plans": _plans}


def check(name: str, on_world: str | None = None) -> None:
    """Check a world, or a plan on a world, and print a summary. Raises InputError with what is wrong."""
    from model.world import SCENARIOS, available

    if on_world is None and (Path(name).is_dir() or (SCENARIOS / name).is_dir()):
        from model.world_summary import summary

        print(summary(name))
    elif name.endswith((".yaml", ".yml")) or name in plan_names():
        check_plan_named(name, on_world)
    else:
        known = [*available(), *plan_names()]
        raise InputError(f"check {name!r}: no world, plan or folder of this name. {nearest(name, known)} "
                         f"Worlds: {', '.join(available())}. Plans: {', '.join(plan_names()) or 'none'}.")


def check_plan_named(name: str, on_world: str | None = None) -> None:
    """Check a plan on a world and print what it will do and cost. Raises InputError."""
    from model.plan_check import check_plan
    from model.world import load

    print(check_plan(name, load(on_world or DEFAULT_WORLD)))


if __name__ == "__main__":
    sys.exit(main())
