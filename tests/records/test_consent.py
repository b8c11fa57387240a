"""Consent: kept with its proof, carried along, and an opt-out always wins."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from headwater import journey
from headwater.converting import deeds
from headwater.records import consenting
from headwater.records.consent import Consent, Source, standing
from headwater.records.draft import Batch, Draft
from headwater.records.models import Contact, Lead, TrailEntry
from headwater.records.problem import Refused
from headwater.records.submission import Door

pytestmark = pytest.mark.django_db
GIVEN, OUT = True, False


def stands(record: Any, channel: str = "email") -> str:
    record.refresh_from_db()
    found = standing(record, Consent.objects.about(record))
    return found[channel].state


def test_a_form_tells_what_was_agreed_to_and_a_link_takes_it_back(cast: SimpleNamespace) -> None:
    evidence = {"channels": ["email", "SMS"], "given": True, "text": "Yes, write to me."}
    draft = Draft({"last_name": "Okafor", "email": "t@harbor.example"})
    draft.evidence["consent"] = evidence
    journey.create([draft], door=Door.FORM)
    lead = draft.lead
    assert lead
    assert [stands(lead, each) for each in ("email", "message", "phone")] == ["given", "given", ""]
    row = Consent.objects.get(channel="email")
    assert (row.text, row.source, row.object_name) == (evidence["text"], "form", "Lead")

    consenting.say(lead, "email", is_given=False, source=Source.LINK)
    assert stands(lead) == "withdrawn"
    assert lead.has_opted_out_of_email
    told = TrailEntry.objects.get(event="consent.withdrawn")
    assert told.changes == {"has_opted_out_of_email": [False, True]}
    assert (stands(lead, "message"), lead.do_not_call) == ("given", False)


# Who said no by what; what says yes later; whether that counts.
OVERRULED = [
    (Source.LINK, Source.LINK, True), (Source.LINK, Source.HAND, True),
    (Source.LINK, Source.FORM, False), (Source.LINK, Source.IMPORT, False),
    (Source.HAND, Source.LINK, True), (Source.HAND, Source.WEB_TO_LEAD, False),
    (Source.FORM, Source.FORM, False), (Source.IMPORT, Source.IMPORT, False),
    (Source.API, Source.API, True), (Source.API, Source.HAND, True),
    (Source.IMPORT, Source.EMAIL, False), (None, Source.HAND, True), (None, Source.FORM, False),
]  # fmt: skip


@pytest.mark.parametrize("no, yes, counts", OVERRULED)
def test_what_lifts_an_opt_out(
    make_lead: Callable[..., Lead], cast: SimpleNamespace, no: Any, yes: Any, counts: bool
) -> None:
    lead = make_lead(has_opted_out_of_email=no is None)
    if no:
        consenting.say(lead, "email", is_given=OUT, source=no)
    consenting.say(lead, "email", is_given=GIVEN, source=yes, text="She called and asked.")
    assert stands(lead) == ("given" if counts else "withdrawn")
    assert lead.has_opted_out_of_email is not counts
    consenting.say(lead, "email", is_given=OUT, source=Source.IMPORT)
    assert stands(lead) == "withdrawn"


def test_a_program_does_not_lift_what_it_did_not_record(make_lead: Callable[..., Lead]) -> None:
    lead = make_lead()
    consenting.say(lead, "phone", is_given=OUT, source=Source.HAND)
    with pytest.raises(Refused, match="They opted out by a colleague on"):
        consenting.say(lead, "phone", is_given=GIVEN, source=Source.API)
    with pytest.raises(Refused, match="Write down how"):
        consenting.say(lead, "phone", is_given=GIVEN, source=Source.HAND)
    assert stands(lead, "phone") == "withdrawn"
    assert lead.do_not_call


def test_an_opt_out_of_a_second_inquiry_reaches_the_lead_it_joins(cast: SimpleNamespace) -> None:
    first = Draft({"last_name": "Okafor", "email": "t@harbor.example"})
    journey.create([first], door=Door.FORM)
    again = Draft({"last_name": "Okafor", "email": "t@harbor.example", "do_not_call": True})
    again.evidence["consent"] = [{"channel": "email", "given": False}, "nonsense", None, 7]
    journey.create([again], door=Door.FORM)
    assert again.lead == first.lead
    assert again.lead
    assert [stands(again.lead, each) for each in ("email", "phone")] == ["withdrawn"] * 2
    assert again.lead.has_opted_out_of_email
    assert again.lead.do_not_call
    assert again.lead.last_name == "Okafor"


def test_who_says_nothing_of_consent_costs_nothing(
    cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    drafts = [Draft({"last_name": "A"}), Draft({"last_name": "B"})]
    journey.create(drafts, door=Door.FORM)
    batch = Batch(drafts, Door.FORM, timezone.now(), cast.organization)
    with django_assert_num_queries(0):
        consenting.record_consents(batch)
        assert not batch.changes
        drafts[0].evidence["consent"] = True
        consenting.record_consents(batch)
    assert [row.channel for row in batch.added(Consent)] == ["email"]


def test_it_goes_along_to_the_contact_and_back(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    lead = make_lead()
    consenting.say(lead, "email", is_given=GIVEN, source=Source.FORM, text="Yes.")
    consenting.say(lead, "post", is_given=OUT, source=Source.HAND)
    conversion = deeds.convert(lead, by=cast.mara)
    contact = conversion.contact
    assert contact
    assert [stands(contact, each) for each in ("email", "post")] == ["given", "withdrawn"]
    consenting.say(contact, "phone", is_given=OUT, source=Source.LINK)
    deeds.take_back(conversion, by=cast.mara, even_touched=True)
    assert [stands(lead, each) for each in ("email", "post")] == ["given", "withdrawn"]
    assert stands(lead, "phone") == "withdrawn"
    assert lead.do_not_call
    assert not Consent.objects.exclude(contact=None).exists()


def test_a_join_never_widens_consent(make_lead: Callable[..., Lead], cast: SimpleNamespace) -> None:
    contact = Contact.objects.create(last_name="Okafor", owner=cast.mara)
    consenting.say(contact, "post", is_given=OUT, source=Source.LINK)
    lead = make_lead()
    consenting.say(lead, "post", is_given=GIVEN, source=Source.HAND, text="On the phone.")
    Consent.objects.filter(lead=lead).update(contact=contact, carried_at=timezone.now())
    assert stands(contact, "post") == "withdrawn"
    consenting.say(contact, "post", is_given=GIVEN, source=Source.LINK)
    assert stands(contact, "post") == "given"


def test_rows_are_never_changed(make_lead: Callable[..., Lead]) -> None:
    lead = make_lead()
    row = consenting.say(lead, "email", is_given=OUT, source=Source.LINK)
    for attempt in (
        lambda: Consent.objects.filter(pk=row.pk).update(state="given"),
        lambda: Consent.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_others_see_none_of_it(make_lead: Callable[..., Lead], cast: SimpleNamespace) -> None:
    from headwater.records.sharing import visible

    consenting.say(make_lead(), "email", is_given=OUT, source=Source.LINK)
    assert Consent.objects.filter(visible(Consent, cast.mara)).count() == 1
    assert not Consent.objects.filter(visible(Consent, cast.otto)).exists()
