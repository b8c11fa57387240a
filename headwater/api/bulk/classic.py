"""`/services/async/XX.0/job`: Bulk 1.0, whose jobs take batch after batch until they are closed.

Whoever has no session is answered 400 `InvalidSessionId`: by that clients know to sign in again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from headwater.api import body, deeds
from headwater.api.bulk import classic_words as words
from headwater.api.bulk import ingest, mapping_spec, pieces, running
from headwater.api.bulk.job import ENDED, BatchState, BulkBatch, BulkJob, BulkPiece, State
from headwater.api.gate import VERSIONS, Call, admitted, refuse_readers, token_in, told
from headwater.api.problems import NOT_ALLOWED, Problems, problem
from headwater.api.rows import kind_of
from headwater.api.tokens import Holder
from headwater.catalog import ids

log = logging.getLogger("headwater.api")

OPERATIONS = ingest.OPERATIONS | {"query", "queryAll"}
FORMS = ("CSV", "JSON", "XML")
LARGEST = 10 * 1024 * 1024  # bytes of a batch, as in Salesforce
SESSION = "X-SFDC-Session"
# Our codes in the words of Bulk 1.0.
CODES = {
    "INVALID_SESSION_ID": "InvalidSessionId", "NOT_FOUND": "InvalidJob",
    "INVALIDJOB": "InvalidJob", "INVALIDJOBSTATE": "InvalidJobState",
    "INVALIDENTITY": "InvalidEntity", "INVALID_REQUEST": "ClientInputError",
    "REQUEST_LIMIT_EXCEEDED": "ExceededQuota",
    "METHOD_NOT_ALLOWED": "InvalidUrl", NOT_ALLOWED: "FeatureNotEnabled",
}  # fmt: skip
Handler = Callable[..., HttpResponse]


@dataclass
class Visit(Call):
    """A call with the token by which it came in."""

    holder: Holder | None = None


def create(call: Call) -> HttpResponse:
    """POST job → 201"""
    said = _said(call)
    operation, form = str(said.get("operation", "")), str(said.get("contentType") or "XML").upper()
    form = form.removeprefix("ZIP_")
    kind = ingest.object_of(said)
    if operation not in OPERATIONS or form not in FORMS:
        raise problem(400, ingest.INVALID, f"Unable to make a job: {operation[:40]}, {form[:40]}")
    if operation not in ("query", "queryAll"):
        _refuse_readers(call)
        deeds.refuse_unwritable(kind, operation)
    mode = said.get("concurrencyMode")  # some clients say 0 and 1
    job = BulkJob.objects.create(
        interface="classic", operation=operation, object_name=kind.name, content_type=form,
        external_field=ingest.external_name(kind, said, operation), version=call.version,
        concurrency="Serial" if str(mode).lower() in ("serial", "1") else "Parallel",
        wishes=ingest.wishes_of(call, said), created_by=call.by,
    )  # fmt: skip
    return words.answer("jobInfo", words.job(job), is_json=_is_json(call, job), status=201)


def read(call: Call, job: str) -> HttpResponse:
    """GET job/ID"""
    found = ingest.job_of(call, job, "classic")
    return words.answer("jobInfo", words.job(found), is_json=_is_json(call, found))


def change(call: Call, job: str) -> HttpResponse:
    """POST job/ID with the state Closed or Aborted"""
    found = ingest.job_of(call, job, "classic")
    wanted = str(_said(call).get("state", ""))
    if wanted not in (State.CLOSED, State.ABORTED):
        raise problem(400, ingest.INVALID, f"A job is closed or aborted, not {wanted[:40]}.")
    if found.state in ENDED:
        raise problem(400, ingest.STATE, f"The job is {found.state}.")
    with transaction.atomic():
        found.state, found.modified_at = State(wanted), timezone.now()
        found.save(update_fields=["state", "modified_at"])
        if wanted == State.ABORTED:
            waiting = found.batches.filter(state=BatchState.QUEUED)
            waiting.update(state=BatchState.NOT_PROCESSED, modified_at=timezone.now())
    return words.answer("jobInfo", words.job(found), is_json=_is_json(call, found))


def set_spec(call: Call, job: str) -> HttpResponse:
    """POST job/ID/spec → 201: the mapping spec of a job in CSV that has no batches yet"""
    found = ingest.job_of(call, job, "classic")
    if found.state != State.OPEN or found.batches.exists():
        raise problem(400, ingest.STATE, "A spec is set before the first batch is added.")
    if found.is_query or found.content_type != "CSV":
        raise problem(400, ingest.INVALID, "A spec is for jobs that write from CSV.")
    _refuse_readers(call)
    text = call.body.decode("utf-8-sig", "replace").replace("\x00", "")
    mapping_spec.Spec.of(text, kind_of(found.object_name))
    found.wishes[mapping_spec.WISH] = text
    found.save(update_fields=["wishes"])
    return HttpResponse(status=201, content_type=words.CSV)


def spec(call: Call, job: str) -> HttpResponse:
    """GET job/ID/spec: what was set"""
    found = ingest.job_of(call, job, "classic")
    if mapping_spec.WISH not in found.wishes:
        raise problem(400, "InvalidMapping", "This job has no mapping spec.")
    return HttpResponse(found.wishes[mapping_spec.WISH], content_type=words.CSV)


def add(call: Call, job: str) -> HttpResponse:
    """POST job/ID/batch → 201; it is done as soon as a worker is free"""
    found = ingest.job_of(call, job, "classic")
    if found.state != State.OPEN:
        raise problem(400, ingest.STATE, f"The job is {found.state}.")
    if not found.is_query:
        _refuse_readers(call)
    with transaction.atomic():
        batch = BulkBatch.objects.create(job=found)
        pieces.keep(batch, body.parts(call.request, LARGEST))
        running.start(batch)
    told = words.batch(found, batch)
    return words.answer("batchInfo", told, is_json=found.content_type == "JSON", status=201)


def listed(call: Call, job: str) -> HttpResponse:
    """GET job/ID/batch"""
    found = ingest.job_of(call, job, "classic")
    return words.several(found, found.batches.all(), is_json=found.content_type == "JSON")


def look(call: Call, job: str, batch: str) -> HttpResponse:
    """GET job/ID/batch/ID"""
    found = ingest.job_of(call, job, "classic")
    told = words.batch(found, _batch(found, batch))
    return words.answer("batchInfo", told, is_json=found.content_type == "JSON")


def request(call: Call, job: str, batch: str) -> HttpResponse:
    """GET job/ID/batch/ID/request: what was sent"""
    found = ingest.job_of(call, job, "classic")
    one = _batch(found, batch)
    form = "CSV" if found.is_query else found.content_type
    kinds = {"CSV": words.CSV, "JSON": words.JSON, "XML": words.XML}
    return HttpResponse(pieces.sent(one).read(), content_type=kinds[form])


def result(call: Call, job: str, batch: str) -> HttpResponse:
    """GET job/ID/batch/ID/result: of each record, or of a query the ids of its results"""
    found = ingest.job_of(call, job, "classic")
    one = _ended(found, batch)
    if found.is_query:
        return words.result_list(one, is_json=found.content_type == "JSON")
    return words.results(found, pieces.told(one, BulkPiece.Kind.TOLD))


def rows(call: Call, job: str, batch: str, result: str) -> HttpResponse:
    """GET job/ID/batch/ID/result/ID: the rows of a query"""
    found = ingest.job_of(call, job, "classic")
    one = _ended(found, batch)
    if result != one.result_id:
        raise problem(400, ingest.INVALID, "There is no such result.")
    return words.found(found, one, pieces.told(one, BulkPiece.Kind.FOUND))


def _batch(job: BulkJob, batch_id: str) -> BulkBatch:
    try:
        prefix, key = ids.decode(batch_id)
    except ids.MalformedId:
        prefix, key = "", 0
    found = job.batches.filter(pk=key).first()
    if prefix != "751" or found is None:
        raise problem(400, "InvalidBatch", "There is no such batch.")
    return found


def _ended(job: BulkJob, batch_id: str) -> BulkBatch:
    batch = _batch(job, batch_id)
    if batch.state not in (BatchState.COMPLETED, BatchState.FAILED):
        raise problem(400, "InvalidBatch", f"Batch not completed: it is {batch.state}.")
    return batch


def _said(call: Call) -> dict[str, Any]:
    try:
        return words.said_in(call.body, call.header("Content-Type").lower())
    except words.Unclear as error:
        raise problem(400, ingest.INVALID, str(error)) from None


def _is_json(call: Call, job: BulkJob | None = None) -> bool:
    """As the request is written; without a body as its job is."""
    kind = call.header("Content-Type").lower()
    accepted = call.header("Accept").lower()
    if "json" in kind or "xml" in kind:
        return "json" in kind
    if "json" in accepted or "xml" in accepted:
        return "json" in accepted
    return job is not None and job.content_type == "JSON"


def _view(**handlers: Handler) -> Callable[..., HttpResponse]:
    @csrf_exempt
    def view(request: HttpRequest, version: str, **path: str) -> HttpResponse:
        call = Visit(request, None, version)
        try:
            return _answered(call, path, handlers)
        except Exception as error:
            refusal = told(error)
            answer = _refused(call, refusal)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # a refusal is no incident
        return answer

    return view


def _refuse_readers(call: Call) -> None:
    if isinstance(call, Visit) and call.holder:
        refuse_readers(call.holder)


def _answered(call: Visit, path: dict[str, str], handlers: dict[str, Handler]) -> HttpResponse:
    call.holder = _holder(call)
    call.user = call.holder.user
    if call.version not in VERSIONS:
        raise problem(400, "InvalidVersion", f"There is no version {call.version}.")
    method = str(call.request.method)
    if method not in handlers:
        raise problem(405, "InvalidUrl", f"{method} is not done here.")
    return handlers[method](call, **path)


def _holder(call: Call) -> Holder:
    """Whose session it is; 400, where REST says 401, has clients sign in again."""
    try:
        return admitted(call.request, call.header(SESSION) or token_in(call.request))
    except Problems as refusal:
        if refusal.status != 401:
            raise
        raise problem(400, "InvalidSessionId", "Unable to find session id") from None


def _refused(call: Call, refusal: Problems) -> HttpResponse:
    said = refusal.body[0]
    told = {
        "exceptionCode": CODES.get(said["errorCode"], said["errorCode"]),
        "exceptionMessage": said["message"],
    }
    status = 400 if refusal.status in (403, 404) else refusal.status
    return words.answer("error", told, is_json=_is_json(call), status=status)


jobs = _view(POST=create)
job = _view(GET=read, POST=change)
job_spec = _view(GET=spec, POST=set_spec)
batches = _view(GET=listed, POST=add)
batch = _view(GET=look)
batch_request = _view(GET=request)
batch_result = _view(GET=result)
batch_rows = _view(GET=rows)
