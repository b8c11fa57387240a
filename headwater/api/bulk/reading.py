"""The records in what was sent: CSV, JSON or XML, read as a stream where the form allows."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from headwater.api.bulk import pieces
from headwater.api.bulk.job import BulkBatch, BulkJob

DELIMITERS = {"COMMA": ",", "TAB": "\t", "PIPE": "|", "SEMICOLON": ";", "CARET": "^",
              "BACKQUOTE": "`"}  # fmt: skip
ENDINGS = {"LF": "\n", "CRLF": "\r\n"}
EMPTY = "#N/A"  # says that a field is to be emptied; what is blank stays as it is
LONGEST_FIELD = 131_072  # characters
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"

Fields = dict[str, Any]
Row = tuple[list[str], Fields]  # as it was written, and as it is understood


class Unreadable(ValueError):
    """What was sent is not what the job says it is."""


def header(job: BulkJob, batch: BulkBatch) -> list[str]:
    """The names in the first line of a CSV; raises Unreadable."""
    return next(_lines(job, batch), [])


def rows(job: BulkJob, batch: BulkBatch) -> Iterator[Row]:
    """Every record; raises Unreadable where it cannot be read on."""
    if job.content_type == "JSON":
        yield from (([], each) for each in _from_json(batch))
    elif job.content_type == "XML":
        yield from (([], each) for each in _from_xml(batch))
    else:
        yield from _from_csv(job, batch)


def _from_csv(job: BulkJob, batch: BulkBatch) -> Iterator[Row]:
    lines = _lines(job, batch)
    names = next(lines, [])
    if not any(names):
        raise Unreadable("The first line must name the fields.")
    if len({name.strip().lower() for name in names}) < len(names):
        raise Unreadable("The first line names a field twice.")
    for line in lines:
        if any(line[len(names) :]):
            said = f"{len(line)} values under {len(names)} names: {', '.join(line)[:200]}"
            raise Unreadable(f"A line has more values than the first line has names: {said}")
        if line:
            yield line, _named(names, line)


def _lines(job: BulkJob, batch: BulkBatch) -> Iterator[list[str]]:
    text = io.TextIOWrapper(pieces.sent(batch), encoding="utf-8-sig", newline="")
    csv.field_size_limit(LONGEST_FIELD)
    try:
        yield from csv.reader(text, delimiter=DELIMITERS.get(job.delimiter, ","), strict=True)
    except (csv.Error, UnicodeDecodeError) as error:
        raise Unreadable(f"This is no CSV in UTF-8: {error}") from None


def _named(names: Sequence[str], line: Sequence[str]) -> Fields:
    fields: Fields = {}
    for name, text in zip(names, line, strict=False):
        if text == "":
            continue
        value = None if text == EMPTY else text
        parent, dot, key = name.strip().partition(".")
        fields[parent] = {key: value} if dot and value is not None else value
    return fields


def _from_json(batch: BulkBatch) -> Iterator[Fields]:
    try:
        found = orjson.loads(pieces.sent(batch).read())
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"This is no JSON: {error}") from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable("A list of records is expected.")
    yield from found


def _from_xml(batch: BulkBatch) -> Iterator[Fields]:
    try:
        found = fromstring(pieces.sent(batch).read(), forbid_dtd=True)
    except Exception as error:
        raise Unreadable(f"This is no XML: {error}") from None
    for each in found:
        yield _fields(each)


def _fields(element: Any) -> Fields:
    fields: Fields = {}
    for each in element:
        name = each.tag.rpartition("}")[2]
        if len(each):  # a parent, told by its external id
            fields[name] = _fields(each[0])
        elif each.get(NIL) == "true":
            fields[name] = None
        elif each.text and name != "type":
            fields[name] = each.text
    return fields
