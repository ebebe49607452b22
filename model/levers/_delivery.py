"""How much of what a row plans arrives: who pays, what is lost on the way, what earlier steps delivered.

Levers of finance and delivery (stage 0) leave notes in `Conditions.notes` for all others:

- `funded` {payer: share paid}: a number, or f8[C] by the country where the row acts;
- `moved` {payer: {other payer: share}}: the others pay that share of the payer's part instead (number or f8[C]);
- `delivery` {lever family or lever_id: f8[C]}: factor on the share of funded units that arrives, by country;
- `half_life` {lever family or lever_id: f8[C]}: factor on how long effects last.

`Conditions.past` keeps the notes of earlier steps: what was delivered before a cut stays delivered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers._rows import LeverRow

NOTES = ("funded", "moved", "delivery", "half_life")
KEPT_STEPS = 2


def begin(plan_hash: str, conditions: Conditions) -> None:
    """Open the memory of a plan before its rows act in a step."""
    conditions.notes["past"] = conditions.past.setdefault(plan_hash, {"notes": {}, "stock": {}})


def remember(t: int, conditions: Conditions) -> None:
    """Keep the notes of step t and drop stocks of exposure older than the last step."""
    past = conditions.notes["past"]
    past["notes"][t] = {name: conditions.notes[name] for name in NOTES if name in conditions.notes}
    for key in [key for key in past["stock"] if key[0] <= t - KEPT_STEPS]:
        del past["stock"][key]


def notes_of(t: int | None, conditions: Conditions) -> Mapping[str, Any]:
    """Notes of step t: remembered if it is an earlier one, else those of now."""
    if t is None:
        return conditions.notes
    return conditions.notes.get("past", {}).get("notes", {}).get(t, conditions.notes)  # type: ignore[no-any-return]


def payers(row: LeverRow, notes: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """(payer, share) of a row after payments were moved from one payer to others."""
    moved = notes.get("moved")
    if not moved:
        return row.payers
    shares: dict[str, float] = {}
    for payer, share in row.payers:
        parts = {name: _at(part, row, -1) for name, part in moved.get(payer, {}).items()}
        for name, part in [*parts.items(), (payer, 1.0 - sum(parts.values()))]:
            shares[name] = shares.get(name, 0.0) + share * part
    return tuple((name, share) for name, share in shares.items() if share > 0.0)


def paying(row: LeverRow, notes: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """(payer, share of what is delivered) of a row: by what each of them still pays; sum 1."""
    shares = notes.get("funded")
    if not shares:
        return payers(row, notes)
    parts = [(payer, s * _at(shares.get(payer, 1.0), row, -1)) for payer, s in payers(row, notes)]
    total = sum(part for _, part in parts)
    return tuple((payer, part / total) for payer, part in parts if part > 0.0) if total > 0.0 else ()


def funded(row: LeverRow, notes: Mapping[str, Any], country: int) -> float:
    """Share of the row's units that is paid for in a country (-1: mean of the row's countries)."""
    shares = notes.get("funded")
    if not shares:
        return 1.0
    return float(sum(s * _at(shares.get(payer, 1.0), row, country) for payer, s in payers(row, notes)))


def factor(lever: Any, row: LeverRow, notes: Mapping[str, Any], name: str, country: int) -> float:
    """Product of the factors noted under `name` for the lever's family and for the lever itself."""
    noted, found = notes.get(name), 1.0
    if noted:
        for key in (lever.family, lever.lever_id):
            if key in noted:
                found *= _at(noted[key], row, country)
    return found


def _at(value: Any, row: LeverRow, country: int) -> float:
    """A number, or the value of f8[C] in a country or on average over those of the row: hosts, else its people."""
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return float(value)
    if country >= 0:
        return float(value[country])
    chosen = list(row.hosts or row.meant(len(value)))
    return float(np.mean(value[chosen]))


def stock(
    lever: Any, t: int, row: LeverRow, conditions: Conditions, country: int, target: float, group: str
) -> tuple[float, float]:
    """(exposure at the start of step t, units delivered in it) where no more than `target` can be exposed.

    X(t+1) = X(t) 2^(-1/H) + delivered(t); delivered = min(planned, target - X). The last step is remembered;
    without memory all steps are gone through again.
    """
    known = conditions.notes.get("past", {}).get("stock", {})
    key = (lever.lever_id, row.index, country, group)
    first, exposed, delivered = row.start + row.lag, 0.0, 0.0
    if (t - 1, *key) in known:
        first = t
        exposed, delivered = known[(t - 1, *key)]
    for step in range(first, t + 1):
        half_life = lever.lasting(row, conditions, country, step)
        exposed = exposed * (2.0 ** (-1.0 / half_life) if half_life > 0 else 0.0) + delivered
        delivered = min(lever.planned(step, row, conditions, country), max(0.0, target - exposed))
    known[(t, *key)] = (exposed, delivered)
    return exposed, delivered
