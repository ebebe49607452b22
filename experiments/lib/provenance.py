"""What ran, where and with which code: the part of a manifest that is the same for all commands."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "numpy",
    "numba",
    "llvmlite",
    "scipy",
    "pandas",
    "pyarrow",
    "networkx",
    "mesa",
    "hydra-core",
    "jinja2",
)


def record() -> dict[str, Any]:
    """Code version, package versions, machine, time (UTC)."""
    return {
        "code_version": code_version(),
        "package_versions": package_versions(),
        "machine": {"system": platform.system(), "processor": platform.machine(), "cores": cores()},
        "started_utc": now(),
    }


def code_version() -> dict[str, Any]:
    """Commit (if this is a git checkout), whether files differ from it, and a hash of the sources.

    The hash covers every Python file of `model/` and `experiments/`; it identifies the code without git.
    """
    return {
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "sources": source_hash(),
    }


def source_hash() -> str:
    """Hash over path and content of the Python files of `model/` and `experiments/`."""
    digest = hashlib.blake2b(digest_size=8)
    for package in ("model", "experiments"):
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def package_versions() -> dict[str, str]:
    """Versions of Python and of the packages results may depend on."""
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return versions


def now() -> str:
    """Time in UTC, to the second, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def peak_rss_bytes() -> int:
    """Largest resident memory of this process so far, bytes."""
    try:
        import resource
    except ImportError:  # Windows has no such module
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def short_hash(content: Any) -> str:
    """Eight hex digits of a hash over a JSON-able record."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
