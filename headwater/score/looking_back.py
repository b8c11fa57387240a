"""Leads of the last days under two rule sets, by batches; only reads.

Rules on fields are judged on what the leads say today. What a lead did counts until it was
converted or closed: what came after cannot have made it ready.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from headwater.database import statements
from headwater.people.models import Organization
from headwater.rulesets.span import OF_THE_SPAN, Span
from headwater.score.judging import Asked, Judge
from headwater.score.score_rule import ScoreRule, ScoreRuleSet
from headwater.score.sums import Sum

BATCH = 2_000
SOME = f"""
SELECT id, created_at, is_converted, is_closed, status_changed_at FROM records_lead
WHERE {OF_THE_SPAN} AND (created_at, id) > (%s::timestamptz, %s::bigint)
ORDER BY created_at, id LIMIT %s::int
"""  # noqa: S608
Rules = tuple[ScoreRuleSet, Sequence[ScoreRule]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One lead: how it ended ("converted", "closed" or "open"), and its sums before and after."""

    lead_id: int
    end: str
    before: Sum
    after: Sum


def look_back(published: Rules, draft: Rules, span: Span) -> Iterator[list[Seen]]:
    """What the leads of the span score under both, batch by batch."""
    zone = Organization.current().time_zone
    last: tuple[datetime, int] = (span.since, 0)
    while True:
        with transaction.atomic():
            statements.run("SET TRANSACTION READ ONLY")
            rows = statements.run(SOME, [span.since, span.until, *last, BATCH])
            leads = [
                Asked(key, changed_at if is_converted or is_closed else None)
                for key, _, is_converted, is_closed, changed_at in rows
            ]
            before, after = (
                Judge(rule_set, rules, zone, span.until).sums(leads)
                for rule_set, rules in (published, draft)
            )
        if not rows:
            return
        last = (rows[-1][1], rows[-1][0])
        ends = ["converted" if row[2] else "closed" if row[3] else "open" for row in rows]
        yield [
            Seen(row[0], end, before[row[0]], after[row[0]])
            for row, end in zip(rows, ends, strict=True)
        ]
