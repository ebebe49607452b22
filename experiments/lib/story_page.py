"""The written page of life stories: a heading per household, dated sentences, one plan or two beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from experiments.lib.names import Names
from experiments.lib.story_text import STATE_LABEL, month_words, party_words, tell
from experiments.lib.words import say
from model.stories import Stories, Story


def page(told: Sequence[Stories], titles: Sequence[str], rows: Sequence[int], names: Names) -> str:
    """Markdown of the households `rows` under each run that followed them (one plan, or two)."""
    lang = names.lang
    parts = [
        f"# {say('story_page_title', lang, world=names.world.title[lang])}",
        "",
        say("story_page_text", lang),
        "",
    ]
    for row in rows:
        parts += [f"## {_heading(told[0].story(row), names)}", ""]
        for stories, title in zip(told, titles, strict=True):
            parts += [
                f"*{say('story_plan', lang, plan=title)}*",
                "",
                *(f"- {line}" for line in journey(stories.story(row), names)),
                "",
            ]
    return "\n".join(parts)


def _heading(story: Story, names: Names) -> str:
    place, country = names.place(story.home), names.nation(story.country)
    where = country if place == country else f"{place}, {country}"
    return say("story_title", names.lang, number=story.row, place=where)


def journey(story: Story, names: Names) -> list[str]:
    """Dated sentences of a household: start, events, end."""
    words = {place: names.place(place) for place in names.world.place_ids}
    lines = [_start(story, names), *tell(story.events, words, names.lang)]
    if not story.events:
        lines.append(say("story_nothing", names.lang))
    return [*lines, _moment("story_end", story.end, names)]


def _start(story: Story, names: Names) -> str:
    key = "story_start_later" if story.start["state"] == "NOT_YET_FORMED" else "story_start"
    return _moment(key, story.start, names)


def _moment(key: str, moment: dict[str, Any], names: Names) -> str:
    return say(
        key,
        names.lang,
        month=month_words(moment["year_month"], names.lang),
        there=names.place(moment["place"]) if moment["place"] else say("somewhere", names.lang),
        members=party_words(moment["members"], names.lang),
        state=STATE_LABEL[moment["state"]][names.lang],
    )


def as_table(told: Sequence[Stories], plans: Sequence[str], rows: Sequence[int]) -> pd.DataFrame:
    """Events of the told households: plan, household, year_month, states, places, party, money, reasons."""
    records = []
    for stories, plan in zip(told, plans, strict=True):
        for row in rows:
            for event in stories.events(row):
                plain = {
                    name: value for name, value in event.items() if name not in ("party", "money", "also")
                }
                adults, children = event["party"]
                records.append(
                    {
                        "plan": plan,
                        "household": row,
                        **plain,
                        "also": ";".join(event["also"]),
                        "adults": adults,
                        "children": children,
                        **{f"{kind}_usd": value for kind, value in event["money"].items()},
                    }
                )
    columns = [
        "plan",
        "household",
        "year_month",
        "from_state",
        "to_state",
        "place_from",
        "place_to",
        "goal",
        "reason",
        "also",
        "adults",
        "children",
        "savings_usd",
        "debt_usd",
    ]
    return pd.DataFrame(records, columns=columns)
