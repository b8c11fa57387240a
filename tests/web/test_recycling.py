"""Who comes back is listed with day and reason; who has no way back is named; rules are set."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.records.models import EmailMessage, Lead, Task, TrailEntry
from headwater.recycling import hourly
from headwater.recycling.models import RecycleRule

FORM = {
    "name": "Budget next year", "kind": "unqualified", "reasons": ["No budget"], "attempts": 3,
    "criteria": "Country = 'Norway'", "after_days": 200, "way": "owner", "status": "Nurturing",
    "words": "Budgets are made in autumn.", "sort_order": 0, "is_active": "on",
}  # fmt: skip


@pytest.fixture
def closed(make_lead: Callable[..., Lead]) -> Callable[..., Lead]:
    def make(**values: Any) -> Lead:
        return make_lead(
            **{"status": "Closed - Not Converted", "is_closed": True, "closed_reason": "No budget",
               "country": "Norway", **values}
        )  # fmt: skip

    return make


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_from_a_rule_to_a_day_on_the_list_and_in_the_story(
    sign_in: Callable[[Any], Client], cast: SimpleNamespace, closed: Callable[..., Lead]
) -> None:
    ada, lead, other = sign_in(cast.ada), closed(), closed(last_name="Berg", country="Chile")
    assert "No rule is in force yet" in text(ada.get("/reports/recycling"))
    assert "Nowhere: that is for good" in text(ada.get("/setup/recycling"))
    made = ada.post("/setup/recycling/new", FORM, follow=True)
    assert "After 200 days to whoever has it, as “Nurturing”" in text(made)
    hourly.run(timezone.now())
    listed = text(ada.get("/reports/recycling"))
    assert "Okafor" in listed and "Closed: No budget" in listed and "Berg" not in listed
    lost = text(ada.get("/reports/recycling?show=none"))
    assert "Berg" in lost and "Okafor" not in lost
    due = timezone.now() + timedelta(days=200)
    assert f"Comes back on {due.day} {due:%B %Y}" in text(ada.get(f"/leads/{lead.pk}"))
    hourly.run(timezone.now() + timedelta(days=201))
    assert "With Mara Lind" in text(ada.get("/reports/recycling?show=back"))
    assert "Back: with Mara Lind" in text(ada.get(f"/leads/{lead.pk}"))
    other.refresh_from_db()
    assert other.is_closed


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"way": "program"}, "Choose the program."),
        ({"status": ""}, "a closed lead is opened again"),
        ({"criteria": "Gone = 1"}, "Gone"),
        ({"reasons": ["Wrong market"]}, "Not a reason of these leads"),
        ({"kind": "mails", "attempts": 0, "reasons": []}, "at least 1"),
    ],
)
def test_a_rule_that_cannot_work_is_not_saved(
    sign_in: Callable[[Any], Client], cast: SimpleNamespace, values: dict[str, Any], said: str
) -> None:
    answer = sign_in(cast.ada).post("/setup/recycling/new", FORM | values)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert not RecycleRule.objects.filter(name=FORM["name"]).exists()


def test_a_rule_is_an_admins_and_its_change_is_told(
    mara: Client, sign_in: Callable[[Any], Client], cast: SimpleNamespace
) -> None:
    rule = RecycleRule.objects.first()
    assert rule is not None and mara.get("/setup/recycling").status_code == 200
    assert mara.post(f"/setup/recycling/{rule.pk}", FORM).status_code == 403
    sign_in(cast.ada).post(f"/setup/recycling/{rule.pk}", FORM)
    rule.refresh_from_db()
    assert (rule.after_days, rule.is_active) == (200, True)
    assert TrailEntry.objects.filter(event__startswith="recycling", record_id=rule.pk).exists()


def test_an_outsider_sees_none_and_the_list_costs_the_same(
    mara: Client, sign_in: Callable[[Any], Client], cast: SimpleNamespace,
    closed: Callable[..., Lead],
) -> None:  # fmt: skip
    RecycleRule.objects.create(name="All", kind="unqualified", way="owner", status="Nurturing",
                               criteria="Country = 'Norway'")  # fmt: skip
    cast.organization.lead_access = "private"
    cast.organization.save()
    counts: dict[str, list[int]] = {}
    mara.get("/reports/recycling")  # what is then kept in memory
    for size in (1, 9):
        for number in range(size):
            closed(last_name=f"Nr{size}{number}")
            closed(last_name=f"Lost{size}{number}", country="Chile")
        hourly.run(timezone.now())
        for show in ("waiting", "none"):
            with CaptureQueriesContext(connection) as queries:
                assert mara.get(f"/reports/recycling?show={show}").status_code == 200
            counts.setdefault(show, []).append(len(queries))
    assert all(len(set(each)) == 1 for each in counts.values()), counts
    otto = sign_in(cast.otto)
    assert "Nr1" not in text(otto.get("/reports/recycling"))
    assert "Lost1" not in text(otto.get("/reports/recycling?show=none"))


def test_a_rule_is_removed_and_put_back_and_what_it_planned_stays(
    sign_in: Callable[[Any], Client], cast: SimpleNamespace, closed: Callable[..., Lead]
) -> None:
    ada, lead = sign_in(cast.ada), closed()
    ada.post("/setup/recycling/new", FORM)
    hourly.run(timezone.now())
    rule = RecycleRule.objects.get(name=FORM["name"])
    assert "removal" in text(ada.get(f"/setup/recycling/{rule.pk}"))
    url = f"/setup/recycling/{rule.pk}/removal"
    assert sign_in(cast.mara).post(url).status_code == 403
    gone = ada.post(url, follow=True).content.decode()
    assert "1 lead still comes back by it." in gone
    assert not RecycleRule.objects.filter(pk=rule.pk).exists()
    assert "Okafor" in text(ada.get("/reports/recycling"))  # on its day
    assert ada.get(f"/leads/{lead.pk}").status_code == 200
    undo = "/undo/" + gone.split('action="/undo/')[1].split('"')[0]
    assert "is back" in text(ada.post(undo, follow=True))
    assert RecycleRule.objects.filter(pk=rule.pk).exists()
    ada.post(url)
    ada.post("/setup/recycling/new", FORM)  # its name is free again
    assert RecycleRule.objects.filter(name=FORM["name"]).count() == 1
    events = TrailEntry.objects.filter(event__startswith="recycling rule.").values_list("event")
    assert ("recycling rule.removed",) in set(events)


def test_who_does_not_answer_is_listed_where_nobody_looks_again(
    sign_in: Callable[[Any], Client], cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    silent, busy = make_lead(last_name="Silent"), make_lead(last_name="Busy")
    for lead in (silent, busy):
        for number in range(3):
            EmailMessage.objects.create(
                lead=lead, key=f"{lead.pk}-{number}", state="sent", sent_at=timezone.now()
            )
    Task.objects.create(lead=busy, owner=cast.mara, subject="Call", due_on=timezone.localdate())
    lost = text(sign_in(cast.ada).get("/reports/recycling?show=none"))
    assert "Silent" in lost and "3 mails without an answer" in lost
    assert "Busy" not in lost
