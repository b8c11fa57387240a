"""Offering leads to sales: rows, the clock for deciding, the news. What is decided: `deciding`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import User
from headwater.people.owner import owners
from headwater.people.user import Role
from headwater.qualify import agreeing, clocks, handoff_policy, statuses
from headwater.qualify.holding import holding
from headwater.qualify.touch import hold
from headwater.records import trail
from headwater.records.models import Handoff, Lead, LeadStatus, Opportunity
from headwater.records.notification import News, tell

ACCEPT = "accept"
REASONS = "HandoffReason"  # the picklist of why sales says no
JOINED = ("lead__owner", "opportunity__owner", "clock", "offered_by", "offered_to", "owner_before",
          "decided_by")  # fmt: skip
MOST_LINES = 5  # hand-offs of one deed; more are told in one line
WAITING_FOR = """
WITH mine(id) AS (
  SELECT %s::bigint UNION ALL SELECT queue_id FROM people_queuemember WHERE user_id = %s::bigint)
SELECT offer.id FROM records_handoff offer
JOIN records_lead lead ON lead.id = offer.lead_id
LEFT JOIN records_opportunity deal ON deal.id = offer.opportunity_id
LEFT JOIN records_clock clock ON clock.id = offer.clock_id
WHERE offer.stage = 'offered' AND (
  offer.kind = 'mql' AND lead.owner_id IN (SELECT id FROM mine)
    AND NOT lead.is_converted AND NOT lead.is_closed AND NOT lead.is_deleted
  OR deal.owner_id IN (SELECT id FROM mine) AND NOT deal.is_closed AND NOT deal.is_deleted)
