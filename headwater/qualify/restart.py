"""Clocks that were stopped by something that was taken back run again."""

from collections.abc import Iterable

from django.db import transaction

from headwater.people.models import User
from headwater.qualify.touch import require_editor
from headwater.records import trail
from headwater.records.models import Clock


def restart(clock_ids: Iterable[int], *, by: User) -> int:
    """Let these stopped clocks run on, except where a newer promise to the lead runs already."""
    require_editor(by)
    with transaction.atomic():
        rows = Clock.objects.filter(pk__in=list(clock_ids), stopped_at__isnull=False)
        clocks = list(rows.select_related("lead").select_for_update(of=("self",)))
        running = Clock.objects.of_leads(clock.lead_id for clock in clocks).running()
        taken = set(running.values_list("lead_id", flat=True))
        again = [clock for clock in clocks if clock.lead_id not in taken]
        Clock.objects.filter(pk__in=[clock.pk for clock in again]).update(
            stopped_at=None, stopped_because=""
        )
        trail.write(
            trail.entry("clock.restarted", clock.lead, by=by, because={"policy": clock.policy})
            for clock in again
        )
    return len(again)
