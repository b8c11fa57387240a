"""Run as a program of its own, with a limit on its memory: a workbook's sheet becomes CSV.

    python workbook_cells.py FILE TARGET SHEET     ('' is the first sheet that has rows)

Prints one line of JSON: {"sheets": [...], "sheet": "..."} or {"problem": "..."}. It knows nothing
of Headwater and starts in no time. The whole sheet is held in memory while it is read; what it
held is free again when it ends, and a hostile file can only hurt this process.
"""

import csv
import datetime as dt
import json
import resource
import sys
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MOST_MEMORY = 3 * 1024**3  # bytes of address space; a full sheet of a million rows needs about 1 GB


def main(source: str, target: str, wanted: str) -> dict[str, Any]:
    """Write the sheet; what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        book = CalamineWorkbook.from_path(source)
        names = [
            sheet.name for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]  # fmt: skip
        if wanted and wanted not in names:
            return {"problem": f"The workbook has no sheet “{wanted[:80]}”."}
        return {"sheets": names, "sheet": _convert(book, [wanted] if wanted else names, target)}
    except PasswordError:
        return {"problem": "The workbook has a password; save it without one."}
    except MemoryError:
        return {"problem": "The workbook is too large to be unpacked; save it as CSV."}
    except (CalamineError, OSError, ValueError) as error:
        return {"problem": f"The workbook cannot be read: {str(error)[:200]}."}


def _convert(book: CalamineWorkbook, names: list[str], target: str) -> str:
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height or name == names[-1]:
            with open(target, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
                writer = csv.writer(file, lineterminator="\n")
                for row in sheet.iter_rows():
                    writer.writerow([text(cell) for cell in row])
            return name
    return ""


def text(cell: Any) -> str:
    """A cell as text that reads back without doubt: ISO dates, plain numbers, true and false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, dt.datetime) else str(cell)


if __name__ == "__main__":
    # A panic inside the reader is no Exception; the caller then hears of the exit code alone.
    sys.stdout.write(json.dumps(main(*sys.argv[1:4])))
