"""The page of a search: the frontier, what is not funded and why, documented plans at equal cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.lib import numbers
from experiments.lib.compare.charts import signed
from experiments.lib.discover.robust import HARM
from experiments.lib.names import Names
from experiments.lib.optimise.portfolios import Package
from experiments.lib.optimise.scatter import Spot, scatter
from experiments.lib.optimise.search import OBJECTIVES, Found, Scores
from experiments.lib.report_parts import scale_words
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep.asked import Asked
from experiments.lib.sweep.findings import Part, Table, write_page
from experiments.lib.sweep.summary import FEWEST
from experiments.lib.words import say
from model.plan import load_plan

SHOWN = 12
LITTLE = 0.25
"""Mean strength on the frontier below which a package counts as not funded."""
MILLION = 1e6

One = tuple[float, ...]


@dataclass
class Told:
    """A finished search."""

    asked: Asked
    packages: list[Package]
    found: Found
    documented: dict[str, Scores | None]
    years: float
    harms: list[str]

    def funded(self) -> np.ndarray:
        """f8[packages] mean strength over the frontier."""
        front = self.found.frontier()
        return np.mean(front, axis=0) if front else np.zeros(len(self.packages))


def tables(told: Told) -> dict[str, pd.DataFrame]:
    """Every portfolio tried, and the documented plans; differences to the baseline, means over draws."""
    front = set(told.found.frontier())
    rows = []
    for one, scored in told.found.tried.items():
        if scored:
            rows.append({package.name: value for package, value in zip(told.packages, one, strict=True)}
                        | scored.means() | {f"harm_{name}": value for name, value in scored.parts.items()}
                        | {"frontier": one in front, "in_budget": scored.objectives()[0] <= told.found.budget})
    documented = [{"plan": plan, **scored.means()} for plan, scored in told.documented.items() if scored]
    return {"portfolios": pd.DataFrame(rows), "documented": pd.DataFrame(documented)}


def write(folder: RunFolder, told: Told, lang: str) -> None:
    """report.html with its pictures."""
    config, asked = told.asked.config, told.asked
    what = say("optimise_what", lang, tried=len(told.found.tried), packages=len(told.packages),
               budget=numbers.full(told.found.budget / told.years / MILLION, lang),
               draws=len(asked.design.draws), seeds=config.seeds, since=asked.job.whole.label(asked.base.since),
               scale=scale_words(asked.base.scale, Names(asked.job.whole, lang)), plan=asked.baseline)
    notes = [say("optimise_note_robust", lang), say("optimise_note_harm", lang, harms=", ".join(
        say(f"outcome_{name}", lang) for name in told.harms)), say("sweep_note_flow", lang)]
    if left_out := [name for name in HARM if name not in told.harms]:
        notes.append(say("optimise_note_thin", lang, fewest=FEWEST, harms=", ".join(
            say(f"outcome_{name}", lang) for name in left_out)))
    parts = [_frontier(told, lang), _not_funded(told, lang), _documented(told, lang), _pictures(told, lang)]
    write_page(folder, say("optimise_title", lang), what, notes, parts, asked.job.world.attribution, lang)


def _title(told: Told, package: Package, lang: str) -> str:
    whole = load_plan(package.plan, told.asked.job.whole).title[lang]
    return whole if "/" not in package.name else f"{whole}: {package.name.split('/', 1)[1]}"


def _mix(told: Told, one: One, lang: str) -> str:
    parts = [f"{numbers.percent(value, lang)} {_title(told, package, lang)}"
             for package, value in zip(told.packages, one, strict=True) if value > 0]
    return "; ".join(parts) or say("optimise_nothing", lang)


def _cells(scored: Scores, years: float, lang: str) -> list[str]:
    means = scored.means()
    return [signed(means["cost"] / years / MILLION, lang), signed(means["arrivals"] / years, lang),
            signed(means["harm"], lang, True), signed(means["reintegrated"] / years, lang)]


def _heads(lang: str) -> list[str]:
    return [say(f"optimise_head_{name}", lang) for name in OBJECTIVES]


def _frontier(told: Told, lang: str) -> Part:
    front = told.found.frontier()
    chosen = front if len(front) <= SHOWN else [front[n] for n in np.linspace(0, len(front) - 1, SHOWN).astype(int)]
    rows = [[_mix(told, one, lang), *_cells(scored, told.years, lang)]
            for one in chosen if (scored := told.found.tried[one])]
    text = say("optimise_frontier_text", lang, count=len(front), tried=len(told.found.within()))
    return Part(say("optimise_frontier", lang), text, [], [], [Table([say("optimise_mix", lang), *_heads(lang)], rows)])


def _alone(told: Told, index: int) -> Scores | None:
    return told.found.tried.get(tuple(1.0 if n == index else 0.0 for n in range(len(told.packages))))


def _not_funded(told: Told, lang: str) -> Part:
    sentences = []
    for index, (package, share) in enumerate(zip(told.packages, told.funded(), strict=True)):
        scored = _alone(told, index)
        head = say("optimise_funded" if share >= LITTLE else "optimise_not_funded", lang,
                   plan=_title(told, package, lang), share=numbers.percent(float(share), lang))
        sentences.append(f"{head} {_why(told, scored, share, lang)}")
    return Part(say("optimise_why", lang), say("optimise_why_text", lang), sentences)


def _why(told: Told, scored: Scores | None, share: float, lang: str) -> str:
    if scored is None:
        return say("optimise_failed", lang)
    cost, arrivals, harm, again = _cells(scored, told.years, lang)
    alone = say("optimise_alone", lang, cost=cost, arrivals=arrivals, harm=harm, reintegrated=again)
    if share >= LITTLE:
        return alone
    return f"{alone} {say(f'optimise_because_{_reason(told, scored)}', lang)}"


def _reason(told: Told, scored: Scores) -> str:
    """Why a package is left out: too dear, harmful, without effect, or others buy more."""
    means = scored.means()
    if means["cost"] > told.found.budget:
        return "dear"
    if means["harm"] > 0.001:
        return "harm"
    if abs(means["harm"]) <= 0.001 and means["reintegrated"] <= 0:
        return "little"
    return "others"


def _documented(told: Told, lang: str) -> Part:
    """Each documented plan beside the frontier's portfolio of at most its cost with the least harm."""
    rows = []
    for plan, scored in told.documented.items():
        if scored is None:
            continue
        title = load_plan(plan, told.asked.job.whole).title[lang]
        rows.append([title, *_cells(scored, told.years, lang)])
        twin = _at_most(told, scored.means()["cost"])
        if twin:
            other = told.found.tried[twin]
            assert other is not None
            rows.append([say("optimise_instead", lang, mix=_mix(told, twin, lang)), *_cells(other, told.years, lang)])
    return Part(say("optimise_documented", lang), say("optimise_documented_text", lang), [], [],
                [Table([say("plan", lang), *_heads(lang)], rows)])


