"""Setup's mailboxes: added, tried, changed; the password goes in and never comes out."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.capture.mail import sealing
from headwater.capture.models import Mailbox
from headwater.cli.ports import free_port
from headwater.people.models import Organization
from headwater.records.models import TrailEntry

SECRET = "correct-horse-9"


@pytest.fixture
def ada(sign_in: Any, cast: SimpleNamespace) -> Client:
    client: Client = sign_in(cast.ada)
    return client


def said(**changes: Any) -> dict[str, Any]:
    """The form as a browser sends it, for a server that is not there."""
    return {
        "address": "Sales@Juniper.example", "way": "imap", "host": "127.0.0.1", "port": free_port(),
        "security": "none", "username": "sales", "password": SECRET, "folder": "INBOX",
        "afterwards": "seen", "lead_source": "E-mail", "answers": "on", "is_active": "on",
    } | changes  # fmt: skip


def test_an_admin_adds_a_mailbox_and_hears_at_once_what_is_wrong(ada: Client) -> None:
    answer = ada.post("/setup/mailboxes/new", said(), follow=True)

    box = Mailbox.objects.get()
    assert (box.address, box.password) == ("sales@juniper.example", SECRET)
    page = answer.content.decode()
    assert "does not take connections" in page
    assert SECRET not in page and box.password_sealed not in page
    told = TrailEntry.objects.get(event="mailbox.created")
    assert SECRET not in str(told.changes)


def test_the_connection_is_tried_without_keeping_anything(ada: Client) -> None:
    answer = ada.post("/setup/mailboxes/trial", said())
    assert "does not take connections" in answer.content.decode()
    assert (
        "needed to read the mailbox"
        in ada.post("/setup/mailboxes/trial", said(host="")).content.decode()
    )
    assert not Mailbox.objects.exists()


def test_an_empty_password_keeps_the_old_one_but_for_another_server(ada: Client) -> None:
    ada.post("/setup/mailboxes/new", said(port=1))
    box = Mailbox.objects.get()
    same = said(port=1, password="", lead_source="Web")
    assert ada.post(f"/setup/mailboxes/{box.pk}", same).status_code == 302
    box.refresh_from_db()
    assert (box.lead_source, box.password) == ("Web", SECRET)

    elsewhere = said(port=1, password="", host="thief.example")
    assert ada.post(f"/setup/mailboxes/{box.pk}", elsewhere).status_code == 422
    trial = ada.post("/setup/mailboxes/trial", elsewhere | {"mailbox": box.pk})
    assert "Enter the password again" in trial.content.decode()
    box.refresh_from_db()
    assert box.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": ""}, "Give a password"),
        ({"password": "", "password_variable": "SECRET_KEY"}, "HEADWATER_MAILBOX_"),
        ({"afterwards": "move"}, "Say to which folder"),
        ({"afterwards": "move", "moved_to": "INBOX"}, "in this folder already"),
        ({"port": 70000}, "65535"),
    ],
)
def test_what_is_refused(ada: Client, changes: dict[str, Any], words: str) -> None:
    answer = ada.post("/setup/mailboxes/new", said(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert SECRET not in answer.content.decode()


def test_reading_now_says_what_happened(ada: Client) -> None:
    box = Mailbox.objects.create(
        address="a@b.example", host="127.0.0.1", port=free_port(), security="none", username="u",
        password_sealed=sealing.seal("p"),
    )  # fmt: skip
    page = ada.post(f"/setup/mailboxes/{box.pk}/poll", follow=True).content.decode()
    assert "does not take connections" in page
    assert "cannot be read" in page


def test_where_replies_go(ada: Client) -> None:
    ada.post("/setup/mailboxes/replies", {"reply_address": "Reply@in.juniper.example"})
    assert Organization.current().reply_address == "reply@in.juniper.example"
    wrong = ada.post("/setup/mailboxes/replies", {"reply_address": "a+b@in.juniper.example"})
    assert wrong.status_code == 422


def test_others_read_but_do_not_change(mara: Client) -> None:
    Mailbox.objects.create(address="sales@juniper.example", way="door")
    page = mara.get("/setup/mailboxes").content.decode()
    assert "sales@juniper.example" in page and "Add mailbox" not in page
    for path in ("new", "trial", "replies"):
        assert mara.post(f"/setup/mailboxes/{path}", said()).status_code == 403
