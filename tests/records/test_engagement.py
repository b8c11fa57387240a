"""What people did: kept once, and counted without machines."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from headwater.records import engagement
from headwater.records.engagement import Kind
from headwater.records.models import Engagement

pytestmark = pytest.mark.django_db


def _event(key: str, **values: Any) -> Engagement:
    return Engagement(**{"at": timezone.now(), "kind": Kind.PAGE_VIEW, "key": key} | values)


def test_the_same_event_twice_is_one_row(make_lead: Any, django_assert_num_queries: Any) -> None:
    lead = make_lead()
    events = [_event(f"page:{number}", lead=lead, what="/prices") for number in range(30)]
    with django_assert_num_queries(1):
        assert engagement.note(events) == 30
    assert engagement.note([*events[:3], _event("page:new", lead=lead)]) == 1
    assert lead.engagements.count() == 31


def test_machines_are_kept_and_not_counted(make_lead: Any) -> None:
    lead, yesterday = make_lead(), timezone.now() - timedelta(days=1)
    reason = "It calls itself a crawler."
    engagement.note([
        _event("1", lead=lead, at=yesterday), _event("2", lead=lead, bot_reason=reason),
    ])  # fmt: skip
    assert [row.key for row in lead.engagements.human()] == ["1"]
    assert [row.bot_reason for row in lead.engagements.machine()] == [reason]


def test_nothing_is_noted_without_a_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert engagement.note([]) == 0
