"""A process of its own that brings chunks in; it knows no model before Django is set up."""

import gc
import logging
import os
from typing import Any

log = logging.getLogger("headwater.importing")


def main(pipe: Any, job_id: int, settings_module: str, database: dict[str, Any]) -> None:
    """Take chunks from the pipe until nobody can speak into it any more, then end.

    Killed together with whoever feeds it or not: each chunk is a transaction, and the database
    refuses a row that is in already.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    import django

    django.setup()
    gc.freeze()
    seldom_collect()
    from django.db import connections

    from headwater.importing.chunk import bring_in
    from headwater.records.models import ImportJob

    connections["default"].settings_dict.update(database)
    job = ImportJob.objects.select_related("created_by").get(pk=job_id)
    while True:
        try:
            chunk = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            answer: object = bring_in(job, chunk)
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
