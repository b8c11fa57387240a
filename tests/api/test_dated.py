"""Records that come with their past, by those who may say so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.catalog import ids
from headwater.people.models import User
from headwater.records.models import (
    CampaignMember,
    Clock,
    Contact,
    Lead,
    Notification,
    Opportunity,
    Task,
    TrailEntry,
)
from headwater.web.records.sentences import say
from tests.api.conftest import Program

CREATED = "2019-03-01T10:00:00.000+0000"
CHANGED = "2020-05-04T08:30:00.000+0000"
AT = datetime(2019, 3, 1, 10, tzinfo=UTC)
LATER = datetime(2020, 5, 4, 8, 30, tzinfo=UTC)
OLD = {"LastName": "Lovelace", "Company": "Engines", "CreatedDate": CREATED}


@pytest.fixture
def mover(cast: SimpleNamespace) -> Program:
    """A program of an admin who may say what was."""
    User.objects.filter(pk=cast.ada.pk).update(can_set_audit_fields=True)
    return Program(cast.ada)


def user_id(user: Any) -> str:
    return ids.encode("005", user.pk)


def test_a_lead_of_years_ago_is_as_old_as_it_was(mover: Program, cast: SimpleNamespace) -> None:
    said = {
        **OLD, "CreatedById": user_id(cast.ines), "OwnerId": user_id(cast.mara),
        "LastModifiedDate": CHANGED, "LastModifiedById": user_id(cast.mara),
    }  # fmt: skip
    key = mover("POST", "sobjects/Lead", said)["id"]
    lead = Lead.objects.get()
    assert (lead.created_at, lead.created_by, lead.modified_at, lead.modified_by) == (
        AT, cast.ines, LATER, cast.mara,
    )  # fmt: skip
    assert (lead.owner_id, lead.status_changed_at) == (cast.mara.pk, LATER)
    told = mover("GET", f"sobjects/Lead/{key}?fields=CreatedDate,SystemModstamp")
    assert (told["CreatedDate"], told["SystemModstamp"]) == (CREATED, CHANGED)
    # Nobody promised an answer in 2019, and nobody is told of it today.
    assert not Clock.objects.exists()
    assert not Notification.objects.exists()
    entry = TrailEntry.objects.get(event="lead.dated")
    assert entry.by == cast.ada
    assert say(entry).what == "Came with its past: created 1 March 2019, last changed 4 May 2020"


def test_a_lead_of_this_morning_is_still_promised_an_answer(mover: Program) -> None:
    since = (timezone.now() - timedelta(hours=1)).isoformat()
    mover("POST", "sobjects/Lead", {**OLD, "CreatedDate": since})
    clock = Clock.objects.get(kind="first_attempt")
    assert clock.started_at == Lead.objects.get().created_at


def test_the_right_is_needed_and_only_for_new_records(api: Program, cast: SimpleNamespace) -> None:
    [refusal] = api("POST", "sobjects/Lead", OLD, expect=400)
    assert refusal["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    assert refusal["fields"] == ["CreatedDate"]
    assert refusal["message"].startswith(
        "Unable to create/update fields: CreatedDate. Please check the security settings of this"
    )
    described = api("GET", "sobjects/Lead/describe")["fields"]
    assert not next(f for f in described if f["name"] == "CreatedDate")["createable"]
    User.objects.filter(pk=cast.ada.pk).update(can_set_audit_fields=True)
    described = {f["name"]: f for f in api("GET", "sobjects/Lead/describe")["fields"]}
    may = [name for name in ("CreatedDate", "LastModifiedById", "IsConverted", "SystemModstamp")
           if described[name]["createable"]]  # fmt: skip
    assert may == ["CreatedDate", "LastModifiedById", "IsConverted"]
    assert not described["CreatedDate"]["updateable"]
    key = api("POST", "sobjects/Lead", OLD)["id"]
    [refusal] = api("PATCH", f"sobjects/Lead/{key}", {"CreatedDate": CREATED}, expect=400)
    assert refusal["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"CreatedDate": "2999-01-01T00:00:00Z"}, "CreatedDate"),
        ({"LastModifiedDate": "2999-01-01T00:00:00Z"}, "LastModifiedDate"),
        ({"CreatedDate": CHANGED, "LastModifiedDate": CREATED}, "LastModifiedDate"),
        ({"LastModifiedDate": CREATED}, "LastModifiedDate"),
        ({"ConvertedDate": "2020-05-04"}, "IsConverted"),
        ({"IsConverted": True, "ConvertedDate": "2999-01-01"}, "ConvertedDate"),
        ({"IsConverted": True, "Status": "Working - Contacted"}, "Status"),
    ],
)
def test_what_cannot_have_been_is_refused(
    mover: Program, said: dict[str, Any], field: str
) -> None:  # fmt: skip
    [refusal] = mover("POST", "sobjects/Lead", {"LastName": "L", "Company": "E"} | said, expect=400)
    assert refusal["fields"] == [field]
    assert not Lead.objects.exists()
    if "IsConverted" not in said and "ConvertedDate" not in said:
        [refusal] = mover("POST", "sobjects/Contact", {"LastName": "L"} | said, expect=400)
        assert refusal["fields"] == [field]


def test_a_lead_that_was_converted_elsewhere(mover: Program) -> None:
    account = mover("POST", "sobjects/Account", {"Name": "Engines"})["id"]
    contact = mover("POST", "sobjects/Contact", {"LastName": "L", "AccountId": account})["id"]
    said = {
        **OLD, "IsConverted": True, "ConvertedDate": "2019-06-01", "ConvertedAccountId": account,
        "ConvertedContactId": contact,
    }  # fmt: skip
    mover("POST", "sobjects/Lead", said)
    lead = Lead.objects.get()
    assert lead.is_converted
    assert (lead.status, str(lead.converted_on)) == ("Closed - Converted", "2019-06-01")
    assert ids.encode("003", lead.converted_contact_id or 0) == contact
    assert lead.status_changed_at.date() == lead.converted_on


def test_an_owner_who_has_left_keeps_what_was_theirs(mover: Program, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.ines.pk).update(is_active=False)
    mover("POST", "sobjects/Lead", {**OLD, "OwnerId": user_id(cast.ines)})
    assert Lead.objects.get().owner_id == cast.ines.pk


def test_deals_tasks_and_members_are_counted_when_they_were(mover: Program) -> None:
    past = {"CreatedDate": CREATED, "LastModifiedDate": CHANGED}
    lead = mover("POST", "sobjects/Lead", OLD)["id"]
    deal = {"Name": "Roof", "StageName": "Closed Won", "CloseDate": "2019-07-01", "Amount": 5}
    mover("POST", "sobjects/Opportunity", deal | past)
    won = Opportunity.objects.get()
    assert won.closed_at
    assert (won.closed_at.date().isoformat(), won.created_at) == ("2019-07-01", AT)
    call = {"Subject": "Call", "TaskSubtype": "Call", "Status": "Completed", "WhoId": lead}
    mover("POST", "sobjects/Task", call | past)
    assert (Task.objects.get().completed_at, Task.objects.get().modified_at) == (LATER, LATER)
    assert Lead.objects.get().first_touched_at == LATER
    campaign = mover("POST", "sobjects/Campaign", {"Name": "Fair"})["id"]
    member = {"CampaignId": campaign, "LeadId": lead, "Status": "Responded"}
    mover("POST", "sobjects/CampaignMember", member | past)
    assert CampaignMember.objects.get().first_responded_on == AT.date()


def test_every_door_takes_them(mover: Program, external_id: str, program: Callable[..., Any],
                               django_assert_max_num_queries: Any) -> None:  # fmt: skip
    record = {"attributes": {"type": "Contact"}, "LastName": "L", "CreatedDate": CREATED}
    with django_assert_max_num_queries(40):
        done = mover("POST", "composite/sobjects", {"records": [record] * 20}, expect=200)
    assert all(each["success"] for each in done)
    tree = {"records": [record | {"attributes": {"type": "Contact", "referenceId": "a"}}]}
    mover("POST", "composite/tree/Contact", tree)
    inner = {"method": "POST", "url": "/services/data/v60.0/sobjects/Contact",
             "referenceId": "a", "body": {"LastName": "L", "CreatedDate": CREATED}}  # fmt: skip
    mover("POST", "composite", {"compositeRequest": [inner]}, expect=200)
    assert set(Contact.objects.values_list("created_at", flat=True)) == {AT}
    assert Contact.objects.count() == 22
    mover("PATCH", f"sobjects/Lead/{external_id}/x1", OLD, expect=201)
    mover("PATCH", f"sobjects/Lead/{external_id}/x1", OLD, expect=400)
    assert Lead.objects.get().created_at == AT
