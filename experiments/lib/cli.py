"""What all commands share: --help, one clear message for bad input, exit codes.

0 done, 1 the program failed (or a check found a difference), 2 bad input, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable

from experiments.lib.config import help_text
from model.checks import InputError


def command(
    main: Callable[[list[str]], int], schema: type | None, name: str, config: str = "config", usage: str = ""
) -> int:
    """Run `main(arguments)`; print messages instead of tracebacks and return the exit code."""
    arguments = sys.argv[1:]
    if any(word in ("-h", "--help", "help") for word in arguments):
        print(help_text(schema, config, name) if schema else usage)
        return 0
    try:
        return main(arguments)
    except InputError as error:
        print(f"vaiven {name}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"vaiven {name}: interrupted; the folder says so.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            return _failed(name, error)
        print(f"vaiven {name}: '{str(error.filename)[:60]}…' is too long for the name of a file.", file=sys.stderr)
        return 2
    except Exception as error:
        return _failed(name, error)


def _failed(name: str, error: Exception) -> int:
    print(f"vaiven {name}: an error of the program: {type(error).__name__}: {error}", file=sys.stderr)
    if os.environ.get("VAIVEN_TRACEBACK"):
        traceback.print_exc()
    else:
        print("Set VAIVEN_TRACEBACK=1 to see where.", file=sys.stderr)
    return 1
