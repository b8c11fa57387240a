"""Queries as bulk jobs: the rows are read once, by a cursor, and kept in pieces."""

from dataclasses import replace
from typing import Any

from django.db import connection, transaction

from headwater.api import rows
from headwater.api.bulk import chunking, pieces
from headwater.api.bulk.job import BulkBatch, BulkJob, BulkPiece
from headwater.api.written import reader_of
from headwater.catalog import objects
from headwater.criteria.columns import CompiledSelect, Within, parse_query
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Select
from headwater.people.models import User
from headwater.records import soql

AT_ONCE = 2_000


def parsed(text: str) -> Select:
    """A query that these jobs take; raises CriteriaError."""
    select = parse_query(text)
    if select.is_count or select.is_grouped:
        raise CriteriaError("Bulk queries take no aggregates.", 0, kind="syntax")
    if select.object_name.lower() in {name.lower() for name in rows.INTERNAL}:
        raise CriteriaError(f"There is no object “{select.object_name}”.", 0, kind="object")
    return select


def checked(text: str, user: User, *, with_deleted: bool = False) -> CompiledSelect:
    """The query of a bulk job; raises CriteriaError, also for what these jobs do not take."""
    return soql.compiled(parsed(text), user, Within(with_deleted=with_deleted))


def run(bulk: BulkJob, batch: BulkBatch) -> list[BulkBatch] | None:
    """Read everything anew: an earlier try may have been killed halfway.

    Returns None, or the batches that the query was cut into instead.
    """
    text = bulk.query or pieces.sent(batch).read().decode("utf-8-sig", "replace")
    select, ids_of = parsed(text), chunking.range_of(batch)
    bounds = Within(with_deleted=bulk.operation == "queryAll")
    found = soql.compiled(select, bulk.created_by, bounds)
    if ids_of is None and chunking.is_wanted(bulk, select):
        return chunking.split(bulk, batch, found.object_name, text)
    if ids_of:
        here = chunking.where(objects.get(found.object_name), ids_of)
        found = soql.compiled(select, bulk.created_by, replace(bounds, where=here))
    with transaction.atomic():
        held = BulkBatch.objects.select_for_update().get(pk=batch.pk)
        BulkPiece.objects.filter(batch=batch, kind=BulkPiece.Kind.FOUND).delete()
        held.done_count, held.columns = _keep(batch, found), _names(found)
        held.save(update_fields=["done_count", "columns"])
    return None


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
