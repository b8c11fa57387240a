"""A human touch: somebody answered, so the promise is kept or missed and the clock stops."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from headwater.people.models import User
from headwater.records import clocking
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead
from headwater.records.problem import Problem, Refused


def touch(
    leads: Sequence[Lead],
    *,
    by: User,
    because: str,
    at: datetime | None = None,
    is_contact: bool = False,
) -> list[Clock]:
    """`by` called, wrote to, met or judged these leads; returns the clocks that this stopped.

    `because` is told with the clock, e.g. "Called"; `is_contact` says that they really talked. The
    leads in memory follow the database.
    """
    at = at or timezone.now()
    on = local_date(by, at)
    with transaction.atomic():
        Lead.objects.filter(pk__in=[lead.pk for lead in leads]).update(
            first_touched_at=Coalesce(F("first_touched_at"), Value(at)),
            last_activity_on=Greatest(Coalesce(F("last_activity_on"), Value(on)), Value(on)),
            is_unread_by_owner=False,
        )
        stopped = _stop_clocks(leads, by=by, because=because, at=at, is_contact=is_contact)
    for lead in leads:
        lead.first_touched_at = lead.first_touched_at or at
        lead.last_activity_on = max(lead.last_activity_on or on, on)
        lead.is_unread_by_owner = False
    return stopped


def hold(leads: Sequence[Lead]) -> None:
    """Lock these leads until the transaction ends, and bring them up to date in memory."""
    rows = Lead.objects.select_for_update().order_by("pk").in_bulk([lead.pk for lead in leads])
    for lead in leads:
        for field in Lead._meta.concrete_fields:
            setattr(lead, field.attname, getattr(rows[lead.pk], field.attname))


def require_editor(by: User) -> None:
    """Raises Refused for somebody who may only read."""
    if not by.can_edit:
        message = "You can read everything here, but not change it."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])


def local_date(by: User, at: datetime) -> date:
    """The day that `by` lives at that moment."""
    return at.astimezone(ZoneInfo(by.time_zone)).date()


def _stop_clocks(
    leads: Sequence[Lead], *, by: User, because: str, at: datetime, is_contact: bool
) -> list[Clock]:
    """A touch is an attempt, a conversation is a contact; of a closed lead nothing is awaited.

    What sales has been offered (`accept`) is not answered by touching the lead; what a door made
    direct records of is answered now, although its clocks stand.
    """
    by_id = {lead.pk: lead for lead in leads}
    rows = Clock.objects.of_leads(by_id).awaited().exclude(kind=Kind.ACCEPT)
    clocks = list(rows.order_by("pk").select_for_update(of=("self",)))
    done = {Kind.FIRST_ATTEMPT, Kind.FIRST_CONTACT} if is_contact else {Kind.FIRST_ATTEMPT}
    answered = [clock for clock in clocks if clock.kind in done]
    others = [clock for clock in clocks if clock.is_running and clock not in answered]
    over = [clock for clock in others if by_id[clock.lead_id].is_closed]
    clocking.stop(answered, leads, because=because, at=at, by=by)
    clocking.stop(over, leads, because=because, at=at, by=by, is_answered=False)
    return [*answered, *over]
