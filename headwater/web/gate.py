"""The gate: every page needs a signed-in person, except the few that are named here."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

from headwater.people.models import User
from headwater.people.standing import moment
from headwater.web import toasts

SIGN_IN = "/sign-in"

# `services`, `id`, `api` and `.well-known` speak for API clients and check their tokens themselves;
# `/live` is answered from memory and reads its own cookie.
OPEN = re.compile(
    r"""/(
        sign-in(/closed)? | sign-out | password/reset(/.*)? | healthz | favicon\.ico | robots\.txt
      | static/.* | live | theme
      | forms/(?!new$)[\w-]+(/thanks|/challenge|/frame(/thanks)?|\.js)?
      | preferences/[\w.-]+ | unsubscribe/[\w.-]+ | feeds/[\w-]+\.ics
      | visits
      | mail/(click/[\w.-]+ | open/[\w.-]+\.gif | events/[\w-]+)
      | servlet/servlet\.WebToLead | company(/.*)?
      | /?services(/.*)? | id(/.*)? | api(/.*)? | cometd(/.*)? | \.well-known/.*
    )""",
    re.VERBOSE | re.DOTALL,
)


def is_open(path: str) -> bool:
    """Whether a visitor without a session may ask for `path`."""
    return OPEN.fullmatch(path) is not None


class SignedInMiddleware:
    """Let signed-in people through; send pages to sign in and refuse htmx and JSON with 401."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_open(request.path) and not request.user.is_authenticated:
            return _refuse(request)
        with timezone.override(_zone(request)), _one_state(request):
            response = self.get_response(request)
        toasts.deliver(request, response)
        return response


def _zone(request: HttpRequest) -> ZoneInfo | None:
    """The person's own time zone; None leaves Django's for visitors."""
    return None if is_open(request.path) else cast(User, request.user).zone


def _one_state(request: HttpRequest) -> AbstractContextManager[None]:
    """What is kept in memory is compared with the database once a page; a deed may change it."""
    is_reading = request.method in ("GET", "HEAD") and not is_open(request.path)
    return moment() if is_reading else nullcontext()


def _refuse(request: HttpRequest) -> HttpResponse:
    """A redirect inside a fragment would put the sign-in page into the page: hence 401 there."""
    # `GET /` is how some programs see whether anybody is here: they get a page, not a refusal.
    is_looking = request.path == "/" and request.method in ("GET", "HEAD")
    wants_page = is_looking or "text/html" in request.headers.get("Accept", "*/*, text/html")
    if request.headers.get("HX-Request") or not wants_page:
        words = "You are signed out. Sign in again, in another tab if you have typed something."
        return HttpResponse(words, status=401, content_type="text/plain")
    here = request.get_full_path()
    # After signing in a person wants to read; a POST repeated as a GET would only confuse.
    query = "" if request.method != "GET" or here == "/" else "?" + urlencode({"next": here})
    return HttpResponseRedirect(SIGN_IN + query)
