"""`jobs/ingest`: Bulk 2.0, records in. A job is made, filled once, and closed; then it runs."""

from typing import Any

import orjson
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from headwater.api import answers, body, deeds, rows
from headwater.api.bulk import pieces, reading, running, telling
from headwater.api.bulk.job import ENDED, BulkBatch, BulkJob, State
from headwater.api.composite.collections import external_of
from headwater.api.gate import Call, resource
from headwater.api.problems import Problems, not_found, problem
from headwater.catalog import ids
from headwater.catalog.objects import ObjectDef, UnknownName

LARGEST = 150 * 1024 * 1024  # bytes of one upload
OPERATIONS = frozenset({"insert", "update", "upsert", "delete", "hardDelete"})
WISHES = ("Sforce-Auto-Assign", "Sforce-Duplicate-Rule-Header", "Sforce-Enable-PKChunking")
LISTED = 1_000
INVALID = "INVALIDJOB"
STATE = "INVALIDJOBSTATE"


def create(call: Call) -> HttpResponse:
    """POST jobs/ingest; as multipart with its content it is closed at once"""
    said, content = _given(call)
    kind, operation = object_of(said), str(said.get("operation", ""))
    if operation not in OPERATIONS:
        raise problem(400, INVALID, f"There is no operation “{operation[:40]}”.")
    deeds.refuse_unwritable(kind, operation)
    job = BulkJob(
        interface="ingest", operation=operation, object_name=kind.name, version=call.version,
        external_field=external_name(kind, said, operation), wishes=wishes_of(call, said),
        created_by=call.by, **form_of(said),
    )  # fmt: skip
    with transaction.atomic():
        job.save()
        if content is not None:
            pieces.keep(BulkBatch.objects.create(job=job), [content])
            close(job)
    return answers.json(telling.job(job, is_brief=True))


def listed(call: Call) -> HttpResponse:
    """GET jobs/ingest"""
    return list_of(call, "ingest", "classic")


def read(call: Call, job: str) -> HttpResponse:
    """GET jobs/ingest/ID"""
    return answers.json(telling.job(job_of(call, job, "ingest")))


def put(call: Call, job: str) -> HttpResponse:
    """PUT jobs/ingest/ID/batches, once → 201"""
    found = job_of(call, job, "ingest")
    if found.state != State.OPEN or found.batches.exists():
        raise problem(400, STATE, "Its content has been sent already, or it is not open any more.")
    with transaction.atomic():
        batch = BulkBatch.objects.create(job=found)
        pieces.keep(batch, body.parts(call.request, LARGEST))
    return HttpResponse(status=201)


def change(call: Call, job: str) -> HttpResponse:
    """PATCH jobs/ingest/ID {"state": "UploadComplete" or "Aborted"}"""
    found = job_of(call, job, "ingest")
    wanted = str(call.fields.get("state", ""))
    with transaction.atomic():
        held = BulkJob.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if wanted == State.UPLOAD_COMPLETE and held.state == State.OPEN:
            if not held.batches.exists():
                BulkBatch.objects.create(job=held)  # nothing was sent
            close(held)
        elif wanted == State.ABORTED and held.state not in ENDED:
            abort(held)
        else:
            raise problem(400, STATE, f"A job that is {held.state} cannot become {wanted[:40]}.")
    return answers.json(telling.job(held, is_brief=True))


def delete(call: Call, job: str) -> HttpResponse:
    """DELETE jobs/ingest/ID, when it has ended → 204"""
    return remove(job_of(call, job, "ingest"))


def results(call: Call, job: str, which: str) -> HttpResponseBase:
    """GET jobs/ingest/ID/successfulResults, failedResults, unprocessedrecords"""
    found = job_of(call, job, "ingest")
    if found.state not in ENDED:
        raise problem(400, STATE, f"The job is {found.state}; there are no results yet.")
    batch = found.batches.first() or BulkBatch(job=found)
    tell = {"successfulresults": telling.succeeded, "failedresults": telling.failed,
            "unprocessedrecords": telling.unprocessed}[which.lower()]  # fmt: skip
    return tell(found, batch)


