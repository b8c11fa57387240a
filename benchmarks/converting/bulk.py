"""Leads are converted in bulk and taken back; then the rows that this made are stored bare."""

import os
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone

from benchmarks.converting import bare
from benchmarks.doors.house import seconds_of, tell
from headwater.convert.choices import Beside, Choices
from headwater.converting import deeds
from headwater.database import statements
from headwater.match import keys
from headwater.people.models import User
from headwater.records.models import (
    Campaign,
    CampaignMember,
    Clock,
    Conversion,
    EmailMessage,
    Lead,
    Task,
)

LEADS, BATCH = (
    int(os.environ.get("BENCH_LEADS", "10000")),
    int(os.environ.get("BENCH_BATCH", "200")),
)
EVERY = 4  # so many leads: one of them is of a company that the one before is of
Each = TypeVar("Each")


@dataclass
class Cost:
    """Seconds on the clock, and of CPU of the program and of its PostgreSQL process."""

    clock: float
    program: float
    postgres: float


def measure() -> None:
    """Warm up, convert, take back, store bare."""
    by = User.objects.filter(role="rep").order_by("pk")[0]
    warm(by)
    leads = fill(LEADS, by, "bench")
    since = bare.marks()
    done: list[int] = []  # keys: what is held would count as memory of the converting

    def convert() -> None:
        for portion in portions(wanted(leads), BATCH):
            results = deeds.convert_many(portion, by=by)
            done.extend(each.pk for each in results if isinstance(each, Conversion))

    before = peak()
    figure("convert", cost(convert), since, before)
    rows = bare.written(since)

    def take_back() -> None:
        for portion in portions(done[::-1], BATCH):
            found = list(Conversion.objects.filter(pk__in=portion))
            assert all(is_done(each) for each in deeds.take_back_many(found, by=by))

    before = peak()
    figure("take_back", cost(take_back), bare.marks(), before)
    portion_of = -(-LEADS // BATCH)
    spent = cost(lambda: bare.store(rows, portion_of))
    count = sum(map(len, rows.values()))
    tell(figure="convert.floor", leads=LEADS, rows_a_lead=round(count / LEADS, 2), **said(spent))


def figure(name: str, spent: Cost, since: dict[str, str], before: int) -> None:
    tell(
        figure=f"convert.{name}", leads=LEADS, batch=BATCH, **said(spent),
        peak_mb=round(peak() / 1024), grown_mb=round((peak() - before) / 1024),
        rows_a_lead=round(sum(bare.counts(since).values()) / LEADS, 2) if name == "convert" else 0,
    )  # fmt: skip


def said(spent: Cost) -> dict[str, float]:
    return {
        "leads_per_second": round(LEADS / spent.clock),
        "cpu_ms_program": round(1000 * spent.program / LEADS, 3),
        "cpu_ms_postgres": round(1000 * spent.postgres / LEADS, 3),
        "cpu_ms": round(1000 * (spent.program + spent.postgres) / LEADS, 3),
    }


def warm(by: User) -> None:
    """What is read once, and plans that are made once, count for neither."""
    few = fill(20, by, "warm")
    done = deeds.convert_many(list(wanted(few)), by=by)
    deeds.take_back_many([each for each in done if isinstance(each, Conversion)], by=by)


def wanted(leads: Sequence[Lead]) -> Iterator[tuple[Lead, Choices]]:
    for place, lead in enumerate(leads):
        is_beside = place % EVERY == EVERY - 1
        yield lead, Choices(account=Beside(leads[place - 1].pk)) if is_beside else Choices()


def is_done(result: Any) -> bool:
    return isinstance(result, Conversion)


def fill(count: int, by: User, word: str) -> list[Lead]:
    """Leads as they are when somebody converts them."""
    now = timezone.now()
    campaign = Campaign.objects.create(name=f"Fair {word}", owner=by)
    leads = Lead.objects.bulk_create(
        Lead(first_name="Kim", last_name=f"Berg {n}", company=f"Company {word} {n - n // EVERY}",
             email=f"{word}{n}@bench.example", phone=f"+1555{n:07}", city="Boulder",
             street=f"{n} Main Street", lead_source="Web", title="Manager", owner_id=by.pk,
             description="Asked for an offer.", has_opted_out_of_fax=n % 9 == 0)
        for n in range(count)
    )  # fmt: skip
    Task.objects.bulk_create(Task(lead=lead, owner_id=by.pk, subject="Call") for lead in leads)
    EmailMessage.objects.bulk_create(
        EmailMessage(lead=lead, key=f"{word}-{lead.pk}", subject="Thank you", text="…" * 300)
        for lead in leads
    )
    CampaignMember.objects.bulk_create(
        CampaignMember(lead=lead, campaign=campaign, status="Sent") for lead in leads
    )
    Clock.objects.bulk_create(
        Clock(lead=lead, policy="Web", minutes=5, started_at=now, owner_id=by.pk,
              due_at=now + timedelta(minutes=5))
        for lead in leads
    )  # fmt: skip
    keys.write("Lead", leads)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return leads


def cost(work: Callable[[], Any]) -> Cost:
    [[server]] = statements.run("SELECT pg_backend_pid()")
    clock, program, postgres = time.perf_counter(), time.process_time(), seconds_of(server)
    work()
    return Cost(
        time.perf_counter() - clock, time.process_time() - program, seconds_of(server) - postgres
    )


def peak() -> int:
    """The most memory that this program has had so far, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def portions(rows: Iterable[Each], size: int) -> Iterator[list[Each]]:
    held = list(rows)
    for start in range(0, len(held), size):
        yield held[start : start + size]
