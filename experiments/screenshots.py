"""`python -m experiments.screenshots key=value`: pictures of every view of the page into outputs/screenshots."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from experiments.lib import cli
from experiments.lib.config import key, read
from model.checks import InputError


@dataclass
class ScreenshotConfig:
    """Keys of the pictures."""

    out: str = key("text", "folder of the pictures")
    langs: list[str] = key("list", "languages")
    sizes: list[str] = key("list", "sizes, width x height; a `p` behind means type for a projector")
    views: list[str] = key("list", "views: map, compare, lives, unknown, keep, tour")
    plan: str = key("text", "the plan shown as B")
    seeds: int = key("whole", "paired seeds to wait for", 1, 12)
    months: int = key("whole", "months that are compared", 12, 96)
    readme: str = key("text", "also put the first picture, made small, here; empty: nowhere")
    wait: int = key("whole", "seconds to wait for the answer of a view", 1, 3600)


def main(arguments: list[str]) -> int:
    """Start the page, look at every view, write the pictures."""
    config = read(arguments, ScreenshotConfig, "screenshots")
    from experiments.lib.demo.browser import chromium
    from experiments.lib.demo.pictures import small, take

    if chromium() is None:
        raise InputError("No Chromium or Chrome on this machine; install one (Debian: apt-get install chromium).")
    paths = take(Path(config.out), config.langs, config.sizes, config.views, config.plan, config.seeds,
                 config.months, config.wait)
    for number, path in enumerate(paths):
        print(path, flush=True)
        if number == 0 and config.readme:
            print(small(path, Path(config.readme)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(cli.command(main, ScreenshotConfig, "screenshots", "screenshots"))
