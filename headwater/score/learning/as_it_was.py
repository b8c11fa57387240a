"""A lead as it was at a moment: what was changed later is undone by the Trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from headwater.database import statements

# The first change of each attribute after the moment says what it was then.
CHANGED_LATER = """
SELECT DISTINCT ON (asked.place, said.key) asked.place, said.key, said.value -> 0
FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY AS asked (lead_id, at, place)
JOIN records_trailentry entry ON entry.object_name = 'Lead' AND entry.record_id = asked.lead_id
    AND entry.at > asked.at AND entry.changes <> '{}'::jsonb
CROSS JOIN LATERAL jsonb_each(entry.changes) AS said
WHERE jsonb_typeof(said.value) = 'array'
ORDER BY asked.place, said.key, entry.at, entry.id
"""
# The score that the rules had given by then.
SCORED = """
SELECT DISTINCT ON (asked.place) asked.place, (entry.changes -> 'score' ->> 1)::float
FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY AS asked (lead_id, at, place)
JOIN records_trailentry entry ON entry.object_name = 'Lead' AND entry.record_id = asked.lead_id
    AND entry.at <= asked.at AND entry.event = 'lead.scored'
ORDER BY asked.place, entry.at DESC, entry.id DESC
"""


def undone(ids: Sequence[int], moments: Sequence[datetime]) -> list[dict[str, Any]]:
    """For each lead and moment: what the attributes were that changed later. One query."""
    found: list[dict[str, Any]] = [{} for _ in ids]
    for place, attribute, before in statements.run(
        CHANGED_LATER, [list(ids), list(moments)], is_large=True
    ):
        is_text = isinstance(before, str | bytes)
        found[place - 1][attribute] = orjson.loads(before) if is_text else before
    return found


def scores(ids: Sequence[int], moments: Sequence[datetime]) -> list[float]:
    """For each lead and moment: the score that it had; 0 before anybody counted. One query."""
    found = [0.0] * len(ids)
    for place, score in statements.run(SCORED, [list(ids), list(moments)], is_large=True):
        found[place - 1] = score or 0.0
    return found


def value(lead: Mapping[str, Any], before: Mapping[str, Any], attribute: str) -> Any:
    """What an attribute was: the value before the first later change, else the present one."""
    if attribute in before:
        return before[attribute]
    if attribute.endswith("__c"):
        return lead["custom"].get(attribute)
    return lead[attribute]
