"""Files as tables: CSV of any common encoding and delimiter, and Salesforce's exported JSON.

A file is read as a stream, twice: once to know its columns and how many rows it has, once to bring
the rows in. A row is column → value; values of JSON keep their type.
"""

import codecs
import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from headwater.catalog import ids, objects

SAMPLE = 64 * 1024  # bytes looked at before a file is believed
DELIMITERS = ",;\t|"
EXTRA = "(more cells)"  # where cells beyond the header go
WIDEST_CELL = 8 * 1024 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unreadable(ValueError):
    """This file cannot be brought in; the message says why and what to do."""


@dataclass(slots=True)
class Table:
    """What is known of a file before its rows are read."""

    path: Path
    columns: list[str]
    encoding: str = "utf-8"
    delimiter: str = ","
    is_json: bool = False
    object_name: str = "Lead"
    row_count: int = 0
    sample: list[dict[str, Any]] = field(default_factory=list)


def look_at(path: Path, *, name: str = "") -> Table:
    """Columns, encoding, delimiter, object and number of rows; raises Unreadable."""
    csv.field_size_limit(WIDEST_CELL)
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    _refuse_other_formats(start)
    encoding = _encoding(path, start)
    text = start.decode(encoding, "ignore")
    is_json = text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[")
    table = Table(path, [], encoding, "" if is_json else _delimiter(text), is_json)
    columns: dict[str, None] = {}
    for row in rows(table):
        table.row_count += 1
        if is_json:
            columns |= dict.fromkeys(key for key in row if key != "attributes")
        if len(table.sample) < 5:
            table.sample.append(row)
    table.columns = list(columns) if is_json else _header(table)
    if not table.columns:
        raise Unreadable("The file is empty.")
    table.object_name = _object_of(table, name or path.name)
    return table


def rows(table: Table) -> Iterator[dict[str, Any]]:
    """Every row in order; raises Unreadable where the file itself is broken."""
    if table.is_json:
        yield from _json_rows(table)
        return
    header = _header(table)
    try:
        with table.path.open(encoding=table.encoding, newline="", errors="replace") as file:
            reader = csv.reader(file, delimiter=table.delimiter)
            next(reader, None)
            for cells in reader:
                if cells:
                    yield _row(header, [cell.replace("\x00", "") for cell in cells])
    except csv.Error as error:
        where = f"after line {reader.line_num}"
        raise Unreadable(f"The file cannot be read {where}: {error}.") from None


def _row(header: list[str], cells: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(header, cells, strict=False))
    if any(cells[len(header) :]):
        row[EXTRA] = cells[len(header) :]
    return row


def _header(table: Table) -> list[str]:
    """The first row; a name that stands twice is numbered, an empty one is called by its place."""
    with table.path.open(encoding=table.encoding, newline="", errors="replace") as file:
        cells = next(csv.reader(file, delimiter=table.delimiter), [])
    seen: Counter[str] = Counter()
    header = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\x00", "").split())[:200] or f"Column {place}"
        seen[name] += 1
        header.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return header


def _refuse_other_formats(start: bytes) -> None:
    if start[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is an Excel or ZIP file; save it as CSV and choose that file.")
    if start[:5] == b"%PDF-":
        raise Unreadable("This is a PDF; only CSV and exported JSON can be read.")
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise Unreadable("The file is empty.")
    has_bom = any(start.startswith(bom) for bom, _ in BOMS)
    if not has_bom and not _is_bare_utf16(start) and b"\x00" in start:
        raise Unreadable("This is not a text file; only CSV and exported JSON can be read.")


def _is_bare_utf16(start: bytes) -> bool:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    return (
        len(start) > 20
        and min(start[1:200:2].count(0), start[0:200:2].count(0)) == 0
        and (max(start[1:200:2].count(0), start[0:200:2].count(0)) > len(start[:200]) * 0.4)
    )


def _encoding(path: Path, start: bytes) -> str:
    for bom, name in BOMS:
        if start.startswith(bom):
            return name
    if _is_bare_utf16(start):
        return "utf-16-le" if start[1] == 0 else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1024 * 1024):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"  # what Excel writes where people say ANSI
    return "utf-8"


def _delimiter(text: str) -> str:
    """The one that the first line has most of, outside quotes."""
    counts: Counter[str] = Counter()
    quoted = False
    for char in text:
        if char == '"':
            quoted = not quoted
        elif char in "\r\n" and not quoted:
            break
        elif char in DELIMITERS and not quoted:
            counts[char] += 1
    return counts.most_common(1)[0][0] if counts else ","


def _json_rows(table: Table) -> Iterator[dict[str, Any]]:
    try:
        with table.path.open(encoding=table.encoding) as file:
            given = json.load(file)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The file is not valid JSON: {error}.") from None
    records = given.get("records") if isinstance(given, dict) else given
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise Unreadable("The JSON has no list of records, as an export of Salesforce has.")
    for record in records:
        yield from _with_children(record)


def _with_children(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A record, then those nested in it, each pointing back to it."""
    nested = {k: v for k, v in record.items() if isinstance(v, dict) and "records" in v}
    yield {key: value for key, value in record.items() if key not in nested}
    about = record.get("attributes") or {}
    parent = {f"{about.get('type')}Id": f"@{about.get('referenceId')}"}
    for children in nested.values():
        for child in children["records"]:
            yield from _with_children(parent | child)


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
