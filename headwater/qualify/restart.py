"""Clocks that were stopped by something that was taken back run again, as if never stopped."""

from collections.abc import Iterable

from django.db import transaction

from headwater.people.models import User
from headwater.qualify.touch import require_editor
from headwater.records import trail
from headwater.records.models import Clock


def restart(clock_ids: Iterable[int], *, by: User) -> int:
    """Let these stopped clocks run on under the promise they had.

    Where the lead asked again meanwhile, a newer promise of the same kind runs: it would not be
    there had nobody stopped the first one, so the first one counts and the newer one is gone.
    """
    require_editor(by)
    with transaction.atomic():
        rows = Clock.objects.filter(pk__in=list(clock_ids), stopped_at__isnull=False)
        clocks = list(rows.select_related("lead").select_for_update(of=("self",)))
        _make_room(clocks)
        Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(
            stopped_at=None, stopped_because="", is_answered=True
        )
        trail.write(
            trail.entry(
                "clock.restarted", clock.lead, by=by,
                because={"policy": clock.policy, "kind": clock.kind},
            )
            for clock in clocks
        )  # fmt: skip
    return len(clocks)


def _make_room(clocks: Iterable[Clock]) -> None:
    """One clock of a kind runs for a lead, and it is the first one."""
    wanted = {(clock.lead_id, clock.kind) for clock in clocks}
    running = Clock.objects.of_leads(lead_id for lead_id, _ in wanted).running()
    newer = [clock.pk for clock in running if (clock.lead_id, clock.kind) in wanted]
    Clock.objects.filter(pk__in=newer).delete()
