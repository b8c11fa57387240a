"""OpenID Connect: who has signed in, in a token that a client can check by itself."""

import base64
import hashlib
import time

import orjson
from django.http import HttpRequest, HttpResponse
from jwcrypto.jws import JWS  # type: ignore[import-untyped]

from headwater.api import addresses, answers, signing_key, tokens
from headwater.api.oauth_call import endpoint
from headwater.people.models import User

SCOPE = "openid"


def issue(
    request: HttpRequest, user: User, client_id: str, *, access_token: str, nonce: str = ""
) -> str:
    """A signed JWT (RS256) for this client, good for as long as its access token."""
    now, key = int(time.time()), signing_key.current()
    claims = {
        "iss": addresses.base(request), "sub": addresses.identity(request, user),
        "aud": client_id, "iat": now, "exp": now + tokens.lifetime(),
        "at_hash": _half(access_token), "email": user.email, "email_verified": True,
        "name": user.name, "preferred_username": user.email,
    }  # fmt: skip
    signed = JWS(orjson.dumps(claims | ({"nonce": nonce} if nonce else {})))
    head = {"alg": "RS256", "typ": "JWT", "kid": key["kid"]}
    signed.add_signature(key, protected=orjson.dumps(head).decode())
    return str(signed.serialize(compact=True))


def _half(token: str) -> str:
    """Half of the hash of the access token that came along, as the standard asks."""
    digest = hashlib.sha256(token.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def _keys(request: HttpRequest) -> HttpResponse:
    """GET /id/keys, for everybody: by which keys such tokens are checked."""
    return answers.json({"keys": signing_key.published()})


keys = endpoint(_keys)
