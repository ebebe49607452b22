"""Records every lever shares: settings, resolved rows, what a lever is told about the step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MODES = ("add", "scale", "replace")


class NotUsed(Exception):
    """A row of the timeline that this lever cannot or must not act on; the text says why."""


@dataclass(frozen=True)
class LeverSetting:
    """One number of a lever: default, allowed range, unit, meaning, evidence row and grade (H M L J)."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    grade: str


@dataclass(frozen=True)
class Unused:
    """A timeline row that does nothing, and why."""

    key: str
    lever_id: str
    instrument: str
    reason: str


@dataclass(frozen=True, eq=False)
class Limit:
    """How a plan row meets the timeline rows of its lever: x `factor` from `start` to `end`."""

    start: int
    end: int
    origins: np.ndarray
    """bool[O]"""
    nationalities: tuple[int, ...]
    """Country indices; empty = all."""
    hosts: tuple[int, ...]
    factor: float

    def covers(self, t: int, hosts: tuple[int, ...]) -> bool:
        """True if it acts in step t on a row with these hosts (an empty list means every host)."""
        together = not self.hosts or not hosts or set(hosts) <= set(self.hosts)
        return self.start <= t <= self.end and together


@dataclass(frozen=True, eq=False)
class LeverRow:
    """One lever at work: who, where, when, how much. Steps count from the world's start, both included."""

    lever_id: str
    key: str
    """Policy id of the timeline, `row-3` of a plan, or `base`."""
    kind: str
    """base | timeline | plan"""
    start: int
    end: int
    origins: np.ndarray
    """bool[O] origin places of the run that the row is for."""
    strength: float = 1.0
    quantity: float = np.nan
    """Units a month; nan = the row gives no number."""
    unit: str = ""
    nationalities: tuple[int, ...] = ()
    """Country indices; empty = every nationality."""
    targets: tuple[int, ...] = ()
    """Place indices of single origin places; empty = whole countries."""
    hosts: tuple[int, ...] = ()
    where: tuple[str, ...] = ()
    setting: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    """Settings of the lever that the row overrides."""
    payers: tuple[tuple[str, float], ...] = ()
    title: str = ""
    source: str = ""
    grade: str = "C"
    note: str = ""
    belief: float = np.nan
    first_share: float = 1.0
    """Share of the first month (and `last_share` of the last) in which a dated policy was in force."""
    last_share: float = 1.0
    lag: int = 0
    limits: tuple[Limit, ...] = ()
    index: int = -1
    """Position in `Plan.rows`."""

    def active(self, t: int) -> bool:
        """True from the first to the last step (moved by the processing time `lag`)."""
        return self.start + self.lag <= t <= self.end + self.lag

    def month_share(self, t: int) -> float:
        """Share of the month in force: 1 inside, less in a first or last month that is not whole."""
        first, last = t == self.start + self.lag, t == self.end + self.lag
        if first and last:
            return max(0.0, self.first_share + self.last_share - 1.0)
        return self.first_share if first else self.last_share if last else 1.0

    def named(self) -> bool:
        """True if the row names nationalities or places instead of meaning everybody."""
        return bool(self.nationalities or self.targets)

    def meant(self, countries: int) -> tuple[int, ...]:
        """Country indices of the nationalities it is for."""
        return self.nationalities or tuple(range(countries))

    def strength_at(self, t: int) -> float:
        """Strength of the whole row in step t, after what other plan rows do to it everywhere."""
        strength = self.strength
        for limit in self.limits:
            everywhere = not limit.nationalities or set(self.nationalities or (-1,)) <= set(
                limit.nationalities
            )
            if limit.covers(t, self.hosts) and everywhere and limit.origins[self.origins].all():
                strength *= limit.factor
        return strength

    def strength_by_origin(self, t: int, host: int = -1) -> np.ndarray:
        """f8[O]: strength by origin place, 0 where the row is not meant."""
        strength = self.strength * self.origins
        hosts = self.hosts if host < 0 else (host,)
        for limit in self.limits:
            if limit.covers(t, hosts):
                strength = np.where(limit.origins, strength * limit.factor, strength)
        return strength

    def record(self) -> dict[str, Any]:
        """Everything that decides what the row does, in plain types (what the hash of a plan is made of)."""
        plain = {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if name not in ("origins", "limits", "values")
        }
        plain |= {
            "values": dict(sorted(self.values.items())),
            "origins": mask_text(self.origins),
            "limits": [
                {
                    "start": x.start,
                    "end": x.end,
                    "factor": x.factor,
                    "hosts": x.hosts,
                    "origins": mask_text(x.origins),
                }
                for x in self.limits
            ],
        }
        return json.loads(json.dumps(plain, default=float))


def mask_text(mask: np.ndarray) -> str:
    """Short content hash of a bool array."""
    return hashlib.blake2b(
        np.packbits(mask).tobytes() + bytes(str(len(mask)), "ascii"), digest_size=8
    ).hexdigest()


@dataclass
class Context:
    """What a lever may know in a step. Counts are weighted, so they do not depend on the scale of a run."""

    world: Any
    drivers: Any
    settings: Any
    t: int
    delivered: Mapping[str, float] = field(default_factory=dict)
    """Units delivered in the last step by programme key."""
    households: np.ndarray | None = None
    """f8[O] households formed, by origin place."""
    persons: np.ndarray | None = None
    """f8[O] persons of those households."""
    stocks: np.ndarray | None = None
    """f8[O,14] persons by home place and state at the end of the last step (order of `continuum.STATES`)."""
    abroad: np.ndarray | None = None
    """f8[O,C] persons abroad by home place and country at the end of the last step."""
