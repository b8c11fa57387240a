"""`query` and `queryAll`: SOQL within what the caller may see, page by page.

A locator is the query itself, signed: nothing is kept here, and nobody can change it on its way.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db import connection
from django.http import HttpResponse

from headwater.api import addresses, answers, rows
from headwater.api.gate import Call, resource
from headwater.api.problems import of_criteria, problem
from headwater.criteria.columns import CompiledSelect, parse_select
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Select

SMALLEST, LARGEST = 200, 2_000
LOCATOR_AGE = 2 * 24 * 3600  # seconds
LONGEST = 100_000  # characters of a query
BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d{1,9})", re.IGNORECASE)
SALT = "headwater.api.query"


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of which query."""

    text: str
    with_deleted: bool
    start: int = 0
    size: int = LARGEST
    total: int = -1  # unknown on the first page


def query(call: Call) -> HttpResponse:
    """GET query?q=SOQL"""
    return _first(call, with_deleted=False)


def query_all(call: Call) -> HttpResponse:
    """GET queryAll?q=SOQL: deleted records too."""
    return _first(call, with_deleted=True)


def more(call: Call, locator: str) -> HttpResponse:
    """GET query/LOCATOR: the next page; a `q` that some clients send along does not matter."""
    return answers.json(_page(call, _opened(call, locator)))


def _first(call: Call, *, with_deleted: bool) -> HttpResponse:
    text = call.asked("q")
    if not text.strip():
        raise problem(400, "MALFORMED_QUERY", "A query is needed: ?q=SELECT …")
    if len(text) > LONGEST:
        raise problem(400, "QUERY_TOO_COMPLICATED", f"A query has at most {LONGEST:,} characters.")
    return answers.json(_page(call, Page(text, with_deleted, size=_batch_size(call))))


def _batch_size(call: Call) -> int:
    wanted = BATCH_SIZE.search(call.header("Sforce-Query-Options"))
    return min(max(int(wanted[1]), SMALLEST), LARGEST) if wanted else LARGEST


def _page(call: Call, page: Page) -> dict[str, Any]:
    """One row more than the page holds is asked for: most queries then need no counting."""
    try:
        asked = parse_select(page.text)
        whole, shown = rows.with_parents(asked)
        batch = None if asked.is_count else (page.start, page.size + 1)
        found = rows.compiled(whole, call.by, with_deleted=page.with_deleted, batch=batch)
        _refuse_internal(asked)
    except CriteriaError as error:
        raise of_criteria(error, page.text) from None
    if asked.is_count:
        return {"totalSize": _number(found.sql, found.params), "done": True, "records": []}
    records = rows.fetch(found, call.version, shown)
    is_done = len(records) <= page.size
    records = records[: page.size]
    total = page.total if page.total >= 0 else _total(found, len(records), is_done=is_done)
    answer: dict[str, Any] = {"totalSize": total, "done": is_done, "records": records}
    if not is_done:
        following = replace(page, start=page.start + page.size, total=total)
        here = addresses.data(call.version)
        answer["nextRecordsUrl"] = f"{here}/query/{_sealed(call, following)}"
    return answer


def _refuse_internal(asked: Select) -> None:
    if asked.object_name.lower() in {name.lower() for name in rows.INTERNAL}:
        what = f"There is no object “{asked.object_name}”."
        raise CriteriaError(what, asked.position, kind="object")


def _total(found: CompiledSelect, count: int, *, is_done: bool) -> int:
    return count if is_done else _number(found.count_sql, found.count_params)


def _number(sql: str, params: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])


def _sealed(call: Call, page: Page) -> str:
    said = [page.text, page.with_deleted, page.start, page.size, page.total, call.by.pk]
    return f"{signing.dumps(said, salt=SALT, compress=True)}-{page.start}"


def _opened(call: Call, locator: str) -> Page:
    try:
        sealed = locator.rpartition("-")[0]
        *said, user_id = signing.loads(sealed, salt=SALT, max_age=LOCATOR_AGE)
    except signing.BadSignature:
        raise problem(400, "INVALID_QUERY_LOCATOR", "invalid query locator") from None
    if user_id != call.by.pk:
        raise problem(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
    return Page(*said)


view = resource(GET=query)
all_view = resource(GET=query_all)
more_view = resource(GET=more)
