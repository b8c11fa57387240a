"""The list of opportunities, one of them with its path, a new one without a lead."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from headwater.people.models import User
from headwater.records import dealing
from headwater.records.models import Contact, Opportunity, OpportunityHistory, OpportunityStage
from headwater.web.handoff import panel as handoff_panel
from headwater.web.lists import page
from headwater.web.lists.columns import Cell, Column
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.opportunities.stage import asks
from headwater.web.records import kinds, new_record
from headwater.web.records.facts import Group
from headwater.web.relations import record_page, related
from headwater.web.relations.named import named

OPEN = "IsClosed = false"
PIPELINE = f"{OPEN} AND ForecastCategoryName != 'Omitted'"


def _stage(deal: Opportunity) -> Cell:
    won = deal.is_won or (deal.is_closed and None)
    tone = {True: "good", None: "", False: "" if deal.is_early else "accent"}[won]
    return Cell("badge", deal.stage_name, css=tone)


OPPORTUNITIES = ListKind(
    object_name="Opportunity",
    url_name="opportunities",
    record_url_name="opportunity",
    title="Opportunities",
    views=(
        View("mine", "My open", OPEN, Scope.MINE),
        View("pipeline", "Pipeline", PIPELINE, sort="CloseDate"),
        View("early", "Early", f"{OPEN} AND ForecastCategoryName = 'Omitted'"),
        View("month", "Closing this month", f"{OPEN} AND CloseDate = THIS_MONTH", sort="CloseDate"),
        View("won", "Won", "IsWon = true", sort="-CloseDate"),
        View("lost", "Lost", "IsClosed = true AND IsWon = false", sort="-CloseDate"),
        View("all", "All"),
    ),
    columns=("Name", "AccountId", "StageName", "Amount", "CloseDate", "LeadSource", "OwnerId"),
    computed={"StageName": Column("StageName", "Stage", _stage, sort="stage_name",
                                  export=lambda deal: deal.stage_name)},
    new_url_name="new_opportunity",
    template="opportunities/list.html",
    empty="A deal appears when a lead is converted, in an early stage. Press c to add one by hand.",
)  # fmt: skip
GROUPS = (
    Group("The deal", ("account_id", "amount", "close_on", "next_step", "type", "owner_id",
                       "description")),
    Group("Where it came from", ("lead_source", "campaign_id", "created_at")),
    Group("More", ("closed_at", "loss_reason"), rest=True),
)  # fmt: skip
NEW = ("name", "account_id", "stage_name", "amount", "close_on", "lead_source", "campaign_id",
       "next_step")  # fmt: skip
FOOT = "Starts early, at 0 % and out of the forecast; a later stage asks for amount and close date."


def opportunities(request: HttpRequest) -> HttpResponseBase:
    """GET /opportunities."""
    return page.show(request, OPPORTUNITIES)


def opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /opportunities/<pk>."""
    user = kinds.person(request)
    joined = ("owner", "account", "campaign", "created_by")
    record: Opportunity = kinds.find("Opportunity", pk, user, *joined)
    history = OpportunityHistory.objects.filter(opportunity=record).select_related("by")
    stages = list(OpportunityStage.objects.filter(is_active=True))
    return record_page.show(
        request, record, OPPORTUNITIES, GROUPS, template="opportunities/opportunity.html",
        leads=related.leads_of(user, converted_opportunity=record),
        **handoff_panel.of_deal(record, user), roles=related.roles_of(user, record),
        history=list(history.order_by("-at", "-pk")[:25]),
        steps=_steps(record, stages, user), stage_url=reverse("opportunity_stage", args=[pk]),
        won=next((stage.name for stage in stages if stage.is_won), ""),
        lost=next((stage.name for stage in stages if stage.is_closed and not stage.is_won), ""),
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


def new_opportunity(request: HttpRequest) -> HttpResponse:
    """GET and POST /opportunities/new; `?account=` or `?contact=` say whose deal it is."""
    user = kinds.editor(request)
    contact = _contact(request, user)
    initial = named(request, "Account", "account_id")
    if contact and contact.account_id:
        initial = {"account_id": contact.account_id}
    initial |= {"stage_name": dealing.first_stage().name}

    def make(given: dict[str, Any], by: User) -> Opportunity:
        return dealing.open_deal(given, by=by, contact=contact)

    return new_record.dialog(request, "Opportunity", NEW, initial=initial, foot=FOOT, make=make)


def _contact(request: HttpRequest, user: User) -> Contact | None:
    key = named(request, "Contact", "pk").get("pk")
    found: Contact | None = kinds.find("Contact", key, user) if key else None
    return found
