"""`python -m experiments.docs`: write the generated pages and the picture of the continuum in `docs/` again.

`python -m experiments.docs check` writes nothing and exits 1 if a page is out of date.
"""

from __future__ import annotations

import sys

from experiments.lib import pages
from experiments.lib.pages.pictures import draw_continuum

USAGE = "usage: python -m experiments.docs [check]"


def main(arguments: list[str]) -> int:
    """Write or check; 0 all is well, 1 a page is out of date, 2 not understood."""
    if arguments == ["check"]:
        out_of_date = pages.stale()
        print("\n".join(f"{path} is out of date: run python -m experiments.docs" for path in out_of_date)
              or "The pages of docs/ are up to date.")
        return 1 if out_of_date else 0
    if arguments:
        print(USAGE)
        return 0 if arguments[0] in ("-h", "--help", "help") else 2
    for path in pages.write():
        print(f"written: {path}")
    picture = pages.ROOT / "docs" / "pictures" / "continuum.png"
    draw_continuum(picture)
    print(f"drawn: {picture.relative_to(pages.ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
