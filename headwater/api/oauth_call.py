"""A call of `/services/oauth2/…`: its parameters, which client asks, refusals in its words."""

import base64
import binascii
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from headwater.api import answers, body, client_terms, sign_in
from headwater.api.problems import Problems

Given = dict[str, str]


class Denied(Exception):
    """OAuth's own way to refuse: an error and its description."""

    def __init__(self, error: str, description: str) -> None:
        self.error, self.description = error, description
        super().__init__(error)


def endpoint(work: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view whose refusals are OAuth's."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        try:
            answer = work(request)
        except Denied as denied:
            answer = _refuse(denied.error, denied.description)
        except sign_in.TooManyTries:
            answer = _refuse("rate_limit_exceeded", "Too many tries; wait a few minutes.")
        except Problems as problems:
            answer = _refuse("invalid_request", problems.body[0]["message"])
        answer.headers["Cache-Control"] = "no-store"
        answer._has_been_logged = True  # type: ignore[attr-defined]  # a refusal is no incident
        return answer

    return view


def _refuse(error: str, description: str) -> HttpResponse:
    return answers.json({"error": error, "error_description": description}, 400)


def given_in(request: HttpRequest) -> Given:
    """The parameters of body and query; a client may also send its id and secret as Basic."""
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    if request.method == "POST":
        text = body.read(request).decode("utf-8", "replace")
        pairs += parse_qsl(text, keep_blank_values=True)
    given = {name: value.replace("\x00", "") for name, value in pairs}
    scheme, _, code = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            text = base64.b64decode(code, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Denied("invalid_client", "invalid client credentials") from None
        name, _, secret = text.partition(":")
        given |= {"client_id": unquote_plus(name), "client_secret": unquote_plus(secret)}
    given.setdefault("client_secret", "")
    return given


def client_in(request: HttpRequest, given: Given) -> Any:
    """Who asks, by its secret; a public one has none. Raises Denied."""
    client = sign_in.client_by_id(given.get("client_id", ""))
    if client is None:
        raise Denied("invalid_client_id", "client identifier invalid")
    has_none = client.client_type == client.CLIENT_PUBLIC and not given["client_secret"]
    if not has_none and not sign_in.is_secret_of(request, client, given["client_secret"]):
        raise Denied("invalid_client", "invalid client credentials")
    return client


def wanted_scopes(text: str) -> list[str]:
    """The scopes that are asked for; raises Denied for unknown ones."""
    try:
        return client_terms.scopes_in(text)
    except ValueError as unknown:
        raise Denied("invalid_scope", f"there is no scope {str(unknown)[:80]}") from None
