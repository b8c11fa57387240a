"""The forms in which rows are handed out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from headwater.reporting.files import csv_file, parquet_file, xlsx_file
from headwater.reporting.files.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Form:
    """`at_once`: so many rows a page may make while somebody waits; more are made by a job."""

    key: str
    words: str
    content_type: str
    pieces: Callable[[Sheet], Iterator[bytes]]
    at_once: int


FORMS = {
    form.key: form
    for form in (
        Form("csv", "CSV", "text/csv; charset=utf-8", csv_file.pieces, 200_000),
        Form(
            "xlsx", "Excel (XLSX)",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx_file.pieces, 20_000,
        ),
        Form("parquet", "Parquet", "application/vnd.apache.parquet", parquet_file.pieces, 200_000),
    )
}  # fmt: skip


def file_name(title: str, on: date, form: str) -> str:
    """`Leads by source` → Leads-by-source-2026-03-31.csv"""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-")[:60] or "Export"
    return f"{plain}-{on:%Y-%m-%d}.{form}"