def job_of(call: Call, job_id: str, *interfaces: str) -> BulkJob:
    """The job with this id, if it is the caller's to see; raises Problems."""
    try:
        prefix, key = ids.decode(job_id)
    except ids.MalformedId:
        raise not_found() from None
    seen = BulkJob.objects.seen_by(call.by).select_related("created_by")
    found: BulkJob | None = seen.filter(pk=key, interface__in=interfaces).first()
    if prefix != "750" or found is None:
        raise not_found()
    return found


def list_of(call: Call, *interfaces: str) -> HttpResponse:
    """The newest jobs that the caller sees."""
    seen = BulkJob.objects.seen_by(call.by).filter(interface__in=interfaces)
    found = list(seen.select_related("created_by").order_by("-pk")[:LISTED])
    told = [telling.job(each, is_brief=True) for each in found]
    return answers.json({"done": True, "nextRecordsUrl": None, "records": told})


def object_of(said: dict[str, Any]) -> ObjectDef:
    """The object of a job; raises Problems."""
    name = str(said.get("object", ""))
    try:
        return rows.kind_of(name)
    except UnknownName:
        raise problem(400, "INVALIDENTITY", f"There is no object “{name[:40]}”.") from None


def form_of(said: dict[str, Any]) -> dict[str, str]:
    """How the CSV of a job is written; raises Problems for what is not known."""
    wanted = {
        "content_type": (str(said.get("contentType") or "CSV").upper(), {"CSV"}),
        "line_ending": (str(said.get("lineEnding") or "LF"), reading.ENDINGS),
        "delimiter": (str(said.get("columnDelimiter") or "COMMA"), reading.DELIMITERS),
    }
    for name, (text, known) in wanted.items():
        if text not in known:
            raise problem(400, INVALID, f"{name}: {text[:40]} is none of {', '.join(known)}.")
    return {name: text for name, (text, _) in wanted.items()}


def wishes_of(call: Call, said: dict[str, Any]) -> dict[str, str]:
    """The headers that hold for every record of a job."""
    found = {name.lower(): text for name in WISHES if (text := call.header(name))}
    if said.get("assignmentRuleId"):
        found[WISHES[0].lower()] = str(said["assignmentRuleId"])
    return found


def external_name(kind: ObjectDef, said: dict[str, Any], operation: str) -> str:
    """The external id by which an upsert finds its records; raises Problems."""
    name = str(said.get("externalIdFieldName") or "")
    if operation != "upsert":
        return ""
    if not name:
        raise problem(400, INVALID, "An upsert needs an externalIdFieldName.")
    try:
        return external_of(kind, name).name
    except Problems:
        message = f"Field name provided, {name[:80]} does not match an External ID for {kind.name}"
        raise problem(400, INVALID, message) from None


def close(job: BulkJob) -> None:
    """Nothing more comes; it is done soon."""
    job.state, job.modified_at = State.UPLOAD_COMPLETE, timezone.now()
    job.save(update_fields=["state", "modified_at"])
    running.start(job.batches.get())


def abort(job: BulkJob) -> None:
    """What is done stays done; the rest is not."""
    job.state, job.modified_at = State.ABORTED, timezone.now()
    job.save(update_fields=["state", "modified_at"])


def remove(job: BulkJob) -> HttpResponse:
    """204, or a refusal while it is not at its end."""
    if job.state not in ENDED:
        raise problem(400, STATE, f"The job is {job.state}; abort it, or wait.")
    job.delete()
    return answers.empty()


def _given(call: Call) -> tuple[dict[str, Any], bytes | None]:
    if not call.header("Content-Type").lower().startswith("multipart/"):
        return call.fields, None
    part, file = call.request.FILES.get("job"), call.request.FILES.get("content")
    text = part.read() if part else str(call.request.POST.get("job", "")).encode()
    content = file.read() if file else str(call.request.POST.get("content", "")).encode()
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        raise problem(400, "JSON_PARSER_ERROR", "The part `job` is a JSON object.")
    return said, content


collection = resource(GET=listed, POST=create)
one = resource(GET=read, PATCH=change, DELETE=delete)
batches = resource(PUT=put)
results_view = resource(GET=results)
