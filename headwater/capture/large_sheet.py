"""Run as a program of its own: a large sheet of an .xlsx workbook becomes CSV, row by row.

    python large_sheet.py FILE TARGET SHEET     ('' is the first sheet that has rows)

Says what `workbook_cells.py` says, which reads all other workbooks and holds the sheet in memory.
Here only the texts that cells share are held. It knows nothing of Headwater; a DTD (by which a
hostile file could grow) ends it.
"""

import csv
import datetime as dt
import json
import re
import resource
import sys
import zipfile
from array import array
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

MOST_MEMORY = 2 * 1024**3  # bytes of address space
PIECE = 256 * 1024  # bytes unpacked at a time
DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
TEXTS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # of a number format, what is no sign of time
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
MAIN = "xl/_rels/workbook.xml.rels"


class Unusual(Exception):
    """Not read here; the message is for people."""


class Texts:
    """The texts that cells share, by their numbers: as bytes in one piece."""

    def __init__(self) -> None:
        self.held = bytearray()
        self.ends = array("Q", [0])

    def append(self, text: str) -> None:
        self.held += text.encode("utf-8", "surrogatepass")
        self.ends.append(len(self.held))

    def __getitem__(self, number: int) -> str:
        return self.held[self.ends[number] : self.ends[number + 1]].decode("utf-8", "surrogatepass")


