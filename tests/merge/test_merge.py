"""Two leads of one person become one, with everything that hangs on them."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.catalog import custom
from headwater.catalog.custom import ExternalId
from headwater.merge.act import merges_of
from headwater.merge.merge import merge
from headwater.merge.preview import preview
from headwater.merge.unmerge import unmerge
from headwater.qualify import answering, call_notes, discovery
from headwater.records import trail
from headwater.records.consent import Consent, standing
from headwater.records.models import CampaignMember, Clock, Lead, Question
from headwater.records.problem import Refused
from headwater.records.tombstone import survivor
from tests.merge.dump import difference, everything

pytestmark = pytest.mark.django_db


def test_two_leads_of_one_person_become_one(
    tom: Lead, thomas: Lead, cast: SimpleNamespace, noon: datetime
) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    tom.refresh_from_db()
    # What Tom's lead lacked it has from the other; what it had it keeps.
    assert (tom.first_name, tom.title) == ("Tom", "Operations manager")
    assert (tom.email, tom.mobile_phone) == ("tom@harbor.example.com", "+15550199")
    assert tom.number_of_employees == 120
    assert tom.created_at == noon
    assert tom.last_activity_on is not None
    assert tom.last_activity_on.day == 14
    assert tom.do_not_call
    # Everything hangs on it.
    counts = [tom.tasks.count(), tom.events.count(), tom.emailmessages.count(), tom.notes.count()]
    assert counts == [4, 2, 2, 2]
    assert tom.submissions.count() == 2
    # Once in the campaign, with the furthest status; the earliest promise runs.
    member = CampaignMember.objects.get()
    assert (member.lead, member.status, member.has_responded) == (tom, "Responded", True)
    clock = tom.clocks.running().get()
    assert clock.policy == "Thomas"
    assert clock.owner_id == cast.mara.pk
    assert standing(tom, Consent.objects.about(tom))["message"].is_withdrawn
    # The other is a tombstone that leads on.
    thomas.refresh_from_db()
    assert thomas.is_deleted
    assert thomas.master_record == tom
    assert survivor("Lead", thomas.pk) == tom.pk
    assert thomas.first_name == "THOMAS"
    assert merges_of(tom) == merges_of(thomas) == [done]


def test_the_survivors_story_tells_the_others_too(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    trail.write([trail.entry("lead.created", thomas, by=None)])
    merge(tom, [thomas], by=cast.ines)
    events = [entry.event for entry in trail.about(tom)]
    assert set(events) == {"lead.merged", "lead.merged_away", "lead.created"}
    told = trail.about(tom).get(event="lead.merged")
    assert told.because["others"] == [{"id": thomas.pk, "name": "THOMAS Okafor"}]
    assert told.changes["title"] == ["", "Operations manager"]


def test_merging_and_unmerging_leaves_everything_as_it_was(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    before = everything()
    done = merge(tom, [thomas], by=cast.ines, values={"first_name": "Tommy", "Erp_Id__c": "B-2"})
    assert everything() != before
    unmerge(done, by=cast.ines)
    assert difference(before, everything()) == {}
    assert done.is_undone
    assert unmerge(done, by=cast.ines).is_undone


def test_external_ids_of_both_reach_the_survivor(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    def found(value: str) -> int:
        row = ExternalId.objects.get(object_name="Lead", value=value)
        return survivor("Lead", row.record_id)

    merge(tom, [thomas], by=cast.ines, values={"Erp_Id__c": "B-2"})
    assert found("A-1") == found("B-2") == tom.pk
    assert ExternalId.objects.get(value="B-2").record_id == tom.pk


def test_the_preview_proposes_with_a_reason(tom: Lead, thomas: Lead, cast: SimpleNamespace) -> None:
    found = preview([thomas, tom], by=cast.ines)
    choices = {choice.attribute: choice for choice in found.fields}
    assert found.master == tom
    assert choices["first_name"].proposed == "Tom"
    assert choices["first_name"].why == "not in capitals or small letters alone"
    assert choices["title"].proposed == "Operations manager"
    assert choices["title"].why == ""
    assert choices["email"].differs
    assert choices["owner_id"].proposed == cast.mara.pk
    assert found.moves["tasks and calls"] == 2
    assert found.moves["campaigns"] == 1
    assert found.consent == [
        "Phone: THOMAS Okafor opted out. It stays so.",
        "SMS and WhatsApp: THOMAS Okafor opted out. It stays so.",
    ]


def test_who_changed_a_record_since_the_preview_is_not_overwritten(
    tom: Lead, thomas: Lead, cast: SimpleNamespace, noon: datetime
) -> None:
    seen = preview([tom, thomas], by=cast.ines).stamp
    Lead.objects.filter(pk=thomas.pk).update(phone="1", modified_at=noon + timedelta(days=9))
    for given in ([tom, thomas], list(Lead.objects.order_by("pk"))):
        with pytest.raises(Refused, match="changed one of these"):
            merge(given[0], given[1:], by=cast.ines, seen=seen)
    assert not Lead.objects.filter(is_deleted=True)


def test_a_stale_record_is_refused_without_a_stamp_too(
    tom: Lead, thomas: Lead, cast: SimpleNamespace, noon: datetime
) -> None:
    Lead.objects.filter(pk=thomas.pk).update(phone="1", modified_at=noon + timedelta(days=9))
    with pytest.raises(Refused, match="changed one of these"):
        merge(tom, [thomas], by=cast.ines)


def test_who_may_not_merge_is_told(tom: Lead, thomas: Lead, cast: SimpleNamespace) -> None:
    for user in (cast.otto, cast.rhea, cast.mara):  # Mara owns one of the two only
        with pytest.raises(Refused, match="yours"):
            merge(tom, [thomas], by=user)
        with pytest.raises(Refused, match="yours"):
            preview([tom, thomas], by=user)


def test_what_cannot_be_merged_says_why(
    tom: Lead, thomas: Lead, cast: SimpleNamespace, make_lead: Any
) -> None:
    converted = make_lead(is_converted=True, last_name="Done")
    refused = {
        "converted": (tom, [converted], {}),
        "2 to 50 different": (tom, [tom], {}),
        "choose what one of the records has": (tom, [thomas], {"owner_id": cast.otto.pk}),
        "does not take that back": (tom, [thomas], {"do_not_call": False}),
        "is not chosen": (tom, [thomas], {"is_converted": True}),
        "Last Name is needed": (tom, [thomas], {"last_name": ""}),
    }
    for words, (master, others, values) in refused.items():
        with pytest.raises(Refused, match=words):
            merge(master, others, by=cast.ines, values=values)
    merge(tom, [thomas], by=cast.ines)
    third = make_lead()
    with pytest.raises(Refused, match="merged before"):
        merge(third, [thomas], by=cast.ines)


def test_the_masters_blanks_win_if_asked(tom: Lead, thomas: Lead, cast: SimpleNamespace) -> None:
    merge(tom, [thomas], by=cast.ines, fills=False)
    tom.refresh_from_db()
    assert tom.title == ""
    assert tom.do_not_call


def test_the_number_of_queries_does_not_grow(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    _queries(tom, thomas, cast)  # what is remembered is remembered
    few = _queries(tom, thomas, cast)
    for lead in (tom, thomas):
        for number in range(60):
            lead.tasks.create(owner=cast.mara, subject=str(number))
            Clock.objects.create(
                lead=lead, kind=f"k{number}", policy="P", minutes=5, owner=cast.mara,
                started_at=lead.created_at, due_at=lead.created_at,
            )  # fmt: skip
    tom.refresh_from_db()
    thomas.refresh_from_db()
    many = _queries(tom, thomas, cast)
    assert many == few


def _queries(tom: Lead, thomas: Lead, cast: SimpleNamespace) -> tuple[int, int]:
    custom.edition()  # read a moment ago, so that the time a test takes does not count
    with CaptureQueriesContext(connection) as merging:
        done = merge(tom, [thomas], by=cast.ines)
    custom.edition()
    with CaptureQueriesContext(connection) as unmerging:
        unmerge(done, by=cast.ines)
    tom.refresh_from_db()
    thomas.refresh_from_db()
    return len(merging), len(unmerging)


def test_what_both_leads_answered_is_kept(
    tom: Lead, thomas: Lead, cast: SimpleNamespace, noon: datetime
) -> None:
    roof = Question.objects.create(text="What roof is it?", sort_order=9)
    answering.answer(tom, roof, "Flat", by=cast.mara, at=noon)
    answering.answer(thomas, roof, "Pitched", by=cast.owen, at=noon + timedelta(hours=1))
    call_notes.keep_notes(thomas, "Ring twice", by=cast.owen)
    done = merge(tom, [thomas], by=cast.ines)
    kept = next(each for each in discovery.known([tom]) if each.question == roof)
    assert kept.value == "Pitched"
    assert [row.value for row in kept.earlier] == ["Flat"]
    assert call_notes.notes_of(tom, cast.owen) == "Ring twice"
    unmerge(done, by=cast.ines)
    assert [row.value for row in tom.answers.all()] == ["Flat"]
    assert [row.value for row in thomas.answers.all()] == ["Pitched"]
