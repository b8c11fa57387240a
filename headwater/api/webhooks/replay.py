"""Sending again: one delivery, a span of time, or a test."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from headwater.api.webhooks import payload, reading, sending
from headwater.api.webhooks.delivery import WebhookDelivery
from headwater.api.webhooks.events import TEST
from headwater.api.webhooks.webhook import Webhook
from headwater.jobs import enqueue, job
from headwater.records.models import TrailEntry

CHANNEL = "headwater_webhooks"
State = WebhookDelivery.State


def again(delivery: WebhookDelivery) -> None:
    """The same event with the same id once more, soon; a receiver can tell that it had it."""
    _wake_up(WebhookDelivery.objects.filter(pk=delivery.pk))


def span(webhook: Webhook, start: datetime, end: datetime, *, only_failed: bool) -> None:
    """Ask for everything that happened in a span of time to be sent again, by a job."""
    enqueue(
        replay_span, webhook_id=webhook.pk, start=start.isoformat(), end=end.isoformat(),
        only_failed=only_failed,
    )  # fmt: skip


@job("api.replay_span")
def replay_span(webhook_id: int, start: str, end: str, only_failed: bool) -> None:
    """The Trail has it all: also what happened before the webhook was made, or while it was off."""
    webhook = Webhook.objects.get(pk=webhook_id)
    since, until = _time(start), _time(end)
    if not only_failed:
        for some in _entries(since, until):
            reading.make(some, webhook)
    rows = WebhookDelivery.objects.filter(webhook=webhook)
    if only_failed:
        _wake_up(rows.filter(created_at__gte=since, created_at__lte=until).exclude(
            state=State.DELIVERED))  # fmt: skip
        return
    for some in _entries(since, until):
        _wake_up(rows.filter(entry_id__in=[entry.pk for entry in some]))


def test(webhook: Webhook) -> WebhookDelivery:
    """Send a test event now, whether the webhook is on or not; the delivery tells what came."""
    now = timezone.now()
    delivery: WebhookDelivery = WebhookDelivery.objects.create(
        webhook=webhook, event=TEST, body=payload.test_body(now, webhook.name),
        next_try_at=now + sending.LEASE,
    )  # fmt: skip
    sending.attempt(delivery)
    if delivery.state == State.WAITING:  # a test is over when it is over
        delivery.state, delivery.settled_at, delivery.next_try_at = State.FAILED, now, None
        delivery.save(update_fields=["state", "settled_at", "next_try_at"])
    return delivery


def _wake_up(deliveries: "QuerySet[WebhookDelivery]") -> None:
    now = timezone.now()
    deliveries.update(state=State.WAITING, next_try_at=now, settled_at=None, try_count=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def _entries(since: datetime, until: datetime) -> Iterator[list[TrailEntry]]:
    """What happened then, in stretches, in the order of the Trail."""
    last = 0
    while True:
        rows = TrailEntry.objects.filter(at__gte=since, at__lte=until, pk__gt=last)
        some = list(reading.of_interest(rows).order_by("pk")[: reading.AT_ONCE])
        if not some:
            return
        yield some
        last = some[-1].pk


def _time(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise ValueError(f"{text} is no time.")
    return found
