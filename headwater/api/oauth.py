"""`/services/oauth2/…`: tokens by password, client credentials or refresh token; their end."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from headwater.api import addresses, answers, body, sign_in, tokens
from headwater.api.problems import Problems
from headwater.people.models import User

Given = dict[str, str]


class Denied(Exception):
    """OAuth's own way to refuse: an error and its description."""

    def __init__(self, error: str, description: str) -> None:
        self.error, self.description = error, description
        super().__init__(error)


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """POST /services/oauth2/token"""
    try:
        answer = answers.json(_token(request))
    except Denied as denied:
        answer = _refuse(denied.error, denied.description)
    except sign_in.TooManyTries:
        answer = _refuse("rate_limit_exceeded", "Too many tries; wait a few minutes.")
    except Problems as problems:
        answer = _refuse("invalid_request", problems.body[0]["message"])
    answer.headers["Cache-Control"] = "no-store"
    return answer


@csrf_exempt
def revoke(request: HttpRequest) -> HttpResponse:
    """GET or POST /services/oauth2/revoke?token=…"""
    try:
        given = _given(request)
    except Problems as problems:
        return _refuse("invalid_request", problems.body[0]["message"])
    if not tokens.revoke(given.get("token", "")):
        return _refuse("invalid_token", "There is no such token, or it has ended already.")
    return HttpResponse(status=200)


def _refuse(error: str, description: str) -> HttpResponse:
    return answers.json({"error": error, "error_description": description}, 400)


def _token(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        raise Denied("invalid_request", "must use HTTP POST")
    given = _given(request)
    grant = GRANTS.get(given.get("grant_type", ""))
    if grant is None:
        raise Denied("unsupported_grant_type", "grant type not supported")
    client = _client(request, given)
    user = grant(request, given, client)
    return _granted(request, user, client, given["client_secret"])


def _given(request: HttpRequest) -> Given:
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


def _client(request: HttpRequest, given: Given) -> Any:
    client = sign_in.client_by_id(given.get("client_id", ""))
    if client is None:
        raise Denied("invalid_client_id", "client identifier invalid")
    if not sign_in.is_secret_of(request, client, given["client_secret"]):
        raise Denied("invalid_client", "invalid client credentials")
    return client


def _by_password(request: HttpRequest, given: Given, client: Any) -> User:
    user = sign_in.user_by_password(request, given.get("username", ""), given.get("password", ""))
    if user is None:
        raise Denied("invalid_grant", "authentication failure")
    return user


def _by_credentials(request: HttpRequest, given: Given, client: Any) -> User:
    user: User | None = client.user
    if user is None:
        raise Denied("invalid_request", "no client credentials user enabled")
    if not user.is_active:
        raise Denied("inactive_user", "user is inactive")
    return user


def _by_refresh_token(request: HttpRequest, given: Given, client: Any) -> User:
    user = tokens.refreshing(given.get("refresh_token", ""), client)
    if user is None:
        raise Denied("invalid_grant", "expired access/refresh token")
    return user


Grant = Callable[[HttpRequest, Given, Any], User]
GRANTS: dict[str, Grant] = {
    "password": _by_password,
    "client_credentials": _by_credentials,
    "refresh_token": _by_refresh_token,
}


def _granted(request: HttpRequest, user: User, client: Any, secret: str) -> dict[str, Any]:
    """A token, and the proof that it comes from somebody who knows the client's secret."""
    identity, issued_at = addresses.identity(request, user), str(int(time.time() * 1000))
    proof = hmac.new(secret.encode(), (identity + issued_at).encode(), hashlib.sha256).digest()
    return {
        "access_token": tokens.issue(user, client),
        "instance_url": addresses.base(request),
        "id": identity,
        "token_type": "Bearer",
        "issued_at": issued_at,
        "signature": base64.b64encode(proof).decode(),
        "scope": "api",
    }
