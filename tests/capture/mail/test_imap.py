"""Reading a mailbox of a real IMAP server (Dovecot): once, in order, and never losing one."""

import imaplib
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater import intake
from headwater.capture.mail import imap, polling, sealing, watching
from headwater.capture.mail.imap import Trouble, try_out
from headwater.capture.mail.polling import poll
from headwater.capture.models import Mailbox
from headwater.records.models import Lead, Submission
from tests.capture.mail.conftest import Write
from tests.capture.mail.dovecot import Dovecot

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
Make = Callable[..., Mailbox]


@pytest.fixture
def make(dovecot: Dovecot, cast: SimpleNamespace) -> Make:
    """A mailbox of the server, remembered as it is before its first turn."""

    def make(**values: object) -> Mailbox:
        usual = {
            "address": "sales@juniper.example", "host": "127.0.0.1", "port": dovecot.port,
            "security": "none", "username": dovecot.user,
            "password_sealed": sealing.seal(dovecot.password),
        }  # fmt: skip
        box: Mailbox = Mailbox.objects.create(**(usual | values))
        return box

    return make


def test_a_new_message_becomes_a_lead_and_is_marked_afterwards(
    make: Make, dovecot: Dovecot, write: Write
) -> None:
    dovecot.deliver(write("Old mail", Message_ID="<old@mx.example>"))
    box = make()
    assert poll(box) == 0  # what was there before stays there

    dovecot.deliver(write())
    assert poll(box) == 1
    assert dovecot.flags() == {1: set(), 2: {b"\\Seen"}}
    assert poll(box) == 0

    intake.drain()
    assert Lead.objects.get().email == "tom@harbor-cold.example.com"
    box.refresh_from_db()
    assert (box.problem, box.last_uid) == ("", 2)
    assert box.polled_at is not None


def test_old_mail_comes_too_where_it_is_wanted(make: Make, dovecot: Dovecot, write: Write) -> None:
    dovecot.deliver(write())
    assert poll(make(takes_old=True)) == 1


def test_moved_away_once_it_is_in(make: Make, dovecot: Dovecot, write: Write) -> None:
    dovecot.make_folder("Léads")
    dovecot.deliver(write())
    box = make(takes_old=True, afterwards="move", moved_to="Léads")
    assert try_out(box).count == 1
    assert poll(box) == 1
    assert dovecot.count("INBOX") == 0
    assert dovecot.count("L&AOk-ads") == 1


def test_not_marked_before_it_is_committed(
    make: Make, dovecot: Dovecot, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = make(takes_old=True)
    dovecot.deliver(write())

    def fail(arrived: object) -> None:
        raise RuntimeError("the machine has stopped")

    with monkeypatch.context() as stopped:
        stopped.setattr(polling, "take", fail)
        with pytest.raises(RuntimeError):
            poll(box)
    assert dovecot.flags() == {1: set()}
    assert poll(box) == 1
    assert Submission.objects.count() == 1


def test_killed_before_it_was_remembered_it_is_known_the_second_time(
    make: Make, dovecot: Dovecot, write: Write
) -> None:
    box = make(takes_old=True)
    dovecot.deliver(write())
    poll(box)
    Mailbox.objects.update(last_uid=0)
    assert poll(box) == 1
    assert Submission.objects.count() == 1


def test_the_server_numbers_its_messages_anew(make: Make, dovecot: Dovecot, write: Write) -> None:
    box = make()
    poll(box)
    dovecot.deliver(write())
    poll(box)
    before = Mailbox.objects.get().uid_validity
    dovecot.rebuild_inbox(
        [write(Message_ID="<b@mx.example>", From="Ruth <ruth@linden.example.org>")]
    )

    poll(box)

    box.refresh_from_db()
    assert box.uid_validity != before
    assert Submission.objects.count() == 2


def test_a_message_beyond_the_limit_leaves_its_beginning(
    make: Make, dovecot: Dovecot, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LARGEST", 10_000)
    monkeypatch.setattr(imap, "BEGINNING", 5_000)
    dovecot.deliver(write("x" * 60 + "\n" + "many words\n" * 5_000))
    poll(make(takes_old=True))
    intake.drain()
    submission = Submission.objects.get()
    assert "stays in the mailbox" in submission.payload["headwater:door"]["trouble"]
    assert dovecot.flags() == {1: set()}
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password_sealed": "wrong"}, "refused the user name or the password"),
        ({"folder": "Nowhere"}, "There is no folder “Nowhere”"),
        ({"port": 1}, "does not take connections on port 1"),
        ({"host": "no-such-host.invalid"}, "cannot be looked up"),
        ({"security": "tls"}, "does not speak TLS"),
        ({"security": "starttls"}, "offers no STARTTLS"),
        ({"afterwards": "move", "moved_to": "Nowhere"}, "no folder “Nowhere” to move"),
        ({"password_sealed": "garbage!"}, "SECRET_KEY has changed"),
        ({"password_variable": "HEADWATER_MAILBOX_SALES"}, "HEADWATER_MAILBOX_SALES is not set"),
    ],
)
def test_what_is_wrong_is_said_plainly_and_tried_again(
    make: Make, dovecot: Dovecot, changes: dict[str, object], words: str
) -> None:
    if changes.get("password_sealed") == "wrong":
        changes = {"password_sealed": sealing.seal("not-the-password-7")}
    box = make(**changes)
    with pytest.raises(Trouble) as trouble:
        try_out(box)
    assert words in str(trouble.value)
    assert dovecot.password not in str(trouble.value)
    assert "not-the-password-7" not in str(trouble.value)
    if "moved_to" in changes:
        return
    assert poll(box) == 0
    box.refresh_from_db()
    assert words in box.problem
    assert box.failing_since is not None
    assert box.poll_again_at is not None


def test_after_trouble_it_works_again(make: Make, dovecot: Dovecot) -> None:
    box = make(port=1)
    poll(box)
    assert not list(Mailbox.objects.to_poll().filter(failure_count=0))
    Mailbox.objects.update(port=dovecot.port, poll_again_at=None)
    box.refresh_from_db()
    polling.poll_mailboxes(0)
    box.refresh_from_db()
    assert (box.problem, box.failing_since, box.failure_count) == ("", None, 0)


def test_the_password_is_sealed_and_from_the_environment(
    make: Make, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = make(password_sealed="", password_variable="HEADWATER_MAILBOX_SALES")
    monkeypatch.setenv("HEADWATER_MAILBOX_SALES", dovecot.password)
    assert try_out(box).count == 0
    assert dovecot.password not in sealing.seal(dovecot.password)
    with imaplib.IMAP4("127.0.0.1", dovecot.port) as plain:
        assert b"OK" in plain.welcome


@pytest.mark.django_db(transaction=True)
def test_where_the_server_pushes_mail_is_there_at_once(
    make: Make, dovecot: Dovecot, write: Write
) -> None:
    make()
    stop = threading.Event()
    watcher = threading.Thread(target=watching.watch_forever, args=(stop,))
    watcher.start()
    try:
        assert _within(20, lambda: Mailbox.objects.get().polled_at is not None)
        dovecot.deliver(write())
        assert _within(20, Submission.objects.exists)
    finally:
        stop.set()
        watcher.join(30)
    assert not watcher.is_alive()


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.1)
    return False
