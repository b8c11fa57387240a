"""Age alarms: a lead that nobody takes out of its queue is told, to the members, to the manager.

They count working time, ring once each, and somebody always hears them: a queue without members
or manager rings at whoever is responsible for its people, in the end at the administrators.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.people.calendars import every_calendar
from headwater.people.models import Queue
from headwater.people.queue import members, queues
from headwater.people.user import Role, users
from headwater.records import trail
from headwater.records.lead import Lead
from headwater.records.models import NotificationMail
from headwater.records.notification import News, tell
from headwater.records.notification_letter import Line, Part, written
from headwater.route import announce, stays
from headwater.route.stays import Arrival, QueueStay

AT_ONCE = 500  # leads of one queue in one run; what is left comes a minute later
MOST_NAMED = 50  # leads in one mail to a queue's address


@job("route.queues", cron="* * * * *")
def watch(timestamp: int) -> None:
    """The minute's run: who came is told to the queue's address, who waits too long to people."""
    now = timezone.now()
    with transaction.atomic():
        write_to_queues(stays.keep(now), now)
    ring(now)


def ring(now: datetime) -> int:
    """Ring every alarm that is due; returns how many leads it was about."""
    count = 0
    for queue in queues().values():
        if queue.is_active and queue.tell_members_after is not None:
            count += _ring(queue, "members", queue.tell_members_after, now)
        if queue.is_active and queue.tell_manager_after is not None:
            count += _ring(queue, "manager", queue.tell_manager_after, now)
    return count


def write_to_queues(arrivals: Sequence[Arrival], now: datetime) -> int:
    """One mail for each queue that has an address; returns how many."""
    mine: dict[int, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        if (queue := queues().get(arrival.queue_id)) and queue.email and queue.is_active:
            mine[arrival.queue_id].append(arrival)
    leads = Lead.objects.in_bulk([each.lead_id for some in mine.values() for each in some])
    mails = [_mail(queues()[key], some, leads, now) for key, some in mine.items()]
    NotificationMail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def heard_by(queue: Queue, whom: str) -> list[int]:
    """Who hears an alarm: the members or the manager, else the managers of the members, else
    whoever administers Headwater."""
    known = users()
    own = [known[key] for key in members().get(queue.pk, ()) if key in known]
    if whom == "members" and any(user.is_active for user in own):
        return [user.pk for user in own]
    above: Iterable[int | None] = (user.manager_id for user in own)
    admins = (key for key, user in known.items() if user.role == Role.ADMIN)
    for asked in ((queue.manager_id,), above, admins):
        if found := {key for key in asked if key and key in known and known[key].is_active}:
            return sorted(found)
    return []


def _ring(queue: Queue, whom: str, minutes: int, now: datetime) -> int:
    told, calendar = f"{whom}_told_at", every_calendar().of(queue.pk)
    with transaction.atomic():
        rows = QueueStay.objects.waiting().filter(
            queue=queue, since__lte=now - timedelta(minutes=minutes), lead__owner=queue.pk,
            lead__is_closed=False, lead__is_converted=False, lead__is_deleted=False,
            **{told: None},
        ).select_related("lead").order_by("since")  # fmt: skip
        rows = rows.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE]
        due = [stay for stay in rows if calendar.due(stay.since, minutes) <= now]
        if not due:
            return 0
        QueueStay.objects.filter(pk__in=[stay.pk for stay in due]).update(**{told: now})
        because = {"queue": queue.name, "minutes": minutes, "told": whom}
        trail.write(trail.entry("lead.waited", s.lead, by=None, at=now, because=because)
                    for s in due)  # fmt: skip
        tell([_news(queue, whom, minutes, due)], now)
        announce.send_news([stay.lead for stay in due])
    return len(due)


def _news(queue: Queue, whom: str, minutes: int, due: Sequence[Any]) -> News:
    first = due[0]
    if len(due) == 1:
        text = f"{first.lead} has waited {span(minutes)} in {queue.name}."
    else:
        text = (
            f"{len(due)} leads have waited {span(minutes)} in {queue.name}; "
            f"the longest is {first.lead}."
        )
    key = f"queue:{queue.pk}:{whom}:{first.pk}"
    return News(key, text, f"/queues/{queue.pk}", heard_by(queue, whom), "queue.age")


def span(minutes: int) -> str:
    """Working time in words: 30 min, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else ""]
    return " ".join(filter(None, words))


def _mail(
    queue: Queue, arrivals: Sequence[Arrival], leads: dict[int, Lead], now: datetime
) -> NotificationMail:
    named = [leads[each.lead_id] for each in arrivals if each.lead_id in leads]
    lines = [Line(announce.who(lead), f"/leads/{lead.pk}") for lead in named[:MOST_NAMED]]
    first, count = announce.who(named[0]), len(named)
    subject = f"New in {queue.name}: {first}" if count == 1 else f"{count} new in {queue.name}"
    part = Part(f"New in {queue.name}", lines, count - len(lines))
    foot = f"This address is that of the queue {queue.name}."
    return NotificationMail(
        to_address=queue.email, key=f"queue:{arrivals[0].stay_id}", subject=subject[:200],
        kind=NotificationMail.Kind.QUEUE, created_at=now, again_at=now,
        **written([part], foot, is_personal=False),
    )  # fmt: skip