def main(source: str, target: str, wanted: str) -> dict[str, Any]:
    """Write the sheet; what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        with zipfile.ZipFile(source) as archive:
            sheets, epoch = _sheets(archive)
            if wanted and wanted not in sheets:
                return {"problem": f"The workbook has no sheet “{wanted[:80]}”."}
            names = [wanted] if wanted else list(sheets)
            shared, is_date = _shared(archive), _date_styles(archive)
            for name in names:
                rows = _rows(archive, sheets[name], shared, is_date, epoch)
                if _write(rows, target) or name == names[-1]:
                    return {"sheets": list(sheets), "sheet": name}
        return {"problem": "The workbook has no sheet."}
    except MemoryError:
        return {"problem": "The workbook is too large to be unpacked; save it as CSV."}
    except (Unusual, expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        return {"problem": f"The workbook cannot be read: {str(error)[:200]}."}


def _write(rows: Iterator[list[str]], target: str) -> int:
    count = 0
    with open(target, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            if row:
                writer.writerow(row)
                count += 1
    return count


def _sheets(archive: zipfile.ZipFile) -> tuple[dict[str, str], dt.datetime]:
    """The visible sheets with their parts, and the day from which days are counted."""
    parts: dict[str, str] = {}
    found: dict[str, str] = {}
    epoch = [dt.datetime(1899, 12, 30)]  # noqa: DTZ001 (a sheet knows no zones)

    def relation(name: str, said: dict[str, str]) -> None:
        if name == "Relationship" and said.get("Type", "").endswith("/worksheet"):
            target = said["Target"]
            parts[said["Id"]] = target[1:] if target[:1] == "/" else f"xl/{target}"

    def sheet(name: str, said: dict[str, str]) -> None:
        if name == "workbookPr" and said.get("date1904") in ("1", "true"):
            epoch[0] = dt.datetime(1904, 1, 1)  # noqa: DTZ001
        if name == "sheet" and said.get("state", "visible") == "visible":
            part = parts.get(said.get(RELATED, ""))
            if part:
                found[said["name"]] = part

    _read(archive, MAIN, relation)
    _read(archive, "xl/workbook.xml", sheet)
    return found, epoch[0]


def _date_styles(archive: zipfile.ZipFile) -> list[bool]:
    """Of each cell style, whether it shows a number as a day or a time."""
    own: dict[int, bool] = {}
    found: list[bool] = []
    inside = [False]

    def begin(name: str, said: dict[str, str]) -> None:
        if name == "numFmt":
            code = TEXTS.sub("", said.get("formatCode", "")).lower()
            own[int(said["numFmtId"])] = any(sign in code for sign in "dmyhs")
        elif name in ("cellXfs", "cellStyleXfs"):
            inside[0] = name == "cellXfs"
        elif name == "xf" and inside[0]:
            number = int(said.get("numFmtId", 0))
            found.append(own.get(number, number in DATES))

    if "xl/styles.xml" in archive.namelist():
        _read(archive, "xl/styles.xml", begin)
    return found


def _shared(archive: zipfile.ZipFile) -> Texts:
    """The texts that cells share; how they are spoken is left out."""
    found = Texts()
    pieces: list[str] = []
    state = {"text": False, "spoken": False}

    def begin(name: str, said: dict[str, str]) -> None:
        if name == "t":
            state["text"] = not state["spoken"]
        elif name == "rPh":
            state["spoken"] = True

    def end(name: str) -> None:
        if name == "t":
            state["text"] = False
        elif name == "rPh":
            state["spoken"] = False
        elif name == "si":
            found.append("".join(pieces))
            pieces.clear()

    def text(data: str) -> None:
        if state["text"]:
            pieces.append(data)

    if "xl/sharedStrings.xml" in archive.namelist():
        _read(archive, "xl/sharedStrings.xml", begin, end, text)
    return found


def _rows(
    archive: zipfile.ZipFile, part: str, shared: Texts, is_date: list[bool], epoch: dt.datetime
) -> Iterator[list[str]]:
    """The rows of a sheet, as they are unpacked."""
    sheet = Sheet(shared, is_date, epoch)
    parser = _parser(sheet.begin, sheet.end, sheet.text)
    with archive.open(part) as file:
        while data := file.read(PIECE):
            parser.Parse(data, False)
            yield from sheet.rows
            sheet.rows.clear()
        parser.Parse(b"", True)
    yield from sheet.rows


class Sheet:
    """What the parser calls: it collects the cells of a row, and the rows of a piece."""

    def __init__(self, shared: Texts, is_date: list[bool], epoch: dt.datetime) -> None:
        self.shared, self.is_date, self.epoch = shared, is_date, epoch
        self.rows: list[list[str]] = []
        self.row: list[str] = []
        self.place = 0
        self.kind, self.style = "n", 0
        self.pieces: list[str] | None = None
        self.value: list[str] = []

    def begin(self, name: str, said: dict[str, str]) -> None:
        if name == "c":
            where = said.get("r")
            self.place = column(where) if where else len(self.row)
            self.kind, self.style = said.get("t", "n"), int(said.get("s", 0))
            self.value = []
        elif name in ("v", "t"):
            self.pieces = self.value
        elif name == "row":
            self.row = []

    def text(self, data: str) -> None:
        if self.pieces is not None:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.pieces = None
        elif name == "c" and self.value:
            gap = self.place - len(self.row)
            if gap > 0:
                self.row += [""] * gap
            self.row.append(self.said("".join(self.value)))
        elif name == "row":
            self.rows.append(self.row)

    def said(self, value: str) -> str:
        """A cell as text that reads back without doubt, as `workbook_cells.text` says it."""
        if self.kind == "s":
            return self.shared[int(value)]
        if self.kind == "b":
            return "true" if value == "1" else "false"
        if self.kind != "n":
            return "" if self.kind == "e" else value
        number = float(value)
        if self.style < len(self.is_date) and self.is_date[self.style]:
            return moment(number, self.epoch)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def moment(days: float, epoch: dt.datetime) -> str:
    """A day, a time or both in ISO form; times are kept to the millisecond."""
    try:
        at = epoch + dt.timedelta(milliseconds=round(days * 86_400_000))
    except OverflowError:
        return repr(days)
    if 0 <= days < 1:
        return at.time().isoformat()
    return at.date().isoformat() if at.time() == dt.time() else at.isoformat(" ")


def column(where: str) -> int:
    """The place of a cell such as AB12, from 0."""
    place = 0
    for sign in where:
        if not "A" <= sign <= "Z":
            break
        place = place * 26 + ord(sign) - 64
    if not 0 < place <= 16_384:
        raise Unusual(f"a cell is called {where[:20]}")
    return place - 1


def _read(
    archive: zipfile.ZipFile, part: str, begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None,
) -> None:  # fmt: skip
    parser = _parser(begin, end, text)
    with archive.open(part) as file:
        while data := file.read(PIECE):
            parser.Parse(data, False)
    parser.Parse(b"", True)


def _parser(
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None,
    text: Callable[[str], None] | None,
) -> Any:
    """A parser that calls elements by their local names and takes no DTD."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, said: begin(name.rpartition(" ")[2], said)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Unusual("it has a document type")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:4])))
