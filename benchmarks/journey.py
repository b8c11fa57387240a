"""What a lead costs on its way through the journey, beside PostgreSQL merely storing its rows.

Prints one JSON line for batches of 1 and of 200: milliseconds of CPU for each lead (this process
and its PostgreSQL backend), the floor of the same run (the lead and its Trail inserted once more by
bare SQL, every index kept), and their ratio. Everything is rolled back.
"""

import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from headwater import journey
from headwater.records.draft import Draft
from headwater.records.models import Lead, TrailEntry
from headwater.sample.inquiries import inquiries

ROUNDS = {1: 200, 200: 10}  # batch size → how often
STORED: tuple[type[models.Model], ...] = (Lead, TrailEntry)
PLAIN = ("first_name", "last_name", "company", "email", "phone", "city", "lead_source")
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure both batch sizes and print their figures."""
    asked = list(inquiries(Random(3), until=timezone.now(), days=9, count=3_000))
    for size, rounds in ROUNDS.items():
        spent = {"journey": 0.0, "floor": 0.0}
        with transaction.atomic():
            for number in range(rounds + 1):
                people = [each.values for each in asked[number * size : (number + 1) * size]]
                newest = {model: last_of(model) for model in STORED}
                whole = seconds(partial(enter, people))
                floor = seconds(partial(store_again, newest))
                if number:  # the first round compiles the rules and warms the caches
                    spent["journey"] += whole
                    spent["floor"] += floor
            transaction.set_rollback(True)
        print(json.dumps(figure(size, size * rounds, spent)))


def figure(size: int, count: int, spent: dict[str, float]) -> dict[str, Any]:
    return {
        "figure": f"journey, batches of {size}",
        "cpu_ms_per_lead": round(1000 * spent["journey"] / count, 2),
        "floor_ms_per_lead": round(1000 * spent["floor"] / count, 2),
        "ratio": round(spent["journey"] / spent["floor"], 1),
    }


def seconds(work: Callable[[], None]) -> float:
    """Seconds of CPU that `work` took here and in PostgreSQL."""
    before = time.process_time() + backend_seconds()
    work()
    return time.process_time() + backend_seconds() - before


def backend_seconds() -> float:
    """CPU seconds of our backend so far; 0 where its process cannot be seen (another machine)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def enter(people: list[dict[str, Any]]) -> None:
    drafts = [Draft(values={name: who[name] for name in PLAIN if name in who}) for who in people]
    journey.create(drafts, door="form", joins=False)


def last_of(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0)


def store_again(newest: dict[type[models.Model], int]) -> None:
    """Each new row once more, one statement a table, nothing decided."""
    for model, after in newest.items():
        columns = ", ".join(
            f'"{field.column}"'
            for field in model._meta.concrete_fields
            if not (field.primary_key or isinstance(field, models.GeneratedField))
        )
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id > %s",
                [after],
            )


if __name__ == "__main__":
    main()
