"""Where a command is to write, a folder or a file, tried before anything is simulated."""

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


def writable_file(out: str | Path) -> Path:
    """The file, left as it was. Raises InputError: a folder of this name, no folder around it, no right to write."""
    path = Path(out)
    new = not path.exists()
    try:
        path.open("a").close()
    except OSError as error:
        raise InputError(f"out = {out}: cannot be written ({error.strerror}); name a file elsewhere.") from None
    if new:
        path.unlink()
    return path
