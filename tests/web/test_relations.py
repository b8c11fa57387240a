"""Deeds that accounts, contacts, deals and campaigns share, each with Undo."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from headwater.records.models import Account, Note, Task


@pytest.fixture
def harbor(cast: SimpleNamespace) -> Account:
    account: Account = Account.objects.create(owner=cast.mara, name="Harbor")
    return account


def _url(name: str, account: Account) -> str:
    return reverse(name, args=["Account", account.pk])


def _undo(client: Client) -> None:
    client.post(reverse("undo", args=[list(client.session["headwater.undo"])[-1]]))


def test_an_account_is_handed_over_and_back(
    mara: Client, cast: SimpleNamespace, harbor: Account
) -> None:
    url = _url("record_owner", harbor)
    assert "Owen Park" in mara.get(url).content.decode()
    mara.post(url, {"owner": cast.owen.pk})
    harbor.refresh_from_db()
    assert harbor.owner_id == cast.owen.pk
    _undo(mara)
    harbor.refresh_from_db()
    assert harbor.owner_id == cast.mara.pk


def test_a_task_is_planned_done_and_told(mara: Client, harbor: Account) -> None:
    url = _url("record_tasks", harbor)
    assert mara.post(url, {"subject": ""}).status_code == 422
    mara.post(url, {"subject": "Send the offer", "again": "tomorrow"})
    task = Task.objects.get()
    page = mara.get(reverse("account", args=[harbor.pk])).content.decode()
    assert task.account == harbor and "Send the offer" in page
    mara.post(reverse("task_completion", args=[task.pk]))
    page = mara.get(reverse("account", args=[harbor.pk])).content.decode()
    assert "Nothing is planned." in page and "Send the offer" in page


def test_a_note_stands_on_the_timeline(mara: Client, harbor: Account) -> None:
    mara.post(_url("record_notes", harbor), {"body": "Asked\x00 about batteries."})
    mara.post(_url("record_notes", harbor), {"body": "  "})
    assert Note.objects.get().account == harbor
    page = mara.get(reverse("account", args=[harbor.pk])).content.decode()
    assert "Asked about batteries." in page


def test_what_is_deleted_comes_back(mara: Client, harbor: Account) -> None:
    mara.post(_url("record_deletion", harbor))
    assert mara.get(reverse("account", args=[harbor.pk])).status_code == 404
    _undo(mara)
    assert mara.get(reverse("account", args=[harbor.pk])).status_code == 200


def test_only_the_owner_or_a_manager_gives_away_and_deletes(
    client: Client, cast: SimpleNamespace, harbor: Account
) -> None:
    for person, status in ((cast.owen, 403), (cast.rhea, 403), (cast.ines, 302)):
        client.force_login(person)
        answer = client.post(_url("record_owner", harbor), {"owner": cast.owen.pk})
        assert answer.status_code == status
    client.force_login(cast.otto)
    assert client.post(_url("record_deletion", harbor)).status_code == 403
    assert client.post(reverse("record_deletion", args=["Account", 10**6])).status_code == 404
