"""All rows of all tables, as text, but for what a merge and its undoing are meant to leave."""

from django.apps import apps
from django.db import connection

# Append-only, the merge itself, and what is read from the records anew (tested by itself).
LEFT_BEHIND = ("records_trailentry", "merge_merge", "records_campaigntally")
AUDIT = ("modified_at", "modified_by_id")


def everything() -> dict[str, list[str]]:
    """Table → its rows as JSON text."""
    found: dict[str, list[str]] = {}
    tables = {
        model._meta.db_table
        for config in apps.get_app_configs() if config.name.startswith("headwater.")
        for model in config.get_models(include_auto_created=True)
    }  # fmt: skip
    without = "".join(f" - '{column}'" for column in AUDIT)
    with connection.cursor() as cursor:
        for table in sorted(tables - set(LEFT_BEHIND)):
            cursor.execute(f'SELECT (to_jsonb(t){without})::text FROM "{table}" t ORDER BY 1')
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def difference(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[str]]:
    """Table → the rows that are not the same, for a message that one can read."""
    return {
        table: sorted({*before[table]} ^ {*after[table]})
        for table in before if before[table] != after[table]
    }  # fmt: skip
