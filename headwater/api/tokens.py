"""Access tokens that look like Salesforce's session ids; the database holds only their hashes."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone
from oauth2_provider.models import AccessToken, RefreshToken

from headwater.api import client_terms
from headwater.catalog import ids
from headwater.database import statements
from headwater.people.models import User

ORGANIZATION = ids.encode("00D", 1)  # one organisation in one database


def new_token(*_: object) -> str:
    """`00D…!…`: clients check the shape, and tell by it that this is no JWT."""
    return f"{ORGANIZATION[:15]}!{secrets.token_hex(40)}"


def lifetime() -> int:
    """Seconds."""
    seconds: int = settings.OAUTH2_PROVIDER["ACCESS_TOKEN_EXPIRE_SECONDS"]  # type: ignore[assignment]
    return seconds


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a token is for, which client got it (None for SOAP's `login`), and what it may."""

    user: User
    client_id: int | None
    scopes: frozenset[str]

    @property
    def reads_only(self) -> bool:
        """Whether it may look, and not write."""
        return not self.scopes & {"api", "full"}

    @property
    def sees_data(self) -> bool:
        """Whether it may ask for more than who it is."""
        return bool(self.scopes & {"api", "full", "read"})


def issue(user: User, client: Any = None, scopes: str = "api") -> str:
    """A new token in the name of `user`; those of theirs that have run out are swept away."""
    token, now = new_token(), timezone.now()
    until = now + timedelta(seconds=lifetime())
    if client is not None and (ends_at := client_terms.of(client).ends_at):
        until = min(until, ends_at)
    AccessToken.objects.filter(user=user, expires__lt=now).delete()
    AccessToken.objects.create(
        user=user, application=client, token=_hash(token), scope=scopes, expires=until
    )
    return token


def holder_of(token: str) -> Holder | None:
    """Who holds this token, while it holds and they are active."""
    names, sql, json_place = _holder()
    found = statements.run(sql, [_checksum(token), timezone.now()])
    if not found:
        return None
    client_id, scopes, *values = found[0]
    if isinstance(values[json_place], str):
        values[json_place] = orjson.loads(values[json_place])
    user: User = User.from_db("default", names, values)
    return Holder(user, client_id, frozenset(scopes.split()))


def found_token(token: str) -> Any:
    """The row of an access token that has not run out, or None."""
    living = AccessToken.objects.filter(token_checksum=_checksum(token), expires__gt=timezone.now())
    return living.select_related("user").first()


def user_of(token: str) -> User | None:
    """Whose token this is, while it holds, they are active, and it may do all that they may."""
    holder = holder_of(token)
    return holder.user if holder and not holder.reads_only else None


def issue_refresh(user: User, client: Any) -> str:
    """A token that gets access tokens until it is revoked."""
    token = secrets.token_hex(40)
    RefreshToken.objects.create(
        user=user, application=client, token=_hash(token), token_family=uuid.uuid4()
    )
    return token


def refreshing(token: str, client: Any) -> User | None:
    """Whose refresh token this is, if `client` may use it."""
    row = found_refresh(token)
    is_its = row is not None and row.application_id == client.pk and row.user.is_active
    user: User | None = row.user if is_its else None
    return user


def found_refresh(token: str) -> Any:
    """The row of a refresh token that holds, or None."""
    living = RefreshToken.objects.filter(token_checksum=_checksum(token), revoked=None)
    return living.select_related("user").first()


def has_allowed(user: User, client: Any) -> bool:
    """Whether this person has let the client act for them, and not taken it back."""
    found = RefreshToken.objects.filter(user=user, application=client, revoked=None)
    return bool(found.exists())


def revoke(token: str) -> bool:
    """End an access or refresh token; False when there is none such."""
    ended, _ = AccessToken.objects.filter(token_checksum=_checksum(token)).delete()
    revoked = RefreshToken.objects.filter(token_checksum=_checksum(token), revoked=None)
    return bool(ended + revoked.update(revoked=timezone.now()))


@cache
def _holder() -> tuple[list[str], str, int]:
    """Every call asks this first, so it is one prepared statement: a user's attributes, the SQL,
    and the place of the one column that comes as JSON."""
    fields = User._meta.concrete_fields
    columns = ", ".join(f'{field.model._meta.db_table}."{field.column}"' for field in fields)
    names = [field.attname for field in fields]
    sql = f"""
        SELECT held.application_id, held.scope, {columns}
        FROM oauth2_provider_accesstoken held
        JOIN people_user ON people_user.owner_ptr_id = held.user_id
        JOIN people_owner ON people_owner.id = held.user_id AND people_owner.is_active
        WHERE held.token_checksum = %s AND held.expires > %s::timestamptz
    """  # noqa: S608  # names of the model alone
    return names, sql, names.index("skills")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(token: str) -> str:
    """The toolkit indexes the SHA-256 of what it stores, which here is a hash already."""
    return _hash(_hash(token))
