"""The mail door over real sockets: safe before 250, for our own addresses only."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from headwater import intake
from headwater.capture import spool
from headwater.capture.mail import door as door_module
from headwater.capture.mail.arrival import LARGEST
from headwater.capture.mail.door import Door
from headwater.capture.models import Mailbox
from headwater.cli.ports import free_port
from headwater.people.models import Organization
from headwater.records.models import Lead, Submission
from tests.capture.mail.conftest import REPLY, SALES, Write

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., int]


@pytest.fixture
def open_door(cast: SimpleNamespace, tmp_path: Any, settings: Any) -> Iterator[Open]:
    """Open a door on a free port; returns the port."""
    settings.STATE = tmp_path
    Organization.objects.update(reply_address=REPLY)
    Mailbox.objects.create(address=SALES, way=Mailbox.Way.DOOR)
    doors = []

    def open_door(way: str) -> int:
        door = Door(host="127.0.0.1", port=free_port(), way=way)
        door.start()
        doors.append(door)
        return int(door.port)

    yield open_door
    for door in doors:
        door.stop()


@pytest.mark.parametrize(("way", "client"), [("lmtp", smtplib.LMTP), ("smtp", smtplib.SMTP)])
def test_delivered_mail_is_kept_and_becomes_a_lead(
    open_door: Open, write: Write, way: str, client: type[smtplib.SMTP]
) -> None:
    port = open_door(way)
    with client("127.0.0.1", port, timeout=10) as server:
        refused = server.sendmail("tom@harbor-cold.example.com", [SALES], write())
    assert refused == {}
    submission = Submission.objects.get()
    assert submission.payload["headwater:door"]["came by"] == way.upper()
    intake.drain()
    assert Lead.objects.get().email == "tom@harbor-cold.example.com"


def test_lmtp_answers_for_each_recipient(open_door: Open, write: Write) -> None:
    with smtplib.LMTP("127.0.0.1", open_door("lmtp"), timeout=10) as server:
        server.ehlo()
        server.mail("tom@harbor-cold.example.com")
        assert server.rcpt(SALES)[0] == server.rcpt(SALES.replace("@", "+fair@"))[0] == 250
        server.putcmd("DATA")
        assert server.getreply()[0] == 354
        server.send(write().replace(b"\n", b"\r\n") + b"\r\n.\r\n")
        assert [server.getreply()[0] for _ in range(2)] == [250, 250]
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "victim@elsewhere.example",
        "nobody@juniper.example",
        "reply+1aaaaaaaaaaaaaaaa@in.juniper.example",
    ],
)
def test_it_relays_for_nobody(open_door: Open, write: Write, address: str) -> None:
    refusal = pytest.raises(smtplib.SMTPRecipientsRefused)
    with smtplib.SMTP("127.0.0.1", open_door("smtp"), timeout=10) as server, refusal as refused:
        server.sendmail("a@b.example", [address], write())
    assert refused.value.recipients[address][0] == 550
    assert not Submission.objects.exists()


def test_what_is_too_large_is_refused_at_once(open_door: Open, write: Write) -> None:
    with smtplib.SMTP("127.0.0.1", open_door("smtp"), timeout=30) as server:
        server.ehlo()
        assert int(server.esmtp_features["size"]) == LARGEST
        code, _ = server.docmd("MAIL", f"FROM:<a@b.example> SIZE={LARGEST + 1}")
    assert code == 552


def test_with_the_database_away_it_goes_to_the_spool_and_comes_in_once(
    open_door: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, raw = open_door("lmtp"), write()
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as server:
        server.sendmail("x@y.example", [SALES], write(Message_ID="<before@mx.example>"))

        def away(arrived: object) -> None:
            raise OperationalError("the server is gone")

        with monkeypatch.context() as stopped:
            stopped.setattr(door_module, "take", away)
            assert server.sendmail("x@y.example", [SALES], raw) == {}
        assert Submission.objects.count() == 1
        server.sendmail("x@y.example", [SALES], raw)  # the mail server tried again meanwhile
    assert spool.bring_in() == 1
    assert Submission.objects.count() == 2
    assert not list(spool.folder().glob("*.json"))


def test_without_database_and_spool_the_sender_keeps_it(
    open_door: Open, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = open_door("smtp")

    def fail(*_: object) -> None:
        raise OperationalError("the server is gone")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(door_module, "take", fail)
    monkeypatch.setattr(spool, "keep", full)
    refusal = pytest.raises(smtplib.SMTPDataError)
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server, refusal as refused:
        server.sendmail("x@y.example", [SALES], write())
    assert refused.value.smtp_code == 451


def test_too_many_connections_are_told_to_come_later(
    open_door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_module, "MOST_AT_ONCE", 2)
    port = open_door("smtp")
    held = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(3)]
    assert held[0].recv(100).startswith(b"220")
    assert held[1].recv(100).startswith(b"220")
    assert b"421" in held[2].recv(100) + held[2].recv(100)
    for connection in held:
        connection.close()


def test_bytes_that_are_no_mail_are_kept_too(open_door: Open) -> None:
    with smtplib.SMTP("127.0.0.1", open_door("smtp"), timeout=10) as server:
        server.sendmail("x@y.example", [SALES], b"\xff\xfe\x00 not a mail at all")
    intake.drain()
    assert Submission.objects.get().state == "quarantined"
