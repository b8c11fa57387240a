"""The columns of a file, looked at once: choosing a field for one must not read 500 MB again."""

from dataclasses import replace
from functools import lru_cache

from headwater.capture import column_looks, imports
from headwater.capture.column_looks import ColumnLook
from headwater.records.models import ImportJob

KEPT = 64  # files that a process remembers: a few kilobytes each


def columns_of(job: ImportJob) -> list[ColumnLook]:
    """As capture tells them, with what is chosen now; raises tables.Unreadable."""
    seen = _seen(job.pk, job.digest, job.encoding, job.delimiter, job.sheet)
    return [
        replace(look, target=job.mapping.get(look.name, ""), because=job.guessed.get(look.name, ""))
        for look in seen
    ]


def sheets_of(job: ImportJob) -> tuple[str, ...]:
    """The sheets of a workbook; () for other files; raises tables.Unreadable."""
    return _sheets(job.pk, job.digest) if job.kind == ImportJob.Kind.XLSX else ()


@lru_cache(maxsize=KEPT)
def _seen(
    pk: int, digest: str, encoding: str, delimiter: str, sheet: str
) -> tuple[ColumnLook, ...]:
    return tuple(column_looks.columns_of(ImportJob.objects.get(pk=pk)))


@lru_cache(maxsize=KEPT)
def _sheets(pk: int, digest: str) -> tuple[str, ...]:
    return tuple(imports.sheets_of(ImportJob.objects.get(pk=pk)))
