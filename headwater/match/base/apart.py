"""A process of its own for a run; it knows no model before Django is set up."""

import os
from typing import Any


def given(run_id: int) -> tuple[Any, ...]:
    """What `main` needs to know, in the process that starts it."""
    from django.db import connection

    return run_id, os.environ["DJANGO_SETTINGS_MODULE"], {**connection.settings_dict}


def main(run_id: int, settings_module: str, database: dict[str, Any]) -> None:
    """Work the run off."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict.update(database)
    from headwater.match.base import deeds
    from headwater.match.match_run import MatchRun

    deeds.work(MatchRun.objects.get(pk=run_id))
