"""Commands as a person calls them, in the process of the test: a new interpreter takes seconds to start."""

from __future__ import annotations

import io
import runpy
import subprocess
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch


def here(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m module arguments` without a new process: exit code and what it printed."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with patch.object(sys, "argv", [module, *arguments]), redirect_stdout(out), redirect_stderr(err), \
            warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the module was imported before: that is the point
        try:
            runpy.run_module(module, run_name="__main__")
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess([module, *arguments], code, out.getvalue(), err.getvalue())
