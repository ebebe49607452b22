"""Vaivén: the model. The engine imports without Mesa; Hydra, plotting and I/O never enter the step.

numba does not notice edits in imported rule files, so the disk cache of compiled kernels lives in a
folder keyed by a hash of every source file of this package (see `docs/adr/0002-kernels.md`).
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def source_hash() -> str:
    """Hash over every .py file of the package: the code version of the model."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _kernel_cache() -> Path:
    base = os.environ.get("VAIVEN_CACHE") or PACKAGE.parent / ".cache"
    return Path(base) / f"numba-{source_hash()}"


CODE_VERSION = source_hash()
KERNEL_CACHE = _kernel_cache()
os.environ["NUMBA_CACHE_DIR"] = str(KERNEL_CACHE)
if "numba" in sys.modules:
    sys.modules["numba"].config.CACHE_DIR = str(KERNEL_CACHE)
