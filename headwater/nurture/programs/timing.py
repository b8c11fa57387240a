"""When a step comes: waits, working hours, quiet hours in the person's own time zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from headwater.nurture.programs import time_zones
from headwater.nurture.programs.program import SendingLimits, Step, StepKind, Unit
from headwater.people.calendars import every_calendar
from headwater.people.organization import organization
from headwater.records.models import Lead

SATURDAY = 5


def due(step: Step, lead: Lead, at: datetime) -> datetime:
    """When the step is to be done for somebody who came to it at that moment."""
    if step.kind != StepKind.WAIT:
        return at
    length = timedelta(**{Unit(step.unit).value: step.amount})
    if step.is_until_working:
        return every_calendar().of(lead.owner_id).opening(at + length)
    return at + length


def zone_of(lead: Lead) -> ZoneInfo:
    """The zone that the person's state, country or number tells; else the organisation's."""
    known = time_zones.of_person(lead.state, lead.country, lead.call_number)
    return ZoneInfo(known or organization().time_zone)


def after_quiet(lead: Lead, at: datetime, limits: SendingLimits) -> datetime:
    """The moment itself, or the first one after it at which the person may be written to."""
    zone = zone_of(lead)
    local = at.astimezone(zone)
    if _is_quiet(local.time(), limits):
        day = local.date()
        if local.time() >= limits.quiet_until:
            day += timedelta(days=1)
        local = datetime.combine(day, limits.quiet_until, zone)
    while limits.is_quiet_on_weekends and local.weekday() >= SATURDAY:
        day = local.date() + timedelta(days=1)
        local = datetime.combine(day, limits.quiet_until, zone)
    return local.astimezone(at.tzinfo)


def _is_quiet(clock: time, limits: SendingLimits) -> bool:
    begins, ends = limits.quiet_from, limits.quiet_until
    if begins == ends:
        return False
    if begins < ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends
