"""The list of leads: whose, how they stand, how promising, and whose clock is running."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from headwater.catalog import picklists
from headwater.people.models import Owner, Queue, User
from headwater.people.standing import moment
from headwater.records import stages
from headwater.records.models import Clock, Lead, LeadStatus
from headwater.score import rules
from headwater.web.cadences import on_leads
from headwater.web.campaigns import adding
from headwater.web.handoff import offering
from headwater.web.imports import created
from headwater.web.lists import page
from headwater.web.lists.columns import Cell, Column
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.nurture import on_leads as programs
from headwater.web.reports import behind, leak_list, nurture, reached
from headwater.web.templatetags.words import duration

OPEN = "IsConverted = false AND IsClosed = false"
MANY = 99  # beyond that it is “99+”


def _status(lead: Any) -> Cell:
    return Cell("badge", lead.status, css="accent" if lead.first_touched_at is None and lead.is_open
                else "good" if lead.is_converted else "")  # fmt: skip


def _score(lead: Any) -> Cell:
    return Cell("text", lead.score, css="b" if lead.is_hot else "")


def _age(lead: Any) -> Cell:
    return Cell("text", duration(timezone.now() - lead.created_at))


def _days(created_at: datetime) -> int:
    return (timezone.now() - created_at).days


def _group(status: str, is_closed: bool, is_converted: bool) -> str:
    return str(stages.group_of(status, is_closed=is_closed, is_converted=is_converted).label)


NEXT_DUE = Clock.objects.running().filter(paused_at=None, lead=OuterRef("pk"))
COMPUTED = {
    "Status": Column("Status", "Status", _status, sort="status", export=lambda lead: lead.status,
                     plain=("status",)),
    "StatusGroup": Column("StatusGroup", "Status group",
                          lambda lead: Cell("text", lead.in_group),
                          export=lambda lead: lead.in_group,
                          plain=("status", "is_closed", "is_converted"), told=_group),
    "Score": Column("Score", "Score", _score, sort="score", css="num",
                    export=lambda lead: lead.score, plain=("score",)),
    "Age": Column("Age", "Age", _age, sort="created_at", css="num",
                  export=lambda lead: _days(lead.created_at), plain=("created_at",), told=_days),
    "Clock": Column("Clock", "Clock", lambda lead: Cell("clock", lead.running_clock), css="num",
                    export=lambda lead: lead.running_clock and lead.running_clock.due_at,
                    plain=("next_due",),
                    adds=("next_due", Subquery(NEXT_DUE.order_by("due_at").values("due_at")[:1]))),
}  # fmt: skip


def add_what_is_computed(leads: list[Any], user: User) -> None:
    """The running clock of each lead, its group, and whether it is hot: three queries a page."""
    clocks = Clock.objects.of_leads(lead.pk for lead in leads).running().filter(paused_at=None)
    running = {clock.lead_id: clock for clock in clocks.order_by("-due_at")}  # the next one counts
    threshold = rules.hot_threshold()
    with moment():
        for lead in leads:
            lead.running_clock = running.get(lead.pk)
            lead.is_hot = lead.score >= threshold
            lead.in_group = lead.status_group


def bulk_context(user: User) -> dict[str, Any]:
    """What the menus over ticked rows offer; queues that the person may take the next lead from."""
    if not user.can_edit:
        return {}
    return {
        "owners": Owner.objects.filter(is_active=True).order_by("kind", "name"),
        "statuses": LeadStatus.objects.filter(is_active=True, is_converted=False),
        "reasons": picklists.values("ClosedReason"),
        "campaigns": adding.choices(),
        "queues": Queue.objects.filter(members=user, is_active=True),
        "waiting_count": _waiting_count(user),
        "cadences": on_leads.choices(),
        "programs": programs.choices(),
        "offer_to": offering.choices() if user.can_lead_people else [],
    }


def _waiting_count(user: User) -> str:
    """How many wait in the person's queues, in short; '' for none."""
    count = Lead.objects.open().filter(owner__queue__members=user)[: MANY + 1].count()
    return f"{MANY}+" if count > MANY else str(count or "")


def _hot() -> str:
    return f"{OPEN} AND Score >= {rules.hot_threshold()}"


PASSING = (created.view, reached.view, behind.view, leak_list.view, nurture.view)
LEADS = ListKind(
    object_name="Lead",
    url_name="leads",
    record_url_name="lead",
    title="Leads",
    views=(
        View("mine", "My open leads", OPEN, Scope.MINE),
        View("queues", "Queue leads", OPEN, Scope.QUEUES, sort="CreatedDate"),
        View("unread", "Unread", f"{OPEN} AND IsUnreadByOwner = true", Scope.MINE),
        View("hot", "Hot", _hot, sort="-Score"),
        View("new", "Not contacted", f"{OPEN} AND FirstTouchedAt = null", sort="CreatedDate"),
        View("open", "All open", OPEN),
        View("converted", "Converted", "IsConverted = true", sort="-ConvertedDate"),
        View("closed", "Closed", "IsClosed = true AND IsConverted = false"),
    ),
    columns=("Name", "Company", "Score", "Status", "LeadSource", "OwnerId", "Age", "Clock"),
    computed=COMPUTED,
    new_url_name="new_lead",
    bulk="leads/bulk.html",
    menu="leads/menu.html",
    context=bulk_context,
    peek="lead_peek",
    template="leads/list.html",
    extras=add_what_is_computed,
    passing=lambda key, user: next(filter(None, (of(key, user) for of in PASSING)), None),
    empty="Leads that come in by a form, an import or by hand appear here.",
)


def leads(request: HttpRequest) -> HttpResponseBase:
    """GET /leads."""
    return page.show(request, LEADS)
