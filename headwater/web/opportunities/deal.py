"""The page of one deal: its path with what each stage asks, its ages, who takes part, its past."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from headwater.catalog import objects
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.owner import owners
from headwater.records import deal_age
from headwater.records.deal_age import Change, Stay
from headwater.records.models import Conversion, Opportunity, OpportunityHistory, OpportunityStage
from headwater.records.stage_needs import needs
from headwater.records.stages import stages_in_use
from headwater.web.handoff import panel as handoff_panel
from headwater.web.opportunities.pages import OPPORTUNITIES
from headwater.web.opportunities.stage import asks
from headwater.web.records import kinds, words
from headwater.web.records.facts import Group
from headwater.web.relations import record_page, related
from headwater.web.templatetags.words import money

GROUPS = (
    Group("The deal", ("account_id", "amount", "close_on", "next_step", "type", "owner_id",
                       "description")),
    Group("Where it came from", ("lead_source", "campaign_id", "created_at")),
    Group("More", ("closed_at", "loss_reason", "win_reason"), rest=True),
)  # fmt: skip
MOST_MOMENTS = 200  # of its history; the timeline has all


def opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /opportunities/<pk>."""
    user = kinds.person(request)
    joined = ("owner", "account", "campaign", "created_by")
    record: Opportunity = kinds.find("Opportunity", pk, user, *joined)
    stages, now = stages_in_use(), timezone.now()
    rows = OpportunityHistory.objects.filter(opportunity=record).select_related("by")
    stays = deal_age.stays(rows.order_by("at", "pk")[:MOST_MOMENTS])
    here = next((stage for stage in stages if stage.name == record.stage_name), None)
    return record_page.show(
        request, record, OPPORTUNITIES, GROUPS, template="opportunities/opportunity.html",
        leads=related.leads_of(user, converted_opportunity=record),
        **handoff_panel.of_deal(record, user), roles=related.roles_of(user, record),
        stays=[_told(stay, now) for stay in reversed(stays)],
        steps=_steps(record, stages, user), stage_url=reverse("opportunity_stage", args=[pk]),
        won=next((stage.name for stage in stages if stage.is_won), ""),
        lost=next((stage.name for stage in stages if stage.is_lost), ""),
        here=here, is_rotting=deal_age.is_rotting(record, here, now), guide=_guide(record, stages),
        in_stage=now - record.stage_changed_at, age=(record.closed_at or now) - record.created_at,
        origin=_origin(record), influence_url=_influence(pk),
    )  # fmt: skip


def _steps(deal: Opportunity, stages: list[OpportunityStage], user: User) -> list[dict[str, Any]]:
    """The open stages, then the end that was reached, or the good one."""
    shown = [stage for stage in stages if not stage.is_closed]
    ends = [stage for stage in stages if stage.is_closed and stage.name == deal.stage_name]
    shown += ends or [stage for stage in stages if stage.is_won][:1]
    names = [stage.name for stage in shown]
    place = names.index(deal.stage_name) if deal.stage_name in names else -1
    return [
        {
            "word": stage.name, "is_past": number < place, "is_current": number == place,
            "is_end": stage.is_closed, "asks": asks(deal, stage), "is_open": user.can_edit,
        }
        for number, stage in enumerate(shown)
    ]  # fmt: skip


def _guide(deal: Opportunity, stages: list[OpportunityStage]) -> dict[str, Any]:
    """What the next stage asks for, said and not said yet; nothing after the end."""
    names = [stage.name for stage in stages]
    place = names.index(deal.stage_name) if deal.stage_name in names else -1
    following = next((stage for stage in stages[place + 1 :] if not stage.is_lost), None)
    if deal.is_closed or following is None:
        return {}
    asked = [
        {"word": _label(need.attribute), "is_met": need.is_met}
        for need in needs(deal, following)
        if not (following.is_closed and need.attribute == "close_on")
    ]
    return {"stage": following, "asked": asked}


def _label(attribute: str) -> str:
    return words.label(objects.get("Opportunity").by_attributes[attribute])


def _told(stay: Stay, now: Any) -> dict[str, Any]:
    lasted = stay.lasted(now)
    return {
        "stay": stay, "lasted": None if stay.is_end and stay.until is None else lasted,
        "is_short": lasted < timedelta(minutes=1),
        "changes": [_change(each) for each in stay.changes],
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    said = {"amount": "Amount", "close_on": "Close date", "owner_id": "Owner"}[change.what]
    pair = [_value(each, change.what) for each in (change.before, change.after)]
    return {"word": said, "before": pair[0], "after": pair[1], "at": change.at, "by": change.by}


def _value(value: Any, what: str) -> str:
    if value is None:
        return "none"
    if what == "owner_id":
        return owners()[value].name if value in owners() else "somebody"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return money(Decimal(value), organization().currency)


def _origin(deal: Opportunity) -> dict[str, Any]:
    """Whether a lead became it, a door made it at once, or somebody opened it."""
    made = Conversion.objects.filter(opportunity=deal, undone_at=None).order_by("at").first()
    is_direct = made is None or bool(made.is_direct)
    return {"conversion": made, "is_direct": is_direct, "by": deal.created_by}


def _influence(pk: int) -> str:
    try:
        return reverse("opportunity_influence", args=[pk])
    except NoReverseMatch:
        return ""
