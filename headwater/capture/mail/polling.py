"""Reading mailboxes over IMAP: every minute by a job, at once where the server can push.

A message is marked or moved only after its submission is committed. UIDVALIDITY and the last UID
are remembered; killed in between, a message is read again and is known already.
"""

import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from headwater.capture.mail import imap
from headwater.capture.mail.arrival import Arrived, take
from headwater.capture.mail.imap import Trouble, connected
from headwater.capture.mail.mailbox import PAUSES, Mailbox
from headwater.jobs import job

log = logging.getLogger("headwater.mail")

MOST = 500  # messages of one turn; the next minute takes the next
LOCK = 0x68776D62  # names our advisory locks among others


@job("capture.poll_mailboxes", cron="* * * * *")
def poll_mailboxes(timestamp: int) -> None:
    """Read every mailbox whose turn it is; one that fails is told and does not hold up the rest."""
    for mailbox in Mailbox.objects.to_poll():
        poll(mailbox)


def poll(mailbox: Mailbox) -> int:
    """Bring in what is new; how many messages. Trouble is written down, not raised."""
    with alone(mailbox) as is_mine:
        if not is_mine:
            return 0
        try:
            with connected(mailbox) as box:
                return bring_in(box, mailbox)
        except Trouble as trouble:
            note_trouble(mailbox, str(trouble))
            return 0


def bring_in(box: BaseMailBox, mailbox: Mailbox) -> int:
    """What is new in a folder that is open; may raise what a connection raises."""
    mailbox.refresh_from_db()
    folder = imap.folder_of(box, mailbox)
    if mailbox.uid_validity != folder.validity:
        _begin(box, mailbox, folder)
    count, trouble = 0, ""
    for uid in imap.uids_after(box, mailbox.last_uid)[:MOST]:
        raw, whole_size = imap.fetch(box, uid)
        if raw:
            take(Arrived(raw, mailbox.address, "imap", whole_size=whole_size))
            trouble = _mark(box, mailbox, uid) if not whole_size else trouble
            count += 1
        mailbox.last_uid = uid
        mailbox.save(update_fields=["last_uid"])
    _note_success(mailbox, trouble)
    return count


def _begin(box: BaseMailBox, mailbox: Mailbox, folder: imap.Folder) -> None:
    """A folder that is new to us, or whose numbers the server has given anew.

    Then everything since the last turn is looked at again; what is in already is known by its key.
    """
    is_first = mailbox.uid_validity is None
    mailbox.uid_validity, mailbox.last_uid = folder.validity, 0
    if is_first and not mailbox.takes_old:
        mailbox.last_uid = folder.next_uid - 1
    elif not is_first:
        since = (mailbox.polled_at or mailbox.created_at) - timedelta(days=1)
        recent = sorted(map(int, box.uids(f"SINCE {since:%d-%b-%Y}")))
        mailbox.last_uid = recent[0] - 1 if recent else folder.next_uid - 1
    mailbox.save(update_fields=["uid_validity", "last_uid"])


def _mark(box: BaseMailBox, mailbox: Mailbox, uid: int) -> str:
    """'' or why the message, which is in, could not be marked or moved."""
    try:
        imap.mark_done(box, mailbox, uid)
    except (imaplib.IMAP4.abort, OSError):
        raise
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        return f"Messages come in, but could not be marked or moved: {imap.told(str(error))}"
    return ""


def _note_success(mailbox: Mailbox, trouble: str) -> None:
    mailbox.polled_at, mailbox.problem = timezone.now(), trouble[:500]
    mailbox.failing_since = (mailbox.failing_since or mailbox.polled_at) if trouble else None
    mailbox.failure_count, mailbox.poll_again_at = 0, None
    _save_state(mailbox)


def note_trouble(mailbox: Mailbox, words: str) -> None:
    """Why it failed, since when, and when it is tried again."""
    now = timezone.now()
    if not mailbox.problem:
        log.warning("The mailbox %s cannot be read: %s", mailbox.address, words)
    mailbox.problem, mailbox.failing_since = words[:500], mailbox.failing_since or now
    pause = PAUSES[min(mailbox.failure_count, len(PAUSES) - 1)]
    mailbox.failure_count += 1
    mailbox.poll_again_at = now + pause
    _save_state(mailbox)


def _save_state(mailbox: Mailbox) -> None:
    mailbox.save(
        update_fields=["polled_at", "problem", "failing_since", "failure_count", "poll_again_at"]
    )


@contextmanager
def alone(mailbox: Mailbox) -> Iterator[bool]:
    """Whether nobody else reads this mailbox now; the lock ends with our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, mailbox.pk])
        (is_mine,) = cursor.fetchone()
    try:
        yield bool(is_mine)
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, mailbox.pk])
