"""What every record has: an owner, who made and changed it, custom values, a search text."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone

from headwater.catalog import ids, objects
from headwater.people.models import User


class RecordQuerySet(models.QuerySet[Any]):
    """Questions that can be asked of every kind of record."""

    def alive(self) -> Self:
        return self.filter(is_deleted=False)

    def owned_by(self, owner: Any) -> Self:
        return self.filter(owner=owner)

    def visible_to(self, user: User) -> Self:
        """Only what sharing lets `user` see; every door asks through this."""
        from headwater.records.sharing import visible

        return self.filter(visible(self.model, user))

    def search(self, text: str) -> Self:
        """Records whose names, addresses and numbers contain every word of `text`."""
        found = self.alive()
        for word in text.split()[:6]:
            found = found.filter(search_text__contains=word.lower())
        return found


class Timestamped(models.Model):
    """Who made and changed a row, and when. Times are set by the deed, never by save()."""

    created_at = models.DateTimeField("Created Date", default=timezone.now)
    created_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name="Created By ID",
    )  # fmt: skip
    modified_at = models.DateTimeField("Last Modified Date", default=timezone.now)
    modified_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name="Last Modified By ID",
    )  # fmt: skip
    is_deleted = models.BooleanField("Deleted", default=False)

    class Meta:
        abstract = True

    @property
    def sf_id(self) -> str:
        """The 18-character id that Salesforce clients see."""
        return ids.encode(objects.of_model(self).prefix, self.pk)


class Record(Timestamped):
    """A record of the business: owned, shared, searchable, extensible."""

    owner = models.ForeignKey(
        "people.Owner", models.PROTECT, related_name="+", verbose_name="Owner ID"
    )
    custom = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class Mergeable(Record):
    """A record that can become one with others of its object.

    What was merged away stays as a tombstone: deleted, with its values, and `master_record` says
    where to go instead (see records.tombstone).
    """

    master_record = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="tombstones", db_index=False,
        verbose_name="Master Record ID",
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def is_tombstone(self) -> bool:
        """Merged into another record."""
        return bool(self.master_record_id)  # type: ignore[attr-defined]


def tombstone_index(name: str) -> models.Index:
    """Few records are tombstones; the others cost this index nothing."""
    return models.Index(
        fields=["master_record"], name=name, condition=models.Q(master_record__isnull=False)
    )


def synced_index(name: str) -> models.Index:
    """Programs that keep a copy ask again and again for what has changed since, in this order."""
    return models.Index(fields=["modified_at", "id"], name=name)


def search_index(name: str) -> GinIndex:
    """A trigram index: a substring search stays quick at a million rows."""
    return GinIndex(OpClass("search_text", name="gin_trgm_ops"), name=name, fastupdate=True)


def words_of(*columns: str) -> Any:
    """The lower-cased text of several columns, for one generated search column."""
    parts: list[Any] = []
    for column in columns:
        parts += [column, Value(" ")]
    return Lower(Concat(*parts, output_field=models.TextField()))
