"""Scoring anew: after leads were changed, and all of them after rules were published."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.people.models import Organization, User
from headwater.records import trail
from headwater.records.lead import Lead
from headwater.score import rules
from headwater.score.score import came_back, count

PORTION = 1_000  # leads in one transaction


def rescore(lead_ids: Iterable[int], *, by: User | None = None) -> int:
    """Count the points of these leads anew; returns how many scores changed.

    Deleted and converted leads keep the score they had. A fixed number of queries.
    """
    now, zone = timezone.now(), Organization.current().time_zone
    with transaction.atomic():
        wanted = Lead.objects.alive().filter(pk__in=list(lead_ids), is_converted=False)
        # Locked in one order, so that two of these never block each other.
        leads = list(wanted.order_by("pk").select_for_update())
        returns = came_back(lead.pk for lead in leads)
        entries = count(leads, returns, zone=zone, now=now, by=by)
        trail.write(entries)
    return len(entries)


def rescore_all() -> int:
    """Count the points of every lead anew, in portions; returns how many scores changed."""
    changed = last = 0
    living = Lead.objects.alive().filter(is_converted=False)
    ids = living.order_by("pk").values_list("pk", flat=True)
    while portion := list(ids.filter(pk__gt=last)[:PORTION]):
        changed, last = changed + rescore(portion), portion[-1]
    return changed


@job("score.rescore_everything")
def rescore_everything(version: int) -> None:
    """After publishing; a newer version has a job of its own."""
    if rules.published()[0].version == version:
        rescore_all()
