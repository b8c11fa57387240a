"""What a run found becomes pairs for people: new ones open, decided ones stay as they were decided.

In one transaction, by sets: a run that is killed here has written nothing.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from headwater.match.base.reading import record_of

# Bits that a record's new values must add before somebody is asked again.
MATERIAL = 6.0
# What it means that two are not alike any more is the business of rules and people for theirs.
OURS = ("journey", "base")

FOUND = """
CREATE TEMP TABLE match_found (
    one_object text, one_id bigint, other_object text, other_id bigint,
    probability double precision, tier text, evidence jsonb, head bigint
)
"""
COPY = "COPY match_found FROM STDIN"
READY = """
CREATE UNIQUE INDEX ON match_found (one_object, one_id, other_object, other_id);
ANALYZE match_found
"""
SAME = """
kept.one_object = found.one_object AND kept.one_id = found.one_id
AND kept.other_object = found.other_object AND kept.other_id = found.other_id
"""
ADD = """
INSERT INTO records_duplicatepair (
    one_object, one_id, other_object, other_id, probability, tier, evidence, found_by, found_at,
    rule, state)
SELECT one_object, one_id, other_object, other_id, probability, tier, evidence, 'base', %(now)s,
    '', 'open'
FROM match_found ON CONFLICT DO NOTHING
"""
RENEW = f"""
UPDATE records_duplicatepair AS kept
SET probability = found.probability, tier = found.tier, evidence = found.evidence, state = 'open'
FROM match_found AS found
WHERE {SAME} AND kept.state IN ('open', 'gone')
  AND (kept.state = 'gone' OR kept.evidence <> found.evidence OR kept.tier <> found.tier)
"""
CLOSE = f"""
UPDATE records_duplicatepair AS kept SET state = 'gone', "group" = NULL
WHERE kept.state = 'open' AND kept.found_by = ANY (%(ours)s)
  AND NOT EXISTS (SELECT FROM match_found AS found WHERE {SAME})
"""
BITS = "(SELECT sum((said->>'bits')::float) FROM jsonb_array_elements({}.evidence) AS said)"
REOPEN = f"""
UPDATE records_duplicatepair AS kept
SET probability = found.probability, tier = found.tier, evidence = found.evidence, state = 'open',
    decided_by_id = NULL, decided_at = NULL, found_at = %(now)s
FROM match_found AS found
WHERE {SAME} AND kept.state IN ('different', 'skipped') AND found.tier <> 'possible'
  AND {BITS.format("found")} >= coalesce({BITS.format("kept")}, 0) + {MATERIAL}
  AND EXISTS (
    SELECT FROM records_lead r WHERE r.modified_at > kept.decided_at
      AND (('Lead', r.id) = (kept.one_object, kept.one_id)
        OR ('Lead', r.id) = (kept.other_object, kept.other_id))
    UNION ALL SELECT FROM records_contact r WHERE r.modified_at > kept.decided_at
      AND (('Contact', r.id) = (kept.one_object, kept.one_id)
        OR ('Contact', r.id) = (kept.other_object, kept.other_id))
    UNION ALL SELECT FROM records_account r WHERE r.modified_at > kept.decided_at
      AND (('Account', r.id) = (kept.one_object, kept.one_id)
        OR ('Account', r.id) = (kept.other_object, kept.other_id)))
"""
GROUP = f"""
ANALYZE records_duplicatepair;
WITH meant AS (
    SELECT kept.id, min(kept.id) OVER (PARTITION BY found.head) AS "group"
    FROM records_duplicatepair AS kept JOIN match_found AS found ON {SAME}
    WHERE kept.state = 'open' AND found.head IS NOT NULL
)
UPDATE records_duplicatepair AS pair SET "group" = meant."group"
FROM records_duplicatepair AS open LEFT JOIN meant ON meant.id = open.id
WHERE pair.id = open.id AND open.state = 'open' AND open."group" IS DISTINCT FROM meant."group"
"""
FEWEST = 3  # records that make a group worth its name

Found = tuple[int, int, float, str, str]  # both numbers, probability, tier, evidence as JSON
Grouped = tuple[int, int]  # number, head of its group


def write(found: Iterable[Found], groups: Iterable[Grouped]) -> dict[str, int]:
    """Bring the pairs up to date with a whole run; counts of tiers, new, reopened and gone."""
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FOUND)
        counts = _copy(cursor, found, _heads(groups))
        cursor.execute(READY)
        for name, sql in (("gone", CLOSE), ("reopened", REOPEN), ("back", RENEW), ("new", ADD)):
            cursor.execute(sql, {"now": now, "ours": list(OURS)})
            counts[name] = cursor.rowcount
        cursor.execute(GROUP)
        cursor.execute("DROP TABLE match_found")  # the transaction may be somebody else's, too
    counts["new"] += counts["reopened"]
    return dict(counts)


def _copy(cursor: Any, found: Iterable[Found], heads: dict[int, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    with cursor.copy(COPY) as copy:
        for one, other, probability, tier, evidence in found:
            first, second = sorted((record_of(one), record_of(other)))
            head = heads.get(one)
            group = head if head is not None and head == heads.get(other) else None
            copy.write_row((*first, *second, probability, tier, evidence, group))
            counts[tier] += 1
    return counts


def _heads(groups: Iterable[Grouped]) -> dict[int, int]:
    """Record → head of its group, where it is one with more than one other."""
    known = list(groups)
    sizes = Counter(head for _, head in known)
    return {number: head for number, head in known if sizes[head] >= FEWEST}


def open_pairs() -> list[tuple[int, int]]:
    """The numbers of every open pair: it is judged anew, whatever keys its records have now."""
    from headwater.match.base.reading import PLACES, number_of
    from headwater.records.models import DuplicatePair

    rows: Any = DuplicatePair.objects.open().filter(one_object__in=PLACES, other_object__in=PLACES)
    fields = ("one_object", "one_id", "other_object", "other_id")
    return [
        (number_of(one, one_id), number_of(other, other_id))
        for one, one_id, other, other_id in rows.values_list(*fields).iterator()
    ]
