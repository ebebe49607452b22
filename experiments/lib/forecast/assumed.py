"""Which settings a simulated path takes: a draw of what was fitted to nothing later than its cut."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.lib.calibration import ensemble, problem
from experiments.lib.calibration.ensemble import AUTO, NONE, Ensemble
from model.settings import Settings, make
from model.world import World


@dataclass(frozen=True)
class Assumed:
    """Settings of all paths: draws of an ensemble over given values."""

    settings: Settings
    ensemble: str = AUTO
    """auto: by cut, the latest that knows nothing later; none; or a name, for every cut"""
    fixed: tuple[str, ...] = ()
    """Settings set by hand, which no draw changes"""

    @property
    def plain(self) -> bool:
        """True where nothing was chosen by hand."""
        return self == Assumed(make())

    def drawn(self, world: World, cut: str) -> Ensemble | None:
        """The ensemble of a cut (YYYY-MM)."""
        return ensemble.known_by(world, cut) if self.ensemble == AUTO else ensemble.chosen(world, self.ensemble)

    def at(self, world: World, cut: str, seed: int) -> Settings:
        """Settings of one path."""
        drawn = self.drawn(world, cut)
        return drawn.settings(seed, self.settings, self.fixed) if drawn else self.settings

    def knows_later(self, world: World, cut: str) -> str | None:
        """The month up to which an ensemble chosen by name was fitted, where it is later than the cut (YYYY-MM)."""
        until = None if self.ensemble in (AUTO, NONE) else fitted_until(world, self.ensemble)
        return until if until and until > cut else None

    def record(self, world: World) -> dict[str, object]:
        """What the settings of all paths depend on."""
        known = ensemble.available(world) if self.ensemble == AUTO else [self.ensemble]
        drawn = {name: ensemble.read(world, name).digest for name in known if name != ensemble.NONE}
        return {"settings": dict(self.settings.values), "switches": dict(self.settings.switches),
                "fixed": list(self.fixed), "ensemble": self.ensemble, "draws": drawn}


def fitted_until(world: World, name: str) -> str:
    """Last month YYYY-MM of what an ensemble was fitted to; raises InputError where the calibration cannot be read.

    Its name says it, else the calibration of that name; an ensemble that nothing is known of may know all history.
    """
    if month := ensemble.month_in(name):
        return month
    if name in problem.available() and (found := problem.read(name)).world == world.name:
        return found.until
    return world.label(world.history_end)
