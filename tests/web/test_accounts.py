"""Accounts: who belongs to them, the lead they came from, a new one."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from headwater.converting import deeds
from headwater.records.models import Account, Contact, Lead, Note, Opportunity


def test_an_account_tells_its_story_from_the_lead_on(
    mara: Client, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(first_name="Tom", lead_source="Web")
    Note.objects.create(lead=lead, body="Asked twice about batteries.")
    account = deeds.convert(lead, by=cast.mara).account
    assert account
    page = mara.get(reverse("account", args=[account.pk])).content.decode()
    for words in (
        "Harbor Cold Storage",
        "Tom Okafor",
        "From the lead",
        "Asked twice about batteries.",
    ):
        assert words in page
    assert page.count("Asked twice about batteries.") == 1
    part = mara.get(reverse("account", args=[account.pk]), headers={"HX-Target": "story"})
    assert "<html" not in part.content.decode()


def test_relatives_people_and_deals_stand_beside_it(mara: Client, cast: SimpleNamespace) -> None:
    group = Account.objects.create(owner=cast.mara, name="Harbor Group")
    account = Account.objects.create(owner=cast.mara, name="Harbor", parent=group)
    Account.objects.create(owner=cast.mara, name="Harbor North", parent=account)
    Contact.objects.create(owner=cast.mara, account=account, last_name="Okafor")
    for name, owner in (("Roof", cast.mara), ("Secret", cast.otto)):
        Opportunity.objects.create(
            owner=owner, account=account, name=name, stage_name="Prospecting"
        )
    page = mara.get(reverse("account", args=[account.pk])).content.decode()
    for words in ("Harbor Group", "Harbor North", "Okafor", "Roof"):
        assert words in page
    assert "Secret" not in page  # another team's private deal


def test_a_new_account_is_made_in_a_dialog(mara: Client, cast: SimpleNamespace) -> None:
    mara.post(reverse("new_account"), {"name": "Quay Ltd", "billing_city": "Linden"})
    made = Account.objects.get(name="Quay Ltd")
    assert made.owner_id == cast.mara.pk and made.billing_city == "Linden"
    assert mara.post(reverse("new_account"), {"name": ""}).status_code == 422


def test_list_and_page_ask_a_fixed_number_of_questions(
    mara: Client, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    account = Account.objects.create(owner=cast.mara, name="Harbor")
    Account.objects.bulk_create(Account(owner=cast.owen, name=f"A {i}") for i in range(40))
    Contact.objects.bulk_create(
        Contact(owner=cast.owen, last_name=str(i), account=account) for i in range(20)
    )
    with django_assert_max_num_queries(10):
        assert "A 7" in mara.get(reverse("accounts")).content.decode()
    with django_assert_max_num_queries(32):
        mara.get(reverse("account", args=[account.pk]))


def test_private_accounts_are_for_their_team_and_readers_only_read(
    client: Client, cast: SimpleNamespace
) -> None:
    account = Account.objects.create(owner=cast.mara, name="Harbor")
    page = reverse("account", args=[account.pk])
    client.force_login(cast.rhea)
    assert "Opportunity <kbd>" not in client.get(page).content.decode()
    assert client.post(reverse("new_account"), {"name": "X"}).status_code == 403
    cast.organization.account_access = "private"
    cast.organization.save()
    client.force_login(cast.otto)
    assert client.get(page).status_code == 404
    assert "Harbor" not in client.get(reverse("accounts")).content.decode()
