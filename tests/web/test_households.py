"""Households and person accounts: one page for a person, one for those who live together."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.records import dealing, person_account
from headwater.records.models import Account, AccountContactRelation, Contact, Note


def undo(client: Client) -> None:
    client.post(reverse("undo", args=[list(client.session["headwater.undo"])[-1]]))


@pytest.fixture
def nora(cast: SimpleNamespace) -> Contact:
    said = {"first_name": "Nora", "last_name": "Lind", "email": "nora@lind.example",
            "born_on": "1984-05-11", "mailing_city": "Cove"}  # fmt: skip
    return person_account.open_person(said, by=cast.mara)


@pytest.fixture
def home(mara: Client, nora: Contact) -> Account:
    mara.post(f"{reverse('new_household')}?contact={nora.pk}", {"name": "Lind household"})
    found: Account = Account.objects.get(type="Household")
    return found


def page(client: Client, record: Any) -> str:
    return client.get(reverse("account", args=[record.pk])).content.decode()


def test_a_person_account_has_one_page_with_both_sides(
    mara: Client, cast: SimpleNamespace, nora: Contact
) -> None:
    account = nora.account
    assert account and account.billing_city == "Cove" and account.name == "Nora Lind"
    answer = mara.get(reverse("contact", args=[nora.pk]))
    assert answer.status_code == 302 and answer["Location"] == f"/accounts/{account.pk}"
    told = page(mara, account)
    for words in ("Person account", "nora@lind.example", "1984", "Birthdate", "As a customer"):
        assert words in told
    assert "Annual revenue" not in told and "empty field" in told
    mara.post(f"/records/Contact/{nora.pk}/facts/LastName", {"value": "Berg"})
    account.refresh_from_db()
    assert account.name == "Nora Berg"
    undo(mara)
    account.refresh_from_db()
    assert account.name == "Nora Lind"


def test_lists_and_the_palette_show_a_person_once(mara: Client, nora: Contact) -> None:
    assert "Nora Lind" not in mara.get(reverse("contacts")).content.decode()
    assert "Nora Lind" in mara.get(f"{reverse('contacts')}?view=people").content.decode()
    assert "Nora Lind" in mara.get(reverse("accounts")).content.decode()
    columns = "column=Name&column=PersonEmail&column=PersonContactId"
    assert "nora@lind.example" in mara.get(f"{reverse('accounts')}?{columns}").content.decode()
    where = "where=PersonEmail%20LIKE%20'nora%25'"
    assert "Nora Lind" in mara.get(f"{reverse('accounts')}?{where}").content.decode()
    for text in ("nora", "nora@lind"):
        found = mara.get(f"{reverse('palette')}?q={text}").content.decode()
        assert found.count("Nora Lind") == 1


def test_a_person_is_made_by_one_form_and_gone_by_one_undo(
    mara: Client, cast: SimpleNamespace
) -> None:
    mara.post(reverse("new_person"), {"first_name": "Aiko", "last_name": "Nakamura"})
    account = Account.objects.get(is_person_account=True)
    assert account.name == "Aiko Nakamura" and account.contacts.get().first_name == "Aiko"
    undo(mara)
    account.refresh_from_db()
    assert account.is_deleted and not Contact.objects.alive()
    assert mara.post(reverse("new_person"), {"first_name": "A"}).status_code == 422


def test_people_join_and_leave_a_household_each_in_their_way(
    mara: Client, cast: SimpleNamespace, nora: Contact, home: Account
) -> None:
    harbor = Account.objects.create(owner=cast.mara, name="Harbor")
    tom, eva = (
        Contact.objects.create(owner=cast.mara, first_name=name, last_name="Lind", account=at)
        for name, at in (("Tom", harbor), ("Eva", None))
    )
    for person in (tom, eva):
        mara.post(reverse("new_member", args=[home.pk]), {"contact_id": person.sf_id})
    told = page(mara, home)
    for words in ("Who lives there", "Nora Lind", "Tom Lind", "Eva Lind"):
        assert words in told
    nora.account.refresh_from_db()  # type: ignore[union-attr]
    tom.refresh_from_db()
    eva.refresh_from_db()
    assert nora.account and nora.account.parent == home
    assert tom.account == harbor and eva.account == home
    assert AccountContactRelation.objects.standing().get().contact == tom
    assert "Lind household" in mara.get(reverse("contact", args=[tom.pk])).content.decode()
    for person in (tom, eva, nora):
        mara.post(reverse("leave_household", args=[home.pk, person.pk]))
    assert "Nobody yet." in page(mara, home)
    undo(mara)
    assert "Nora Lind" in page(mara, home)


def test_a_household_tells_its_members_stories_and_deals(
    mara: Client, cast: SimpleNamespace, nora: Contact, home: Account
) -> None:
    Note.objects.create(contact=nora, body="Prefers evenings.")
    dealing.open_deal({"name": "Roof of Nora", "account_id": nora.account_id}, by=cast.mara)
    told = page(mara, home)
    assert "Prefers evenings." in told and "Roof of Nora" in told
    mara.post(reverse("primary_contact", args=[home.pk, nora.pk]))
    assert "Primary" in page(mara, home)
    undo(mara)
    assert not AccountContactRelation.objects.alive().filter(is_primary=True)
    mara.post(reverse("rename_account", args=[home.pk]), {"name": "The Linds"})
    home.refresh_from_db()
    assert home.name == "The Linds"
    undo(mara)
    home.refresh_from_db()
    assert home.name == "Lind household"
    assert mara.post(reverse("rename_account", args=[home.pk]), {"name": " "}).status_code == 422


def test_a_household_is_closed_to_the_outsider(
    client: Client, cast: SimpleNamespace, nora: Contact, home: Account
) -> None:
    cast.organization.account_access = "private"
    cast.organization.save()
    client.force_login(cast.otto)
    addresses = [
        reverse("new_member", args=[home.pk]), reverse("leave_household", args=[home.pk, nora.pk]),
        reverse("primary_contact", args=[home.pk, nora.pk]), reverse("account", args=[home.pk]),
    ]  # fmt: skip
    assert {client.post(url).status_code for url in addresses} == {404}
    assert "Lind" not in client.get(reverse("new_household")).content.decode()


def test_only_a_household_has_members(mara: Client, cast: SimpleNamespace, nora: Contact) -> None:
    harbor = Account.objects.create(owner=cast.mara, name="Harbor")
    assert mara.get(reverse("new_member", args=[harbor.pk])).status_code == 404
    url = reverse("set_parent", args=[harbor.pk])
    answer = mara.post(url, {"parent_id": nora.account_id})
    assert answer.status_code == 422 and "is a person" in answer.content.decode()
