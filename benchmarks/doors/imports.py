"""Importing a file with all rules on, beside COPY of the same rows into the same indexed tables."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.doors.base import columns_of
from benchmarks.doors.floor import marks
from benchmarks.doors.house import House, children, tell
from benchmarks.doors.people import person

SMALL = 10_000  # rows of the file that shows whether memory and pace stay as they are
EVERY = 0.2  # seconds between looks at the memory
# Runs in a process of its own; says seconds on the clock and CPU seconds, its helpers' included.
IMPORT = """
import json, resource, time
from headwater.importing.deeds import import_file
from headwater.people.models import User
def cpu():
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)
by = User.objects.get(email="admin@juniper.example")
began, before = time.monotonic(), cpu()
job = import_file(PATH, by=by)
print(json.dumps({"clock": time.monotonic() - began, "cpu": cpu() - before,
                  "state": str(job.state), "problem": job.problem, "rows": job.row_count}))
"""


def measure(house: House, rows: int, *, first: int) -> None:
    """A small file, then the whole one, then COPY of what the whole one has made."""
    pace = 0.0
    for count in sorted({min(SMALL, rows), rows}):
        path = write(house.state / f"people{count}.csv", count, first)
        first += count
        since, postgres = marks(house), house.postgres_seconds()
        told = bring_in(house, path)
        postgres = house.postgres_seconds() - postgres
        pace = count / told["clock"]
        tell(
            figure="import", rows=count, rows_per_second=round(pace),
            cpu_ms_program=round(1000 * told["cpu"] / count, 3),
            cpu_ms_postgres=round(1000 * postgres / count, 3),
            peak_megabytes=round(told["peak"] / 1e6),
        )  # fmt: skip
    again = copy(house, since)
    tell(figure="copy", **again, rows_per_second=round(rows / again["seconds"]),
         ratio=round(rows / again["seconds"] / pace, 2))  # fmt: skip


def write(path: Path, count: int, first: int) -> Path:
    """A file of so many people, some of them twice."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(person(first)))
        writer.writeheader()
        writer.writerows(person(first + number) for number in range(count))
    return path


def bring_in(house: House, path: Path) -> dict[str, Any]:
    """Import it; raises RuntimeError where not every row came in."""
    command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c"]
    code = IMPORT.replace("PATH", repr(str(path)))
    peak = 0
    with subprocess.Popen([*command, code], env=house.environment, stdout=subprocess.PIPE) as run:
        while run.poll() is None:
            peak = max(peak, memory(run.pid))
            time.sleep(EVERY)
        said = run.stdout.read().decode() if run.stdout else ""
    told: dict[str, Any] = json.loads(said.splitlines()[-1]) | {"peak": peak}
    if told["state"] != "done":
        raise RuntimeError(told)
    return told


def memory(pid: int) -> int:
    """Bytes that a process and its helpers hold, what they share counted once."""
    tree, held = children(), 0
    waiting = [pid]
    while waiting:
        each = waiting.pop()
        waiting += tree.get(each, [])
        try:
            told = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        held += sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
    return held * 1024


def copy(house: House, since: dict[str, int]) -> dict[str, Any]:
    """The rows that were made since, by COPY into empty tables with the same indexes."""
    seconds, count = 0.0, 0
    with house.connect() as connection:
        for table, mark in since.items():
            names = ", ".join(f'"{name}"' for name in columns_of(connection, table))
            path = house.state / "rows.copy"
            chosen = f"(SELECT {names} FROM {table} WHERE id > {mark})"
            with path.open("wb") as file, connection.cursor().copy(
                f"COPY {chosen} TO STDOUT (FORMAT binary)".encode()
            ) as out:  # fmt: skip
                for data in out:
                    file.write(data)
            connection.execute(f"CREATE TABLE again (LIKE {table} INCLUDING ALL)".encode())
            began = time.monotonic()
            with path.open("rb") as file, connection.cursor().copy(
                f"COPY again ({names}) FROM STDIN (FORMAT binary)".encode()
            ) as into:  # fmt: skip
                while data := file.read(1 << 20):
                    into.write(data)
            rows = connection.execute("SELECT count(*) FROM again").fetchone()
            if rows and rows[0]:
                seconds += time.monotonic() - began
                count += rows[0]
            connection.execute("DROP TABLE again")
    return {"stored_rows": count, "seconds": round(seconds, 2)}
