"""Where simulated paths lie: those shipped with a world, and those run here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from model import CODE_VERSION
from model.settings import Settings
from model.world import World

OUTPUTS = Path(__file__).resolve().parents[3] / "outputs" / "forecast"


def shipped(world: World) -> Path | None:
    """The paths in the folder of a world, if it has some."""
    path = world.folder / "replays" / "paths.csv"
    return path if path.is_file() else None


def cached(world: World, settings: Settings) -> Path:
    """The file of paths run here with this world, model and settings."""
    what = json.dumps([world.hash, CODE_VERSION, dict(settings.values), dict(settings.switches)], sort_keys=True,
                      default=str)
    return OUTPUTS / f"paths-{world.name}-{hashlib.blake2b(what.encode(), digest_size=6).hexdigest()}.csv"
