"""The list of campaigns, one campaign with numbers and members, a new one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import campaigning
from headwater.records.models import Campaign, CampaignMember, CampaignMemberStatus
from headwater.records.sharing import visible
from headwater.web.campaigns.numbers import numbers, visible_members
from headwater.web.lists import page
from headwater.web.lists.columns import Cell, Column
from headwater.web.lists.kind import ListKind, View
from headwater.web.records import facts, kinds, new_record
from headwater.web.records.facts import Group
from headwater.web.relations import related

EACH = 50


def _count_members(campaigns: list[Campaign], user: User) -> None:
    """How many people that the user may see are in each campaign of a page: one query."""
    keys = [campaign.pk for campaign in campaigns]
    rows = CampaignMember.objects.filter(campaign__in=keys, is_deleted=False)
    seen = rows.filter(visible(CampaignMember, user)).values("campaign")
    counts = dict(seen.annotate(count=Count("pk")).order_by().values_list("campaign", "count"))
    for campaign in campaigns:
        campaign.member_count = counts.get(campaign.pk, 0)  # type: ignore[attr-defined]


CAMPAIGNS = ListKind(
    object_name="Campaign",
    url_name="campaigns",
    record_url_name="campaign",
    title="Campaigns",
    views=(
        View("active", "Active", "IsActive = true"),
        View("all", "All"),
        View("planned", "Planned", "Status = 'Planned'"),
        View("done", "Completed", "Status = 'Completed'", sort="-EndDate"),
    ),
    columns=("Name", "Type", "Status", "StartDate", "EndDate", "Members", "ActualCost", "OwnerId"),
    computed={"Members": Column("Members", "Members", css="num",
                                draw=lambda campaign: Cell("text", campaign.member_count),
                                export=lambda campaign: campaign.member_count)},
    extras=_count_members,
    new_url_name="new_campaign",
    empty="A campaign ties leads to what brought them, so that revenue shows where it came from.",
)  # fmt: skip
GROUPS = (
    Group("The campaign", ("type", "status", "is_active", "started_on", "ended_on", "parent_id",
                           "owner_id", "description")),
    Group("Money", ("budgeted_cost", "actual_cost", "expected_revenue", "expected_response",
                    "number_sent")),
    Group("More", ("created_at",), rest=True),
)  # fmt: skip
NEW = ("name", "type", "status", "is_active", "started_on", "ended_on", "budgeted_cost",
       "actual_cost", "parent_id")  # fmt: skip


def campaigns(request: HttpRequest) -> HttpResponseBase:
    """GET /campaigns."""
    return page.show(request, CAMPAIGNS)


def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /campaigns/<pk>?page=…: numbers, members, statuses."""
    user = kinds.person(request)
    record: Campaign = kinds.find("Campaign", pk, user, "owner", "parent", "created_by")
    currency = organization().currency
    found = visible_members(record, user)
    by_status = found.order_by().values("status").annotate(count=Count("pk"))
    counts = dict(by_status.values_list("status", "count"))
    statuses = list(CampaignMemberStatus.objects.filter(campaign=record, is_deleted=False))
    return render(request, "campaigns/campaign.html", {
        "record": record, "currency": currency, "can_edit": user.can_edit,
        "can_market": user.can_market, "numbers": numbers(record, user),
        "facts": facts.groups_of(record, GROUPS, _as_marketer(user), currency=currency),
        "members": Paginator(found, EACH).get_page(request.GET.get("page")),
        "statuses": [(status, counts.get(status.label, 0)) for status in statuses],
        "labels": [status.label for status in statuses],
        "deals": related.deals_of(user, campaign=record),
    } | page.neighbours(request, CAMPAIGNS, record))  # fmt: skip


def _as_marketer(user: User) -> Any:
    """Facts of a campaign are edited by those who do marketing only."""
    return user if user.can_market else _Reader()


class _Reader:
    can_edit = False


def new_campaign(request: HttpRequest) -> HttpResponse:
    """GET and POST /campaigns/new: for those who do marketing."""
    if not kinds.person(request).can_market:
        raise PermissionDenied("Marketing and administrators create campaigns.")
    foot = "Makes one campaign with the statuses Sent and Responded."

    def make(given: dict[str, Any], by: User) -> Campaign:
        filled = {name: value for name, value in given.items() if value not in ("", None)}
        return campaigning.open_campaign(filled, by=by)

    return new_record.dialog(request, "Campaign", NEW, foot=foot, make=make)
