"""The list of campaigns; its statistics are counted for the rows of a page at once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from headwater.catalog.campaign_statistics import COUNTED, ENTERED
from headwater.measure import campaigns as measured
from headwater.measure.campaigns import Numbers
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Campaign
from headwater.web.lists import page
from headwater.web.lists.columns import Cell, Column
from headwater.web.lists.kind import ListKind, View
from headwater.web.templatetags.words import count, money, percent

Read = Callable[[Any], Any]


def _count_for(campaigns: list[Campaign], user: User) -> None:
    """What the campaigns of a page brought, as far as the user sees it."""
    found = measured.results(campaigns, user)
    for campaign in campaigns:
        campaign.result = found[campaign.pk]  # type: ignore[attr-defined]


def _column(name: str, label: str, read: Read, shown: Callable[[Any], str]) -> Column:
    return Column(name, label, css="num", draw=lambda campaign: Cell("text", shown(read(campaign))),
                  export=lambda campaign: "" if (v := read(campaign)) is None else v)  # fmt: skip


def _coin(value: Decimal | None) -> str:
    return money(value, organization().currency) if value else ""


def _own(name: str) -> Read:
    return lambda campaign: getattr(campaign.result.own, name)


def _whole(name: str) -> Read:
    return lambda campaign: getattr(campaign.result.whole, name)


def _columns() -> dict[str, Column]:
    """The catalog's statistics, under their own names, and three that no program asks for."""
    found = [
        _column("Members", "Members", _own("people"), count),
        _column("Roi", "Return", _own("roi"), percent),
        _column("HierarchyRoi", "Return in hierarchy", _whole("roi"), percent),
    ]
    for label, name, attribute, kind in COUNTED:
        shown = count if kind == "int" else _coin
        found.append(_column(name, label.capitalize(), _own(attribute), shown))
        found.append(_column(f"Hierarchy{name}", f"{label.capitalize()} in hierarchy",
                             _whole(attribute), shown))  # fmt: skip
    entered = {"actual_cost": "cost"}
    for label, name, attribute in ENTERED:
        read = _whole(entered.get(attribute, attribute))
        found.append(_column(name, f"{label.capitalize()} in hierarchy", read, _coin))
    found.append(_column("HierarchyNumberSent", "Num sent in hierarchy", _whole("sent"),
                         lambda sent: count(int(sent)) if sent is not None else ""))  # fmt: skip
    assert {attribute for *_, attribute, _ in COUNTED} <= set(Numbers.__dataclass_fields__)
    return {column.name: column for column in found}


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
        View("top", "Top of a hierarchy", "ParentId = null"),
    ),
    columns=("Name", "Type", "Status", "StartDate", "Members", "NumberOfResponses",
             "NumberOfOpportunities", "AmountWonOpportunities", "ActualCost", "Roi"),
    computed=_columns(),
    extras=_count_for,
    new_url_name="new_campaign",
    template="campaigns/list.html",
    empty="A campaign ties leads to what brought them, so that revenue shows where it came from.",
)  # fmt: skip


def campaigns(request: HttpRequest) -> HttpResponseBase:
    """GET /campaigns."""
    return page.show(request, CAMPAIGNS)
