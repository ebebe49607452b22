"""The folder a command is to write in, made and tried before anything is simulated."""

from __future__ import annotations

import tempfile
from pathlib import Path

from model.checks import InputError


def writable(out: str | Path) -> Path:
    """The folder, made where it is missing. Raises InputError: a file of this name, no right to write."""
    path = Path(out)
    if path.exists() and not path.is_dir():
        raise InputError(f"out = {out}: this is a file; a folder is needed.")
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise InputError(f"out = {out}: cannot write there ({error.strerror}); name a folder of your own.") from None
