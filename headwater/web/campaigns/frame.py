"""What the three pages of a campaign share: its head, its figures, the facts beside."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from headwater.measure import campaigns as measured
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Campaign, CampaignMemberStatus
from headwater.web.campaigns.list import CAMPAIGNS
from headwater.web.lists import page
from headwater.web.records import facts
from headwater.web.records.facts import Group

GROUPS = (
    Group("The campaign", ("type", "status", "is_active", "started_on", "ended_on", "parent_id",
                           "owner_id", "description")),
    Group("Money", ("budgeted_cost", "actual_cost", "expected_revenue", "expected_response",
                    "number_sent")),
    Group("More", ("created_at",), rest=True),
)  # fmt: skip
TABS = (("campaign", "Members"), ("campaign_results", "Results"), ("campaign_tree", "Hierarchy"))
JOINED = ("owner", "parent", "created_by")


def frame(request: HttpRequest, record: Campaign, user: User, tab: str) -> dict[str, Any]:
    """The context of a page of a campaign; `tab` is its URL name."""
    currency = organization().currency
    counts = measured.by_status(record, user)
    statuses = CampaignMemberStatus.objects.filter(campaign=record, is_deleted=False)
    found = list(statuses.order_by("sort_order", "pk"))
    result = measured.results([record], user)[record.pk]
    return {
        "record": record, "currency": currency, "can_edit": user.can_edit,
        "can_market": user.can_market, "result": result, "numbers": result.own,
        "facts": facts.groups_of(record, GROUPS, _as_marketer(user), currency=currency),
        "statuses": [(status, counts.get(status.label, 0)) for status in found],
        "labels": [status.label for status in found], "counts": counts,
        "parts_of": [(reverse(name, args=[record.pk]), word, name == tab) for name, word in TABS],
    } | page.neighbours(request, CAMPAIGNS, record)  # fmt: skip


def _as_marketer(user: User) -> Any:
    """Facts of a campaign are edited by those who do marketing only."""
    return user if user.can_market else _Reader()


class _Reader:
    can_edit = False
