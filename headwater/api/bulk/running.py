"""The work of bulk jobs, chunk by chunk: records and what came of them are stored together.

A killed worker leaves whole chunks behind; the next one goes on where they end. Nothing is written
twice, because a chunk counts from where its batch stands, under the batch's lock.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from headwater.api import many, rows
from headwater.api.bulk import asking, mapping_spec, pieces, reading
from headwater.api.bulk.job import ENDED, KEPT_FOR, BatchState, BulkBatch, BulkJob, BulkPiece, State
from headwater.api.composite import collections
from headwater.api.many import Result
from headwater.api.problems import Problems
from headwater.catalog import ids
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.database.one_worker import only_here
from headwater.jobs import enqueue, job
from headwater.people.standing import moment

log = logging.getLogger("headwater.api")

CHUNK = 200  # records
LOCKS = 0x48574C  # the first half of the advisory lock of a batch that is worked at
WAITING = (BatchState.QUEUED, BatchState.IN_PROGRESS)
FORGOTTEN = timedelta(minutes=2)  # without a sign of life somebody else may take it up


def start(batch: BulkBatch) -> None:
    """Have it done soon; call it in the transaction that says what is to be done."""
    enqueue(run, number=batch.pk)


@job("api.bulk")
def run(number: int) -> None:
    """Do a batch, in one process at a time."""
    with only_here(LOCKS, number) as is_mine:
        found = BulkBatch.objects.select_related("job__created_by").filter(pk=number)
        batch = found.filter(state__in=WAITING).exclude(job__state__in=ENDED).first()
        if not is_mine or batch is None:
            return
        BulkJob.objects.filter(pk=batch.job_id, state=State.UPLOAD_COMPLETE).update(
            state=State.IN_PROGRESS, modified_at=timezone.now()
        )
        _work(batch.job, batch)


@job("api.bulk_again", cron="* * * * *")
def take_up(timestamp: int = 0) -> None:
    """Batches that stand still go on: their worker was killed."""
    before = timezone.now() - FORGOTTEN
    standing = BulkBatch.objects.filter(state__in=WAITING, modified_at__lt=before)
    standing = standing.exclude(job__state__in=ENDED)
    is_sent = Q(job__interface="classic") | ~Q(job__state=State.OPEN)
    for number in standing.filter(is_sent).values_list("pk", flat=True):
        enqueue(run, number=number)


@job("api.forget_bulk", cron="45 3 * * *")
def forget(timestamp: int = 0) -> None:
    """Jobs go after a week, with what was sent."""
    BulkJob.objects.filter(modified_at__lt=timezone.now() - KEPT_FOR).delete()


def _work(bulk: BulkJob, batch: BulkBatch) -> None:
    """One batch to its end, or until the job is ended; what cannot be read fails it as a whole."""
    _mark(batch, state=BatchState.IN_PROGRESS)
    try:
        if bulk.is_query and (parts := asking.run(bulk, batch)) is not None:
            for part in parts:
                start(part)
            return
        is_whole = bulk.is_query or _write(bulk, batch)
    except (reading.Unreadable, Problems, CriteriaError) as error:
        words = error.body[0]["message"] if isinstance(error, Problems) else str(error)
        _fail(bulk, batch, f"InvalidBatch : {words}")
        return
    if is_whole:
        _mark(batch, state=BatchState.COMPLETED)
        _end(bulk, State.JOB_COMPLETE)


def _fail(bulk: BulkJob, batch: BulkBatch, words: str) -> None:
    _mark(batch, state=BatchState.FAILED, message=words)
    _end(bulk, State.FAILED, words)


def _end(bulk: BulkJob, state: str, error: str = "") -> None:
    """A job of Bulk 2.0 ends with its batch; one of 1.0 when its client closes it."""
    if bulk.interface != "classic":
        BulkJob.objects.filter(pk=bulk.pk, state=State.IN_PROGRESS).update(
            state=state, error=error, modified_at=timezone.now()
        )


def _mark(batch: BulkBatch, **values: object) -> None:
    BulkBatch.objects.filter(pk=batch.pk).update(modified_at=timezone.now(), **values)


def _write(bulk: BulkJob, batch: BulkBatch) -> bool:
    """Whether all records of a batch were taken, each done or refused."""
    kind = rows.kind_of(bulk.object_name)
    records = _records(bulk, batch, kind)
    for _ in islice(records, batch.done_count):
        pass
    for chunk in _chunks(records):
        if not BulkJob.objects.filter(pk=bulk.pk).exclude(state__in=ENDED).exists():
            return False
        if not _store(bulk, batch, kind, chunk):
            return False
    return True


def _records(bulk: BulkJob, batch: BulkBatch, kind: ObjectDef) -> Iterator[reading.Fields]:
    """As they were sent, or as the job's mapping spec reads them."""
    if bulk.content_type != "CSV":
        return (fields for _, fields in reading.rows(bulk, batch))
    names = reading.header(bulk, batch)
    if mapping_spec.WISH not in bulk.wishes:
        _refuse_unknown(kind, names)
        return (fields for _, fields in reading.rows(bulk, batch))
    spec = mapping_spec.Spec.of(bulk.wishes[mapping_spec.WISH], kind)
    if missing := spec.missing(names):
        raise reading.Unreadable(f"Field name not found : {missing[:80]}")
    columns = [name.strip().lower() for name in names]
    return (
        spec.record(kind, dict(zip(columns, line, strict=False)))
        for line, _ in reading.rows(bulk, batch)
    )


