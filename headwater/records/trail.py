"""The Trail: one append-only ledger of everything that happened, and why.

The timeline a rep sees, the field history an auditor wants, the metrics and the undo read it.
Rows are only ever added; a database trigger refuses to change or delete one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from headwater.catalog import objects
from headwater.database import statements
from headwater.people.models import User
from headwater.records import tombstone

# The `door` in `because` of what had happened in the system that a record came from.
MOVED_IN = "salesforce"
TOLD = 300  # the longest text a change is told with; the record itself holds the whole


class TrailEntry(models.Model):
    """One thing that happened to one record.

    `event` is `<noun>.<past tense>` such as `lead.created`, `lead.assigned`, `task.completed`.
    `because` explains it (rule, version, evidence, the words of a person);
    `changes` maps an attribute to [before, after].
    """

    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=40)
    object_name = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    because: Any = models.JSONField(default=dict)
    changes: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "trail entries"
        indexes = [
            models.Index(fields=["object_name", "record_id", "-at"], name="trail_of_record"),
            models.Index(fields=["event", "at"], name="trail_of_event"),
        ]


def entry(
    event: str,
    record: Any,
    *,
    by: User | None,
    at: datetime | None = None,
    because: dict[str, Any] | None = None,
    changes: dict[str, list[Any]] | None = None,
) -> TrailEntry:
    """An entry that is not written yet; collect them and `write` them together."""
    return statements.new(
        TrailEntry,
        at=at or timezone.now(),
        event=event,
        object_name=objects.name_of(record),
        record_id=record.pk,
        by_id=by.pk if by else None,
        because=because or {},
        changes=changes or {},
    )


def write(entries: Iterable[TrailEntry]) -> None:
    """Add entries to the ledger in one statement."""
    statements.insert(list(entries))


def about(
    *records: Any, also: Mapping[str, Sequence[int]] | None = None
) -> "models.QuerySet[TrailEntry]":
    """What happened to these records, newest first: a contact and the lead it was, for example.

    What was merged into one of them tells its story here, too. `also`: object → keys of many more.
    """
    wanted = Q(pk__in=[])
    for name, pks in (also or {}).items():
        wanted |= Q(object_name=name, record_id__in=list(pks))
    for record in records:
        name = objects.name_of(record)
        if name in tombstone.MERGEABLE:
            wanted |= Q(_of_family(name, record.pk), object_name=name)
        else:
            wanted |= Q(object_name=name, record_id=record.pk)
    return TrailEntry.objects.filter(wanted).select_related("by")


def of(
    record: Any, events: Sequence[str], *, most: int, newest_first: bool = False
) -> list[TrailEntry]:
    """Entries of these events about one record and what was merged into it, oldest first.

    What `about` answers, prepared: pages ask it all day.
    """
    name = objects.name_of(record)
    keys = f"= ANY (ARRAY{tombstone.family(name)})" if name in tombstone.MERGEABLE else "= %s"
    order = "t.at DESC, t.id DESC" if newest_first else "t.id"
    where = f"WHERE t.object_name = %s::text AND t.record_id {keys} AND t.event = ANY(%s::text[])"
    return statements.fetch(
        TrailEntry, f"{where} ORDER BY {order} LIMIT %s::int",
        [name, record.pk, list(events), most],
    )  # fmt: skip


def _of_family(name: str, pk: int) -> RawSQL:
    """An array, not a subquery: only then does a look at several records use the index."""
    sql = f'"{TrailEntry._meta.db_table}"."record_id" = ANY (ARRAY{tombstone.family(name)})'
    return RawSQL(sql, [pk], models.BooleanField())  # noqa: S611


def told(value: Any) -> Any:
    """A value as the ledger tells it: JSON-able and not longer than needed."""
    if value is None or isinstance(value, bool | int | float | dict | list):
        return value
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text if len(text) <= TOLD else text[:TOLD] + "…"
