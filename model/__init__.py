"""Vaivén: the model. The engine imports without Mesa; Hydra, plotting and I/O never enter the step.

numba does not notice edits in imported rule files, so the disk cache of compiled kernels lives in a
folder keyed by a hash of every source file that compiled code can see (see `docs/adr/0002-kernels.md`).
A lever, an indicator or a reader of tables is not among them: adding one compiles nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
IMPORTED = re.compile(r"^(?:from model\.([\w.]+) import|from model import ([\w, ]+)|import model\.([\w.]+))",
                      re.MULTILINE)
COMPILES = re.compile(r"^(?:from model\.jit import|from numba|import numba)", re.MULTILINE)


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def source_hash() -> str:
    """Hash over every .py file of the package: the code version of the model."""
    return _hash(PACKAGE.rglob("*.py"))


def kernel_files() -> list[Path]:
    """Files that compile something, and every file of the package they import at their top, directly or not."""
    waiting = [path for path in PACKAGE.rglob("*.py") if COMPILES.search(path.read_text("utf-8"))]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for module, names, plain in IMPORTED.findall(path.read_text("utf-8")):
            for name in [module or plain] if module or plain else names.replace(" ", "").split(","):
                file = PACKAGE.joinpath(*name.split(".")).with_suffix(".py")
                if file.exists():
                    waiting.append(file)
    return sorted(found)


def kernel_hash() -> str:
    """Hash over the files that compiled code can see: the name of its cache."""
    return _hash(kernel_files())


def _kernel_cache() -> Path:
    base = os.environ.get("VAIVEN_CACHE") or PACKAGE.parent / ".cache"
    return Path(base) / f"numba-{kernel_hash()}"


CODE_VERSION = source_hash()
KERNEL_CACHE = _kernel_cache()
os.environ["NUMBA_CACHE_DIR"] = str(KERNEL_CACHE)
# Compiled code and its constants lie in one block of memory: in a process that holds gigabytes they may otherwise be
# farther apart than their addresses can say, and the code reads somewhere else (decision record 2).
os.environ.setdefault("NUMBA_USE_LLVMLITE_MEMORY_MANAGER", "1")
if "numba" in sys.modules:
    sys.modules["numba"].config.CACHE_DIR = str(KERNEL_CACHE)
    sys.modules["numba"].config.USE_LLVMLITE_MEMORY_MANAGER = 1
