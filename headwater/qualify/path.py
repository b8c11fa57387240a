"""The status path across the top of a lead: where it is, how long, what is missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from headwater.catalog.fields import FieldDef
from headwater.database import statements
from headwater.qualify.statuses import missing_fields
from headwater.records import stages
from headwater.records.models import Lead, LeadStatus
from headwater.records.stages import Group

STATUSES = """
SELECT at, changes->'status'->>0, changes->'status'->>1 FROM records_trailentry
WHERE object_name = 'Lead' AND record_id = %s::bigint AND changes ? 'status' ORDER BY at, id
"""
RANK = {Group.NEW: 0, Group.CONTACTED: 1, Group.QUALIFIED: 2}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One status as this lead sees it; `spent` is None for a status it never stood in, and
    `is_allowed` says whether a person may move it there."""

    name: str
    group: str
    guidance: str
    is_current: bool
    is_past: bool
    is_closed: bool
    is_converted: bool
    is_allowed: bool
    spent: timedelta | None
    missing: tuple[FieldDef, ...]


def path(lead: Lead, *, now: datetime) -> list[PathStep]:
    """The steps in order, with the time spent in each as the Trail tells it. Two queries."""
    spent = _time_spent(lead, now)
    statuses = [s for s in stages.known().values() if s.is_active or s.name == lead.status]
    current = next((status for status in statuses if status.name == lead.status), None)
    main = {status.group: status.name for status in reversed(statuses)}
    return [_step(lead, status, current, spent, main) for status in statuses]


def _step(
    lead: Lead, status: LeadStatus, current: LeadStatus | None, spent: dict[str, timedelta],
    main: dict[str, str],
) -> PathStep:  # fmt: skip
    is_current = status == current
    reached = RANK.get(Group(current.group), 0) if current else 0
    # Only the first status of a group is passed by moving on; a side status must have been visited.
    is_main = main[status.group] == status.name
    is_behind = is_main and RANK.get(Group(status.group), 9) < reached
    return PathStep(
        name=status.name,
        group=status.group,
        guidance=status.guidance,
        is_current=is_current,
        is_past=not is_current and (status.name in spent or is_behind),
        is_closed=status.is_closed,
        is_converted=status.is_converted,
        is_allowed=current is None or current.allows(status),
        spent=spent.get(status.name),
        missing=() if is_current else tuple(missing_fields(lead, status, {})),
    )


def _time_spent(lead: Lead, now: datetime) -> dict[str, timedelta]:
    """Status → time in it. A closed or converted lead stands still: its last status has none."""
    spent: dict[str, timedelta] = {}
    since, standing = lead.created_at, None
    for at, before, after in statements.run(STATUSES, [lead.pk]):
        spent[before] = spent.get(before, timedelta()) + (at - since)
        since, standing = at, after
    standing = standing or lead.status
    if not (lead.is_closed or lead.is_converted):
        spent[standing] = spent.get(standing, timedelta()) + (now - since)
    return spent
