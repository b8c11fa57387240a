"""The leak report as a page: the answer on top, numbers that open their leads, fixes with Undo."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from headwater.measure import leak_letter, leaks, snapshots
from headwater.measure.daily_snapshot import DailySnapshot, What
from headwater.measure.leak_settings import LeakSettings
from headwater.people.models import User
from headwater.records.models import Lead, Notification, NotificationMail, Task, TrailEntry

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]


@pytest.fixture
def old(make_lead: MakeLead) -> MakeLead:
    """A lead that came three days ago."""

    def make(**values: object) -> Lead:
        at = timezone.now() - timedelta(days=3)
        return make_lead(**{"created_at": at, "status_changed_at": at} | values)

    return make


def test_a_manager_reads_the_answer_and_opens_the_leads(
    cast: SimpleNamespace, old: MakeLead, sign_in: SignIn
) -> None:
    old(last_name="Waiting", owner=cast.queue)
    old(last_name="Forgotten")
    ines, otto = sign_in(cast.ines), sign_in(cast.otto)

    page = ines.get("/reports/leaks").content.decode()
    assert "It may be: 2 of 2 open leads (100%) are left behind" in page
    assert "Counted now." in page
    listed = ines.get("/leads?view=leak-queue_old").content.decode()
    assert "Waiting" in listed and "Forgotten" not in listed
    assert "Forgotten" in ines.get("/leads?view=leak-no_next_step").content.decode()

    assert "There are no open leads." in otto.get("/reports/leaks").content.decode()
    assert "Forgotten" not in otto.get("/leads?view=leak-no_next_step").content.decode()
    csv = ines.get("/reports/leaks?chart=at_stake&format=csv").content.decode()
    assert "Queue too old" in csv


def undo(client: Client) -> None:
    """Press Undo of what was done last."""
    [*_, key] = client.session["headwater.undo"]
    client.post(f"/undo/{key}")


def test_giving_planning_and_putting_off_mend_and_can_be_undone(
    cast: SimpleNamespace, old: MakeLead, sign_in: SignIn
) -> None:
    waiting, forgotten = old(owner=cast.queue), old()
    ines = sign_in(cast.ines)

    ines.post("/reports/leaks/queue_old/fixes", {"owner": cast.owen.pk})
    waiting.refresh_from_db()
    assert waiting.owner_id == cast.owen.pk
    told = TrailEntry.objects.get(event="lead.assigned", record_id=waiting.pk).because["words"]
    assert told == "given by Ines Roy: queue too old"
    undo(ines)
    waiting.refresh_from_db()
    assert waiting.owner_id == cast.queue.pk

    ines.post("/reports/leaks/no_next_step/fixes", {"subject": "Ask for the roof plan"})
    task = Task.objects.get(lead=forgotten)
    assert (task.subject, task.owner_id) == ("Ask for the roof plan", cast.mara.pk)
    assert task.due_on and task.due_on > timezone.localdate() and task.due_on.weekday() < 5
    assert not list(leaks.among("no_next_step", Lead.objects.all(), cast.ines, timezone.now()))
    undo(ines)
    assert not Task.objects.alive().exists()

    Task.objects.create(lead=forgotten, owner=cast.mara, due_on=timezone.localdate() - timedelta(9))
    ines.post("/reports/leaks/overdue/fixes")
    late = Task.objects.open().get()
    assert late.due_on and late.due_on > timezone.localdate()
    undo(ines)
    late.refresh_from_db()
    assert late.due_on == timezone.localdate() - timedelta(9)


def test_owners_are_reminded_of_replies(
    cast: SimpleNamespace, old: MakeLead, sign_in: SignIn
) -> None:
    from headwater.records.models import EmailMessage

    EmailMessage.objects.create(lead=old(), key="r", is_incoming=True, state="received")
    sign_in(cast.ines).post("/reports/leaks/unread_reply/fixes")
    line = Notification.objects.get()
    assert (line.user_id, line.url) == (cast.mara.pk, "/leads?view=leak-unread_reply")
    assert line.text == "1 lead of yours wrote back and nobody has answered."


def test_who_may_not_mends_nothing(cast: SimpleNamespace, old: MakeLead, sign_in: SignIn) -> None:
    lead = old(owner=cast.queue)
    for user in (cast.otto, cast.rhea):
        sign_in(user).post("/reports/leaks/queue_old/fixes", {"owner": user.pk})
    sign_in(cast.ines).post("/reports/leaks/queue_old/fixes", {"owner": "999999999999"})
    lead.refresh_from_db()
    assert lead.owner_id == cast.queue.pk
    assert sign_in(cast.ines).post("/reports/leaks/stuck/fixes").status_code == 404
    assert sign_in(cast.ines).post("/reports/leaks/nonsense/fixes").status_code == 404
    assert sign_in(cast.mara).post("/setup/leaks", {"queue_hours": 1}).status_code == 403


def test_an_admin_sets_limits_and_the_mail(cast: SimpleNamespace, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    page = ada.get("/setup/leaks").content.decode()
    assert "Ines Roy" in page
    given = {"queue_hours": 4, "step_hours": 8, "duplicate_days": 1, "stuck_days": 14,
             "mailed": "workdays", "mail_at": "06:30"}  # fmt: skip
    assert ada.post("/setup/leaks", given).status_code == 302
    assert LeakSettings.current().queue_hours == 4
    assert ada.post("/setup/leaks", given | {"stuck_days": 0}).status_code == 422


def test_managers_get_it_on_monday_morning_once(
    cast: SimpleNamespace, make_lead: MakeLead, monday: datetime
) -> None:
    make_lead(created_at=monday - timedelta(days=3), status_changed_at=monday)
    User.objects.filter(pk=cast.ines.pk).update(time_zone="America/New_York")

    assert leak_letter.write(monday) == 1  # Ada; nothing of Petra's people, Ines is asleep
    assert leak_letter.write(monday) == 0
    mail = NotificationMail.objects.get(again_at__isnull=False)
    assert mail.subject == "1 of 1 open leads are left behind"
    assert "No next step: 1. Plan a next step for each." in mail.text
    assert leak_letter.write(monday + timedelta(hours=5)) == 1  # Ines, at half past seven
    assert leak_letter.write(monday + timedelta(days=1)) == 0  # a Tuesday


@pytest.fixture
def monday() -> datetime:
    return datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


def test_the_kept_morning_says_its_age_where_there_are_many(
    cast: SimpleNamespace, old: MakeLead, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    old()
    now = timezone.now()
    assert snapshots.keep(now)
    assert not snapshots.keep(now)
    kept = DailySnapshot.objects.get(what=What.LEAK)
    assert (kept.key, kept.owner_id, kept.count) == ("no_next_step", cast.mara.pk, 1)

    old()
    monkeypatch.setattr(leaks, "MOST_LIVE", 1)
    ines = sign_in(cast.ines)
    page = ines.get("/reports/leaks").content.decode()
    assert "1 of 1 open leads" in page and "too many open leads to count" in page
    assert "2 of 2 open leads" in ines.get("/reports/leaks?now=1").content.decode()
    assert "There are no open leads" in sign_in(cast.otto).get("/reports/leaks").content.decode()
