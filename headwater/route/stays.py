"""Since when a lead has waited in its queue, who was told of it, and who took it.

Leads come into a queue by rules, by hand, by imports and programs. Instead of asking every one of
them to write it down, each minute compares the leads of queues with these rows.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self

from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import Queue, User
from headwater.records.lead import Lead

BEGIN = """
INSERT INTO route_queuestay (lead_id, queue_id, since)
SELECT lead.id, lead.owner_id, COALESCE(
    (SELECT max(entry.at) FROM records_trailentry entry WHERE entry.object_name = 'Lead'
     AND entry.record_id = lead.id AND entry.event = 'lead.assigned'), lead.created_at)
FROM records_lead lead JOIN people_queue queue ON queue.owner_ptr_id = lead.owner_id
WHERE NOT lead.is_closed AND NOT lead.is_converted AND NOT lead.is_deleted AND NOT EXISTS (
    SELECT 1 FROM route_queuestay stay WHERE stay.lead_id = lead.id AND stay.left_at IS NULL)
ON CONFLICT DO NOTHING RETURNING id, lead_id, queue_id
"""
END = """
UPDATE route_queuestay stay SET left_at = %s FROM records_lead lead
WHERE lead.id = stay.lead_id AND stay.left_at IS NULL AND (lead.owner_id <> stay.queue_id
    OR lead.is_closed OR lead.is_converted OR lead.is_deleted)
"""


class QueueStayQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Of leads that are still there."""
        return self.filter(left_at=None)


class QueueStay(models.Model):
    """One lead in one queue. The alarms ring once each; `taken_by` is NULL for who left otherwise
    (closed, given to somebody by a manager)."""

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="+", db_index=False)
    queue = models.ForeignKey("people.Queue", models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    members_told_at = models.DateTimeField(null=True, blank=True)
    manager_told_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(QueueStayQuerySet)()

    class Meta:
        verbose_name_plural = "stays in queues"
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=Q(left_at=None), name="in_one_queue_at_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["queue", "since"], name="queue_waiting", condition=Q(left_at=None)
            ),
            models.Index(fields=["lead", "-since"], name="queue_stays_of_lead"),
        ]  # fmt: skip


class QueueLook(models.Model):
    """When somebody last looked at a queue's page."""

    queue = models.ForeignKey("people.Queue", models.CASCADE, related_name="looks")
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "user"], name="one_last_look")]


class Arrival(NamedTuple):
    """A lead that has come into a queue."""

    stay_id: int
    lead_id: int
    queue_id: int


def keep(now: datetime) -> list[Arrival]:
    """Bring the stays up to date: who has left has left, who has come is told of."""
    with connection.cursor() as cursor:
        cursor.execute(END, [now])
        cursor.execute(BEGIN)
        return [Arrival(*row) for row in cursor.fetchall()]


def waiting(queue_ids: Collection[int]) -> Any:
    """The open leads of these queues with `queued_at`, who has waited longest first."""
    stay = QueueStay.objects.waiting().filter(lead=OuterRef("pk")).values("since")[:1]
    # A lead of this minute has no stay yet.
    leads = Lead.objects.open().filter(owner__in=queue_ids)
    since = Coalesce(Subquery(stay), "created_at")
    return leads.annotate(queued_at=since).order_by("queued_at", "pk")


def end(leads: Sequence[Any], *, by: User, at: datetime) -> None:
    """Leads of `waiting` are taken out of their queues by somebody."""
    open_stays = QueueStay.objects.waiting().filter(lead__in=leads)
    known = set(open_stays.values_list("lead_id", flat=True))
    open_stays.update(left_at=at, taken_by=by)
    QueueStay.objects.bulk_create(
        QueueStay(lead=lead, queue_id=lead.owner_id, since=lead.queued_at, left_at=at, taken_by=by)
        for lead in leads
        if lead.pk not in known
    )


def last_queues(lead_ids: Collection[int]) -> dict[int, int]:
    """Lead → the queue it was in last."""
    sql = """SELECT DISTINCT ON (lead_id) lead_id, queue_id FROM route_queuestay
    WHERE lead_id = ANY(%s::bigint[]) ORDER BY lead_id, since DESC, id DESC"""
    return dict(statements.run(sql, [list(lead_ids)]))


def resume(leads: Sequence[Lead], queue: Queue) -> None:
    """Leads that come back to this queue keep their place in it."""
    rows = QueueStay.objects.filter(lead__in=leads, queue=queue).order_by("lead_id", "-since")
    last = rows.distinct("lead_id").values_list("pk", flat=True)
    QueueStay.objects.filter(pk__in=list(last)).update(left_at=None, taken_by=None)


def look(queue: Queue, *, by: User, at: datetime) -> None:
    """Note that somebody has looked at the queue."""
    QueueLook.objects.update_or_create(queue=queue, user=by, defaults={"at": at})
