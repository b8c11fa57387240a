"""A job's mapping spec (`job/ID/spec`): which column of a foreign CSV goes into which field.

A CSV of `Salesforce Field,Csv Header,Value,Hint`: the value stands in for what is blank; the hint
tells how dates are written (`dd MM yy`) or which words mean true (`^(yes|y)$`). `Name` is taken
apart for objects that hold first and last names. What the spec does not name is left out.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Self

from headwater.api.problems import Problems, problem
from headwater.capture.cleaning.names import split_name
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName

WISH = "spec"  # where a job keeps it, beside its headers
LONGEST = 8_192  # characters, as in Salesforce
COLUMNS = ["salesforce field", "csv header", "value", "hint"]
# Java's letters of a date, and how Python reads them; longer ones first.
LETTERS = {"yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%m", "dd": "%d",
           "d": "%d", "HH": "%H", "H": "%H", "hh": "%I", "h": "%I", "mm": "%M", "ss": "%S",
           "a": "%p"}  # fmt: skip
WORDS_ALONE = re.compile(r"\^?\(?(?:\?i\)?)?([\w |]+)\)?\$?")


@dataclass(frozen=True, slots=True)
class Line:
    """One field: its column ('' for none), what stands in for a blank, and the hint."""

    field: str
    header: str
    value: str
    hint: str


@dataclass(frozen=True, slots=True)
class Spec:
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, text: str, kind: ObjectDef) -> Self:
        """Read a spec; raises Problems (InvalidMapping) where it makes no sense."""
        if len(text) > LONGEST:
            raise _wrong(f"A spec has at most {LONGEST} characters.")
        try:
            rows = [row for row in csv.reader(io.StringIO(text), strict=True) if any(row)]
        except csv.Error as error:
            raise _wrong(f"This is no CSV: {error}") from None
        if not rows or [name.strip().lower() for name in rows[0]] != COLUMNS:
            raise _wrong("The first line must be: Salesforce Field,Csv Header,Value,Hint")
        lines = [Line(*(part.strip() for part in [*row, "", "", ""][:4])) for row in rows[1:]]
        for line in lines:
            _check(line, kind)
        return cls(tuple(lines))

    def record(self, kind: ObjectDef, row: dict[str, str]) -> dict[str, Any]:
        """The fields of one line: column → text becomes field → value; a blank stays away."""
        fields: dict[str, Any] = {}
        for line in self.lines:
            text = (row.get(line.header.lower(), "") if line.header else "") or line.value
            if not text:
                continue
            if _is_full_name(line, kind):
                fields |= _names(text)
                continue
            parent, dot, key = line.field.partition(".")
            value = text if dot else _hinted(text, line.hint, kind.field(parent))
            fields[parent] = {key: value} if dot else value
        return fields

    def missing(self, names: Sequence[str]) -> str:
        """A column that the spec names and the file does not have, '' for none."""
        known = {name.strip().lower() for name in names}
        return next(
            (each.header for each in self.lines
             if each.header and each.header.lower() not in known and not each.value), "",
        )  # fmt: skip


def _check(line: Line, kind: ObjectDef) -> None:
    if not line.header and not line.value:
        raise _wrong(f"{line.field[:80]} has neither a column nor a value.")
    parent, dot, _ = line.field.partition(".")
    relations = {each.relationship for each in kind.fields.values() if each.relationship}
    if _is_full_name(line, kind) or (dot and parent in relations):
        return
    try:
        field = kind.field(line.field)
    except UnknownName:
        raise _wrong(f"Field name not found : {line.field[:80]}") from None
    if line.hint and field.type == "boolean" and not WORDS_ALONE.fullmatch(line.hint):
        raise _wrong(f"The hint of {field.name} is to be words: ^(yes|true)$")
    if line.hint and field.type in ("date", "datetime"):
        _pattern(line.hint)


def _is_full_name(line: Line, kind: ObjectDef) -> bool:
    return line.field.lower() == "name" and "LastName" in kind.fields


def _names(text: str) -> dict[str, str]:
    found = split_name(text)
    told = {"Salutation": found.salutation, "FirstName": found.first, "LastName": found.last}
    return {name: part for name, part in told.items() if part}


def _hinted(text: str, hint: str, field: FieldDef) -> Any:
    """A text that the hint does not fit stays, and its record is refused with it."""
    if hint and field.type == "boolean" and (found := WORDS_ALONE.fullmatch(hint)):
        return text.strip().lower() in {word.strip().lower() for word in found[1].split("|")}
    if hint and field.type in ("date", "datetime"):
        try:
            at = datetime.strptime(text.strip(), _pattern(hint))  # noqa: DTZ007  # as it is written
        except ValueError:
            return text
        return at.date().isoformat() if field.type == "date" else f"{at.isoformat()}Z"
    return text


def _pattern(hint: str) -> str:
    """`dd MM yy` as `%d %m %y`; raises Problems for letters that say nothing here."""
    parts = []
    for letter, run in groupby(hint):
        letters = "".join(run)
        if letter.isalpha() and letters not in LETTERS:
            raise _wrong(f"The hint {hint[:40]} has letters that are no date: {letters[:8]}")
        parts.append(LETTERS.get(letters) or letters.replace("%", "%%"))
    return "".join(parts)


def _wrong(message: str) -> Problems:
    return problem(400, "InvalidMapping", message)
