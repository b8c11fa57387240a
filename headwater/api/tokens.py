"""Access tokens that look like Salesforce's session ids; the database holds only their hashes."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from oauth2_provider.models import AccessToken, RefreshToken

from headwater.catalog import ids
from headwater.people.models import User

ORGANIZATION = ids.encode("00D", 1)  # one organisation in one database


def new_token(*_: object) -> str:
    """`00D…!…`: clients check the shape, and tell by it that this is no JWT."""
    return f"{ORGANIZATION[:15]}!{secrets.token_hex(40)}"


def lifetime() -> int:
    """Seconds."""
    seconds: int = settings.OAUTH2_PROVIDER["ACCESS_TOKEN_EXPIRE_SECONDS"]  # type: ignore[assignment]
    return seconds


def issue(user: User, client: Any = None) -> str:
    """A new token in the name of `user`; those of theirs that have run out are swept away."""
    token, now = new_token(), timezone.now()
    AccessToken.objects.filter(user=user, expires__lt=now).delete()
    AccessToken.objects.create(
        user=user, application=client, token=_hash(token), scope="api",
        expires=now + timedelta(seconds=lifetime()),
    )  # fmt: skip
    return token


def user_of(token: str) -> User | None:
    """Whose token this is, while it holds and they are active."""
    found = (
        AccessToken.objects.filter(token_checksum=_checksum(token), expires__gt=timezone.now())
        .select_related("user").first()
    )  # fmt: skip
    user: User | None = found.user if found else None
    return user if user and user.is_active else None


def issue_refresh(user: User, client: Any) -> str:
    """A token that gets access tokens until it is revoked."""
    token = secrets.token_hex(40)
    RefreshToken.objects.create(
        user=user, application=client, token=_hash(token), token_family=uuid.uuid4()
    )
    return token


def refreshing(token: str, client: Any) -> User | None:
    """Whose refresh token this is, if `client` may use it."""
    found = RefreshToken.objects.filter(
        token_checksum=_checksum(token), application=client, revoked=None
    )
    row = found.select_related("user").first()
    return row.user if row and row.user.is_active else None


def revoke(token: str) -> bool:
    """End an access or refresh token; False when there is none such."""
    ended, _ = AccessToken.objects.filter(token_checksum=_checksum(token)).delete()
    revoked = RefreshToken.objects.filter(token_checksum=_checksum(token), revoked=None)
    return bool(ended + revoked.update(revoked=timezone.now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(token: str) -> str:
    """The toolkit indexes the SHA-256 of what it stores, which here is a hash already."""
    return _hash(_hash(token))
