"""The worker's loop: reads the Trail, sends what is due, forgets what is old.

Woken by the same NOTIFY that freshens people's pages, and by itself every two seconds. One slow
address holds up its own lanes only.
"""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from headwater.api.webhooks import reading, sending
from headwater.api.webhooks.delivery import WebhookDelivery
from headwater.api.webhooks.fence import Fence
from headwater.api.webhooks.replay import CHANNEL
from headwater.api.webhooks.sending import Lane
from headwater.jobs import job
from headwater.route.announce import CHANNEL as NEWS

log = logging.getLogger("headwater.webhooks")

LOOK_EVERY = 2.0  # seconds; a NOTIFY shortens it
BUSY_LOOK = 0.1  # seconds, while lanes are out and may come back for more
SETTLE = 0.2  # seconds after a NOTIFY: a burst of leads is read in one go
LONGEST_PAUSE = 5.0  # seconds between attempts while the database is away
SENDERS = 12
LOG_KEPT_FOR = timedelta(days=30)
AT_ONCE = 5_000

Running = dict[int, list["Future[None]"]]


def run_forever(stop: threading.Event) -> None:
    """Read, send, wait to be woken; outlives the database's restarts."""
    pause = 0.2
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="webhook") as senders:
        running: Running = {}
        while not stop.is_set():
            close_old_connections()
            try:
                with _listening() as ear:
                    pause, fence = 0.2, Fence()
                    while not stop.is_set():
                        round_once(fence, senders, running)
                        _wait(ear, stop, BUSY_LOOK if running else LOOK_EVERY)
            except (Error, psycopg.Error) as error:
                log.warning("The database is away (%s); trying again in %.1f s", error, pause)
                connection.close()
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
    connection.close()


def round_once(fence: Fence, senders: ThreadPoolExecutor, running: Running) -> None:
    """Make deliveries of all that is new, and hand out what is due."""
    while reading.read(fence) == reading.AT_ONCE:
        pass
    for key in [key for key, lanes in running.items() if all(each.done() for each in lanes)]:
        del running[key]
    for lane in sending.claim(timezone.now(), running.keys()):
        running.setdefault(lane.webhook.pk, []).append(senders.submit(_send, lane))


def _send(lane: Lane) -> None:
    try:
        sending.send(lane)
    except Exception:  # its lease runs out, then it is tried again
        log.exception("The deliveries of “%s” failed", lane.webhook)
    finally:
        connection.close()


def _wait(ear: "psycopg.Connection[Any]", stop: threading.Event, longest: float) -> None:
    """Until somebody calls, or it is time to look anyway; many calls at once are one."""
    if list(ear.notifies(timeout=longest, stop_after=1)):
        stop.wait(SETTLE)


def _listening() -> "psycopg.Connection[tuple[object, ...]]":
    ear = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    for channel in (NEWS, CHANNEL):
        ear.execute(f"LISTEN {channel}")
    return ear


@job("api.forget_deliveries", cron="43 3 * * *")
def forget() -> None:
    """The log is kept for a month; the Trail keeps what happened for ever."""
    old = WebhookDelivery.objects.filter(created_at__lt=timezone.now() - LOG_KEPT_FOR).exclude(
        state=WebhookDelivery.State.WAITING
    )
    while some := list(old.order_by("id").values_list("pk", flat=True)[:AT_ONCE]):
        WebhookDelivery.objects.filter(pk__in=some).delete()
