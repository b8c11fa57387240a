"""The list of opportunities, one of them with its path, a new one without a lead."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from headwater.people.models import User
from headwater.records import dealing
from headwater.records.models import Contact, Opportunity
from headwater.web.lists import page
from headwater.web.lists.columns import Cell, Column
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.opportunities import behind
from headwater.web.records import kinds, new_record
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
        View("from_leads", "From leads", "IsFromLead = true"),
        View("all", "All"),
    ),
    columns=("Name", "AccountId", "StageName", "Amount", "CloseDate", "LeadSource", "OwnerId"),
    computed={"StageName": Column("StageName", "Stage", _stage, sort="stage_name",
                                  export=lambda deal: deal.stage_name)},
    new_url_name="new_opportunity",
    passing=behind.view,
    template="opportunities/list.html",
    empty="A deal appears when a lead is converted, in an early stage.",
)  # fmt: skip
NEW = ("name", "account_id", "stage_name", "amount", "close_on", "lead_source", "campaign_id",
       "next_step")  # fmt: skip
FOOT = "Starts early, at 0 % and out of the forecast; a later stage asks for amount and close date."


def opportunities(request: HttpRequest) -> HttpResponseBase:
    """GET /opportunities."""
    return page.show(request, OPPORTUNITIES)


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
