"""A request within a request: run as if it had been sent by itself, by the same caller."""

import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from headwater.api.gate import Call
from headwater.api.problems import Problems, not_found, problem

DATA = "/services/data/"
# Writes several records; a POST to an object's name only reads.
COLLECTION = re.compile(r"/services/data/v[\d.]+/composite/sobjects(?:/\w+/\w+)?/?")
# What belongs to the outer body or must not be done twice.
OUTER_ONLY = (
    "HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_ENCODING", "HTTP_IDEMPOTENCY_KEY",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING", "CONTENT_LENGTH", "CONTENT_TYPE",
)  # fmt: skip
# These hold requests themselves, or speak another language than JSON.
OUTSIDE = ("/composite/batch", "/composite/graph", "/composite/tree", "/jobs/")


@dataclass(frozen=True, slots=True)
class Inner:
    """What was answered: `told` is its JSON, None where it has none."""

    status: int
    told: Any
    location: str = ""
    is_refused: bool = False  # though its status is 200: records of it, all or none of them

    @property
    def is_done(self) -> bool:
        return not self.is_refused and (self.status < 300 or self.status == 304)


def run_all(call: Call, method: str, url: str, body: Any, headers: Any = None) -> Inner:
    """The same among requests that are all or nothing: so are the records of a collection, too.

    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_allornone.htm
    """
    parts = urlsplit(url)
    if method == "GET" or not COLLECTION.fullmatch(unquote(parts.path)):
        return run(call, method, url, body, headers)
    if method == "DELETE":
        whole = f"{parts.path}?{_all_of(parts.query)}"
        done = run(call, method, whole, body, headers)
    else:
        body = body | {"allOrNone": True} if isinstance(body, dict) else body
        done = run(call, method, url, body, headers)
    told = done.told if isinstance(done.told, list) else []
    failed = any(isinstance(each, dict) and each.get("success") is False for each in told)
    return replace(done, is_refused=failed)


def _all_of(query: str) -> str:
    asked = QueryDict(query, mutable=True)
    asked["allOrNone"] = "true"
    return asked.urlencode()


def run(call: Call, method: str, url: str, body: Any, headers: Any = None) -> Inner:
    """Answer one inner request; nothing is raised."""
    try:
        answer = _answered(call, method, url, body, headers if isinstance(headers, dict) else {})
    except Problems as refusal:
        return Inner(refusal.status, refusal.body)
    told = orjson.loads(answer.content) if answer.content else None
    location = ""
    if method == "POST" and answer.status_code == 201 and isinstance(told, dict):
        location = f"{urlsplit(url).path.rstrip('/')}/{told.get('id', '')}"
    return Inner(answer.status_code, told, location)


def _answered(
    call: Call, method: str, url: str, body: Any, headers: dict[str, Any]
) -> HttpResponse:
    parts = urlsplit(url)
    path = unquote(parts.path)
    is_nested = path.rstrip("/").endswith("/composite") or any(each in path for each in OUTSIDE)
    if not path.startswith(DATA) or is_nested:
        message = f"This cannot be asked within another request: {url[:200]}"
        raise problem(400, "INVALID_INPUT", message)
    try:
        found = resolve(path)
    except Resolver404:
        raise not_found() from None
    request = _request(call.request, method, path, parts.query, body)
    for name, text in headers.items():
        request.META["HTTP_" + str(name).upper().replace("-", "_")] = str(text)
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer


def _request(outer: HttpRequest, method: str, path: str, query: str, body: Any) -> HttpRequest:
    data = b"" if body is None else orjson.dumps(body)
    request = HttpRequest()
    request.method, request.path, request.path_info = method.upper(), path, path
    meta = {name: text for name, text in outer.META.items() if name not in OUTER_ONLY}
    request.META = meta | {
        "REQUEST_METHOD": method.upper(), "QUERY_STRING": query, "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(data)), "CONTENT_TYPE": "application/json",
        "wsgi.input": BytesIO(data),
    }  # fmt: skip
    request.GET = QueryDict(query)
    request._stream = BytesIO(data)
    return request
