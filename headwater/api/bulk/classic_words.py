"""What Bulk 1.0 reads and writes: jobInfo, batchInfo and results as XML, JSON or CSV.

Clients compare content types to the letter: none of these has a charset.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import orjson
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from django.http import HttpResponse
from django.utils.dateparse import parse_datetime

from headwater.api import answers
from headwater.api.bulk import telling
from headwater.api.bulk.job import BatchState, BulkBatch, BulkJob, State

XML, JSON, CSV = "application/xml", "application/json", "text/csv"
NAMESPACE = "http://www.force.com/2009/06/asyncapi/dataload"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
Told = dict[str, Any]


class Unclear(ValueError):
    """A job that cannot be read."""


def said_in(data: bytes, content_type: str) -> Told:
    """A jobInfo as JSON or XML; raises Unclear."""
    try:
        if "json" in content_type:
            found = orjson.loads(data)
        else:
            root = fromstring(data, forbid_dtd=True)
            found = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in root}
    except Exception as error:
        raise Unclear(f"Unable to parse Job: {error}") from None
    if not isinstance(found, dict):
        raise Unclear("A job is an object.")
    return found


def job(bulk: BulkJob) -> Told:
    """A jobInfo."""
    state = State.CLOSED if bulk.state == State.JOB_COMPLETE else bulk.state
    return telling.head(bulk, state) | _counts(bulk)


def _counts(bulk: BulkJob) -> Told:
    batches = list(bulk.batches.all())
    states = Counter(each.state for each in batches)
    spent = sum(each.spent_ms for each in batches)
    return {
        "numberBatchesQueued": states[BatchState.QUEUED],
        "numberBatchesInProgress": states[BatchState.IN_PROGRESS],
        "numberBatchesCompleted": states[BatchState.COMPLETED],
        "numberBatchesFailed": states[BatchState.FAILED],
        "numberBatchesTotal": len(batches),
        "numberRecordsProcessed": sum(each.done_count for each in batches),
        "numberRecordsFailed": sum(each.failed_count for each in batches),
        "numberRetries": 0,
        "totalProcessingTime": spent,
        "apiActiveProcessingTime": spent,
        "apexProcessingTime": 0,
    }


def batch(bulk: BulkJob, one: BulkBatch) -> Told:
    """A batchInfo."""
    told = {"id": one.sf_id, "jobId": bulk.sf_id, "state": str(one.state)}
    told |= {"stateMessage": one.message} if one.message else {}
    return told | {
        "createdDate": answers.moment(one.created_at),
        "systemModstamp": answers.moment(one.modified_at),
        "numberRecordsProcessed": one.done_count,
        "numberRecordsFailed": one.failed_count,
        "totalProcessingTime": one.spent_ms,
        "apiActiveProcessingTime": one.spent_ms,
        "apexProcessingTime": 0,
    }


def answer(name: str, told: Told, *, is_json: bool, status: int = 200) -> HttpResponse:
    """One jobInfo, batchInfo or error."""
    if is_json:
        return HttpResponse(orjson.dumps(told), status=status, content_type=JSON)
    return _xml(f'<{name} xmlns="{NAMESPACE}">{_elements(told)}</{name}>', status)


def several(bulk: BulkJob, batches: Iterable[BulkBatch], *, is_json: bool) -> HttpResponse:
    """A batchInfoList."""
    told = [batch(bulk, each) for each in batches]
    if is_json:
        return HttpResponse(orjson.dumps({"batchInfo": told}), content_type=JSON)
    inside = "".join(f"<batchInfo>{_elements(each)}</batchInfo>" for each in told)
    return _xml(f'<batchInfoList xmlns="{NAMESPACE}">{inside}</batchInfoList>')


def result_list(one: BulkBatch, *, is_json: bool) -> HttpResponse:
    """The ids of a query's results: one for each batch."""
    if is_json:
        return HttpResponse(orjson.dumps([one.result_id]), content_type=JSON)
    inside = f"<result>{one.result_id}</result>"
    return _xml(f'<result-list xmlns="{NAMESPACE}">{inside}</result-list>')


