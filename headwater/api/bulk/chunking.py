"""PK chunking: a query of Bulk 1.0 that becomes a batch for each range of ids.

As in Salesforce the batch that was sent ends NotProcessed, and its rows are in those behind it. A
range counts ids, not rows: what is deleted or not asked for leaves a batch with less.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from headwater.api.bulk import pieces
from headwater.api.bulk.job import BatchState, BulkBatch, BulkJob, BulkPiece
from headwater.catalog import ids, objects
from headwater.catalog.objects import ObjectDef
from headwater.criteria.select import Select

HEADER = "Sforce-Enable-PKChunking"
USUAL, LARGEST = 100_000, 250_000  # ids of a batch, as in Salesforce
MOST = 1_000  # batches of one query; more ids than that make larger batches
Range = tuple[int, int]  # the first id, and the one behind the last


def is_wanted(bulk: BulkJob, select: Select) -> bool:
    """Whether this job's header asks for it, and the query is one that can be cut."""
    said = bulk.wishes.get(HEADER.lower(), "").strip().lower()
    is_whole = not (select.order or select.offset or select.limit is not None)
    return said not in ("", "false") and bulk.interface == "classic" and is_whole


def range_of(batch: BulkBatch) -> Range | None:
    """The ids that a batch was made for, None for one that was sent."""
    found = list(pieces.told(batch, BulkPiece.Kind.TOLD))
    return (found[0], found[1]) if found else None


def where(kind: ObjectDef, ids_of: Range) -> tuple[str, Sequence[Any]]:
    """The condition of a range on the alias `t`."""
    key = f't."{kind.key_column}"'
    return f"{key} >= %s AND {key} < %s", list(ids_of)


def split(bulk: BulkJob, batch: BulkBatch, object_name: str, text: str) -> list[BulkBatch]:
    """Make the batches of a query; [] where another worker was quicker."""
    ranges = _ranges(objects.get(object_name), bulk.wishes[HEADER.lower()])
    with transaction.atomic():
        held = BulkBatch.objects.select_for_update().get(pk=batch.pk)
        if held.state == BatchState.NOT_PROCESSED:
            return []
        made = BulkBatch.objects.bulk_create(BulkBatch(job=bulk) for _ in ranges)
        for each, ids_of in zip(made, ranges, strict=True):
            pieces.keep(each, [text.encode()])
            pieces.tell(each, BulkPiece.Kind.TOLD, 0, list(ids_of))
        held.state = BatchState.NOT_PROCESSED
        held.save(update_fields=["state"])
    return list(made)


def _ranges(kind: ObjectDef, said: str) -> list[Range]:
    """All ids of an object, cut; an object without rows is one empty range."""
    key = f'"{kind.key_column}"'
    with connection.cursor() as cursor:
        sql = f"SELECT min(t.{key}), max(t.{key}) FROM {kind.source} t"  # noqa: S608  # names of the catalog alone
        cursor.execute(sql)
        first, last = cursor.fetchone()
    first = max(first or 0, _start(kind, said))
    behind = max((last or 0) + 1, first + 1)
    size = max(_size(said), -(-(behind - first) // MOST))
    return [(start, min(start + size, behind)) for start in range(first, behind, size)]


def _size(said: str) -> int:
    """`true`, or `chunkSize=50000; startRow=…`."""
    found = re.search(r"chunksize\s*=\s*(\d{1,9})", said, re.IGNORECASE)
    return min(max(int(found[1]), 1), LARGEST) if found else USUAL


def _start(kind: ObjectDef, said: str) -> int:
    """The id from which on rows are wanted, 0 for all."""
    found = re.search(r"startrow\s*=\s*(\w{15,18})", said, re.IGNORECASE)
    try:
        prefix, key = ids.decode(found[1]) if found else ("", 0)
    except ids.MalformedId:
        return 0
    return key if prefix == kind.prefix else 0
