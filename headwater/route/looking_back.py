"""Leads of the last days go through two rule sets, in the order in which they came; by batches.

Each batch is one read-only transaction. A lead that both sets send to the same target keeps the
owner it really got, so that only what the sets do differently shows; every other one takes its
turn in pools that live in memory alone. Rules are judged on what the leads say today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.db import transaction

from headwater.criteria.judge import judge
from headwater.database import statements
from headwater.people.models import Organization
from headwater.people.standing import moment
from headwater.records.models import Lead
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.decide import Deciding
from headwater.route.pools import Pools
from headwater.rulesets.span import OF_THE_SPAN, Span

BATCH = 2_000
# What the rules' targets ask of a lead besides the fields that they match skills with.
COLUMNS = (
    "id", "created_at", "owner_id", "is_converted", "is_closed", "custom", "email",
    "matched_account_id", "matched_contact_id",
)  # fmt: skip
SOME = """
SELECT {columns} FROM records_lead
WHERE {of_the_span} AND (created_at, id) > (%s::timestamptz, %s::bigint)
ORDER BY created_at, id LIMIT %s::int
"""
# The owner that a lead got when it came, whether rules gave it, what became of its first promise,
# and whether sales took it.
FATES = """
SELECT s.id, (a.changes->'owner_id'->>1)::bigint, (a.because ? 'rule_id' OR a.because ? 'default'),
  k.owner_id, k.is_met, h.stage
FROM unnest(%s::bigint[]) s (id)
LEFT JOIN LATERAL (
  SELECT e.because, e.changes FROM records_trailentry e
  WHERE e.object_name = 'Lead' AND e.record_id = s.id AND e.event = 'lead.assigned'
  ORDER BY e.at, e.id LIMIT 1) a ON true
LEFT JOIN LATERAL (
  SELECT c.owner_id, CASE
    WHEN c.missed_at IS NOT NULL OR c.due_at < coalesce(c.stopped_at, c.paused_at, %s::timestamptz)
      THEN false
    WHEN c.stopped_at IS NOT NULL AND c.is_answered THEN true END AS is_met
  FROM records_clock c WHERE c.lead_id = s.id AND c.kind = 'first_attempt'
  ORDER BY c.started_at LIMIT 1) k ON true
