"""`/services/oauth2/revoke`, `…/introspect`, and where a program finds all of this."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from headwater.api import addresses, answers, client_terms, tokens
from headwater.api.oauth_call import Denied, client_in, endpoint, given_in


def _revoke(request: HttpRequest) -> HttpResponse:
    """GET or POST /services/oauth2/revoke?token=…; who holds a token may end it."""
    if not tokens.revoke(given_in(request).get("token", "")):
        raise Denied("invalid_token", "There is no such token, or it has ended already.")
    return HttpResponse(status=200)


def _introspect(request: HttpRequest) -> HttpResponse:
    """POST /services/oauth2/introspect: what a client's own token still is."""
    if request.method != "POST":
        raise Denied("invalid_request", "must use HTTP POST")
    given = given_in(request)
    client, token = client_in(request, given), given.get("token", "")
    row = tokens.found_token(token)
    kind = "access_token"
    if row is None:
        row, kind = tokens.found_refresh(token), "refresh_token"
    if row is None or row.application_id != client.pk or not row.user.is_active:
        return answers.json({"active": False})
    issued = int(row.created.timestamp())
    told: dict[str, Any] = {
        "active": True, "client_id": client.client_id, "username": row.user.email,
        "sub": addresses.identity(request, row.user), "token_type": kind, "iat": issued,
        "nbf": issued, "scope": client_terms.of(client).scopes,
    }  # fmt: skip
    if kind == "access_token":
        told |= {"scope": row.scope, "exp": int(row.expires.timestamp())}
    return answers.json(told)


def _configuration(request: HttpRequest) -> HttpResponse:
    """GET /.well-known/openid-configuration"""
    base = addresses.base(request)
    here = f"{base}/services/oauth2"
    return answers.json({
        "issuer": base,
        "authorization_endpoint": f"{here}/authorize",
        "token_endpoint": f"{here}/token",
        "revocation_endpoint": f"{here}/revoke",
        "introspection_endpoint": f"{here}/introspect",
        "userinfo_endpoint": f"{here}/userinfo",
        "jwks_uri": f"{base}/id/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": [
            "iss", "sub", "aud", "iat", "exp", "at_hash", "nonce", "email", "email_verified",
            "name", "preferred_username",
        ],
        "scopes_supported": list(client_terms.SCOPES),
        "response_types_supported": ["code"],
        "grant_types_supported": [
            "authorization_code", "client_credentials", "password", "refresh_token",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_post", "client_secret_basic", "none",
        ],
        "display_values_supported": ["page"],
    })  # fmt: skip


revoke = endpoint(_revoke)
introspect = endpoint(_introspect)
configuration = endpoint(_configuration)
