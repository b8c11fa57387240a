"""What 30 rules and a team cost a batch of 200, beside PostgreSQL merely reading those rows."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.doors.house import tell
from benchmarks.routing import team
from headwater.database import statements
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.records.draft import Batch, Draft
from headwater.records.models import Lead
from headwater.records.submission import Door, State
from headwater.route.assign import assign

RULES, SIZE, ROUNDS = 30, 200, 60


def measure() -> None:
    """Both in turn, the median of many rounds, all rolled back."""
    team.seven()
    team.publish(RULES)
    owner = organization().default_lead_owner_id or 0
    made = [
        Lead(last_name=f"Lead {n}", company=f"Company {n}", city="Boulder", owner_id=owner,
             email=f"lead{n}@bench.example", lead_source="Web")
        for n in range(SIZE)
    ]  # fmt: skip
    keys = [lead.pk for lead in Lead.objects.bulk_create(made)]
    leads = list(Lead.objects.filter(pk__in=keys))
    spent: dict[str, list[float]] = {"select": [], "decide": [], "write": []}
    for _ in range(ROUNDS):
        with transaction.atomic(), moment():
            organization()
            spent["select"].append(seconds(lambda: select(keys)))
            batch = arriving(leads)
            spent["decide"].append(seconds(lambda: assign(batch)))  # noqa: B023 - runs at once
            spent["write"].append(seconds(lambda: write(batch)))  # noqa: B023
            transaction.set_rollback(True)
    found = {name: statistics.median(times) for name, times in spent.items()}
    tell(
        figure="route.batch", rules=RULES, leads=SIZE,
        added_ms_per_lead=milliseconds(found["decide"]),
        select_ms_per_lead=milliseconds(found["select"]),
        ratio=round(found["decide"] / found["select"], 2),
        trail_and_rounds_ms_per_lead=milliseconds(found["write"]),
    )  # fmt: skip


def arriving(leads: list[Lead]) -> Batch:
    drafts = [Draft({}, lead=lead, outcome=State.CREATED) for lead in leads]
    return Batch(drafts, Door.FORM, timezone.now(), organization())


def select(keys: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_lead WHERE id = ANY (%s)", [keys])
        cursor.fetchall()


def write(batch: Batch) -> None:
    statements.write([*batch.changes, statements.Insert(batch.trail)])


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def milliseconds(spent: float) -> float:
    return round(1000 * spent / SIZE, 4)
