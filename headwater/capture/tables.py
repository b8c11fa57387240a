"""Files as tables: CSV of any encoding and delimiter, workbooks, Salesforce's exported JSON.

A file is read as a stream: once to know its columns and how many rows it has, again to bring the
rows in. A row is column → value; only values of JSON are not text.
"""

import csv
import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from headwater.capture import encodings, json_tables, workbooks
from headwater.capture.unreadable import Unreadable
from headwater.catalog import ids, objects

__all__ = ["DELIMITERS", "EXTRA", "Table", "Unreadable", "look_at", "rows"]

PROBED = 64 * 1024  # bytes looked at before a file is believed
SAMPLE = 1000  # rows from the beginning, and as many from anywhere
DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar", ":": "Colon", "^": "Caret"}
EXTRA = "(more cells)"  # where cells beyond the header go
WIDEST_CELL = 8 * 1024 * 1024
MOST_COLUMNS = 2_000


@dataclass(slots=True)
class Table:
    """What is known of a file before its rows are read; `path` is what is read as a stream."""

    path: Path
    columns: list[str] = field(default_factory=list)
    encoding: str = "utf-8"
    delimiter: str = ","
    kind: str = "csv"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    object_name: str = "Lead"
    row_count: int = 0
    digest: str = ""
    sample: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_json(self) -> bool:
        return self.kind == "json"


def look_at(
    path: Path, *, name: str = "", encoding: str = "", delimiter: str = "", sheet: str = ""
) -> Table:
    """Columns, encoding, delimiter, object, number of rows and a sample; raises Unreadable.

    What is given is taken as it is, the rest is found out.
    """
    table = opened(path, encoding=encoding, delimiter=delimiter, sheet=sheet)
    names = [] if table.is_json else header(table)
    # Commas at the end of every line are no columns, unless something stands below them.
    nameless = {name for place, name in enumerate(names, 1) if name == f"Column {place}"}
    columns = dict.fromkeys(names)
    for row in _sampled(table):
        if table.is_json:
            columns |= dict.fromkeys(key for key in row if key != "attributes")
        elif nameless:
            nameless -= {name for name in nameless if row.get(name)}
    table.columns = [name for name in columns if name not in nameless]
    if not table.columns:
        raise Unreadable("The file is empty.")
    if len(table.columns) > MOST_COLUMNS:
        raise Unreadable(f"The file has {len(table.columns):,} columns; that is no table.")
    table.object_name = _object_of(table, name or path.name)
    return table


