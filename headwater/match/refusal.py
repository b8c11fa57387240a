"""A suggestion that somebody said no to: it is not made again."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from headwater.people.models import User


class Refusal(models.Model):
    """`key` names what was suggested, in the words of whoever suggests (see `hierarchy`)."""

    class Kind(models.TextChoices):
        PARENT = "parent", "Belongs under another account"
        HOUSEHOLD = "household", "Live together"

    kind = models.CharField(max_length=9, choices=Kind)
    key = models.CharField(max_length=200)
    by = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="refused_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def refused(kind: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys that somebody said no to."""
    found = Refusal.objects.filter(kind=kind, key__in=list(keys))
    return set(found.values_list("key", flat=True))


def refuse(kind: str, key: str, *, by: User) -> None:
    """Say no, once."""
    Refusal.objects.get_or_create(kind=kind, key=key, defaults={"by": by})


def take_back(kind: str, key: str) -> None:
    """It may be suggested again."""
    Refusal.objects.filter(kind=kind, key=key).delete()
