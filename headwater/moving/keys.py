"""Which key a row gets here: the number in its old id where that is free, so that ids stay."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from headwater.catalog import ids, old_ids
from headwater.database import statements

# Numbers up to the highest that is taken over are never given again.
SEQUENCE = """
SELECT setval(name, %s::bigint) FROM (SELECT pg_get_serial_sequence(%s::text, 'id') AS name) AS it
WHERE (SELECT last_value FROM pg_sequences
       WHERE format('%%I.%%I', schemaname, sequencename) = it.name) IS DISTINCT FROM NULL
  AND (SELECT last_value FROM pg_sequences
       WHERE format('%%I.%%I', schemaname, sequencename) = it.name) < %s::bigint
   OR (SELECT last_value FROM pg_sequences
       WHERE format('%%I.%%I', schemaname, sequencename) = it.name) IS NULL
"""


def keys_for(model: type[models.Model], old: Sequence[str]) -> list[int]:
    """A key for each old id. Another Headwater's numbers are kept where nobody has them yet."""
    numbers = [ids.number(each[:15]) for each in old]
    small = [each for each in numbers if 0 < each < old_ids.FOREIGN]
    taken: set[int] = set()
    if small:
        table = model._meta.db_table
        statements.run(SEQUENCE, [max(small), table, max(small)])
        rows: Any = model._default_manager.filter(pk__in=small)
        taken = set(rows.values_list("pk", flat=True))
    free = [0 < each < old_ids.FOREIGN and each not in taken for each in numbers]
    fresh = iter(statements.reserve(model, free.count(False)) if not all(free) else ())
    return [each if is_free else next(fresh) for each, is_free in zip(numbers, free, strict=True)]
