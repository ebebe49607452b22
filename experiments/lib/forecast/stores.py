"""Where simulated paths lie: those shipped with a world, and those run here."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from experiments.lib import files
from experiments.lib.forecast.assumed import Assumed
from model import CODE_VERSION
from model.world import World

OUTPUTS = Path(__file__).resolve().parents[3] / "outputs" / "forecast"
SHIPPED, MADE = "paths.csv", "made_with.json"


def shipped(world: World) -> Path | None:
    """The paths in the folder of a world, if it has some."""
    path = world.folder / "replays" / SHIPPED
    return path if path.is_file() else None


def stale(world: World, assumed: Assumed) -> bool:
    """True if the shipped paths were simulated on other tables or with other draws of settings than there are now."""
    path = world.folder / "replays" / MADE
    if shipped(world) is None:
        return False
    return not path.is_file() or json.loads(path.read_text(encoding="utf-8")) != _made(world, assumed)


def ship(world: World, store: Path, assumed: Assumed) -> None:
    """Put paths run here into the folder of the world, with what they were made with."""
    folder = world.folder / "replays"
    folder.mkdir(exist_ok=True)
    shutil.copyfile(store, folder / SHIPPED)
    files.write_text(folder / MADE, json.dumps(_made(world, assumed), indent=1) + "\n")


def cached(world: World, assumed: Assumed) -> Path:
    """The file of paths run here with this world, model and settings."""
    what = json.dumps([world.hash, CODE_VERSION, assumed.record(world)], sort_keys=True, default=str)
    return OUTPUTS / f"paths-{world.name}-{hashlib.blake2b(what.encode(), digest_size=6).hexdigest()}.csv"


def _made(world: World, assumed: Assumed) -> dict[str, Any]:
    return {"world": world.hash, "draws": assumed.record(world)["draws"]}
