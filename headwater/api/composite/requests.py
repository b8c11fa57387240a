"""`composite`, `composite/batch`, `composite/graph`: several requests in one, in their order."""

import re
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from headwater.api import answers
from headwater.api.composite import inner, references
from headwater.api.gate import Call, resource
from headwater.api.problems import problem

MOST = 25
MOST_QUERIES = 5
MOST_NODES, MOST_GRAPHS = 500, 75
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
HALTED = "PROCESSING_HALTED"
TAKEN_BACK = (
    "The transaction was rolled back since another operation in the same transaction failed."
)
Told = dict[str, Any]


def composite(call: Call) -> HttpResponse:
    """POST composite: later requests may use what earlier ones were answered"""
    said = call.fields
    asked = _asked(said.get("compositeRequest"), "compositeRequest", MOST)
    queries = sum("/query" in str(each.get("url")) for each in asked)
    if queries > MOST_QUERIES:
        message = f"One call takes up to {MOST_QUERIES} queries; these are {queries}."
        raise problem(400, "LIMIT_EXCEEDED", message)
    told, _ = _together(call, asked, is_all=said.get("allOrNone") is True)
    return answers.json({"compositeResponse": told})


def batch(call: Call) -> HttpResponse:
    """POST composite/batch: each for itself; `haltOnError` stops at the first that fails"""
    said = call.fields
    results: list[Told] = []
    is_halted = False
    for each in _asked(said.get("batchRequests"), "batchRequests", MOST):
        if is_halted:
            refusal = [{"errorCode": "BATCH_PROCESSING_HALTED",
                        "message": "Batch processing was halted by an earlier error."}]  # fmt: skip
            results.append({"statusCode": 412, "result": refusal})
            continue
        url = str(each.get("url", "")).lstrip("/")
        whole = f"/{url}" if url.startswith("services/") else f"{inner.DATA}{url}"
        done = inner.run(call, _method(each), whole, each.get("richInput"))
        results.append({"statusCode": done.status, "result": done.told})
        is_halted = said.get("haltOnError") is True and not done.is_done
    has_errors = any(each["statusCode"] >= 400 for each in results)
    return answers.json({"hasErrors": has_errors, "results": results})


def graph(call: Call) -> HttpResponse:
    """POST composite/graph: each graph is all or nothing, and leaves the others alone"""
    graphs = call.fields.get("graphs")
    if not isinstance(graphs, list) or not all(isinstance(each, dict) for each in graphs):
        raise problem(400, "JSON_PARSER_ERROR", "`graphs` is a list of graphs.")
    if len(graphs) > MOST_GRAPHS:
        message = f"One call takes up to {MOST_GRAPHS} graphs."
        raise problem(400, "LIMIT_EXCEEDED", message)
    asked = [_asked(each.get("compositeRequest"), "compositeRequest", MOST_NODES)
             for each in graphs]  # fmt: skip
    if sum(map(len, asked)) > MOST_NODES:
        message = f"One call takes up to {MOST_NODES} nodes."
        raise problem(400, "LIMIT_EXCEEDED", message)
    told = []
    for each, requests in zip(graphs, asked, strict=True):
        done, is_done = _together(call, requests, is_all=True)
        told.append({
            "graphId": str(each.get("graphId", "")),
            "graphResponse": {"compositeResponse": done},
            "isSuccessful": is_done,
        })  # fmt: skip
    return answers.json({"graphs": told})


def _asked(given: Any, name: str, most: int) -> list[Told]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise problem(400, "JSON_PARSER_ERROR", f"`{name}` is a list of requests.")
    if not given or len(given) > most:
        message = f"One call takes 1 to {most} requests; these are {len(given)}."
        raise problem(400, "LIMIT_EXCEEDED", message)
    return given


def _together(call: Call, asked: list[Told], *, is_all: bool) -> tuple[list[Told], bool]:
    """The answers, and whether all is done; of all or nothing, what was done is taken back."""
    _refuse_names(asked)
    if not is_all:
        done = list(_each(call, asked))
        return [one for one, _ in done], all(is_done for _, is_done in done)
    with transaction.atomic():
        done = list(_each(call, asked, halts=True))
        if all(is_done for _, is_done in done):
            return [one for one, _ in done], True
        transaction.set_rollback(True)
    return [_taken_back(one) if is_done else one for one, is_done in done], False


def _each(call: Call, asked: list[Told], *, halts: bool = False) -> Any:
    """(answer, whether it is done) of each; `halts`: nothing is tried after one has failed."""
    known: dict[str, Any] = {}
    run = inner.run_all if halts else inner.run
    is_halted = False
    for each in asked:
        name = str(each["referenceId"])
        if is_halted:
            yield _taken_back({"referenceId": name}), False
            continue
        try:
            url = references.in_address(str(each.get("url", "")), known)
            body = references.resolved(each.get("body"), known)
            headers = references.resolved(each.get("httpHeaders"), known)
            done = run(call, _method(each), url, body, headers)
        except references.Unresolved as missing:
            refusal = [{"errorCode": HALTED, "message": str(missing)}]
            done = inner.Inner(400, refusal)
        if done.is_done:
            known[name] = done.told
        is_halted = halts and not done.is_done
        yield (
            {
                "body": done.told,
                "httpHeaders": {"Location": done.location} if done.location else {},
                "httpStatusCode": done.status,
                "referenceId": name,
            },
            done.is_done,
        )


def _taken_back(one: Told) -> Told:
    refusal = [{"errorCode": HALTED, "message": TAKEN_BACK}]
    name = one["referenceId"]
    return {"body": refusal, "httpHeaders": {}, "httpStatusCode": 400, "referenceId": name}


def _refuse_names(asked: list[Told]) -> None:
    met: set[str] = set()
    for each in asked:
        name = each.get("referenceId")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            message = f"A referenceId is of letters, digits and _: {str(name)[:40]}"
            raise problem(400, "INVALID_INPUT", message)
        if name in met:
            raise problem(400, "INVALID_INPUT", f"Duplicate referenceId: {name[:40]}")
        met.add(name)


def _method(each: Told) -> str:
    return str(each.get("method", "")).upper() or "GET"


composite_view = resource(POST=composite)
batch_view = resource(POST=batch)
graph_view = resource(POST=graph)