LEFT JOIN LATERAL (
  SELECT f.stage FROM records_handoff f
  WHERE f.lead_id = s.id AND f.stage IN ('accepted', 'rejected')
  ORDER BY f.offered_at DESC LIMIT 1) h ON true
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One lead: what happened (`owner_id`, the promise and whether it was met, None: not known
    yet), and what would have (`new_owner_id`, None: the default owner; `rule`)."""

    lead_id: int
    rule_before: AssignmentRule | None
    rule: AssignmentRule | None
    owner_id: int
    new_owner_id: int | None
    answered_by: int | None
    is_met: bool | None
    end: str  # "accepted", "converted", "rejected" or ''
    is_given_by_rules: bool


def look_back(
    draft: Sequence[AssignmentRule], published: Sequence[AssignmentRule], span: Span
) -> Iterator[list[Seen]]:
    """What became of the leads of `span` and what would have under `draft`, batch by batch."""
    sets = [[rule for rule in rules if rule.is_active] for rules in (published, draft)]
    columns = _columns(sets[1])
    pools = Pools.in_memory(span.since)
    deciding = Deciding(sets[1], pools, span.since)
    zone = Organization.current().time_zone
    last: tuple[datetime, int] = (span.since, 0)
    while True:
        with transaction.atomic(), moment():
            only_reads()
            leads = _next(columns, span, last)
            pools.learn(sets[1], leads)
            seen = _seen(leads, sets, deciding, zone, span.until)
        if not leads:
            return
        last = (leads[-1].created_at, leads[-1].pk)
        yield seen


def only_reads() -> None:
    """From here to the end of the block (`atomic`) PostgreSQL refuses to write."""
    statements.run("SET TRANSACTION READ ONLY")


def _next(columns: Sequence[str], span: Span, last: tuple[datetime, int]) -> list[Any]:
    """Rows with these attributes and `pk`; whole leads would take as long as all the rest."""
    listed = ", ".join(f'"{column}"' for column in columns)
    sql = SOME.format(columns=listed, of_the_span=OF_THE_SPAN)
    rows = statements.run(sql, [span.since, span.until, *last, BATCH])
    return [_lead(dict(zip(columns, row, strict=True))) for row in rows]


def _lead(said: dict[str, Any]) -> SimpleNamespace:
    said["custom"] = orjson.loads(said["custom"])
    return SimpleNamespace(pk=said["id"], **said)


def _columns(rules: Sequence[AssignmentRule]) -> list[str]:
    known = {field.attname: str(field.column) for field in Lead._meta.concrete_fields}
    asked = {name for rule in rules for name in rule.matching.values()}
    return [*COLUMNS, *sorted(known[name] for name in asked if name in known)]


def _seen(
    leads: Sequence[Any], sets: Sequence[Sequence[AssignmentRule]], deciding: Deciding,
    zone: str, now: datetime,
) -> list[Seen]:  # fmt: skip
    if not leads:
        return []
    fates = {key: fate for key, *fate in statements.run(FATES, [[lead.pk for lead in leads], now])}
    told = []
    for _, those in groupby(leads, partial(_day, ZoneInfo(zone))):
        day = list(those)
        truths = _truths(sets, day, zone)
        told += [_one(lead, truths[lead.pk], fates[lead.pk], sets, deciding) for lead in day]
    return told


def _day(zone: ZoneInfo, lead: Any) -> Any:
    return lead.created_at.astimezone(zone).date()


def _truths(
    sets: Sequence[Sequence[AssignmentRule]], leads: Sequence[Any], zone: str
) -> dict[int, list[list[bool]]]:
    """For each lead, set by set, what is true of it; a WHERE that both have is asked once.

    "Today" in a rule is the day on which the lead came.
    """
    wanted = list(dict.fromkeys(rule.criteria for rules in sets for rule in rules))
    place = {criteria: n for n, criteria in enumerate(wanted)}
    ids = [lead.pk for lead in leads]
    found = judge(wanted, "Lead", ids, zone=zone, now=leads[-1].created_at)
    places = [[place[rule.criteria] for rule in rules] for rules in sets]
    none = (False,) * len(wanted)
    return {key: [[found.get(key, none)[n] for n in each] for each in places] for key in ids}


def _one(
    lead: Any, truths: Sequence[Sequence[bool]], fate: Sequence[Any],
    sets: Sequence[Sequence[AssignmentRule]], deciding: Deciding,
) -> Seen:  # fmt: skip
    first_owner, is_by_rules, answered_by, is_met, stage = fate
    owner_id = first_owner or lead.owner_id
    before = _asked(sets[0], truths[0])
    verdict = deciding.of(lead, truths[1], lead.created_at)
    if [rule.aim for rule in before] == [rule.aim for rule in _asked(sets[1], truths[1])]:
        new_owner = owner_id
    else:
        new_owner = verdict.owner.pk if verdict.owner else None
    return Seen(lead.pk, before[0] if before else None, verdict.rule, owner_id, new_owner,
                answered_by, is_met, _end(lead, stage), bool(is_by_rules))  # fmt: skip


def _asked(rules: Sequence[AssignmentRule], truths: Sequence[bool]) -> list[AssignmentRule]:
    """The rules that may decide: the true ones, up to the first that asks no other after it."""
    found = []
    for rule, is_true in zip(rules, truths, strict=True):
        if is_true:
            found.append(rule)
            if not (rule.goes_on or rule.only_matching):
                break
    return found


def _end(lead: Any, stage: str | None) -> str:
    """How far it came: a lead that was converted was accepted before."""
    if lead.is_converted:
        return "converted"
    return "rejected" if lead.is_closed else stage or ""
