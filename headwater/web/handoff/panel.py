"""What a page says about the hand-off of one lead or deal, in a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from headwater.database import statements
from headwater.people.at_hand import with_people
from headwater.people.models import User
from headwater.qualify import agreeing, deciding, handoff
from headwater.qualify.holding import Condition, holding
from headwater.qualify.stage_definition import AgreedStage
from headwater.records.models import Handoff, Lead, Opportunity

NEWEST = "WHERE t.lead_id = %s::bigint ORDER BY t.offered_at DESC, t.id DESC LIMIT 1"
PEOPLE = ("offered_by", "offered_to", "owner_before", "decided_by")
Stage = Handoff.Stage
SIGNS = {
    Stage.OFFERED: ("hourglass", ""),
    Stage.ACCEPTED: ("check", "good"),
    Stage.REJECTED: ("undo-2", "warn"),
    Stage.ESCALATED: ("forward", "bad"),
    Stage.WITHDRAWN: ("x", ""),
}


def of_lead(lead: Lead, user: User) -> dict[str, Any]:
    """The newest hand-off of a lead, and whether it may be offered."""
    row = _newest(lead)
    may_offer = lead.is_open and user.can_lead_people
    is_open = bool(row and row.stage == Stage.OFFERED)
    return {
        "handoff": _told(row, user) if row else None,
        "may_offer": may_offer and not is_open,
        "may_make_deal": may_offer and user.can_market,
        "mql": agreed("mql", lead) if may_offer and not is_open else None,
    }


def _newest(lead: Lead) -> Handoff | None:
    found = statements.fetch(Handoff, NEWEST, [lead.pk])
    for row in with_people(found, *PEOPLE):
        statements.point(row, "lead", lead)
    return found[0] if found else None


def of_deal(deal: Opportunity, user: User) -> dict[str, Any]:
    """The newest hand-off of a deal that marketing made."""
    rows = Handoff.objects.filter(opportunity=deal).select_related(*handoff.JOINED)
    row = rows.order_by("-offered_at", "-pk").first()
    return {"handoff": _told(row, user) if row else None}


def _told(row: Handoff, user: User) -> dict[str, Any]:
    is_open = row.stage == Stage.OFFERED
    icon, tone = SIGNS[Stage(row.stage)]
    # Once sales has taken it over, what counts is what they still have to find out.
    stage = row.kind if is_open else "sql" if row.stage == Stage.ACCEPTED else ""
    return {
        "row": row, "is_open": is_open, "icon": icon, "tone": tone,
        "is_late": bool(is_open and row.due_at and row.due_at < timezone.now()),
        "may_decide": is_open and deciding.may_decide(row, user),
        "may_withdraw": is_open and deciding.may_withdraw(row, user),
        "words": row.because.get("words", ""),
        "agreed": agreed(stage, row.lead) if stage else None,
    }  # fmt: skip


def agreed(stage: str, lead: Lead) -> dict[str, Any] | None:
    """The agreed definition of a stage, and what of it holds for this lead."""
    definition = agreeing.agreed().get(stage)
    if definition is None:
        return None
    now: datetime = timezone.now()
    found: Sequence[Condition] = holding(definition.criteria, [lead], now=now)[lead.pk]
    return {
        "definition": definition, "name": AgreedStage(stage).label,
        "short": AgreedStage(stage).short, "conditions": found,
        "holds": all(each.holds for each in found),
    }  # fmt: skip
