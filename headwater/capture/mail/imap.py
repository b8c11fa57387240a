"""Talking to an IMAP server, with every failure as a sentence that an admin can act on."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from headwater.capture.mail import oauth
from headwater.capture.mail.arrival import LARGEST
from headwater.capture.mail.mailbox import Mailbox, NoPassword

PATIENCE = 20  # seconds for each answer of the server
IMPATIENCE = 8  # the same while a person waits
BEGINNING = 1_000_000  # bytes that are taken of a message that is too large
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Trouble(Exception):
    """The mailbox cannot be read; the words say why, without the password."""


@dataclass(frozen=True, slots=True)
class Folder:
    """How a folder stands: its UIDVALIDITY, the next UID and how many messages it has."""

    validity: int
    next_uid: int
    count: int


def try_out(mailbox: Mailbox) -> Folder:
    """Sign in, open the folder, and the one to move to; raises Trouble."""
    with connected(mailbox, patience=IMPATIENCE) as box:
        if mailbox.afterwards == Mailbox.Afterwards.MOVE and not box.folder.exists(
            mailbox.moved_to
        ):
            raise Trouble(f"There is no folder “{mailbox.moved_to}” to move messages to.")
        return folder_of(box, mailbox)


@contextmanager
def connected(mailbox: Mailbox, *, patience: int = PATIENCE) -> Iterator[BaseMailBox]:
    """The mailbox with its folder open; whatever goes wrong, also inside, is Trouble."""
    try:
        secret = oauth.access_token(mailbox) if mailbox.has_oauth else mailbox.password
    except NoPassword as no:
        raise Trouble(str(no)) from None
    try:
        box = _opened(mailbox, patience)
        try:
            _sign_in(box, mailbox, secret)
            box.folder.set(mailbox.folder)
            yield box
        finally:
            _leave(box)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        # Some servers repeat what they were told.
        raise Trouble(_words(error, mailbox).replace(secret, "…")[:500]) from None


def folder_of(box: BaseMailBox, mailbox: Mailbox) -> Folder:
    """Asked anew each time: another program may have changed it."""
    told = box.folder.status(mailbox.folder, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
    return Folder(told["UIDVALIDITY"], told["UIDNEXT"], told["MESSAGES"])


def uids_after(box: BaseMailBox, last: int) -> list[int]:
    """The UIDs behind `last`, in order; `n:*` always names the last message, too."""
    found = (int(uid) for uid in box.uids(f"UID {last + 1}:*"))
    return sorted(uid for uid in found if uid > last)


def fetch(box: BaseMailBox, uid: int) -> tuple[bytes, int]:
    """The bytes of a message, and its whole size where they are only its beginning (else 0).

    (b"", 0) when it is gone. Reading does not mark it as read.
    """
    found = _SIZE.search(b" ".join(_answer(box, uid, "(RFC822.SIZE)")))
    if not found:
        return b"", 0
    size = int(found[1])
    if size <= LARGEST:
        return b"".join(_literals(box, uid, "(BODY.PEEK[])")), 0
    return b"".join(_literals(box, uid, f"(BODY.PEEK[]<0.{BEGINNING}>)")), size


def mark_done(box: BaseMailBox, mailbox: Mailbox, uid: int) -> None:
    """What the mailbox wants done with a message that is in; only to this one message."""
    if mailbox.afterwards == Mailbox.Afterwards.SEEN:
        _checked(box.client.uid("STORE", str(uid), "+FLAGS", r"(\Seen)"))
    elif mailbox.afterwards == Mailbox.Afterwards.MOVE:
        box.client.uid("STORE", str(uid), "+FLAGS", r"(\Seen)")
        box.move(str(uid), mailbox.moved_to)


def _opened(mailbox: Mailbox, patience: int) -> BaseMailBox:
    host, port = mailbox.host, mailbox.actual_port
    if mailbox.security == Mailbox.Security.TLS:
        # imaplib's own default verifies nothing.
        return MailBox(host, port, timeout=patience, ssl_context=ssl.create_default_context())
    box = MailBoxUnencrypted(host, port, timeout=patience)
    if mailbox.security == Mailbox.Security.STARTTLS:
        try:
            box.client.starttls(ssl.create_default_context())
        except Exception:
            box.client.shutdown()
            raise
    return box


def _sign_in(box: BaseMailBox, mailbox: Mailbox, secret: str) -> None:
    username = mailbox.username
    if mailbox.has_oauth:
        _give_token(box, mailbox, secret)
    else:
        _give_password(box, username, secret)
    # Most servers tell what they can only after one has signed in.
    told = box.client.capability()[1]
    box.client.capabilities = tuple(b" ".join(told).decode("ascii", "replace").upper().split())


def _give_token(box: BaseMailBox, mailbox: Mailbox, token: str) -> None:
    try:
        box.xoauth2(mailbox.username, token, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, MailboxLoginError) as error:
        raise Trouble(
            f"{mailbox.host} refused {mailbox.username}, though it was allowed: is IMAP switched "
            f"on there, and was it allowed for this address? {told(str(error))[:200]}"
        ) from None


def _give_password(box: BaseMailBox, username: str, password: str) -> None:
    if "LOGINDISABLED" in box.client.capabilities:
        raise Trouble("The server takes no password without encryption: choose TLS or STARTTLS.")
    if username.isascii() and password.isascii():
        box.login(username, password, initial_folder=None)
    else:
        box.login_utf8(username, password, initial_folder=None)


def _leave(box: BaseMailBox) -> None:
    try:
        box.logout()
    except (OSError, imaplib.IMAP4.error, ImapToolsError):
        box.client.shutdown()


def _answer(box: BaseMailBox, uid: int, what: str) -> list[bytes]:
    """All that was told, flat: attributes may stand before or behind a literal."""
    _, data = _checked(box.client.uid("FETCH", str(uid), what))
    parts: list[bytes] = []
    for each in data:
        parts += each if isinstance(each, tuple) else [each] if each else []
    return parts


def _literals(box: BaseMailBox, uid: int, what: str) -> list[bytes]:
    _, data = _checked(box.client.uid("FETCH", str(uid), what))
    return [each[1] for each in data if isinstance(each, tuple)]


def _checked(answer: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    if answer[0] != "OK":
        said = b" ".join(each for each in answer[1] if isinstance(each, bytes))
        raise imaplib.IMAP4.error(said.decode("utf-8", "replace"))
    return answer


def _words(error: Exception, mailbox: Mailbox) -> str:
    """What happened and what to look at."""
    host, port = mailbox.host, mailbox.actual_port
    if isinstance(error, socket.gaierror):
        return f"There is no server called {host}: its name cannot be looked up."
    if isinstance(error, ConnectionRefusedError):
        return f"{host} does not take connections on port {port}."
    if isinstance(error, TimeoutError):
        return f"{host} did not answer on port {port} in time."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate of {host} cannot be trusted: {error.verify_message}."
    if isinstance(error, ssl.SSLError):
        return f"{host} does not speak TLS on port {port}; it may want STARTTLS on port 143."
    return _refusal(error, mailbox)


def _refusal(error: Exception, mailbox: Mailbox) -> str:
    said = " ".join(str(error).split())[:300]
    if isinstance(error, MailboxLoginError):
        return f"{mailbox.host} refused the user name or the password: {told(said)}"
    if isinstance(error, MailboxFolderSelectError):
        return f"There is no folder “{mailbox.folder}”: {told(said)}"
    if "TLS not supported" in said:
        return f"{mailbox.host} offers no STARTTLS on port {mailbox.actual_port}."
    return f"{mailbox.host}: {told(said)}"


def told(said: str) -> str:
    """The server's own words of an exception of imap-tools, which wraps them in Python's."""
    found = re.search(r"""\[b["'](.*?)["']\]""", said)
    return re.sub(r"^\[[A-Z]+\]\s*", "", found[1]) if found else said
