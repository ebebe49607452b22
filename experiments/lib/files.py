"""Atomic files: a reader sees the old file or the new one, never half of it."""

from __future__ import annotations

import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


def write_bytes(path: Path, content: bytes) -> None:
    """Write through a temporary file in the same folder, flushed to disk, then put in place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """UTF-8 text, atomically."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, record: Any) -> None:
    """JSON with two spaces and sorted nowhere: the order of the record is the order of the file."""
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2, default=_plain) + "\n")


def write_table(folder: Path, name: str, table: pd.DataFrame) -> None:
    """`<name>.parquet` and the same as `<name>.csv` (UTF-8, comma) in `folder`."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    write_bytes(folder / f"{name}.parquet", buffer.getvalue())
    write_bytes(folder / f"{name}.csv", csv_bytes(table))


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as CSV, written by arrow (pandas' own writer takes seconds on a long table)."""
    import pyarrow as pa
    from pyarrow import csv

    plain = table.copy(deep=False)
    for column in plain.columns[plain.dtypes == "category"]:
        plain[column] = plain[column].astype(str)
    sink = io.BytesIO()
    csv.write_csv(pa.Table.from_pandas(plain, preserve_index=False), sink,
                  csv.WriteOptions(quoting_style="needed"))
    return sink.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    return str(value)
