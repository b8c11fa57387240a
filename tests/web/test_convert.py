"""The convert dialog through its door: already answered, converts, undoes; others see nothing."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.match import keys
from headwater.records.models import (
    Account,
    Contact,
    Conversion,
    Lead,
    Opportunity,
    Task,
)


@pytest.fixture
def tom(make_lead: Callable[..., Lead]) -> Lead:
    return make_lead(
        first_name="Tom", email="tom@harbor.example.com", phone="555-0142",
        title="Operations manager",
        number_of_employees=120,
    )  # fmt: skip


@pytest.fixture
def harbor(cast: SimpleNamespace) -> Account:
    account: Account = Account.objects.create(
        owner=cast.owen, name="Harbor Cold Storage", website="harbor.example.com",
        number_of_employees=40,
    )  # fmt: skip
    keys.refresh("Account", [account])
    return account


def _url(lead: Lead) -> str:
    return reverse("conversion", args=[lead.pk])


def test_one_click_converts_and_one_click_undoes(
    client: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    client.force_login(cast.mara)
    page = client.get(_url(tom)).content.decode()
    assert "New account" in page and "No field is lost" in page
    assert "Makes</b> account, contact and opportunity" in page
    answer = client.post(_url(tom), {})
    conversion = Conversion.objects.get()
    assert answer.status_code == 302 and conversion.opportunity
    assert conversion.opportunity.is_early
    undo = reverse("conversion_undo", args=[conversion.pk])
    assert undo in client.get(reverse("more")).content.decode()  # the toast carries Undo
    assert client.post(undo).status_code == 302
    tom.refresh_from_db()
    assert tom.is_open and not Account.objects.exists()


def test_what_we_know_is_chosen_already_with_its_evidence(
    client: Client, cast: SimpleNamespace, tom: Lead, harbor: Account
) -> None:
    contact = Contact.objects.create(
        owner=cast.owen, account=harbor, first_name="Tom", last_name="Okafor",
        email="tom@harbor.example.com", title="Site manager",
    )  # fmt: skip
    keys.refresh("Contact", [contact])
    deal = Opportunity.objects.create(
        owner=cast.mara, account=harbor, name="Roof solar", stage_name="Prospecting"
    )
    client.force_login(cast.mara)
    page = client.get(_url(tom)).content.decode()
    for id_of in (f"account-{harbor.pk}", f"contact-{contact.pk}", f"opportunity-{deal.pk}"):
        assert f'id="{id_of}"' in page
        assert " checked" in page.split(f'id="{id_of}"')[1].split(">")[0]
    assert "same web domain" in page.lower() and "Same e-mail address" in page
    assert "Site manager" in page and "1 field differs" in page
    client.post(
        _url(tom), {"take-Contact-title": "lead", "take-Account-number_of_employees": "lead"}
    )
    contact.refresh_from_db()
    harbor.refresh_from_db()
    assert contact.title == "Operations manager" and harbor.number_of_employees == 120
    assert Opportunity.objects.count() == 1 and Account.objects.count() == 1


def test_choosing_another_record_draws_only_the_columns_anew(
    client: Client, cast: SimpleNamespace, tom: Lead, harbor: Account
) -> None:
    client.force_login(cast.mara)
    part = client.get(
        _url(tom), {"account": "new", "name": "Roof"}, headers={"HX-Target": "conversion"}
    ).content.decode()
    assert "<html" not in part and 'value="Roof"' in part and 'name="account_name"' in part


def test_no_opportunity_needs_a_reason(client: Client, cast: SimpleNamespace, tom: Lead) -> None:
    client.force_login(cast.mara)
    answer = client.post(_url(tom), {"opportunity": "none"})
    assert answer.status_code == 422 and "Say why" in answer.content.decode()
    client.post(_url(tom), {"opportunity": "none", "reason": "Only wants the guide"})
    assert Conversion.objects.get().opportunity is None


def test_a_later_stage_is_refused_in_plain_words(
    client: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    client.force_login(cast.mara)
    answer = client.post(_url(tom), {"stage": "Qualification", "amount": "lots"})
    assert answer.status_code == 422 and "Amount takes a number" in answer.content.decode()
    answer = client.post(_url(tom), {"stage": "Qualification"})
    assert "Qualification needs an amount" in answer.content.decode()
    assert not Conversion.objects.exists()


def test_siblings_come_along_and_go_back_together(
    client: Client, cast: SimpleNamespace, tom: Lead, make_lead: Callable[..., Lead]
) -> None:
    fair = make_lead(first_name="Tom", email="tom@harbor.example.com", lead_source="Trade Show")
    keys.refresh("Lead", [tom, fair])
    client.force_login(cast.mara)
    assert "Same person, another lead" in client.get(_url(tom)).content.decode()
    client.post(_url(tom), {"sibling": [fair.pk]})
    assert Conversion.objects.count() == 2 and Contact.objects.count() == 1
    fair.refresh_from_db()
    assert fair.converted_contact == Contact.objects.get()
    first = Conversion.objects.get(lead=tom)
    undo = reverse("conversion_undo", args=[first.pk])
    assert "Converted in the same act" in client.get(undo).content.decode()
    client.post(undo)
    assert Lead.objects.open().count() == 2 and not Contact.objects.exists()


def test_undoing_what_was_worked_on_asks_first(
    client: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    client.force_login(cast.mara)
    client.post(_url(tom), {})
    conversion = Conversion.objects.get()
    Task.objects.create(owner=cast.mara, contact=conversion.contact, subject="Send quote")
    url = reverse("conversion_undo", args=[conversion.pk])
    assert client.post(url).headers["Location"] == url
    page = client.get(url).content.decode()
    assert "1 task added since" in page and "Keep" in page
    assert client.post(url, {"asked": "1"}).status_code == 422
    client.post(url, {"asked": "1", "keep": ["Contact"]})
    assert Contact.objects.exists() and not Opportunity.objects.exists()


def test_outsiders_find_nothing_and_readers_change_nothing(
    client: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    client.force_login(cast.otto)
    assert client.get(_url(tom)).status_code == client.post(_url(tom), {}).status_code == 404
    client.force_login(cast.rhea)
    assert client.post(_url(tom), {}).status_code == 403
    client.force_login(cast.mara)
    client.post(_url(tom), {})
    url = reverse("conversion_undo", args=[Conversion.objects.get().pk])
    for stranger, status in ((cast.otto, 404), (cast.rhea, 403)):
        client.force_login(stranger)
        assert client.post(url).status_code == status


def test_the_dialog_asks_the_same_number_of_questions_for_any_lead(
    client: Client, cast: SimpleNamespace, tom: Lead, harbor: Account,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    Opportunity.objects.bulk_create(
        Opportunity(owner=cast.mara, account=harbor, name=str(i), stage_name="Prospecting")
        for i in range(20)
    )
    client.force_login(cast.mara)
    with django_assert_max_num_queries(27):
        client.get(_url(tom))
