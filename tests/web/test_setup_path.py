"""Setup of the path and of the call sheet: moves, what happens by itself, values, questions."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from headwater.catalog.models import PicklistValue
from headwater.people.models import User
from headwater.records.models import Lead, LeadStatus, Question, TrailEntry

MakeLead = Callable[..., Lead]
OPEN, WORKING, NURTURING = "Open - Not Contacted", "Working - Contacted", "Nurturing"
STATUS = {"group": "new", "sort_order": "0", "is_default": "on", "is_active": "on"}


@pytest.fixture
def admin(sign_in: Callable[[User], Client], cast: SimpleNamespace) -> Client:
    return sign_in(cast.ada)


def _ticks(but: tuple[str, str]) -> list[str]:
    rows = list(LeadStatus.objects.filter(is_converted=False))
    return [
        f"{one.pk}-{other.pk}" for one in rows for other in rows
        if one != other and (one.name, other.name) != but
    ]  # fmt: skip


def test_a_tick_taken_away_closes_the_way(
    admin: Client, mara: Client, make_lead: MakeLead, cast: SimpleNamespace
) -> None:
    assert "to Nurturing" in mara.get("/setup/moves").content.decode()
    assert admin.post("/setup/moves", {"move": _ticks((OPEN, "Qualified"))}).status_code == 302
    first, second = LeadStatus.objects.filter(name__in=[OPEN, WORKING])
    assert first.allowed_next == [WORKING, NURTURING, "Closed - Not Converted"]
    assert second.allowed_next == []
    assert TrailEntry.objects.get(event="status.changed").by == cast.ada
    lead = make_lead(need="Cold", timeline="June")
    answer = mara.post(f"/leads/{lead.pk}/status", {"status": "Qualified"}, follow=True)
    assert "not to “Qualified”" in answer.content.decode()
    assert "Qualified</button>" not in mara.get(f"/leads/{lead.pk}").content.decode()


def test_ways_that_nobody_could_go_are_refused(admin: Client, mara: Client) -> None:
    assert mara.post("/setup/moves", {"move": []}).status_code == 403
    nowhere = admin.post("/setup/moves", {"move": []})
    assert nowhere.status_code == 422 and "able to go somewhere" in nowhere.content.decode()
    stray = admin.post("/setup/moves", {"move": _ticks((OPEN, WORKING))})
    assert stray.status_code == 422 and "by itself" in stray.content.decode()
    assert not LeadStatus.objects.exclude(allowed_next=[]).exists()


def test_a_status_moves_by_itself_and_brings_leads_back(
    admin: Client, cast: SimpleNamespace
) -> None:
    row = LeadStatus.objects.get(name=NURTURING)
    data = STATUS | {
        "name": NURTURING, "group": "contacted", "is_default": "", "recycle_after_days": "90",
        "recycle_to": OPEN, "recycle_owner": str(cast.queue.pk), "reply": WORKING,
    }  # fmt: skip
    assert admin.post(f"/setup/statuses/{row.pk}", data).status_code == 302
    row.refresh_from_db()
    assert (row.recycle_after_days, row.recycle_to, row.recycle_owner_id, row.moves_when) == (
        90, OPEN, cast.queue.pk, {"reply": WORKING},
    )  # fmt: skip
    page = admin.get("/setup/statuses").content.decode()
    assert "A reply arrived: “Working - Contacted”; after 90 days" in page.replace("&#x27;", "'")
    for wrong in ({"recycle_to": ""}, {"recycle_after_days": "0"}, {"is_closed": "on"}):
        assert admin.post(f"/setup/statuses/{row.pk}", data | wrong).status_code == 422


def test_a_closed_reason_is_added_renamed_moved_and_no_longer_offered(
    admin: Client, mara: Client, make_lead: MakeLead
) -> None:
    lead = make_lead(closed_reason="No budget", is_closed=True)
    page = mara.get("/setup/lists/ClosedReason").content.decode()
    assert "Closed reasons" in page and "Market not served" in page
    assert admin.post("/setup/lists/ClosedReason/new", {"value": "Gone", "is_active": "on"})
    added = PicklistValue.objects.get(value="Gone")
    admin.post(f"/setup/values/{added.pk}/move", {"by": "-1"})
    names = list(
        PicklistValue.objects.filter(picklist="ClosedReason").values_list("value", flat=True)
    )
    assert names[-2:] == ["Gone", "Spam"]
    row = PicklistValue.objects.get(picklist="ClosedReason", value="No budget")
    admin.post(f"/setup/values/{row.pk}", {"value": "No money", "is_active": ""})
    lead.refresh_from_db()
    row.refresh_from_db()
    assert lead.closed_reason == "No money" and not row.is_active
    twice = admin.post("/setup/lists/ClosedReason/new", {"value": "gone", "is_active": "on"})
    assert twice.status_code == 422 and "in the list already" in twice.content.decode()
    assert admin.get("/setup/lists/TaskStatus").status_code == 404
    assert mara.post(f"/setup/values/{row.pk}", {"value": "Mine"}).status_code == 403


def test_a_question_is_made_and_a_wrong_one_is_answered_in_words(admin: Client) -> None:
    data = {
        "text": "What roof is it?", "topic": "Solar", "kind": "choice",
        "choices": "Flat\nPitched\n",
        "criteria": "Industry = 'Shipping'", "sort_order": "9", "is_required": "on",
        "is_active": "on",
    }  # fmt: skip
    assert admin.post("/setup/questions/new", data).status_code == 302
    made = Question.objects.get(topic="Solar")
    assert made.choices == ["Flat", "Pitched"] and made.is_required
    page = admin.get("/setup/questions").content.decode()
    assert "Industry is Shipping" in page and "Flat, Pitched" in page
    for wrong, said in (
        ({"choices": "Flat"}, "two answers"), ({"criteria": "Industri = 1"}, "Industry"),
        ({"text": ""}, "required"), ({"attribute": "budget"}, "Attribute"),
    ):  # fmt: skip
        answer = admin.post("/setup/questions/new", data | {"text": "Another?"} | wrong)
        assert answer.status_code == 422, wrong
        assert said.lower() in answer.content.decode().lower()
