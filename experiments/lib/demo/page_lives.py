"""The same household under A and under B, in plain words, with its way on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from experiments.lib import numbers
from experiments.lib.demo.chart_curves import PLAN_COLOURS, PLAN_DASHES, PLAN_WORDS
from experiments.lib.demo.chart_map import CORNERS, NAME, STEPS, WATER
from experiments.lib.demo.page_visit import Visit
from experiments.lib.demo.worker import Lives

if TYPE_CHECKING:
    from model.stories import Story

MARGIN = 2.5
"""Degrees around the way of a household."""


class LivesView:
    """One household at a time; how all households fare stands above."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self._shown: Any = None
        self.at = 0
        with ui.column().classes("wide gap-2"):
            self.what = ui.label(visit.say("demo_lives_text"))
            self.sums = ui.label().classes("font-bold").mark("twins")
            with ui.row().classes("items-center no-wrap w-full"):
                ui.button(icon="chevron_left", on_click=lambda: self._go(-1)).props(
                    f'round dense aria-label="{visit.say("demo_previous")}"')
                self.heading = ui.label().classes("text-lg font-bold grow").mark("life")
                ui.button(icon="chevron_right", on_click=lambda: self._go(1)).props(
                    f'round dense aria-label="{visit.say("demo_next")}"').mark("next-life")
            with ui.row().classes("w-full no-wrap items-stretch gap-2 map-row"):
                self.columns = [ui.column().classes("life gap-0").props(
                    f'tabindex=0 role=region aria-label="{"AB"[side]}"') for side in (0, 1)]
                self.chart = ui.echart({"series": []}).classes("life-map").props(
                    f'role=img aria-label="{visit.say("demo_life_map")}"')
        visit.views.append(self.draw)

    @property
    def task(self) -> Lives:
        """The task that tells the plans in hand."""
        session = self.visit.session
        return Lives(session.plans[0], session.plans[1], session.switches, 1)

    def draw(self) -> None:
        """Ask for the lives when this view is open; tell them when they are known."""
        visit, task = self.visit, self.task
        if visit.session.view != "lives":
            return
        if task not in visit.more:
            visit.more = [task]
            visit.ask()
        found = visit.result(task)
        mark = (task, bool(found and found.complete), bool(found and found.error), visit.map_ready)
        if mark != self._shown:
            self._shown, self.at = mark, 0
            self._fill(found)

    def _fill(self, found: Any) -> None:
        visit = self.visit
        told = found.content if found is not None and found.complete else None
        if told is None:
            error = found.error if found is not None else ""
            self.sums.text = visit.say("demo_lives_error", why=visit.reason(error)) if error \
                else visit.say("demo_lives_wait")
            self.heading.text = ""
            for column in self.columns:
                column.clear()
            return
        persons, better, worse, _ = told.twins.by_type[0]
        self.sums.text = visit.say("demo_twins", better=numbers.count(better, visit.lang),
                                   worse=numbers.count(worse, visit.lang), all=numbers.count(persons, visit.lang))
        self._tell()

    def _go(self, step: int) -> None:
        found = self.visit.result(self.task)
        if found is not None and found.complete and found.content.pairs:
            self.at = (self.at + step) % len(found.content.pairs)
            self._tell()

    def _tell(self) -> None:
        visit, found = self.visit, self.visit.result(self.task)
        pairs = found.content.pairs if found is not None and found.content else []
        if not pairs:
            self.heading.text = visit.say("demo_lives_none")
            return
        pair = pairs[self.at]
        place = visit.names.place(pair.first.home)
        self.heading.text = visit.say(f"demo_life_{pair.side}", number=pair.first.row, place=place,
                                      country=visit.names.nation(pair.country), at=self.at + 1, count=len(pairs))
        for side, story in enumerate((pair.first, pair.second)):
            self._column(side, story)
        self._map(pair.first, pair.second)

    def _column(self, side: int, story: Story) -> None:
        from experiments.lib.story_page import journey  # here: it loads compiled code

        self.columns[side].clear()
        with self.columns[side]:
            ui.label(f"{'AB'[side]}: {self.visit.plan_title(side)}").style(
                f"color:{PLAN_WORDS[side]}").classes("font-bold")
            lines = "".join(f"<li>{_safe(line)}</li>" for line in journey(story, self.visit.names))
            ui.html(f"<ul>{lines}</ul>", sanitize=False)

    def _map(self, first: Story, second: Story) -> None:
        if not self.visit.map_ready:
            return
        ways = [_points(story, self.visit) for story in (first, second)]
        series = [_way(side, points) for side, points in enumerate(ways)]
        self.chart.options.clear()
        self.chart.options.update({
            "animation": False, "backgroundColor": WATER, "series": series,
            "geo": {"map": NAME, "roam": True, "boundingCoords": _corners(ways),
                    "itemStyle": {"areaColor": STEPS[0], "borderColor": "#b9c0c7"}, "silent": True}})
        self.chart.update()


def _points(story: Story, visit: Visit) -> list[list[float]]:
    """Where the household was, in order, without standing still."""
    places = visit.service.world.places
    where = {str(name): [float(lon), float(lat)]
             for name, lon, lat in zip(places["place_id"], places["lon"], places["lat"], strict=True)}
    named = [story.start["place"], *(event["place_to"] for event in story.events)]
    points: list[list[float]] = []
    for place in named:
        at = where.get(str(place))
        if at is not None and (not points or points[-1] != at):
            points.append(at)
    return points


def _corners(ways: list[list[list[float]]]) -> list[list[float]]:
    """Corners of a map that shows all points with room around them."""
    points = [point for way in ways for point in way]
    if not points:
        return [[float(x), float(y)] for x, y in CORNERS]
    (west, east), (south, north) = ((min(values), max(values)) for values in zip(*points, strict=True))
    room = max(MARGIN, (east - west) / 8, (north - south) / 8)
    return [[west - room, north + room], [east + room, south - room]]


def _way(side: int, points: list[list[float]]) -> dict[str, Any]:
    colour = PLAN_COLOURS[side]
    legs = [{"coords": [a, b]} for a, b in zip(points, points[1:], strict=False)]
    return {"type": "lines", "coordinateSystem": "geo", "data": legs, "id": f"way{side}",
            "effect": {"show": bool(legs), "period": 4, "symbol": "arrow", "symbolSize": 8, "color": colour},
            "lineStyle": {"color": colour, "width": 3, "type": PLAN_DASHES[side], "opacity": 0.9,
                          "curveness": 0.15 if side else -0.15}}


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
