"""Text tables and sheets as they come, with messages that name file, row, column and what was expected."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from model.checks import InputError, nearest


@dataclass(frozen=True)
class Sheet:
    """A header and rows of text; `lines` are the numbers of the lines of the file where they begin, from 1."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def at(self, row: int) -> str:
        """Where a row stands, for messages."""
        return f"{self.file}, row {self.lines[row]}"

    def refuse_repeats(self) -> None:
        """Raise InputError where a row equals an earlier one in every cell; for tables where that cannot be."""
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(self.rows):
            if any(row) and row in seen:
                raise InputError(f"{self.at(number)}: is the same as row {self.lines[seen[row]]} in every cell; added "
                                 "up, it would count twice. Take one of them out.")
            seen.setdefault(row, number)

    def column(self, *names: str) -> int:
        """Position of a column by any of its known spellings. Raises InputError naming the nearest column."""
        plain = [simple(cell) for cell in self.header]
        for name in names:
            if simple(name) in plain:
                return plain.index(simple(name))
        hint = nearest(names[0], self.header)
        raise InputError(f"{self.file}, header: no column '{names[0]}'. {hint} Columns seen: "
                         f"{', '.join(cell or '(blank)' for cell in self.header[:30])}.")

    def has(self, name: str) -> bool:
        """True if there is a column of this name."""
        return simple(name) in [simple(cell) for cell in self.header]


def simple(text: str) -> str:
    """Lower case, single spaces, no line breaks, no footnote digits glued to a word."""
    joined = re.sub(r"\s+", " ", str(text).replace("\ufeff", "")).strip().lower()
    return re.sub(r"(?<=[a-z])\d$", "", joined)


