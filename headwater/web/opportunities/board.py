"""The board: a column for each stage, the early ones apart, only the first cards of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import Count, DecimalField, F, Q, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from headwater.measure.span import around
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import deal_age
from headwater.records.models import Campaign, Opportunity, OpportunityStage
from headwater.records.stages import stages_in_use
from headwater.web.opportunities import whose
from headwater.web.opportunities.whose import Groups, Whose
from headwater.web.records import kinds

EACH = 20  # cards of a column; the list has the rest
RECENTLY = timedelta(days=30)  # for how long a closed deal is told on the board
CLOSES = {
    "": "Any close date",
    "overdue": "Overdue",
    "month": "Closes this month",
    "quarter": "Closes this quarter",
    "next": "Closes next quarter",
    "none": "No close date",
}
MOST_CAMPAIGNS = 100


@dataclass(slots=True)
class Column:
    """One stage: its first deals, how many there are, and what they are worth together."""

    stage: OpportunityStage
    count: int = 0
    amount: Decimal | None = None
    weighted: Decimal | None = None
    deals: list[Opportunity] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.deals)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which deals the board shows, from its address."""

    whose: Whose
    choices: Groups
    close: str
    campaign: Campaign | None
    shows_early: bool
    address: str

    @classmethod
    def of(cls, user: User, query: QueryDict) -> "Asked":
        close = query.get("close", "")
        campaign = query.get("campaign", "")
        found = Campaign.objects.visible_to(user).filter(pk=campaign) if campaign.isdigit() else ()
        groups = whose.choices(user)
        return cls(
            whose.chosen(groups, user, query.get("whose", "")), groups,
            close if close in CLOSES else "", next(iter(found), None),
            query.get("early") != "hidden", query.urlencode(),
        )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        rows = rows if self.whose.owners is None else rows.filter(owner_id__in=self.whose.owners)
        rows = rows.filter(campaign=self.campaign) if self.campaign else rows
        return rows.filter(_closing(self.close, timezone.localdate())) if self.close else rows


def board(request: HttpRequest) -> HttpResponse:
    """GET /opportunities/board?whose=&close=&campaign=&early=; the same few queries in any number
    of deals. After a move (POST) the board that the card was on is drawn again."""
    user = kinds.person(request)
    is_move = request.method == "POST"
    query = QueryDict(request.POST.get("board", "").lstrip("?")) if is_move else request.GET
    asked = Asked.of(user, query)
    columns = _columns(asked.narrow(Opportunity.objects.alive().visible_to(user)), asked)
    context = {
        "early": [each for each in columns if each.stage.is_early],
        "pipeline": [each for each in columns if not (each.stage.is_early or each.stage.is_closed)],
        "ends": [each for each in columns if each.stage.is_closed],
        "asked": asked, "can_edit": user.can_edit, "currency": organization().currency,
        "columns": columns,
    }  # fmt: skip
    is_part = request.headers.get("HX-Target") == "board"
    if not is_part:
        context |= {
            "whose_choices": asked.choices, "closes": CLOSES.items(),
            "campaigns": _campaigns(user, asked.campaign),
        }  # fmt: skip
    return render(request, f"opportunities/{'columns' if is_part else 'board'}.html", context)


def _campaigns(user: User, chosen: Campaign | None) -> list[Campaign]:
    rows = Campaign.objects.alive().visible_to(user).filter(is_active=True)
    found = list(rows.order_by("-started_on", "name")[:MOST_CAMPAIGNS])
    return found if chosen is None or chosen in found else [chosen, *found]


def _closing(close: str, today: date) -> Q:
    quarter = around(today, "quarter")
    spans = {"month": around(today, "month"), "quarter": quarter, "next": quarter.beside(1)}
    if close in spans:
        span = spans[close]
        return Q(close_on__gte=span.since, close_on__lt=span.until)
    return Q(close_on=None) if close == "none" else Q(close_on__lt=today)


def _columns(rows: Any, asked: Asked) -> list[Column]:
    columns = {
        stage.name: Column(stage)
        for stage in stages_in_use() if asked.shows_early or not stage.is_early
    }  # fmt: skip
    still = rows.filter(is_closed=False)
    lately = rows.filter(is_closed=True, closed_at__gte=timezone.now() - RECENTLY)
    for some, sums in ((still, SUMS | WEIGHTED), (lately, SUMS)):
        for row in some.order_by().values("stage_name").annotate(**sums):
            column = columns.get(row["stage_name"])
            if column:
                column.count, column.amount = row["n"], row["total"]
                column.weighted = (row.get("parts") or Decimal(0)) / 100
    for deal in _first_cards(still, columns):
        columns[deal.stage_name].deals.append(_drawn(deal, columns[deal.stage_name].stage))
    return list(columns.values())


WORTH = DecimalField(max_digits=30, decimal_places=2)
SUMS: dict[str, Any] = {"n": Count("*"), "total": Sum("amount")}
WEIGHTED = {"parts": Sum(F("amount") * F("probability"), output_field=WORTH)}


def _first_cards(rows: Any, columns: Mapping[str, Column]) -> list[Opportunity]:
    """The first deals of each open stage, those that close soonest before the others.

    Each stage reads its first few off the index: numbering all deals would read all of them.
    """
    order = (F("close_on").asc(nulls_last=True), F("pk").desc())
    parts = [
        rows.filter(stage_name=name).order_by(*order).values_list("pk", flat=True)[:EACH]
        for name, column in columns.items() if not column.stage.is_closed
    ]  # fmt: skip
    if not parts:
        return []
    keys = reduce(lambda one, other: one.union(other, all=True), parts)
    found = Opportunity.objects.filter(pk__in=list(keys)).select_related("account", "owner")
    return list(found.order_by(*order))


def _drawn(deal: Any, stage: OpportunityStage) -> Opportunity:
    """With what the card says beside the deal's own words."""
    account = deal.account.name if deal.account else ""
    # A name that begins with the account's says it already.
    deal.at = None if deal.name.casefold().startswith(account.casefold()) else deal.account
    deal.stood = timezone.now() - deal.stage_changed_at
    deal.is_rotting = deal_age.is_rotting(deal, stage, timezone.now())
    deal.is_overdue = deal.close_on is not None and deal.close_on < timezone.localdate()
    return deal  # type: ignore[no-any-return]
