"""What flowed through the lead process: each inquiry of some days on the one way that it went.

Everything is counted in inquiries (submissions), so that what comes into a box leaves it or waits
in it: received = created + merged + quarantined + rejected + waiting, and each created one has one
rule, one first owner, one way and one place where it stands now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.figure import Period
from headwater.measure.leaks import Owners, owners_seen
from headwater.people.models import User
from headwater.records.models import Submission
from headwater.records.sharing import visible

LONGEST = 90  # days; what is longer ago went through other settings
# How an owner was found, beside a rule's key.
DEFAULT, DOOR, KEPT, UNKNOWN = "default", "door", "kept", "unknown"
HANDED, WORKED = "handed", "worked"  # ways, beside a program's key
CONVERTED, GONE = "converted", "gone"  # where it stands, beside a status

# The first time that an owner was found tells the rule; who had one before any of these kept it.
CREATED = """
WITH born AS (
    SELECT sent.id, sent.lead_id, lead.owner_id, lead.status, lead.is_converted, lead.is_deleted,
        lead.converted_opportunity_id IS NOT NULL AS has_deal
    FROM records_submission sent LEFT JOIN records_lead lead ON lead.id = sent.lead_id
    WHERE sent.state = 'created' AND sent.received_at >= %s AND sent.received_at < %s
        AND (%s::bigint[] IS NULL OR lead.owner_id = ANY (%s::bigint[]))
), given AS (
    SELECT DISTINCT ON (entry.record_id) entry.record_id, entry.because,
        entry.changes -> 'owner_id' AS owners
    FROM records_trailentry entry
    WHERE entry.object_name = 'Lead' AND entry.event = 'lead.assigned'
        AND entry.record_id IN (SELECT lead_id FROM born)
    ORDER BY entry.record_id, entry.at, entry.id
), enrolled AS (
    SELECT DISTINCT ON (entry.record_id) entry.record_id, entry.because ->> 'program_id' AS program
    FROM records_trailentry entry
    WHERE entry.object_name = 'Lead' AND entry.event = 'program.enrolled'
        AND entry.record_id IN (SELECT lead_id FROM born)
    ORDER BY entry.record_id, entry.at, entry.id
), handed AS (
    SELECT DISTINCT lead_id FROM records_handoff WHERE lead_id IN (SELECT lead_id FROM born)
)
SELECT
    CASE WHEN born.lead_id IS NULL THEN 'unknown'
        WHEN given.owners IS NULL OR given.owners ->> 0 IS NOT NULL THEN 'kept'
        WHEN given.because ? 'rule_id' THEN given.because ->> 'rule_id'
        WHEN given.because ? 'default' THEN 'default'
        WHEN given.because ? 'rule' THEN 'door' ELSE 'kept' END AS rule,
    coalesce(CASE WHEN given.owners ->> 0 IS NOT NULL THEN given.owners ->> 0
        ELSE given.owners ->> 1 END, born.owner_id::text) AS owner,
    CASE WHEN handed.lead_id IS NOT NULL THEN 'handed'
        ELSE coalesce(enrolled.program, 'worked') END AS way,
    CASE WHEN born.lead_id IS NULL OR born.is_deleted THEN 'gone'
        WHEN born.is_converted THEN 'converted' ELSE born.status END AS place,
    coalesce(born.is_converted AND born.has_deal AND NOT born.is_deleted, false) AS has_deal,
    count(*)
FROM born LEFT JOIN given ON given.record_id = born.lead_id
LEFT JOIN enrolled ON enrolled.record_id = born.lead_id
LEFT JOIN handed ON handed.lead_id = born.lead_id
GROUP BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class Received:
    """So many inquiries came through a door and ended in a state."""

    door: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Way:
    """So many created ones went this way. `rule` is the key of a rule's row or one of the words
    above, `owner_id` the first owner, `place` a status or where else they stand now."""

    rule: str
    owner_id: int | None
    way: str
    place: str
    has_deal: bool
    count: int


@dataclass(frozen=True, slots=True)
class Flow:
    """All inquiries of a period by door, and the ways of the created ones."""

    received: list[Received]
    ways: list[Way]


@by_the_hour("period")
def flow(user: User, period: Period) -> Flow:
    """What flowed in a period of at most `LONGEST` days, of what `user` may see; two statements."""
    if period.since is None or (period.days or 0) > LONGEST:
        return Flow([], [])
    return Flow(
        _received(user, period.since, period.until), _ways(user, period.since, period.until)
    )


def _received(user: User, since: datetime, until: datetime) -> list[Received]:
    rows = Submission.objects.filter(
        visible(Submission, user), received_at__gte=since, received_at__lt=until
    )
    found = rows.values_list("door", "state").annotate(n=Count("id")).order_by("door", "state")
    return [Received(*row) for row in found]


def _ways(user: User, since: datetime, until: datetime) -> list[Way]:
    """As many as `_received` says were created."""
    owners: Owners = owners_seen(user)
    with connection.cursor() as cursor:
        cursor.execute(CREATED, [since, until, owners, owners])
        return [
            Way(rule, int(owner) if owner else None, way, place, has_deal, count)
            for rule, owner, way, place, has_deal, count in cursor.fetchall()
        ]


def total(rows: Iterable[Received | Way]) -> int:
    """How many inquiries these are."""
    return sum(row.count for row in rows)
