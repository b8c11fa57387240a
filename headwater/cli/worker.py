"""`headwater worker`: everything that happens without anybody waiting for it.

Four loops: the intake (received submissions become leads), the mailboxes (whose servers push), the
webhooks (the Trail is told to other systems) and the jobs (mail, clocks, reminders). All outlive
the database's going away, and finish what they are doing on SIGTERM.
"""

import argparse
import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from typing import cast

from headwater.cli import django_ready

log = logging.getLogger("headwater.worker")

LONGEST_WAIT = 15.0  # seconds between attempts to reach a database that has gone away
HEARD = 27.0  # seconds until the jobs are told to stop once more
FINISHING = 25.0  # seconds for running jobs after SIGTERM; those cut off are tried again


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much at once."""
    parser.add_argument("--jobs", type=int, default=2, help="jobs at the same time (default 2)")


def run(options: argparse.Namespace) -> None:
    """Work until SIGTERM or Ctrl-C."""
    from headwater.cli.supervision import die_with_parent

    die_with_parent()
    django_ready.load()
    from headwater import intake
    from headwater.api.webhooks import watching
    from headwater.capture.mail.watching import watch_forever

    stop = threading.Event()
    loops = {
        "intake": intake.run_forever, "mailboxes": watch_forever, "webhooks": watching.run_forever,
    }  # fmt: skip
    threads = [
        threading.Thread(target=keep_at_it, args=(name, work, stop)) for name, work in loops.items()
    ]
    for thread in threads:
        thread.start()
    try:
        asyncio.run(work_on_jobs(stop, options.jobs))
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def keep_at_it(name: str, work: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """Do `work` until told to stop, again after every failure, with growing pauses."""
    from django.db import close_old_connections

    pause = 0.5
    while not stop.is_set():
        close_old_connections()
        try:
            work(stop)
            pause = 0.5
        except Exception:  # a worker that gives up would leave visitors unanswered
            log.exception("The %s failed; trying again in %.1f s", name, pause)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_WAIT)


async def work_on_jobs(stop: threading.Event, at_once: int) -> None:
    """Run procrastinate's worker, again whenever the database comes back."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopping.set)
    told = asyncio.create_task(stopping.wait())
    told.add_done_callback(lambda _: stop.set())
    pause = 0.5
    while not stopping.is_set():
        await forget_connections()
        began = loop.time()
        jobs = asyncio.create_task(run_jobs(at_once))
        await asyncio.wait({jobs, told}, return_when=asyncio.FIRST_COMPLETED)
        while not jobs.done():  # `wait_for` of Python 3.11 can lose a cancel, e.g. in the pool
            jobs.cancel()
            await asyncio.wait({jobs}, timeout=HEARD)
        (result,) = await asyncio.gather(jobs, return_exceptions=True)
        if loop.time() - began > LONGEST_WAIT:
            pause = 0.5  # it had been well
        if not stopping.is_set():
            log.warning("The jobs stopped (%s); trying again in %.1f s", result, pause)
            await asyncio.wait({told}, timeout=pause)
            pause = min(pause * 2, LONGEST_WAIT)


async def forget_connections() -> None:
    """Drop the connection that periodic jobs are written on; a dead one would fail for ever."""
    from asgiref.sync import sync_to_async
    from django.db import connections

    await sync_to_async(connections.close_all)()


async def run_jobs(at_once: int) -> None:
    """One life of the worker, on connections of its own.

    Not `replace_connector`: a job that enqueues another must do so in its own transaction, that
    is through Django's connection, which the tasks keep by their link to the first app.
    """
    from procrastinate import App
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    working = App(connector=connector, import_paths=app.import_paths)
    working.tasks, working.periodic_registry = app.tasks, app.periodic_registry
    async with working.open_async():
        await working.run_worker_async(
            concurrency=at_once,
            install_signal_handlers=False,
            shutdown_graceful_timeout=FINISHING,
            delete_jobs="successful",
        )
