"""Contacts: a person with deals, colleagues, consent, and the lead they were."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from headwater.converting import deeds
from headwater.records.models import Account, Contact, Lead


def test_a_contact_tells_deals_consent_and_the_lead_they_were(
    mara: Client, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(first_name="Tom", phone="555-0142", do_not_call=True, email="t@harbor.example")
    conversion = deeds.convert(lead, by=cast.mara)
    Contact.objects.create(owner=cast.mara, account=conversion.account, last_name="Colleague")
    page = mara.get(reverse("contact", args=[conversion.contact_id])).content.decode()
    for words in ("Do not call", "Colleague", "From the lead", "Info Gathering"):
        assert words in page
    assert "tel:" not in page.split("</header>")[0]
    assert reverse("letter", args=["Contact", conversion.contact_id]) in page


def test_a_new_contact_of_an_account(mara: Client, cast: SimpleNamespace) -> None:
    account = Account.objects.create(owner=cast.mara, name="Harbor")
    url = f"{reverse('new_contact')}?account={account.pk}"
    assert "Harbor" in mara.get(url).content.decode()
    mara.post(url, {"last_name": "Okafor", "account_id": account.sf_id})
    assert Contact.objects.get().account == account


def test_list_and_page_ask_a_fixed_number_of_questions(
    mara: Client, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    account = Account.objects.create(owner=cast.mara, name="Harbor")
    Contact.objects.bulk_create(
        Contact(owner=cast.owen, last_name=f"Person {i}", account=account) for i in range(30)
    )
    with django_assert_max_num_queries(11):
        assert "Person 7" in mara.get(reverse("contacts")).content.decode()
    with django_assert_max_num_queries(32):
        mara.get(reverse("contact", args=[Contact.objects.first().pk]))  # type: ignore[union-attr]


def test_private_contacts_are_for_their_team_and_readers_only_read(
    client: Client, cast: SimpleNamespace
) -> None:
    contact = Contact.objects.create(owner=cast.mara, last_name="Okafor")
    client.force_login(cast.rhea)
    assert client.post(reverse("new_contact"), {"last_name": "X"}).status_code == 403
    cast.organization.account_access = "private"
    cast.organization.save()
    client.force_login(cast.otto)
    assert client.get(reverse("contact", args=[contact.pk])).status_code == 404
