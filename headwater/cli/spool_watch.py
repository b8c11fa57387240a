"""A server's own eye on its spool: what was taken while the database was away comes in from here.

The spool lies on this machine's disk, and a worker may run on another one only. So a small process
beside the web server looks into it; where a worker runs, too, whoever is quicker takes a post, and
its key makes it one submission in any case.
"""

import logging
import os
import signal
import time
from contextlib import suppress

from headwater.cli.supervision import die_with_parent

log = logging.getLogger("headwater.spool")
LOOK_EVERY = 2.0  # seconds; a look is one listing of a folder that is empty
LONGEST_PAUSE = 15.0  # seconds between attempts while the database is away


def begin() -> int:
    """Start it as a child that shares what is imported, and ends with this process; its id."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        os.environ["HEADWATER_PARENT"] = str(parent)
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the server, and that this one
        watch(parent)
    finally:
        os._exit(0)


def watch(parent: int) -> None:
    """Look as long as the server lives."""
    pause = LOOK_EVERY
    while os.getppid() == parent:
        pause = LOOK_EVERY if look() else min(pause * 2, LONGEST_PAUSE)
        time.sleep(pause)


def look() -> bool:
    """Bring in what waits; False where it has to wait on."""
    from django.db import close_old_connections, connection

    from headwater.capture import spool

    if not any(spool.folder().glob("*.json")):
        return True
    close_old_connections()
    try:
        count = spool.bring_in()
    except Exception as error:
        log.warning("Posts wait on in the spool (%s)", type(error).__name__)
        return False
    finally:
        with suppress(Exception):
            connection.close()  # nothing to do may last for months
    log.info("%d posts have come in from the spool", count)
    return True