ORDER BY clock.due_at ASC NULLS LAST, offer.offered_at, offer.id
"""
SALES = (Role.REP, Role.MANAGER, Role.ADMIN)


def waiting_for(user: User) -> list[int]:
    """The keys of what `user` is to accept or reject, the soonest first.

    An offer goes where its lead or deal goes: to its owner now, or the members of that queue.
    """
    if user.role not in SALES:
        return []
    return [key for (key,) in statements.run(WAITING_FOR, [user.pk, user.pk])]


def offers_to(user: User, most: int) -> list[Handoff]:
    """The first of them, with all that a line says."""
    keys = waiting_for(user)[:most]
    return list(soonest_first(Handoff.objects.filter(pk__in=keys))) if keys else []


def soonest_first(rows: "QuerySet[Handoff]") -> "QuerySet[Handoff]":
    """In the order of their deadlines, with all that a line of them says."""
    return rows.select_related(*JOINED).order_by(
        F("clock__due_at").asc(nulls_last=True), "offered_at", "pk"
    )


@dataclass(frozen=True, slots=True)
class Offering:
    """How leads are offered: by whom (None: by itself), why (`words`), and from whom.

    `before` says who had each lead (by key) until now; `deals` are the opportunities that were
    made of the leads and are offered instead of them.
    """

    at: datetime
    by: User | None
    because: Mapping[str, Any]
    before: Mapping[int, int] = field(default_factory=dict)
    deals: Mapping[int, Opportunity] = field(default_factory=dict)
    round: int = 1

    @property
    def kind(self) -> Handoff.Kind:
        return Handoff.Kind.DEAL if self.deals else Handoff.Kind.LEAD


def offer(
    leads: Sequence[Lead], *, by: User | None, because: Mapping[str, Any],
    at: datetime | None = None, **more: Any,
) -> list[Handoff]:  # fmt: skip
    """Offer leads to their owners, or deals to theirs; `more` takes the rest of `Offering`.

    Who is on offer already, or is nobody to decide about any more, is left out. A fixed number of
    queries.
    """
    offering = Offering(at or timezone.now(), by, because, **more)
    with transaction.atomic():
        hold(leads)
        offered = _offered(leads)
        free = [lead for lead in leads if lead.pk not in offered]
        free = [lead for lead in free if offering.deals or lead.is_open]
        if not free:
            return []
        rows = _rows(free, offering)
        _start_clocks(rows, offering)
        rows = Handoff.objects.bulk_create(rows)
        if not offering.deals:
            status = handoff_policy.policy().offered_status
            put_status(free, status, by=by, at=offering.at, words="offered to sales")
        trail.write([_entry(row) for row in rows])
        tell(_news(rows), offering.at, by=by)
    return list(rows)


def put_status(
    leads: Sequence[Lead], status: LeadStatus | None, *, by: User | None, at: datetime, words: str,
    reason: str = "",
) -> None:  # fmt: skip
    """What Setup says held leads become by their hand-off; it is no answer to the person.

    `reason` is why they are closed, where the status closes them.
    """
    moving = [lead for lead in leads if not lead.is_converted]
    if status and moving:
        values = {"closed_reason": reason} if status.is_closed and reason else {}
        statuses.enter(moving, status, values, by=by, at=at, because={"words": words})


def _offered(leads: Sequence[Lead]) -> set[int]:
    rows = Handoff.objects.offered().filter(lead__in=[lead.pk for lead in leads])
    return set(rows.values_list("lead_id", flat=True))


def _rows(leads: Sequence[Lead], offering: Offering) -> list[Handoff]:
    told = _definition(leads, offering.kind, offering.at)
    rows = []
    for lead in leads:
        deal = offering.deals.get(lead.pk)
        rows.append(
            Handoff(
                kind=offering.kind, lead=lead, opportunity=deal, round=offering.round,
                offered_at=offering.at, offered_by=offering.by, score=lead.score,
                offered_to_id=deal.owner_id if deal else lead.owner_id,
                owner_before_id=offering.before.get(lead.pk),
                because=_by_itself(lead, offering.kind) | {**offering.because}
                | told.get(lead.pk, {}),
            )
        )  # fmt: skip
    return rows


def _by_itself(lead: Lead, stage: str) -> dict[str, Any]:
    """Why it is offered where nobody says why; where the score decides, the points of now."""
    definition = agreeing.agreed().get(stage)
    asks = bool(definition and "isscorequalified" in definition.criteria.lower())
    if not (asks and lead.is_score_qualified):
        return {"words": "meets the definition"}
    fit, engagement = _points(lead.fit_score), _points(lead.engagement_score)
    told = f"grade {lead.grade} with {fit} for fit, {engagement} for engagement"
    return {"words": f"qualified by score: {told}"}


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"


def _definition(leads: Sequence[Lead], stage: str, at: datetime) -> dict[int, dict[str, Any]]:
    """What of the agreed definition held when the lead was offered, as the row remembers it."""
    definition = agreeing.agreed().get(stage)
    if definition is None:
        return {}
    found = holding(definition.criteria, leads, now=at)
    return {
        key: {
            "version": definition.version,
            "holds": [each.words for each in parts if each.holds],
            "lacks": [each.words for each in parts if not each.holds],
        }
        for key, parts in found.items()
    }


def _start_clocks(rows: Sequence[Handoff], offering: Offering) -> None:
    leads = [row.lead for row in rows]
    owners = {row.lead_id: row.offered_to_id for row in rows}
    started = clocks.start_kind(leads, ACCEPT, owner_ids=owners, at=offering.at, by=offering.by)
    for row in rows:
        row.clock = started.get(row.lead_id)


def _entry(row: Handoff) -> trail.TrailEntry:
    because = {
        "handoff": row.pk, "kind": row.kind, "to": owners()[row.offered_to_id].name,
        "round": row.round,
        **({"due_at": row.due_at.isoformat()} if row.due_at else {}), **row.because,
    }  # fmt: skip
    if row.opportunity:
        because["opportunity"] = {"id": row.opportunity.pk, "name": row.opportunity.name}
    by, at = row.offered_by, row.offered_at
    return trail.entry("handoff.offered", row.lead, by=by, at=at, because=because)


def _news(rows: Sequence[Handoff]) -> list[News]:
    """A line for each; who gets many at once is told in one."""
    mine: dict[int, list[Handoff]] = defaultdict(list)
    for row in rows:
        mine[row.offered_to_id].append(row)
    return [
        news
        for own in mine.values()
        for news in (map(_line, own) if len(own) <= MOST_LINES else [_summary(own)])
    ]


def _summary(rows: Sequence[Handoff]) -> News:
    first = rows[0]
    text = f"{len(rows)} hand-offs to accept, the first is {first}"
    return News(f"handoffs:{first.pk}", text, "/handoffs", (first.offered_to_id,),
                "handoff.offered")  # fmt: skip


def _line(row: Handoff) -> News:
    what = "An early deal" if row.is_deal else "A lead"
    company = f", {row.lead.company}" if row.lead.company and not row.is_deal else ""
    text = f"{what} to accept: {row}{company}"
    return News(f"handoff:{row.pk}", text, url_of(row), (row.offered_to_id,), "handoff.offered")


def url_of(row: Handoff) -> str:
    """Pages mirror the nouns: /leads/7, /opportunities/3."""
    return f"/opportunities/{row.opportunity_id}" if row.is_deal else f"/leads/{row.lead_id}"
