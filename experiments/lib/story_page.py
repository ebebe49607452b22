"""The written page of life stories: a heading per household, dated sentences, one or two plans."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.lib.names import Names
from experiments.lib.story_text import STATE_LABEL, month_words, party_words, tell
from experiments.lib.story_watch import Watch
from experiments.lib.words import say


def stories(watches: Sequence[Watch], titles: Sequence[str], rows: Sequence[int], names: Names) -> str:
    """Markdown of the households `rows` under each watched run (one plan, or two beside each other)."""
    parts = [
        f"# {say('story_page_title', names.lang, world=names.world.title[names.lang])}",
        "",
        say("story_page_text", names.lang),
        "",
    ]
    for row in rows:
        parts += [f"## {_heading(watches[0], row, names)}", ""]
        for watch, title in zip(watches, titles, strict=True):
            parts += [f"*{say('story_plan', names.lang, plan=title)}*", "", *_journey(watch, row, names), ""]
    return "\n".join(parts)


def _heading(watch: Watch, row: int, names: Names) -> str:
    world = names.world
    origin = int(np.searchsorted(watch.simulation.band_starts[:, 0], row, side="right") - 1)
    place = world.place_ids[world.origins[origin]]
    country = names.nation(world.countries[world.origin_country[origin]])
    title = names.place(place)
    return say(
        "story_title", names.lang, number=row, place=title if title != country else "", country=country
    ).replace(": , ", ": ")


def _journey(watch: Watch, row: int, names: Names) -> list[str]:
    events = watch.events[int(np.flatnonzero(watch.rows == row)[0])]
    words = {place: names.place(place) for place in names.world.place_ids}
    lines = [_first(watch, row, names)] + tell(events, words, names.lang)
    if not events:
        lines.append(say("story_nothing", names.lang))
    return [f"- {line}" for line in [*lines, _last(watch, row, names)]]


def _first(watch: Watch, row: int, names: Names) -> str:
    packed = int(watch.simulation.households.members[row])
    state, where = watch.first[int(np.flatnonzero(watch.rows == row)[0])]
    start = names.world.label(watch.simulation.start)
    return say(
        "story_start",
        names.lang,
        month=month_words(start, names.lang),
        there=names.place(where),
        members=party_words((packed >> 4, packed & 15), names.lang),
        state=STATE_LABEL[state][names.lang],
    )


def _last(watch: Watch, row: int, names: Names) -> str:
    state, where = watch.now_of(int(np.flatnonzero(watch.rows == row)[0]))
    month = names.world.label(watch.simulation.start + watch.simulation.months - 1)
    return say(
        "story_end",
        names.lang,
        month=month_words(month, names.lang),
        there=names.place(where),
        state=STATE_LABEL[state][names.lang],
    )


def as_table(watches: Sequence[Watch], plans: Sequence[str], rows: Sequence[int]) -> pd.DataFrame:
    """The events of the told households: plan, household, year_month, states, places, party, money, reason."""
    records = []
    for watch, plan in zip(watches, plans, strict=True):
        for row in rows:
            for event in watch.events[int(np.flatnonzero(watch.rows == row)[0])]:
                plain = {name: value for name, value in event.items() if name not in ("party", "money")}
                records.append(
                    {
                        "plan": plan,
                        **plain,
                        "adults": event["party"][0],
                        "children": event["party"][1],
                        **{f"{kind}_usd": value for kind, value in event["money"].items()},
                    }
                )
    return pd.DataFrame(records)
