"""The gate of the API: who calls, in which version, and that every refusal is JSON."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from headwater.api import answers, body, idempotency, tokens, usage
from headwater.api.caller import Caller
from headwater.api.client_terms import PER_DAY
from headwater.api.problems import NOT_ALLOWED, Problems, not_found, of_refused, problem
from headwater.people.models import User
from headwater.records.problem import Refused

log = logging.getLogger("headwater.api")

VERSIONS = tuple(f"{number}.0" for number in range(31, 67))
NEWEST = VERSIONS[-1]
DAILY_REQUESTS = PER_DAY
LIMIT_INFO = f"api-usage=0/{DAILY_REQUESTS}"  # where nobody is counted
LIMIT = "REQUEST_LIMIT_EXCEEDED"
READING = frozenset({"GET", "HEAD"})
ONCE = frozenset({"POST", "PATCH"})  # heed an Idempotency-Key
# What PostgreSQL refuses by its SQLSTATE, in the words of a client.
OF_DATABASE = {
    "22001": ("STRING_TOO_LONG", "A text is too long."),
    "22003": ("NUMBER_OUTSIDE_VALID_RANGE", "A number is out of range."),
    "23502": ("REQUIRED_FIELD_MISSING", "A field that must say something is empty."),
    "23503": ("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
    "23505": ("DUPLICATE_VALUE", "Another record has this already."),
    "23514": ("FIELD_INTEGRITY_EXCEPTION", "These values do not go together."),
    "40001": ("UNABLE_TO_LOCK_ROW", "Somebody else changes this; try again."),
    "40P01": ("UNABLE_TO_LOCK_ROW", "Somebody else changes this; try again."),
}


@dataclass
class Call:
    """One request of a program: `user` is who it acts for (None where nobody need be known)."""

    request: HttpRequest
    user: User | None
    version: str = NEWEST

    @property
    def by(self) -> User:
        """Who it acts for; the gate has let nobody else through."""
        if self.user is None:
            raise _session_invalid()
        return self.user

    @cached_property
    def caller(self) -> Caller:
        """Who writes, and how, for what is done without the request."""
        headers = {name.lower(): text for name, text in self.request.headers.items()}
        return Caller(self.by, self.version, headers)

    @cached_property
    def body(self) -> bytes:
        """All that was sent."""
        return body.read(self.request)

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The record in the body: field → value."""
        return body.fields_in(self.body)

    def header(self, name: str) -> str:
        return str(self.request.headers.get(name, ""))

    def asked(self, name: str) -> str:
        """A parameter of the query string, '' where there is none."""
        return str(self.request.GET.get(name, ""))


Handler = Callable[..., HttpResponseBase]
View = Callable[..., HttpResponseBase]


def resource(*, is_open: bool = False, of_oneself: bool = False, **handlers: Handler) -> View:
    """A view from handlers by method: `resource(GET=read, PATCH=change)`.

    `is_open` lets callers in without a token, `of_oneself` with one that sees no data. A session's
    cookie is never looked at.
    """

    @csrf_exempt
    def view(request: HttpRequest, version: str = NEWEST, **path: str) -> HttpResponseBase:
        answer: HttpResponseBase
        try:
            answer = _answer(request, version, path, handlers, (is_open, of_oneself))
        except Exception as error:
            refusal = told(error)
            answer = answers.json(refusal.body, refusal.status)
            if refusal.status == 403 and refusal.body[0]["errorCode"] == LIMIT:
                answer.headers["Retry-After"] = str(usage.seconds_left())
        answer._has_been_logged = True  # type: ignore[attr-defined]  # a refusal is no incident
        answer.headers.setdefault("Sforce-Limit-Info", getattr(request, "api_usage", LIMIT_INFO))
        answer.headers.setdefault("Cache-Control", "no-store")
        return answers.zipped(request, answer)

    return view


