"""The whole base, seconds and memory, beside bare Splink on the same people in the same run.

`headwater match` reads PostgreSQL, makes normal forms, compares, learns, judges, groups and writes
the pairs; bare Splink is given a file of the raw columns and writes nothing.
`python -m benchmarks.matching.base COUNT …` measures bases of other sizes.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.doors import house as doors
from benchmarks.doors.house import House, house, tell
from benchmarks.matching import crowd

SIZES = (100_000, 1_000_000)
AGAIN_EVERY = 10  # one of so many people comes again
PROCESSES = 2
AT_ONCE = 5_000
PAGE = os.sysconf("SC_PAGE_SIZE")
COLUMNS = "id AS unique_id, first_name, last_name, company, email, phone, street, city, postal_code"


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Measure each size in a database of its own."""
    doors.NAME = "headwater_bench_base"  # another part may be running
    for size in sizes:
        with house() as found:
            fill(found, size)
            ours = measured(found, "headwater", "match")
            told = last_run(found)
            file = found.state / "people.parquet"
            export(found, file)
            bare = measured(found, "benchmarks.matching.bare", str(file))
        tell(
            figure="match.base", rows=size, seconds=ours["seconds"], memory_mb=ours["memory_mb"],
            splink_seconds=bare["seconds"], splink_memory_mb=bare["memory_mb"],
            ratio=round(ours["seconds"] / bare["seconds"], 2), **told,
        )  # fmt: skip


def measured(found: House, *words: str) -> dict[str, float]:
    """Seconds of a program and the most memory that it and its children had together."""
    began, most = time.monotonic(), 0
    command = [sys.executable, "-P", "-m", *words]
    program = subprocess.Popen(command, env=found.environment, stdout=subprocess.DEVNULL)
    while program.poll() is None:
        most = max(most, sum(memory(pid) for pid in family(program.pid)))
        time.sleep(0.2)
    if program.returncode:
        raise RuntimeError(f"{' '.join(words)} failed")
    return {"seconds": round(time.monotonic() - began, 1), "memory_mb": most // 2**20}


def memory(pid: int) -> int:
    """Bytes that a process has in memory; 0 of one that has just ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in found:
            yield from family(int(child))


def fill(found: House, size: int) -> None:
    """People as leads, by several processes; no keys, of which the run makes its own."""
    step = -(-size // PROCESSES)
    programs = [
        subprocess.Popen(
            [sys.executable, "-P", "-m", "benchmarks.matching.base", "fill", str(first),
             str(min(first + step, size))],
            env=found.environment,
        )
        for first in range(0, size, step)
    ]  # fmt: skip
    ended = [program.wait() for program in programs]
    if any(ended):
        raise RuntimeError("the people could not be written.")
    with found.connect() as connection:
        connection.execute("VACUUM (ANALYZE) records_lead")


def write(first: int, last: int) -> None:
    """The leads of these places; every tenth is the one before, in other words."""
    from headwater.cli import django_ready

    django_ready.load()
    from headwater.database import statements
    from headwater.people.models import Owner
    from headwater.records.models import Lead

    owner = Owner.objects.order_by("pk").first()
    assert owner
    for start in range(first, last, AT_ONCE):
        said = (spoken(place) for place in range(start, min(start + AT_ONCE, last)))
        leads = [statements.new(Lead, owner_id=owner.pk, **values) for values in said]
        for lead, key in zip(leads, statements.reserve(Lead, len(leads)), strict=True):
            lead.pk = key
        statements.insert(leads)


def spoken(place: int) -> dict[str, str]:
    is_again = place % AGAIN_EVERY == AGAIN_EVERY - 1
    return crowd.returning(place - 1) if is_again else crowd.person(place)


def last_run(found: House) -> dict[str, object]:
    """What the run says of itself."""
    with found.connect() as connection:
        rows = connection.execute(
            "SELECT totals, seconds FROM match_matchrun ORDER BY id DESC LIMIT 1"
        ).fetchall()
    totals, seconds = rows[0]
    return {"pairs": totals.get("pairs"), "certain": totals.get("certain"), "steps": seconds}


def export(found: House, file: Path) -> None:
    """The raw columns as a file, for bare Splink."""
    import duckdb

    lines = file.with_suffix(".csv")
    with found.connect() as connection, lines.open("wb") as out:
        statement = f"COPY (SELECT {COLUMNS} FROM records_lead) TO STDOUT (FORMAT csv, HEADER)"
        with connection.cursor().copy(statement) as copy:
            for block in copy:
                out.write(block)
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{lines}', all_varchar = true)) TO '{file}'")


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        write(int(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps({"python": sys.version.split()[0]}))
        main(tuple(map(int, sys.argv[1:])) or SIZES)
