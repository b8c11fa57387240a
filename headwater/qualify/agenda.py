"""What somebody has to do, as a calendar (RFC 5545): tasks with a day, follow-ups, meetings.

Tasks are events, not to-dos: Google and Outlook leave VTODO out of a calendar they subscribe to.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from icalendar import Alarm, Calendar
from icalendar import Event as Entry

from headwater.people.models import User
from headwater.records.models import Event, Task

BACK = timedelta(days=60)  # what lies longer ago is no plan any more
MOST = 1_000  # entries of each kind
LENGTH = timedelta(minutes=30)  # what a task with an hour takes
JOINED = ("lead", "contact", "account", "opportunity", "campaign")
PAGES = {"lead": "leads", "contact": "contacts", "account": "accounts",
         "opportunity": "opportunities", "campaign": "campaigns"}  # fmt: skip


def agenda(user: User, now: datetime) -> bytes:
    """The calendar of `user`: three queries; times in UTC, a day without an hour is all day."""
    calendar = Calendar()
    calendar.add("prodid", "-//Headwater//Tasks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Headwater, {user.name}")
    calendar.add("refresh-interval", timedelta(minutes=30), parameters={"VALUE": "DURATION"})
    since = now - BACK
    tasks = Task.objects.open().filter(owner=user, due_on__gte=since.date())
    for task in tasks.select_related(*JOINED).order_by("due_on", "pk")[:MOST]:
        calendar.add_component(_task(task))
    events = Event.objects.alive().filter(owner=user, starts_at__gte=since)
    for event in events.select_related(*JOINED).order_by("starts_at", "pk")[:MOST]:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical())


def _task(task: Task) -> Entry:
    entry = _entry(task, "task")
    if task.due_at:
        _when(entry, task.due_at.astimezone(UTC), task.due_at.astimezone(UTC) + LENGTH)
    elif task.due_on:
        _when(entry, task.due_on, task.due_on + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    if task.remind_at:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", task.subject)
        alarm.add("trigger", task.remind_at.astimezone(UTC))
        entry.add_component(alarm)
    return entry


def _event(event: Event) -> Entry:
    entry = _entry(event, "event")
    assert event.starts_at
    starts, ends = event.starts_at.astimezone(UTC), event.ends_at or event.starts_at + LENGTH
    if event.is_all_day:
        last = max(ends.astimezone(UTC).date(), starts.date())
        _when(entry, starts.date(), last + timedelta(days=1))
    else:
        _when(entry, starts, max(ends.astimezone(UTC), starts))
    if event.location:
        entry.add("location", event.location)
    entry.add("transp", "TRANSPARENT" if event.show_as == "Free" else "OPAQUE")
    return entry


def _entry(activity: Any, noun: str) -> Entry:
    """The UID stays the same for the life of a task, so that a moved one is no second one."""
    entry = Entry()
    entry.add("uid", f"{noun}-{activity.pk}@{_host()}")
    entry.add("dtstamp", activity.modified_at.astimezone(UTC))
    entry.add("last-modified", activity.modified_at.astimezone(UTC))
    about = activity.person or activity.opportunity or activity.account or activity.campaign
    subject = activity.subject or "To do"
    known = about is None or str(about) in subject
    entry.add("summary", subject if known else f"{subject} ({about})")
    url = _url(about)
    text = "\n".join(part for part in (activity.description, url) if part)
    if text:
        entry.add("description", text)
    if url:
        entry.add("url", url)
    return entry


def _when(entry: Entry, starts: date | datetime, ends: date | datetime) -> None:
    entry.add("dtstart", starts)
    entry.add("dtend", ends)


def _host() -> str:
    return str(settings.PUBLIC_URL).partition("://")[2] or "headwater"


def _url(about: Any) -> str:
    if about is None or not settings.PUBLIC_URL:
        return ""
    return f"{settings.PUBLIC_URL}/{PAGES[str(about._meta.model_name)]}/{about.pk}"
