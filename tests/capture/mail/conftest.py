"""Mail as people, machines and attackers send it, brought in by the real arrival and intake."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage as Mail
from email.utils import make_msgid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from headwater import intake
from headwater.capture.mail.arrival import Arrived, take
from headwater.capture.models import Mailbox
from headwater.records.models import EmailMessage, Submission
from tests.capture.mail.dovecot import Dovecot, binary

SALES = "sales@juniper.example"
REPLY = "reply@in.juniper.example"
SIGNED = """Hello,

we would like to put panels on our cold store. What would 40 kWp cost?

Best regards,
Tom Okafor
Plant manager, Harbor Cold Storage Ltd.
T: +1 303 555 0142 | M: +1 303 555 0199
www.harbor-cold.example.com
"""

Write = Callable[..., bytes]
Bring = Callable[..., Submission]


@pytest.fixture
def mailbox(cast: SimpleNamespace) -> Mailbox:
    """sales@, whose mail is delivered to the door; replies come to reply@in."""
    cast.organization.default_lead_owner = cast.mara
    cast.organization.reply_address = REPLY
    cast.organization.save()
    box: Mailbox = Mailbox.objects.create(address=SALES, way=Mailbox.Way.DOOR)
    return box


@pytest.fixture
def write() -> Write:
    """The bytes of a message; headers by keyword with _ for -, `text`, `html`, `files`."""

    def write(
        text: str = SIGNED, *, html: str = "", files: tuple[tuple[str, bytes, str], ...] = (),
        **headers: str,
    ) -> bytes:  # fmt: skip
        usual = {
            "From": "Tom Okafor <tom@harbor-cold.example.com>", "To": SALES,
            "Subject": "Panels for our cold store", "Message_ID": make_msgid(domain="mx.example"),
            "Date": "Tue, 10 Mar 2026 09:12:00 +0000",
        }  # fmt: skip
        mail = Mail()
        for name, value in (usual | headers).items():
            if value:
                mail[name.replace("_", "-")] = value
        mail.set_content(text)
        if html:
            mail.add_alternative(html, subtype="html")
        for name, content, kind in files:
            main, _, sub = kind.partition("/")
            mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
        return mail.as_bytes()

    return write


@pytest.fixture
def bring(mailbox: Mailbox) -> Bring:
    """Take a message and let the intake judge it."""

    def bring(raw: bytes, **known: Any) -> Submission:
        submission = take(Arrived(raw, **({"mailbox": SALES, "way": "lmtp"} | known)))
        intake.drain()
        submission.refresh_from_db()
        return submission

    return bring


@pytest.fixture
def answered(write: Write, bring: Bring) -> EmailMessage:
    """Tom has asked by e-mail, and has our automatic answer."""
    bring(write())
    message: EmailMessage = EmailMessage.objects.get(is_incoming=False)
    message.state = EmailMessage.State.SENT
    message.save()
    return message


@pytest.fixture(scope="session")
def imap_server() -> Iterator[Dovecot]:
    """An IMAP server for all tests; it takes a second to stop."""
    binary()
    # Not pytest's own folder, which other users of the machine may not enter; and a short path,
    # because Dovecot's sockets lie below it.
    home = Path(tempfile.mkdtemp(prefix="imap-"))
    server = Dovecot(home)
    yield server
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def dovecot(imap_server: Dovecot) -> Dovecot:
    """It, with an empty mailbox of this test's own."""
    imap_server.user = f"sales-{secrets.token_hex(4)}"
    return imap_server
