"""Cuts and shifts of funding: what `burden_sharing` notes and what every lever reads.

`conditions.notes["cuts"]` holds every cut that has begun, also those that are over: the exposure of a lever is
computed from all its months. `conditions.notes["funded"]` gives the shares of the month by payer, for reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.conditions import Conditions
from model.levers._rows import LeverRow


@dataclass(frozen=True, eq=False)
class Cut:
    """A payer that steps back from a share `gone` of what it pays for, and who takes over."""

    payer: str
    row: LeverRow
    gone: float
    takes_over: tuple[tuple[str, float], ...] = ()
    at_home: bool = False
    abroad_of: int = -1
    """Country index of a government; -1 for other payers."""
    countries: int = 1

    @property
    def start(self) -> int:
        return self.row.start

    @property
    def end(self) -> int:
        return self.row.end

    def gone_at(self, step: int) -> float:
        """Share the payer no longer pays in a step; 0 outside the dates."""
        if not self.row.active(step):
            return 0.0
        return min(1.0, self.gone * self.row.strength_at(step) * self.row.month_share(step))

    def touches(self, row: LeverRow) -> float:
        """Share of a lever row's countries that the cut is about; 0 for what a government pays at home."""
        if not self.at_home and self.abroad_of in row.hosts:
            return 0.0
        meant, about = set(self.row.nationalities), row.nationalities or row.hosts or range(self.countries)
        return len(meant & set(about)) / len(about) if meant else 1.0


def note(conditions: Conditions, t: int, cut: Cut) -> None:
    """Add a cut to the notes of the step."""
    conditions.notes.setdefault("cuts", []).append(cut)
    if not cut.takes_over and cut.gone_at(t) > 0.0:
        funded = conditions.notes.setdefault("funded", {})
        funded[cut.payer] = funded.get(cut.payer, 1.0) * (1.0 - cut.gone_at(t))


def paid_share(row: LeverRow, conditions: Conditions, step: int) -> float:
    """Share of a row's units that is paid for in a step, over its payers."""
    cuts = [cut for cut in conditions.notes.get("cuts", ()) if not cut.takes_over]
    if not cuts:
        return 1.0
    return sum(share * _kept(payer, row, cuts, step) for payer, share in row.payers)


def _kept(payer: str, row: LeverRow, cuts: list[Cut], step: int) -> float:
    kept = 1.0
    for cut in cuts:
        if cut.payer == payer:
            kept *= 1.0 - cut.gone_at(step) * cut.touches(row)
    return kept


def payers_of(row: LeverRow, conditions: Conditions, step: int) -> tuple[tuple[str, float], ...]:
    """Payers of what a row delivers in a step, with shares that sum to 1, after cuts and shifts."""
    cuts = conditions.notes.get("cuts", ())
    if not cuts:
        return row.payers
    pays: dict[str, float] = dict(row.payers)
    for cut in cuts:
        moved = pays.get(cut.payer, 0.0) * cut.gone_at(step) * cut.touches(row)
        if moved <= 0.0:
            continue
        pays[cut.payer] -= moved
        whole = sum(share for _, share in cut.takes_over)
        for payer, share in cut.takes_over:
            pays[payer] = pays.get(payer, 0.0) + moved * share / whole
    total = sum(pays.values())
    return tuple((payer, share / total) for payer, share in pays.items() if share > 0.0) if total > 0 else row.payers
