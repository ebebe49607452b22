"""One browser's visit: its session, what it waits for, and what its views read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from nicegui import ui

from experiments.lib import numbers
from experiments.lib.calibration import ensemble
from experiments.lib.demo.asked import Run, Wish, named
from experiments.lib.demo.reading import Months
from experiments.lib.demo.service import Result, Service, Task
from experiments.lib.demo.session import Session, address_of, to_text
from experiments.lib.demo.trunk import SHOWN_BEFORE
from experiments.lib.names import Names
from experiments.lib.story_text import month_words
from experiments.lib.words import has, say


@dataclass
class Shown:
    """How far the answer on the screen is: months of the first seed, complete pairs of seeds, seeds asked for."""

    months: int
    pairs: int
    seeds: int
    error: str


class Visit:
    """What all views of one browser share."""

    def __init__(self, service: Service, session: Session) -> None:
        self.service, self.session = service, session
        self.name = uuid4().hex
        self.more: list[Task] = []
        """Tasks that a view waits for beside the comparison."""
        self.views: list[Callable[[], None]] = []
        self.month = session.month if 0 <= session.month < len(self.labels) else SHOWN_BEFORE + 11
        self.map_ready = False
        """True when the browser knows the shapes of the map."""
        self._seen: tuple[Any, ...] = ()
        self.ask()

    # ---- words ----------------------------------------------------------------------------------------
    @property
    def lang(self) -> str:
        """Language of the page."""
        return self.session.lang

    @property
    def big(self) -> bool:
        """True if type is that of a projector."""
        return self.session.projector

    @cached_property
    def names(self) -> Names:
        """Names of places in the language of the page."""
        return Names(self.service.world, self.lang)

    def say(self, key: str, **values: object) -> str:
        """Words of the page."""
        return say(key, self.lang, **values)

    def reason(self, error: str) -> str:
        """Why a task failed, in the language of the page where there are words for it."""
        return self.say(error) if has(error) else error

    def plan_title(self, side: int) -> str:
        """Title of a side's plan, with a sign if sliders were moved."""
        wish = self.session.plans[side]
        content = named(wish.base)
        more = f" {self.say('demo_and_sliders', count=len(wish.amounts))}" if wish.amounts else ""
        return f"{content[f'title_{self.lang}']}{more}"

    @cached_property
    def labels(self) -> list[str]:
        """Months on the axes, YYYY-MM."""
        first = self.service.world.month_of(self.service.room.branch) - SHOWN_BEFORE
        return [self.service.world.label(first + t) for t in range(SHOWN_BEFORE + self.service.room.months)]

    @cached_property
    def label_words(self) -> list[str]:
        """Months in words."""
        return [month_words(label, self.lang) for label in self.labels]

    @property
    def scale_words(self) -> str:
        """Real households to a simulated one."""
        return numbers.full(self.service.room.scale, self.lang)

    @property
    def ensemble(self) -> str:
        """Name of the calibrated draws of settings; empty where seeds have none."""
        drawn = ensemble.chosen(self.service.world, self.service.room.ensemble)
        return drawn.name if drawn else ""

    def month_words(self, month: int) -> str:
        """A month in words."""
        return month_words(self.labels[month], self.lang)

    # ---- what is asked --------------------------------------------------------------------------------
    def runs(self, side: int) -> list[Run]:
        """Runs of a side, by seed."""
        return [self.session.run(side, seed) for seed in range(1, self.session.seeds + 1)]

    def ask(self) -> None:
        """Tell the service what this browser waits for: the side in hand first, then the other, seed by seed."""
        sides = (self.session.side, 1 - self.session.side)
        pairs = [self.session.run(side, seed) for seed in range(1, self.session.seeds + 1) for side in sides]
        self.service.want(self.name, [*pairs[:2], *self.more, *pairs[2:]])

    def change(self, side: int | None = None, wish: Wish | None = None) -> None:
        """After the session changed (a plan of a side, if given): ask anew, note it in the address."""
        if side is not None and wish is not None:
            self.session.plans[side] = wish
        self.more = []
        self.ask()
        self.note()

    def note(self) -> None:
        """Put the session into the page's address, so that a reload or a lost server brings it back."""
        ui.run_javascript(f"history.replaceState(null, '', '?s={to_text(self.session)}')")

    def again(self) -> None:
        """Open the page anew with this session (another language, another size of type)."""
        ui.navigate.to(address_of(self.session))

    # ---- what is known --------------------------------------------------------------------------------
    def result(self, task: Task) -> Result | None:
        """What is known of a task."""
        return self.service.get(task)

    def months(self, side: int) -> list[Months]:
        """Months known of each seed of a side that has begun."""
        found = [self.service.get(run) for run in self.runs(side)]
        return [result.months for result in found if result is not None and result.months is not None]

    def side_by_side(self) -> list[list[Months]]:
        """Months of A and of B that may be held against each other: the same seeds, as far as both have come.

        Once a pair is complete only complete pairs count, so that no curve jumps where a seed ends.
        """
        whole = self.pairs()
        if whole:
            sides = [[a for _, a, _ in whole], [b for _, _, b in whole]]
            return [[result.months for result in side if result.months is not None] for side in sides]
        a, b = (self.months(side)[:1] for side in (0, 1))
        both = min(len(a[0]), len(b[0])) if a and b else 0
        return [[months.upto(both) for months in side] if both else [] for side in (a, b)]

    def pairs(self, switches: tuple[tuple[str, str], ...] | None = None, seeds: int = 0) -> list[
            tuple[int, Result, Result]]:
        """(seed, result of A, result of B) of the seeds that are complete on both sides."""
        chosen = self.session.switches if switches is None else switches
        found = []
        for seed in range(1, (seeds or self.session.seeds) + 1):
            a, b = (self.service.get(Run(wish, chosen, seed)) for wish in self.session.plans)
            if a and b and a.complete and b.complete:
                found.append((seed, a, b))
        return found

    def compared(self, switches: tuple[tuple[str, str], ...] | None = None, seeds: int = 0) -> Any:
        """A against B over the complete seeds; None before there is one. To be called outside the event loop."""
        from experiments.lib.demo.comparison import compared

        pairs = self.pairs(switches, seeds)
        if not pairs:
            return None
        chosen = self.session.switches if switches is None else switches
        return compared(self.service.room, self.service.world, self.session.plans, chosen, pairs)

    def shown(self) -> Shown:
        """How far the answer is."""
        first = self.service.get(self.session.run(self.session.side, 1))
        months = max(0, len(first.months) - SHOWN_BEFORE) if first and first.months is not None else 0
        errors = [r.error for side in (0, 1) for run in self.runs(side) if (r := self.service.get(run)) and r.error]
        return Shown(months, len(self.pairs()), self.session.seeds, errors[0] if errors else "")

    def tick(self) -> None:
        """Redraw if something new is known."""
        tasks: Sequence[Task] = [*self.runs(0), *self.runs(1), *self.more]
        seen = tuple(result.version if (result := self.service.get(task)) else -1 for task in tasks)
        mark = (tuple(self.session.plans), self.session.side, self.session.view, seen)
        if mark != self._seen:
            self._seen = mark
            self.draw()

    def turned(self, view: str) -> None:
        """Another view is opened."""
        self.session.view = view
        self.note()
        self.draw()

    def draw(self) -> None:
        """Let every view draw what it shows."""
        for view in self.views:
            view()
