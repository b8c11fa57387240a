"""Jobs and their results as Bulk 2.0 tells them: JSON, and CSV that is made while it is sent."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Sum
from django.http import StreamingHttpResponse

from headwater.api import addresses, answers
from headwater.api.bulk import pieces, reading
from headwater.api.bulk.job import BulkBatch, BulkJob, BulkPiece

CSV = "text/csv; charset=UTF-8"
AT_ONCE = 1_000  # lines that are sent together
Told = dict[str, Any]


def job(bulk: BulkJob, *, is_brief: bool = False) -> Told:
    """A job; `is_brief` as it is told when it was just made."""
    told: Told = head(bulk, bulk.state) | {
        "lineEnding": bulk.line_ending,
        "columnDelimiter": bulk.delimiter,
    }
    if bulk.interface == "ingest":
        here = f"services/data/v{bulk.version}/jobs/ingest/{bulk.sf_id}"
        told |= {"contentUrl": f"{here}/batches"}
    return told if is_brief else told | _progress(bulk)


def head(bulk: BulkJob, state: str) -> Told:
    """What both versions of the interface say of a job, in this order."""
    told: Told = {
        "id": bulk.sf_id,
        "operation": bulk.operation,
        "object": bulk.object_name,
        "createdById": addresses.user_id(bulk.created_by),
        "createdDate": answers.moment(bulk.created_at),
        "systemModstamp": answers.moment(bulk.modified_at),
        "state": str(state),
    }
    told |= {"externalIdFieldName": bulk.external_field} if bulk.external_field else {}
    told |= {"concurrencyMode": bulk.concurrency, "contentType": bulk.content_type}
    return told | {"apiVersion": float(bulk.version)}


def _progress(bulk: BulkJob) -> Told:
    sums = bulk.batches.aggregate(done=Sum("done_count"), failed=Sum("failed_count"),
                                  spent=Sum("spent_ms"))  # fmt: skip
    told = {
        "jobType": "V2Query" if bulk.is_query else "V2Ingest",
        "numberRecordsProcessed": sums["done"] or 0,
        "retries": 0,
        "totalProcessingTime": sums["spent"] or 0,
    }
    if not bulk.is_query:
        told |= {
            "numberRecordsFailed": sums["failed"] or 0,
            "apiActiveProcessingTime": sums["spent"] or 0, "apexProcessingTime": 0,
        }  # fmt: skip
    return told | ({"errorMessage": bulk.error} if bulk.error else {})


def succeeded(bulk: BulkJob, batch: BulkBatch) -> StreamingHttpResponse:
    """`sf__Id`, `sf__Created` and what was sent, of all that was done."""
    names = ["sf__Id", "sf__Created"]
    lines = ([key, _truth(created), *line]
             for line, (key, created, error) in _pairs(bulk, batch) if not error)  # fmt: skip
    return streamed(bulk, [[*names, *_header(bulk, batch)]], lines)


def failed(bulk: BulkJob, batch: BulkBatch) -> StreamingHttpResponse:
    """`sf__Id`, `sf__Error` and what was sent, of all that was refused."""
    names = ["sf__Id", "sf__Error"]
    lines = ([key, words(error), *line]
             for line, (key, _, error) in _pairs(bulk, batch) if error)  # fmt: skip
    return streamed(bulk, [[*names, *_header(bulk, batch)]], lines)


def unprocessed(bulk: BulkJob, batch: BulkBatch) -> StreamingHttpResponse:
    """What was sent and not taken: the job ended before."""
    rows = islice(_sent(bulk, batch), batch.done_count, None)
    return streamed(bulk, [_header(bulk, batch)], (line for line, _ in rows))


def found(bulk: BulkJob, batch: BulkBatch, start: int, count: int) -> StreamingHttpResponse:
    """Rows of a query, from the one with this number on."""
    types = [kind for _, kind in batch.columns]
    rows = islice(pieces.told(batch, BulkPiece.Kind.FOUND, start), count)
    lines = ([text(value, kind) for value, kind in zip(row, types, strict=True)] for row in rows)
    return streamed(bulk, [[name for name, _ in batch.columns]], lines)


def text(value: Any, kind: str) -> str:
    """A value in a CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _truth(value)
    said = str(value)
    return said.replace("+0000", "Z") if kind == "datetime" else said


def words(errors: Sequence[Told]) -> str:
    """`REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --`"""
    return "; ".join(
        f"{each['statusCode']}:{each['message']}:{','.join(each['fields'])} --" for each in errors
    )


def streamed(
    bulk: BulkJob, first: Iterable[Sequence[str]], lines: Iterable[Sequence[str]]
) -> StreamingHttpResponse:
    """CSV as the job wants it, made while it is sent."""
    return StreamingHttpResponse(_portions(bulk, first, lines), content_type=CSV)


class _Line:
    """What the CSV writer writes to: it keeps nothing."""

    def write(self, said: str) -> str:
        return said


def _portions(
    bulk: BulkJob, first: Iterable[Sequence[str]], lines: Iterable[Sequence[str]]
) -> Iterator[bytes]:
    writer = csv.writer(
        _Line(), quoting=csv.QUOTE_ALL, delimiter=reading.DELIMITERS[bulk.delimiter],
        lineterminator=reading.ENDINGS[bulk.line_ending],
    )  # fmt: skip
    yield "".join(str(writer.writerow(line)) for line in first).encode()
    rest = iter(lines)
    while some := list(islice(rest, AT_ONCE)):
        yield "".join(str(writer.writerow(line)) for line in some).encode()


def _pairs(bulk: BulkJob, batch: BulkBatch) -> Iterator[tuple[list[str], list[Any]]]:
    lines = (line for line, _ in _sent(bulk, batch))
    return zip(lines, pieces.told(batch, BulkPiece.Kind.TOLD), strict=False)


def _sent(bulk: BulkJob, batch: BulkBatch) -> Iterator[reading.Row]:
    """What was sent as far as it can be read; a job that failed by it has told so."""
    try:
        yield from reading.rows(bulk, batch)
    except reading.Unreadable:
        return


def _header(bulk: BulkJob, batch: BulkBatch) -> list[str]:
    try:
        return reading.header(bulk, batch)
    except reading.Unreadable:
        return []


def _truth(value: bool) -> str:
    return "true" if value else "false"
