"""A named ensemble of settings: equally likely draws from a posterior, stored in the folder of a world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from model import settings as model_settings
from model.checks import InputError, nearest
from model.settings import BY_NAME, Settings
from model.world import World


@dataclass(frozen=True)
class Ensemble:
    """Draws of some settings; the others keep the value a run gives them."""

    name: str
    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    def settings(self, number: int, base: Settings, fixed: Mapping[str, Any] = {}) -> Settings:  # noqa: B006
        """Settings of a draw (numbers go round); settings in `fixed`, set by hand, are left as they are."""
        row = self.table.iloc[number % len(self.table)]
        drawn = {str(name): float(row[str(name)]) for name in self.table.columns if name not in fixed}
        return model_settings.make({**base.values, **drawn}, dict(base.switches))


def folder(world: World) -> Path:
    """Where the ensembles of a world lie."""
    return world.folder / "ensembles"


def available(world: World) -> list[str]:
    """Names of a world's ensembles."""
    return sorted(path.stem for path in folder(world).glob("*.csv"))


def read(world: World, name: str) -> Ensemble:
    """An ensemble by name. Raises InputError: unknown name, unknown setting, value out of range."""
    path = folder(world) / f"{name}.csv"
    if not path.is_file():
        known = available(world)
        raise InputError(f"ensemble = {name}: the world '{world.name}' has none of this name. {nearest(name, known)} "
                         f"Known: {', '.join(known) or 'none'}; `python -m experiments.calibrate` makes one.")
    table = pd.read_csv(path)
    for column in table.columns:
        if column not in BY_NAME:
            raise InputError(f"{path.name}, header: unknown setting '{column}'. {nearest(str(column), BY_NAME)}")
    for number, row in enumerate(table.to_dict("records"), 2):
        values = {str(name): float(value) for name, value in row.items()}
        model_settings.make(values, where=f"{path.name}, row {number}")
    return Ensemble(name, table)


def write(world: World, name: str, table: pd.DataFrame) -> Path:
    """Store draws under a name, five digits."""
    path = folder(world) / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.5g")
    return path
