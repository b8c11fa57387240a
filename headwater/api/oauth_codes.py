"""Codes of the web server flow: a person allows a client, which gets a token for the code, once."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import Grant

from headwater.api.oauth_call import Denied
from headwater.people.models import User

LASTS = timedelta(minutes=10)
# RFC 7636 ends at 128 characters; jsforce and the sf CLI send 128 bytes, which are 171.
VERIFIER = re.compile(r"[\w.~-]{43,256}", re.ASCII)
CHALLENGE = re.compile(r"[\w-]{43}=?", re.ASCII)
LONGEST_NONCE = 255
OVER = "expired authorization code"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Who has allowed what."""

    user: User
    scopes: list[str]
    nonce: str = ""


def issue(  # noqa: PLR0917  # read as a sentence: who, whom, where to, what
    user: User,
    client: Any,
    redirect: str,
    scopes: Sequence[str],
    challenge: str,
    nonce: str = "",
) -> str:
    """A code for the client; the database holds its hash only."""
    code = f"aPrx{secrets.token_urlsafe(48)}"
    Grant.objects.filter(expires__lt=timezone.now()).delete()
    Grant.objects.create(
        user=user, application=client, code=_hash(code), expires=timezone.now() + LASTS,
        redirect_uri=redirect, scope=" ".join(scopes), code_challenge=challenge.rstrip("="),
        code_challenge_method="S256" if challenge else "",
        nonce=nonce.replace("\x00", "")[:LONGEST_NONCE],
    )  # fmt: skip
    return code


def redeem(code: str, client: Any, redirect: str, verifier: str) -> Redeemed:
    """What the code stands for; it is gone then, also where something else is wrong."""
    with transaction.atomic():
        rows = Grant.objects.select_for_update(of=("self",)).select_related("user")
        grant = rows.filter(code=_hash(code), application=client).first()
        if grant is not None:
            grant.delete()
    if grant is None or grant.expires <= timezone.now() or not grant.user.is_active:
        raise Denied("invalid_grant", OVER)
    if redirect != grant.redirect_uri:
        raise Denied("redirect_uri_mismatch", "redirect_uri must match configuration")
    if grant.code_challenge and not _proves(verifier, grant.code_challenge):
        raise Denied("invalid_grant", "invalid code verifier")
    return Redeemed(grant.user, grant.scope.split(), grant.nonce)


def challenge_in(challenge: str, method: str) -> str:
    """A PKCE challenge that can be held against a verifier; raises Denied."""
    if challenge and (not CHALLENGE.fullmatch(challenge) or method not in ("", "S256")):
        raise Denied("invalid_request", "invalid code challenge")
    return challenge


def _proves(verifier: str, challenge: str) -> bool:
    if not VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    said = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return hmac.compare_digest(said, challenge)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