def opened(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Table:
    """How a file is to be read, without reading its rows; raises Unreadable."""
    digest = digest_of(path)
    with path.open("rb") as file:
        start = file.read(PROBED)
    if workbooks.is_workbook(start):
        found = workbooks.as_csv(path, digest=digest, sheet=sheet)
        return Table(
            found.path, kind="xlsx", sheet=found.name, sheets=found.names, digest=digest
        )  # fmt: skip
    _refuse_other_formats(start)
    encoding = encoding or encodings.detect(path)
    text = start.decode(encoding, "ignore")
    if json_tables.is_json(text):
        return Table(path, encoding=encoding, delimiter="", kind="json", digest=digest)
    return Table(
        path, encoding=encoding, delimiter=delimiter or _delimiter(text), digest=digest
    )  # fmt: skip


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rows(table: Table) -> Iterator[dict[str, Any]]:
    """Every row in order, without empty ones; raises Unreadable where the file itself is broken."""
    if table.is_json:
        yield from json_tables.rows(table.path, table.encoding)
        return
    lines = cells(table)
    names = _named(next(lines, []))
    width = len(names)
    for line in lines:
        row: dict[str, Any] = dict(zip(names, line, strict=False))
        if len(line) > width and any(line[width:]):
            row[EXTRA] = line[width:]
        yield row


def header(table: Table) -> list[str]:
    """The first row that says something, each name once."""
    return _named(next(cells(table), []))


def cells(table: Table) -> Iterator[list[str]]:
    """The lines of a text file as lists of cells; lines without any text are left out."""
    csv.field_size_limit(WIDEST_CELL)
    with table.path.open(encoding=table.encoding, newline="", errors="replace") as file:
        first = file.readline()
        lines: Iterable[str] = file if _is_hint(first) else chain([first], file)
        # A NUL is nobody's text, and PostgreSQL cannot hold it.
        reader = csv.reader(
            (line.replace("\x00", "") if "\x00" in line else line for line in lines),
            delimiter=table.delimiter,
        )
        try:
            for line in reader:
                if any(line) and not all(map(str.isspace, filter(None, line))):
                    yield line
        except csv.Error as error:
            where = f"after line {reader.line_num}"
            raise Unreadable(f"The file cannot be read {where}: {error}.") from None


def _sampled(table: Table) -> Iterator[dict[str, Any]]:
    """Count the rows; keep the first ones and some from anywhere (by Vitter's algorithm R)."""
    choose = random.Random(1)
    drawn: list[dict[str, Any]] = []
    for row in rows(table):
        place = table.row_count
        table.row_count += 1
        if place < SAMPLE:
            table.sample.append(row)
        elif len(drawn) < SAMPLE:
            drawn.append(row)
        elif (slot := int(choose.random() * (place - SAMPLE + 1))) < SAMPLE:
            drawn[slot] = row
        yield row
    table.sample += drawn


def _named(cells: list[str]) -> list[str]:
    """A name that stands twice is numbered, an empty one is called by its place."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:200] or f"Column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _refuse_other_formats(start: bytes) -> None:
    if start[:5] == b"%PDF-":
        raise Unreadable("This is a PDF; only tables (CSV, Excel) and exported JSON can be read.")
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise Unreadable("The file is empty.")
    is_text = encodings.has_mark(start) or encodings.is_bare_utf16(start) or b"\x00" not in start
    if not is_text:
        raise Unreadable("This is not a text file; only CSV, Excel and exported JSON can be read.")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise Unreadable("This is a web page, not a table; save the table as CSV or Excel.")


def _is_hint(line: str) -> bool:
    """Excel's own first line, `sep=;`."""
    return line[:4].lower() == "sep=" and len(line.strip()) == 5


def _delimiter(text: str) -> str:
    """What Excel's hint says, else the sign that the first lines have alike, outside quotes."""
    if _is_hint(text.partition("\n")[0].lstrip("\ufeff")):
        return text.lstrip("\ufeff")[4]
    lines = _lines_outside_quotes(text, most=20)
    first, others = lines[0], [line for line in lines[1:] if sum(line.values())]
    if not first:
        return ","

    def sure(char: str) -> tuple[float, int]:
        alike = sum(line[char] == first[char] for line in others)
        return (alike / len(others) if others else 1.0) * first[char], first[char]

    # A comma inside one heading does not beat semicolons that stand in every line.
    return max(first, key=sure)


def _lines_outside_quotes(text: str, *, most: int) -> list[Counter[str]]:
    """How often each delimiter stands in each of the first lines."""
    found: list[Counter[str]] = [Counter()]
    is_quoted = has_text = False
    for char in text:
        if char == '"':
            is_quoted = not is_quoted
        elif char in "\r\n" and not is_quoted:
            if has_text and len(found) == most:
                break
            found += [Counter()] if has_text else []
            has_text = False
            continue
        elif char in DELIMITERS and not is_quoted:
            found[-1][char] += 1
        has_text = True
    return found if has_text or len(found) == 1 else found[:-1]


def _object_of(table: Table, name: str) -> str:
    """By what the records say they are, by their ids, by the file's name; else they are leads."""
    first = table.sample[0] if table.sample else {}
    about = first.get("attributes")
    if isinstance(about, dict) and about.get("type"):
        return str(about["type"])
    by_prefix = objects.by_prefix(str(first.get("Id", ""))[:3]) if _is_id(first.get("Id")) else None
    if by_prefix:
        return by_prefix.name
    stem = Path(name).stem.lower().replace("-", "_").split("_")[0]
    for known in objects.all_names():
        if stem in (known.lower(), objects.get(known).label_plural.lower()):
            return known
    return "Lead"


def _is_id(value: Any) -> bool:
    try:
        ids.decode(str(value))
    except ids.MalformedId:
        return False
    return True
