"""What an API client may: its scopes, its end, its share of a day, the key that it signs with."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password
from django.db import models, transaction
from django.utils import timezone
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken, RefreshToken, get_application_model

from headwater.people.models import User
from headwater.records import trail

PER_DAY = 1_000_000
MOST_PER_DAY = 100_000_000
# In the order in which answers name them. `read`, without writing, is ours; Salesforce has none.
SCOPES = ("id", "openid", "api", "read", "full", "refresh_token")
USUAL = "api refresh_token"
ALIASES = {"offline_access": "refresh_token", "profile": "id", "email": "id"}


class ClientTerms(models.Model):
    """Terms of one of the toolkit's applications; who has none has the usual ones.

    `certificate` is a PEM certificate or public key for JWT bearer. `for_anyone` lets it sign for
    every active user, not only for its own and for who has allowed it. `old_secret` is a hash.
    """

    client = models.OneToOneField(
        "oauth2_provider.Application", models.CASCADE, related_name="terms", primary_key=True
    )
    scopes = models.CharField(max_length=200, default=USUAL)
    per_day = models.PositiveIntegerField(default=PER_DAY)
    ends_at = models.DateTimeField(null=True, blank=True)
    certificate = models.TextField(blank=True)
    for_anyone = models.BooleanField(default=False)
    old_secret = models.CharField(max_length=255, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    def __str__(self) -> str:
        return str(self.client.name)

    @property
    def is_open(self) -> bool:
        """Whether it gets tokens now."""
        is_over = self.ends_at is not None and self.ends_at <= timezone.now()
        return self.revoked_at is None and not is_over

    def is_old_secret(self, secret: str) -> bool:
        """Whether this is the secret before the last one, while that still holds."""
        holds = self.old_secret_until is not None and self.old_secret_until > timezone.now()
        return bool(self.old_secret) and holds and check_password(secret, self.old_secret)


class ApiUse(models.Model):
    """How often somebody called on a day (UTC): `who` is `client:…`, else `user:…`."""

    day = models.DateField()
    who = models.CharField(max_length=40)
    calls = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("who", "day"), name="api_use_once"),
        ]


def of(client: Any) -> ClientTerms:
    """The terms of a client."""
    try:
        terms: ClientTerms = client.terms
    except ClientTerms.DoesNotExist:
        terms = ClientTerms(client=client)
    return terms


def added(
    name: str,
    user: User,
    *,
    redirects: str = "",
    is_public: bool = False,
    created_by: User | None = None,
    **terms: Any,
) -> tuple[Any, str]:
    """A new client that has the rights of `user`, and its secret, of which a hash is kept."""
    clients = get_application_model()
    secret = generate_client_secret()
    with transaction.atomic():
        client = clients.objects.create(
            name=name, user=user, client_secret=secret, redirect_uris=redirects,
            client_type=clients.CLIENT_PUBLIC if is_public else clients.CLIENT_CONFIDENTIAL,
            authorization_grant_type=clients.GRANT_CLIENT_CREDENTIALS,
        )  # fmt: skip
        ClientTerms.objects.create(client=client, created_by=created_by, **terms)
        _note("created", client, created_by)
    return client, secret


def rotate(client: Any, *, old_holds: timedelta, by: User | None = None) -> str:
    """A new secret; the one before holds for a while, so that programs can change over."""
    terms, secret = of(client), str(generate_client_secret())
    terms.old_secret, terms.old_secret_until = client.client_secret, timezone.now() + old_holds
    client.client_secret = secret
    with transaction.atomic():
        client.save(update_fields=["client_secret", "updated"])
        terms.save()
        _note("secret_changed", client, by, days=old_holds.days)
    return secret


def revoke(client: Any, *, by: User | None = None) -> datetime:
    """It gets in no more and its tokens end; by the moment Undo knows which."""
    terms, now = of(client), timezone.now()
    terms.revoked_at = now
    with transaction.atomic():
        terms.save()
        AccessToken.objects.filter(application=client).delete()
        RefreshToken.objects.filter(application=client, revoked=None).update(revoked=now)
        _note("revoked", client, by)
    return now


def restore(client: Any, since: datetime, *, by: User | None = None) -> None:
    """Take `revoke` back; what was revoked before it stays so."""
    terms = of(client)
    terms.revoked_at = None
    with transaction.atomic():
        terms.save()
        RefreshToken.objects.filter(application=client, revoked=since).update(revoked=None)
        _note("restored", client, by)


def _note(deed: str, client: Any, by: User | None, **more: Any) -> None:
    """Nobody is named by a command: whoever runs it has the whole machine."""
    because = {"name": client.name, **more} | ({} if by else {"words": "on the command line"})
    trail.write([trail.entry(f"api_client.{deed}", client, by=by, because=because)])


def scopes_in(text: str) -> list[str]:
    """The scopes that a text names, by our names; raises ValueError for unknown ones."""
    named = {ALIASES.get(each, each) for each in text.replace(",", " ").split()}
    if unknown := named - set(SCOPES):
        raise ValueError(", ".join(sorted(unknown)))
    return [each for each in SCOPES if each in named]
