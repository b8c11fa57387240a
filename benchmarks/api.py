"""What calls of the API cost, beside the same work in bare psycopg.

On a database of its own with the sample company's rules: leads are created one by one and in
collections of 200, read by id, queried 2,000 at a time, from 1, 8 and 64 clients at once; then a
Bulk 2.0 job brings in a file. One JSON line a figure. CPU is that of the web server, the worker and
the whole PostgreSQL server, so nothing else should use it; the clients do not count.
"""

import argparse
import csv
import io
import json
import subprocess
import sys
import time
from typing import Any
from urllib.request import Request, urlopen

import psycopg

from benchmarks.calling.callers import COLLECTION, DATA
from benchmarks.doors import floor
from benchmarks.doors.base import AWAY, fill
from benchmarks.doors.house import SEEDS, House, house, tell
from benchmarks.doors.people import person

CALLERS = "benchmarks.calling.callers"
AT_ONCE = (1, 8, 64)
RECORDS = {"create": 1, "get": 1, "query": 2_000, "collection": COLLECTION}
GRANT = """
import os
from pathlib import Path
from headwater.api import tokens
by = User.objects.get(email="admin@juniper.example")
Path(os.environ["HEADWATER_STATE"], "token").write_text(tokens.issue(by))
"""
COLUMNS = "id, first_name, last_name, company, email, status, created_at"
BARE = {
    "get": "SELECT to_jsonb(t) FROM records_lead t WHERE id = 1 + %s % {base}",
    "query": f"SELECT {COLUMNS} FROM records_lead WHERE NOT is_deleted AND %s >= 0 LIMIT 2000",
}
TRIES = 300  # of a bare query
PATIENCE = 1_800.0  # seconds for a bulk job


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench api")
    parser.add_argument("--base", type=int, default=20_000, help="leads that are there already")
    parser.add_argument("--clients", default=",".join(map(str, AT_ONCE)))
    parser.add_argument("--seconds", type=float, default=6.0, help="of calling, for each figure")
    parser.add_argument("--rows", type=int, default=100_000, help="of the bulk job; 0: none")
    options = parser.parse_args()
    numbers = iter(range(20_000_000, 900_000_000, 1_000_000))
    with house("headwater_bench_api", seeds=SEEDS + GRANT) as found:
        found.start()
        call(found, "create", 8, 3.0, next(numbers))  # one to copy, and warm
        found.stop()
        with found.connect() as connection:
            fill(connection, options.base)
        found.start()
        call(found, "create", 8, 8.0, next(numbers))  # its processes have loaded everything then
        for kind in RECORDS:
            for clients in (int(number) for number in options.clients.split(",")):
                first = options.base if kind == "get" else next(numbers)
                measure(found, kind, clients, options.seconds, first)
        if options.rows:
            bulk(found, options.rows, next(numbers))


def measure(found: House, kind: str, clients: int, seconds: float, first: int) -> None:
    """One kind of call from so many clients, and the floor of the same."""
    since = floor.marks(found)
    told = call(found, kind, clients, seconds, first)
    if kind in BARE:
        bare = asked(found, kind)
    else:
        leads, _ = floor.written(found, since)
        cost, count = floor.store(found, leads, min(clients, 8))
        bare = each(cost.program + cost.postgres, count)
    ratio = round(told["cpu_ms_a_record"] / bare, 2)
    tell(figure=kind, clients=clients, **told, floor_ms_a_record=bare, ratio=ratio)


