"""The key that signs who somebody is; other systems check it by its public half."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from jwcrypto.jwk import JWK  # type: ignore[import-untyped]

from headwater.capture.mail.sealing import Unreadable, seal, unseal

BITS = 2048


class SigningKey(models.Model):
    """An RSA key as a sealed JWK. The newest one signs; one that a new SECRET_KEY has made
    unreadable is followed by another."""

    kid = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    def __str__(self) -> str:
        return self.kid


def current() -> JWK:
    """The key; made when it is first asked for."""
    return _read() or _made()


def _read() -> JWK | None:
    row = SigningKey.objects.order_by("-pk").first()
    try:
        return JWK.from_json(unseal(row.sealed)) if row else None
    except Unreadable:
        return None


def _made() -> JWK:
    """Two who ask at once make two keys: both are published, each names the one that it used."""
    key = JWK.generate(kty="RSA", size=BITS, use="sig", alg="RS256")
    key = JWK(**key.export(as_dict=True) | {"kid": key.thumbprint()})
    with transaction.atomic():
        SigningKey.objects.create(kid=key["kid"], sealed=seal(key.export()))
    return key


def published() -> list[dict[str, Any]]:
    """The public halves of every key that can be read."""
    current()
    found = []
    for row in SigningKey.objects.order_by("-pk"):
        try:
            key = JWK.from_json(unseal(row.sealed))
        except Unreadable:
            continue
        found.append(key.export_public(as_dict=True))
    return found
