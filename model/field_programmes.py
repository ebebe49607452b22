"""Programmes on offer as arrays: who may apply to what, where."""

from __future__ import annotations

import numpy as np

from model import field_levers as levers
from model.conditions import CHANNEL, CHANNELS, Programme
from model.field_kernels import lay_out
from model.fields import Geo
from model.settings import Settings

HOME_CHANNELS = ("family", "season_work", "livelihood")
MOST_HOME_PROGRAMMES = 16
DEFAULT_HAZARD = {"family": "h_app_family", "season_work": "h_app_work"}
EVERYWHERE = -1


class ProgrammeTables:
    """Arrays [Q] of the programmes of a step, and where they lie by channel, origin and country."""

    def __init__(self, programmes: list[Programme], geo: Geo, settings: Settings, countries: int) -> None:
        origins = len(geo.origin_place)
        usual = {channel: settings[name] for channel, name in DEFAULT_HAZARD.items()}
        self.channel = _column([CHANNEL[p.channel] for p in programmes], np.int64)
        self.host = _column([p.host for p in programmes], np.int64)
        self.price = _column([p.price for p in programmes], np.float64)
        self.months = _column([p.months for p in programmes], np.int64)
        self.hazard = _column([p.hazard if p.hazard > 0 else usual.get(p.channel, p.hazard) for p in programmes],
                              np.float64)
        self.farm = _column([p.farm_only for p in programmes], np.int64)
        self.wish = _column([p.needs_wish for p in programmes], np.int64, 1)
        self.effects, self.once = levers.effect_table(programmes), levers.mark_bits(programmes)
        self.at = np.full((len(CHANNELS), origins, countries), -1, np.int64)
        self.home = np.full((origins, MOST_HOME_PROGRAMMES), -1, np.int64)
        if programmes:
            self._place([p.origins for p in programmes])

    def _place(self, eligible: list[np.ndarray]) -> None:
        at_home = np.zeros(len(CHANNELS), np.int64)
        at_home[[CHANNEL[name] for name in HOME_CHANNELS]] = 1
        if not lay_out(np.array(eligible, np.uint8), self.channel, self.host, at_home, self.at, self.home):
            raise ValueError(f"more than {MOST_HOME_PROGRAMMES} programmes on offer to one place")


def _column(values: list[float], kind: type, empty: float = 0.0) -> np.ndarray:
    """One number a programme; one cell where there is none, since kernels want arrays."""
    return np.array(values or [empty], kind)
