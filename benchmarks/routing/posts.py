"""Twenty clients at once post leads to a weighted team: are the shares exact at every lead?"""

import multiprocessing
import os
import time
from collections import Counter
from fractions import Fraction

from django.db import connection, connections
from django.db.models import Max

from benchmarks.doors.house import tell
from benchmarks.routing import team
from headwater import journey
from headwater.people.models import User
from headwater.records.draft import Draft
from headwater.records.models import TrailEntry
from headwater.records.submission import Door

CLIENTS = 20


def measure() -> None:
    """Post, then look at every prefix in the order in which leads were given out."""
    count = int(os.environ.get("BENCH_LEADS", "10000"))
    team.publish(1)
    last = TrailEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    connections.close_all()
    clients = multiprocessing.get_context("fork")
    ready = clients.Barrier(CLIENTS + 1)
    programs = [
        clients.Process(target=post, args=(number, count // CLIENTS, ready))
        for number in range(CLIENTS)
    ]
    for program in programs:
        program.start()
    ready.wait()
    began = time.monotonic()
    for program in programs:
        program.join()
    spent = time.monotonic() - began
    if any(program.exitcode for program in programs):
        raise RuntimeError("a client failed")
    worst, given = worst_of(last)
    tell(
        figure="route.posts", clients=CLIENTS, leads=given, members=len(team.WEIGHTS),
        worst_deviation_in_leads=round(float(worst), 4), is_exact=worst < 1,
        leads_per_second=round(given / spent),
    )  # fmt: skip


def post(number: int, count: int, ready: "multiprocessing.synchronize.Barrier") -> None:
    """One client: one lead after the other, each a post of its own."""
    connection.ensure_connection()
    ready.wait()
    for place in range(count):
        name = f"Person {number} {place}"
        values = {"last_name": name, "email": f"p{place}@c{number}.bench.example"}
        journey.create([Draft(values)], door=Door.FORM)
    connection.close()


def worst_of(last: int) -> tuple[Fraction, int]:
    """How far any member's share ever was from what is due, in leads; and how many there are."""
    weights = dict(
        User.objects.filter(team__name="Seven").values_list("pk", "turn_weight").order_by("pk")
    )
    total, got, worst, count = sum(weights.values()), Counter[int](), Fraction(), 0
    entries = TrailEntry.objects.filter(pk__gt=last, event="lead.assigned").order_by("pk")
    for count, changes in enumerate(entries.values_list("changes", flat=True).iterator(), 1):
        got[changes["owner_id"][1]] += 1
        for user, weight in weights.items():
            worst = max(worst, abs(got[user] - Fraction(weight * count, total)))
    return worst, count
