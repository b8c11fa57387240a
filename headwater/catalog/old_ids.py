"""The ids that records had in the system they came from: kept as external ids, and they resolve.

Another system's ids decode to numbers that no row here can have, so one look tells them apart:
`ids.decode` asks here for these alone.
"""

import time
from collections.abc import Iterable

from headwater.database import statements

FIELD = "Salesforce_Id__c"  # of leads, accounts, contacts, opportunities, campaigns a field to see
FOREIGN = 62**8  # a number as large as that is no key of ours
FRESH_SECONDS = 2.0
FIND = """
SELECT record_id FROM catalog_externalid
WHERE object_name = %s::text AND field = %s::text AND value = %s::text
"""
FIND_ALL = """
SELECT value, record_id FROM catalog_externalid
WHERE object_name = %s::text AND field = %s::text AND value = ANY (%s::text[])
"""
_known: dict[str, int] = {}
_known_since = 0.0


def key_of(old: str) -> int | None:
    """The key of the record that had this id (18 characters); None where nobody had."""
    global _known_since  # noqa: PLW0603
    if time.monotonic() - _known_since > FRESH_SECONDS or len(_known) > 10_000:
        _known.clear()
        _known_since = time.monotonic()
    if old not in _known:
        from headwater.catalog import objects

        kind = objects.by_prefix(old[:3])
        found = statements.run(FIND, [kind.name, FIELD, old]) if kind else []
        if not found:
            return None
        _known[old] = found[0][0]
    return _known[old]


def keys_of(object_name: str, old: Iterable[str]) -> dict[str, int]:
    """Old id (18 characters) → key here, for many of one object in one query."""
    wanted = [each for each in old if each]
    return dict(statements.run(FIND_ALL, [object_name, FIELD, wanted])) if wanted else {}
