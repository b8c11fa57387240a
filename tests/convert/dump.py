"""All rows of all tables, as text, but for what conversion and undo are meant to leave behind."""

from django.apps import apps
from django.db import connection

# Audit columns tell of the undo, the Trail and the conversion itself stay on purpose.
LEFT_BEHIND = ("records_trailentry", "records_conversion", "records_campaigntally")
AUDIT = ("modified_at", "modified_by_id")
OURS = ("people", "catalog", "records", "convert")


def everything() -> dict[str, list[str]]:
    """Table → its rows as JSON text in the order of their keys."""
    found: dict[str, list[str]] = {}
    tables = [m._meta.db_table for app in OURS for m in apps.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        for table in tables:
            if table in LEFT_BEHIND:
                continue
            without = "".join(f" - '{column}'" for column in AUDIT)
            cursor.execute(f'SELECT (to_jsonb(t){without})::text FROM "{table}" t ORDER BY 1')
            found[table] = [row[0] for row in cursor.fetchall()]
    return found
