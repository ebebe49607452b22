"""The store of a sweep: one Parquet shard a run, put in place at once; nothing in it is ever changed.

    runs/<key>.parquet   one run           aside/       damaged shards, kept for whoever asks
    manifest.json        what and how far  history.jsonl  every run sent and stored, one line each
    design.csv           run -> plan, seed, assumptions       README.md  how to read all this without our code
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from experiments.lib import files, provenance
from experiments.lib.runfolder import MANIFEST, RunFolder
from experiments.lib.sweep import reading
from model.checks import InputError

HISTORY, LOCK = "history.jsonl", ".lock"
FULL = (errno.ENOSPC, errno.EDQUOT)
SHUT = (errno.EROFS, errno.EACCES, errno.EPERM)
DAMAGE = (OSError, ValueError, KeyError, TypeError, EOFError)


class Store:
    """One store that is open for writing (`opened`); reading needs no lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.runs, self.aside = path / "runs", path / "aside"

    def shard(self, key: str) -> Path:
        """Where the shard of a key lies."""
        return self.runs / f"{key}.parquet"

    def has(self, key: str) -> bool:
        """True if the run is stored, done or failed."""
        return self.shard(key).exists()

    def keys(self) -> list[str]:
        """Keys of all shards, of other versions of code or world too."""
        return sorted(path.stem for path in self.runs.glob("*.parquet"))

    def put(self, key: str, content: bytes, failed: bool, seconds: float) -> None:
        """Store a run, atomically and flushed to disk. Raises InputError with one clear message."""
        with self.saying():
            files.write_bytes(self.shard(key), content)
            self.note("failed" if failed else "stored", key, seconds=round(seconds, 3), digest=digest_of(content))

    def note(self, event: str, key: str, **more: Any) -> None:
        """A line of the history; lines are appended whole."""
        line = {"at": provenance.now(), "event": event, "key": key, "process": os.getpid(), **more}
        handle = os.open(self.path / HISTORY, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, (json.dumps(line) + "\n").encode())
        finally:
            os.close(handle)

    def history(self) -> list[dict[str, Any]]:
        """All lines of the history; a line cut short by a full disk is left out."""
        path = self.path / HISTORY
        found = []
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            with suppress(json.JSONDecodeError):
                found.append(json.loads(line))
        return found

    def check(self, keys: Sequence[str], retry_failed: bool = False) -> tuple[set[str], set[str], list[str]]:
        """(done, failed, damaged) among `keys`; damaged shards are moved to `aside` and are to be run again.

        With `retry_failed` shards of failed runs are taken away, so that they are run again.
        """
        done: set[str] = set()
        failed: set[str] = set()
        damaged = []
        digests = {line["key"]: line["digest"] for line in self.history() if "digest" in line}
        for key in keys:
            if not self.has(key):
                continue
            try:
                identity = _checked(key, self.shard(key).read_bytes(), digests.get(key))
            except DAMAGE as error:
                damaged.append(key)
                self._set_aside(key, error)
                continue
            (failed if identity["status"] == "failed" else done).add(key)
        if retry_failed:
            for key in failed:
                self._retried(key)
            failed = set()
        return done, failed, damaged

    def _set_aside(self, key: str, error: BaseException) -> None:
        with self.saying():
            self.aside.mkdir(exist_ok=True)
            os.replace(self.shard(key), self.aside / f"{key}.{time.time_ns()}.parquet")
            self.note("damaged", key, error=f"{type(error).__name__}: {str(error).splitlines()[0][:200]}")

    def _retried(self, key: str) -> None:
        with self.saying():
            self.shard(key).unlink()
            self.note("retried", key)

    @contextmanager
    def saying(self) -> Iterator[None]:
        """Errors of the disk as one clear message."""
        try:
            yield
        except OSError as error:
            raise InputError(self._words(error)) from None

    def _words(self, error: OSError) -> str:
        stored = len(list(self.runs.glob("*.parquet"))) if self.runs.is_dir() else 0
        again = f"{stored} runs are stored; the same command goes on from there."
        if error.errno in FULL:
            return f"out = {self.path}: the disk is full. Free some space; {again}"
        if error.errno in SHUT:
            return f"out = {self.path}: the store cannot be written ({error.strerror}). {again}"
        return f"out = {self.path}: the store cannot be written ({error.strerror or error}). {again}"


def digest_of(content: bytes) -> str:
    """Hash of a shard, written down when it is stored."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _checked(key: str, content: bytes, digest: str | None) -> dict[str, Any]:
    """Identity of an undamaged shard; without a digest (a kill came between) Parquet's own checksums must do."""
    if digest is not None and digest_of(content) != digest:
        raise ValueError("its bytes are not those that were stored")
    _, identity = reading.read_shard(io.BytesIO(content))
    if identity["key"] != key:
        raise ValueError("the shard belongs to another run")
    return identity


def exists(path: Path) -> bool:
    """True if a sweep lies in the folder."""
    return (path / "runs").is_dir() and (path / MANIFEST).is_file()


@contextmanager
def opened(path: Path, manifest: dict[str, Any]) -> Iterator[tuple[Store, RunFolder]]:
    """A store for one sweep at a time; what an earlier sweep left is kept, its half-written files are swept.

    Raises InputError if another sweep is working on it, if it holds something else, or if it cannot be written.
    """
    store = Store(path)
    if path.is_file() or (path.is_dir() and any(path.iterdir()) and not exists(path) and not _begun(path)):
        raise InputError(f"out = {path}: this is neither empty nor the store of a sweep. Choose another folder.")
    with store.saying():
        store.runs.mkdir(parents=True, exist_ok=True)
        handle = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle, path)
        with store.saying():
            _sweep(path)
            folder = RunFolder(path, manifest | provenance.record() | {"status": "running"})
            folder.save()
        yield store, folder
    finally:
        os.close(handle)


def _begun(path: Path) -> bool:
    """A store that was stopped before its manifest was written."""
    return {item.name for item in path.iterdir()} <= {"runs", LOCK}


def _lock(handle: int, path: Path) -> None:
    """The lock ends with its process, however that ends."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(handle, 200).decode(errors="replace").strip()
        raise InputError(f"out = {path}: another sweep is working on this store ({owner}). "
                         "Wait for it, or give another out=.") from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()} since {provenance.now()}\n".encode(), 0)


def _sweep(path: Path) -> None:
    for stale in path.rglob(".*.tmp"):
        stale.unlink(missing_ok=True)


def previous(path: Path) -> dict[str, Any]:
    """The manifest an earlier sweep left; empty if there is none that can be read."""
    try:
        found = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
