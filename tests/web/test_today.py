"""Today: the most urgent first, the next one chosen when one is done, nothing of other teams."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.catalog import custom
from headwater.people.models import User
from headwater.qualify import tasks
from headwater.records.models import Account, Clock, Contact, Lead
from headwater.web.today.page import FIRST

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]
MOST_QUERIES = 60


def with_clock(lead: Lead, minutes: int = 5) -> Lead:
    """The lead, whose clock runs out in so many minutes."""
    now = timezone.now()
    Clock.objects.create(
        lead=lead, policy="Web leads", minutes=15, owner=lead.owner, started_at=now,
        due_at=now + timedelta(minutes=minutes),
    )  # fmt: skip
    return lead


def rows(client: Client, url: str = "/") -> list[str]:
    """The names on the list, in order."""
    answer = client.get(url)
    assert answer.status_code == 200
    groups: list[dict[str, Any]] = answer.context["groups"]
    return [str(row["item"].record) for group in groups for row in group["rows"]]


def test_a_morning(mara: Client, cast: SimpleNamespace, make_lead: MakeLead) -> None:
    hot = make_lead(last_name="Hot", score=95)
    late = with_clock(make_lead(last_name="Late"), -3)
    soon = with_clock(make_lead(last_name="Soon"))
    due = make_lead(last_name="Due")
    tasks.add(due, subject="Second call", by=cast.mara, due_on=timezone.localdate())
    assert rows(mara) == ["Soon", "Late", "Due", "Hot"]  # what can still be kept comes first

    page = mara.get("/").content.decode()
    assert "How did the call go?" not in page  # the panel comes after the list
    page = mara.get("/", headers={"HX-Request": "true"}).content.decode()
    assert "Clock running out" in page
    assert "0 done, 4 to go" in page
    assert f'id="row-lead-{late.pk}"' in page
    assert "How did the call go?" in page

    mara.post(f"/leads/{soon.pk}/calls", {"reason": "Not a fit"})
    after = mara.get(f"/?current=lead-{soon.pk}&place=0")
    assert after.context["chosen"]["key"] == f"lead-{late.pk}"  # the next one is chosen
    assert "1 done, 3 to go" in after.content.decode()
    stays = mara.get(f"/?current=lead-{hot.pk}&place=0")
    assert stays.context["chosen"]["key"] == f"lead-{hot.pk}"


def test_the_chosen_one_stays_in_a_large_organisation(mara: Client, make_lead: MakeLead) -> None:
    with_clock(make_lead(last_name="First"))
    lead = make_lead(pk=12_345_678, last_name="Large", score=95)
    stays = mara.get(f"/?current=lead-{lead.pk}&place=0")
    assert stays.context["chosen"]["key"] == "lead-12345678"


def test_an_empty_day_teaches(mara: Client, cast: SimpleNamespace) -> None:
    page = mara.get("/").content.decode()
    assert "Nobody waits for you" in page
    assert "Take the next of North queue" in page
    assert "log a call" in page


def test_a_new_lead_is_there_at_the_next_look(mara: Client, make_lead: MakeLead) -> None:
    assert rows(mara) == []
    with_clock(make_lead(first_name="Elena", last_name="Varga"))
    assert rows(mara) == ["Elena Varga"]
    page = mara.get("/").content.decode()
    assert 'hx-trigger="headwater:changed from:body"' in page
    assert 'aria-live="polite" data-arrivals' in page


def test_others_see_their_own_day(
    cast: SimpleNamespace, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = with_clock(make_lead())
    assert rows(sign_in(cast.otto)) == []
    assert rows(sign_in(cast.owen)) == []
    assert sign_in(cast.otto).get(f"/leads/{lead.pk}/peek").status_code == 404


def test_a_task_about_a_contact_has_its_panel(
    mara: Client, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    account = Account.objects.create(name="Harbor", owner=cast.mara)
    contact = Contact.objects.create(last_name="Weck", account=account, owner=cast.mara)
    task = tasks.add(contact, subject="Send the offer", by=cast.mara, due_on=timezone.localdate())
    page = mara.get("/").content.decode()
    assert "Send the offer" in page
    assert mara.get(f"/today/tasks/{task.pk}").status_code == 200
    assert mara.get("/today/tasks/999999").status_code == 404


def test_strange_addresses_do_no_harm(mara: Client, make_lead: MakeLead) -> None:
    with_clock(make_lead())
    for query in ("current=x&place=-1", "place=99999999999", "place=٣", "current=lead-0&place=7"):
        assert len(rows(mara, f"/?{query}")) == 1


def test_today_costs_the_same_at_any_length(mara: Client, make_lead: MakeLead) -> None:
    counts = []
    for count in (5, 50):
        for number in range(Lead.objects.count(), count):
            with_clock(make_lead(last_name=f"Lead {number}"), number + 1)
        mara.get("/")
        custom.edition()  # read a moment ago, so that the time a test takes does not count
        with CaptureQueriesContext(connection) as asked:
            assert len(rows(mara)) == min(count, FIRST)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_long_list_is_drawn_as_far_as_one_sees(mara: Client, make_lead: MakeLead) -> None:
    leads = [with_clock(make_lead(last_name=f"Lead {n:02}"), n + 20) for n in range(70)]
    first = mara.get("/")
    assert first.context["order"][0]["count"] == 70
    assert (len(first.context["groups"][0]["rows"]), first.context["more"]) == (FIRST, FIRST)
    assert "0 done, 70 to go" in first.content.decode()
    rest = mara.get(f"/?from={FIRST}")
    assert rest.content.decode().count("data-row") == 70 - FIRST
    assert "Clock running out" not in rest.content.decode()
    far = mara.get(f"/?current=lead-{leads[65].pk}&place=65")
    assert far.context["chosen"]["place"] == 65
    assert far.context["more"] == 0
