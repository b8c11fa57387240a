"""A report is run: one statement, with a limit of time, within what the asking user may see."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DataError, OperationalError, connection, transaction
from django.utils import timezone

from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.people.models import User
from headwater.reporting import axes, numbers
from headwater.reporting.axes import KnownAxis
from headwater.reporting.kinds import Kind
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.numbers import KnownMeasure
from headwater.reporting.rows_asked import Rows, Value, refuse_unknown
from headwater.reporting.spec import Spec

PATIENCE_SECONDS = 15
MOST_CELLS = 20_000
COUNTED = 100_000  # beyond that it is “100,000+”: counting on would cost seconds
CAME = (("created_at", "CreatedDate"), ("received_at", "ReceivedAt"))
CANCELLED = "57014"  # PostgreSQL's code of a statement that took too long


class TooMuch(Exception):
    """A report that reads or shows more than a person can wait for, in a plain sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The numbers of one group; `row` and `across` are keys, or the whole axis where `of_all_…`."""

    row: Any
    row_words: str | None
    across: Any
    across_words: str | None
    of_all_rows: bool
    of_all_across: bool
    count: int
    numbers: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The cells of a summary with their totals, as the database put them together."""

    spec: Spec
    row: KnownAxis
    across: KnownAxis | None
    measures: tuple[KnownMeasure, ...]
    cells: tuple[Cell, ...]
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of records. `rows`: object's place in the kind, key, then the columns' values."""

    spec: Spec
    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    has_more: bool


def calendar_of(user: User) -> Calendar:
    return Calendar(timezone.now(), user.time_zone)


def refuse_wrong(spec: Spec) -> None:
    """Raise CriteriaError for a report that cannot be run."""
    kind = kind_of(spec.kind)
    refuse_unknown(kind, spec.where)
    for name in (*spec.columns, spec.sort.removeprefix("-")):
        if name:
            kind.field(name)
    for axis in filter(None, (spec.row, spec.across)):
        axes.known(axis, kind)
    for measure in spec.measures:
        numbers.known(measure, kind)


def grouped(spec: Spec, user: User) -> Grouped:
    """The summary; raises CriteriaError, and TooMuch in plain words."""
    kind, calendar = kind_of(spec.kind), calendar_of(user)
    if spec.row is None:
        raise CriteriaError("Choose what to group by.")
    row = axes.known(spec.row, kind)
    across = axes.known(spec.across, kind) if spec.across else None
    measures = tuple(numbers.known(measure, kind) for measure in spec.measures)
    parts = [Rows(kind, part, user, calendar) for part in kind.parts]
    inner = _union([
        rows.select(_wanted(rows, row, across, measures), spec.where) for rows in parts
    ])  # fmt: skip
    found = _fetched(_grouping(inner, measures, is_crossed=across is not None))
    if len(found) > MOST_CELLS:
        raise TooMuch(
            f"This makes more than {MOST_CELLS:,} groups. Choose a coarser grouping, such as a "
            "month for a day, or narrow the records down."
        )
    return Grouped(spec, row, across, measures, tuple(_cell(each) for each in found), calendar)


def _wanted(
    rows: Rows, row: KnownAxis, across: KnownAxis | None, measures: Sequence[KnownMeasure]
) -> list[Value]:
    """v0, v1: the row axis and its words; v2, v3: the other one; then the measures."""
    second = (across.value(rows), across.words(rows)) if across else (Value("NULL::int"),) * 2
    return [row.value(rows), row.words(rows), *second, *(m.value(rows) for m in measures)]


def _grouping(inner: Value, measures: Sequence[KnownMeasure], *, is_crossed: bool) -> Value:
    """Every group with the totals of both axes.

    Where numbers can be added up, small groups come first: PostgreSQL counts those with several
    processes, which it does not for grouping sets.
    """
    if all(measure.is_added_up for measure in measures):
        source, numbers = _small_groups(inner, measures)
        size = "sum(n)::bigint"
    else:
        source, size = f"({inner.sql}) AS asked", "count(*)"
        numbers = [measure.sql(f"v{place}") for place, measure in enumerate(measures, start=4)]
    second = ["v2", "min(v3)", "GROUPING(v0) = 1", "GROUPING(v2) = 1"]
    if not is_crossed:
        second = ["NULL", "NULL", "GROUPING(v0) = 1", "true"]
    wanted = ", ".join(["v0", "min(v1)", *second, f"COALESCE({size}, 0)", *numbers])
    sets = "(v0, v2), (v0), (v2), ()" if is_crossed else "(v0), ()"
    sql = f"SELECT {wanted} FROM {source} GROUP BY GROUPING SETS ({sets}) LIMIT {MOST_CELLS + 1}"  # noqa: S608
    return Value(sql, inner.params)


def _small_groups(inner: Value, measures: Sequence[KnownMeasure]) -> tuple[str, list[str]]:
    """The groups of both axes with their partial sums, and how those make the numbers."""
    parts, numbers = list[str](), list[str]()
    for place, measure in enumerate(measures, start=4):
        names = [f"p{len(parts)}", f"p{len(parts) + 1}"]
        parts += measure.parts(f"v{place}")
        numbers.append(measure.whole(*names))
    named = [f"{sql} AS p{place}" for place, sql in enumerate(parts)]
    wanted = ", ".join(["v0", "min(v1) AS v1", "v2", "min(v3) AS v3", "count(*) AS n", *named])
    return f"(SELECT {wanted} FROM ({inner.sql}) AS asked GROUP BY v0, v2) AS small", numbers  # noqa: S608


def _cell(found: Sequence[Any]) -> Cell:
    row, row_words, across, across_words, all_rows, all_across, count, *measured = found
    return Cell(row, row_words, across, across_words, all_rows, all_across, count, tuple(measured))


def listed(spec: Spec, user: User, *, start: int = 0, size: int = 50) -> Listed:
    """One page of the records, in order; raises CriteriaError, and TooMuch in plain words."""
    names, asked = query(spec, user)
    sql = f"{asked.sql} LIMIT {int(size) + 1} OFFSET {int(start)}"
    found = _fetched(Value(sql, asked.params))
    return Listed(spec, names, tuple(map(tuple, found[:size])), len(found) > size)


def query(spec: Spec, user: User) -> tuple[tuple[str, ...], Value]:
    """The columns and the SQL of all records: object's place, key, then a value for each column."""
    kind, calendar = kind_of(spec.kind), calendar_of(user)
    names = spec.columns or kind.usual
    asked_sort = spec.sort or _newest_first(kind)
    sorting = asked_sort.removeprefix("-")
    for name in (*names, sorting):
        if name:
            kind.field(name)
    selects = []
    for place, part in enumerate(kind.parts):
        rows = Rows(kind, part, user, calendar)
        values = [Value(str(place)), Value(rows.joins.key), *(rows.shown(name) for name in names)]
        values += [_ordering(rows, sorting)] if sorting else []
        selects.append(rows.select(values, spec.where))
    inner = _union(selects)
    wanted = ", ".join(f"v{place}" for place in range(len(names) + 2))
    down = "DESC" if asked_sort.startswith("-") else "ASC"
    last = " NULLS LAST" if sorting and _may_be_missing(kind, sorting, user) else ""
    order = f"v{len(names) + 2} {down}{last}, " if sorting else ""
    sql = f"SELECT {wanted} FROM ({inner.sql}) AS asked ORDER BY {order}v1 DESC"  # noqa: S608
    return names, Value(sql, inner.params)


