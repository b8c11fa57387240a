"""Rules, and leads that arrive and meet them: for the tests of routing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from headwater.people.models import Organization, Owner, Team
from headwater.records.draft import Batch, Draft
from headwater.records.models import Lead, TrailEntry
from headwater.records.submission import Door, State
from headwater.route import rules
from headwater.route.assign import assign
from headwater.route.assignment_rule import AssignmentRule
from tests.steps import take


def publish(*wanted: tuple[str, Owner | Team, dict[str, Any]]) -> list[AssignmentRule]:
    """Publish rules of (criteria, target, settings of the target), named Rule 1, Rule 2 …"""
    made = []
    for number, (criteria, target, settings) in enumerate(wanted, 1):
        aim = {"team": target} if isinstance(target, Team) else {"owner_id": target.pk}
        made.append(AssignmentRule(name=f"Rule {number}", criteria=criteria, **aim, **settings))
    rules.publish(made, by=None)
    return made


def arriving(*leads: Lead, at: datetime | None = None, **settings: Any) -> Batch:
    drafts = [Draft({}, lead=lead, outcome=State.CREATED) for lead in leads]
    return Batch(drafts, Door.FORM, at or datetime.now(UTC), Organization.current(), **settings)


def given(*leads: Lead, at: datetime | None = None, **settings: Any) -> list[str]:
    """To whom these leads go, by first name, when they arrive together."""
    take(assign, arriving(*leads, at=at, **settings))
    return [str(lead.owner.name).split()[0] for lead in leads]


def why(lead: Lead) -> dict[str, Any]:
    """What the Trail tells about the last time a lead was given away."""
    entries = TrailEntry.objects.filter(event="lead.assigned", record_id=lead.pk)
    because: dict[str, Any] = entries.order_by("-pk")[0].because
    return because


def names(leads: Sequence[Lead]) -> list[str]:
    """Their owners as the table has them, by first name."""
    rows = Lead.objects.select_related("owner").in_bulk([lead.pk for lead in leads])
    return [str(rows[lead.pk].owner.name).split()[0] for lead in leads]
