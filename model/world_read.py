"""Read the CSV tables of a world and check every cell against its declaration.

Row numbers in messages are those a spreadsheet shows: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from model.checks import InputError, nearest
from model.world_series import COUNTRY_SERIES, US_MONTH_SERIES, Series
from model.world_tables import TABLES, Column, Table

SHOWN = 10
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]*")
_DATE = re.compile(r"(19[89]\d|20\d\d|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MONTH = re.compile(r"(19[89]\d|20\d\d|2100)-(0[1-9]|1[0-2])")


class Problems:
    """Collects messages so that a person sees up to ten at once instead of one per run."""

    def __init__(self, world: str) -> None:
        self.world = world
        self.found: dict[tuple[str, str, str], list[int]] = {}

    def __len__(self) -> int:
        return len(self.found)

    def add(self, message: str) -> None:
        """Note one problem."""
        self.found.setdefault(("", "", message), [])

    def cell(self, file: str, row: int, column: str, value: object, message: str) -> None:
        """Note one problem of one cell: file, row, column, value and what is allowed.

        The same value, wrong for the same reason in further rows, is counted and not repeated.
        """
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        text = f"column '{column}' = {shown!r}: {' '.join(message.split())}"
        self.found.setdefault((file, column, text), []).append(row)

    def lines(self) -> list[str]:
        """One line per problem, in the order found."""
        return [_problem_line(file, text, rows) for (file, _, text), rows in self.found.items()]

    def stop(self) -> None:
        """Raise InputError with the first ten problems, if there are any."""
        count = len(self)
        if not count:
            return
        head = f"World '{self.world}': {count} problem{'s' if count > 1 else ''}."
        more = [f"  ... and {count - SHOWN} more."] if count > SHOWN else []
        raise InputError("\n".join([head, *("  " + line for line in self.lines()[:SHOWN]), *more]))


def _problem_line(file: str, text: str, rows: list[int]) -> str:
    if not rows:
        return text
    others = f" (also in {len(rows) - 1} more row{'s' if len(rows) > 2 else ''})" if len(rows) > 1 else ""
    return f"{file}, row {rows[0]}, {text}{others}"


def decode(raw: bytes, file: str, problems: Problems) -> str | None:
    """Text of a UTF-8 file (a leading byte-order mark is accepted); None after noting a problem."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[:error.start].count(b"\n") + 1
        line = raw.split(b"\n")[row - 1].decode("latin-1").strip()
        problems.add(f"{file}, row {row}: not UTF-8 text (byte 0x{raw[error.start]:02x} in {line[:60]!r}). "
                     "Save it again as 'CSV UTF-8 (comma delimited)'.")
        return None


def read_rows(table: Table, text: str, problems: Problems) -> list[list[str]] | None:
    """Data rows as lists of stripped cells in the declared order, or None when the header is wrong."""
    file = f"{table.name}.csv"
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        problems.add(f"{file}, row {len(rows) + 1}: not a readable CSV row ({error}). "
                     "Check the quotation marks.")
        return None
    if not rows or not _header_is_right(table, [cell.strip() for cell in rows[0]], problems):
        if not rows:
            problems.add(f"{file}: the file is empty; its first row must be {','.join(table.header)}")
        return None
    return _full_rows(table, rows, problems)


def _full_rows(table: Table, rows: list[list[str]], problems: Problems) -> list[list[str]] | None:
    width, complete = len(table.header), True
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            complete = False
            seen = "an empty row" if not row else f"{len(row)} cells"
            problems.add(f"{table.name}.csv, row {number}: {seen}, but the header has {width} columns. "
                         "A text with a comma needs quotation marks; delete empty rows.")
    return [list(map(str.strip, row)) for row in rows[1:]] if complete else None


