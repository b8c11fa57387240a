"""Queries, searches, several requests in one and limits in the OpenAPI document."""

from typing import Any

from headwater.api.openapi_calls import TEXT, call, query, said, within
from headwater.api.openapi_shapes import answer, content, structure

SOQL = query("q", "SOQL: SELECT Id, Name FROM Lead WHERE …", is_needed=True)
COLUMNS = query("columns", "`true`: what the columns are, instead of the rows")
TOLD = {"200": answer("Any", "As it stands")}
SEVERAL = {"type": "array", "maxItems": 200, "items": structure(
    attributes=structure(type=TEXT)) | {"required": ["attributes"]}}  # fmt: skip
RECORDS = structure(allOrNone={"type": "boolean"}, records=SEVERAL) | {"required": ["records"]}
RESULTS = {"200": answer("Results", "One result for each record, in their order")}
KIND = within("object", "The name of an object")
IDS = query("ids", "Ids, joined by commas", is_needed=True)
REQUEST = structure(
    method={"enum": ["GET", "POST", "PATCH", "PUT", "DELETE"]}, url=TEXT, referenceId=TEXT,
    body={"type": "object"}, httpHeaders={"type": "object"},
) | {"required": ["method", "url", "referenceId"]}  # fmt: skip
REQUESTS = {"type": "array", "items": REQUEST, "minItems": 1, "maxItems": 25}
NAMES = {"type": "array", "items": TEXT}


def paths(data: str) -> dict[str, Any]:
    """Path → what it takes; `data` is the path of the API's newest version."""
    here = _asking() | _limits() | _several() | _together()
    return {f"{data}{path}": each for path, each in here.items()}


def _asking() -> dict[str, Any]:
    rows = {"200": answer("Found", "Up to 2,000 rows, and where the next are")}
    found = {"200": content({"type": ["object", "array"]}, "Records")}
    locator = within("locator", "Of `nextRecordsUrl`", r"^[^/]+$")
    words = said(structure(
        q=TEXT, fields=NAMES, sobjects={"type": "array", "items": structure(name=TEXT)},
        overallLimit={"type": "integer"},
        **{"in": {"enum": ["ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"]}},
    ) | {"required": ["q"]})  # fmt: skip
    parameters = [query("q", "What is sought", is_needed=True),
                  query("sobject", "Of which objects"), query("fields", "Fields")]  # fmt: skip
    sosl = [query("q", "SOSL: FIND {Ada} IN ALL FIELDS RETURNING Lead(Id, Name)", is_needed=True)]
    of = "Queries and searches"
    return {
        "/query": {"get": call("query", "Ask by SOQL", of, rows, [SOQL, COLUMNS])},
        "/queryAll": {"get": call("queryAll", "The same, deleted ones too", of, rows, [SOQL])},
        "/query/{locator}": {"get": call("queryMore", "The next rows", of, rows, [locator])},
        "/search": {"get": call("search", "Search by SOSL", of, found, sosl)},
        "/parameterizedSearch": {
            "get": call("searchByParameters", "Search words", of, found, parameters),
            "post": call("searchByBody", "Search words", of, found, body=words),
        },
    }


def _limits() -> dict[str, Any]:
    counted = query("sObjects", "Names of objects, joined by commas")
    most = query("limit", "How many", type="integer", minimum=1, maximum=200)
    listed = {"200": content({"type": "array", "items": {"type": "object"}}, "Records")}
    of = "Limits"
    return {
        "": {"get": call("resources", "What there is", of, TOLD)},
        "/limits": {"get": call("limits", "How much may be asked", of, TOLD)},
        "/limits/recordCount": {"get": call("counts", "How many records", of, TOLD, [counted])},
        "/recent": {"get": call("recent", "The newest records", of, listed, [most])},
    }


def _several() -> dict[str, Any]:
    named = [within("field", "An external id")]
    asked = structure(ids=NAMES, fields=NAMES) | {"required": ["ids", "fields"]}
    some = {"200": content({"type": "array", "items": {"type": ["object", "null"]}}, "In order")}
    fields, body, of = query("fields", "Names of fields", is_needed=True), said(RECORDS), "Several"
    return {
        "/composite/sobjects": {
            "post": call("createSeveral", "Up to 200 new records", of, RESULTS, body=body),
            "patch": call("changeSeveral", "Change up to 200", of, RESULTS, body=body),
            "delete": call("deleteSeveral", "Delete up to 200", of, RESULTS,
                           [IDS, query("allOrNone", "`true`: all or none")]),
        },
        "/composite/sobjects/{object}": {
            "get": call("getSeveral", "Records by ids", of, some, [KIND, IDS, fields]),
            "post": call("askSeveral", "Records by ids, up to 2,000", of, some, [KIND],
                         said(asked)),
        },
        "/composite/sobjects/{object}/{field}": {
            "patch": call("upsertSeveral", "Change or make up to 200", of, RESULTS,
                          [KIND, *named], body),
        },
    }  # fmt: skip


def _together() -> dict[str, Any]:
    batch = structure(haltOnError={"type": "boolean"}, batchRequests={
        "type": "array", "minItems": 1, "maxItems": 25,
        "items": structure(method=TEXT, url=TEXT, richInput={"type": "object"})})  # fmt: skip
    graphs = {"type": "array", "items": structure(graphId=TEXT, compositeRequest=REQUESTS)}
    node = structure(attributes=structure(type=TEXT, referenceId=TEXT))
    nodes = {"type": "array", "minItems": 1, "items": node}
    tree = structure(records=nodes) | {"required": ["records"]}
    whole = structure(allOrNone={"type": "boolean"}, compositeRequest=REQUESTS)
    of = "Several"
    return {
        "/composite": {"post": call(
            "composite", "Requests that use each other's answers", of, TOLD,
            body=said(whole | {"required": ["compositeRequest"]}))},
        "/composite/batch": {"post": call(
            "batch", "Up to 25 requests, each for itself", of, TOLD,
            body=said(batch | {"required": ["batchRequests"]}))},
        "/composite/graph": {"post": call(
            "graph", "Graphs of requests, each all or nothing", of, TOLD,
            body=said(structure(graphs=graphs) | {"required": ["graphs"]}))},
        "/composite/tree/{object}": {"post": call(
            "tree", "New records with their children", of,
            {"201": answer("Any", "The id behind each reference")}, [KIND], said(tree))},
    }  # fmt: skip
