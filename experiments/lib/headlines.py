"""The six or so numbers of the report's first screen, each with unit, interval and observed value."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from experiments.lib import numbers
from experiments.lib.jobs import coarsest
from experiments.lib.names import Names
from experiments.lib.observed import Observation, Observed
from experiments.lib.results import Key, Results, Value
from experiments.lib.sections import CURVE, SEX_AGE, SEX_AGE_INDICATOR
from experiments.lib.words import say
from model.indicators import find


@dataclass(frozen=True)
class Headline:
    """One card: words and a value."""

    title: str
    window: str
    unit: str
    value: str
    interval: str
    observed: str


WANTED: tuple[tuple[str, str], ...] = (
    ("encounters_swb", "ALL"),
    ("darien_crossings", "ALL"),
    (SEX_AGE_INDICATOR, "NCA3"),
    ("idp_stock", "HND"),
    ("deaths_us_mexico_border_zone", "ALL"),
    ("remittances_received", "GTM"),
    ("asylum_pending_stock", "ALL"),
    ("darien_secondary_share", "VEN"),
    (CURVE, "ALL"),
)
MONEY = "usd_2021"
FEW_CASES = 10
"""Below so many simulated households a count is a matter of luck, and the card says so."""


class Headlines:
    """Picks the latest observed stretch of each wanted indicator, else the last twelve months of history."""

    def __init__(self, results: Results, observed: Observed, names: Names) -> None:
        self.results, self.observed, self.names, self.lang = results, observed, names, names.lang

    def cards(self) -> list[Headline]:
        """The headline cards of this run, in a fixed order."""
        found = (self._card(indicator, nation) for indicator, nation in WANTED)
        return [card for card in found if card is not None]

    def _card(self, indicator: str, nation: str) -> Headline | None:
        if not self.results.keys(indicator):
            return None
        if indicator == SEX_AGE_INDICATOR:
            return self._returns()
        if indicator == CURVE:
            return self._left_again()
        row = self._latest(indicator, nation)
        if row is not None:
            value = self.observed.beside(self.results.over(row.key, row.first, row.last), row)
            window = self.names.window(
                row.year_type, row.year, self.results.label(row.first), self.results.label(row.last)
            )
            return self._words(row.key, window, value)
        key = self._fallback(indicator, nation)
        return self._last_year(key) if key and np.nansum(self.results.series(key)) > 0 else None

    def _latest(self, indicator: str, nation: str) -> Observation | None:
        rows = [row for row in self.observed.rows if row.key.indicator == indicator and not row.key.group]
        same = [row for row in rows if row.key.nationality == nation]
        rows = same or rows
        whole = [row for row in rows if row.year_type != "month"]
        order = whole or rows
        return max(order, key=lambda row: (row.last, row.last - row.first, row.value), default=None)

    def _fallback(self, indicator: str, nation: str) -> Key | None:
        keys = self.results.keys(indicator)
        for wanted in (nation, "ALL"):
            same = [key for key in keys if key.nationality == wanted and not key.group]
            if same:
                return min(same, key=lambda key: len(key.place))
        return None

    def _last_month(self) -> int:
        end = self.results.history_end
        return end if 0 <= end < self.results.months else self.results.months - 1

    def _last_year(self, key: Key) -> Headline:
        last = self._last_month()
        first = max(0, last - 11)
        window = self.names.window("", 0, self.results.label(first), self.results.label(last))
        if self.results.kind(key.indicator) == "stock":
            window = self.results.label(last)
        return self._words(key, window, self.results.over(key, first, last))

    def _returns(self) -> Headline | None:
        rows = [
            row
            for row in self.observed.rows
            if row.key.indicator == SEX_AGE_INDICATOR and row.key.group in SEX_AGE
        ]
        nation = rows[0].key.nationality if rows else "ALL"
        month = rows[0].first if rows else self._last_month()
        if month < 23:
            return None
        value = self.results.over(Key(SEX_AGE_INDICATOR, "", nation), month, month)
        if rows:
            value = replace(value, observed=sum(row.value for row in rows if row.key.nationality == nation))
        window = self.names.window("", 0, self.results.label(month - 23), self.results.label(month))
        return self._words(Key(SEX_AGE_INDICATOR, "", nation), window, value)

    def _left_again(self) -> Headline | None:
        key = Key(CURVE, "", "ALL", "24")
        if not self.results.has(key):
            return None
        value = self.results.over(key, self.results.months - 1, self.results.months - 1)
        card = self._words(key._replace(group=""), say("whole_run", self.lang), value)
        return replace(card, title=say("left_again_24", self.lang))

    def _words(self, key: Key, window: str, value: Value) -> Headline:
        record = find(key.indicator)
        write = self._writer(record.unit)
        interval = (
            say("card_interval", self.lang, low=write(value.low), high=write(value.high))
            if np.isfinite(value.low)
            else say("card_no_interval", self.lang)
        )
        if record.unit in ("persons", "events") and value.value < FEW_CASES * coarsest(self.results.manifest["scale"]):
            interval += f"; {say('few_cases', self.lang)}"
        seen = write(value.observed) if np.isfinite(value.observed) else ""
        if seen and np.isfinite(value.observed_low) and value.observed_high > value.observed_low * 1.05:
            seen += f" ({write(value.observed_low)}–{write(value.observed_high)})"
        observed = (
            say("card_observed", self.lang, value=seen) if seen else say("card_not_observed", self.lang)
        )
        title = self.names.title(key, "place" if len(self.results.places_of(key.indicator)) == 1 else "")
        unit = "" if record.unit == "share" else self.names.plain_unit(key.indicator).split(",")[0]
        return Headline(title, window, unit, write(value.value), interval, observed)

    def _writer(self, unit: str):
        if unit == "share":
            return lambda value: numbers.percent(value, self.lang)
        if unit == MONEY:
            return lambda value: numbers.short(value, self.lang)
        return lambda value: numbers.count(value, self.lang)
