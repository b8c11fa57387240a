"""Two leads who are one person, with everything that can hang on a lead."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.catalog import custom
from headwater.catalog.custom import ExternalId
from headwater.records.models import (
    Campaign,
    CampaignMember,
    Clock,
    Consent,
    EmailMessage,
    Event,
    Lead,
    Note,
    Submission,
    Task,
)


@pytest.fixture
def fields(db: None) -> None:
    """Custom fields: one of them finds a lead from outside."""
    custom.define("Lead", "Roof", "string")
    custom.define("Lead", "Erp Id", "string", is_external_id=True)


@pytest.fixture
def tom(
    make_lead: Callable[..., Lead], cast: SimpleNamespace, campaign: Campaign, fields: None,
    noon: datetime,
) -> Lead:  # fmt: skip
    """Tom Okafor, who came first and has been worked on."""
    lead = make_lead(
        first_name="Tom", title="", email="tom@harbor.example.com", phone="+15550142",
        city="Linden", lead_source="Web", last_activity_on=date(2026, 3, 10),
        custom={"Roof__c": "2,600 m², metal", "Erp_Id__c": "A-1"}, created_at=noon,
        first_touched_at=noon + timedelta(hours=1), created_by=cast.mara,
    )  # fmt: skip
    ExternalId.objects.create(object_name="Lead", field="Erp_Id__c", value="A-1", record_id=lead.pk)
    hang(lead, cast, campaign, noon, ("tom", "Sent", 30))
    return lead


@pytest.fixture
def thomas(
    make_lead: Callable[..., Lead], cast: SimpleNamespace, campaign: Campaign, tom: Lead,
    noon: datetime,
) -> Lead:  # fmt: skip
    """The same person, who came again with another address and said more."""
    later = noon + timedelta(days=3)
    lead = make_lead(
        first_name="THOMAS", title="Operations manager", email="t.okafor@harbor.example.com",
        mobile_phone="+15550199", do_not_call=True, number_of_employees=120, owner=cast.owen,
        last_activity_on=date(2026, 3, 14), custom={"Erp_Id__c": "B-2"}, created_at=later,
    )  # fmt: skip
    ExternalId.objects.create(object_name="Lead", field="Erp_Id__c", value="B-2", record_id=lead.pk)
    hang(lead, cast, campaign, later, ("thomas", "Responded", -60 * 24 * 3))
    return lead


def hang(
    lead: Any, cast: SimpleNamespace, campaign: Campaign, at: datetime, said: tuple[str, str, int]
) -> None:
    """One of everything, on this lead."""
    name, status, minutes = said
    own: dict[str, Any] = {"lead": lead, "created_at": at}
    Task.objects.create(owner=cast.mara, subject=f"Call {name} back", **own)
    Task.objects.create(owner=cast.owen, subject="First call", is_closed=True, **own)
    Event.objects.create(owner=cast.mara, subject="Site visit", **own)
    EmailMessage.objects.create(
        key=f"thanks-{name}", subject="Thank you", message_id=f"<{name}@ours>",
        to_address=lead.email, **own,
    )  # fmt: skip
    Note.objects.create(body="Asked about batteries.", **own)
    CampaignMember.objects.create(
        campaign=campaign, status=status, has_responded=status == "Responded",
        first_responded_on=at.date() if status == "Responded" else None, **own,
    )  # fmt: skip
    Submission.objects.create(
        door="form", payload={"email": [lead.email]}, lead=lead, state="created", received_at=at,
        settled_at=at,
    )  # fmt: skip
    Clock.objects.create(
        lead=lead, policy=name.title(), minutes=5, started_at=at,
        due_at=at + timedelta(minutes=minutes), owner_id=lead.owner_id,
    )  # fmt: skip
    Clock.objects.create(
        lead=lead, kind="follow_up", policy="Old", minutes=5, started_at=at, due_at=at,
        stopped_at=at, stopped_because="touched", owner_id=lead.owner_id,
    )  # fmt: skip
    Consent.objects.create(
        object_name="Lead", record_id=lead.pk, lead=lead, channel="message",
        state="given" if name == "tom" else "withdrawn", source="form", at=at,
    )  # fmt: skip
