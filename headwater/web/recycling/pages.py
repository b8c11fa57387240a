"""/reports/recycling: who comes back and when, who came back, who stays, who has no way back."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.measure import kept_answers
from headwater.people.models import User
from headwater.records.models import Lead
from headwater.recycling import finding
from headwater.recycling.models import RecycleRule, WayBack
from headwater.web.records.kinds import person

ON_A_PAGE = 50
LOST, STATE = "none", WayBack.State
SHOWN = {
    STATE.WAITING.value: "Come back",
    LOST: "Without a way back",
    STATE.BACK.value: "Came back",
    STATE.STAYS.value: "Stay for good",
}


@dataclass(frozen=True, slots=True)
class Lost:
    """A lead that came to nothing and that no rule speaks of."""

    lead: Lead
    since: Any
    reason: str


def recycling(request: HttpRequest) -> HttpResponse:
    """GET /reports/recycling?show=waiting|none|back|stays&page=: leads that `user` sees."""
    user, show = person(request), request.GET.get("show", "")
    show = show if show in SHOWN else STATE.WAITING.value
    page = Paginator(_rows(show, user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "choices": [(key, word, key == show) for key, word in SHOWN.items()],
        "show": show, "page": page, "lines": _lost(page) if show == LOST else page.object_list,
        "lost_count": kept_answers.answered(user, finding.left_out_count),
        "counted_at": kept_answers.since(user),
        "has_rules": RecycleRule.objects.filter(is_active=True).exists(),
    }  # fmt: skip
    return render(request, "recycling/list.html", context)


def _rows(show: str, user: User) -> Any:
    if show == LOST:
        return _left_out(user).order_by("-since", "pk")
    rows = WayBack.objects.visible_to(user).filter(state=show)
    rows = rows.select_related("lead__owner", "rule__program", "rule__owner", "owner")
    return (
        rows.order_by("due_at", "pk")
        if show == STATE.WAITING
        else rows.order_by("-ended_at", "-pk")
    )


def _left_out(user: User) -> Any:
    first, *others = (
        rows.order_by().values("pk", "since", "reason") for rows in finding.left_out(user)
    )
    return first.union(*others, all=True)


def _lost(page: Page[Any]) -> list[Lost]:
    rows = list(page.object_list)
    leads = Lead.objects.select_related("owner").in_bulk([row["pk"] for row in rows])
    return [Lost(leads[row["pk"]], row["since"], row["reason"]) for row in rows]
