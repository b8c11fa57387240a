"""What a lead costs from the visitor's click to its owner, beside merely storing its rows.

On a database of its own on the given server, with the sample company's rules, `headwater serve` and
`headwater worker` take posts to a form from 1, 8 and 64 visitors at once, at a base of 1,000 and of
1,000,000 leads; between these a file is imported. One JSON line a figure. CPU is that of both
programs and of the whole PostgreSQL server, so nothing else should use it; visitors do not count.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.doors import base, floor, imports
from benchmarks.doors.house import House, house, tell

VISITORS = "benchmarks.doors.visitors"
AT_ONCE = (1, 8, 64)
WAITING = "SELECT count(*), max(reason) FROM records_submission WHERE state = 'waiting'"
PATIENCE = 600.0  # seconds until the last lead must be settled


@dataclass
class Numbers:
    """Everybody is asked once in a run."""

    next: int = 20_000_000

    def take(self) -> int:
        self.next += 1_000_000
        return self.next


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench capture")
    parser.add_argument("--base", default="1000,1000000", help="leads that are there already")
    parser.add_argument("--clients", default=",".join(map(str, AT_ONCE)))
    parser.add_argument("--seconds", type=float, default=8.0, help="of posting, for each figure")
    parser.add_argument("--rows", type=int, default=100_000, help="of the imported file; 0: none")
    options = parser.parse_args()
    clients = [int(number) for number in options.clients.split(",")]
    numbers = Numbers()
    with house() as found:
        for place, size in enumerate(int(number) for number in options.base.split(",")):
            found.start()
            visit(found, clients=8, seconds=3.0, first=numbers.take())  # one to copy
            found.stop()  # what works in the background would hold what is filled
            fill(found, size)
            found.start()
            visit(found, clients=8, seconds=1.0, first=numbers.take())  # warm
            for count in clients:
                measure(found, size, count, options.seconds, numbers)
            found.stop()
            if place == 0 and options.rows:
                imports.measure(found, options.rows, first=numbers.take())


def fill(found: House, size: int) -> None:
    began = time.monotonic()
    with found.connect() as connection:
        base.fill(connection, size)
        leads = base.one(connection, f"SELECT count(*) FROM records_lead WHERE id < {base.AWAY}")
    tell(figure="base", leads=leads, seconds=round(time.monotonic() - began, 1))


def measure(found: House, size: int, clients: int, seconds: float, numbers: Numbers) -> None:
    """One number of clients: the journey, then the floor of the same rows."""
    since = floor.marks(found)
    journey = visit(found, clients=clients, seconds=seconds, first=numbers.take())
    tell(figure="post", base=size, clients=clients, **journey)
    leads, rows = floor.written(found, since)
    cost, count = floor.store(found, leads, min(clients, 8))
    total = cost.program + cost.postgres
    mine = journey["cpu_ms_application"] + journey["cpu_ms_postgres"]
    tell(
        figure="floor", base=size, clients=min(clients, 8), leads=count,
        leads_per_second=round(count / cost.clock), cpu_ms_program=each(cost.program, count),
        cpu_ms_postgres=each(cost.postgres, count), cpu_ms=each(total, count),
        ratio=round(mine / each(total, count), 2), rows_a_lead=rows,
    )  # fmt: skip


def visit(found: House, *, clients: int, seconds: float, first: int) -> dict[str, Any]:
    """Let visitors come, wait until the last of their leads is settled; figures of one lead."""
    mark = found.ask("SELECT coalesce(max(id), 0) FROM records_submission")[0]
    words = [str(word) for word in (found.port, clients, seconds, first, found.url)]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", VISITORS, *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as visitors:  # fmt: skip
        if not visitors.stdin or not visitors.stdout or not visitors.stdout.readline():
            raise RuntimeError("the visitors did not come")
        application, postgres = found.application_seconds(), found.postgres_seconds()
        print(file=visitors.stdin, flush=True)
        sent = int(visitors.stdout.readline())
        settle(found)
        after = found.application_seconds()
        postgres = found.postgres_seconds() - postgres
        print(file=visitors.stdin, flush=True)
        told = json.loads(visitors.stdout.readline())
    rows = settled_after(found, mark)
    if set(told["statuses"]) != {"302"} or len(rows) != sent:
        raise RuntimeError(f"{told['statuses']}: {sent} sent, {len(rows)} kept")
    spent = {name: after[name] - application[name] for name in after}
    return figures(told, rows) | {
        "cpu_ms_serve": each(spent["serve"], sent), "cpu_ms_worker": each(spent["worker"], sent),
        "cpu_ms_application": each(sum(spent.values()), sent),
        "cpu_ms_postgres": each(postgres, sent),
        "cpu_ms": each(sum(spent.values()) + postgres, sent),
    }  # fmt: skip


def settle(found: House) -> None:
    """Wait until nothing waits any more."""
    deadline = time.monotonic() + PATIENCE
    while (waiting := found.ask(WAITING))[0]:
        if waiting[1]:
            raise RuntimeError(waiting[1])
        if time.monotonic() > deadline:
            raise TimeoutError("leads still wait")
        time.sleep(0.1)


def settled_after(found: House, mark: int) -> list[tuple[str, int, float, float]]:
    """State, lead, received and settled (Unix seconds) of what has come since."""
    with found.connect() as connection:
        cursor = connection.execute(
            "SELECT state, lead_id, extract(epoch FROM received_at)::float,"
            " extract(epoch FROM settled_at)::float FROM records_submission WHERE id > %s",
            [mark],
        )
        return list(cursor)


def figures(told: dict[str, Any], rows: list[tuple[str, int, float, float]]) -> dict[str, Any]:
    """Leads a second until the last is there, and how long visitors and leads have waited."""
    heard: dict[int, list[float]] = {}
    for lead, at in told["heard"]:
        heard.setdefault(lead, []).append(at)
    lasted, last = [], told["began"]
    for _, lead, received, settled in rows:
        # The news comes with the commit; a lead that was joined later has later news, too.
        there = min((at for at in heard.get(lead, ()) if at >= settled), default=settled)
        lasted.append(there - received)
        last = max(last, there)
    return {
        "posts": len(rows), "merged": sum(state == "merged" for state, *_ in rows),
        "set_aside": sum(lead is None for _, lead, *_ in rows),
        "posts_per_second": round(len(rows) / (last - told["began"]), 1),
        "answer_p50_ms": quantile(told["waits"], 0.5),
        "answer_p99_ms": quantile(told["waits"], 0.99),
        "settled_p50_ms": quantile(lasted, 0.5), "settled_p99_ms": quantile(lasted, 0.99),
    }  # fmt: skip


def quantile(seconds: list[float], share: float) -> float:
    """Milliseconds that so large a share stays below."""
    return round(1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))], 1)


def each(seconds: float, count: int) -> float:
    """Milliseconds for each."""
    return round(1000 * seconds / count, 2)


if __name__ == "__main__":
    main()
