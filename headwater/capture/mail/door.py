"""The mail door: LMTP or SMTP for our own mail server, which delivers messages here.

"250" means committed, or in the spool while the database is away. Only addresses of mailboxes and
signed reply addresses are taken: there is nothing to relay.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, connections

from headwater.capture import spool
from headwater.capture.mail.arrival import LARGEST, Arrived, post_of, take
from headwater.capture.mail.mailbox import Mailbox
from headwater.people.models import Organization
from headwater.records import reply_address

log = logging.getLogger("headwater.mail")

PATIENCE = 60.0  # seconds without a word from the other side
MOST_AT_ONCE = 50  # connections; each may hold a message in memory
FRESH_FOR = 15.0  # seconds that the list of addresses is believed
NO_MAILBOX = "550 5.1.1 No such mailbox here"
LATER = "451 4.3.0 It cannot be kept now, try again later"


@dataclass(slots=True)
class Addresses:
    """Which recipients are ours; the last list serves while the database is away."""

    mailboxes: dict[str, str] = field(default_factory=dict)
    reply: str = ""
    read_at: float = float("-inf")

    def refresh(self) -> None:
        if time.monotonic() - self.read_at < FRESH_FOR:
            return
        rows = Mailbox.objects.in_use().values_list("address", flat=True)
        self.mailboxes = {address.lower(): address for address in rows}
        self.reply = Organization.current().reply_address
        self.read_at = time.monotonic()

    def mailbox_of(self, recipient: str) -> str:
        """The mailbox that a recipient means (sales+fair@ is sales@), '' when none of ours."""
        local, _, domain = recipient.lower().rpartition("@")
        plain = f"{local.partition('+')[0]}@{domain}"
        found = self.mailboxes.get(recipient.lower()) or self.mailboxes.get(plain)
        if found:
            return found
        is_signed = reply_address.message_of(recipient, self.reply) is not None
        return self.reply if is_signed else ""


class Keeper:
    """What aiosmtpd asks at each step of a delivery."""

    def __init__(self, way: str) -> None:
        self.way = way
        self.addresses = Addresses()
        # One thread with one connection to the database: messages are kept one after the other.
        self.writer = ThreadPoolExecutor(1, thread_name_prefix="mail-door")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:  # fmt: skip
        """Take a recipient only where a mailbox waits for it."""
        known = await self._in_thread(self._is_known, address)
        if known is None:
            return LATER
        if not known:
            return NO_MAILBOX
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer for each recipient (LMTP) or once (SMTP), after the message is safe."""
        is_kept = await self._in_thread(self._keep, envelope, session.peer)
        answer = "250 2.0.0 Kept" if is_kept else LATER
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self.way == "lmtp" else answer

    async def handle_exception(self, error: Exception) -> str:
        """Whatever went wrong here, the sender keeps the message and tries again."""
        log.exception("The mail door failed", exc_info=error)
        return LATER

    def close(self) -> None:
        """After the last message: the connection to the database goes, too."""
        self.writer.submit(connections.close_all).result()
        self.writer.shutdown()

    async def _in_thread(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.writer, work, *arguments)

    def _is_known(self, address: str) -> bool | None:
        """None when nobody can say, because the database has been away from the beginning."""
        try:
            close_old_connections()
            self.addresses.refresh()
        except (DatabaseError, InterfaceError):
            connection.close()
            if self.addresses.read_at < 0:
                return None
        return bool(self.addresses.mailbox_of(address))

    def _keep(self, envelope: Envelope, peer: Any) -> bool:
        arrived = self._arrived(envelope, peer)
        try:
            close_old_connections()
            take(arrived)
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            return _spool(arrived, error)
        return True

    def _arrived(self, envelope: Envelope, peer: Any) -> Arrived:
        content = envelope.content or b""
        return Arrived(
            raw=content
            if isinstance(content, bytes)
            else content.encode("utf-8", "surrogateescape"),
            mailbox=self.addresses.mailbox_of(envelope.rcpt_tos[0]),
            way=self.way,
            peer=str(peer[0]) if isinstance(peer, tuple) and peer else None,
            envelope_from=envelope.mail_from or "<>",
            envelope_to=", ".join(envelope.rcpt_tos),
        )


def _spool(arrived: Arrived, error: Exception) -> bool:
    log.warning("The database is away (%s); a message goes to the spool", type(error).__name__)
    try:
        spool.keep(post_of(arrived, with_raw=True))
    except OSError:
        log.exception("The spool cannot be written")
        return False
    return True


class Door(Controller):
    """A listening door; `start` and `stop` run it in a thread of its own."""

    def __init__(
        self, *, host: str, port: int, way: str = "lmtp", tls: ssl.SSLContext | None = None
    ) -> None:
        self.way, self.tls, self.open_count = way, tls, 0
        super().__init__(Keeper(way), hostname=host, port=port)

    def stop(self, no_assert: bool = False) -> None:
        """Take no more; what has begun is finished or left to the sender."""
        super().stop(no_assert)
        self.handler.close()

    def factory(self) -> SMTP:
        """One protocol for each connection; above the limit it says goodbye at once."""
        kind: type[SMTP] = LMTP if self.way == "lmtp" else SMTP
        options: Mapping[str, Any] = {
            "data_size_limit": LARGEST, "timeout": PATIENCE, "hostname": "headwater",
            "ident": "Headwater", "enable_SMTPUTF8": True, "tls_context": self.tls,
            "loop": self.loop,
        }  # fmt: skip
        return _counted(kind, self)(self.handler, **options)


def _counted(kind: type[SMTP], door: Door) -> type[SMTP]:
    class Counted(kind):  # type: ignore[misc,valid-type]
        """Counts the connections of its door; STARTTLS makes a second one of the same."""

        is_counted = False

        def connection_made(self, transport: Any) -> None:
            door.open_count += not self.is_counted
            self.is_counted = True
            super().connection_made(transport)
            if door.open_count > MOST_AT_ONCE:
                transport.write(b"421 4.3.2 Too many connections, try again later\r\n")
                transport.close()

        def connection_lost(self, error: Exception | None) -> None:
            door.open_count -= self.is_counted
            self.is_counted = False
            super().connection_lost(error)

    return Counted
