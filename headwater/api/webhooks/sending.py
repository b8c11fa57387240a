"""Deliveries go out: claimed, sent in the order of the Trail, tried again with growing waits.

At least once, always with the same `webhook-id`. A claim is a lease: who dies with one in hand
lets it go by waiting. Lanes keep the events of one lead in order while leads go side by side.
"""

import random
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from headwater import __version__
from headwater.api.programs import OURS
from headwater.api.webhooks import calling, signing, stopping
from headwater.api.webhooks.calling import Reply
from headwater.api.webhooks.delivery import WAITS, WebhookDelivery, WebhookTry
from headwater.api.webhooks.webhook import Webhook

AGENT = f"{OURS}/{__version__}"
LEASE = timedelta(seconds=120)
LANES = 4  # of one webhook, side by side
IN_HAND = 200  # deliveries of one webhook at once
STRAINED = 5  # failures in a row; from then on one at a time is tried, with rests between
LONGEST_REST = timedelta(minutes=10)
LONGEST_ASKED = timedelta(hours=1)  # a Retry-After beyond it is not heeded

Clock = Callable[[], datetime]
State = WebhookDelivery.State


@dataclass(slots=True)
class Lane:
    """Deliveries of one webhook that go one after the other."""

    webhook: Webhook
    deliveries: list[WebhookDelivery] = field(default_factory=list)


def claim(now: datetime, busy: Collection[int] = ()) -> list[Lane]:
    """Take what is due, oldest first, in lanes; webhooks that are `busy` sending are left out."""
    with transaction.atomic():
        lanes = []
        for webhook in _ready(now).exclude(pk__in=busy):
            most = 1 if webhook.failure_count >= STRAINED else IN_HAND
            due = WebhookDelivery.objects.filter(
                webhook=webhook, state=State.WAITING, next_try_at__lte=now
            )
            held = list(
                due.order_by("next_try_at", "id").select_for_update(skip_locked=True)[:most]
            )
            lanes += _lanes(webhook, sorted(held, key=lambda each: each.pk))
        taken = [each.pk for lane in lanes for each in lane.deliveries]
        if taken:
            WebhookDelivery.objects.filter(pk__in=taken).update(next_try_at=now + LEASE)
    return lanes


def _ready(now: datetime) -> "QuerySet[Webhook]":
    """Webhooks that are on and not resting."""
    found: QuerySet[Webhook] = Webhook.objects.filter(
        Q(rests_until=None) | Q(rests_until__lte=now), is_active=True, is_deleted=False
    )
    return found


def _lanes(webhook: Webhook, held: list[WebhookDelivery]) -> list[Lane]:
    lanes: dict[int, Lane] = {}
    for each in held:
        each.webhook = webhook
        lane = lanes.setdefault((each.record_id or 0) % LANES, Lane(webhook))
        lane.deliveries.append(each)
    return list(lanes.values())


def send(lane: Lane, clock: Clock = timezone.now) -> None:
    """Send a lane. When the other side is in trouble, the rest of it is let go for later."""
    began = time.monotonic()
    for place, delivery in enumerate(lane.deliveries):
        reply = attempt(delivery, clock)
        is_late = time.monotonic() - began > LEASE.total_seconds() / 2
        is_strained = reply.status is None or reply.status == 429 or reply.status >= 500
        if is_late or is_strained:
            rest = [each.pk for each in lane.deliveries[place + 1 :]]
            WebhookDelivery.objects.filter(pk__in=rest).update(next_try_at=clock())
            return


def attempt(delivery: WebhookDelivery, clock: Clock = timezone.now) -> Reply:
    """One try, written down: what went out, what came back, and when the next will be."""
    webhook, at = delivery.webhook, clock()
    headers = {"User-Agent": AGENT} | signing.headers(
        webhook.secrets_at(at), delivery.message_id, int(at.timestamp()), delivery.body
    )
    reply = calling.post(webhook.url, delivery.body, headers)
    _settle(delivery, reply, at)
    with transaction.atomic():
        delivery.save(
            update_fields=["state", "try_count", "next_try_at", "settled_at", "last_status"]
        )
        WebhookTry.objects.create(
            delivery=delivery, at=at, headers=headers, status=reply.status,
            duration=reply.duration, answer=reply.answer, trouble=reply.trouble,
        )  # fmt: skip
        _note(webhook, reply, at)
    return reply


def _settle(delivery: WebhookDelivery, reply: Reply, at: datetime) -> None:
    delivery.try_count += 1
    delivery.last_status = reply.status
    if reply.is_taken:
        delivery.state, delivery.settled_at, delivery.next_try_at = State.DELIVERED, at, None
    elif delivery.try_count > len(WAITS):
        delivery.state, delivery.settled_at, delivery.next_try_at = State.FAILED, at, None
    else:
        # A tenth more or less: what failed together need not come back together.
        wait = WAITS[delivery.try_count - 1] * random.uniform(1.0, 1.1)
        delivery.next_try_at = at + max(wait, _asked_for(reply))


def _note(webhook: Webhook, reply: Reply, at: datetime) -> None:
    """What this try says about the webhook as a whole."""
    row = Webhook.objects.filter(pk=webhook.pk)
    if reply.is_taken:
        row.exclude(failure_count=0).update(failure_count=0, failing_since=None, rests_until=None)
        return
    row.update(failure_count=F("failure_count") + 1, failing_since=Coalesce("failing_since", at))
    webhook.refresh_from_db(fields=["failure_count", "failing_since", "is_active"])
    rest = max(_rest(webhook.failure_count), _asked_for(reply))
    if rest:
        row.update(rests_until=at + rest)
    stopping.consider(webhook, reply, at)


def _rest(failures: int) -> timedelta:
    if failures < STRAINED:
        return timedelta(0)
    doubled: int = 2 ** min(failures - STRAINED, 10)
    return min(LONGEST_REST, timedelta(seconds=5) * doubled)


def _asked_for(reply: Reply) -> timedelta:
    return min(LONGEST_ASKED, timedelta(seconds=reply.retry_after))
