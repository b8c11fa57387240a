"""Who may have a token: passwords and client secrets checked, guessing slowed down."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from oauth2_provider.models import get_application_model

from headwater.api import client_terms
from headwater.people.models import User

# Secrets are long and random; this only keeps a flood of guesses from costing us time.
WRONG_SECRETS = {"api_client": "30/m/ip,20/5m/key"}
# Clients send a refused sign-in again by themselves, up to four times: that is no guessing.
SAME_TRY = 30  # seconds


class TooManyTries(Exception):
    """This address or this name has guessed too often; a few minutes will do."""


def user_by_password(request: HttpRequest, email: str, password: str) -> User | None:
    """Who signs in with these, by the same rules and the same limits as the sign-in page."""
    if "\x00" in email or len(email) > 320 or len(password) > 1024:
        return None
    tried = salted_hmac("headwater.api.sign_in", f"{email}\x00{password}").hexdigest()
    if cache.get(f"api.wrong.{tried}"):
        return None
    try:
        user = get_adapter().authenticate(request, email=email, password=password)
    except ValidationError:
        raise TooManyTries from None
    if user is None:
        cache.set(f"api.wrong.{tried}", True, SAME_TRY)
    return user if user and user.is_active else None


def client_by_id(client_id: str) -> Any:
    """The registered program while it may come in, or None."""
    if not client_id or "\x00" in client_id:
        return None
    clients = get_application_model().objects.select_related("user", "terms")
    found = clients.filter(client_id=client_id).first()
    return found if found and client_terms.of(found).is_open else None


def is_secret_of(request: HttpRequest, client: Any, secret: str) -> bool:
    """Whether a client's secret is right; raises TooManyTries."""
    limits: dict[str, Any] = {
        "app": "headwater.api", "action": "api_client", "config": WRONG_SECRETS,
        "key": client.client_id,
    }  # fmt: skip
    if not ratelimit.consume(request, dry_run=True, **limits):
        raise TooManyTries
    if secret and len(secret) <= 1024:
        is_old = client_terms.of(client).is_old_secret
        if check_password(secret, client.client_secret) or is_old(secret):
            return True
    ratelimit.consume(request, **limits)
    return False