def call(found: House, kind: str, clients: int, seconds: float, first: int) -> dict[str, Any]:
    """Let programs call; figures of one record."""
    words = [str(word) for word in (found.port, kind, clients, seconds, first)]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", CALLERS, *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as callers:  # fmt: skip
        if not callers.stdin or not callers.stdout:
            raise RuntimeError("the programs did not come")
        print(token(found), file=callers.stdin, flush=True)
        callers.stdout.readline()
        before, postgres = found.application_seconds(), found.postgres_seconds()
        print(file=callers.stdin, flush=True)
        told = json.loads(callers.stdout.readline())
        after = found.application_seconds()
        postgres = found.postgres_seconds() - postgres
    if not set(told["statuses"]) <= {"200", "201"}:
        raise RuntimeError(f"{kind}: {told['statuses']}")
    count = len(told["waits"]) * RECORDS[kind]
    spent = sum(after.values()) - sum(before.values())
    return {
        "calls": len(told["waits"]),
        "records_per_second": round(count / told["seconds"], 1),
        "p50_ms": quantile(told["waits"], 0.5), "p99_ms": quantile(told["waits"], 0.99),
        "cpu_ms_application": each(spent, count), "cpu_ms_postgres": each(postgres, count),
        "cpu_ms_a_record": each(spent + postgres, count),
    }  # fmt: skip


def asked(found: House, kind: str) -> float:
    """CPU milliseconds a record of a bare prepared query, its answer made JSON."""
    base = found.ask(f"SELECT count(*) FROM records_lead WHERE id < {AWAY}")[0]
    text = BARE[kind].format(base=base).replace("% " + str(base), "%% " + str(base))
    with psycopg.connect(found.url, autocommit=True) as connection:
        connection.execute(text.encode(), [0], prepare=True).fetchall()
        postgres, program = found.postgres_seconds(), time.process_time()
        for number in range(TRIES):
            rows = connection.execute(text.encode(), [number], prepare=True).fetchall()
            json.dumps(rows, default=str)
        program = time.process_time() - program
    return each(program + found.postgres_seconds() - postgres, TRIES * RECORDS[kind])


def bulk(found: House, rows: int, first: int) -> None:
    """A Bulk 2.0 job from its upload to its end, beside the same rows stored again."""
    since = floor.marks(found)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(person(first)))
    writer.writeheader()
    writer.writerows(person(first + number) for number in range(rows))
    before, postgres = found.application_seconds(), found.postgres_seconds()
    began = time.monotonic()
    job = ask(found, "POST", "jobs/ingest", b'{"object": "Lead", "operation": "insert"}')["id"]
    ask(found, "PUT", f"jobs/ingest/{job}/batches", text.getvalue().encode(), "text/csv")
    ask(found, "PATCH", f"jobs/ingest/{job}", b'{"state": "UploadComplete"}')
    while (told := ask(found, "GET", f"jobs/ingest/{job}"))["state"] != "JobComplete":
        if time.monotonic() - began > PATIENCE or told["state"] in ("Failed", "Aborted"):
            raise RuntimeError(str(told))
        time.sleep(0.5)
    took = time.monotonic() - began
    spent = sum(found.application_seconds().values()) - sum(before.values())
    postgres = found.postgres_seconds() - postgres
    leads, _ = floor.written(found, since)
    cost, count = floor.store(found, leads, 1)
    bare, mine = each(cost.program + cost.postgres, count), each(spent + postgres, rows)
    tell(
        figure="bulk", rows=rows, failed=told["numberRecordsFailed"],
        records_per_second=round(rows / took, 1), cpu_ms_application=each(spent, rows),
        cpu_ms_postgres=each(postgres, rows), cpu_ms_a_record=mine, floor_ms_a_record=bare,
        ratio=round(mine / bare, 2),
    )  # fmt: skip


def ask(found: House, method: str, path: str, data: bytes = b"", kind: str = "") -> Any:
    """One call of the bulk job."""
    request = Request(f"http://127.0.0.1:{found.port}{DATA}/{path}", data or None, method=method)
    request.add_header("Authorization", f"Bearer {token(found)}")
    request.add_header("Content-Type", kind or "application/json")
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  (our own server)
        body = answer.read()
    return json.loads(body) if body else None


def token(found: House) -> str:
    """By which they may call."""
    return (found.state / "token").read_text()


def quantile(seconds: list[float], share: float) -> float:
    """Milliseconds that so large a share stays below."""
    return round(1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))], 1)


def each(seconds: float, count: int) -> float:
    """Milliseconds for each."""
    return round(1000 * seconds / count, 4)


if __name__ == "__main__":
    main()
