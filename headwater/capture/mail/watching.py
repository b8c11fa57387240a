"""Mailboxes whose server can push (IMAP IDLE) are read the moment something arrives.

One thread and one connection for each. The minute's job remains: it takes what a broken line
missed, and mailboxes that cannot push.
"""

import logging
import threading

from django.db import Error, connection
from django.utils import timezone
from imap_tools import BaseMailBox

from headwater.capture.mail.imap import Trouble, connected
from headwater.capture.mail.mailbox import Mailbox
from headwater.capture.mail.polling import alone, bring_in, note_trouble

log = logging.getLogger("headwater.mail")

LOOK_EVERY = 15.0  # seconds between looks at which mailboxes there are
LISTEN = 5  # seconds; a stop waits no longer
FRESH = 240.0  # seconds after which IDLE begins anew, before firewalls forget the line
DEAF = 600.0  # seconds until a server that cannot push is asked again
WAY = ("host", "port", "security", "username", "password_sealed", "password_variable", "folder",
       "sign_in", "oauth_client")  # fmt: skip
MOST = 20  # lines at once; the other mailboxes are read every minute


def watch_forever(stop: threading.Event) -> None:
    """Keep a line to every mailbox in use until told to stop."""
    lines: dict[int, threading.Thread] = {}
    while not stop.is_set():
        for mailbox in _to_watch():
            line = lines.get(mailbox.pk)
            if line is None or not line.is_alive():
                line = threading.Thread(target=_watch, args=(mailbox, stop), daemon=True)
                lines[mailbox.pk] = line
                line.start()
        stop.wait(LOOK_EVERY)
    for line in lines.values():
        line.join(LISTEN * 2)


def _to_watch() -> list[Mailbox]:
    """Those that are read over IMAP now; none while the database is away."""
    try:
        return list(Mailbox.objects.to_poll()[:MOST])
    except Error:
        return []
    finally:
        connection.close()


def _watch(mailbox: Mailbox, stop: threading.Event) -> None:
    """One line until it breaks; the mailbox tells why, and a new one is tried when it is due."""
    way = _way_to(mailbox)
    try:
        with connected(mailbox) as box:
            if "IDLE" not in box.client.capabilities:
                stop.wait(DEAF)  # nothing to hear here; the minute's job reads it
                return
            while not stop.is_set() and _is_as_it_was(mailbox, way):
                with alone(mailbox) as is_mine:
                    if is_mine:
                        bring_in(box, mailbox)
                connection.close()  # not held while nothing happens
                _listen(box, stop)
    except Trouble as trouble:
        if not stop.is_set():
            note_trouble(mailbox, str(trouble))
    except Error as error:
        log.warning("The database is away (%s); the line to %s is cut", error, mailbox.address)
    finally:
        connection.close()


def _listen(box: BaseMailBox, stop: threading.Event) -> None:
    """Until the server says something, or for some minutes."""
    began = timezone.now()
    with box.idle as idle:
        while not stop.is_set() and (timezone.now() - began).total_seconds() < FRESH:
            if idle.poll(timeout=LISTEN):
                return


def _way_to(mailbox: Mailbox) -> tuple[object, ...]:
    return tuple(getattr(mailbox, name) for name in WAY)


def _is_as_it_was(mailbox: Mailbox, way: tuple[object, ...]) -> bool:
    """Whether nobody has changed how the mailbox is read."""
    now = Mailbox.objects.in_use().filter(pk=mailbox.pk, way=Mailbox.Way.IMAP).first()
    return now is not None and _way_to(now) == way
