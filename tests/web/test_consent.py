"""Consent on pages: the block, the dialog with its undo, the visitor's own page, the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from headwater.people.models import User
from headwater.records import consenting
from headwater.records.consent import Consent, Source, State
from headwater.records.consent_link import address_of, token_of
from headwater.records.models import Contact, Lead

pytestmark = pytest.mark.django_db


def dialog(lead: Lead) -> str:
    return reverse("consent", args=["Lead", lead.pk])


def test_what_somebody_said_is_noted_told_and_taken_back(
    mara: Client, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(phone="+14155552671", email="t@harbor.example")
    page = mara.get(reverse("lead", args=[lead.pk])).text
    assert "Nothing is known of e-mail, phone, SMS and WhatsApp or post." in page
    assert "tel:+14155552671" in page
    assert "No more of it" in mara.get(dialog(lead)).text

    said = {"channel": "phone", "state": "withdrawn", "text": "Never call me again."}
    mara.post(dialog(lead), said)
    page = mara.get(reverse("lead", args=[lead.pk])).text
    for word in ("Opted out", "noted by mara Lind".lower(), "Never call me again.", "Do not call"):
        assert word.lower() in page.lower()
    assert "tel:+14155552671" not in page

    undo_url = page.split('action="/undo/')[1].split('"')[0]
    mara.post(f"/undo/{undo_url}")
    lead.refresh_from_db()
    assert not lead.do_not_call
    assert [row.state for row in Consent.objects.order_by("id")] == [State.WITHDRAWN, State.GIVEN]


def test_an_opt_out_is_lifted_only_with_words(mara: Client, make_lead: Callable[..., Lead]) -> None:
    lead = make_lead()
    consenting.say(lead, "email", is_given=False, source=Source.LINK)
    answer = mara.post(dialog(lead), {"channel": "email", "state": "given"})
    assert answer.status_code == 422
    assert "Write down how they told you" in answer.text
    mara.post(dialog(lead), {"channel": "email", "state": "given", "text": "Asked on the phone."})
    lead.refresh_from_db()
    assert not lead.has_opted_out_of_email


def test_outsiders_and_readers_note_nothing(
    sign_in: Callable[[User], Client], make_lead: Callable[..., Lead], cast: Any
) -> None:
    lead = make_lead()
    said = {"channel": "email", "state": "withdrawn"}
    assert sign_in(cast.otto).post(dialog(lead), said).status_code == 404
    assert sign_in(cast.rhea).post(dialog(lead), said).status_code == 403
    assert sign_in(cast.ada).post(dialog(lead), {"channel": "x"}).status_code == 404
    assert sign_in(cast.ada).get(f"/consent/Account/{lead.pk}").status_code == 404
    assert not Consent.objects.exists()


def test_the_visitor_decides_for_every_record_of_the_address(
    client: Client, make_lead: Callable[..., Lead], cast: Any
) -> None:
    lead = make_lead(email="t@harbor.example")
    other = make_lead(email="T@Harbor.example", owner=cast.otto)
    contact = Contact.objects.create(
        last_name="O", email="t@harbor.example", owner=cast.otto, has_opted_out_of_email=True
    )
    page = reverse("preferences", args=[token_of(lead)])
    assert "You have not said anything yet" in client.get(page).text
    answer = client.post(page, {"channel": ["email", "post"]}, follow=True)
    assert "Kept." in answer.text
    contact.refresh_from_db()
    assert not contact.has_opted_out_of_email
    client.post(page, {"stop": "1", "channel": ["email"]})
    for record in (lead, other, contact):
        record.refresh_from_db()
        assert (record.has_opted_out_of_email, record.do_not_call) == (True, True)


def test_a_mail_program_presses_the_link_by_itself(
    make_lead: Callable[..., Lead], cast: Any
) -> None:
    lead = make_lead(email="t@harbor.example")
    with override_settings(PUBLIC_URL="https://leads.juniper.example"):
        address = address_of(lead)
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post(f"/preferences/{token_of(lead)}", {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, address.startswith("https://leads.juniper.example/pref")) == (
        200,
        True,
    )
    lead.refresh_from_db()
    assert lead.has_opted_out_of_email


@pytest.mark.parametrize("token", ["L1", "L1.forged", "X9.x", "..", "L1.x.y"])
def test_a_forged_address_leads_nowhere(client: Client, db: None, token: str) -> None:
    assert client.get(f"/preferences/{token}").status_code in (302, 404)


def test_a_ticked_box_cannot_be_unticked_as_a_fact(
    mara: Client, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(do_not_call=True)
    assert mara.post(f"/records/Lead/{lead.pk}/facts/DoNotCall", {}).status_code == 404
    page = mara.get(reverse("lead", args=[lead.pk])).text
    assert "a checkbox; nobody noted how" in page
