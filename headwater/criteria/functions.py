"""SOQL's functions of fields as SQL: dates taken apart, and sums over many rows.

A function finds its field like a path does, so that SELECT, WHERE, GROUP BY, HAVING and ORDER BY
know the same ones. Dates are those of UTC, as in Salesforce, unless convertTimezone() is asked for.
"""

import re
from dataclasses import dataclass

from headwater.catalog.fields import FieldDef
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Found, Joins, Key
from headwater.criteria.select import AGGREGATES, WITH_GROUPS
from headwater.criteria.tree import Path
from headwater.criteria.values import plain

# `{at}` is the day or moment, `{m}` the month before the one in which the fiscal year starts.
DATES = {
    "CALENDAR_YEAR": "extract(year FROM {at})::int",
    "CALENDAR_QUARTER": "extract(quarter FROM {at})::int",
    "CALENDAR_MONTH": "extract(month FROM {at})::int",
    "DAY_IN_MONTH": "extract(day FROM {at})::int",
    "DAY_IN_WEEK": "(extract(dow FROM {at})::int + 1)",
    "DAY_IN_YEAR": "extract(doy FROM {at})::int",
    "WEEK_IN_MONTH": "((extract(day FROM {at})::int + 6) / 7)",
    "WEEK_IN_YEAR": "((extract(doy FROM {at})::int + 6) / 7)",
    "FISCAL_MONTH": "((extract(month FROM {at})::int + 11 - {m}) %% 12 + 1)",
    "FISCAL_QUARTER": "(((extract(month FROM {at})::int + 11 - {m}) %% 12) / 3 + 1)",
    # A fiscal year is named for the calendar year in which it ends.
    "FISCAL_YEAR": "extract(year FROM {at} - interval '{m} month' + interval '{up} year')::int",
    "HOUR_IN_DAY": "extract(hour FROM {at})::int",
    "DAY_ONLY": "({at})::date",
}
MOMENTS_ONLY = frozenset({"HOUR_IN_DAY", "DAY_ONLY", "CONVERTTIMEZONE"})
# Change how a value is written, not what it is; see the faces.
WRITTEN = frozenset({"TOLABEL", "FORMAT", "CONVERTCURRENCY"})
SUMS = {
    "COUNT": "count({})", "COUNT_DISTINCT": "count(DISTINCT {})", "AVG": "avg({})",
    "SUM": "sum({})",
}  # fmt: skip
UNCOUNTABLE = frozenset({"boolean", "multipicklist", "address"})
ZONE = re.compile(r"[A-Za-z0-9_+\-/]{1,60}")


@dataclass(slots=True)
class Calls:
    """Finds functions for one query; `may_sum` says whether sums may stand in this clause."""

    calendar: Calendar
    may_sum: bool = False

    def __call__(self, joins: Joins, path: Path, position: int) -> Found:
        name, inner = path.functions[0], Path(path.parts, path.functions[1:])
        if name in WITH_GROUPS:
            if not self.may_sum:
                told = "Grouped or aggregate functions are not allowed in WHERE"
                raise _refused(f"{name}() sums rows up; ask for it in HAVING.", position, told)
            return summed(name, inner, joins, position)
        if name in WRITTEN:
            return joins.find(inner, position)
        if name == "CONVERTTIMEZONE":
            raise _refused("convertTimezone() stands inside a date function.", position)
        if name not in DATES:
            raise _refused(f"{name}() is not known here.", position, f"Unknown function {name}")
        return self._dated(name, inner, joins, position)

    def _dated(self, name: str, path: Path, joins: Joins, position: int) -> Found:
        is_moved = path.functions[:1] == ("CONVERTTIMEZONE",)
        inner = Path(path.parts, path.functions[1:]) if is_moved else path
        found = joins.find(inner, position)
        kind = found.field.type
        if kind not in ("date", "datetime") or (
            kind == "date" and (is_moved or name in MOMENTS_ONLY)
        ):
            wanted = "a date and time" if is_moved or name in MOMENTS_ONLY else "a date"
            raise _refused(f"{name}() takes {wanted}, which {inner} is not.", position)
        at = found.sql
        if kind == "datetime":
            at = f"({at} AT TIME ZONE '{self._zone() if is_moved else 'UTC'}')"
        m = self.calendar.fiscal_year_starts_in - 1
        sql = DATES[name].format(at=at, m=m, up=1 if m else 0)
        field = FieldDef(
            name=name, label=f"{found.field.label} ({name})", attribute="",
            type="date" if name == "DAY_ONLY" else "int",
        )  # fmt: skip
        return Found(field, sql, is_nullable=True)

    def _zone(self) -> str:
        """The name of the asker's time zone, which stands in the SQL: groups compare as text."""
        zone = self.calendar.zone
        is_known = str(self.calendar.tzinfo) == zone and ZONE.fullmatch(zone)
        return zone if is_known else "UTC"


def summed(name: str, path: Path, joins: Joins, position: int) -> Found:
    """One of the functions over many rows."""
    if not path.parts:
        if name == "COUNT":
            return _number("int", "count(*)")
        raise _refused(f"{name}() needs a field.", position)
    found = joins.find(path, position)
    value = plain(found, joins)
    if name == "GROUPING":
        return _number("int", f"GROUPING({value})")
    _refuse_sum(name, path, found, position)
    if name in SUMS:
        kind = {"SUM": found.field.type, "AVG": "double"}.get(name, "int")
        return _number(kind, SUMS[name].format(value))
    keys = tuple(Key(f"{name.lower()}({key.sql})", key.objects) for key in found.keys)
    return Found(found.field, f"{name.lower()}({value})", is_nullable=True, keys=keys)


def _refuse_sum(name: str, path: Path, found: Found, position: int) -> None:
    if path.functions[:1] and path.functions[0] in AGGREGATES:
        raise _refused(f"{name}() takes a field, not another sum.", position)
    field = found.field
    is_least_of_several = name in ("MIN", "MAX") and (
        len({target.name for key in found.keys for target in key.objects}) > 1
    )
    is_no_number = name in ("AVG", "SUM") and not field.is_number
    if is_least_of_several or is_no_number or field.type in UNCOUNTABLE:
        told = f"field {field.name} does not support aggregate operator {name}"
        raise _refused(f"{name}() does not go with {field.label}.", position, told)


def _number(kind: str, sql: str) -> Found:
    return Found(FieldDef(name="", label="", type=kind, attribute=""), sql, is_nullable=True)


def _refused(message: str, position: int, told: str = "") -> CriteriaError:
    return CriteriaError(message, position, "", "syntax", told)
