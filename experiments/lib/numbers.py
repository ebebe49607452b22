"""Numbers as people read them, in English and Spanish."""

from __future__ import annotations

import math

THIN_SPACE = "\u202f"
UNITS = {
    "en": ((1e9, "bn"), (1e6, "M"), (1e3, "k")),
    "es": ((1e9, "\u00a0mil\u00a0M"), (1e6, "\u00a0M"), (1e3, "\u00a0mil")),
}


def full(value: float, lang: str, decimals: int | None = None) -> str:
    """All digits, grouped: `1,234,567` in English, `1 234 567` in Spanish; `–` for a missing value."""
    if value is None or not math.isfinite(value):
        return "–"
    if decimals is None:
        decimals = 0 if abs(value) >= 100 or float(value).is_integer() else 1 if abs(value) >= 10 else 2
    return _local(f"{value:,.{decimals}f}", lang)


def rounded(value: float, lang: str, digits: int = 3) -> str:
    """All digits of the value rounded to `digits` significant ones: 2,380,000. No false precision."""
    if value is None or not math.isfinite(value) or value == 0:
        return full(value, lang)
    place = digits - 1 - math.floor(math.log10(abs(value)))
    return full(round(value, place), lang, max(0, min(place, 3)))


def count(value: float, lang: str) -> str:
    """A count of persons or events: whole below 1,000, three significant digits above."""
    if value is None or not math.isfinite(value):
        return "–"
    return full(round(value), lang, 0) if abs(value) < 1000 else rounded(value, lang)


def short(value: float, lang: str) -> str:
    """Few characters for an axis: `1.2M`, `250k`; `1,2 M`, `250 mil` in Spanish."""
    if not math.isfinite(value):
        return "–"
    for size, word in UNITS[lang]:
        if abs(value) >= size:
            return _local(f"{value / size:.3g}", lang) + word
    return _local(f"{value:.3g}", lang)


def money(value: float, lang: str) -> str:
    """Dollars in few characters from a million on: `55.7bn`, `310M`; `55,7 mil M` in Spanish."""
    return short(value, lang) if math.isfinite(value) and abs(value) >= 1e6 else rounded(value, lang)


def percent(share: float, lang: str, decimals: int = 0) -> str:
    """A share as a percentage with a space before the sign."""
    if share is None or not math.isfinite(share):
        return "–"
    return _local(f"{100 * share:.{decimals}f}", lang) + "\u00a0%"


def _local(text: str, lang: str) -> str:
    if lang == "es":
        return text.replace(",", THIN_SPACE).replace(".", ",")
    return text


def nice_step(span: float, wanted: int) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` in about `wanted` parts."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    raw = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= raw * 0.999)


def nice_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round tick values from at or below `low` to at or above `high`."""
    step = nice_step(high - low, wanted)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return [round(index * step, 12) for index in range(first, last + 1)]
