"""XLSX: written row by row to a file on the side, handed on when it is whole."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from headwater.reporting.files.sheet import FileColumn, Sheet, local, typed

MOST_ROWS = 1_048_575  # of a worksheet, below its heads
MOST_TEXT = 32_767  # characters of a cell
PIECE = 1 << 18
FIRST_YEAR = 1900  # spreadsheets know no earlier one
SETTINGS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
}  # fmt: skip


def pieces(sheet: Sheet) -> Iterator[bytes]:
    """The bytes of the file. More rows than a worksheet holds go on in the next one."""
    with tempfile.TemporaryDirectory(prefix="headwater-export-") as folder:
        path = Path(folder) / "export.xlsx"
        book = xlsxwriter.Workbook(str(path), SETTINGS | {"tmpdir": folder})
        _fill(book, sheet)
        book.close()
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _fill(book: Any, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page, line = None, MOST_ROWS + 1
    writers: list[Callable[[int, Any], None]] = []
    for row in sheet.rows:
        if line > MOST_ROWS:
            page, line = _page(book, sheet, bold), 1
            writers = [_writer(page, place, column, sheet.zone, {"date": day, "moment": moment})
                       for place, column in enumerate(sheet.columns)]  # fmt: skip
        for write, value in zip(writers, row, strict=True):
            write(line, value)
        line += 1
    if page is None:
        _page(book, sheet, bold)


def _page(book: Any, sheet: Sheet, bold: Any) -> Any:
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, max(10, min(len(column.name) + 2, 30)))
        page.write_string(0, place, column.name, bold)
    return page


def _writer(
    page: Any, place: int, column: FileColumn, zone: str, formats: dict[str, Any]
) -> Callable[[int, Any], None]:
    """Writes one column's values under its type; text is never run as a formula."""

    def write(line: int, given: Any) -> None:
        value = typed(column, given)
        if value is None:
            return
        if isinstance(value, bool):
            page.write_boolean(line, place, value)
        elif isinstance(value, int | float | Decimal):
            page.write_number(line, place, float(value) if isinstance(value, Decimal) else value)
        elif isinstance(value, dt.date) and value.year >= FIRST_YEAR:
            shown = local(value, zone) if isinstance(value, dt.datetime) else value
            page.write_datetime(line, place, shown, formats[column.sort])
        else:
            page.write_string(line, place, str(value)[:MOST_TEXT])

    return write