def _header_is_right(table: Table, header: list[str], problems: Problems) -> bool:
    file, wanted = f"{table.name}.csv", table.header
    if header == wanted:
        return True
    if len(header) == 1 and ";" in header[0]:
        problems.add(f"{file}, row 1: columns are separated by ';'. Save the file with commas.")
        return False
    for name in header:
        if name not in wanted:
            problems.add(f"{file}, row 1: unknown column '{name}'. {nearest(name, wanted)} "
                         f"Allowed: {', '.join(wanted)}.")
    for name in wanted:
        if name not in header:
            problems.add(f"{file}, row 1: column '{name}' is missing. The header must be {','.join(wanted)}")
    if sorted(header) == sorted(wanted):
        problems.add(f"{file}, row 1: the columns are in another order; it must be {','.join(wanted)}")
    elif len(set(header)) < len(header):
        problems.add(f"{file}, row 1: a column stands twice. The header must be {','.join(wanted)}")
    return False


def parse(table: Table, rows: list[list[str]], problems: Problems) -> pd.DataFrame:
    """Typed frame of a table: numbers float64 (blank NaN), flags and whole numbers int64, text as str."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(table.header)
    frame = {column.name: _parse_column(table, column, values, problems)
             for column, values in zip(table.columns, cells, strict=True)}
    _check_key(table, frame, problems)
    _check_series(table, frame, problems)
    return pd.DataFrame(frame)


def empty(table: Table) -> pd.DataFrame:
    """A frame without rows, for an optional table that a world does not carry."""
    return parse(table, [], Problems(""))


def _parse_column(table: Table, column: Column, values: tuple[str, ...], problems: Problems) -> np.ndarray:
    if not column.blank and "" in values:
        _report(table, column, values, lambda value: value == "", "must not be empty", problems)
    if column.kind in ("number", "share"):
        return _numbers(table, column, values, problems)
    if column.kind in ("int", "flag"):
        return _integers(table, column, values, problems)
    rule = _text_rule(column)
    if rule is not None:
        accepted, allowed = rule
        bad = {value for value in set(values) if value and not accepted(value)}
        if bad:
            near = nearest(sorted(bad)[0], column.choices) if column.choices else ""
            _report(table, column, values, bad.__contains__, f"{allowed} {near}".strip(), problems)
    return np.array(values, dtype=object)


def _text_rule(column: Column) -> tuple[Callable[[str], object], str] | None:
    if column.kind == "choice":
        return set(column.choices).__contains__, f"allowed are {', '.join(column.choices)}."
    if column.kind == "id":
        return _ID.fullmatch, "letters, digits and - _ . : + only, without spaces."
    if column.kind == "date":
        return _is_date, "a date YYYY-MM-DD between 1980 and 2100."
    if column.kind == "month":
        return _MONTH.fullmatch, "a month YYYY-MM between 1980 and 2100."
    return None


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        np.datetime64(value)
    except ValueError:
        return False
    return True


def _numbers(table: Table, column: Column, values: tuple[str, ...], problems: Problems) -> np.ndarray:
    try:
        numbers = np.array([value or "nan" for value in values], dtype=np.float64)
    except ValueError:
        _report(table, column, values, _is_not_number, f"must be a number{_range_words(column)}.", problems)
        return np.full(len(values), np.nan)
    wrong = np.isinf(numbers) | (np.isnan(numbers) & np.array([value != "" for value in values], dtype=bool))
    with np.errstate(invalid="ignore"):
        if column.low is not None:
            wrong |= numbers < column.low
        if column.high is not None:
            wrong |= numbers > column.high
    for row in np.flatnonzero(wrong).tolist():
        problems.cell(f"{table.name}.csv", row + 2, column.name, values[row],
                      f"must be a number{_range_words(column)} ({column.meaning}).")
    return numbers


def _integers(table: Table, column: Column, values: tuple[str, ...], problems: Problems) -> np.ndarray:
    if column.kind == "flag":
        _report(table, column, values, lambda value: value not in ("0", "1", ""), "allowed are 0 and 1.",
                problems)
        return np.array([1 if value == "1" else 0 for value in values], dtype=np.int64)
    numbers = _numbers(table, column, values, problems)
    broken = np.flatnonzero(numbers != np.floor(np.nan_to_num(numbers)))
    for row in broken[~np.isnan(numbers[broken])].tolist():
        problems.cell(f"{table.name}.csv", row + 2, column.name, values[row], "must be a whole number.")
    if column.blank:
        return numbers
    return np.clip(np.nan_to_num(numbers), -2**53, 2**53).astype(np.int64)  # out of range is noted above


def _is_not_number(value: str) -> bool:
    try:
        float(value or "nan")
    except ValueError:
        return True
    return False


def _range_words(column: Column) -> str:
    if column.low is not None and column.high is not None:
        return f" from {column.low:g} to {column.high:g}"
    return f", at least {column.low:g}" if column.low is not None else ""


def _report(table: Table, column: Column, values: Iterable[str], wrong: Callable[[str], object],
            message: str, problems: Problems) -> None:
    for row, value in enumerate(values, start=2):
        if wrong(value):
            problems.cell(f"{table.name}.csv", row, column.name, value, message)


def _check_key(table: Table, frame: dict[str, np.ndarray], problems: Problems) -> None:
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(zip(*(map(str, frame[name]) for name in table.key), strict=True), start=2):
        if key in first:
            problems.cell(f"{table.name}.csv", row, "+".join(table.key), ", ".join(key),
                          f"stands already in row {first[key]}; keep one of the two.")
        else:
            first[key] = row


def _check_series(table: Table, frame: dict[str, np.ndarray], problems: Problems) -> None:
    """Ranges of the long tables depend on the series named in the same row."""
    known = {"country_year": COUNTRY_SERIES, "us_month": US_MONTH_SERIES}.get(table.name)
    if known is None:
        return
    values = frame["value"].astype(float)
    for name in set(frame["series"]) & set(known):
        wrong = (frame["series"] == name) & _outside(known[name], values)
        _check_one_series(table, known[name], frame, wrong, problems)


def _outside(series: Series, values: np.ndarray) -> np.ndarray:
    low = -np.inf if series.low is None else series.low
    high = np.inf if series.high is None else series.high
    return (values < low) | (values > high)


def _check_one_series(table: Table, series: Series, frame: dict[str, np.ndarray], wrong: np.ndarray,
                      problems: Problems) -> None:
    for row in np.flatnonzero(wrong).tolist():
        limits = Column("value", "number", "", low=series.low, high=series.high)
        problems.cell(f"{table.name}.csv", row + 2, "value", f"{frame['value'][row]:g}",
                      f"must be a number{_range_words(limits)} ({frame['series'][row]}: {series.meaning}).")


def read_tables(folder: Path, problems: Problems) -> tuple[dict[str, pd.DataFrame], list[bytes]]:
    """All tables of a world folder, checked cell by cell, and their raw bytes in the order of TABLES."""
    frames, raw_bytes = {}, []
    _check_file_names(folder, problems)
    for table in TABLES.values():
        path = folder / f"{table.name}.csv"
        if not path.is_file():
            frames[table.name] = empty(table)
            continue
        raw = path.read_bytes()
        raw_bytes.append(table.name.encode() + b"\0" + raw)
        text = decode(raw, path.name, problems)
        rows = None if text is None else read_rows(table, text, problems)
        frames[table.name] = parse(table, rows or [], problems)
    return frames, raw_bytes


def _check_file_names(folder: Path, problems: Problems) -> None:
    files = sorted(path.name for path in folder.glob("*.csv"))
    for table in TABLES.values():
        if not table.optional and f"{table.name}.csv" not in files:
            problems.add(f"{table.name}.csv: the file is missing in {folder}. It holds: {table.meaning} "
                         "Copy it from scenarios/_template; a table without rows keeps its header.")
    known = [f"{name}.csv" for name in TABLES]
    for file in files:
        if file not in known:
            problems.add(f"{file}: no table of this name exists. {nearest(file, known)} "
                         f"Allowed: {', '.join(known)}.")
