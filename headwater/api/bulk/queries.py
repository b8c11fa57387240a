"""`jobs/query`: Bulk 2.0, rows out. The rows are kept as they stood when the job ran."""

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from headwater.api import answers
from headwater.api.bulk import asking, ingest, telling
from headwater.api.bulk.job import ENDED, BulkBatch, BulkJob, State
from headwater.api.gate import Call, resource
from headwater.api.problems import of_criteria, problem
from headwater.criteria.errors import CriteriaError

OPERATIONS = ("query", "queryAll")
USUAL = 50_000  # rows of a page, where nobody says how many
LONGEST = 100_000  # characters of a query


def create(call: Call) -> HttpResponse:
    """POST jobs/query {operation, query}"""
    said = call.fields
    operation, text = str(said.get("operation") or "query"), str(said.get("query") or "")
    if operation not in OPERATIONS:
        raise problem(400, ingest.INVALID, f"There is no operation “{operation[:40]}”.")
    if len(text) > LONGEST:
        raise problem(400, "QUERY_TOO_COMPLICATED", f"A query has at most {LONGEST:,} characters.")
    try:
        found = asking.checked(text, call.by, with_deleted=operation == "queryAll")
    except CriteriaError as error:
        raise of_criteria(error, text) from None
    job = BulkJob(
        interface="query", operation=operation, object_name=found.object_name, query=text,
        version=call.version, created_by=call.by, **ingest.form_of(said),
    )  # fmt: skip
    with transaction.atomic():
        job.save()
        BulkBatch.objects.create(job=job)
        ingest.close(job)
    return answers.json(telling.job(job, is_brief=True))


def listed(call: Call) -> HttpResponse:
    """GET jobs/query"""
    return ingest.list_of(call, "query")


def read(call: Call, job: str) -> HttpResponse:
    """GET jobs/query/ID"""
    return answers.json(telling.job(ingest.job_of(call, job, "query")))


def change(call: Call, job: str) -> HttpResponse:
    """PATCH jobs/query/ID {"state": "Aborted"}"""
    found = ingest.job_of(call, job, "query")
    if call.fields.get("state") != State.ABORTED or found.state in ENDED:
        raise problem(400, ingest.STATE, f"A job that is {found.state} can only be aborted.")
    ingest.abort(found)
    return answers.json(telling.job(found, is_brief=True))


def delete(call: Call, job: str) -> HttpResponse:
    """DELETE jobs/query/ID → 204"""
    return ingest.remove(ingest.job_of(call, job, "query"))


def results(call: Call, job: str) -> HttpResponseBase:
    """GET jobs/query/ID/results?locator=&maxRecords=: the next rows as CSV"""
    found = ingest.job_of(call, job, "query")
    if found.state != State.JOB_COMPLETE:
        raise problem(400, ingest.STATE, f"The job is {found.state}; it has no results.")
    batch = found.batches.get()
    start = _number(call, "locator", 0)
    count = min(max(_number(call, "maxRecords", USUAL), 1), max(batch.done_count - start, 0))
    answer = telling.found(found, batch, start, count)
    end = start + count
    answer.headers["Sforce-NumberOfRecords"] = str(count)
    answer.headers["Sforce-Locator"] = str(end) if end < batch.done_count else "null"
    if _takes_any_form(call):
        del answer.headers["Content-Type"]
    return answer


def _takes_any_form(call: Call) -> bool:
    """Whether this is a client that stumbles over the form where it is told in small letters.

    Airbyte's connector finds the header only as `Content-Type` or not at all, as HTTP/2 never has
    it and our server does not, and then takes UTF-8; as `content-type` it cannot read its value.
    """
    is_python = call.header("User-Agent").startswith("python-requests/")
    asked = (call.header("Accept"), call.header("Accept-Encoding"))
    return is_python and asked == ("*/*", "gzip")


def _number(call: Call, name: str, usual: int) -> int:
    text = call.asked(name)
    if text in ("", "null"):
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise problem(400, "INVALID_QUERY_LOCATOR", f"{name} is a number that was told before.")
    return int(text)


collection = resource(GET=listed, POST=create)
one = resource(GET=read, PATCH=change, DELETE=delete)
results_view = resource(GET=results)
