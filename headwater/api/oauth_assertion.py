"""JWT bearer: a client signs for whom it wants to act; nobody types a password."""

import time
from typing import Any
from urllib.parse import urlsplit

import orjson
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.http import HttpRequest
from jwcrypto.common import JWException  # type: ignore[import-untyped]
from jwcrypto.jwk import JWK  # type: ignore[import-untyped]
from jwcrypto.jws import JWS  # type: ignore[import-untyped]

from headwater.api import addresses, client_terms, sign_in, tokens
from headwater.api.oauth_call import Denied
from headwater.people.models import User

AUDIENCES = ("login.salesforce.com", "test.salesforce.com")  # what clients have built in
LATEST = 15 * 60  # seconds from now that a signature may hold
MILLISECONDS = 1e11  # as seconds that would be the year 5138
LATE = 60  # seconds that clocks may differ; Salesforce's own CLI signs for less than one
LONGEST = 20_000  # characters
WEAKEST = 2048  # bits


def read(request: HttpRequest, assertion: str) -> tuple[Any, User]:
    """The client that signed, and for whom; raises Denied."""
    claims, signed = _unverified(assertion)
    client = sign_in.client_by_id(str(claims.get("iss", ""))[:200])
    if client is None:
        raise Denied("invalid_client_id", "client identifier invalid")
    _verify(signed, client_terms.of(client).certificate)
    _refuse_expired(claims.get("exp"))
    _refuse_elsewhere(request, claims.get("aud"))
    return client, _user(client, str(claims.get("sub") or claims.get("prn") or ""))


def public_key(pem: str) -> RSAPublicKey:
    """The RSA key of a certificate or of a public key in PEM; raises ValueError."""
    data = pem.strip().encode()
    key: Any
    if b"BEGIN CERTIFICATE" in data:
        key = x509.load_pem_x509_certificate(data).public_key()
    else:
        key = serialization.load_pem_public_key(data)
    if not isinstance(key, RSAPublicKey) or key.key_size < WEAKEST:
        raise ValueError(f"An RSA key of at least {WEAKEST:,} bits is needed.")
    return key


def _unverified(assertion: str) -> tuple[dict[str, Any], JWS]:
    signed = JWS()
    try:
        if not assertion or len(assertion) > LONGEST:
            raise ValueError
        signed.deserialize(assertion)
        claims = orjson.loads(signed.objects["payload"])
    except (JWException, ValueError, KeyError, TypeError):
        raise Denied("invalid_grant", "invalid assertion") from None
    if not isinstance(claims, dict):
        raise Denied("invalid_grant", "invalid assertion")
    return claims, signed


def _verify(signed: JWS, pem: str) -> None:
    """By RS256 and nothing else, whatever the assertion says of itself."""
    if not pem:
        raise Denied("invalid_grant", "no certificate is kept with this client")
    try:
        key = JWK.from_pyca(public_key(pem))
        signed.allowed_algs = ["RS256"]
        signed.verify(key)
    except (JWException, ValueError, TypeError):
        raise Denied("invalid_grant", "invalid assertion") from None


def _refuse_expired(said: Any) -> None:
    try:
        expires = float(said)  # some clients send a string
    except (TypeError, ValueError):
        raise Denied("invalid_grant", "invalid assertion: exp is missing") from None
    if expires > MILLISECONDS:
        expires /= 1000
    if not time.time() < expires + LATE:
        raise Denied("invalid_grant", "expired assertion")
    if expires > time.time() + LATEST:
        raise Denied("invalid_grant", "assertion expires too late")


def _refuse_elsewhere(request: HttpRequest, said: Any) -> None:
    """It must be meant for us: by Salesforce's names, which clients have built in, or by ours."""
    named = said if isinstance(said, list) else [said]
    here = urlsplit(addresses.base(request)).hostname
    for each in named:
        host = urlsplit(str(each)).hostname if "//" in str(each) else str(each).split("/")[0]
        if host and (host in AUDIENCES or host == here):
            return
    raise Denied("invalid_grant", "audience is invalid")


def _user(client: Any, name: str) -> User:
    """Its own user, who has allowed it, or anyone where its terms say so."""
    people = User.objects.filter(is_active=True)
    user: User | None = None
    if name and "\x00" not in name:
        user = people.filter(email__iexact=name).first()
    if user is not None:
        is_its = user.pk == client.user_id or client_terms.of(client).for_anyone
        if is_its or tokens.has_allowed(user, client):
            return user
    raise Denied("invalid_grant", "user hasn't approved this consumer")
