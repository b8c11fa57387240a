"""`query` and `queryAll`: SOQL within what the caller may see, page by page.

A locator is the query itself with the place of the last row, signed: nothing is kept here (but a
query too long for an address), nobody can change it, and page 500 costs what page 2 does.
"""

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse

from headwater.api import addresses, answers, children, columns_of, plans, rows
from headwater.api.gate import Call, resource
from headwater.api.problems import of_criteria, problem
from headwater.criteria.columns import CompiledSelect, Within, parse_query
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Select
from headwater.records import soql

SMALLEST, LARGEST = 200, 2_000
LOCATOR_AGE = 2 * 24 * 3600  # seconds
LONGEST = 100_000  # characters of a query
BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d{1,9})", re.IGNORECASE)
LONGEST_LOCATOR = 6_000  # characters; an address has its limits
KEPT = re.compile(r"01g[0-9a-f]{32}")
SALT = "headwater.api.query"


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of which query; `place` are the marks of the last row before it.

    `child` is the number of a query inside the SELECT and the parent whose rows are meant.
    """

    text: str
    with_deleted: bool
    start: int = 0
    size: int = LARGEST
    total: int = -1  # unknown on the first page
    place: list[Any] | None = None
    child: tuple[int, int] | None = None


def query(call: Call) -> HttpResponse:
    """GET query?q=SOQL"""
    return _first(call, with_deleted=False)


def query_all(call: Call) -> HttpResponse:
    """GET queryAll?q=SOQL: deleted records too."""
    return _first(call, with_deleted=True)


def first(call: Call, text: str) -> dict[str, Any]:
    """The first page of a query that an address stands for; raises Problems."""
    return _page(call, Page(text, with_deleted=False, size=_batch_size(call)))


def more(call: Call, locator: str) -> HttpResponse:
    """GET query/LOCATOR: the next page; a `q` that some clients send along does not matter."""
    return answers.json(_page(call, _opened(call, locator)))


def _first(call: Call, *, with_deleted: bool) -> HttpResponse:
    text = call.asked("q") or call.asked("explain")
    if not text.strip():
        raise problem(400, "MALFORMED_QUERY", "A query is needed: ?q=SELECT …")
    if len(text) > LONGEST:
        raise problem(400, "QUERY_TOO_COMPLICATED", f"A query has at most {LONGEST:,} characters.")
    page = Page(text, with_deleted, size=_batch_size(call))
    if call.asked("explain"):
        return answers.json(plans.of(_asked(call, page)[1]))
    if call.asked("columns").lower() == "true":
        select, found = _asked(call, page)
        return answers.json(columns_of.told(select, found, call.by))
    return answers.json(_page(call, page))


def _batch_size(call: Call) -> int:
    wanted = BATCH_SIZE.search(call.header("Sforce-Query-Options"))
    return min(max(int(wanted[1]), SMALLEST), LARGEST) if wanted else LARGEST


def _asked(call: Call, page: Page) -> tuple[Select, CompiledSelect]:
    """The query and its SQL: one row more than the page holds tells whether more follow."""
    try:
        select = parse_query(page.text)
        _refuse_internal(select)
        if page.child:
            select = children.as_query(select, *page.child)
        batch = None if select.is_count else (page.start, page.size + 1)
        bounds = Within(
            with_deleted=page.with_deleted,
            batch=batch,
            keys=True,
            is_told=True,
            places=True,
            after=page.place,
        )
        return select, soql.compiled(select, call.by, bounds)
    except CriteriaError as error:
        raise of_criteria(error, page.text) from None


def _page(call: Call, page: Page) -> dict[str, Any]:
    select, found = _asked(call, page)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.params)
        raw = cursor.fetchall()
    if select.is_count:
        return {"totalSize": raw[0][0], "done": True, "records": []}
    is_done = len(raw) <= page.size
    raw = raw[: page.size]
    total = page.total if page.total >= 0 else _total(found, page.start + len(raw), is_done=is_done)
    records = _records(call, page, select, found, raw)
    answer: dict[str, Any] = {"totalSize": total, "done": is_done, "records": records}
    if not is_done:
        marks = raw[-1][len(found.columns) :]
        answer["nextRecordsUrl"] = _next(call, replace(page, total=total), marks, page.size)
    return answer


def _records(
    call: Call, page: Page, select: Select, found: CompiledSelect, raw: list[Any]
) -> list[rows.Record]:
    if select.is_grouped:
        return rows.summed(found, raw)
    records = rows.records(found, call.version, raw)
    how = children.Asked(call.by, call.version, page.with_deleted, page.size)
    try:
        left = children.put_in(select, found, raw, records, how)
    except CriteriaError as error:
        raise of_criteria(error, page.text) from None
    for number, key, told in left:
        further = replace(page, start=0, total=told["totalSize"], child=(number, key))
        told["nextRecordsUrl"] = _next(call, further, told.pop("place"), len(told["records"]))
    return records


def _refuse_internal(asked: Select) -> None:
    if asked.object_name.lower() in {name.lower() for name in rows.INTERNAL}:
        what = f"There is no object “{asked.object_name}”."
        raise CriteriaError(what, asked.position, kind="object")


def _total(found: CompiledSelect, count: int, *, is_done: bool) -> int:
    if is_done:
        return count
    with connection.cursor() as cursor:
        cursor.execute(found.count_sql, found.count_params)
        return int(cursor.fetchone()[0])


def _next(call: Call, page: Page, marks: Any, count: int) -> str:
    """The address of the page behind this one, in the version that was asked."""
    place = list(marks) if marks else None
    following = replace(page, start=page.start + count, place=place)
    return f"{addresses.data(call.version)}/query/{_sealed(call, following)}"


def _sealed(call: Call, page: Page) -> str:
    said = [page.text, page.with_deleted, page.start, page.size, page.total, page.place,
            page.child, call.by.pk]  # fmt: skip
    sealed = signing.dumps(said, salt=SALT, compress=True)
    if len(sealed) > LONGEST_LOCATOR:  # a long list of values: kept here, named by a word
        name = f"01g{secrets.token_hex(16)}"
        cache.set(f"{SALT}.{name}", sealed, LOCATOR_AGE)
        sealed = name
    return f"{sealed}-{page.start}"


def _opened(call: Call, locator: str) -> Page:
    try:
        sealed = locator.rpartition("-")[0]
        if KEPT.fullmatch(sealed):
            sealed = cache.get(f"{SALT}.{sealed}", "")
        *said, user_id = signing.loads(sealed, salt=SALT, max_age=LOCATOR_AGE)
    except signing.BadSignature:
        raise problem(400, "INVALID_QUERY_LOCATOR", "invalid query locator") from None
    if user_id != call.by.pk:
        raise problem(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
    return Page(*said)


view = resource(GET=query)
all_view = resource(GET=query_all)
more_view = resource(GET=more)