def _at_most(told: Told, cost: float) -> One | None:
    """The tried portfolio of at most this cost with the least harm; nothing bought does not count."""
    fits = [(scored.means()["harm"], one) for one, scored in told.found.tried.items()
            if scored and any(one) and scored.means()["cost"] <= max(cost, 0.0) + 1.0]
    return min(fits)[1] if fits else None


def _pictures(told: Told, lang: str) -> Part:
    front = set(told.found.frontier())
    pictures = []
    for name in OBJECTIVES[1:]:
        spots = [Spot(scored.means()["cost"] / told.years / MILLION, _axis(scored, name, told.years),
                      "front" if one in front else "tried", "") for one, scored in told.found.tried.items() if scored]
        spots += [Spot(scored.means()["cost"] / told.years / MILLION, _axis(scored, name, told.years), "plan",
                       plan) for plan, scored in told.documented.items() if scored]
        pictures.append((f"frontier-{name}", scatter(say(f"optimise_axis_{name}", lang), say("optimise_x", lang), spots,
                                                     told.found.budget / told.years / MILLION, lang)))
    return Part(say("optimise_pictures", lang), say("optimise_pictures_text", lang), [], pictures)


def _axis(scored: Scores, name: str, years: float) -> float:
    value = scored.means()[name]
    return 100.0 * value if name == "harm" else value / years
