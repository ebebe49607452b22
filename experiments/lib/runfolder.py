"""A run folder: manifest first, then tables, figures, report; it always says whether it is finished.

`status` in manifest.json is `running`, `finished` or `failed`. While it is `running` the folder also holds
UNFINISHED.txt and a report.html that says so; a killed run leaves both behind.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

from experiments.lib import files, provenance
from experiments.lib.words import say
from model.checks import InputError

OUTPUTS = provenance.ROOT / "outputs"
MANIFEST = "manifest.json"
UNFINISHED = "UNFINISHED.txt"
WRITTEN = ("tables", "figures")
QUESTION: dict[str, Callable[[dict[str, Any]], Any]] = {
    "command": lambda manifest: manifest["command"][2],
    "world": lambda manifest: manifest["world"]["name"],
    "plan": lambda manifest: manifest["plan"]["name"],
    "plans": lambda manifest: [plan["name"] for plan in manifest["plans"]],
} | {name: itemgetter(name) for name in ("seed", "seeds", "scale", "start", "months", "origins", "feedbacks")}
"""What a run asks, read from its manifest. The same plan or world, edited, is the same question asked again."""


class RunFolder:
    """One folder of results. Create it with `create`, open an existing one with `open_folder`."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest
        self._writer = ThreadPoolExecutor(1)
        self._waiting: list[Future[None]] = []

    @property
    def tables(self) -> Path:
        """The folder of the tidy tables."""
        return self.path / "tables"

    @property
    def figures(self) -> Path:
        """The folder of the figures."""
        return self.path / "figures"

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """`tables/<name>.parquet` and `tables/<name>.csv`."""
        files.write_parquet(self.tables / f"{name}.parquet", table)
        self.write_csv(name, table)

    def write_csv(self, name: str, table: pd.DataFrame) -> None:
        """`tables/<name>.csv`, written beside other work; `wait` (or `finish`) sees that it is there."""
        self._waiting.append(self._writer.submit(files.write_csv, self.tables / f"{name}.csv", table))

    def wait(self) -> None:
        """Wait for the files that are still being written; raises what went wrong with them."""
        while self._waiting:
            self._waiting.pop().result()

    def read_table(self, name: str) -> pd.DataFrame | None:
        """A table of the folder, or None if the run did not write it."""
        path = self.tables / f"{name}.parquet"
        return pd.read_parquet(path) if path.exists() else None

    def save(self) -> None:
        """Write the manifest as it stands."""
        files.write_json(self.path / MANIFEST, self.manifest)

    def finish(self) -> None:
        """Say that the run is complete, once every file is written."""
        self.wait()
        self.manifest |= {"status": "finished", "ended_utc": provenance.now()}
        self.save()
        (self.path / UNFINISHED).unlink(missing_ok=True)

    def fail(self, reason: str) -> None:
        """Say that the run stopped, and why."""
        self.manifest |= {"status": "failed", "error": reason, "ended_utc": provenance.now()}
        self.save()
        files.write_text(self.path / UNFINISHED, f"{_both('folder_failed')}\n{reason}\n")


def create(path: Path, manifest: dict[str, Any], anew: bool = False) -> RunFolder:
    """A folder marked as running. An older run of the same question is cleared; other content is an error.

    `anew` is for findings inside a store, which are made from it again whatever it has come to hold.
    Raises InputError if `path` is a file, holds something that is not a run or the finished run of another
    question, or cannot be written.
    """
    check_target(path)
    if not anew:
        _check_same_question(path, manifest)
    run = RunFolder(path, {"status": "running", **manifest, **provenance.record(), "process": os.getpid()})
    try:
        path.mkdir(parents=True, exist_ok=True)
        run.save()
        _clear(path)
        files.write_text(path / UNFINISHED, _both("folder_unfinished") + "\n")
        files.write_text(path / "report.html", _waiting_page())
        (path / "tables").mkdir(exist_ok=True)
        (path / "figures").mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"out: cannot write in {path} ({error.strerror}).") from None
    return run


def check_target(path: Path) -> None:
    """InputError unless `path` is new, empty or an older run folder."""
    if path.exists() and not path.is_dir():
        raise InputError(f"out = {path}: this is a file; a folder is needed.")
    if path.is_dir() and any(path.iterdir()) and not (path / MANIFEST).exists():
        raise InputError(f"out = {path}: the folder is not empty and not a run folder. Choose another one.")
    parent = next(folder for folder in [path, *path.parents] if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise InputError(f"out = {path}: {parent} cannot be written.")


def _check_same_question(path: Path, manifest: dict[str, Any]) -> None:
    """InputError if a finished run of another question lies there: it would be lost."""
    if not (path / MANIFEST).is_file():
        return
    held = open_folder(str(path)).manifest
    for name, read in QUESTION.items():
        if held["status"] != "finished" or name not in held or name not in manifest:
            continue
        if (before := read(held)) != (now := read(manifest)):
            raise InputError(f"out = {path}: holds the finished run of another question ({name}: {before} there, {now} "
                             "here). Choose another folder, or delete that one.")


def open_folder(text: str) -> RunFolder:
    """An existing run folder; InputError if there is none or its manifest cannot be read."""
    path = Path(text).expanduser()
    if not (path / MANIFEST).is_file():
        known = sorted(str(found.parent) for found in OUTPUTS.glob("*/*/manifest.json"))
        hint = f" Known: {', '.join(known[:5])}." if known else " `python -m experiments.run` makes one."
        raise InputError(f"{text}: no run folder (no {MANIFEST} in it).{hint}")
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path / MANIFEST}: not readable JSON ({error}).") from None
    if not isinstance(manifest, dict) or "status" not in manifest:
        raise InputError(f"{path / MANIFEST}: no `status`; this is not the manifest of a run.")
    process = manifest.get("process")
    if manifest["status"] == "running" and isinstance(process, int) and not psutil.pid_exists(process):
        manifest["status"] = "killed"
    return RunFolder(path, manifest)


def default_path(command: str, name: str, content: Any) -> Path:
    """`outputs/<command>/<name>-<hash of content>`; the same question lands in the same folder."""
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "_", name)
    return OUTPUTS / command / f"{safe}-{provenance.short_hash(content)}"


@contextmanager
def guarded(run: RunFolder) -> Iterator[RunFolder]:
    """Mark the folder as failed if the work inside raises or is interrupted, then let the error pass."""
    try:
        yield run
    except KeyboardInterrupt:
        run.fail("interrupted")
        raise
    except BaseException as error:
        run.fail(f"{type(error).__name__}: {error}")
        raise


def _clear(path: Path) -> None:
    for name in WRITTEN:
        shutil.rmtree(path / name, ignore_errors=True)
    for stale in path.rglob(".*.tmp"):
        stale.unlink(missing_ok=True)


def _both(word: str) -> str:
    return f"{say(word, 'en')}\n{say(word, 'es')}"


def _waiting_page() -> str:
    text = html.escape(_both("folder_unfinished")).replace("\n", "<br>")
    return (
        '<!doctype html><meta charset="utf-8"><title>Vaivén</title>'
        f'<p style="font:1.2em sans-serif">{text}</p>\n'
    )
