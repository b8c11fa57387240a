"""The rows of an import that did not come in, with the reason: correct the file, import it again.

A spreadsheet runs a cell that begins with = + - @ as a formula: such a cell gets an apostrophe in
front, which the import takes off again (`unguarded`).
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from headwater.capture import imports, tables
from headwater.capture.body import restore
from headwater.records.models import ImportJob, ImportRow, Submission
from headwater.records.submission import State

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
REASON = "Reason"
FAILED = (State.REJECTED, State.QUARANTINED, State.WAITING)
Failed = tuple[dict[str, Any], str]


class _Echo:
    """csv.writer wants a file; each line is handed on at once."""

    def write(self, line: str) -> str:
        return line


def file_of(job: ImportJob, *, is_check: bool = False) -> Iterator[str]:
    """The failed rows of the run, or of the dry run, as text with a mark for Excel.

    The columns and the delimiter are those of the file; the reason is one column more.
    """
    columns = list(job.columns)
    failed = _of_check(job) if is_check else _of_run(job)
    has_more = ImportRow.objects.filter(job=job, is_check=is_check, reason__contains="more cells")
    if has_more.exists():
        columns.append(tables.EXTRA)
    yield from lines(columns, failed, delimiter=job.delimiter or ",")


def file_name(job: ImportJob) -> str:
    """`people-failed.csv` for `people.xlsx`."""
    return f"{Path(job.file_name).stem[:100] or 'import'}-failed.csv"


def lines(columns: list[str], failed: Iterable[Failed], *, delimiter: str = ",") -> Iterator[str]:
    """CSV text line by line: a header, then each (row, reason)."""
    writer = csv.writer(_Echo(), delimiter=delimiter)
    yield "\ufeff" + writer.writerow([guarded(name) for name in columns] + [REASON])
    for row, reason in failed:
        cells = [guarded(_text(row.get(name), delimiter)) for name in columns]
        yield writer.writerow([*cells, guarded(reason)])


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def _of_run(job: ImportJob) -> Iterator[Failed]:
    """As they were received; a skipped row is no failure, though it made no lead."""
    rows = Submission.objects.filter(import_job=job, state__in=FAILED).order_by("import_row")
    skipped = ImportRow.objects.of_run(job).with_verdict(ImportRow.Verdict.SKIP)
    rows = rows.exclude(import_row__in=skipped.values("number"))
    for payload, reason in rows.values_list("payload", "reason").iterator(chunk_size=500):
        yield payload, reason or "It waits; it is tried again by itself."


def _of_check(job: ImportJob) -> Iterator[Failed]:
    """Read from the file once more: a dry run keeps nothing."""
    errors = ImportRow.objects.of_check(job).with_verdict(ImportRow.Verdict.ERROR)
    wanted = errors.values_list("number", "reason").iterator(chunk_size=500)
    number, reason = next(wanted, (0, ""))
    for place, row in enumerate(tables.rows(imports.table_of(job)) if number else (), 1):
        if place == number:
            yield row, reason
            number, reason = next(wanted, (0, ""))
            if not number:
                return


def _text(value: Any, delimiter: str) -> str:
    if isinstance(value, str):
        return restore(value)
    if isinstance(value, list):
        return delimiter.join(map(str, value))
    return "" if value is None else str(value)
