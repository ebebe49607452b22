"""docs/patterns.md: what must come out of behaviour, what comes out, and why where it fails."""

from __future__ import annotations

import csv
import math

from experiments.lib.pages.evidence import known_ids
from experiments.lib.pages.markdown import page, table
from experiments.lib.pages.settings import anchor
from experiments.lib.patterns.verdicts import CHOSEN, MEASURES, PASS, RESULT, UNMEASURED, Band, bands, reasons

ABOUT = (
    "Patterns that observers have found and that must come out of behaviour: no rule writes them in. (Two tables are "
    "solved on counts that patterns speak of: the season, P06, and the kinds of parties by nationality, P20.) Those "
    "of history are read from one run; those of levers from pairs of runs of the same households with the same "
    "luck, one under history and one with a single thing changed; all at a fixed scale over several seeds, each "
    "seed with its own draw of the calibrated settings. A pattern passes if the mean lies in the band; the 90 % "
    "interval of the mean stands beside it. Bands were fixed before anything was measured; none was widened. The "
    "measures of P01c, P05, P13 and P18a were brought to their source's definition after a first look "
    "([record 21](adr/0021-few-trips.md) on P13). Some "
    "settings of judgement were chosen, inside their ranges, with sight of a pattern: they are named below, and "
    "there to pass shows what the model can hold, not what it foretells. A pattern that fails keeps its test, "
    "marked as known to fail, with the reason below."
)
ABOUT_ES = (
    "Patrones observados que deben surgir del comportamiento: ninguna regla los dicta. Los de la historia se leen de "
    "una corrida; los de las palancas, de pares de corridas con los mismos hogares y la misma suerte; cada semilla "
    "lleva su extracción de los parámetros calibrados. Un patrón pasa si la media cae en la banda; ninguna banda se "
    "ensanchó. Algunos parámetros de juicio se eligieron, dentro de su rango, a la vista de un patrón; se nombran "
    "abajo. Los que fallan conservan su prueba, con la razón."
)
HOW = (
    "`python -m experiments.patterns seeds=8` measures them again (`only=[P10a]` one of them; `publish=true` writes "
    "`docs/data/patterns_result.csv`, from which this page is made, with the value of every seed in its last column); "
    "`make test-slow` holds each against its band with the first three seeds, but for those near the edge: the 90 % "
    "interval of the mean, of all seeds or of the first three, crosses it."
)

NEAR = (
    "The mean lies in the band, but its 90 % interval, of all seeds or of the first three, reaches beyond: draws of "
    "the calibrated settings differ, and luck does on other processors."
)


def patterns_page() -> str:
    """Text of docs/patterns.md."""
    found = results()
    rows = (_row(band, found.get(name, {})) for name, band in bands().items())
    head = ("pattern", "what is observed", "band", "observed", "simulated", "90 % interval", "seeds", "verdict",
            "evidence")
    parts = [ABOUT, ABOUT_ES, HOW, tally(found), table(head, rows), "## How each is measured", table(
        ("pattern", "measure"), ((name, (MEASURES[name].__doc__ or "").split(": ", 1)[-1]) for name in MEASURES))]
    parts += ["## Settings chosen with sight of the pattern", table(("pattern", "setting"), CHOSEN.items())]
    return page("Patterns", *parts, *_why(found))


def _why(found: dict[str, dict[str, str]]) -> list[str]:
    """Sections on patterns that fail, with the reason, and on those that pass near the edge."""
    passing = [name for name in reasons() if found.get(name, {}).get("verdict") == PASS]
    failing = [(name, reason) for name, reason in reasons().items() if name not in passing]
    parts = ["## Where it fails, and why", table(("pattern", "reason"), failing)] if failing else []
    return parts + ["## What passes near the edge", f"{NEAR} {', '.join(passing)}."] if passing else parts


def tally(found: dict[str, dict[str, str]]) -> str:
    """How many pass, in all and of the well observed ones."""
    passed = {name for name, row in found.items() if row["verdict"] == PASS}
    strong = {name for name, band in bands().items() if band.strength == "H"}
    sure = {name for name in passed if bands()[name].low <= float(found[name]["low90"])
            and float(found[name]["high90"]) <= bands()[name].high}
    blind = len(sure - set(CHOSEN))
    return (f"**{len(passed)} of {len(bands())} pass** by the mean of the runs ({len(passed & strong)} of "
            f"{len(strong)} with strong evidence, H); {len(UNMEASURED)} have no counterpart in the model. The whole "
            f"90 % interval lies in the band for {len(sure)}, {blind} of them without a setting that was chosen with "
            "sight of the pattern (below).")


def results() -> dict[str, dict[str, str]]:
    """Rows of the last published measurement by id; empty if there is none."""
    if not RESULT.is_file():
        return {}
    with RESULT.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _row(band: Band, found: dict[str, str]) -> tuple[object, ...]:
    if band.id in UNMEASURED:
        return (*_words(band), "–", "–", "–", UNMEASURED[band.id], _evidence(band))
    if not found:
        return (*_words(band), "–", "–", "–", "not published yet", _evidence(band))
    interval = f"{_number(found['low90'])} … {_number(found['high90'])}"
    return (*_words(band), _telling(found["simulated"], band), interval, found["seeds"], f"**{found['verdict']}**",
            _evidence(band))


def _words(band: Band) -> tuple[object, ...]:
    words = band.statement if band.statement.endswith(")") else f"{band.statement} ({band.unit})"
    return band.id, words, f"{band.low:g} … {band.high:g}", band.observed or "–"


def _evidence(band: Band) -> str:
    ids, _, scope = band.source.rpartition("; ")
    links = (f"[{row}](evidence.md#{anchor(row)})" if row in known_ids() else row for row in ids.split(";"))
    return f"{', '.join(links)} ({scope}; {band.strength})"


def _telling(text: str, band: Band) -> str:
    """The value with as many digits as show on which side of the band's edge it lies."""
    value = float(text) if text else math.nan
    digits = (digits for digits in (3, 4, 5) if band.holds(float(f"{value:.{digits}g}")) == band.holds(value))
    return _number(text, next(digits, 6))


def _number(text: str, digits: int = 3) -> str:
    value = float(text) if text else math.nan
    return f"{value:.{digits}g}" if math.isfinite(value) else "–"
