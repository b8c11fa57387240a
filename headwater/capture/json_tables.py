"""Salesforce's exported JSON (an sfdx tree, a query's answer) as rows; values keep their type.

Read as a stream, record by record: a list, an object with a list of `records`, or one record on
each line.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from headwater.capture.unreadable import Unreadable

PIECE = 1024 * 1024  # characters read at a time
LARGEST = 64 * 1024 * 1024  # characters; no record is larger
SPACE = " \t\r\n\ufeff"
NO_LIST = "The JSON has no list of records, as an export of Salesforce has."


def is_json(text: str) -> bool:
    return text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[")


def rows(path: Path, encoding: str) -> Iterator[dict[str, Any]]:
    """Every record, those nested in another behind it; raises Unreadable."""
    with path.open(encoding=encoding) as file:
        for record in _records(_Text(file)):
            if not isinstance(record, dict):
                raise Unreadable(NO_LIST)
            yield from _with_children(record)


class _Text:
    """A long text of which only what is being read is held."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.held, self.place = "", 0
        self.read = json.JSONDecoder().raw_decode

    def next(self) -> str:
        """The next sign that is no space, '' at the end; it stays."""
        while True:
            while self.place < len(self.held):
                if self.held[self.place] not in SPACE:
                    return self.held[self.place]
                self.place += 1
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Step over the next sign if it is this one."""
        found = self.next() == sign
        self.place += found
        return found

    def value(self) -> Any:
        """The next value; raises Unreadable where there is none."""
        if not self.next():
            raise Unreadable("The file is not valid JSON: it ends too early.")
        while True:
            try:
                found, end = self.read(self.held, self.place)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more():
                    raise Unreadable(f"The file is not valid JSON: {error}.") from None
                continue
            if end < len(self.held) or not self._more():  # a number may go on
                self.place = end
                return found

    def _more(self) -> bool:
        """Hold some more; what was read before is let go. Twice as much each time for one value."""
        rest = self.held[self.place :]
        if len(rest) > LARGEST:
            raise Unreadable("A record of the file is larger than 64 MB.")
        if more := self.file.read(max(PIECE, len(rest))):
            self.held, self.place = rest + more, 0
        return bool(more)


def _records(text: _Text) -> Iterator[Any]:
    if text.take("["):
        yield from _listed(text)
    elif text.next() == "{":
        yield from _named(text)
    if text.next():
        raise Unreadable("The file is not valid JSON: something stands behind its end.")


def _listed(text: _Text) -> Iterator[Any]:
    """What stands in a list, behind its bracket."""
    if text.take("]"):
        return
    while True:
        yield text.value()
        if text.take("]"):
            return
        if not text.take(","):
            raise Unreadable("The file is not valid JSON: a comma is missing in its list.")


def _named(text: _Text) -> Iterator[Any]:
    """The list of `records` of an object; or the object is a record, and others stand below it."""
    said: dict[str, Any] = {}
    has_list = False
    text.take("{")
    while not text.take("}"):
        name = text.value()
        if not isinstance(name, str) or not text.take(":"):
            raise Unreadable("The file is not valid JSON: a name or a colon is missing.")
        if name == "records" and text.take("["):
            has_list = True
            yield from _listed(text)
        else:
            said[name] = text.value()
        if not text.take(",") and text.next() != "}":
            raise Unreadable("The file is not valid JSON: a comma is missing.")
    if has_list:
        return
    if text.next() != "{":
        raise Unreadable(NO_LIST)
    yield said
    while text.next() == "{":
        yield text.value()


def _with_children(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A record, then those nested in it, each pointing back to it."""
    nested = {k: v for k, v in record.items() if isinstance(v, dict) and "records" in v}
    yield {key: value for key, value in record.items() if key not in nested}
    about = record.get("attributes") or {}
    parent = {f"{about.get('type')}Id": f"@{about.get('referenceId')}"}
    for children in nested.values():
        for child in children["records"]:
            yield from _with_children(parent | child)
