"""The Trail becomes deliveries: the reader takes what is new since its mark.

Mark and deliveries are written in one transaction, so a crash repeats or skips nothing. The
journey knows nothing of it: there is no query and no trigger in its way.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from headwater.api.webhooks.delivery import TrailMark, WebhookDelivery
from headwater.api.webhooks.events import BY_CHANGE, EVENTS, chosen
from headwater.api.webhooks.fence import Fence, last_number
from headwater.api.webhooks.payload import body_of
from headwater.api.webhooks.webhook import Webhook
from headwater.criteria.judge import judge
from headwater.people.models import Organization
from headwater.records.models import Lead, TrailEntry

AT_ONCE = 1_000  # entries


def read(fence: Fence) -> int:
    """Make deliveries of new entries; how many entries were looked at (AT_ONCE: there is more)."""
    with transaction.atomic():
        mark = _mark()
        if mark is None:
            return 0  # another worker is reading
        until = fence.look()
        webhooks = list(active())
        found = _entries(mark.entry_id, until) if webhooks and until > mark.entry_id else []
        for webhook in webhooks:
            make([entry for entry in found if entry.pk > webhook.since_entry], webhook)
        mark.entry_id = found[-1].pk if len(found) == AT_ONCE else max(until, mark.entry_id)
        mark.at = timezone.now()
        mark.save(update_fields=["entry_id", "at"])
    return len(found)


def active() -> "QuerySet[Webhook]":
    """Those that want to be told."""
    found: QuerySet[Webhook] = Webhook.objects.filter(is_active=True, is_deleted=False)
    return found


def make(entries: Iterable[TrailEntry], webhook: Webhook) -> int:
    """Deliveries of these entries for a webhook, as far as it wants them; how many it wants.

    An entry that it has been told before is left as it is.
    """
    wanted = [(entry, chosen(entry, webhook.events)) for entry in entries]
    wanted = [(entry, event) for entry, event in wanted if event]
    leads = _leads({entry.record_id for entry, _ in wanted}, webhook.criteria)
    now = timezone.now()
    made = [
        WebhookDelivery(
            webhook=webhook, entry_id=entry.pk, event=event, record_id=entry.record_id,
            body=body_of(event, entry, leads[entry.record_id]), created_at=now, next_try_at=now,
        )
        for entry, event in wanted if entry.record_id in leads
    ]  # fmt: skip
    WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(made)


def of_interest(entries: Any) -> Any:
    """Only what can be an event at all."""
    is_event = Q(event__in=list(EVENTS)) | Q(changes__has_any_keys=list(BY_CHANGE))
    return entries.filter(is_event, object_name="Lead").select_related("by")


def _mark() -> TrailMark | None:
    """Locked, or None while somebody else holds it. It begins at the end: what was, was."""
    held: TrailMark | None = TrailMark.objects.select_for_update(skip_locked=True).first()
    if held is None and not TrailMark.objects.exists():
        TrailMark.objects.get_or_create(pk=1, defaults={"entry_id": last_number()})
        held = TrailMark.objects.select_for_update(skip_locked=True).first()
    return held


def _entries(after: int, until: int) -> list[TrailEntry]:
    entries = TrailEntry.objects.filter(pk__gt=after, pk__lte=until)
    return list(of_interest(entries).order_by("pk")[:AT_ONCE])


def _leads(keys: set[int], criteria: str) -> dict[int, Lead]:
    """The leads by key, without those that do not meet the criteria."""
    if not keys:
        return {}
    leads: dict[int, Lead] = Lead.objects.select_related("owner").in_bulk(keys)
    if not criteria:
        return leads
    verdicts = judge([criteria], "Lead", sorted(keys), zone=Organization.current().time_zone)
    return {key: lead for key, lead in leads.items() if verdicts.get(key, (False,))[0]}
