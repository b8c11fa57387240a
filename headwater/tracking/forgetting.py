"""Visits that go: consent withdrawn, a lead's visits erased, or simply old."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import Lead, Visitor
from headwater.tracking.tracking_settings import tracking

FORGET = """
WITH gone AS (
  DELETE FROM records_engagement AS e USING records_visitor AS v
  WHERE v.key = %s::text AND e.visitor_id = v.id
), who AS (
  DELETE FROM records_visitor WHERE key = %s::text RETURNING lead_id
)
SELECT lead_id FROM who
"""


def forget(key: str) -> bool:
    """Somebody takes their consent back: the visitor and all of their visits go. Tells the lead's
    Trail that, and returns whether there was anything.
    """
    with transaction.atomic():
        gone = statements.run(FORGET, [key, key])
        leads = Lead.objects.filter(pk__in=[lead for (lead,) in gone if lead])
        because = {"by_visitor": True}
        trail.write(
            [trail.entry("lead.visits_erased", lead, by=None, because=because) for lead in leads]
        )
    return bool(gone)


def erase(leads: Iterable[Lead], *, by: User) -> int:
    """Delete all visits of these leads, and what would join them later; returns how many went."""
    known = list(leads)
    with transaction.atomic():
        visitors = Visitor.objects.filter(lead__in=known)
        whose = set(visitors.values_list("lead_id", flat=True))
        _, counts = visitors.delete()
        trail.write(
            [trail.entry("lead.visits_erased", lead, by=by) for lead in known if lead.pk in whose]
        )
    return counts.get("records.Engagement", 0)


@job("tracking.clear", cron="40 3 * * *")
def clear(timestamp: int = 0) -> None:
    """Each night: browsers that have not come for longer than visits are kept."""
    old = timezone.now() - timedelta(days=tracking().keep_days)
    Visitor.objects.filter(last_at__lt=old).delete()
