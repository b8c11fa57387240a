"""What is typed on a page is written in the standard way; what was typed is told and kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater import journey
from headwater.records.draft import Draft
from headwater.records.models import Account, Contact, Lead, TrailEntry
from headwater.records.submission import Door

pytestmark = pytest.mark.django_db
Make = Callable[..., Lead]


def edit(client: Client, lead: Lead, name: str, value: str) -> Any:
    return client.post(f"/records/Lead/{lead.pk}/facts/{name}", {"value": value}, follow=True)


def test_a_number_typed_by_hand(mara: Client, make_lead: Make) -> None:
    lead = make_lead(country="Germany")
    said = edit(mara, lead, "Phone", "089 1234567").text
    assert "+49 89 1234567" in said
    lead.refresh_from_db()
    assert lead.phone == "+49891234567"
    told = TrailEntry.objects.get(event="lead.changed")
    assert told.because["typed"] == {"phone": "089 1234567"}
    page = mara.get(reverse("lead", args=[lead.pk])).text
    assert "Phone written as +49 89 1234567; you typed “089 1234567”." in page
    assert "As it was sent: 089 1234567" in page
    assert "sent as Phone “089 1234567”" in page

    edit(mara, lead, "Phone", "+49891234567")  # the same number: nothing has changed
    assert TrailEntry.objects.filter(event="lead.changed").count() == 1
    edit(mara, lead, "Phone", "+4989999999")
    assert "As it was sent: 089" not in mara.get(reverse("lead", args=[lead.pk])).text


def test_a_name_typed_again_stays(mara: Client, make_lead: Make) -> None:
    lead = make_lead()
    edit(mara, lead, "LastName", "MACHINE")
    lead.refresh_from_db()
    assert lead.last_name == "Machine"
    assert "Type it again to keep it." in mara.get(reverse("lead", args=[lead.pk])).text
    edit(mara, lead, "LastName", "MACHINE")
    lead.refresh_from_db()
    assert lead.last_name == "MACHINE"


def test_what_cannot_be_read_stays_with_the_reason(mara: Client, make_lead: Make) -> None:
    lead = make_lead()
    edit(mara, lead, "Phone", "call me")
    lead.refresh_from_db()
    assert lead.phone == "call me"
    page = mara.get(reverse("lead", args=[lead.pk])).text
    assert "Phone changed, as typed: There is no number in it." in page


def test_new_records_are_written_so_as_well(mara: Client, cast: Any) -> None:
    said = {"last_name": "LIND", "phone": "(415) 555-2671", "mailing_country": "USA"}
    page = mara.post(reverse("new_contact"), said, follow=True).text
    contact = Contact.objects.get()
    assert (contact.last_name, contact.phone) == ("Lind", "+14155552671")
    assert contact.mailing_country == "United States"
    assert "Lind is created; typed as " in page
    assert "Last name “LIND”" in page
    assert "As it was sent: (415) 555-2671" in page
    mara.post(reverse("new_account"), {"name": "“Harbor” ", "website": "Harbor.com"})
    assert Account.objects.get(name="Harbor").website == "https://harbor.com"


def test_what_a_visitor_sent_is_told_on_the_lead(sign_in: Any, cast: Any) -> None:
    values = {"last_name": "OKAFOR", "phone": "(415) 555-2671", "owner_id": cast.mara.pk}
    (draft,) = journey.create([Draft(values)], door=Door.FORM)
    assert draft.lead
    page = sign_in(cast.ada).get(reverse("lead", args=[draft.lead.pk])).text
    for words in ("As it was sent", "OKAFOR", "(415) 555-2671"):
        assert words in page
