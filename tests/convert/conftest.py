"""A lead with everything that can hang on one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.catalog import custom
from headwater.records.models import (
    Campaign,
    CampaignMember,
    Clock,
    EmailMessage,
    Event,
    Lead,
    Note,
    Task,
)


@pytest.fixture
def roof(db: None) -> None:
    """Custom fields on both sides, to be mapped."""
    for name in ("Lead", "Account", "Opportunity"):
        custom.define(name, "Yearly Use", "double")
    custom.define("Lead", "Roof", "string")


@pytest.fixture
def tom(
    make_lead: Callable[..., Lead],
    cast: SimpleNamespace,
    campaign: Campaign,
    roof: None,
    noon: datetime,
) -> Lead:
    """Tom Okafor of Harbor Cold Storage: called, mailed, met, noted, in a campaign, being timed."""
    lead = make_lead(
        first_name="Tom", title="Operations manager", email="tom@harbor.example.com",
        phone="+15550142", city="Linden", industry="Shipping", number_of_employees=120,
        lead_source="Web", do_not_call=True, last_activity_on=date(2026, 3, 10),
        custom={"Yearly_Use__c": 410, "Roof__c": "2,600 m², metal"},
    )  # fmt: skip
    own: dict[str, Any] = {"lead": lead}
    Task.objects.create(owner=cast.mara, subject="Call back", **own)
    Task.objects.create(owner=cast.owen, subject="First call", is_closed=True, **own)
    Event.objects.create(owner=cast.mara, subject="Site visit", **own)
    EmailMessage.objects.create(key="thanks-1", subject="Thank you", **own)
    Note.objects.create(body="Asked twice about batteries.", **own)
    CampaignMember.objects.create(campaign=campaign, status="Sent", **own)
    Clock.objects.create(
        policy="Web", minutes=5, started_at=noon, due_at=noon + timedelta(minutes=5),
        owner=cast.mara, **own,
    )  # fmt: skip
    return lead
