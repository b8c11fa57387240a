"""`/services/oauth2/token`: by password, client credentials, refresh token, code or JWT."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from headwater.api import (
    addresses,
    answers,
    client_terms,
    id_tokens,
    oauth_assertion,
    oauth_codes,
    sign_in,
    tokens,
)
from headwater.api.oauth_call import (
    Denied,
    Given,
    client_in,
    endpoint,
    given_in,
    wanted_scopes,
)
from headwater.people.models import User

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Granted:
    """Whom a token will be for, with which scopes, and whether it is to be renewed."""

    user: User
    scopes: Sequence[str]
    with_refresh: bool = False
    nonce: str = ""


def _token(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Denied("invalid_request", "must use HTTP POST")
    given = given_in(request)
    asked = given.get("grant_type", "")
    if asked == JWT_BEARER:  # its client is named inside what it signed
        client, user = oauth_assertion.read(request, given.get("assertion", ""))
        return answers.json(_told(request, Granted(user, _scopes(given, client)), client, ""))
    grant = GRANTS.get(asked)
    if grant is None:
        raise Denied("unsupported_grant_type", "grant type not supported")
    client = client_in(request, given)
    granted = grant(request, given, client)
    return answers.json(_told(request, granted, client, given["client_secret"]))


def _scopes(given: Given, client: Any) -> list[str]:
    """What is asked for, as far as the client may have it; all of that where nothing is asked."""
    allowed = client_terms.scopes_in(client_terms.of(client).scopes)
    asked = wanted_scopes(given.get("scope", ""))
    if "full" in allowed:
        return asked or allowed
    if asked and not (kept := [each for each in asked if each in allowed]):
        raise Denied("invalid_scope", "the requested scope is not allowed")
    return kept if asked else allowed


def _by_password(request: HttpRequest, given: Given, client: Any) -> Granted:
    user = sign_in.user_by_password(request, given.get("username", ""), given.get("password", ""))
    if user is None:
        raise Denied("invalid_grant", "authentication failure")
    return Granted(user, _scopes(given, client))


def _by_credentials(request: HttpRequest, given: Given, client: Any) -> Granted:
    user: User | None = client.user
    if user is None:
        raise Denied("invalid_request", "no client credentials user enabled")
    if client.client_type == client.CLIENT_PUBLIC:
        raise Denied("invalid_grant", "a client without a secret acts for people only")
    if not user.is_active:
        raise Denied("inactive_user", "user is inactive")
    return Granted(user, _scopes(given, client))


def _by_refresh_token(request: HttpRequest, given: Given, client: Any) -> Granted:
    user = tokens.refreshing(given.get("refresh_token", ""), client)
    if user is None:
        raise Denied("invalid_grant", "expired access/refresh token")
    return Granted(user, _scopes(given, client))


def _by_code(request: HttpRequest, given: Given, client: Any) -> Granted:
    redeemed = oauth_codes.redeem(
        given.get("code", ""), client, given.get("redirect_uri", ""), given.get("code_verifier", "")
    )
    with_refresh = "refresh_token" in redeemed.scopes
    return Granted(redeemed.user, redeemed.scopes, with_refresh, redeemed.nonce)


Grant = Callable[[HttpRequest, Given, Any], Granted]
GRANTS: dict[str, Grant] = {
    "password": _by_password,
    "client_credentials": _by_credentials,
    "refresh_token": _by_refresh_token,
    "authorization_code": _by_code,
}


def _told(request: HttpRequest, granted: Granted, client: Any, secret: str) -> dict[str, Any]:
    """A token, and the proof that it comes from somebody who knows the client's secret."""
    user = granted.user
    identity, issued_at = addresses.identity(request, user), str(int(time.time() * 1000))
    proof = hmac.new(secret.encode(), (identity + issued_at).encode(), hashlib.sha256).digest()
    scopes = [
        each for each in granted.scopes if granted.with_refresh or each != "refresh_token"
    ] or ["id"]  # fmt: skip
    told = {
        "access_token": tokens.issue(user, client, " ".join(scopes)),
        "instance_url": addresses.base(request),
        "id": identity,
        "token_type": "Bearer",
        "issued_at": issued_at,
        "signature": base64.b64encode(proof).decode(),
        "scope": " ".join(scopes),
    }
    if id_tokens.SCOPE in scopes:
        told["id_token"] = id_tokens.issue(
            request, user, client.client_id, access_token=told["access_token"], nonce=granted.nonce
        )
    if granted.with_refresh:
        told["refresh_token"] = tokens.issue_refresh(user, client)
    return told


token = endpoint(_token)
