"""Queries as bulk jobs: the rows are read once, by a cursor, and kept in pieces."""

from typing import Any

from django.db import connection, transaction

from headwater.api import rows
from headwater.api.bulk import pieces
from headwater.api.bulk.job import BulkBatch, BulkJob, BulkPiece
from headwater.api.written import reader_of
from headwater.criteria.columns import CompiledSelect, Within, parse_query
from headwater.criteria.errors import CriteriaError
from headwater.people.models import User
from headwater.records import soql

AT_ONCE = 2_000


def checked(text: str, user: User, *, with_deleted: bool = False) -> CompiledSelect:
    """The query of a bulk job; raises CriteriaError, also for what these jobs do not take."""
    select = parse_query(text)
    if select.is_count or select.is_grouped:
        raise CriteriaError("Bulk queries take no aggregates.", 0, kind="syntax")
    if select.object_name.lower() in {name.lower() for name in rows.INTERNAL}:
        raise CriteriaError(f"There is no object “{select.object_name}”.", 0, kind="object")
    return soql.compiled(select, user, Within(with_deleted=with_deleted))


def run(bulk: BulkJob, batch: BulkBatch) -> bool:
    """Read everything anew: an earlier try may have been killed halfway."""
    text = bulk.query or pieces.sent(batch).read().decode("utf-8-sig", "replace")
    found = checked(text, bulk.created_by, with_deleted=bulk.operation == "queryAll")
    with transaction.atomic():
        held = BulkBatch.objects.select_for_update().get(pk=batch.pk)
        BulkPiece.objects.filter(batch=batch, kind=BulkPiece.Kind.FOUND).delete()
        held.done_count, held.columns = _keep(batch, found), _names(found)
        held.save(update_fields=["done_count", "columns"])
    return True


def _keep(batch: BulkBatch, found: CompiledSelect) -> int:
    count = 0
    readers = [reader_of(column) for column in found.columns]
    with connection.chunked_cursor() as cursor:
        cursor.execute(found.sql, found.params)
        number = 0
        while raw := cursor.fetchmany(AT_ONCE):
            values = [
                list(read(column))
                for read, column in zip(readers, zip(*raw, strict=True), strict=False)
            ]
            pieces.tell(batch, BulkPiece.Kind.FOUND, number, _rows(values))
            number, count = number + 1, count + len(raw)
    return count


def _rows(values: list[list[Any]]) -> list[list[Any]]:
    return [list(row) for row in zip(*values, strict=True)]


def _names(found: CompiledSelect) -> list[list[str]]:
    """For each column its path and its type."""
    return [[".".join(column.path), column.field.type] for column in found.columns]
