"""The board: a column for each stage, the early ones apart, only the first cards of each."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.people.organization import organization
from headwater.records.models import Opportunity, OpportunityStage
from headwater.web.records import kinds

EACH = 20  # cards of a column; the list has the rest
RECENTLY = timedelta(days=30)  # for how long a closed deal is told on the board


@dataclass(slots=True)
class Column:
    """One stage: its first deals, how many there are, and what they are worth together."""

    stage: OpportunityStage
    count: int = 0
    amount: Decimal | None = None
    deals: list[Opportunity] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.deals)


def board(request: HttpRequest) -> HttpResponse:
    """GET /opportunities/board?whose=mine; the same in any number of deals: five queries."""
    user = kinds.person(request)
    data = request.POST if request.method == "POST" else request.GET
    whose = data.get("whose") or ("all" if user.can_lead_people else "mine")
    rows: Any = Opportunity.objects.alive().visible_to(user)
    rows = rows.filter(owner=user) if whose == "mine" else rows
    columns = _columns(rows)
    context = {
        "early": [each for each in columns if each.stage.is_early],
        "pipeline": [each for each in columns if not (each.stage.is_early or each.stage.is_closed)],
        "ends": [each for each in columns if each.stage.is_closed],
        "whose": "mine" if whose == "mine" else "all", "can_edit": user.can_edit,
        "currency": organization().currency,
        "columns": columns,
    }  # fmt: skip
    is_part = request.headers.get("HX-Target") == "board"
    return render(request, f"opportunities/{'columns' if is_part else 'board'}.html", context)


def _columns(rows: Any) -> list[Column]:
    columns = {
        stage.name: Column(stage) for stage in OpportunityStage.objects.filter(is_active=True)
    }
    closed_lately = Q(is_closed=False) | Q(closed_at__gte=timezone.now() - RECENTLY)
    sums = rows.filter(closed_lately).order_by().values("stage_name")
    for each in sums.annotate(count=Count("pk"), amount=Sum("amount")):
        column = columns.get(each["stage_name"])
        if column:
            column.count, column.amount = each["count"], each["amount"]
    for deal in _first_cards(rows):
        # A name that begins with the account's says it already.
        deal.at = deal.account if deal.account and not _names(deal, deal.account.name) else None
        if deal.stage_name in columns:
            columns[deal.stage_name].deals.append(deal)
    return list(columns.values())


def _first_cards(rows: Any) -> Any:
    """The first deals of each open stage, those that close soonest before the others."""
    order = [F("close_on").asc(nulls_last=True), F("pk").desc()]
    place = Window(RowNumber(), partition_by=F("stage_name"), order_by=order)
    found = rows.filter(is_closed=False).annotate(place=place).filter(place__lte=EACH)
    return found.select_related("account", "owner").order_by("place")


def _names(deal: Opportunity, account: str) -> bool:
    return deal.name.casefold().startswith(account.casefold())