def text_of(path: Path) -> str:
    """The text of a file in UTF-8 (with or without a mark). Raises InputError for another encoding."""
    content = _bytes(path)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(f"{path.name}: is written in UTF-16. Allowed: UTF-8. Save it again as 'CSV UTF-8'.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[:error.start].count(b"\n") + 1
        raise InputError(f"{path.name}, row {row}: byte {content[error.start]:#x} is not UTF-8 (the file looks like "
                         "Latin-1 or Windows-1252). Save it again as 'CSV UTF-8'.") from None


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a file in it.")
    if not path.is_file():
        near = nearest(path.name, [found.name for found in path.parent.glob("*")] if path.parent.is_dir() else [])
        raise InputError(f"{path}: no such file. {near}".strip())
    content = path.read_bytes()
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputError(f"{path.name}: the file is empty.")
    return content


def lines_of(path: Path) -> list[str]:
    """The lines of a text file, as editors number them."""
    return text_of(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def csv_sheet(path: Path, skip: int = 0) -> Sheet:
    """A comma-separated table whose header is the first line with text after `skip` lines.

    Raises InputError where a quote is not closed, where a row is cut or too long, or where there are no rows.
    """
    table = _records(path.name, lines_of(path), skip)
    if len(table) < 2:
        raise InputError(f"{path.name}: a header and no rows (separator is the comma).")
    header = tuple(cell.strip() for cell in table[0][1])
    for line, row in table[1:]:
        _whole(row, header, f"{path.name}, row {line}", last=line == table[-1][0])
    lines, rows = zip(*table[1:], strict=True)
    return Sheet(path.name, header, rows, lines)


def _records(file: str, lines: list[str], skip: int) -> list[tuple[int, tuple[str, ...]]]:
    """(number of its first line, cells) of every row that is not blank."""
    reader = csv.reader(io.StringIO("\n".join(lines[skip:])), strict=True)
    found, begun = [], skip + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((begun, tuple(row)))
            begun = skip + reader.line_num + 1
    except csv.Error:
        raise InputError(f"{file}, row {begun}: a quotation mark is opened and not closed, or text follows a closed "
                         "one; the rows below it would be lost. A mark inside a text is written twice.") from None
    return found


def _whole(row: tuple[str, ...], header: tuple[str, ...], where: str, last: bool) -> None:
    """Raise InputError where a row has not the cells of the header, or where one cell holds another row."""
    if len(row) != len(header):
        end = " It is the last row: the file seems to be cut off." if last else ""
        raise InputError(f"{where}: {len(row)} cells where the header has {len(header)}.{end}")
    for name, cell in zip(header, row, strict=True):
        if "\n" in cell and cell.count(",") >= len(header) - 1:
            raise InputError(f"{where}, column '{name}': one cell holds whole rows; a quotation mark is "
                             "opened here and closed on a line below.")


def book(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """All sheets of a workbook as text; blank cells are empty."""
    _bytes(path)
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise InputError("reading workbooks needs openpyxl: pip install openpyxl (or save the sheet as CSV).") from None
    try:
        opened = load_workbook(path, read_only=True, data_only=True)
    except Exception:
        raise InputError(f"{path.name}: is no readable .xlsx workbook (cut off, or another format).") from None
    return {sheet.title: [tuple("" if cell is None else str(cell) for cell in row)
                          for row in sheet.iter_rows(values_only=True)] for sheet in opened.worksheets}


def chosen(sheets: dict[str, list[tuple[str, ...]]], name: str, file: str) -> list[tuple[str, ...]]:
    """A sheet by its name. Raises InputError with the nearest one."""
    if name not in sheets:
        raise InputError(f"{file}: no sheet '{name}'. {nearest(name, sheets)} Sheets: {', '.join(sheets)}.")
    return sheets[name]


def below(rows: Sequence[tuple[str, ...]], first: str, file: str, within: int = 15) -> Sheet:
    """The table of a sheet whose header row begins with `first`, looked for in the first rows."""
    for number, row in enumerate(rows[:within]):
        if row and simple(row[0]) == simple(first):
            return Sheet(file, tuple(row), tuple(rows[number + 1:]), tuple(range(number + 2, len(rows) + 1)))
    seen = [row[0] for row in rows[:within] if row and row[0]]
    raise InputError(f"{file}: no header row that begins with '{first}' in the first {within} rows. "
                     f"{nearest(first, seen)} First cells seen: {'; '.join(cell[:40] for cell in seen[:6])}.")


PLAIN, GROUPED = r"-?\d+(\.\d*)?|-?\.\d+", r"-?\d{1,3}([, ]\d{3})+(\.\d+)?"
UNCLEAR = r"[1-9]\d{0,2}(\.\d{3})+|0,\d+"
"""Numbers as they are read; numbers that mean one thing in English and another in Spanish or German."""


def count(text: str, where: str, column: str, missing: tuple[str, ...] = ("", "-", "..", "X"), *,
          whole: bool = True) -> float | None:
    """A count as written, with separators of thousands; None where it is not available. `whole`: no fractions.

    Raises InputError for other text (nan and inf too), negative numbers, and `12.000`, which may be twelve or
    twelve thousand.
    """
    plain = text.strip().replace("\u00a0", " ")
    if plain in missing:
        return None
    if re.fullmatch(UNCLEAR, plain):
        raise InputError(f"{where}, column '{column}': '{text}' is unclear: point or comma may separate thousands or "
                         "decimals. Write thousands without a separator and decimals with a point, not three digits.")
    if not re.fullmatch(f"{PLAIN}|{GROUPED}", plain):
        raise InputError(f"{where}, column '{column}': '{text}' is not a number.")
    value = float(plain.replace(",", "").replace(" ", ""))
    if value < 0:
        raise InputError(f"{where}, column '{column}': {text} is negative; counts are zero or more.")
    if whole and value != int(value):
        raise InputError(f"{where}, column '{column}': {text} is no whole number; people and events are counted. "
                         "Is the file in thousands or in per cent?")
    return value


def year(text: str, where: str, column: str, first: int = 1950, last: int = 2100) -> int:
    """A year, also as `2026 (FYTD)`."""
    found = re.fullmatch(r"(\d{4})(\.0)?(\s*\(FYTD\))?", text.strip())
    if not found or not first <= int(found[1]) <= last:
        raise InputError(f"{where}, column '{column}': '{text}' is no year between {first} and {last}.")
    return int(found[1])
