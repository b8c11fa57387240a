"""A real mail server in a thread, which accepts, puts off or refuses as a test tells it."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Mail
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from headwater.records.draft import Batch, Draft
from headwater.records.models import Lead
from headwater.records.submission import State


class Mailbox:
    """What arrived, and the answers that the server gives."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.to_recipient = self.to_message = "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:  # fmt: skip
        if self.to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.to_message.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails.append(message_from_bytes(content, policy=policy.default))
        return self.to_message


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server of this test alone, on a free port."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.DEFAULT_FROM_EMAIL = "Headwater <crm@juniper.example>"
    yield box
    controller.stop()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.fixture
def make_batch(cast: SimpleNamespace, noon: datetime) -> Callable[..., Batch]:
    """A batch of web leads as the journey has it before its seventh step."""

    def make(*leads: Lead, evidence: dict[str, Any] | None = None, **values: Any) -> Batch:
        drafts = [
            Draft(values={}, lead=lead, outcome=State.CREATED, evidence=dict(evidence or {}))
            for lead in leads
        ]
        values = {"door": "form", "now": noon, "organization": cast.organization} | values
        return Batch(drafts=drafts, **values)

    return make
