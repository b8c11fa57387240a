"""Calendar feeds: a secret address, read without signing in, exact enough to be parsed back."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from headwater.people.models import User
from headwater.qualify import calendar_feed, tasks
from headwater.qualify.models import CalendarFeed
from headwater.records.models import Event, Lead

MakeLead = Callable[..., Lead]
ODD = "Call back; bring the offer, “Süd”\nand the figures \\ plan " + "ä" * 90


def address(client: Client) -> str:
    """A new address of whoever is signed in."""
    url: str = client.post("/me/calendar").context["url"]
    return url.removeprefix("http://testserver")


def test_mara_sees_her_tasks_in_her_calendar(
    mara: Client, client: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    now = timezone.now().replace(microsecond=0)
    at = now + timedelta(hours=3)
    lead = make_lead(first_name="Tom")
    timed = tasks.add(lead, subject=ODD, by=cast.mara, due_at=at, remind_at=at)
    day = tasks.add(None, subject="Tidy up", by=cast.mara, due_on=now.date())
    tasks.add(lead, subject="Somebody else’s", by=cast.owen, due_on=now.date())
    meeting = Event.objects.create(
        owner=cast.mara, subject="Site visit", location="Hall 3; gate B", starts_at=at,
        ends_at=at + timedelta(hours=1), lead=lead,
    )  # fmt: skip
    answer = client.get(address(mara))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and b"\n" not in b"".join(lines)

    found = {str(entry["uid"]): entry for entry in Calendar.from_ical(answer.content).events}
    assert set(found) == {
        f"task-{timed.pk}@headwater", f"task-{day.pk}@headwater", f"event-{meeting.pk}@headwater",
    }  # fmt: skip
    entry = found[f"task-{timed.pk}@headwater"]
    assert str(entry["summary"]) == f"{ODD} ({lead})"
    assert entry.decoded("dtstart") == at
    assert b"DTSTART:" + at.strftime("%Y%m%dT%H%M%SZ").encode() in lines
    (alarm,) = entry.walk("VALARM")
    assert alarm.decoded("trigger") == at
    assert found[f"task-{day.pk}@headwater"].decoded("dtstart") == now.date()
    visit = found[f"event-{meeting.pk}@headwater"]
    assert str(visit["location"]) == "Hall 3; gate B"
    assert str(visit["transp"]) == "OPAQUE"

    tasks.postpone(timed, by=cast.mara, due_on=date(2027, 1, 4))
    tasks.complete([day], by=cast.mara)


def test_a_moved_task_keeps_its_name_and_a_done_one_is_gone(
    mara: Client, client: Client, cast: SimpleNamespace
) -> None:
    task = tasks.add(None, subject="Call", by=cast.mara, due_on=timezone.localdate())
    url = address(mara)
    tasks.postpone(task, by=cast.mara, due_on=timezone.localdate() + timedelta(days=3))
    (entry,) = Calendar.from_ical(client.get(url).content).events
    assert str(entry["uid"]) == f"task-{task.pk}@headwater"
    assert entry.decoded("dtstart") == timezone.localdate() + timedelta(days=3)
    tasks.complete([task], by=cast.mara)
    assert Calendar.from_ical(client.get(url).content).events == []


def test_an_address_is_shown_once_replaced_and_taken_back(
    mara: Client, client: Client, cast: SimpleNamespace
) -> None:
    first = address(mara)
    secret = first.removeprefix("/feeds/").removesuffix(".ics")
    assert secret not in mara.get("/me").content.decode()
    assert not CalendarFeed.objects.filter(secret_hash__contains=secret).exists()
    second = address(mara)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    mara.post("/me/calendar/revocation")
    assert client.get(second).status_code == 404
    assert "Make an address" in mara.get("/me").content.decode()


def test_nobody_guesses_and_nobody_floods(
    mara: Client, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = address(mara)
    assert client.get("/feeds/guess.ics").status_code == 404
    assert client.post(url).status_code == 405
    assert client.post("/me/calendar").status_code in (302, 401)
    monkeypatch.setattr(calendar_feed, "PER_HOUR", 1)
    assert client.get(url).status_code == 200
    refused = client.get(url)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600


def test_who_has_left_has_no_feed(mara: Client, client: Client, cast: SimpleNamespace) -> None:
    url = address(mara)
    User.objects.filter(pk=cast.mara.pk).update(is_active=False)
    assert client.get(url).status_code == 404
