"""Leads are learned from as they stood before anybody knew what would become of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.records import trail
from headwater.records.engagement import Engagement
from headwater.records.models import Campaign, Conversion, Lead
from headwater.records.visitor import Visitor
from headwater.score.learning import lead_facts, lessons

CAME = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
LATER = CAME + timedelta(days=40)
MakeLead = Callable[..., Lead]


@pytest.fixture
def won(make_lead: MakeLead) -> Lead:
    """Converted after forty days; by then somebody had filled in who they are."""
    lead = make_lead(created_at=CAME, lead_source="Web", industry="Energy", is_converted=True)
    Conversion.objects.create(lead=lead, at=LATER)
    return lead


def seen(lead: Lead, at: datetime) -> dict[str, Any]:
    """What is known of a lead at a moment."""
    columns = lead_facts.columns([lead.pk], [at])
    return {name: values[0] for name, values in columns.items()}


def test_a_lead_is_looked_at_on_its_way_but_never_after_the_outcome(won: Lead) -> None:
    found = lessons.lessons(lessons.decided())
    assert found.table.columns["age"] == ["new", "a week", "a month"]
    assert found.table.became.tolist() == [1, 1, 1]
    assert max(found.table.seen_at) < LATER.timestamp()


def test_what_was_changed_later_is_not_known_yet(won: Lead, cast: SimpleNamespace) -> None:
    change = {"industry": ["", "Energy"], "phone": ["", "+1650"]}
    trail.write([trail.entry("lead.changed", won, by=cast.mara, at=LATER, changes=change)])
    trail.write([trail.entry("lead.changed", won, by=cast.mara, at=LATER + timedelta(days=1),
                             changes={"industry": ["Energy", "Steel"]})])  # fmt: skip
    early, late = seen(won, CAME + timedelta(days=7)), seen(won, LATER + timedelta(days=2))
    assert (early["industry"], early["phone"]) == ("", "not given")
    assert late["industry"] == "Energy"


def test_nothing_is_learned_from_what_the_end_writes(won: Lead) -> None:
    learned = set(seen(won, CAME))
    late = {"status", "closed_reason", "is_closed", "is_converted", "converted_on", "owner_id",
            "rating", "score", "score_parts", "probability", "last_activity_on", "fit_score",
            "first_touched_at", "modified_at", "grade"}  # fmt: skip
    assert not learned & late
    assert {"Status", "Closed Reason"} <= {each["label"] for each in lead_facts.left_out()}


def test_only_what_was_done_by_then_counts_and_machines_do_not(won: Lead) -> None:
    trail.write([
        trail.entry("call.logged", won, by=None, at=CAME + timedelta(days=1)),
        trail.entry("call.logged", won, by=None, at=CAME + timedelta(days=9)),
        trail.entry("call.logged", won, by=None, at=CAME, because={"reached": False}),
    ])  # fmt: skip
    for n, reason in enumerate(("", "", "a scanner")):
        Engagement.objects.create(
            lead=won, kind="page_view", at=CAME, key=f"page {n}", bot_reason=reason
        )
    row = seen(won, CAME + timedelta(days=7))
    assert (row["call"], row["call_missed"], row["page_view"]) == (1, 1, 2)
    assert seen(won, CAME + timedelta(days=60))["page_view lately"] == 0


def test_visits_of_somebody_unknown_count_from_when_they_were_known(won: Lead) -> None:
    visitor = Visitor.objects.create(key="v", lead=won, joined_at=CAME + timedelta(days=20))
    Engagement.objects.create(lead=won, visitor=visitor, kind="page_view", at=CAME, key="page")
    assert seen(won, CAME + timedelta(days=7))["page_view"] == 0
    assert seen(won, CAME + timedelta(days=30))["page_view"] == 1


def test_who_was_a_customer_at_once_and_who_is_still_open_teach_nothing(
    make_lead: MakeLead, campaign: Campaign
) -> None:
    direct = make_lead(created_at=CAME, is_converted=True)
    Conversion.objects.create(lead=direct, at=LATER, is_direct=True)
    undone = make_lead(created_at=CAME)
    Conversion.objects.create(lead=undone, at=LATER, undone_at=LATER)
    make_lead(created_at=CAME, is_closed=True, is_deleted=True, status_changed_at=LATER)
    make_lead(created_at=CAME, is_closed=True, status_changed_at=CAME)
    assert lessons.decided() == []


def test_few_queries_however_many_leads(year: Callable[..., list[Lead]]) -> None:
    leads = year(60)
    lead_facts.columns([leads[0].pk], [CAME])  # what is kept in memory is known by now
    asked = []
    for some in (leads[:3], leads):
        with CaptureQueriesContext(connection) as queries:
            lead_facts.columns([lead.pk for lead in some], [CAME] * len(some))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 4
