"""Atomic files: a reader sees the old file or the new one, never half of it."""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


def write_bytes(path: Path, content: bytes, durable: bool = True) -> None:
    """Write through a temporary file in the same folder, flushed to disk, then put in place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str, durable: bool = True) -> None:
    """UTF-8 text, atomically; `durable=False` does not wait for the disk (files that can be rebuilt)."""
    write_bytes(path, text.encode("utf-8"), durable)


def write_json(path: Path, record: Any) -> None:
    """JSON with two spaces and sorted nowhere: the order of the record is the order of the file."""
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2, default=_plain) + "\n")


def write_parquet(path: Path, table: pd.DataFrame) -> None:
    """The table as Parquet, atomically."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    write_bytes(path, buffer.getvalue())


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """The table as CSV (UTF-8, comma), written by arrow: pandas' own writer takes ten times longer."""
    import pyarrow as pa
    from pyarrow import csv

    whole = pa.Table.from_pandas(table, preserve_index=False)
    for place, column in enumerate(whole.schema):
        if pa.types.is_dictionary(column.type):
            whole = whole.set_column(place, column.name, whole.column(place).cast(pa.string()))
    sink = io.BytesIO()
    csv.write_csv(whole, sink, csv.WriteOptions(quoting_style="needed"))
    write_bytes(path, sink.getvalue())


def records(table: pd.DataFrame) -> Iterator[Any]:
    """Rows as records with the columns as attributes."""
    return table.itertuples(index=False)


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    return str(value)
