"""A webhook that nothing reaches for days is switched off, and somebody is told."""

from datetime import datetime, timedelta

from headwater.api.webhooks.calling import Reply
from headwater.api.webhooks.webhook import Webhook
from headwater.people.models import User
from headwater.people.user import Role
from headwater.records.notification import News, tell

PATIENCE = timedelta(hours=75)  # as long as one delivery is tried
GONE = 410


def consider(webhook: Webhook, reply: Reply, at: datetime) -> None:
    """Switch it off where the other side says it is gone, or has failed for too long."""
    if reply.status == GONE:
        _stop(webhook, "The other side answered “410 Gone”: it does not want to be told.", at)
    elif webhook.failing_since and at - webhook.failing_since >= PATIENCE:
        last = f"the last answer was {reply.status}" if reply.status else reply.trouble
        day = f"{webhook.failing_since:%-d %B %H:%M} UTC"
        _stop(webhook, f"Nothing got through since {day}; {last}"[:300], at)


def _stop(webhook: Webhook, why: str, at: datetime) -> None:
    """What waits keeps waiting: switched on again, it goes out."""
    stopped = Webhook.objects.filter(pk=webhook.pk, is_active=True)
    if not stopped.update(is_active=False, stopped_because=why):
        return
    text = f"Webhook “{webhook.name}” was switched off. {why}"
    admins = User.objects.filter(role=Role.ADMIN).values_list("pk", flat=True)
    key, url = f"webhook:{webhook.pk}:{at.isoformat()}", f"/setup/webhooks/{webhook.pk}"
    tell([News(key, text, url, list(admins), "system")], at)
