"""The axes of a summary: how rows are put together, and which criteria say the same."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from headwater.catalog import ids, picklists
from headwater.catalog.fields import FieldDef
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.print import number_text
from headwater.criteria.strings import quote
from headwater.people.queue import queues
from headwater.reporting.kinds import Kind
from headwater.reporting.rows_asked import Rows, Value, prefix_of
from headwater.reporting.spec import Axis

NOTHING, NOT_SEEN = "Empty", "Not yours to see"
QUARTER = 3  # months
UNGROUPABLE = frozenset({"textarea"})


@dataclass(frozen=True)
class KnownAxis:
    """An axis whose field is known; a date without a bucket is put together by month."""

    axis: Axis
    kind: Kind
    field: FieldDef
    label: str

    @property
    def is_date(self) -> bool:
        return self.field.type in ("date", "datetime")

    def value(self, rows: Rows) -> Value:
        """The key of a row's group."""
        held = rows.held(self.axis.name)
        if not self.is_date:
            return held
        if self.field.type == "datetime":
            held = Value(f"({held.sql} AT TIME ZONE %s)", (*held.params, rows.calendar.zone))
        return Value(f"date_trunc('{self.axis.bucket}', {held.sql})::date", held.params)

    def words(self, rows: Rows) -> Value:
        """What tells the group's name, as far as the key does not."""
        if self.field.is_reference or (self.field.is_text and self.field.type != "id"):
            return rows.shown(self.axis.name)
        return Value("NULL::text")

    def named(self, key: Any, words: str | None) -> str:
        """The group in words."""
        if key is None:
            return NOTHING
        if isinstance(key, bool):
            return "Yes" if key else "No"
        if self.field.is_reference:
            return words or NOT_SEEN
        if self.is_date:
            return date_words(key, self.axis.bucket)
        return number_text(key) if isinstance(key, Decimal) else self._called(words or str(key))

    def _called(self, value: str) -> str:
        return self.kind.words_of(self.axis.name).get(value, value)

    def condition(self, key: Any, words: str | None, calendar: Calendar) -> str:
        """Criteria that exactly the rows of a group fulfil."""
        name = self.axis.name
        if key is None:
            return f"{name} = null"
        if isinstance(key, bool):
            return f"{name} = {'true' if key else 'false'}"
        if self.is_date:
            return self._span(key, calendar)
        if self.field.is_reference:
            return f"{name} = '{ids.encode(self._prefix(key), key)}'"
        if isinstance(key, int | Decimal):
            return f"{name} = {number_text(Decimal(key))}"
        return f"{name} = {quote(words or str(key))}"

    def _span(self, first: date, calendar: Calendar) -> str:
        after, name = following(first, self.axis.bucket), self.axis.name
        if self.field.type == "date":
            return f"{name} >= {first} AND {name} < {after}"
        start, end = (f"{calendar.midnight(day):%Y-%m-%dT%H:%M:%SZ}" for day in (first, after))
        return f"{name} >= {start} AND {name} < {end}"

    def _prefix(self, key: int) -> str:
        """An owner is a person or a queue, which only its key tells."""
        return prefix_of(self.field) or ("00G" if key in queues() else "005")

    def order(self) -> dict[str, int]:
        """The place of each value of a picklist."""
        listed = self.field.choices or picklists.lists().get(self.field.picklist, ())
        return {value.lower(): place for place, value in enumerate(listed)}


def known(axis: Axis, kind: Kind) -> KnownAxis:
    """The axis with its field; raises CriteriaError for what cannot be grouped by."""
    found, label = kind.field(axis.name), kind.label_of(axis.name)
    is_date = found.type in ("date", "datetime")
    is_told = not found.is_reference or (found.relationship and len(found.targets) == 1)
    if found.type in UNGROUPABLE or found.type == "id" or not is_told:
        raise CriteriaError(f"{label} cannot be grouped by: every record has its own.")
    if axis.bucket and not is_date:
        raise CriteriaError(f"{label} is no date, so it has no {axis.bucket}.")
    if is_date:
        axis = replace(axis, bucket=axis.bucket or "month")
        label = f"{label} ({axis.bucket})"
    return KnownAxis(axis, kind, found, label)


def following(first: date, bucket: str) -> date:
    """The first day after a day, week, month, quarter or year that begins here."""
    if bucket in ("day", "week"):
        return first + timedelta(days=7 if bucket == "week" else 1)
    months = {"month": 1, "quarter": QUARTER, "year": 12}[bucket]
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def date_words(first: date | datetime, bucket: str) -> str:
    """Such as: 9 Mar 2026, week of 9 Mar 2026, Mar 2026, Q1 2026, 2026."""
    if bucket == "year":
        return f"{first.year}"
    if bucket == "quarter":
        return f"Q{(first.month - 1) // QUARTER + 1} {first.year}"
    if bucket == "month":
        return f"{first:%b %Y}"
    return ("Week of " if bucket == "week" else "") + f"{first.day} {first:%b %Y}"
