"""`python -m experiments.warm_up`: compile the kernels once and leave them on disk for later starts.

Test workers start at the same time; without this each of them would compile everything for itself.
"""

from __future__ import annotations

import sys
import time

STEPS = 13
"""One more than a year, so that the yearly pass is compiled too."""


def main(arguments: list[str]) -> int:
    """Run the small world for thirteen months and say how long that took; 2 if anything is asked of it."""
    if arguments:
        print("usage: python -m experiments.warm_up     (no keys; compiles the kernels, under a minute)")
        return 0 if arguments[0] in ("-h", "--help", "help") else 2
    began = time.perf_counter()
    print("Kernels: compiling what is not compiled yet (under a minute the first time) …", flush=True)
    _run_valley()
    print(f"Kernels: ready after {time.perf_counter() - began:.0f} s.")
    return 0


def _run_valley() -> None:
    from model import engine, plan, settings, world

    valley = world.load("valley")
    engine.run(valley, plan.load_plan("none", valley), settings.make(), scale=10, months=STEPS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
