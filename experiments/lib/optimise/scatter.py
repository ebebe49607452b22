"""Portfolios by cost and outcome: what was tried, the frontier, the documented plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from experiments.lib import numbers
from experiments.lib.figures import LEFT, RIGHT, WIDTH, headed
from experiments.lib.svg import GRID, INK, QUIET, SIMULATED, Sheet
from experiments.lib.words import say

HEIGHT = 290
COLOURS = {"tried": "#b5b5b5", "front": SIMULATED, "plan": "#d55e00"}


@dataclass(frozen=True)
class Spot:
    """One portfolio: cost, outcome, kind (tried, front, plan) and the name of a documented plan."""

    x: float
    y: float
    kind: str
    name: str


def scatter(title: str, unit: str, spots: Sequence[Spot], budget: float, lang: str) -> str:
    """SVG of portfolios; the dashed line is the budget."""
    sheet, top = headed(title, unit, HEIGHT)
    top = _legend(sheet, top, lang)
    shown = [spot for spot in spots if spot.x <= 3 * budget]
    xs = numbers.nice_ticks(min([0.0, *(s.x for s in shown)]), max([budget, *(s.x for s in shown)]))
    ys = numbers.nice_ticks(min([0.0, *(s.y for s in shown)]), max([0.0, *(s.y for s in shown)]) or 1e-9)
    x_of = _scale(xs, LEFT, WIDTH - RIGHT)
    y_of = _scale(ys, HEIGHT - 24, top + 12)
    for tick in xs:
        sheet.line([(x_of(tick), top + 12), (x_of(tick), HEIGHT - 24)], GRID, 0.7)
        sheet.text(x_of(tick), HEIGHT - 10, _short(tick, lang), 10, QUIET, "end" if tick == xs[-1] else "middle")
    for tick in ys:
        sheet.line([(LEFT, y_of(tick)), (WIDTH - RIGHT, y_of(tick))], INK if tick == 0 else GRID, 0.7)
        sheet.text(LEFT - 5, y_of(tick) + 3.5, _short(tick, lang), 10, QUIET, "end")
    sheet.line([(x_of(budget), top + 12), (x_of(budget), HEIGHT - 24)], INK, 1.0, "4 3")
    for kind in COLOURS:
        for spot in (spot for spot in shown if spot.kind == kind):
            _draw(sheet, spot, x_of(spot.x), y_of(spot.y))
    return sheet.render()


def _scale(ticks: Sequence[float], first: float, last: float) -> Callable[[float], float]:
    return lambda value: first + (last - first) * (value - ticks[0]) / (ticks[-1] - ticks[0])


def _short(value: float, lang: str) -> str:
    return ("−" if value < 0 else "") + numbers.short(abs(value), lang)


def _draw(sheet: Sheet, spot: Spot, x: float, y: float) -> None:
    if spot.kind == "plan":
        sheet.diamond(x, y, 5, COLOURS["plan"], spot.name)
        anchor, shift = ("end", -8) if x > WIDTH * 0.6 else ("start", 8)
        sheet.text(x + shift, y - 5, spot.name, 9, INK, anchor, halo=True)
    else:
        sheet.dot(x, y, 4 if spot.kind == "front" else 2.6, COLOURS[spot.kind])


def _legend(sheet: Sheet, top: float, lang: str) -> float:
    y, x = top + 14, 8.0
    for kind, colour in COLOURS.items():
        sheet.dot(x + 5, y - 4, 4, colour)
        words = say(f"optimise_kind_{kind}", lang)
        sheet.text(x + 14, y, words, 10)
        x += 26 + 5.6 * len(words)
    return y
