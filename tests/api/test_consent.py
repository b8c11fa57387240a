"""Salesforce's checkboxes of consent by the API, and numbers that a program writes."""

import pytest

from headwater.records import consenting
from headwater.records.consent import Consent, Source
from headwater.records.models import Contact, Lead, TrailEntry
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db
TOM = {"LastName": "Okafor", "Company": "Harbor", "Phone": "+14155552671"}


def test_a_program_lifts_what_it_recorded_and_nothing_else(api: Program) -> None:
    at = f"sobjects/Lead/{api('POST', 'sobjects/Lead', TOM | {'DoNotCall': True})['id']}"
    assert [(row.channel, row.source) for row in Consent.objects.all()] == [("phone", "api")]
    api("PATCH", at, {"DoNotCall": False, "HasOptedOutOfEmail": True, "Title": "Captain"})
    lead = Lead.objects.get()
    assert (lead.do_not_call, lead.has_opted_out_of_email, lead.title) == (False, True, "Captain")
    assert api("GET", f"{at}?fields=HasOptedOutOfEmail")["HasOptedOutOfEmail"] is True

    consenting.say(lead, "phone", is_given=False, source=Source.LINK)
    refused = api("PATCH", at, {"DoNotCall": False, "Title": "Admiral"}, expect=400)
    assert refused[0]["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"
    assert refused[0]["fields"] == ["DoNotCall"]
    assert "only they can take that back" in refused[0]["message"]
    lead.refresh_from_db()
    assert (lead.do_not_call, lead.title) == (True, "Captain")


def test_a_contact_keeps_its_rows_too(api: Program) -> None:
    given = {"LastName": "Okafor", "HasOptedOutOfFax": True}
    made = api("POST", "sobjects/Contact", given)["id"]
    api("PATCH", f"sobjects/Contact/{made}", {"HasOptedOutOfFax": False})
    assert [row.state for row in Consent.objects.order_by("id")] == ["withdrawn", "given"]
    assert not Contact.objects.get().has_opted_out_of_fax


def test_what_a_program_changes_is_written_in_the_standard_way(api: Program) -> None:
    at = f"sobjects/Lead/{api('POST', 'sobjects/Lead', TOM)['id']}"
    api("PATCH", at, {"MobilePhone": "(415) 555-2672", "Country": "USA"})
    lead = Lead.objects.get()
    assert (lead.mobile_phone, lead.country) == ("+14155552672", "United States")
    told = TrailEntry.objects.get(event="lead.changed")
    assert told.because["typed"] == {"mobile_phone": "(415) 555-2672", "country": "USA"}
