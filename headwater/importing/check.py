"""The dry run: the very journey, chunk by chunk, each in a transaction that is rolled back.

What is rolled back leaves no lead, sends no mail and tells nobody. So that a row still meets the
earlier rows of its file, those that share a key with it are run again in front of it: the same
matching then says the same thing as it will in the run.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import orjson
from django.db import connection, transaction

from headwater.capture import file_rows, imports, tables, verdicts
from headwater.importing import chunk, records
from headwater.importing.chunk import Line, Numbered
from headwater.importing.run import CHUNK, Report, Watch, chunks, end
from headwater.records.models import ImportJob, ImportRow
from headwater.records.uniqueness import unique_names

ROWS, KEYS = "importing_rows", "importing_keys"
# A switchboard's number may stand in thousands of rows; as in matching, twenty are enough.
EARLIER = f"""
SELECT own.number, earlier.number
FROM unnest(%s::bigint[], %s::int[]) AS own(mark, number)
CROSS JOIN LATERAL (
    (SELECT number FROM {KEYS} AS k WHERE k.mark = own.mark ORDER BY number LIMIT 5)
    UNION
    (SELECT number FROM {KEYS} AS k WHERE k.mark = own.mark ORDER BY number DESC LIMIT 15)
) AS earlier
"""  # noqa: S608


class _RolledBack(Exception):
    """Carries nothing: it only takes everything back."""


def check(job: ImportJob, report: Report) -> None:
    """Say what the run would do with each row; starts over when it was interrupted."""
    ImportRow.objects.filter(job=job, is_check=True).delete()
    job.check_totals, job.done_count = {}, 0
    table = imports.table_of(job)
    watch = Watch(job, report, "check_totals")
    _make_tables()
    try:
        for chunk in chunks(tables.rows(table), CHUNK):
            counted = verdicts.save(job, _judge(job, chunk), is_check=True)
            if not watch.goes_on([counted]):
                break
        watch.goes_on([], now=True)
    finally:
        _drop_tables()
    if watch.is_wanted:
        end(job, ImportJob.State.CHECKED)


def _judge(job: ImportJob, numbered: Sequence[Numbered]) -> list[ImportRow]:
    leads, others = records.parted(job, numbered)
    rows = _try_records(job, others) if others else []
    for lines in chunk.in_batches(job, leads):
        rows += _judge_leads(job, lines)
    return sorted(rows, key=lambda row: row.number)


def _judge_leads(job: ImportJob, lines: Sequence[Line]) -> list[ImportRow]:
    """Once by themselves; those that may be somebody from further up, together with those."""
    told = {row.number: row for row in _try(job, lines)}
    marks = {line.number: _marks(line) for line in lines}
    earlier = _earlier(marks)
    if earlier:
        again = _kin(marks, earlier)
        before = _rows({number for found in earlier.values() for number in found})
        said = [(line.number, line.said) for line in lines if line.number in again]
        for batch in chunk.in_batches(job, [*before, *said]):
            for row in _try(job, batch):
                if row.number in again:
                    told[row.number] = row
    _remember(lines, marks)
    return [_as_foreseen(row) for row in told.values()]


def _try(job: ImportJob, lines: Sequence[Line]) -> list[ImportRow]:
    """What the journey makes of these lines, taken back at once."""
    found: list[ImportRow] = []
    try:
        with transaction.atomic():
            found = chunk.settle(job, lines)
            raise _RolledBack
    except _RolledBack:
        return found
    except Exception as error:
        if not connection.is_usable():
            raise
        if len(lines) > 1:
            return [row for line in lines for row in _try(job, _anew(job, line))]
        words = f"It could not be judged: {type(error).__name__}."
        return [
            ImportRow(number=lines[0].number, verdict="error", object_name="Lead", reason=words)
        ]


def _anew(job: ImportJob, line: Line) -> list[Line]:
    return chunk.in_batches(job, [(line.number, line.said)])[0]


def _try_records(job: ImportJob, rows: Sequence[Numbered]) -> list[ImportRow]:
    found: list[ImportRow] = []
    try:
        with transaction.atomic():
            found = records.bring_in(job, rows)
            raise _RolledBack
    except _RolledBack:
        return [_as_foreseen(row) for row in found]


def _as_foreseen(row: ImportRow) -> ImportRow:
    """A record that is not there yet has no key."""
    is_new = row.verdict == ImportRow.Verdict.CREATE or row.twin_row
    row.record_id = 0 if is_new else row.record_id
    row.changes.pop(verdicts.CAMPAIGN, None)
    return row


def _marks(line: Line) -> set[int]:
    """The keys by which this row may meet another row of the file, each as a number."""
    said = line.draft.values
    marks = {f"{kind}:{value}" for kind, value in line.draft.keys} | {line.key}
    for name in unique_names("Lead"):
        if said.get(name) not in (None, ""):
            marks.add(f"{name}:{said[name]}")
    return {_number(mark) for mark in marks}


def _number(mark: str) -> int:
    digest = blake2b(mark.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _kin(marks: Mapping[int, set[int]], found: Iterable[int]) -> set[int]:
    """The rows that met an earlier one, and those of the chunk that met them."""
    kin = set(found)
    while True:
        wanted = {mark for number in kin for mark in marks[number]}
        more = {number for number, own in marks.items() if number not in kin and own & wanted}
        if not more:
            return kin
        kin |= more


def _earlier(marks: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Row → the rows further up that share a key with it: the first ones and the last ones."""
    pairs = [(mark, number) for number, own in marks.items() for mark in own]
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, [[mark for mark, _ in pairs], [number for _, number in pairs]])
        for number, earlier in cursor.fetchall():
            found.setdefault(number, set()).add(earlier)
    return found


def _rows(numbers: Iterable[int]) -> list[Numbered]:
    """Earlier rows as they stood in the file."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT number, said FROM {ROWS} WHERE number = ANY (%s) ORDER BY number",  # noqa: S608
            [list(numbers)],
        )
        return [(number, orjson.loads(said)) for number, said in cursor.fetchall()]


def _remember(lines: Sequence[Line], marks: Mapping[int, set[int]]) -> None:
    """Write down the rows and their keys; on disk, so that memory stays flat."""
    said = "".join(
        f"{line.number}\t{_plain(file_rows.dumped(line.said).decode())}\n" for line in lines
    )
    found = "".join(f"{mark}\t{number}\n" for number, own in marks.items() for mark in own)
    with connection.cursor() as cursor:
        for table, text in ((ROWS, said), (KEYS, found)):
            with cursor.copy(f"COPY {table} FROM STDIN") as target:
                target.write(text)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\")


def _make_tables() -> None:
    _drop_tables()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {ROWS} (number int PRIMARY KEY, said text)")
        cursor.execute(f"CREATE TEMP TABLE {KEYS} (mark bigint, number int)")
        cursor.execute(f"CREATE INDEX ON {KEYS} (mark, number)")


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {ROWS}, {KEYS}")
