"""The list of tasks: by day, done and put off in bulk, repeated; nobody else's."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from django.test import Client
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import tasks
from headwater.qualify.models import AwaitedReply, Recurrence
from headwater.records.models import Lead, Task

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]


def test_mara_works_through_her_tasks(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    today = timezone.localdate()
    lead = make_lead(first_name="Tom")
    late = tasks.add(lead, subject="Send the offer", by=cast.mara, due_on=today - timedelta(days=2))
    due = tasks.add(lead, subject="Call Tom", by=cast.mara, due_on=today, subtype="Call")
    page = mara.get("/tasks").content.decode()
    assert page.index("Send the offer") < page.index("Call Tom") and "Tom Okafor" in page
    assert "Call Tom" not in mara.get("/tasks?view=overdue").content.decode()
    assert "Send the offer" not in mara.get("/tasks?view=today").content.decode()

    mara.post("/tasks/selection/completion", {"id": [late.pk, due.pk], "next": "/tasks"})
    assert not Task.objects.open().exists()
    page = mara.get("/tasks?view=done").content.decode()
    assert "Send the offer" in page and "2 tasks done." in page
    (key,) = mara.session["headwater.undo"]
    mara.post(f"/undo/{key}")
    assert Task.objects.open().count() == 2


def test_put_off_in_bulk_and_until_a_reply(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    today = timezone.localdate()
    rows = [tasks.add(make_lead(), subject=f"Call {n}", by=cast.mara, due_on=today) for n in (1, 2)]
    mara.post("/tasks/selection/delay", {"id": [row.pk for row in rows], "again": "week"})
    assert {task.due_on for task in Task.objects.all()} == {today + timedelta(days=7)}
    (key,) = mara.session["headwater.undo"]
    mara.post(f"/undo/{key}")
    assert {task.due_on for task in Task.objects.all()} == {today}
    mara.post(f"/tasks/{rows[0].pk}/delay", {"again": "reply"})
    assert AwaitedReply.objects.get().task == rows[0]
    assert "still to come" in mara.post(
        f"/tasks/{rows[0].pk}/delay", {"again": "never"}, follow=True
    ).content.decode()  # fmt: skip


def test_a_task_comes_again_every_second_week(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    task = tasks.add(make_lead(), subject="Check in", by=cast.mara, due_on=timezone.localdate())
    url = f"/tasks/{task.pk}/repetition"
    assert "Every" in mara.get(url).content.decode()
    refused = mara.post(url, {"every": "2", "unit": "week", "ends": "times", "times": "0"})
    assert refused.status_code == 422
    mara.post(url, {"every": "2", "unit": "week", "weekday": ["0", "3"], "ends": "times",
                    "times": "5"})  # fmt: skip
    assert Recurrence.objects.get().words == "every 2 weeks on Monday and Thursday, 4 more"
    assert "Every 2 weeks" in mara.get("/tasks").content.decode()
    assert "comes again" in mara.get(f"/tasks/{task.pk}").content.decode()
    mara.post(url, {"end": "1"})
    assert Recurrence.objects.get().ended_at is not None


def test_others_see_none_of_it(cast: SimpleNamespace, make_lead: MakeLead, sign_in: SignIn) -> None:
    task = tasks.add(make_lead(), subject="Secret", by=cast.mara, due_on=timezone.localdate())
    otto = sign_in(cast.otto)
    assert "Secret" not in otto.get("/tasks?view=open").content.decode()
    for page in ("", "/repetition"):
        assert otto.get(f"/tasks/{task.pk}{page}").status_code == 404
    otto.post("/tasks/selection/completion", {"id": [task.pk]})
    assert otto.post(f"/tasks/{task.pk}/delay", {"again": "week"}).status_code == 404
    assert Task.objects.open().exists()
    assert sign_in(cast.rhea).get(f"/tasks/{task.pk}/repetition").status_code == 403
