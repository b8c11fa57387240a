"""A message has arrived: committed as a submission with its bytes, before anybody judges it.

The same message is one submission, by whichever door and however often it comes: the key is its
Message-ID with sender and date (some mailers give every message the same id), or, without one, a
digest of what it says. When the database is away, the message goes to the spool.
"""

import base64
import logging
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db import transaction

from headwater.capture.body import NOTE, RAW, escape
from headwater.capture.mail.letter import Letter, read
from headwater.capture.mail.received_mail import ReceivedMail
from headwater.capture.receiving import Post, Sender, receive
from headwater.records.models import Submission
from headwater.records.submission import Door

log = logging.getLogger("headwater.mail")

LARGEST = 26_214_400  # bytes of a message: what most mail servers take
SHOWN = 20_000  # characters of the text that stand in the submission itself
HEADERS = ("From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as a door took it. `mailbox` is the address it is for, `way` imap, lmtp or smtp;
    `whole_size` is its size in bytes where `raw` is only its beginning."""

    raw: bytes
    mailbox: str
    way: str
    peer: str | None = None
    envelope_from: str = ""
    envelope_to: str = ""
    whole_size: int = 0


def take(arrived: Arrived) -> Submission:
    """Commit a message; the submission that it already is, when it came before."""
    letter = read(arrived.raw)
    with transaction.atomic():
        submission = receive(post_of(arrived, letter))
        ReceivedMail.objects.get_or_create(
            submission=submission,
            defaults={
                "raw": arrived.raw,
                "is_whole": not arrived.whole_size,
                "sender": letter.sender.address.lower()[:320],
                "received_at": submission.received_at,
            },
        )
    return submission


def post_of(arrived: Arrived, letter: Letter | None = None, *, with_raw: bool = False) -> Post:
    """What the submission keeps: the usual headers and the text to read, the way it came.

    `with_raw` puts the bytes beside them, for the spool.
    """
    letter = letter or read(arrived.raw)
    payload: dict[str, Any] = {
        name: [escape(text)] for name in HEADERS if (text := letter.headers.first(name.lower()))
    }
    if letter.text:
        payload["Text"] = [escape(letter.text[:SHOWN])]
    if letter.files:
        payload["Attachments"] = [
            escape(f"{file.name}, {file.size:,} bytes") for file in letter.files
        ]
    payload[NOTE] = _note(arrived, letter, with_raw=with_raw)
    return Post(
        Door.EMAIL, payload, form=arrived.mailbox[:80], sender=Sender(arrived.peer),
        key=key_of(letter),
    )  # fmt: skip


def key_of(letter: Letter) -> str:
    """The idempotency key of a message; headers that servers add on the way do not change it."""
    date, sender = letter.headers.first("date"), letter.sender.address.lower()
    said = [letter.message_id, sender, date]
    if not letter.message_id or not date:
        said += [letter.subject, letter.headers.first("to"), letter.text]
    digest = blake2b(repr(said).encode("utf-8", "backslashreplace"), digest_size=16)
    return f"mail:{digest.hexdigest()}"


def raw_of(submission: Submission) -> bytes:
    """The bytes of a message; those that came by the spool move to their own table first."""
    kept = ReceivedMail.objects.filter(submission=submission).first()
    if kept is not None:
        return bytes(kept.raw)
    note = dict(submission.payload.get(NOTE) or {})
    raw = base64.b64decode(note.pop(RAW, ""))
    if raw:
        submission.payload[NOTE] = note
        submission.save(update_fields=["payload"])
        ReceivedMail.objects.create(
            submission=submission, raw=raw, received_at=submission.received_at,
            sender=read(raw).sender.address.lower()[:320],
        )  # fmt: skip
    return raw


def _note(arrived: Arrived, letter: Letter, *, with_raw: bool) -> dict[str, str]:
    note = {"came by": {"imap": "IMAP", "lmtp": "LMTP", "smtp": "SMTP"}.get(arrived.way, "e-mail")}
    if arrived.envelope_from or arrived.envelope_to:
        note |= {
            "from": escape(arrived.envelope_from[:320]),
            "to": escape(arrived.envelope_to[:320]),
        }
    if letter.trouble:
        note["trouble"] = letter.trouble
    if arrived.whole_size:
        note["trouble"] = (
            f"It has {arrived.whole_size:,} bytes, which is too much: only its beginning was "
            "taken, and the whole message stays in the mailbox."
        )
    if with_raw:
        note[RAW] = base64.b64encode(arrived.raw).decode()
    return {name: text for name, text in note.items() if text}
