"""A lead's page and the deeds on it: each one press, recorded by its verb, taken back by Undo."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from headwater.catalog import custom
from headwater.people.models import User
from headwater.records.models import (
    Campaign,
    CampaignMember,
    Clock,
    Lead,
    Note,
    Task,
    TrailEntry,
)
from headwater.web.leads import quick_times

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}
PAGE_QUERIES = 34


@pytest.fixture
def lead(make_lead: MakeLead) -> Lead:
    """Tom asked four minutes ago; his clock runs."""
    parts = [{"rule": 1, "name": "Asked for a quote", "points": 82}]
    tom = make_lead(first_name="Tom", email="tom@hcs.example.com", score=82, score_parts=parts)
    start_clock(tom)
    return tom


def start_clock(lead: Lead) -> Clock:
    now = timezone.now()
    clock: Clock = Clock.objects.create(
        lead=lead, policy="Web leads", minutes=5, owner=lead.owner,
        started_at=now - timedelta(minutes=4), due_at=now + timedelta(minutes=1),
    )  # fmt: skip
    return clock


def undo(client: Client) -> None:
    """Press Undo of the newest toast."""
    client.post(f"/undo/{list(client.session['headwater.undo'])[-1]}")


def test_a_first_call_in_one_press_and_back(mara: Client, lead: Lead) -> None:
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Tom Okafor" in page
    assert "Asked for a quote" in page
    assert "response-clock" in page

    answer = mara.post(
        f"/leads/{lead.pk}/calls", {"reason": "No budget", "note": "Lease ends"}, headers=HTMX
    )
    assert answer.status_code == 204
    assert "headwater:changed" in answer["HX-Trigger"]
    lead.refresh_from_db()
    assert (lead.is_closed, lead.closed_reason) == (True, "No budget")
    assert not Clock.objects.running().exists()

    undo(mara)
    lead.refresh_from_db()
    assert (lead.is_closed, lead.closed_reason) == (False, "")
    assert Clock.objects.running().count() == 1


def test_call_again_makes_a_task_that_the_page_shows(mara: Client, lead: Lead) -> None:
    mara.post(f"/leads/{lead.pk}/calls", {"again": "tomorrow"})
    task = Task.objects.open().get()
    assert task.lead_id == lead.pk
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Call Tom Okafor again" in page
    mara.post(f"/tasks/{task.pk}/completion")
    assert not Task.objects.open().exists()
    undo(mara)
    assert Task.objects.open().count() == 1


def test_a_clear_opportunity_opens_the_conversion(mara: Client, lead: Lead) -> None:
    url, outcome = f"/leads/{lead.pk}/calls", {"outcome": "clear_opportunity"}
    answer = mara.post(url, outcome, headers=HTMX)
    assert f"/leads/{lead.pk}/conversion" in answer["HX-Trigger"]
    assert mara.post(url, outcome)["Location"] == f"/leads/{lead.pk}/conversion"


@pytest.mark.parametrize(
    "given", [{}, {"outcome": "nonsense"}, {"again": "then"}, {"again": "then", "again_at": "x"},
              {"again": "then", "again_at": "2020-01-01T10:00"}]
)  # fmt: skip
def test_a_call_that_says_too_little_is_refused(
    mara: Client, lead: Lead, given: dict[str, str]
) -> None:
    answer = mara.post(f"/leads/{lead.pk}/calls", given, headers=HTMX)
    assert answer.status_code == 204
    assert "headwater:changed" not in answer["HX-Trigger"]  # what was typed stays in its box
    assert "headwater:toast" in answer["HX-Trigger"]
    assert not TrailEntry.objects.filter(event="call.logged").exists()


def test_a_status_asks_for_what_it_needs(mara: Client, lead: Lead) -> None:
    url = f"/leads/{lead.pk}/status"
    asked = mara.post(url, {"status": "Qualified"}, headers=HTMX)
    assert asked["HX-Retarget"] == "#dialog"
    assert 'name="need"' in asked.content.decode()
    again = {"status": "Qualified", "asked": ["need", "timeline"], "need": "", "timeline": ""}
    assert mara.post(url, again, headers=HTMX).status_code == 422
    again |= {"need": "Lower bills", "timeline": "This year"}
    assert mara.post(url, again, headers=HTMX).status_code == 204
    lead.refresh_from_db()
    assert (lead.status, lead.need) == ("Qualified", "Lower bills")
    undo(mara)
    lead.refresh_from_db()
    assert (lead.status, lead.need) == ("Open - Not Contacted", "")
    assert Clock.objects.running().count() == 1


def test_notes_tasks_and_snooze(mara: Client, lead: Lead) -> None:
    mara.post(f"/leads/{lead.pk}/notes", {"note": "Roof covered in 2023"})
    assert Note.objects.alive().count() == 1
    undo(mara)
    assert not Note.objects.alive().exists()

    task = {"subject": "Send the survey", "again": "tomorrow", "subtype": "Email"}
    mara.post(f"/leads/{lead.pk}/tasks", task)
    assert Task.objects.open().get().subject == "Send the survey"
    assert mara.post(f"/leads/{lead.pk}/tasks", {"subject": " "}).status_code == 422

    mara.post(f"/leads/{lead.pk}/snooze", {"again": "tomorrow"})
    lead.refresh_from_db()
    assert lead.snoozed_until is not None
    undo(mara)
    lead.refresh_from_db()
    assert lead.snoozed_until is None


def test_an_e_mail_written_elsewhere_is_an_answer(mara: Client, lead: Lead) -> None:
    mara.post(f"/leads/{lead.pk}/emails")
    assert not Clock.objects.running().exists()
    assert "E-mail to Tom Okafor" in mara.get(f"/leads/{lead.pk}").content.decode()


def test_handed_over_and_taken_back(mara: Client, lead: Lead, cast: SimpleNamespace) -> None:
    url = f"/leads/{lead.pk}/owner"
    assert "Owen Park" in mara.get(url).content.decode()
    answer = mara.post(url, {"owner": cast.otto.pk}, headers=HTMX)
    assert answer["HX-Redirect"] == "/"  # Mara does not see it any more
    undo(mara)
    lead.refresh_from_db()
    assert lead.owner_id == cast.mara.pk
    assert mara.post(url, {"owner": "x"}, headers=HTMX).status_code == 204


def test_deleted_and_brought_back(mara: Client, lead: Lead) -> None:
    assert mara.post(f"/leads/{lead.pk}/deletion")["Location"] == "/leads"
    assert mara.get(f"/leads/{lead.pk}").status_code == 404
    undo(mara)
    assert mara.get(f"/leads/{lead.pk}").status_code == 200


# --- new ----------------------------------------------------------------------------------------
def test_a_lead_by_hand_goes_through_the_journey(mara: Client, cast: SimpleNamespace) -> None:
    given = {"first_name": "elena", "last_name": "Varga", "email": "Elena@Varga.example.com"}
    answer = mara.post("/leads/new", given)
    lead = Lead.objects.get()
    assert answer["Location"] == f"/leads/{lead.pk}"
    assert lead.owner_id == cast.mara.pk
    assert TrailEntry.objects.filter(event="lead.created", record_id=lead.pk).exists()
    typed = "/records/Lead/alike?last_name=Varga&email=elena@varga.example.com"
    assert "Varga" in mara.get(typed).content.decode()
    mara.post("/leads/new", {"last_name": "Varga", "email": "elena@varga.example.com"})
    assert Lead.objects.count() == 1  # the same person is not made twice


def test_a_lead_without_a_name_is_explained(mara: Client) -> None:
    answer = mara.post("/leads/new", {"first_name": "Tom"})
    assert answer.status_code == 422
    assert "needed" in answer.content.decode()


# --- many ---------------------------------------------------------------------------------------
def test_ticked_leads_are_given_moved_added_deleted_and_back(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead, campaign: Campaign
) -> None:
    leads = [make_lead(last_name=f"Lead {number}") for number in range(3)]
    ticked = {"id": [lead.pk for lead in leads], "next": "/leads?view=open"}

    answer = mara.post("/leads/selection/owner", ticked | {"owner": cast.owen.pk})
    assert answer["Location"] == "/leads?view=open"
    assert Lead.objects.filter(owner=cast.owen).count() == 3
    undo(mara)
    assert Lead.objects.filter(owner=cast.mara).count() == 3

    mara.post("/leads/selection/status", ticked | {"status": "Closed - Not Converted|Not a fit"})
    assert Lead.objects.filter(is_closed=True, closed_reason="Not a fit").count() == 3
    undo(mara)
    assert Lead.objects.open().count() == 3

    mara.post("/leads/selection/campaign", ticked | {"campaign": campaign.pk})
    assert CampaignMember.objects.filter(status="Sent").count() == 3
    undo(mara)
    assert not CampaignMember.objects.exists()

    mara.post("/leads/selection/deletion", ticked)
    assert not Lead.objects.alive().exists()
    undo(mara)
    assert Lead.objects.alive().count() == 3


def test_many_that_cannot_move_are_told(mara: Client, make_lead: MakeLead) -> None:
    lead = make_lead()
    mara.post("/leads/selection/status", {"id": [lead.pk], "status": "Qualified"})
    assert "1 lead not: Need is needed" in mara.get("/more").content.decode()


def test_the_next_of_a_queue(mara: Client, cast: SimpleNamespace, make_lead: MakeLead) -> None:
    lead = make_lead(owner=cast.queue)
    assert mara.post(f"/queues/{cast.queue.pk}/next")["Location"] == f"/leads/{lead.pk}"
    lead.refresh_from_db()
    assert lead.owner_id == cast.mara.pk
    assert mara.post(f"/queues/{cast.queue.pk}/next")["Location"] == f"/queues/{cast.queue.pk}"


# --- who and how much ---------------------------------------------------------------------------
DEEDS = ("calls", "notes", "emails", "snooze", "owner", "status", "tasks", "deletion")


@pytest.mark.parametrize("deed", DEEDS)
def test_another_team_finds_nothing_and_readers_change_nothing(
    cast: SimpleNamespace, lead: Lead, sign_in: SignIn, deed: str
) -> None:
    given = {"note": "x", "reason": "Spam", "status": "Nurturing", "subject": "x"}
    assert sign_in(cast.otto).post(f"/leads/{lead.pk}/{deed}", given).status_code == 404
    assert sign_in(cast.rhea).post(f"/leads/{lead.pk}/{deed}", given).status_code == 403
    assert not TrailEntry.objects.exists()


def test_a_page_for_each_person(cast: SimpleNamespace, lead: Lead, sign_in: SignIn) -> None:
    for path in ("", "/peek", "/story"):
        assert sign_in(cast.otto).get(f"/leads/{lead.pk}{path}").status_code == 404
        assert sign_in(cast.ines).get(f"/leads/{lead.pk}{path}").status_code == 200
    page = sign_in(cast.rhea).get(f"/leads/{lead.pk}").content.decode()
    assert "Dead end" not in page
    assert "hx-post" not in page
    assert "Take next" not in sign_in(cast.rhea).get("/leads").content.decode()


def test_a_page_costs_the_same_with_a_long_story(
    mara: Client, lead: Lead, make_lead: MakeLead,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    mara.post(f"/leads/{lead.pk}/notes", {"note": "One"})
    mara.post(f"/leads/{lead.pk}/calls", {"again": "tomorrow"})
    mara.get(f"/leads/{lead.pk}")
    custom.fields_of("Lead")  # read now, so that the time a test takes does not count
    with django_assert_num_queries(PAGE_QUERIES):
        mara.get(f"/leads/{lead.pk}?from=view%3Dmine")
    for number in range(30):
        make_lead(last_name=f"Lead {number}")
        mara.post(f"/leads/{lead.pk}/notes", {"note": f"Note {number}"})
        mara.post(f"/leads/{lead.pk}/tasks", {"subject": f"Task {number}", "again": "week"})
    mara.get(f"/leads/{lead.pk}")
    custom.fields_of("Lead")  # read now, so that the time a test takes does not count
    with django_assert_num_queries(PAGE_QUERIES):
        mara.get(f"/leads/{lead.pk}?from=view%3Dmine")


def test_a_page_knows_its_neighbours_in_the_list(mara: Client, make_lead: MakeLead) -> None:
    first, second, third = (make_lead(last_name=name) for name in ("Ames", "Berg", "Cole"))
    page = mara.get(f"/leads/{second.pk}?from=view%3Dmine%26sort%3DName")
    assert (page.context["place"], page.context["total"]) == (2, "3")
    assert f"/leads/{first.pk}?" in page.context["before"]
    assert f"/leads/{third.pk}?" in page.context["after"]


def test_quick_times_are_still_to_come_and_working_mornings() -> None:
    now = timezone.now()
    found = quick_times.choices(now)
    assert all(quick.at > now for quick in found)
    assert len({quick.key for quick in found}) == len(found)
    assert quick_times.at("never", now) is None


HUGE = "9" * 26
HOSTILE = (
    ("calls", {"reason": "\x00"}), ("calls", {"reason": "x" * 5000}),
    ("calls", {"again": "hour", "note": "a\x00b" + "x" * 40_000}),
    ("calls", {"again": "then", "again_at": "9999-12-31T23:59"}),
    ("calls", {"again": "then", "again_at": "0001-01-01T00:00"}),
    ("notes", {"note": "\x00"}), ("notes", {"note": "x" * 40_000}),
    ("tasks", {"subject": "\x00 x", "again_at": "0001-01-01T00:00"}),
    ("snooze", {"again": "then", "again_at": "9999-12-31T23:59"}),
    ("status", {"status": "\x00"}), ("status", {"status": "Nope"}),
    ("status", {"status": "Qualified", "asked": ["need", "x"], "need": "\x00"}),
    ("owner", {"owner": HUGE}), ("owner", {"owner": "²"}), ("selection/owner", {"owner": HUGE}),
    ("selection/owner", {"owner": "1", "id": [HUGE, "²", "x"]}),
    ("selection/status", {"status": "\x00", "id": ["1"]}),
    ("selection/campaign", {"campaign": HUGE}), ("selection/deletion", {"id": ["²", HUGE]}),
    ("new", {"last_name": "x" * 500}), ("new", {"last_name": "\x00", "email": "nope"}),
    ("new", {"last_name": "<script>", "email": "not an address"}),
)  # fmt: skip


@pytest.mark.parametrize(("noun", "given"), HOSTILE)
def test_a_hostile_post_breaks_nothing(
    mara: Client, lead: Lead, noun: str, given: dict[str, object]
) -> None:
    is_of_all = noun == "new" or noun.startswith("selection")
    url = f"/leads/{noun}" if is_of_all else f"/leads/{lead.pk}/{noun}"
    for headers in ({}, HTMX):
        assert mara.post(url, given, headers=headers).status_code < 500
    assert mara.get(f"/leads/{lead.pk}").status_code in (200, 404)
