"""Signing in to IMAP without a password: OAuth 2 (XOAUTH2) with Google or Microsoft.

The organisation registers an app of its own there and gives its client ID and secret to the
mailbox; a person then allows it once. What is kept, sealed like a password, is the refresh token;
an access token is fetched with it when the last one is about to end.
"""

import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from headwater.capture.mail import sealing
from headwater.capture.mail.mailbox import Mailbox, NoPassword

PATIENCE = 10  # seconds for an answer of the provider
MARGIN = timedelta(minutes=2)  # an access token that ends sooner is not used any more
CONNECT = "Press Connect, and allow it there."


@dataclass(frozen=True, slots=True)
class Provider:
    """Where to ask for leave and for tokens; `{tenant}` in an address is Microsoft's."""

    name: str
    ask: str
    token: str
    scope: str
    more: dict[str, str] = field(default_factory=dict)


PROVIDERS = {
    Mailbox.SignIn.GOOGLE.value: Provider(
        "Google", "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token", "https://mail.google.com/",
        # Without these two Google gives a refresh token only the first time.
        {"access_type": "offline", "prompt": "consent"},
    ),
    Mailbox.SignIn.MICROSOFT.value: Provider(
        "Microsoft", "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
    ),
}  # fmt: skip
# RFC 6749 §5.2, as something that an admin can do.
MEANING = {
    "invalid_grant": "The permission has ended or was taken back. " + CONNECT,
    "invalid_client": "The client ID or its secret is wrong, or the secret has run out.",
    "unauthorized_client": "The app that is registered there may not do this.",
    "invalid_scope": "The app that is registered there may not read mail.",
    "access_denied": "It was not allowed there.",
}


class NotAllowed(NoPassword):
    """No token can be had; the words say why and what to do."""


def verifier() -> str:
    """A secret of one connecting, whose hash goes along (PKCE, RFC 7636)."""
    return secrets.token_urlsafe(48)


def address_to_ask(mailbox: Mailbox, *, back: str, state: str, verifier: str) -> str:
    """Where a person allows it; the provider sends them on to `back` with `state` and a code."""
    provider = _provider(mailbox)
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "client_id": mailbox.oauth_client, "redirect_uri": back, "response_type": "code",
        "scope": provider.scope, "state": state, "login_hint": mailbox.username,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256", **provider.more,
    }  # fmt: skip
    return f"{_filled(provider.ask, mailbox)}?{urllib.parse.urlencode(query)}"


def connect(mailbox: Mailbox, code: str, *, back: str, verifier: str) -> None:
    """Trade the code of somebody who has allowed it for tokens, and keep them; or NotAllowed."""
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": back,
             "code_verifier": verifier}  # fmt: skip
    told = _ask(mailbox, given)
    if not told.get("refresh_token"):
        raise NotAllowed(f"{_provider(mailbox).name} gave no lasting permission. {CONNECT}")
    _keep(mailbox, told)


def access_token(mailbox: Mailbox) -> str:
    """A token that holds for the next minutes, fetched if need be; raises NotAllowed."""
    until = mailbox.access_until
    if mailbox.access_sealed and until and until - MARGIN > timezone.now():
        return _unsealed(mailbox.access_sealed)
    if not mailbox.refresh_sealed:
        raise NotAllowed(f"{_provider(mailbox).name} has not been asked yet. {CONNECT}")
    refresh = _unsealed(mailbox.refresh_sealed)
    told = _ask(mailbox, {"grant_type": "refresh_token", "refresh_token": refresh})
    _keep(mailbox, told)
    return str(told["access_token"])


def refuse(error: str, mailbox: Mailbox, description: str = "") -> NotAllowed:
    """What a provider's error means."""
    name = _provider(mailbox).name
    words = MEANING.get(error) or f"{error}: {description}".strip(": ")
    return NotAllowed(f"{name} refused: {words[:300]}")


def _ask(mailbox: Mailbox, given: dict[str, str]) -> dict[str, Any]:
    """Ask for tokens; the answer's object."""
    provider = _provider(mailbox)
    address = _filled(provider.token, mailbox)
    secret = _unsealed(mailbox.oauth_secret_sealed) if mailbox.oauth_secret_sealed else ""
    said = (
        given | {"client_id": mailbox.oauth_client} | ({"client_secret": secret} if secret else {})
    )
    request = urllib.request.Request(  # noqa: S310 - one of ours, see PROVIDERS
        address, urllib.parse.urlencode(said).encode(), {"Accept": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            told = dict(json.load(answer))
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error, mailbox) from None
    except (OSError, ValueError, TypeError) as error:
        host = urllib.parse.urlsplit(address).hostname
        raise NotAllowed(f"{provider.name} cannot be reached at {host} ({_why(error)}).") from None
    if not told.get("access_token"):
        raise NotAllowed(f"{provider.name} answered without a token.")
    return told


def _refusal(error: urllib.error.HTTPError, mailbox: Mailbox) -> NotAllowed:
    try:
        told = dict(json.load(error))
    except (OSError, ValueError, TypeError):
        return refuse(f"it answered {error.code}", mailbox)
    first_line = str(told.get("error_description", "")).partition("\n")[0]
    return refuse(str(told.get("error", error.code)), mailbox, first_line)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", "") or reason or type(error).__name__)[:120]


def _keep(mailbox: Mailbox, told: dict[str, Any]) -> None:
    """Both tokens, sealed; a provider may give another refresh token each time."""
    seconds = str(told.get("expires_in"))
    lasting = timedelta(seconds=int(seconds) if seconds.isdecimal() else 3600)
    mailbox.access_sealed = sealing.seal(str(told["access_token"]))
    mailbox.access_until = timezone.now() + lasting
    fields = ["access_sealed", "access_until"]
    if told.get("refresh_token"):
        mailbox.refresh_sealed = sealing.seal(str(told["refresh_token"]))
        fields.append("refresh_sealed")
    if mailbox.pk:
        mailbox.save(update_fields=fields)


def _provider(mailbox: Mailbox) -> Provider:
    return PROVIDERS[mailbox.sign_in]


def _filled(address: str, mailbox: Mailbox) -> str:
    return address.replace(
        "{tenant}", urllib.parse.quote(mailbox.oauth_tenant or "common", safe="")
    )


def _unsealed(sealed: str) -> str:
    try:
        return sealing.unseal(sealed)
    except sealing.Unreadable:
        raise NotAllowed(
            f"What is kept cannot be read any more, because SECRET_KEY has changed. {CONNECT}"
        ) from None
