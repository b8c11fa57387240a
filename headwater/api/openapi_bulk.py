"""Bulk 2.0 jobs in the OpenAPI document."""

from typing import Any

from headwater.api.openapi_calls import EMPTY, TEXT, call, query, said, within
from headwater.api.openapi_records import is_writable, kinds
from headwater.api.openapi_shapes import answer, structure

OF = "Bulk jobs"
JOB = within("job", "The job's id")
STATE = said(structure(state={"enum": ["UploadComplete", "Aborted"]}) | {"required": ["state"]})
FORM = {
    "contentType": {"enum": ["CSV"]},
    "columnDelimiter": {"enum": ["COMMA", "TAB", "SEMICOLON", "PIPE", "CARET", "BACKQUOTE"]},
    "lineEnding": {"enum": ["LF", "CRLF"]},
}
TOLD = {"200": answer("Any", "The job, and how far it is")}
LISTED = {"200": answer("Any", "The jobs that you see")}
ROWS = {"description": "Rows", "content": {"text/csv": {"schema": {"type": "string"}}}}


def paths(data: str) -> dict[str, Any]:
    """Path → what it takes; `data` is the path of the API's newest version."""
    here = _ingest() | _query()
    return {f"{data}/jobs{path}": each for path, each in here.items()}


def _ingest() -> dict[str, Any]:
    new = structure(
        object={"enum": [kind.name for kind in kinds() if is_writable(kind)]},
        operation={"enum": ["insert", "update", "upsert", "delete", "hardDelete"]},
        externalIdFieldName=TEXT, **FORM,
    ) | {"required": ["object", "operation"]}  # fmt: skip
    found: dict[str, Any] = {
        "/ingest": {
            "get": call("listIngest", "Jobs that bring records in", OF, LISTED),
            "post": call("createIngest", "A new job", OF, TOLD, body=said(new)),
        },
        "/ingest/{job}": _job("Ingest"),
        "/ingest/{job}/batches": {"put": call(
            "putIngest", "Its rows, up to 150 MB", OF, {"201": EMPTY}, [JOB],
            said({"type": "string"}, "text/csv"))},
    }  # fmt: skip
    for which in ("successfulResults", "failedResults", "unprocessedrecords"):
        found[f"/ingest/{{job}}/{which}"] = {
            "get": call(f"{which}OfIngest", "What became of the rows", OF, {"200": ROWS}, [JOB])
        }
    return found


def _query() -> dict[str, Any]:
    new = structure(operation={"enum": ["query", "queryAll"]}, query=TEXT, **FORM)
    page = [JOB, query("locator", "Of `Sforce-Locator`"), query("maxRecords", "How many at most")]
    return {
        "/query": {
            "get": call("listQueries", "Jobs that bring rows out", OF, LISTED),
            "post": call("createQuery", "A new job", OF, TOLD,
                         body=said(new | {"required": ["operation", "query"]})),
        },
        "/query/{job}": _job("Query"),
        "/query/{job}/results": {"get": call(
            "resultsOfQuery", "The next rows", OF, {"200": ROWS}, page)},
    }  # fmt: skip


def _job(name: str) -> dict[str, Any]:
    return {
        "get": call(f"get{name}Job", "How far it is", OF, TOLD, [JOB]),
        "patch": call(f"change{name}Job", "Close it, or break it off", OF, TOLD, [JOB], STATE),
        "delete": call(f"delete{name}Job", "Forget it", OF, {"204": EMPTY}, [JOB]),
    }
