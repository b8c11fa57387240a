"""The gate of `/api`: which program calls, by an intake key or an OAuth token; refusals in words.

Beside Salesforce's addresses, where errors look like Salesforce's; here they are RFC 9457.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from headwater.api import idempotency, intake_key, tokens
from headwater.api.gate import token_in
from headwater.api.intake_key import IntakeKey
from headwater.api.problem_json import Told
from headwater.api.problems import Problems
from headwater.people.models import User

log = logging.getLogger("headwater.api")

AWAY = (OperationalError, InterfaceError)
OURS = "Headwater-Webhooks"  # how our own deliveries call themselves
TRUSTED_FOR = 24 * 3600.0  # seconds in which a key is believed while the database is away
OURS_TO_TELL: tuple[tuple[type[Exception], int, str], ...] = (
    (idempotency.BadKey, 400, "Bad idempotency key"),
    (idempotency.KeyUsed, 422, "Idempotency key used before"),
)
TITLES = {400: "Bad request", 404: "Not found", 413: "Too large"}


@dataclass(frozen=True, slots=True)
class Client:
    """Who calls: the holder of a key, or a program in the name of a user."""

    key: IntakeKey | None = None
    user: User | None = None

    @property
    def mark(self) -> str:
        """By which its idempotency keys are told from those of others."""
        return f"key:{self.key.pk}" if self.key else f"user:{self.user.pk if self.user else 0}"


Handler = Callable[..., HttpResponse]
# Keys that this process has seen to hold, and when.
_trusted: dict[str, tuple[Client, float]] = {}


def resource(**handlers: Handler) -> Callable[..., HttpResponse]:
    """A view from handlers by method; each takes the request, and what the address says."""

    @csrf_exempt
    def view(request: HttpRequest, **path: str) -> HttpResponse:
        try:
            answer = _answer(request, handlers, path)
        except Exception as error:
            answer = _told(error).answer
        answer._has_been_logged = True  # type: ignore[attr-defined]  # a refusal is no incident
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return view


def client_of(request: HttpRequest) -> Client:
    """Who calls; raises Told (401, 403)."""
    token = token_in(request)
    if not token:
        raise _unknown("Send an intake key or a token as “Authorization: Bearer …”.")
    if not token.startswith(intake_key.PREFIX):
        user = tokens.user_of(token)
        if user is None:
            raise _unknown("This token does not hold, or no longer.")
        return Client(user=user)
    key = intake_key.of_token(token)
    if key is None:
        _trusted.pop(intake_key.hash_of(token), None)
        raise _unknown("This intake key is not known here, or was revoked.")
    client = Client(key=key)
    _trusted[intake_key.hash_of(token)] = client, time.monotonic()
    return client


def remembered(request: HttpRequest) -> Client | None:
    """Who calls while nobody can be asked: a key that held within the last day."""
    client, at = _trusted.get(intake_key.hash_of(token_in(request)), (None, 0.0))
    return client if client and time.monotonic() - at < TRUSTED_FOR else None


def refuse_readers(client: Client) -> None:
    """Some users may look at everything and change nothing."""
    if client.user and not client.user.can_edit:
        raise Told(403, "Not allowed", "This user can read everything here, but not add to it.")


def refuse_ourselves(request: HttpRequest) -> None:
    """A webhook pointed at this door would bring in what it tells about, without an end."""
    if request.headers.get("User-Agent", "").startswith(OURS):
        raise Told(508, "Loop detected", "This is a webhook of Headwater's own; it is no lead.")


def _answer(
    request: HttpRequest, handlers: dict[str, Handler], path: dict[str, str]
) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method not in handlers:
        allowed = ", ".join(handlers)
        words = f"This address takes {allowed}, not {method[:20]}."
        raise Told(405, "Method not allowed", words, headers={"Allow": allowed})
    return handlers[method](request, **path)


def _told(error: Exception) -> Told:
    if isinstance(error, Told):
        return error
    if isinstance(error, Problems):  # the body, read as for the addresses of Salesforce
        words = " ".join(each["message"] for each in error.body)
        return Told(error.status, TITLES.get(error.status, "Refused"), words)
    for kind, status, title in OURS_TO_TELL:
        if isinstance(error, kind):
            return Told(status, title, str(error))
    return _broken(error)


def _broken(error: Exception) -> Told:
    if isinstance(error, RecursionError):
        return Told(400, "Bad request", "The body is nested too deeply.")
    if isinstance(error, AWAY):
        log.warning("The database is away: %s", error)
        words = "The database is away. Nothing was taken; please send it again."
        return Told(503, "Try again soon", words, headers={"Retry-After": "5"})
    log.error("A call of the API failed", exc_info=error)
    return Told(500, "Our mistake", "Something broke on our side; the log knows more.")


def _unknown(words: str) -> Told:
    return Told(401, "Who are you?", words, headers={"WWW-Authenticate": "Bearer"})


def _nothing(request: HttpRequest, **path: str) -> HttpResponse:
    raise Told(404, "Not found", "There is nothing at this address. See /api/openapi.json.")


nothing = resource(**dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), _nothing))
