"""What a person gave and the page cannot take: one message, in the language of the page."""

from __future__ import annotations

from experiments.lib.words import say
from model.checks import InputError


class Refused(InputError):
    """An InputError that can be told in every language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say(key, "en", **values))
        self.key, self.values = key, values


def told(error: Exception, lang: str) -> str:
    """The message of an error in a language; errors of the model are told as they are."""
    return say(error.key, lang, **error.values) if isinstance(error, Refused) else str(error)
