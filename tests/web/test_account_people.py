"""Who belongs to an account, and to which accounts a person belongs: dialogs, Undo, both pages."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.records.models import Account, AccountContactRelation, Contact


def undo(client: Client) -> None:
    client.post(reverse("undo", args=[list(client.session["headwater.undo"])[-1]]))


@pytest.fixture
def house(cast: SimpleNamespace) -> SimpleNamespace:
    harbor, quay = (Account.objects.create(owner=cast.mara, name=n) for n in ("Harbor", "Quay"))
    tom = Contact.objects.create(owner=cast.mara, first_name="Tom", last_name="Ok", account=harbor)
    return SimpleNamespace(harbor=harbor, quay=quay, tom=tom)


def page(client: Client, record: Any) -> str:
    return client.get(reverse(type(record).__name__.lower(), args=[record.pk])).content.decode()


def test_a_person_belongs_to_a_second_company_and_both_pages_say_so(
    mara: Client, house: SimpleNamespace
) -> None:
    url = f"{reverse('new_relation')}?account={house.quay.pk}"
    assert "Relate Quay" in mara.get(url).content.decode()
    assert mara.post(url, {"contact_id": ""}).status_code == 422
    said = {"contact_id": house.tom.sf_id, "roles": ["Evaluator", "Other"]}
    mara.post(url, said)
    assert "at Harbor" in page(mara, house.quay) and "Evaluator" in page(mara, house.quay)
    told = page(mara, house.tom)
    assert "Quay" in told and "At Quay" in told  # beside the story and in it
    about = reverse("relation", args=[house.quay.pk, house.tom.pk])
    assert "Not related any more" in mara.get(about).content.decode()
    mara.post(about, {"roles": ["Evaluator"], "is_primary": "on"})
    row = AccountContactRelation.objects.get()
    assert row.is_primary and not row.is_active and row.ended_on  # was unticked
    undo(mara)
    row.refresh_from_db()
    assert row.is_active and not row.is_primary and row.roles == "Evaluator;Other"
    mara.post(reverse("end_relation", args=[house.quay.pk, house.tom.pk]))
    assert not AccountContactRelation.objects.alive()
    undo(mara)
    assert AccountContactRelation.objects.alive().get() == row


def test_the_end_does_not_come_before_the_start(mara: Client, house: SimpleNamespace) -> None:
    about = reverse("relation", args=[house.harbor.pk, house.tom.pk])
    assert "Active" not in mara.get(about).content.decode()  # it is their own company
    AccountContactRelation.objects.create(account=house.quay, contact=house.tom)
    about = reverse("relation", args=[house.quay.pk, house.tom.pk])
    said = {"is_active": "on", "started_on": "2026-02-01", "ended_on": "2026-01-01"}
    answer = mara.post(about, said)
    assert answer.status_code == 422 and "end comes before" in answer.content.decode()
    assert mara.get(reverse("relation", args=[house.quay.pk, 10**6])).status_code == 404


def test_who_moves_is_remembered_and_comes_back_by_undo(
    mara: Client, house: SimpleNamespace
) -> None:
    url = reverse("move_contact", args=[house.tom.pk])
    assert "remembers Tom" in mara.get(url).content.decode()
    mara.post(url, {"account_id": house.quay.sf_id, "keeps_former": "1"})
    house.tom.refresh_from_db()
    assert house.tom.account == house.quay
    assert "1 formerly" in page(mara, house.harbor) and "1 formerly" in page(mara, house.tom)
    assert "Is at Quay now" in page(mara, house.tom)
    undo(mara)
    house.tom.refresh_from_db()
    assert house.tom.account == house.harbor and not AccountContactRelation.objects.alive()
    fact = f"/records/Contact/{house.tom.pk}/facts/AccountId"
    assert mara.get(fact).status_code == 404  # moving is a deed


def test_who_reports_to_whom_is_a_chart_without_a_circle(
    mara: Client, house: SimpleNamespace, cast: SimpleNamespace
) -> None:
    ann = Contact.objects.create(owner=cast.mara, last_name="Boss", account=house.harbor)
    url = reverse("reports_to", args=[house.tom.pk])
    assert "Boss" in mara.get(url).content.decode()
    mara.post(url, {"reports_to": ann.pk})
    assert "Who reports to whom" in page(mara, house.harbor)
    assert "Reports to Boss" in page(mara, house.tom) and "Tom" in page(mara, ann)
    answer = mara.post(reverse("reports_to", args=[ann.pk]), {"reports_to": house.tom.pk})
    assert answer.status_code == 422 and "reports to them already" in answer.content.decode()
    undo(mara)
    house.tom.refresh_from_db()
    assert house.tom.reports_to is None


def test_readers_and_outsiders_change_nothing(
    client: Client, house: SimpleNamespace, cast: SimpleNamespace
) -> None:
    pair = [house.harbor.pk, house.tom.pk]
    addresses = [
        f"{reverse('new_relation')}?account={house.harbor.pk}", reverse("relation", args=pair),
        reverse("end_relation", args=pair), reverse("move_contact", args=[house.tom.pk]),
        reverse("reports_to", args=[house.tom.pk]), reverse("set_parent", args=[house.harbor.pk]),
        reverse("rename_account", args=[house.harbor.pk]), reverse("primary_contact", args=pair),
    ]  # fmt: skip
    client.force_login(cast.rhea)
    assert {client.post(url).status_code for url in addresses} == {403}
    cast.organization.account_access = "private"
    cast.organization.save()
    client.force_login(cast.otto)
    assert {client.post(url).status_code for url in addresses} == {404}
    for name in ("hierarchy", "account_branch"):
        assert client.get(reverse(name, args=[house.harbor.pk])).status_code == 404
