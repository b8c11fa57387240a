"""What a file is made of: typed columns and rows that come by themselves."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

# A cell that begins like this is a formula to a spreadsheet; a plain phone number is not.
FORMULA = re.compile(r"^[=+\-@\t\r\n]")
HARMLESS = re.compile(r"^[+-]?[\d\s().,/-]+$")
WHOLE, NUMBER, DATE, MOMENT, TRUTH, TEXT = "whole", "number", "date", "moment", "truth", "text"
SORTS = {
    "int": WHOLE, "double": NUMBER, "currency": NUMBER, "percent": NUMBER, "share": NUMBER,
    "date": DATE, "datetime": MOMENT, "boolean": TRUTH,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column: what is over it, and its describe type."""

    name: str
    type: str

    @property
    def sort(self) -> str:
        return SORTS.get(self.type, TEXT)


@dataclass(frozen=True)
class Sheet:
    """`rows` are read once, in order; each has a value for each column. Times are in UTC; a
    spreadsheet, which knows no zones, shows them in `zone`."""

    title: str
    columns: Sequence[FileColumn]
    rows: Iterable[Sequence[Any]]
    zone: str = "UTC"


def typed(column: FileColumn, value: Any) -> Any:  # noqa: PLR0911
    """A value as its column holds it: None for every empty; what does not fit stays text."""
    if value is None or value == "":
        return None
    match column.sort:
        case "whole" | "number" if isinstance(value, int | float | Decimal):
            return value
        case "date" if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        case "moment" if isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC)
        case "truth" if isinstance(value, bool):
            return value
        case "text":
            return str(value)
    return None if column.sort != TEXT else str(value)


def harmless(text: str) -> str:
    """Text that no spreadsheet runs."""
    is_formula = FORMULA.match(text) and not HARMLESS.match(text)
    return f"'{text}" if is_formula else text


def local(value: dt.datetime, zone: str) -> dt.datetime:
    """The moment on the clocks of a zone, as spreadsheets take it."""
    return value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
