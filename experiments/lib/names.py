"""Words for the codes of tables: countries, places, groups, units, indicators, time windows."""

from __future__ import annotations

from functools import cached_property

from experiments.lib.results import Key
from experiments.lib.story_text import STATE_LABEL
from experiments.lib.words import has, say
from experiments.lib.words.places import place_es
from model.indicators import find
from model.world import World


class Names:
    """Names in one language."""

    def __init__(self, world: World, lang: str) -> None:
        self.world, self.lang = world, lang

    @cached_property
    def _countries(self) -> dict[str, str]:
        table = self.world.tables["countries"]
        return dict(zip(table["country_iso3"], table[f"name_{self.lang}"], strict=True))

    @cached_property
    def _places(self) -> dict[str, str]:
        places = self.world.places
        named = dict(zip(places["place_id"], places["name"], strict=True))
        if self.lang == "en":
            return named
        country = dict(zip(places["place_id"], places["country_iso3"], strict=True))
        return {code: self._countries[country[code]] if code == country[code].lower() else place_es(name)
                for code, name in named.items()}

    @cached_property
    def place_words(self) -> dict[str, str]:
        """Place name by id; single-node countries by their country's name."""
        return self._places

    def nation(self, code: str) -> str:
        """Name of a nationality code or group of them."""
        return self._countries.get(code) or (
            say(f"nation_{code}", self.lang) if has(f"nation_{code}") else code
        )

    def place(self, code: str) -> str:
        """Name of a country code or place id."""
        return self._countries.get(code) or self._places.get(code, code)

    def group(self, code: str, indicator: str = "") -> str:
        """Name of a group: sex and age, kind of return, state of the continuum..."""
        if has(f"group_{indicator}_{code}"):
            return say(f"group_{indicator}_{code}", self.lang)
        if has(f"group_{code}"):
            return say(f"group_{code}", self.lang)
        state = STATE_LABEL.get(code.upper())
        return state[self.lang] if state else code.replace("_", " ")

    def indicator(self, name: str) -> str:
        """Label of an indicator; a part such as a country code or sector is written out."""
        record = find(name)
        part = record.part(name)
        label = record.label(name, self.lang)
        return label.replace(part, self._part(part)) if part else label

    def _part(self, part: str) -> str:
        if part.upper() in self._countries:
            return self._countries[part.upper()]
        sector = next((place for place in self._places if place.endswith(f"-bp-{part}")), None)
        if sector is None:
            return self.group(part)
        return self._places[sector].removeprefix("USBP ").removesuffix(" (Patrulla Fronteriza)")

    def unit(self, name: str) -> str:
        """Unit of an indicator as read on an axis: `events a month`, `persons, end of month`."""
        record = find(name)
        words = say(f"unit_{record.unit}", self.lang) if has(f"unit_{record.unit}") else record.unit
        if record.kind == "flow":
            return say("per_month", self.lang, unit=words)
        return say("end_of_month", self.lang, unit=words) if record.unit == "persons" else words

    def plain_unit(self, name: str) -> str:
        """Unit of an indicator over a longer window: `events`, `persons`."""
        unit = find(name).unit
        return say(f"unit_{unit}", self.lang) if has(f"unit_{unit}") else unit

    def title(self, key: Key, leave_out: str = "") -> str:
        """Title of a series: label and whatever tells it from the total."""
        parts = []
        if key.nationality != "ALL" and leave_out != "nationality":
            parts.append(self.nation(key.nationality))
        if key.place and key.place != key.nationality and leave_out != "place":
            parts.append(self.place(key.place))
        if key.group and leave_out != "group":
            parts.append(self.group(key.group, key.indicator))
        label = self.indicator(key.indicator)
        return f"{label}: {', '.join(parts)}" if parts else label

    def window(self, year_type: str, year: int, first: str, last: str) -> str:
        """A stretch of time in words."""
        if year_type in ("fiscal_year", "calendar_year", "calendar_year_jan_sep"):
            return say(year_type, self.lang, year=year)
        return first if first == last else say("window", self.lang, first=first, last=last)