def token_in(request: HttpRequest) -> str:
    """The token of a request, '' where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() in ("bearer", "oauth") else ""


def admitted(request: HttpRequest, token: str, *, of_oneself: bool = False) -> tokens.Holder:
    """Who calls with this token, counted; raises Problems (401, 403)."""
    holder = tokens.holder_of(token) if token else None
    if holder is None:
        raise _session_invalid()
    if not (holder.sees_data or of_oneself):
        message = "This session is not valid for use with the API"
        raise problem(403, "INVALID_SESSION_ID", message)
    count = usage.spend(holder.client_id, holder.user.pk)
    request.api_usage = count.said  # type: ignore[attr-defined]
    return holder


def refuse_readers(holder: tokens.Holder) -> None:
    """Some people, and some tokens, may look at everything and change nothing."""
    if not holder.user.can_edit:
        raise problem(403, NOT_ALLOWED, "You can read everything here, but not change it.")
    if holder.reads_only:
        raise problem(403, NOT_ALLOWED, "This token may read everything here, but not change it.")


def _answer(
    request: HttpRequest,
    version: str,
    path: dict[str, str],
    handlers: dict[str, Handler],
    openness: tuple[bool, bool],
) -> HttpResponseBase:
    is_open, of_oneself = openness
    holder = None if is_open else admitted(request, token_in(request), of_oneself=of_oneself)
    user = holder.user if holder else None
    if version not in VERSIONS:
        raise not_found()
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise problem(400, "INVALID_REQUEST", "An address cannot hold the character NUL.")
    method = _method(request)
    if method not in handlers:
        allowed = ", ".join(handlers)
        message = f"HTTP Method '{method}' not allowed. Allowed are {allowed}"
        refusal = answers.json([{"message": message, "errorCode": "METHOD_NOT_ALLOWED"}], 405)
        refusal.headers["Allow"] = allowed
        return refusal
    if holder and method not in READING and not of_oneself:
        refuse_readers(holder)
    call = Call(request, user, version)
    if user and method in ONCE and idempotency.HEADER in request.headers:
        return _once(call, user, lambda: cast(HttpResponse, handlers[method](call, **path)))
    return handlers[method](call, **path)


def _once(call: Call, user: User, work: idempotency.Work) -> HttpResponse:
    """A refusal is an answer like others: the second request is refused in the same words."""

    def answered() -> HttpResponse:
        try:
            return work()
        except (Problems, Refused) as error:
            refusal = told(error)
            return answers.json(refusal.body, refusal.status)

    return idempotency.once(call.request, f"user:{user.pk}", call.body, answered)


def _method(request: HttpRequest) -> str:
    """The method; who cannot PATCH posts with `_HttpMethod=PATCH`, or says so in a header."""
    method = str(request.method)
    if method == "POST":
        said = request.headers.get("X-HTTP-Method-Override", method)
        method = request.GET.get("_HttpMethod", said).upper()
    return "GET" if method == "HEAD" else method


def told(error: Exception) -> Problems:
    """Every way to fail as a client understands it; only what is our fault is a 500."""
    if isinstance(error, Problems):
        return error
    if isinstance(error, Refused):
        return of_refused(error)
    if isinstance(error, idempotency.BadKey | idempotency.KeyUsed):
        status = 400 if isinstance(error, idempotency.BadKey) else 422
        return problem(status, "INVALID_IDEMPOTENCY_KEY", str(error))
    if isinstance(error, SuspiciousOperation | BadRequest | MultiPartParserError):
        return problem(400, "INVALID_REQUEST", "That request does not make sense.")
    found = OF_DATABASE.get(getattr(error.__cause__, "sqlstate", None) or "")
    if found and isinstance(error, DatabaseError):
        return problem(400, *found)
    log.exception("A call of the API failed")
    return problem(500, "UNKNOWN_EXCEPTION", "Something broke on our side; the log knows more.")


def _session_invalid() -> Problems:
    return problem(401, "INVALID_SESSION_ID", "Session expired or invalid")
