"""An owner is a user or a queue: one table, so that every record has exactly one owner column."""

from collections.abc import Mapping

from django.db import models

from headwater.people.standing import kept


class Owner(models.Model):
    """Whoever a record can belong to. `kind` tells a user (prefix 005) from a queue (00G)."""

    class Kind(models.TextChoices):
        USER = "User"
        QUEUE = "Group"

    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=121)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "people_owner"

    def __str__(self) -> str:
        return self.name

    @property
    def is_queue(self) -> bool:
        return self.kind == self.Kind.QUEUE

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@kept
def owners() -> Mapping[int, Owner]:
    """Everybody whom a record can belong to, by key, kept in memory; to be read only."""
    return Owner._default_manager.in_bulk()