def _newest_first(kind: Kind) -> str:
    """How a list is sorted that says nothing: by when they came, where an index knows that; else by
    key, which is nearly the same."""
    indexes = [index for part in kind.parts for index in part.object.model._meta.indexes]
    first = {str(index.expressions[0]) for index in indexes if index.expressions}
    known = [name for at, name in CAME if f"OrderBy(F({at}), descending=True)" in first]
    return f"-{known[0]}" if known and not kind.is_joint else ""


def _may_be_missing(kind: Kind, name: str, user: User) -> bool:
    """Where nothing can be, the plain order finds the index."""
    rows = Rows(kind, kind.parts[0], user, calendar_of(user))
    return kind.is_joint or rows.may_be_missing(name)


def _ordering(rows: Rows, name: str) -> Value:
    """Text is sorted without case, empty last."""
    if rows.kind.field(name).is_reference:
        shown = rows.shown(name)
        return Value(f"lower({shown.sql})", shown.params)
    return rows.held(name)


def count(spec: Spec, user: User) -> int:
    """How many records there are, at most one more than COUNTED."""
    kind, calendar = kind_of(spec.kind), calendar_of(user)
    parts = [Rows(kind, part, user, calendar) for part in kind.parts]
    inner = _union([rows.select([Value("1")], spec.where) for rows in parts])
    sql = f"SELECT count(*) FROM ({inner.sql} LIMIT {COUNTED + 1}) AS counted"  # noqa: S608
    return int(_fetched(Value(sql, inner.params))[0][0])


def _union(selects: Sequence[Value]) -> Value:
    params = tuple(param for each in selects for param in each.params)
    return Value(" UNION ALL ".join(each.sql for each in selects), params)


def _fetched(asked: Value) -> list[Any]:
    with in_time(), connection.cursor() as cursor:
        cursor.execute(asked.sql, list(asked.params))
        return list(cursor.fetchall())


@contextmanager
def in_time(seconds: int = PATIENCE_SECONDS) -> Iterator[None]:
    """What is asked inside ends after so many seconds, with a sentence that says what to do."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            before = cursor.fetchone()[0]
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])
            yield
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != CANCELLED:
            raise
        raise TooMuch(
            f"This report reads more than can be counted in {seconds} seconds. Narrow the records "
            "down, for example to the last year."
        ) from None
    except DataError as error:
        raise TooMuch(f"The database cannot work this out: {error}") from None
