"""Processes of their own that bring chunks in; they know no model before Django is set up.

One is started and reads the programs; the others are copies of it, made before it has a connection
or a thread: they share its memory, and cost nothing to start.
"""

import gc
import logging
import os
from collections.abc import Sequence
from typing import Any

log = logging.getLogger("headwater.importing")


def main(pipes: Sequence[Any], job_id: int, settings_module: str, database: dict[str, Any]) -> None:
    """Be as many processes as there are pipes; each works for one of them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    import django

    django.setup()
    from django.db import connections

    from headwater.database import aside
    from headwater.importing import chunk  # noqa: F401 (all of the programs, read once)

    connections["default"].settings_dict.update(database)
    gc.collect()
    gc.freeze()
    seldom_collect()
    for place in range(1, len(pipes)):
        if not os.fork():
            _work(pipes, place, job_id)
            os._exit(0)
    _work(pipes, 0, job_id)
    aside.leave()
    for _ in pipes[1:]:
        os.wait()


def _work(pipes: Sequence[Any], place: int, job_id: int) -> None:
    """Take chunks from a pipe until nobody can speak into it any more.

    Killed together with whoever feeds it or not: each chunk is a transaction, and the database
    refuses a row that is in already.
    """
    from headwater.importing.chunk import bring_in
    from headwater.records.models import ImportJob

    for other, pipe in enumerate(pipes):
        if other != place:
            pipe.close()
    pipe = pipes[place]
    job = ImportJob.objects.select_related("created_by").get(pk=job_id)
    while True:
        try:
            chunk = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            answer: object = bring_in(job, chunk, is_shared=True)
        except Exception as error:
            log.exception("A process of import %d gives up", job_id)
            answer = f"{type(error).__name__}: {error}"
        try:
            pipe.send(answer)
        except OSError:  # nobody is there any more to hear it
            return


def seldom_collect() -> None:
    """Look for cycles seldom: a chunk is a hundred thousand objects that die by themselves.

    Python's usual 700 would walk through all of them again and again, for a third of the time.
    """
    gc.set_threshold(50_000, 20, 50)
