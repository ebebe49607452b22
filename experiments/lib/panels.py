"""Turns the panels of `sections.py` into charts of one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from experiments.lib.figures import Chart, Line, month_chart
from experiments.lib.figures_bars import Bar, bar_chart, curve_chart
from experiments.lib.intervals import interval
from experiments.lib.names import Names
from experiments.lib.observed import Observed
from experiments.lib.results import YEAR, Key, Results
from experiments.lib.sections import CURVE, SEX_AGE, SEX_AGE_INDICATOR, Panel
from experiments.lib.words import say
from model.indicators import find

PERCENT_UNITS = ("share",)


@dataclass(frozen=True)
class Drawn:
    """A finished chart: file stem, SVG, what it counts, folded or not."""

    stem: str
    svg: str
    note: str
    more: bool


class Painter:
    """Draws panels from the results of a run, in one language."""

    def __init__(self, results: Results, observed: Observed, names: Names) -> None:
        self.results, self.observed, self.names = results, observed, names
        self.lang = names.lang

    def panel(self, panel: Panel) -> Iterator[Drawn]:
        """The charts of one panel; none if the run does not hold its indicator."""
        if panel.family:
            for name in self._members(panel):
                yield self._month([Key(name, *self._place_of(name))], panel, "")
        elif panel.nations:
            for nation in self._split_values(Panel(panel.indicator, "nationality", top=panel.nations)):
                keys = self._existing(
                    [Key(panel.indicator, panel.place, nation, group) for group in panel.only]
                )
                if keys:
                    yield self._month(keys, panel, "group")
        elif panel.how == "lines":
            keys = self._split_keys(panel)
            if keys:
                yield self._month(keys, panel, panel.split)
        else:
            for key in self._split_keys(panel):
                yield self._month([key], panel, "")

    def _place_of(self, name: str) -> tuple[str]:
        keys = [key for key in self.results.keys(name) if key.nationality == "ALL" and not key.group]
        return (keys[0].place if keys else "",)

    def _members(self, panel: Panel) -> list[str]:
        record = find(panel.indicator)
        names = {name for name in self.results.indicators if record.part(name)}
        own = {key.indicator for key in self.observed.by_key if key.indicator in names}
        totals = {name: np.nansum(self.results.series(Key(name, *self._place_of(name)))) for name in names}
        ranked = sorted(names, key=lambda name: (name not in own, -totals[name]))
        return [name for name in ranked if totals[name] > 0][: panel.top]

    def _existing(self, keys: list[Key]) -> list[Key]:
        """Those that are not zero throughout, or that have observed values."""
        return [
            key
            for key in keys
            if key in self.observed.by_key
            or (self.results.has(key) and np.nansum(np.abs(self.results.series(key))) > 0)
        ]

    def _split_keys(self, panel: Panel) -> list[Key]:
        if not panel.split:
            key = self._total(panel)
            return self._existing([key]) if key else []
        return self._existing([self._split_key(panel, value) for value in self._split_values(panel)])

    def _total(self, panel: Panel) -> Key | None:
        key = Key(panel.indicator, panel.place, panel.nationality, panel.group)
        if self.results.has(key):
            return key
        totals = [
            found
            for found in self.results.keys(panel.indicator)
            if found.nationality == panel.nationality and found.group == panel.group
        ]
        return totals[0] if len(totals) == 1 else None

    def _split_key(self, panel: Panel, value: str) -> Key:
        base = Key(panel.indicator, panel.place, panel.nationality, panel.group)
        key = base._replace(**{panel.split: value})
        if self.results.has(key):
            return key
        both = [
            found
            for found in self.results.keys(panel.indicator)
            if getattr(found, panel.split) == value
            and found.group == key.group
            and (panel.split != "nationality" or found.place in ("", value) or self._one_place(panel))
        ]
        return both[0] if both else key

    def _one_place(self, panel: Panel) -> bool:
        return len(self.results.places_of(panel.indicator)) == 1

    def _split_values(self, panel: Panel) -> list[str]:
        if panel.only:
            return list(panel.only)
        total = {"nationality": "ALL", "place": "", "group": ""}[panel.split]
        values = list(dict.fromkeys(getattr(key, panel.split) for key in self.results.keys(panel.indicator)))
        keys = {value: self._split_key(panel, value) for value in values if value not in (total, "NCA3")}
        seen = self.observed.by_key
        size = {
            value: np.nansum(self.results.series(key)) for value, key in keys.items() if self.results.has(key)
        }
        wanted = [value for value in size if size[value] > 0]
        wanted.sort(key=lambda value: (keys[value] not in seen, -size[value]))
        return wanted[: panel.top]

    def _month(self, keys: list[Key], panel: Panel, leave_out: str) -> Drawn:
        first = keys[0]
        shown = (
            first._replace(**{leave_out: {"nationality": "ALL"}.get(leave_out, "")}) if leave_out else first
        )
        single = len(keys) == 1
        lines = [self._line(key, leave_out, single, panel) for key in keys]
        chart = Chart(
            title=self.names.title(shown, "" if self._many_places(first) else "place"),
            unit=self._unit(first, panel),
            lang=self.lang,
            lines=lines,
            first_month=self.results.first_month,
            history_end=self.results.history_end,
            observed=self.observed.spans(first) if single else (),
            observed_line=self.observed.monthly(first) if single else None,
            reference=self._reference(first, panel),
            as_percent=find(first.indicator).unit in PERCENT_UNITS,
        )
        stem = "-".join(part for part in (*shown, leave_out) if part and part != "ALL").replace(":", "-")
        return Drawn(stem, month_chart(chart), self._note(first.indicator), panel.more)

    def _unit(self, key: Key, panel: Panel) -> str:
        unit = self.names.unit(key.indicator)
        return say("last_twelve_months", self.lang, unit=unit) if self._is_smooth(key, panel) else unit

    def _many_places(self, key: Key) -> bool:
        return len(self.results.places_of(key.indicator)) > 1

    def _line(self, key: Key, leave_out: str, single: bool, panel: Panel) -> Line:
        part = getattr(key, leave_out) if leave_out else ""
        words = self._part_words(key, leave_out)
        style = panel.only.index(part) if part in panel.only else None
        if self._is_smooth(key, panel):
            own, seeds = self.results.smoothed(key)
            low, high = interval(seeds) if single and seeds is not None else (None, None)
            return Line(words, own[:, 0], low, high, style)
        low, high = self.results.band(key) if single else (None, None)
        return Line(words, self.results.series(key), low, high, style)

    def _part_words(self, key: Key, part: str) -> str:
        """What tells a line from the others of its chart."""
        words = {
            "nationality": self.names.nation(key.nationality),
            "place": self.names.place(key.place),
            "group": self.names.group(key.group, key.indicator),
        }
        return words.get(part, "")

    def _is_smooth(self, key: Key, panel: Panel) -> bool:
        parts = find(key.indicator).ratio_of
        ratio_of_flows = parts is not None and self.results.kind(parts[0]) == "flow"
        return self.results.months > 2 * YEAR and (panel.smooth or ratio_of_flows)

    def _reference(self, key: Key, panel: Panel) -> tuple[float, str] | None:
        if not panel.reference:
            return None
        capacity = Key(panel.reference, key.place)
        values = self.results.series(capacity)
        value = float(values[-1]) if len(values) else 0.0
        return (value, self.names.indicator(panel.reference)) if value > 0 else None

    def _note(self, indicator: str) -> str:
        record = find(indicator)
        return (record.description_es if self.lang == "es" else record.description_en).replace("`", "")

    def remigration_curve(self, nations: int = 4) -> Drawn | None:
        """Share that left again by months since return, for the largest nationalities."""
        keys = [key for key in self.results.keys(CURVE) if key.group == "24"]
        returned = {
            key.nationality: np.nansum(self.results.series(Key("returns_received", "", key.nationality)))
            for key in keys
        }
        chosen = sorted(
            (nation for nation in returned if nation != "ALL"), key=lambda nation: -returned[nation]
        )
        lines = [self._curve(nation) for nation in ["ALL", *chosen[:nations]] if nation in returned]
        lines = [line for line in lines if np.isfinite(line.values).any()]
        if not lines:
            return None
        longest = max(int(np.flatnonzero(np.isfinite(line.values))[-1]) for line in lines)
        cut = [
            Line(line.label, line.values[: longest + 1], _head(line.low, longest), _head(line.high, longest))
            for line in lines
        ]
        svg = curve_chart(
            self.names.indicator(CURVE),
            say("unit_share", self.lang),
            say("months_since_return", self.lang),
            list(range(longest + 1)),
            cut,
            self.lang,
        )
        return Drawn(CURVE, svg, self._note(CURVE), False)

    def _curve(self, nation: str) -> Line:
        cells = [
            self.results.over(
                Key(CURVE, "", nation, f"{lag:02d}"), self.results.months - 1, self.results.months - 1
            )
            for lag in range(61)
        ]
        low = np.array([cell.low for cell in cells]) if nation == "ALL" and self.results.seed_count else None
        high = (
            np.array([cell.high for cell in cells]) if nation == "ALL" and self.results.seed_count else None
        )
        return Line(self.names.nation(nation), np.array([cell.value for cell in cells]), low, high)

    def sex_and_age(self) -> Drawn | None:
        """Returns of 24 months by sex and age beside the observed ones, at the observed month or the end."""
        rows = [
            row
            for row in self.observed.rows
            if row.key.indicator == SEX_AGE_INDICATOR and row.key.group in SEX_AGE
        ]
        nation = rows[0].key.nationality if rows else "ALL"
        month = rows[0].first if rows else min(self.results.history_end, self.results.months - 1)
        if month < 23 or not self.results.keys(SEX_AGE_INDICATOR):
            return None
        seen = {row.key.group: row.value for row in rows if row.key.nationality == nation}
        bars = []
        for group in SEX_AGE:
            value = self.results.over(Key(SEX_AGE_INDICATOR, "", nation, group), month, month)
            bars.append(
                Bar(self.names.group(group), value.value, value.low, value.high, seen.get(group, np.nan))
            )
        window = say(
            "window", self.lang, first=self.results.label(month - 23), last=self.results.label(month)
        )
        title = f"{say('returns_sex_age', self.lang)}: {self.names.nation(nation)}"
        svg = bar_chart(title, f"{say('unit_persons', self.lang)}, {window}", bars, self.lang)
        return Drawn("returns-by-sex-and-age", svg, self._note(SEX_AGE_INDICATOR), False)


def _head(values: np.ndarray | None, last: int) -> np.ndarray | None:
    return None if values is None else values[: last + 1]
