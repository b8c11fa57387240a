"""What was told goes out by mail as each person wants it: at once, held, in a digest, never."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as outbox
from django.utils import timezone

from headwater import digest, telling
from headwater.people.models import BusinessHours, User
from headwater.records.models import (
    Lead,
    Notification,
    NotificationMail,
    NotificationSettings,
)
from headwater.records.notification import News, tell
from headwater.records.quiet import held_until

NOON = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)


def test_a_new_lead_is_mailed_at_once(cast: SimpleNamespace, settings: LazySettings) -> None:
    settings.PUBLIC_URL = "https://leads.juniper.example"
    say(cast.mara, "lead.new", text="New lead: Tom Okafor")
    assert (telling.settle(NOON), telling.send(NOON)) == (1, 1)
    (sent,) = outbox.outbox
    line = Notification.objects.get()
    assert sent.to == ["Mara Lind <mara@juniper.example>"]
    assert sent.subject == "New lead: Tom Okafor"
    assert f"https://leads.juniper.example/notifications/{line.pk}" in sent.body
    assert "https://leads.juniper.example/me/notifications" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (telling.settle(NOON + HOUR), telling.send(NOON + HOUR)) == (0, 0)


def test_what_came_in_one_minute_is_one_mail(cast: SimpleNamespace) -> None:
    for number in range(3):
        say(cast.mara, "lead.new", text=f"New lead: Number {number}")
    say(cast.owen, "clock.missed", text="Nobody answered")
    assert telling.settle(NOON) == 2
    mine = NotificationMail.objects.get(user=cast.mara)
    assert mine.subject == "3 news: New lead: Number 0"
    assert "Number 2" in mine.text


def test_who_has_read_it_here_or_chose_otherwise_gets_no_mail(cast: SimpleNamespace) -> None:
    choose(cast.owen, mail={"lead.new": "never", "task.due": "digest"})
    say(cast.mara, "lead.new")
    Notification.objects.update(read_at=NOON)
    say(cast.mara, "task.due")  # only on the bell, unless somebody wants it
    say(cast.owen, "lead.new")
    say(cast.owen, "task.due")
    assert telling.settle(NOON) == 0
    assert not Notification.objects.exclude(mail_at=None).exists()


def test_nobody_is_told_what_they_did_and_who_has_left_hears_nothing(cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.owen.pk).update(is_active=False)
    news = News("x", "Something", "/", (cast.mara.pk, cast.owen.pk, cast.queue.pk), "system")
    assert tell([news], NOON, by=cast.mara) == 0
    assert tell([news], NOON) == 1
    tell([news], NOON)
    assert Notification.objects.get().user == cast.mara
    with pytest.raises(KeyError):
        tell([News("y", "Something", "/", (cast.mara.pk,), "no.such_kind")], NOON)


def test_quiet_hours_hold_what_is_not_urgent(cast: SimpleNamespace) -> None:
    choose(cast.mara, quiet="times", mail={"task.due": "now"})
    night = NOON.replace(hour=23)
    say(cast.mara, "task.due", at=night)
    say(cast.mara, "clock.missed", at=night)
    assert telling.settle(night) == 1  # what is urgent may pass
    assert telling.settle(night + HOUR) == 0
    assert telling.settle(night + 8 * HOUR) == 1
    choose(cast.mara, quiet="times", urgent_passes=False)
    say(cast.mara, "clock.missed", at=night)
    assert telling.settle(night) == 0


@pytest.mark.parametrize(
    ("choices", "at", "until"),
    [
        ({"quiet": ""}, "11T23:00", None),
        ({"quiet": "times"}, "11T12:00", None),
        ({"quiet": "times"}, "11T23:00", "12T07:00"),
        ({"quiet": "times"}, "12T06:59", "12T07:00"),
        ({"quiet": "times"}, "13T21:00", "16T07:00"),  # Friday night to Monday morning
        ({"quiet": "times", "is_quiet_on_weekends": False}, "13T21:00", "14T07:00"),
        ({"quiet": "times", "quiet_from": time(12), "quiet_until": time(14)}, "11T13:00",
         "11T14:00"),
        ({"quiet": "times", "quiet_from": time(9), "quiet_until": time(9)}, "11T09:00", None),
        ({"quiet": "hours"}, "11T16:59", None),
        ({"quiet": "hours"}, "13T17:00", "16T09:00"),
    ],
)  # fmt: skip
def test_until_when_it_is_quiet(
    cast: SimpleNamespace, choices: dict[str, Any], at: str, until: str | None
) -> None:
    cast.mara.business_hours = BusinessHours.objects.create(name="Office")
    cast.mara.save()
    held = held_until(NotificationSettings(user=cast.mara, **choices), cast.mara, march(at))
    assert held == (march(until) if until else None)


def test_quiet_hours_are_those_of_the_persons_own_zone(cast: SimpleNamespace) -> None:
    choices = NotificationSettings(user=cast.mara, quiet="times")
    cast.mara.time_zone = "America/Los_Angeles"
    assert held_until(choices, cast.mara, march("11T12:00")) == march("11T14:00")
    cast.mara.time_zone = "Nowhere/At_All"
    assert held_until(choices, cast.mara, march("11T23:00")) is None


def test_the_digest_says_once_a_day_what_is_open_and_new(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    choose(cast.mara, digest_at=time(8), mail={"lead.replied": "digest"})
    User.objects.filter(pk=cast.mara.pk).update(time_zone="Europe/Vienna")
    make_lead(score=90, first_name="Hot")
    make_lead(owner=cast.queue)
    say(cast.mara, "lead.replied", text="Tom replied: yes", at=NOON - 6 * HOUR)
    say(cast.mara, "lead.new", text="Came by mail at once", at=NOON - 6 * HOUR)
    assert digest.write(march("11T06:59")) == 0
    assert digest.write(march("11T07:00")) == 1  # eight in Vienna
    assert digest.write(march("11T07:01")) == 0
    mail = NotificationMail.objects.get()
    assert mail.subject.startswith("Your Wednesday: ")
    for words in ("OPEN", "Hot Okafor", "North queue: 1 waiting", "NEW", "Tom replied: yes"):
        assert words in mail.text
    assert "Came by mail at once" not in mail.text
    assert digest.write(march("12T07:00")) == 1
    assert "Tom replied" not in NotificationMail.objects.order_by("-pk")[0].text


def test_without_anything_to_say_and_on_quiet_days_no_digest_goes_out(
    cast: SimpleNamespace,
) -> None:
    choose(cast.otto, digest_at=time(8))
    choose(cast.mara, digest_at=time(8), quiet="times")
    assert digest.write(march("11T08:00")) == 0
    assert telling.send(march("11T08:00")) == 0
    assert NotificationMail.objects.count() == 2  # looked at, nothing to say
    assert digest.write(march("14T08:00")) == 0  # Saturday
    assert not NotificationMail.objects.filter(user=cast.mara, key__contains="-14").exists()


def test_a_server_that_is_away_is_asked_again(
    cast: SimpleNamespace, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(cast.mara, "lead.new")
    say(cast.owen, "lead.new")
    telling.settle(NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert telling.send(NOON) == 0
    assert not NotificationMail.objects.filter(again_at__lte=NOON).exists()
    first = NotificationMail.objects.exclude(problem="").get()
    assert "cannot be reached" in first.problem
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert telling.send(NOON + timedelta(minutes=2)) == 2


def test_old_ones_are_cleared_by_night(cast: SimpleNamespace) -> None:
    now, day = timezone.now(), timedelta(days=1)
    for days, read in ((31, True), (29, True), (179, False), (181, False)):
        say(cast.mara, "system", at=now - days * day)
        if read:
            Notification.objects.order_by("-pk").update(read_at=None)
    rows = {(now - row.at).days: row for row in Notification.objects.all()}
    Notification.objects.filter(pk__in=[rows[31].pk, rows[29].pk]).update(read_at=now - 31 * day)
    Notification.objects.filter(pk=rows[29].pk).update(read_at=now - 29 * day)
    assert telling.clear(0) == 2
    assert {(now - row.at).days for row in Notification.objects.all()} == {29, 179}


def say(user: User, kind: str, *, text: str = "Something", at: datetime = NOON) -> None:
    count = Notification.objects.count()
    tell([News(f"test:{count}", text, "/leads", (user.pk,), kind)], at)


def choose(user: User, **values: Any) -> NotificationSettings:
    choices, _ = NotificationSettings.objects.update_or_create(user=user, defaults=values)
    return choices


def march(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}:00+00:00")
