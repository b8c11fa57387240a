"""What a person chose for a column once is offered the next time: by the whole file, by the name.

A file with the same columns gets exactly what was chosen for it; a column of the same name in
another file gets what was last chosen for that name.
"""

import hashlib
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils import timezone

from headwater.records.import_job import ImportHabit

BECAUSE_FILE = "as you chose for the last file with these columns"
BECAUSE_NAME = "as you chose for a column of this name"


def recall(columns: Iterable[str], object_name: str) -> dict[str, tuple[str, str]]:
    """Column → (target, why) for what was chosen before; the same file beats the same name."""
    names = {column: plain(column) for column in columns}
    whole = _whole(names.values())
    found: dict[tuple[bool, str], str] = {}
    rows = ImportHabit.objects.filter(
        Q(columns=whole) | Q(columns=""), object_name=object_name, column__in=set(names.values())
    )
    for columns_of, column, target in rows.values_list("columns", "column", "target"):
        found[bool(columns_of), column] = target
    recalled = {}
    for column, name in names.items():
        if (True, name) in found:
            recalled[column] = found[True, name], BECAUSE_FILE
        elif found.get((False, name)):
            recalled[column] = found[False, name], BECAUSE_NAME
    return recalled


def remember(mapping: Mapping[str, str], object_name: str) -> None:
    """Keep what was chosen for these columns, for the whole file and for each name."""
    names = {column: plain(column) for column in mapping}
    whole, now = _whole(names.values()), timezone.now()
    rows = {}
    for column, target in mapping.items():
        for columns in (whole, ""):
            rows[columns, names[column]] = ImportHabit(
                object_name=object_name, columns=columns, column=names[column], target=target,
                chosen_at=now,
            )  # fmt: skip
    ImportHabit.objects.bulk_create(
        rows.values(), update_conflicts=True, update_fields=["target", "chosen_at"],
        unique_fields=["object_name", "columns", "column"],
    )  # fmt: skip


def plain(text: str) -> str:
    """Letters and digits alone: 'E-Mail Address' is 'emailaddress'."""
    return "".join(filter(str.isalnum, text.lower()))[:200] or text[:200]


def _whole(names: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(names)).encode("utf-8", "replace")).hexdigest()