def results(bulk: BulkJob, told: Iterable[Sequence[Any]]) -> HttpResponse:
    """For each record its id, whether it was made, and what stood in the way."""
    if bulk.content_type == "JSON":
        found = [{"success": not error, "created": created, "id": key or None,
                  "errors": [each | {"extendedErrorDetails": None} for each in error]}
                 for key, created, error in told]  # fmt: skip
        return HttpResponse(orjson.dumps(found), content_type=JSON)
    if bulk.content_type == "XML":
        inside = "".join(_result(*each) for each in told)
        return _xml(f'<results xmlns="{NAMESPACE}">{inside}</results>')
    lines = ([key, _word(not error), _word(created), telling.words(error)]
             for key, created, error in told)  # fmt: skip
    return _csv([["Id", "Success", "Created", "Error"]], lines)


def found(bulk: BulkJob, one: BulkBatch, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows of a query in the form of its job."""
    if bulk.content_type == "CSV":
        types = [kind for _, kind in one.columns]
        lines = ([telling.text(value, kind) for value, kind in zip(row, types, strict=True)]
                 for row in rows)  # fmt: skip
        return _csv([[name for name, _ in one.columns]], lines)
    records = [_record(bulk, one.columns, row) for row in rows]
    if bulk.content_type == "JSON":
        return HttpResponse(orjson.dumps(records), content_type=JSON)
    inside = "".join(
        f'<records xsi:type="sObject"><type>{bulk.object_name}</type>{_elements(each)}</records>'
        for each in ({k: v for k, v in record.items() if k != "attributes"} for record in records)
    )
    schema = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    return _xml(f'<queryResult xmlns="{NAMESPACE}" {schema}>{inside}</queryResult>')


def _record(bulk: BulkJob, columns: Sequence[Sequence[str]], row: Sequence[Any]) -> Told:
    """Times are milliseconds since 1970 in JSON, and as elsewhere in XML."""
    key = next((value for (name, _), value in zip(columns, row, strict=True) if name == "Id"), "")
    url = f"/services/data/v{bulk.version}/sobjects/{bulk.object_name}/{key}"
    record: Told = {"attributes": {"type": bulk.object_name, "url": url}}
    for (name, kind), value in zip(columns, row, strict=True):
        inside, *parents = record, *name.split(".")
        for parent in parents[:-1]:
            inside = inside.setdefault(parent, {})
        is_number = kind == "datetime" and bulk.content_type == "JSON"
        inside[parents[-1]] = _milliseconds(value) if is_number else value
    return record


def _milliseconds(value: Any) -> int | None:
    at = parse_datetime(value) if isinstance(value, str) else None
    return int(at.timestamp() * 1000) if at else None


def _result(key: str, created: bool, error: Sequence[Told]) -> str:
    told = {"id": key, "success": not error, "created": created}
    errors = "".join(f"<errors>{_elements(each)}</errors>" for each in error)
    return f"<result>{errors}{_elements(told)}</result>"


def _elements(told: Told) -> str:
    return "".join(_element(name, value) for name, value in told.items())


def _element(name: str, value: Any) -> str:
    if value is None:
        return f"<{name}/>"
    if isinstance(value, dict):
        return f"<{name}>{_elements(value)}</{name}>"
    if isinstance(value, list):
        return "".join(_element(name, each) for each in value)
    return f"<{name}>{escape(_word(value) if isinstance(value, bool) else str(value))}</{name}>"


def _word(value: bool) -> str:
    return "true" if value else "false"


def _xml(inside: str, status: int = 200) -> HttpResponse:
    return HttpResponse(DECLARED + inside, status=status, content_type=XML)


def _csv(first: Iterable[Sequence[str]], lines: Iterable[Sequence[str]]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(first)
    writer.writerows(lines)
    return HttpResponse(text.getvalue(), content_type=CSV)
