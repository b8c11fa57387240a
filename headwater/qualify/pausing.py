"""A clock stands still while the next word is the lead's: paused by people, with a reason.

A pause begins when it is made, never earlier, and what has run out gets no more time by one. It
ends by somebody, at its date, or with the lead's reply.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from headwater.catalog import picklists
from headwater.people.models import User
from headwater.qualify.touch import hold, require_editor
from headwater.records import clocking, trail
from headwater.records.clock import Kind
from headwater.records.models import Clock, ClockPause, Lead
from headwater.records.problem import Problem, Refused

REASONS = "PauseReason"  # the picklist


def reasons() -> list[str]:
    """Why a clock may be paused, as Setup has it."""
    return picklists.values(REASONS)


def pause(
    leads: Sequence[Lead],
    *,
    reason: str,
    by: User,
    note: str = "",
    until: datetime | None = None,
    kinds: Sequence[str] = (),
    now: datetime | None = None,
) -> list[Clock]:
    """Pause the running clocks of these leads (of these kinds; none named: all but `accept`, which
    waits for a colleague). Returns those that stand still now.

    Raises Refused without a reason of the list, for a moment that has passed, and when nothing
    runs.
    """
    require_editor(by)
    now = now or timezone.now()
    _refuse(reason, until, now)
    with transaction.atomic():
        hold(leads)
        rows = Clock.objects.of_leads(lead.pk for lead in leads).running().filter(paused_at=None)
        rows = rows.of_kind(*kinds) if kinds else rows.exclude(kind=Kind.ACCEPT)
        clocks = list(rows.order_by("pk").select_for_update())
        if not clocks:
            raise Refused([Problem("", "INVALID_STATUS", "No clock runs that could be paused.")])
        pauses = [
            ClockPause(clock=clock, reason=reason, note=note[:300], paused_at=now, paused_by=by,
                       ends_at=until)
            for clock in clocks
        ]  # fmt: skip
        _stand_still(pauses, {lead.pk: lead for lead in leads})
    return clocks


def resume(leads: Sequence[Lead], *, by: User, now: datetime | None = None) -> list[Clock]:
    """Let the paused clocks of these leads run on; returns them, with their new due times."""
    require_editor(by)
    with transaction.atomic():
        hold(leads)
        return clocking.resume(
            _paused(leads), because=f"by {by.name}", at=now or timezone.now(), by=by
        )


def end_with_reply(leads: Sequence[Lead], *, at: datetime) -> list[Clock]:
    """The lead wrote: nobody waits for them any more. The leads are held by the caller."""
    return clocking.resume(_paused(leads), because="A reply came", at=at, by=None)


def _paused(leads: Sequence[Lead]) -> list[Clock]:
    rows = Clock.objects.of_leads(lead.pk for lead in leads).running()
    paused = rows.filter(paused_at__isnull=False).select_related("lead")
    return list(paused.order_by("pk").select_for_update(of=("self",)))


def _stand_still(pauses: Sequence[ClockPause], leads: Mapping[int, Lead]) -> None:
    """Write the pauses, and tell the Trail of each clock's lead."""
    ClockPause.objects.bulk_create(pauses)
    entries = []
    for each in pauses:
        clock, until = each.clock, each.ends_at
        clock.paused_at, clock.watch_at = each.paused_at, until
        because = {
            "policy": clock.policy, "kind": clock.kind, "reason": each.reason, "note": each.note,
            "until": until.isoformat() if until else None,
        }  # fmt: skip
        entries.append(
            trail.entry("clock.paused", leads[clock.lead_id], by=each.paused_by,
                        at=each.paused_at, because=because)
        )  # fmt: skip
    Clock.objects.bulk_update([each.clock for each in pauses], ["paused_at", "watch_at"])
    trail.write(entries)


def _refuse(reason: str, until: datetime | None, now: datetime) -> None:
    if reason not in reasons():
        message = "Say why the clock is to stand still: choose one of the reasons."
        raise Refused([Problem("", "REQUIRED_FIELD_MISSING", message)])
    if until and until <= now:
        message = "Choose a moment that is still to come."
        raise Refused([Problem("", "INVALID_INPUT", message)])
