"""A named ensemble of settings: equally likely draws from a posterior, stored in the folder of a world.

Runs take draws by their seed, so that plans compared at the same seed share it and an interval over seeds holds
what is not known about settings beside luck. The first draw, that of seed 1, is the one nearest the middle.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from model import settings as model_settings
from model.checks import InputError, nearest
from model.settings import BY_NAME, Settings
from model.world import World

AUTO, NONE = "auto", "none"
ENDING = re.compile(r"_([0-9]{4})_(0[1-9]|1[0-2])$")
"""Of the name of an ensemble that was fitted up to a month: _YYYY_MM."""


@dataclass(frozen=True)
class Ensemble:
    """Draws of some settings; the others keep the value a run gives them."""

    name: str
    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def digest(self) -> str:
        """Hash of what it holds."""
        return hashlib.blake2b(self.table.to_csv(index=False).encode(), digest_size=8).hexdigest()

    def settings(self, seed: int, base: Settings, fixed: Collection[str] = ()) -> Settings:
        """Settings of a seed's draw (they go round); settings in `fixed`, set by hand, are left as they are."""
        row = self.table.iloc[(seed - 1) % len(self.table)]
        drawn = {str(name): float(row[str(name)]) for name in self.table.columns if name not in fixed}
        return model_settings.make({**base.values, **drawn}, dict(base.switches))


def folder(world: World) -> Path:
    """Where the ensembles of a world lie."""
    return world.folder / "ensembles"


def available(world: World) -> list[str]:
    """Names of a world's ensembles."""
    return sorted(path.stem for path in folder(world).glob("*.csv"))


def chosen(world: World, name: str) -> Ensemble | None:
    """An ensemble by name; `auto` takes the one named as the world, if there is one, `none` takes none."""
    if name == NONE or (name == AUTO and world.name not in available(world)):
        return None
    return read(world, world.name if name == AUTO else name)


def known_by(world: World, cut: str) -> Ensemble | None:
    """The ensemble a forecast from the month `cut` (YYYY-MM) may use: the latest fitted to nothing after it.

    `<world>_YYYY_MM` was fitted up to that month, `<world>` up to the end of history; no other name is looked at.
    """
    if cut >= world.label(world.history_end):
        return chosen(world, AUTO)
    until = {month: name for name in available(world)
             if (month := month_in(name)) and ENDING.sub("", name) == world.name}
    known = [month for month in until if month <= cut]
    return read(world, until[max(known)]) if known else None


def month_in(name: str) -> str | None:
    """The month YYYY-MM that a name ends in, None for any other ending."""
    found = ENDING.search(name)
    return f"{found[1]}-{found[2]}" if found else None


def read(world: World, name: str) -> Ensemble:
    """An ensemble by name. Raises InputError: unknown name, unknown setting, value out of range."""
    path = folder(world) / f"{name}.csv"
    if not path.is_file():
        known = available(world)
        raise InputError(f"ensemble = {name}: the world '{world.name}' has none of this name. {nearest(name, known)} "
                         f"Known: {', '.join([AUTO, NONE, *known])}; `python -m experiments.calibrate` makes one.")
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, stamp: int) -> Ensemble:
    """The file as of `stamp`; commands and the page ask for it again and again."""
    table = _table(path)
    for column in table.columns:
        if column not in BY_NAME:
            raise InputError(f"{path.name}, header: unknown setting '{column}'. {nearest(str(column), BY_NAME)} "
                             "`python -m model list settings` shows all.")
    for number, row in enumerate(table.to_dict("records"), 2):
        values = {str(name): value for name, value in row.items()}
        model_settings.make(values, where=f"{path.name}, row {number}")
    return Ensemble(path.stem, table)


def _table(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path)
    except (ValueError, OSError) as error:
        raise InputError(f"{path}: no table of settings ({str(error).splitlines()[0]}); a CSV file with a column a "
                         "setting and a row a draw is needed.") from None
    if table.empty:
        raise InputError(f"{path}: the table holds no draw.")
    return table


def write(world: World, name: str, table: pd.DataFrame) -> Path:
    """Store draws under a name, five digits."""
    path = folder(world) / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.5g")
    return path
