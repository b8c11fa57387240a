"""`explain=`: how PostgreSQL would go about a query, in the words of a query plan."""

from typing import Any

import orjson
from django.db import connection

from headwater.criteria.columns import CompiledSelect

SCANS = {
    "Seq Scan": "TableScan",
    "Index Scan": "Index",
    "Index Only Scan": "Index",
    "Bitmap Heap Scan": "Index",
    "Bitmap Index Scan": "Index",
}


def of(found: CompiledSelect) -> dict[str, Any]:
    """One plan; nothing is read."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {found.sql}", found.params)
        told = cursor.fetchone()[0]
    whole = (orjson.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    leaf = whole
    while leaf.get("Plans"):
        leaf = leaf["Plans"][0]
    plan = {
        "cardinality": whole["Plan Rows"], "fields": [], "notes": [],
        "leadingOperationType": SCANS.get(leaf["Node Type"], "Other"),
        "relativeCost": round(whole["Total Cost"] / 1000, 3),
        "sobjectCardinality": leaf["Plan Rows"], "sobjectType": found.object_name,
    }  # fmt: skip
    return {"plans": [plan], "sourceQuery": None}