def _refuse_unknown(kind: ObjectDef, names: Sequence[str]) -> None:
    """A column that no field bears fails the whole, as a typing mistake would else go unseen."""
    relations = {each.relationship.lower() for each in kind.fields.values() if each.relationship}
    for name in names:
        parent, dot, _ = name.strip().partition(".")
        if not parent or (dot and parent.partition(":")[0].lower() in relations):
            continue
        try:
            kind.field(parent)
        except UnknownName:
            raise reading.Unreadable(f"Field name not found : {name[:80]}") from None


def _chunks(records: Iterator[reading.Fields]) -> Iterator[list[reading.Fields]]:
    while chunk := list(islice(records, CHUNK)):
        yield chunk


def _store(
    bulk: BulkJob, batch: BulkBatch, kind: ObjectDef, chunk: Sequence[reading.Fields]
) -> bool:
    """Write a chunk with what came of it, in one transaction; False where another was quicker."""
    began = time.monotonic()
    with transaction.atomic(), moment():
        held = BulkBatch.objects.select_for_update().get(pk=batch.pk)
        if held.done_count != batch.done_count:
            return False
        told = _done(bulk, kind, chunk)
        said = [_said(kind, each) for each in told]
        pieces.tell(batch, BulkPiece.Kind.TOLD, batch.done_count, said)
        batch.done_count += len(chunk)
        batch.failed_count += sum(not each.is_done for each in told)
        batch.spent_ms += int((time.monotonic() - began) * 1000)
        batch.modified_at = timezone.now()
        batch.save(update_fields=["done_count", "failed_count", "spent_ms", "modified_at"])
    return True


def _done(bulk: BulkJob, kind: ObjectDef, chunk: Sequence[reading.Fields]) -> list[Result]:
    try:
        with transaction.atomic():
            return _deed(bulk, kind, chunk)
    except DatabaseError as error:
        log.exception("A chunk of a bulk job failed")
        results = [Result() for _ in chunk]
        for each in results:
            each.refuse(error)
        return results


def _deed(bulk: BulkJob, kind: ObjectDef, chunk: Sequence[reading.Fields]) -> list[Result]:
    caller = bulk.caller
    if bulk.operation == "insert":
        return many.create(caller, kind, chunk)
    if bulk.operation == "upsert":
        external = collections.external_of(kind, bulk.external_field)
        return collections.upsert_all(caller, kind, external, chunk, is_all=False)
    keyed: list[tuple[int, reading.Fields]] = []
    results = [Result() for _ in chunk]
    places = []
    for place, fields in enumerate(chunk):
        own = next((value for name, value in fields.items() if name.lower() == "id"), None)
        try:
            key = collections.key_of(kind, own)
        except Problems as refusal:
            results[place].refuse(refusal)
            continue
        rest = {name: value for name, value in fields.items() if name.lower() != "id"}
        keyed.append((key, rest))
        places.append(place)
    if bulk.operation == "update":
        told = many.change(caller, kind, keyed)
    else:
        told = many.delete(caller, kind, [key for key, _ in keyed])
    for place, result in zip(places, told, strict=True):
        results[place] = result
    return results


def _said(kind: ObjectDef, result: Result) -> list[object]:
    """id, created, error: what is kept of each record."""
    key = ids.encode(kind.prefix, result.key) if result.key and result.is_done else ""
    error = [
        {"statusCode": each["errorCode"], "message": each["message"],
         "fields": each.get("fields", [])}
        for each in result.problems
    ]  # fmt: skip
    return [key, result.is_done and result.is_created, error]
