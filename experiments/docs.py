"""`python -m experiments.docs`: write the generated pages and the picture of the continuum in `docs/` again.

`check` writes nothing and exits 1 if a page is out of date; `run=<run folder>` also takes the map of journeys
of that run as the picture of the README.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from experiments.lib import pages
from experiments.lib.pages.pictures import draw_continuum

USAGE = "usage: python -m experiments.docs [check | run=<run folder>]"
PICTURES = pages.ROOT / "docs" / "pictures"
MAPS = "maps-map-flows-*.svg"


def main(arguments: list[str]) -> int:
    """Write or check; 0 all is well, 1 a page is out of date, 2 not understood."""
    if arguments == ["check"]:
        return check()
    folder = None
    if len(arguments) == 1 and arguments[0].startswith("run="):
        folder = Path(arguments[0].removeprefix("run="))
        if not sorted(folder.glob(f"figures/{MAPS}")):
            print(f"vaiven docs: run = '{folder}': no figures/{MAPS} there; name a folder that "
                  "`python -m experiments.run` wrote.", file=sys.stderr)
            return 2
    elif arguments:
        print(USAGE)
        return 0 if arguments[0] in ("-h", "--help", "help") else 2
    write(folder)
    return 0


def check() -> int:
    """1 if a page is out of date, and say which."""
    out_of_date = pages.stale()
    for path in out_of_date:
        print(f"{path} is out of date: run `python -m experiments.docs`.")
    if not out_of_date:
        print("The pages of docs/ are up to date.")
    return 1 if out_of_date else 0


def write(folder: Path | None) -> None:
    """Pages that differ, the picture of the continuum, and the map of a run if one is given."""
    for path in pages.write():
        print(f"written: {path}")
    draw_continuum(PICTURES / "continuum.png")
    print("drawn: docs/pictures/continuum.png")
    if folder:
        latest = sorted(folder.glob(f"figures/{MAPS}"))[-1]
        shutil.copyfile(latest, PICTURES / "journeys.svg")
        print(f"copied: docs/pictures/journeys.svg from {latest.name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
