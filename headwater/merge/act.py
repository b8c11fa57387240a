"""A merge: who made one record of which, when, and all that taking it apart again needs."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.catalog import objects
from headwater.database import statements
from headwater.records.tombstone import MERGEABLE

TOOK_PART = """WHERE t.object_name = %s::text
AND (t.survivor_id = %s::bigint OR t.loser_ids && ARRAY[%s::bigint]) ORDER BY t.id DESC"""


class MergeQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that nobody has undone."""
        return self.filter(undone_at=None)

    def of(self, object_name: str, pks: Iterable[int]) -> Self:
        """Merges in which one of these records took part, the newest first."""
        keys = list(pks)
        took_part = Q(survivor_id__in=keys) | Q(loser_ids__overlap=keys)
        return self.filter(took_part, object_name=object_name)


class Merge(models.Model):
    """One act: the records `loser_ids` became one with `survivor_id`.

    `before` and `after` map model name → key → attribute → value of every row that changed, `moved`
    "app.Model.field" → loser → keys of the rows that hang on the survivor since, `dropped` model
    name → the rows that would have stood there twice, `made` model name → keys of new rows. `marks`
    has the highest key of each table at that time: what is above came later. `left`: what the
    undoing left as it was, in words.
    """

    object_name = models.CharField(max_length=40)
    survivor_id = models.BigIntegerField()
    loser_ids = ArrayField(models.BigIntegerField())
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    moved: Any = models.JSONField(default=dict)
    dropped: Any = models.JSONField(default=dict)
    made: Any = models.JSONField(default=dict)
    marks: Any = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    left: Any = models.JSONField(default=list)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(MergeQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_name", "survivor_id"], name="merge_of_survivor"),
            GinIndex(fields=["loser_ids"], name="merge_of_losers"),
        ]

    def __str__(self) -> str:
        return f"{self.object_name} {self.survivor_id} ← {', '.join(map(str, self.loser_ids))}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None

    @property
    def model(self) -> Any:
        """The model of the records that became one."""
        return objects.get(self.object_name).model

    @property
    def keys(self) -> list[int]:
        """Everybody who took part, the survivor first."""
        return [self.survivor_id, *self.loser_ids]


def merges_of(record: Any) -> list[Merge]:
    """The merges in which a record took part, the newest first, undone ones too."""
    name = objects.name_of(record)
    if name not in MERGEABLE:
        return []
    return statements.fetch(Merge, TOOK_PART, [name, record.pk, record.pk])
