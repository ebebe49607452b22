"""An Excel workbook of tables, written with the standard library: one sheet a table, numbers as numbers."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from experiments.lib import files

MOST_ROWS = 1_000_000
SPACE = "http://schemas.openxmlformats.org"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{SPACE}/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/>'
    '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1">'
    '<fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
)


def write_workbook(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """One sheet a table, named by its key (at most 31 letters), with a heading row that stays in view."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(tables).items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    files.write_bytes(path, buffer.getvalue())


def _parts(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    numbers = range(1, len(tables) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
                     for n in numbers)
    links = "".join(_link(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    named = "".join(f'<sheet name="{escape(name[:31])}" sheetId="{n}" r:id="rId{n}"/>'
                    for n, name in enumerate(tables, start=1))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{sheets}</Types>',
        "_rels/.rels": _links(_link(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SPACE}/spreadsheetml/2006/main" '
        f'xmlns:r="{SPACE}/officeDocument/2006/relationships"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links(links + _link(len(tables) + 1, "styles", "styles.xml")),
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": _sheet(table) for n, table in enumerate(tables.values(), start=1)},
    }


def _link(number: int, kind: str, target: str) -> str:
    address = f"{SPACE}/officeDocument/2006/relationships/{kind}"
    return f'<Relationship Id="rId{number}" Type="{address}" Target="{target}"/>'


def _links(inner: str) -> str:
    return f'{HEAD}<Relationships xmlns="{SPACE}/package/2006/relationships">{inner}</Relationships>'


def _sheet(table: pd.DataFrame) -> str:
    head = "".join(_cell(str(column), 1) for column in table.columns)
    rows = [f"<row>{head}</row>"]
    rows += [f"<row>{''.join(_cell(value) for value in row)}</row>"
             for row in table.head(MOST_ROWS).itertuples(index=False, name=None)]
    view = ('<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
            'state="frozen"/></sheetView></sheetViews>')
    return (f'{HEAD}<worksheet xmlns="{SPACE}/spreadsheetml/2006/main">{view}<sheetData>{"".join(rows)}</sheetData>'
            "</worksheet>")


def _cell(value: Any, style: int = 0) -> str:
    mark = f' s="{style}"' if style else ""
    if isinstance(value, bool | np.bool_):
        return f'<c t="b"{mark}><v>{int(value)}</v></c>'
    if isinstance(value, int | float | np.integer | np.floating):
        return f"<c{mark}><v>{float(value):.15g}</v></c>" if math.isfinite(value) else f"<c{mark}/>"
    return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
